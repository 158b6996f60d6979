/* Waiting used wrongly, in asyncio's own words; what outlives whom; and runs that end in the middle of every kind of wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/record.h"

/* ---- Misuse ---- */

/* Prints the error that the awaitable raises. */
CORO(raises, async_awaitable awaitable; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->awaitable);
        async_print("no error, but %s", async_repr(self->value));
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(child, const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    CORO_RETURN(async_str("result of %s", self->what));
    CORO_END;
}

CORO(misuses_groups, async_group group; async_value error;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    AWAIT(call(raises, async_group_create_task(self->group, async_sleep(1))));
    AWAIT(call(raises, async_group_create_task(NULL, async_sleep(1))));
    WITH(self->group) {
        AWAIT(call(raises, async_group_create_task(self->group, async_current_task())));
        AWAIT(call(raises, async_group_create_task(self->group, NULL)));
        TRY {
            WITH(self->group) {
                async_print("never printed");
            }
            END_WITH;
        }
        CATCH(ASYNC_RUNTIME_ERROR, self->error) {
            async_print("%s", async_repr(self->error));
        }
        END_TRY;
    }
    END_WITH;
    AWAIT(call(raises, async_group_create_task(self->group, async_sleep(1))));
    CORO_END;
}

static void a_group_takes_tasks_only_inside_its_block(void **state)
{
    (void)state;
    assert_says(call(misuses_groups), "0 T1 says RuntimeError('TaskGroup <TaskGroup> has not been entered')\n"
                                      "0 T1 says TypeError('a task group was expected')\n"
                                      "0 T1 says TypeError('a coroutine was expected')\n"
                                      "0 T1 says TypeError('a coroutine was expected')\n"
                                      "0 T1 says RuntimeError('TaskGroup <TaskGroup entered> has already been entered')\n"
                                      "0 T1 says RuntimeError('TaskGroup <TaskGroup entered> is finished')\n"
                                      "0 never awaited: sleep\n"); /* those that a group refused it has closed */
}

CORO(misuses_timeouts, async_timeout_block timeout; async_value error;)
{
    CORO_BEGIN;
    self->timeout = async_timeout(1);
    async_print("%s", async_repr(async_timeout_reschedule(self->timeout, 2)));
    async_print("%s", async_repr(async_timeout_reschedule(NULL, 2)));
    async_print("when %g, expired %d", async_timeout_when(self->timeout), async_timeout_expired(self->timeout));
    WITH(self->timeout) {
        async_print("%s", async_repr(async_timeout_reschedule(self->timeout, (double)NAN)));
        async_print("%s", async_repr(async_timeout_reschedule(self->timeout, ASYNC_NO_TIMEOUT)));
        async_print("when %g", async_timeout_when(self->timeout));
        AWAIT(async_sleep(5));
    }
    END_WITH;
    async_print("%s", async_repr(async_timeout_reschedule(self->timeout, 9)));
    TRY {
        WITH(self->timeout) {
            async_print("never printed");
        }
        END_WITH;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    TRY {
        self->timeout = async_timeout((double)NAN);
        WITH(self->timeout) {
            async_print("never printed");
        }
        END_WITH;
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

static void a_timeout_is_entered_once_and_moved_only_inside(void **state)
{
    (void)state;
    assert_says(call(misuses_timeouts), "0 T1 says RuntimeError('Timeout has not been entered')\n"
                                        "0 T1 says TypeError('a timeout was expected')\n"
                                        "0 T1 says when 1, expired 0\n"
                                        "0 T1 says ValueError('timeout: the deadline is not a number')\n"
                                        "0 T1 says None\n"
                                        "0 T1 says when inf\n"
                                        "5 T1 says RuntimeError('Cannot change state of finished Timeout')\n"
                                        "5 T1 says RuntimeError('Timeout has already been entered')\n"
                                        "5 T1 says ValueError('timeout: the deadline is not a number')\n");
}

CORO(misuses_waits, async_coroutine unused; async_completion results; async_awaitable next;)
{
    CORO_BEGIN;
    AWAIT(call(raises, async_wait_list(NULL, 0, ASYNC_ALL_COMPLETED, 1)));
    self->unused = call(child, "unused");
    AWAIT(call(raises, async_wait(ASYNC_ALL_COMPLETED, 1, self->unused)));
    AWAIT(call(raises, async_wait(ASYNC_ALL_COMPLETED, (double)NAN, async_current_task())));
    AWAIT(call(raises, async_wait_for(NULL, 0)));
    AWAIT(call(raises, async_wait_for(self->unused, (double)NAN)));
    AWAIT(call(raises, async_shield(NULL)));
    AWAIT(call(raises, async_awaitable_of(async_int(1))));
    self->results = async_as_completed(1, NULL, NULL);
    while ((self->next = async_next_completed(self->results))) {
        AWAIT(call(raises, self->next));
    }
    async_print("%d", async_next_completed(NULL) == NULL);
    CORO_END;
}

static void what_cannot_be_waited_for_is_an_error_where_it_is_awaited(void **state)
{
    (void)state;
    assert_says(call(misuses_waits), "0 T1 says ValueError('Set of Tasks/Futures is empty.')\n"
                                     "0 T1 says TypeError('Passing coroutines is forbidden, use tasks explicitly.')\n"
                                     "0 T1 says ValueError('wait: the timeout is not a number')\n"
                                     "0 T1 says TypeError('An asyncio.Future, a coroutine or an awaitable is required')\n"
                                     "0 T1 says ValueError('wait_for: the timeout is not a number')\n"
                                     "0 T1 says TypeError('An asyncio.Future, a coroutine or an awaitable is required')\n"
                                     "0 T1 says TypeError('only a coroutine, a task or a future can be awaited')\n"
                                     "0 T1 says TypeError('An asyncio.Future, a coroutine or an awaitable is required')\n"
                                     "0 T1 says 1\n"
                                     "0 never awaited: child\n");
}

static void outside_a_run_there_is_nothing_to_ask_and_nothing_to_wait_for(void **state)
{
    (void)state;
    assert_null(async_current_task());
    assert_int_equal(async_length(async_all_tasks()), 0);
    assert_int_equal(async_cancelling(NULL), 0);
    assert_int_equal(async_uncancel(NULL), 0);
    assert_string_equal(async_name(NULL), "");
    async_set_name(NULL, "nobody");
    async_block(0);
    assert_null(async_shield(async_sleep(1)));
}

/* ---- Values ---- */

CORO(makes_groups, async_value inner; async_value outer;)
{
    CORO_BEGIN;
    self->inner = async_error_group("inner", (async_value[]){async_error(&ASYNC_VALUE_ERROR, "a"), async_error(&ASYNC_KEY_ERROR, "b")}, 2);
    self->outer = async_error_group("outer", (async_value[]){self->inner, async_error(&ASYNC_CANCELLED_ERROR, "%s", "")}, 2);
    async_print("%s", async_repr(self->outer));
    async_print("%s; %s", async_text(self->inner), async_error_message(self->inner));
    async_print("%d %d %d", async_is(self->inner, &ASYNC_EXCEPTION), async_is(self->inner, &ASYNC_EXCEPTION_GROUP),
                async_is(self->inner, &ASYNC_BASE_EXCEPTION_GROUP));
    async_print("%d %d %d", async_is(self->outer, &ASYNC_EXCEPTION), async_is(self->outer, &ASYNC_EXCEPTION_GROUP),
                async_is(self->outer, &ASYNC_BASE_EXCEPTION_GROUP));
    async_print("%s", async_repr(async_item(async_error_list(self->inner), 1)));
    async_print("%s", async_repr(async_error_list(async_item(async_error_list(self->inner), 1))));
    async_print("%s", async_repr(async_error_group("none", NULL, 0)));
    async_print("%s", async_repr(async_error_group("no error", (async_value[]){async_int(1)}, 1)));
    CORO_END;
}

static void a_group_of_errors_is_an_exception_if_all_of_them_are(void **state)
{
    (void)state;
    assert_says(call(makes_groups),
                "0 T1 says BaseExceptionGroup('outer', [ExceptionGroup('inner', [ValueError('a'), KeyError('b')]), CancelledError()])\n"
                "0 T1 says inner (2 sub-exceptions); inner\n"
                "0 T1 says 1 1 1\n"
                "0 T1 says 0 0 1\n"
                "0 T1 says KeyError('b')\n"
                "0 T1 says None\n"
                "0 T1 says ValueError('second argument (exceptions) must be a non-empty sequence')\n"
                "0 T1 says ValueError('Item 0 of second argument (exceptions) is not an exception')\n");
}

CORO(shows_futures, async_task task; async_future future;)
{
    CORO_BEGIN;
    self->task = async_create_named_task(call(child, "a"), "the child");
    self->future = async_create_future();
    async_print("%s %s", async_repr(async_future_value(self->task)), async_repr(async_future_value(self->future)));
    AWAIT(self->task);
    async_set_result(self->future, async_future_value(self->task));
    async_print("%s", async_repr(async_future_value(self->task)));
    async_print("%s", async_repr(async_future_value(self->future)));
    CORO_END;
}

static void a_future_in_a_list_reads_as_in_python_without_addresses(void **state)
{
    (void)state;
    assert_says(call(shows_futures), "0 T1 says <Task pending name='the child'> <Future pending>\n"
                                     "1 T1 says <Task finished name='the child' result='result of a'>\n"
                                     "1 T1 says <Future finished result=<Task finished name='the child'>>\n");
}

CORO(fails_with_a_group, async_value inner;)
{
    CORO_BEGIN;
    self->inner = async_error_group("inner", (async_value[]){async_error(&ASYNC_VALUE_ERROR, "a"), async_error(&ASYNC_KEY_ERROR, "b")}, 2);
    RAISE_AGAIN(async_error_group("outer", &self->inner, 1));
    CORO_END;
}

static void a_group_that_nobody_caught_is_printed_with_its_errors(void **state)
{
    (void)state;
    FILE *kept = tmpfile();
    assert_non_null(kept);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(fileno(kept), STDERR_FILENO);
    async_use(&(async_settings){.virtual_time = true});
    int status = async_run(call(fails_with_a_group));
    async_use(NULL);
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    char text[256] = "";
    rewind(kept);
    assert_true(fread(text, 1, sizeof text - 1, kept) > 0);
    fclose(kept);
    assert_int_equal(status, 1);
    assert_string_equal(text, "ExceptionGroup: outer (1 sub-exception)\n"
                              "  ExceptionGroup: inner (2 sub-exceptions)\n"
                              "    ValueError: a\n"
                              "    KeyError: b\n");
}

/* ---- Lifetimes ---- */

CORO(says, const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_print("%s", self->what);
    CORO_END;
}

CORO(makes_and_leaves, )
{
    CORO_BEGIN;
    async_create_task(async_wait_for(call(says, "in wait_for"), 2));
    async_create_task(async_wait_for(async_wait_for(async_shield(call(says, "in all of them")), 2), ASYNC_NO_TIMEOUT));
    CORO_END;
}

CORO(outlives, )
{
    CORO_BEGIN;
    AWAIT(call(makes_and_leaves));
    AWAIT(async_sleep(3));
    CORO_END;
}

static void a_coroutine_given_to_wait_for_belongs_to_it_and_no_longer_to_its_maker(void **state)
{
    (void)state;
    assert_says(call(outlives), "1 T2 says in wait_for\n1 T3 says in all of them\n");
}

/* ---- Runs that end in the middle ---- */

CORO(for_ever, async_future future; async_task task; async_group group; async_timeout_block timeout; async_completion results;
     async_awaitable next;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_create_task(async_wait_for(self->future, ASYNC_NO_TIMEOUT));
    async_create_task(async_wait_for(async_wait_for(self->future, ASYNC_NO_TIMEOUT), ASYNC_NO_TIMEOUT));
    async_create_task(async_wait(ASYNC_ALL_COMPLETED, ASYNC_NO_TIMEOUT, self->future));
    async_shield(self->future);
    async_shield(async_shield(async_create_future()));
    self->results = async_as_completed(ASYNC_NO_TIMEOUT, self->future, async_create_future());
    async_create_task(async_next_completed(self->results));
    self->timeout = async_timeout(ASYNC_NO_TIMEOUT);
    WITH(self->timeout) {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, async_wait_for(async_shield(self->future), ASYNC_NO_TIMEOUT));
            async_group_create_task(self->group, async_wait(ASYNC_ALL_COMPLETED, ASYNC_NO_TIMEOUT, async_create_future()));
        }
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

static void a_deadlock_in_every_kind_of_wait_leaves_nothing_behind(void **state)
{
    (void)state;
    int status = 0;
    trace_free(record(call(for_ever), 0, &status));
    assert_int_equal(status, 3);
}

CORO(fails_late, )
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(1));
        RAISE(ASYNC_VALUE_ERROR, "x");
    }
    FINALLY {
        AWAIT(async_sleep(1));
    }
    END_TRY;
    CORO_END;
}

CORO(asks_for_tasks, async_awaitable tasks[2]; async_completion results; async_awaitable next; async_value done;)
{
    CORO_BEGIN;
    self->tasks[0] = async_create_task(call(says, "slow"));
    self->tasks[1] = async_create_task(async_sleep(0.5));
    self->results = async_as_completed_list(self->tasks, 2, ASYNC_NO_TIMEOUT);
    while ((self->next = async_next_completed_task(self->results))) {
        AWAIT_TO(self->done, self->next);
        async_print("task %d", async_awaitable_of(self->done) == self->tasks[0] ? 0 : 1);
    }
    CORO_END;
}

static void as_completed_gives_the_tasks_themselves(void **state)
{
    (void)state;
    assert_says(call(asks_for_tasks), "0.5 T1 says task 1\n1 T2 says slow\n1 T1 says task 0\n");
}

CORO(for_long, async_task task; async_group group; async_timeout_block timeout; async_completion results; async_awaitable next;)
{
    CORO_BEGIN;
    async_create_task(async_wait_for(call(child, "a"), 0.5));
    async_create_task(async_wait_for(call(child, "b"), 5));
    self->task = async_create_task(call(fails_late));
    async_create_task(async_wait(ASYNC_FIRST_EXCEPTION, 9, self->task, async_current_task()));
    async_shield(self->task);
    self->results = async_as_completed(3, self->task, call(child, "c"), call(child, "d"));
    async_create_task(async_next_completed(self->results));
    self->timeout = async_timeout(1.5);
    WITH(self->timeout) {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(fails_late));
            async_group_create_task(self->group, call(fails_late));
            async_group_create_task(self->group, async_wait_for(call(fails_late), 1));
            AWAIT(async_sleep(9));
        }
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

static void a_run_may_end_after_any_turn(void **state)
{
    (void)state;
    int status = 3;
    uint32_t turns;
    for (turns = 1; status == 3; turns++) {
        Trace *trace = record(call(for_long), turns, &status);
        trace_free(trace);
        assert_true(turns < 100);
    }
    assert_true(turns > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_takes_tasks_only_inside_its_block),
        cmocka_unit_test(a_timeout_is_entered_once_and_moved_only_inside),
        cmocka_unit_test(what_cannot_be_waited_for_is_an_error_where_it_is_awaited),
        cmocka_unit_test(outside_a_run_there_is_nothing_to_ask_and_nothing_to_wait_for),
        cmocka_unit_test(a_group_of_errors_is_an_exception_if_all_of_them_are),
        cmocka_unit_test(a_group_that_nobody_caught_is_printed_with_its_errors),
        cmocka_unit_test(a_future_in_a_list_reads_as_in_python_without_addresses),
        cmocka_unit_test(a_coroutine_given_to_wait_for_belongs_to_it_and_no_longer_to_its_maker),
        cmocka_unit_test(a_deadlock_in_every_kind_of_wait_leaves_nothing_behind),
        cmocka_unit_test(as_completed_gives_the_tasks_themselves),
        cmocka_unit_test(a_run_may_end_after_any_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
