/* Errors and their ways: through awaits, out of gather, into TRY, and what is reported of those that nobody fetched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

#include <math.h>

CORO(fails, const char *why; double after;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->after));
    RAISE(ASYNC_VALUE_ERROR, "%s", self->why);
    CORO_END;
}

CORO(passes_on, int unused;)
{
    CORO_BEGIN;
    AWAIT(call(fails, "deep", 1));
    async_print("not reached");
    CORO_END;
}

static void an_error_goes_up_the_chain_and_out_of_run(void **state)
{
    (void)state;
    int status;
    Trace *trace = record(call(passes_on), 0, &status);
    assert_int_equal(status, 1);
    char *text = record_tell(trace, (EventKind[]){EV_STEP_END, EV_OUT}, 2);
    assert_non_null(strstr(text, "1 T1 raises ValueError('deep')\n"));
    assert_null(strstr(text, "not reached"));
    free(text);
    trace_free(trace);
}

CORO(catches, async_value error; async_value other;)
{
    CORO_BEGIN;
    TRY
        TRY
            AWAIT(call(passes_on));
    async_print("not reached");
    CATCH(ASYNC_KEY_ERROR, self->other) {
        async_print("the wrong class");
    }
    END_TRY
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("caught %s", async_repr(self->error));
        AWAIT(async_sleep(1));
    }
    END_TRY
    async_print("on");
    TRY
        async_print("no error");
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("not reached");
    }
    END_TRY
    CORO_END;
}

static void an_error_is_caught_by_the_nearest_handler_of_its_class(void **state)
{
    (void)state;
    assert_says(call(catches), "1 T1 says caught ValueError('deep')\n2 T1 says on\n2 T1 says no error\n");
}

CORO(sleeps, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s", self->name);
    CORO_RETURN(async_str("%s", self->name));
    CORO_END;
}

CORO(gathers, async_value v;)
{
    CORO_BEGIN;
    TRY
        AWAIT(async_gather(call(sleeps, "slow", 3), call(fails, "first", 1), call(fails, "second", 2)));
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("gather: %s", async_error_message(self->v));
    }
    END_TRY
    AWAIT(async_sleep(5));
    CORO_END;
}

static void the_first_error_leaves_gather_and_the_others_run_on(void **state)
{
    (void)state;
    assert_says(call(gathers), "1 T1 says gather: first\n3 T2 says slow\n");
}

CORO(gathers_errors, async_value v;)
{
    CORO_BEGIN;
    AWAIT_TO(self->v, async_gather_errors(call(sleeps, "slow", 3), call(fails, "first", 1), async_sleep(1)));
    async_print("%s", async_repr(self->v));
    CORO_END;
}

static void with_return_exceptions_errors_are_results_in_argument_order(void **state)
{
    (void)state;
    assert_says(call(gathers_errors), "3 T2 says slow\n3 T1 says ['slow', ValueError('first'), None]\n");
}

CORO(gathers_twice, async_task task; async_value v;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(sleeps, "once", 1));
    AWAIT_TO(self->v, async_gather(self->task, self->task));
    async_print("%s", async_repr(self->v));
    AWAIT_TO(self->v, async_gather_list(NULL, 0, false));
    async_print("%s", async_repr(self->v));
    CORO_END;
}

static void the_same_task_twice_is_one_child_and_no_children_are_no_wait(void **state)
{
    (void)state;
    assert_says(call(gathers_twice), "1 T2 says once\n1 T1 says ['once', 'once']\n1 T1 says []\n");
}

CORO(forgets, async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(fails, "alone", 1));
    AWAIT(async_sleep(2));
    async_print("main ends");
    CORO_END;
}

static void an_error_that_nobody_fetched_is_reported(void **state)
{
    (void)state;
    assert_says(call(forgets), "2 T1 says main ends\n2 Task exception was never retrieved: ValueError('alone')\n");
}

CORO(awaits_what_cannot_be_awaited, async_value v;)
{
    CORO_BEGIN;
    TRY
        AWAIT(NULL);
    CATCH(ASYNC_TYPE_ERROR, self->v) {
        async_print("%s", async_error_message(self->v));
    }
    END_TRY
    TRY
        AWAIT(async_sleep((double)NAN));
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("%s", async_error_message(self->v));
    }
    END_TRY
    CORO_END;
}

static void misuse_gives_a_named_error(void **state)
{
    (void)state;
    assert_says(call(awaits_what_cannot_be_awaited),
                "0 T1 says only a coroutine, a task or a future can be awaited\n0 T1 says sleep: the delay is not a number\n");
}

static async_task mine;

CORO(awaits_itself, async_value v;)
{
    CORO_BEGIN;
    TRY
        AWAIT(mine);
    CATCH(ASYNC_RUNTIME_ERROR, self->v) {
        async_print("%s", async_error_message(self->v));
    }
    END_TRY
    CORO_END;
}

CORO(makes_it, int unused;)
{
    CORO_BEGIN;
    mine = async_create_task(call(awaits_itself));
    AWAIT(mine);
    CORO_END;
}

static void a_task_that_awaits_itself_gets_an_error(void **state)
{
    (void)state;
    assert_says(call(makes_it), "0 T2 says Task cannot await on itself: Task-2\n");
}

CORO(runs_a_loop_inside, int unused;)
{
    CORO_BEGIN;
    async_print("%d", async_run(call(sleeps, "inner", 1)));
    CORO_END;
}

static void a_loop_does_not_run_inside_a_loop(void **state)
{
    (void)state;
    assert_says(call(runs_a_loop_inside), "0 T1 says 1\n0 never awaited: sleeps\n");
}

CORO(cancelled_before_it_began, async_task task; async_value v;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(sleeps, "never", 1));
    async_cancel(self->task);
    TRY
        AWAIT(self->task);
    CATCH(ASYNC_CANCELLED_ERROR, self->v) {
        async_print("cancelled %d", async_cancelled(self->task));
    }
    END_TRY
    CORO_END;
}

static void a_task_cancelled_before_its_first_step_runs_no_line(void **state)
{
    (void)state;
    assert_says(call(cancelled_before_it_began), "0 T1 says cancelled 1\n");
}

static async_task one, other;

CORO(awaits_other, int unused;)
{
    CORO_BEGIN;
    AWAIT(other);
    CORO_END;
}

CORO(awaits_one, int unused;)
{
    CORO_BEGIN;
    AWAIT(one);
    CORO_END;
}

CORO(a_ring_of_two, async_task failed;)
{
    CORO_BEGIN;
    one = async_create_task(call(awaits_other));
    other = async_create_task(call(awaits_one));
    self->failed = async_create_task(call(fails, "seen", 0));
    AWAIT(async_sleep(1));
    async_print("main ends, cancel says %d", async_cancel(self->failed));
    CORO_END;
}

static void tasks_that_await_each_other_are_a_deadlock_and_a_cancel_counts_as_seen(void **state)
{
    (void)state;
    int status;
    Trace *trace = record(call(a_ring_of_two), 0, &status);
    assert_int_equal(status, 3);
    char *text = record_tell(trace, (EventKind[]){EV_OUT, EV_EXC_HANDLER}, 2);
    assert_string_equal(text, "1 T1 says main ends, cancel says 0\n");
    free(text);
    trace_free(trace);
}

/* An allocator that fails at the k-th call: whatever k is, the run ends with a clean error and nothing is lost. */
static int calls_left;

static void *failing(void *context, size_t size)
{
    (void)context;
    return calls_left-- > 0 ? malloc(size) : NULL;
}

static void out_of_memory_is_an_error_like_any_other(void **state)
{
    (void)state;
    bool succeeded = false;
    for (int k = 0; k < 400 && !succeeded; k++) {
        calls_left = k;
        async_use(&(async_settings){.virtual_time = true, .quiet = true, .allocate = failing});
        succeeded = async_run(call(gathers_errors)) == 0;
    }
    async_use(NULL);
    assert_true(succeeded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_goes_up_the_chain_and_out_of_run),
        cmocka_unit_test(an_error_is_caught_by_the_nearest_handler_of_its_class),
        cmocka_unit_test(the_first_error_leaves_gather_and_the_others_run_on),
        cmocka_unit_test(with_return_exceptions_errors_are_results_in_argument_order),
        cmocka_unit_test(the_same_task_twice_is_one_child_and_no_children_are_no_wait),
        cmocka_unit_test(an_error_that_nobody_fetched_is_reported),
        cmocka_unit_test(misuse_gives_a_named_error),
        cmocka_unit_test(a_task_that_awaits_itself_gets_an_error),
        cmocka_unit_test(a_loop_does_not_run_inside_a_loop),
        cmocka_unit_test(a_task_cancelled_before_its_first_step_runs_no_line),
        cmocka_unit_test(tasks_that_await_each_other_are_a_deadlock_and_a_cancel_counts_as_seen),
        cmocka_unit_test(out_of_memory_is_an_error_like_any_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
