/* A program's variables may name what the engine has let go of: each use gives the error that asyncio gives, or says that the thing is gone; none touches
   what is freed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/misuse.h"

/* ---- Coroutines ---- */

CORO(awaits_twice, async_coroutine first; async_coroutine second; async_value error;)
{
    CORO_BEGIN;
    self->first = call(at_once, "first");
    AWAIT(self->first);
    self->second = call(at_once, "second"); /* on the block that the first has left */
    AWAIT(call(tries, self->first));
    AWAIT(self->second);
    CORO_END;
}

static void a_coroutine_is_awaited_once(void **state)
{
    (void)state;
    assert_says(call(awaits_twice), "0 T1 says first\n0 T1 " REUSED "0 T1 says second\n");
}

CORO(awaits_what_waits, async_coroutine one; async_task task;)
{
    CORO_BEGIN;
    self->one = call(says, "one", 1);
    self->task = async_create_task(self->one);
    AWAIT(async_sleep(0.5));
    AWAIT(call(tries, self->one));
    AWAIT(self->task);
    AWAIT(call(tries, self->one));
    CORO_END;
}

static void a_coroutine_that_a_task_runs_is_nobody_elses(void **state)
{
    (void)state;
    assert_says(call(awaits_what_waits), "0.5 T1 " IN_USE "1 T2 says one\n1 T1 " REUSED);
}

CORO(sleeps_twice, async_coroutine sleep; async_coroutine none;)
{
    CORO_BEGIN;
    self->sleep = async_sleep(1);
    AWAIT(self->sleep);
    AWAIT(call(tries, self->sleep));
    self->none = async_sleep(0);
    AWAIT(self->none);
    AWAIT(call(tries, self->none));
    AWAIT(call(tries, async_gather(self->sleep)));
    CORO_END;
}

static void a_sleep_is_awaited_once(void **state)
{
    (void)state;
    assert_says(call(sleeps_twice), "1 T1 " REUSED "1 T1 " REUSED "1 T1 " REUSED);
}

CORO(sleeps_in_two_tasks, async_coroutine sleep; async_task other;)
{
    CORO_BEGIN;
    self->sleep = async_sleep(1);
    self->other = async_create_task(call(tries, self->sleep));
    AWAIT(async_sleep(0));
    AWAIT(call(tries, self->sleep));
    AWAIT(call(tries, async_gather(self->sleep)));
    AWAIT(self->other);
    CORO_END;
}

static void a_sleep_is_awaited_by_one(void **state)
{
    (void)state;
    assert_says(call(sleeps_in_two_tasks), "0 T1 " IN_USE "0 T1 " IN_USE "1 T2 says gives None\n");
}

CORO(makes_two_tasks, async_coroutine one; async_task first; async_task second;)
{
    CORO_BEGIN;
    self->one = call(at_once, "one");
    self->first = async_create_task(self->one);
    self->second = async_create_task(self->one);
    AWAIT(call(tries, self->first));
    AWAIT(call(tries, self->second));
    AWAIT(call(tries, async_create_task(self->one)));
    CORO_END;
}

static void a_second_task_of_a_coroutine_fails_in_its_first_step(void **state)
{
    (void)state;
    assert_says(call(makes_two_tasks), "0 T2 says one\n0 T1 says gives None\n0 T1 " IN_USE "0 T1 " REUSED);
}

CORO(hands_on, async_coroutine one; async_group group; async_completion results; async_value error;)
{
    CORO_BEGIN;
    self->one = call(at_once, "one");
    AWAIT(async_gather(self->one));
    AWAIT(call(tries, self->one));
    AWAIT(call(tries, async_gather(self->one)));
    AWAIT(call(tries, async_wait_for(self->one, 1)));
    AWAIT(call(tries, async_shield(self->one)));
    self->results = async_as_completed(1, self->one);
    AWAIT(call(tries, async_next_completed(self->results)));
    AWAIT(call(tries, async_wait(ASYNC_ALL_COMPLETED, 1, self->one)));
    self->group = async_create_task_group();
    TRY {
        WITH(self->group) {
            async_group_create_task(self->group, self->one);
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("the group fails");
    }
    END_TRY;
    CORO_END;
}

static void a_coroutine_that_gather_took_is_used_up_everywhere(void **state)
{
    (void)state;
    assert_says(call(hands_on),
                "0 T2 says one\n0 T1 " REUSED "0 T1 " REUSED "0 T1 " REUSED "0 T1 " REUSED "0 T1 " REUSED
                "0 T1 says TypeError('Passing coroutines is forbidden, use tasks explicitly.')\n0 T1 says the group fails\n");
}

CORO(large, char room[5000]; int used;)
{
    CORO_BEGIN;
    self->room[0] = 'x';
    async_print("%c", self->room[0]);
    CORO_END;
}

CORO(awaits_a_large_one_twice, async_coroutine one;)
{
    CORO_BEGIN;
    self->one = async_call_(&(struct large_frame){.coroutine_ = large}.coroutine_, false, ASYNC_HERE_(""));
    AWAIT(self->one);
    AWAIT(async_call_(&(struct large_frame){.coroutine_ = large}.coroutine_, false, ASYNC_HERE_("")));
    AWAIT(call(tries, self->one));
    CORO_END;
}

static void a_coroutine_with_much_room_is_awaited_once_too(void **state)
{
    (void)state;
    assert_says(call(awaits_a_large_one_twice), "0 T1 says x\n0 T1 says x\n0 T1 " REUSED);
}

enum { MANY = 40000 };

CORO(awaits_an_old_one, async_coroutine old; int i;)
{
    CORO_BEGIN;
    self->old = call(nothing);
    AWAIT(self->old);
    for (self->i = 0; self->i < MANY; self->i++) { /* more than a block has generations */
        AWAIT(call(nothing));
    }
    AWAIT(call(tries, self->old));
    CORO_END;
}

static void however_often_its_block_was_used_since(void **state)
{
    (void)state;
    assert_says(call(awaits_an_old_one), "0 T1 " REUSED);
}

static async_coroutine kept_coroutine;
static async_awaitable kept_task, kept_future, kept_gather, kept_error;
static async_object *kept_lock, *kept_queue, *kept_event, *kept_condition, *kept_timeout, *kept_group, *kept_completion, *kept_generator;
static async_handle *kept_handle;

GENERATOR(one_value, int unused;)
{
    CORO_BEGIN;
    YIELD(async_int(1));
    CORO_END;
}

CORO(keeps, int unused;)
{
    CORO_BEGIN;
    kept_coroutine = call(at_once, "kept");
    AWAIT(kept_coroutine);
    kept_task = async_create_task(call(at_once, "task"));
    kept_future = async_create_future();
    kept_gather = async_gather(kept_task, kept_task);
    kept_error = async_create_semaphore(-1);
    kept_lock = async_create_lock();
    kept_queue = async_create_queue(0);
    kept_event = async_create_event();
    kept_condition = async_create_condition(NULL);
    kept_timeout = async_timeout(1);
    kept_group = async_create_task_group();
    kept_completion = async_as_completed(1, kept_task);
    kept_generator = generate(one_value);
    kept_handle = async_call_soon(callback, NULL);
    AWAIT(kept_gather);
    CORO_END;
}

static void nothing_is_touched_once_the_loop_is_closed(void **state)
{
    (void)state;
    run_quietly(call(keeps), 0);
    assert_false(async_done(kept_task));
    assert_false(async_cancelled(kept_task));
    assert_false(async_cancel(kept_task));
    assert_false(async_cancel(kept_future));
    assert_false(async_cancel(kept_gather));
    assert_false(async_set_result(kept_future, async_none()));
    assert_false(async_set_error(kept_future, async_none()));
    assert_string_equal(async_error_message(async_result(kept_task)), "a task or future was expected, but " GONE);
    assert_string_equal(async_name(kept_task), "");
    async_set_name(kept_task, "new");
    assert_int_equal(async_cancelling(kept_task), 0);
    assert_int_equal(async_uncancel(kept_task), 0);
    assert_null(async_add_done_callback(kept_future, callback, NULL));
    assert_int_equal(async_remove_done_callback(kept_future, callback, NULL), 0);
    async_handle_cancel(kept_handle);
    assert_string_equal(async_error_message(async_release(kept_lock)), "a lock, a semaphore or a condition was expected, but " GONE);
    assert_false(async_locked(kept_lock));
    async_event_set(kept_event);
    async_event_clear(kept_event);
    assert_false(async_event_is_set(kept_event));
    assert_string_equal(async_error_message(async_put_nowait(kept_queue, async_none())), "a queue was expected, but " GONE);
    assert_string_equal(async_error_message(async_get_nowait(kept_queue)), "a queue was expected, but " GONE);
    assert_string_equal(async_error_message(async_task_done(kept_queue)), "a queue was expected, but " GONE);
    assert_int_equal(async_qsize(kept_queue), 0);
    assert_string_equal(async_error_message(async_notify_all(kept_condition)), "a condition was expected, but " GONE);
    assert_false(async_timeout_expired(kept_timeout));
    assert_string_equal(async_error_message(async_timeout_reschedule(kept_timeout, 1)), "a timeout was expected, but " GONE);
    assert_null(async_create_task(kept_coroutine));
    run_quietly(kept_coroutine, 1);
}

CORO(uses_what_the_run_before_made, async_value error; async_value value;)
{
    CORO_BEGIN;
    AWAIT(call(tries, kept_coroutine));
    AWAIT(call(tries, kept_task));
    AWAIT(call(tries, async_create_task(kept_coroutine)));
    AWAIT(call(tries, async_create_task(kept_task)));
    AWAIT(call(tries, async_gather(kept_future)));
    AWAIT(call(tries, async_shield(kept_gather)));
    AWAIT(call(tries, async_wait_for(kept_task, 1)));
    AWAIT(call(tries, kept_error));
    AWAIT(call(tries, async_acquire(kept_lock)));
    AWAIT(call(tries, async_get(kept_queue)));
    AWAIT(call(tries, async_put(kept_queue, async_none())));
    AWAIT(call(tries, async_join(kept_queue)));
    AWAIT(call(tries, async_event_wait(kept_event)));
    AWAIT(call(tries, async_condition_wait(kept_condition)));
    AWAIT(call(tries, async_next_completed(kept_completion)));
    AWAIT(call(tries, async_generator_close(kept_generator)));
    AWAIT(call(tries, async_group_create_task(kept_group, call(nothing))));
    TRY {
        WITH(kept_timeout) {
            async_print("inside");
        }
        END_WITH;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    TRY {
        FOR_AWAIT(self->value, kept_generator) { async_print("inside"); }
        END_FOR;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

static void what_the_run_before_made_is_gone_and_says_so(void **state)
{
    (void)state;
    run_quietly(call(keeps), 0);
    Trace *trace = record(call(uses_what_the_run_before_made), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_OUT}, 1);
    assert_string_equal(text, "0 T1 " REUSED "0 T1 says RuntimeError('" GONE "')\n"
                              "0 T1 " REUSED "0 T1 says TypeError('a coroutine was expected')\n"
                              "0 T1 says TypeError('gather: a coroutine, a task or a future is required')\n"
                              "0 T1 says TypeError('An asyncio.Future, a coroutine or an awaitable is required')\n"
                              "0 T1 says RuntimeError('" GONE "')\n"
                              "0 T1 says RuntimeError('" GONE "')\n"
                              "0 T1 says RuntimeError('a lock, a semaphore or a condition was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a queue was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a queue was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a queue was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('an event was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a condition was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('what async_as_completed() gives was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a generator was expected, but " GONE "')\n"
                              "0 T1 says RuntimeError('a task group was expected, but " GONE "')\n"
                              "0 T1 says WITH: a lock, a semaphore, a condition, a timeout or a group was expected, but " GONE "\n"
                              "0 T1 says FOR_AWAIT: a generator was expected, but " GONE "\n");
    free(text);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_coroutine_is_awaited_once),
        cmocka_unit_test(a_coroutine_that_a_task_runs_is_nobody_elses),
        cmocka_unit_test(a_sleep_is_awaited_once),
        cmocka_unit_test(a_sleep_is_awaited_by_one),
        cmocka_unit_test(a_second_task_of_a_coroutine_fails_in_its_first_step),
        cmocka_unit_test(a_coroutine_that_gather_took_is_used_up_everywhere),
        cmocka_unit_test(a_coroutine_with_much_room_is_awaited_once_too),
        cmocka_unit_test(however_often_its_block_was_used_since),
        cmocka_unit_test(nothing_is_touched_once_the_loop_is_closed),
        cmocka_unit_test(what_the_run_before_made_is_gone_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
