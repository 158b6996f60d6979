/* Locks, events, semaphores, conditions and queues: what is wrong to do with them, in asyncio's words, and how long they live */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

/* Says what a plain function gave back. */
#define SAY(value) async_print("%s", async_repr(value))

CORO(releases_too_often, async_lock lock; async_semaphore semaphore; async_condition condition; async_value error;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    SAY(async_release(self->lock));
    AWAIT(async_acquire(self->lock));
    SAY(async_release(self->lock));
    SAY(async_release(self->lock));
    self->semaphore = async_create_bounded_semaphore(2);
    SAY(async_release(self->semaphore));
    SAY(async_release(async_create_semaphore(0)));
    self->condition = async_create_condition(NULL);
    SAY(async_release(self->condition));
    TRY {
        WITH(self->lock) {
            async_release(self->lock);
        }
        END_WITH;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("out of the WITH: %s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

static void what_is_not_held_cannot_be_released(void **state)
{
    (void)state;
    assert_says(call(releases_too_often), "0 T1 says RuntimeError('Lock is not acquired.')\n"
                                          "0 T1 says None\n"
                                          "0 T1 says RuntimeError('Lock is not acquired.')\n"
                                          "0 T1 says ValueError('BoundedSemaphore released too many times')\n"
                                          "0 T1 says None\n"
                                          "0 T1 says RuntimeError('Lock is not acquired.')\n"
                                          "0 T1 says out of the WITH: Lock is not acquired.\n");
}

CORO(queues_wrongly, async_queue queue;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(1);
    SAY(async_get_nowait(self->queue));
    SAY(async_task_done(self->queue));
    SAY(async_put_nowait(self->queue, async_str("a")));
    SAY(async_put_nowait(self->queue, async_str("b")));
    SAY(async_get_nowait(self->queue));
    SAY(async_task_done(self->queue));
    SAY(async_task_done(self->queue));
    CORO_END;
}

static void a_full_queue_an_empty_one_and_too_much_done_are_errors(void **state)
{
    (void)state;
    assert_says(call(queues_wrongly), "0 T1 says QueueEmpty()\n"
                                      "0 T1 says ValueError('task_done() called too many times')\n"
                                      "0 T1 says None\n"
                                      "0 T1 says QueueFull()\n"
                                      "0 T1 says 'a'\n"
                                      "0 T1 says None\n"
                                      "0 T1 says ValueError('task_done() called too many times')\n");
}

CORO(conditions_wrongly, async_condition condition; async_value error;)
{
    CORO_BEGIN;
    self->condition = async_create_condition(NULL);
    SAY(async_notify(self->condition, 1));
    SAY(async_notify_all(self->condition));
    TRY {
        AWAIT(async_condition_wait(self->condition));
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

static void a_condition_is_used_inside_its_lock(void **state)
{
    (void)state;
    assert_says(call(conditions_wrongly), "0 T1 says RuntimeError('cannot notify on un-acquired lock')\n"
                                          "0 T1 says RuntimeError('cannot notify on un-acquired lock')\n"
                                          "0 T1 says cannot wait on un-acquired lock\n");
}

/* The error with which awaiting it ends. */
CORO(fails_with, async_awaitable awaitable; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->awaitable);
        async_print("no error");
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        SAY(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(takes_one_for_the_other, async_event event; async_semaphore semaphore; async_value error;)
{
    CORO_BEGIN;
    self->event = async_create_event();
    self->semaphore = async_create_semaphore(-1);
    AWAIT(call(fails_with, async_acquire(self->event)));
    AWAIT(call(fails_with, async_acquire(self->semaphore)));
    AWAIT(call(fails_with, async_get(self->event)));
    AWAIT(call(fails_with, async_put(NULL, async_none())));
    AWAIT(call(fails_with, async_join(self->event)));
    AWAIT(call(fails_with, async_event_wait(async_create_lock())));
    AWAIT(call(fails_with, async_condition_wait(self->event)));
    AWAIT(call(fails_with, async_condition_wait_for(async_create_condition(NULL), NULL, NULL)));
    AWAIT(call(fails_with, async_acquire(async_create_condition(self->event))));
    SAY(async_release(self->semaphore));
    SAY(async_notify(self->event, 1));
    SAY(async_put_nowait(self->event, async_none()));
    SAY(async_get_nowait(self->event));
    SAY(async_task_done(self->event));
    async_event_set(self->semaphore);
    async_event_clear(NULL);
    async_print("%d %d %d %d %zu", async_event_is_set(NULL), async_locked(self->event), async_full(self->event), async_empty(self->event),
                async_qsize(self->event));
    TRY {
        WITH(self->event) {
            async_print("not reached");
        }
        END_WITH;
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("WITH: TypeError");
    }
    END_TRY;
    CORO_END;
}

static void the_wrong_thing_is_a_type_error_and_what_could_not_be_made_says_so_again(void **state)
{
    (void)state;
    assert_says(call(takes_one_for_the_other), "0 T1 says TypeError('a lock, a semaphore or a condition was expected')\n"
                                               "0 T1 says ValueError('Semaphore initial value must be >= 0')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says TypeError('an event was expected')\n"
                                               "0 T1 says TypeError('a condition was expected')\n"
                                               "0 T1 says TypeError('a predicate was expected')\n"
                                               "0 T1 says TypeError('a lock was expected')\n"
                                               "0 T1 says ValueError('Semaphore initial value must be >= 0')\n"
                                               "0 T1 says TypeError('a condition was expected')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says TypeError('a queue was expected')\n"
                                               "0 T1 says 0 0 0 1 0\n"
                                               "0 T1 says WITH: TypeError\n");
}

CORO(waits_long, async_lock lock; async_queue queue; async_event event; async_value value;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_gather_errors(async_acquire(self->lock), async_get(self->queue), async_event_wait(self->event)));
    CORO_END;
}

/* Its lock, queue and event go with it, but for those who wait for them. */
CORO(leaves_them_waiting, async_lock lock; async_queue queue; async_event event; async_task task;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    self->queue = async_create_queue(0);
    self->event = async_create_event();
    AWAIT(async_acquire(self->lock));
    self->task = async_create_task(call(waits_long, self->lock, self->queue, self->event));
    AWAIT(async_sleep(1));
    async_print("over");
    CORO_END;
}

static void who_waits_keeps_alive_what_it_waits_for(void **state)
{
    (void)state;
    assert_says(call(leaves_them_waiting), "1 T1 says over\n");
}

CORO(uses_it_late, async_lock lock; async_event event; const char *name;)
{
    CORO_BEGIN;
    TRY {
        WITH(self->lock) {
            AWAIT(async_sleep(9));
        }
        END_WITH;
    }
    FINALLY {
        async_print("%s: %d %d", self->name, async_locked(self->lock), async_event_is_set(self->event));
    }
    END_TRY;
    CORO_END;
}

CORO(ends_before_its_tasks, async_lock lock; async_event event;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    self->event = async_create_event();
    async_create_task(call(uses_it_late, self->lock, self->event, async_text(async_str("one"))));
    AWAIT(async_sleep(1));
    async_create_task(call(uses_it_late, self->lock, self->event, async_text(async_str("two"))));
    async_event_set(self->event);
    CORO_END;
}

static void what_main_made_is_there_for_the_tasks_that_outlive_it(void **state)
{
    (void)state;
    assert_says(call(ends_before_its_tasks), "1 T2 says one: 0 1\n1 T3 says two: 0 1\n");
}

static async_lock shared_lock;
static async_event shared_event;

CORO(holds_for_ever, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(shared_lock));
    AWAIT(async_gather(async_acquire(shared_lock), async_event_wait(shared_event)));
    CORO_END;
}

CORO(finds_it_as_it_was, int unused;)
{
    CORO_BEGIN;
    async_print("%d", async_locked(shared_lock));
    async_release(shared_lock);
    async_event_set(shared_event); /* nobody of the run before hears of it */
    WITH(shared_lock) {
        AWAIT(async_event_wait(shared_event));
        async_print("in");
    }
    END_WITH;
    CORO_END;
}

static void what_was_made_before_a_run_is_there_for_the_next_without_the_first_ones_waiters(void **state)
{
    (void)state;
    shared_lock = async_create_lock();
    shared_event = async_create_event();
    int status;
    trace_free(record(call(holds_for_ever), 0, &status));
    assert_int_equal(status, 3);
    assert_says(call(finds_it_as_it_was), "0 T1 says 1\n0 T1 says in\n");
}

CORO(fills_and_empties, async_queue queue; int i; int sum; async_value value;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    for (self->i = 0; self->i < 1000; self->i++) {
        async_put_nowait(self->queue, async_int(self->i));
        if (self->i % 3 == 2) {
            self->value = async_get_nowait(self->queue);
            self->sum += (int)self->value.as.integer == self->i / 3;
        }
    }
    async_print("%d %zu", self->sum, async_qsize(self->queue));
    for (; !async_empty(self->queue); self->i++) {
        self->value = async_get_nowait(self->queue);
        self->sum += (int)self->value.as.integer == self->i - 1000 + 333;
    }
    async_print("%d", self->sum);
    self->queue = async_create_priority_queue(0);
    for (self->i = 0; self->i < 1000; self->i++) {
        async_put_nowait(self->queue, async_int(self->i * 7919 % 1000));
    }
    for (self->sum = self->i = 0; self->i < 1000; self->i++) {
        self->value = async_get_nowait(self->queue);
        self->sum += (int)self->value.as.integer == self->i;
    }
    async_print("%d", self->sum);
    CORO_END;
}

static void a_queue_grows_and_keeps_its_order(void **state)
{
    (void)state;
    assert_says(call(fills_and_empties), "0 T1 says 333 667\n0 T1 says 1000\n0 T1 says 1000\n");
}

CORO(compares, async_queue queue; async_value big;)
{
    CORO_BEGIN;
    self->queue = async_create_priority_queue(0);
    async_put_nowait(self->queue, async_float(9223372036854775808.0));
    async_put_nowait(self->queue, async_int(INT64_MAX));
    async_put_nowait(self->queue, async_float(9007199254740992.0));
    async_put_nowait(self->queue, async_int(9007199254740993));
    async_put_nowait(self->queue, async_float(-1e300));
    async_put_nowait(self->queue, async_int(INT64_MIN));
    async_put_nowait(self->queue, async_float(0.5));
    async_put_nowait(self->queue, async_int(0));
    async_put_nowait(self->queue, async_float(-0.5));
    while (!async_empty(self->queue)) {
        SAY(async_get_nowait(self->queue));
    }
    CORO_END;
}

static void whole_numbers_and_others_are_compared_exactly(void **state)
{
    (void)state;
    assert_says(call(compares), "0 T1 says -1e+300\n"
                                "0 T1 says -9223372036854775808\n"
                                "0 T1 says -0.5\n"
                                "0 T1 says 0\n"
                                "0 T1 says 0.5\n"
                                "0 T1 says 9007199254740992.0\n"
                                "0 T1 says 9007199254740993\n"
                                "0 T1 says 9223372036854775807\n"
                                "0 T1 says 9.223372036854776e+18\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_held_cannot_be_released),
        cmocka_unit_test(a_full_queue_an_empty_one_and_too_much_done_are_errors),
        cmocka_unit_test(a_condition_is_used_inside_its_lock),
        cmocka_unit_test(the_wrong_thing_is_a_type_error_and_what_could_not_be_made_says_so_again),
        cmocka_unit_test(who_waits_keeps_alive_what_it_waits_for),
        cmocka_unit_test(what_main_made_is_there_for_the_tasks_that_outlive_it),
        cmocka_unit_test(what_was_made_before_a_run_is_there_for_the_next_without_the_first_ones_waiters),
        cmocka_unit_test(a_queue_grows_and_keeps_its_order),
        cmocka_unit_test(whole_numbers_and_others_are_compared_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
