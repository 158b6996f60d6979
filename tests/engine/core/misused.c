/* A thing that is used as asyncio's documentation says that it must not be: each misuse gives the error that asyncio gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/misuse.h"

CORO(awaits_nothing, int number;)
{
    CORO_BEGIN;
    AWAIT(call(tries, NULL));
    AWAIT(call(tries, async_create_lock()));
    AWAIT(call(tries, async_gather(async_create_lock())));
    AWAIT(call(tries, async_create_task(async_create_future())));
    AWAIT(call(tries, async_create_task(NULL)));
    CORO_END;
}

static void only_awaitables_are_awaited(void **state)
{
    (void)state;
    assert_says(call(awaits_nothing), "0 T1 says TypeError('only a coroutine, a task or a future can be awaited')\n"
                                      "0 T1 says TypeError('only a coroutine, a task or a future can be awaited')\n"
                                      "0 T1 says TypeError('gather: a coroutine, a task or a future is required')\n"
                                      "0 T1 says TypeError('a coroutine was expected')\n"
                                      "0 T1 says TypeError('a coroutine was expected')\n");
}

CORO(forgets_to_await, int unused;)
{
    CORO_BEGIN;
    call(at_once, "never");
    CORO_END;
}

static void a_coroutine_that_nobody_awaits_is_reported(void **state)
{
    (void)state;
    assert_says(call(forgets_to_await), "0 never awaited: at_once\n");
}

CORO(fails_alone, int unused;)
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "nobody looks");
    CORO_END;
}

CORO(never_looks, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(fails_alone));
    AWAIT(async_sleep(1));
    CORO_END;
}

static void an_error_that_nobody_fetches_is_reported(void **state)
{
    (void)state;
    assert_says(call(never_looks), "1 Task exception was never retrieved: ValueError('nobody looks')\n");
}

CORO(settles_twice, async_future future; async_value value;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_print("%s", async_repr(async_result(self->future)));
    async_set_result(self->future, async_int(1));
    async_print("%s", async_set_result(self->future, async_int(2)) ? "again" : "no");
    async_print("%s", async_set_error(self->future, async_error(&ASYNC_VALUE_ERROR, "late")) ? "again" : "no");
    async_print("%s", async_cancel(self->future) ? "again" : "no");
    async_print("%s", async_repr(async_result(self->future)));
    async_print("%s", async_set_result(async_current_task(), async_none()) ? "a task is resolved" : "a task is no plain future");
    CORO_END;
}

static void a_future_is_settled_once(void **state)
{
    (void)state;
    assert_says(call(settles_twice),
                "0 T1 says InvalidStateError('Result is not set.')\n0 T1 says no\n0 T1 says no\n0 T1 says no\n0 T1 says 1\n"
                "0 T1 says a task is no plain future\n");
}

CORO(runs_inside, int unused;)
{
    CORO_BEGIN;
    async_print("%d", async_run(call(at_once, "inner")));
    CORO_END;
}

static void run_inside_a_run_is_refused(void **state)
{
    (void)state;
    assert_says(call(runs_inside), "0 T1 says 1\n0 never awaited: at_once\n");
}

CORO(releases_too_often, async_lock lock; async_semaphore semaphore; async_queue queue; async_condition condition;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    async_print("%s", async_repr(async_release(self->lock)));
    self->semaphore = async_create_bounded_semaphore(1);
    async_print("%s", async_repr(async_release(self->semaphore)));
    self->queue = async_create_queue(1);
    async_print("%s", async_repr(async_task_done(self->queue)));
    async_print("%s", async_repr(async_get_nowait(self->queue)));
    async_put_nowait(self->queue, async_none());
    async_print("%s", async_repr(async_put_nowait(self->queue, async_none())));
    self->condition = async_create_condition(NULL);
    async_print("%s", async_repr(async_notify(self->condition, 1)));
    AWAIT(call(tries, async_condition_wait(self->condition)));
    async_print("%s", async_repr(async_put_nowait(self->lock, async_none())));
    async_print("%s", async_repr(async_release(self->queue)));
    AWAIT(call(tries, async_create_semaphore(-1)));
    CORO_END;
}

static void what_python_raises_of_locks_and_queues_is_given_back(void **state)
{
    (void)state;
    assert_says(call(releases_too_often), "0 T1 says RuntimeError('Lock is not acquired.')\n"
                                          "0 T1 says ValueError('BoundedSemaphore released too many times')\n"
                                          "0 T1 says ValueError('task_done() called too many times')\n"
                                          "0 T1 says QueueEmpty()\n"
                                          "0 T1 says QueueFull()\n"
                                          "0 T1 says RuntimeError('cannot notify on un-acquired lock')\n"
                                          "0 T1 says RuntimeError('cannot wait on un-acquired lock')\n"
                                          "0 T1 says TypeError('a queue was expected')\n"
                                          "0 T1 says TypeError('a lock, a semaphore or a condition was expected')\n"
                                          "0 T1 says ValueError('Semaphore initial value must be >= 0')\n");
}

CORO(enters_twice, async_timeout_block timeout; async_group group; async_value error;)
{
    CORO_BEGIN;
    self->timeout = async_timeout(1);
    self->group = async_create_task_group();
    AWAIT(call(tries, async_group_create_task(self->group, call(nothing))));
    WITH(self->timeout) {
        async_print("in time");
    }
    END_WITH;
    TRY {
        WITH(self->timeout) {
            async_print("again");
        }
        END_WITH;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    WITH(self->group) {
        async_print("in the group");
    }
    END_WITH;
    AWAIT(call(tries, async_group_create_task(self->group, call(nothing))));
    async_print("%s", async_repr(async_timeout_reschedule(self->timeout, 9)));
    CORO_END;
}

static void a_timeout_and_a_group_are_entered_once(void **state)
{
    (void)state;
    Trace *trace = record(call(enters_twice), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_OUT}, 1);
    assert_string_equal(text, "0 T1 says RuntimeError('TaskGroup <TaskGroup> has not been entered')\n0 T1 says in time\n"
                              "0 T1 says Timeout has already been entered\n0 T1 says in the group\n"
                              "0 T1 says RuntimeError('TaskGroup <TaskGroup entered> is finished')\n"
                              "0 T1 says RuntimeError('Cannot change state of finished Timeout')\n");
    free(text);
    trace_free(trace);
}

static void outside_a_run_there_is_no_loop(void **state)
{
    (void)state;
    async_use(&(async_settings){.quiet = true});
    assert_null(async_create_future());
    assert_null(async_create_task(call(nothing)));
    assert_null(async_gather(async_sleep(1)));
    assert_null(async_shield(async_sleep(1)));
    assert_null(async_call_soon(callback, NULL));
    assert_null(async_current_task());
    run_quietly(NULL, 1);
    run_quietly(call(nothing), 0);
}

CORO(cancels_what_has_run, async_handle *handle; async_handle * timer;)
{
    CORO_BEGIN;
    self->handle = async_call_soon(callback, NULL);
    self->timer = async_call_later(1, callback, NULL);
    AWAIT(async_sleep(2));
    async_call_soon(callback, NULL); /* on the block that the first has left */
    async_handle_cancel(self->handle);
    async_handle_cancel(self->timer);
    async_handle_cancel(NULL);
    AWAIT(async_sleep(1));
    CORO_END;
}

static void to_cancel_a_callback_that_has_run_is_harmless(void **state)
{
    (void)state;
    Trace *trace = record(call(cancels_what_has_run), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_HANDLE_CANCEL, EV_TIMER_CANCEL, EV_SKIP}, 3);
    assert_string_equal(text, "");
    free(text);
    trace_free(trace);
}

CORO(compares, async_task task; async_value list;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(says, "one", 1));
    self->list = async_all_tasks();
    async_print("%d %d", async_awaitable_of(async_item(self->list, 0)) == async_current_task(),
                async_awaitable_of(async_item(self->list, 1)) == self->task);
    async_print("%d", async_awaitable_of(async_future_value(self->task)) == self->task);
    AWAIT(self->task);
    CORO_END;
}

static void a_task_is_equal_to_itself_by_whatever_way_it_comes(void **state)
{
    (void)state;
    assert_says(call(compares), "0 T1 says 1 1\n0 T1 says 1\n1 T2 says one\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_awaitables_are_awaited),
        cmocka_unit_test(a_coroutine_that_nobody_awaits_is_reported),
        cmocka_unit_test(an_error_that_nobody_fetches_is_reported),
        cmocka_unit_test(a_future_is_settled_once),
        cmocka_unit_test(run_inside_a_run_is_refused),
        cmocka_unit_test(what_python_raises_of_locks_and_queues_is_given_back),
        cmocka_unit_test(a_timeout_and_a_group_are_entered_once),
        cmocka_unit_test(outside_a_run_there_is_no_loop),
        cmocka_unit_test(to_cancel_a_callback_that_has_run_is_harmless),
        cmocka_unit_test(a_task_is_equal_to_itself_by_whatever_way_it_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
