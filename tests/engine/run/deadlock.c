/* When nothing can happen any more, the report says who waits where and for whom, and who wait for each other in a circle */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

#include <unistd.h>

/* What a run of `main` that comes to a deadlock says on stderr; the caller frees it. */
static char *report_of(async_coroutine main)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    async_use(&(async_settings){.virtual_time = true});
    int status = async_run(main);
    async_use(NULL);
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    assert_int_equal(status, 3);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return text;
}

#define assert_holds(text, part)                                                                                                           \
    do {                                                                                                                                   \
        if (!strstr((text), (part))) {                                                                                                     \
            fail_msg("the report lacks \"%s\":\n%s", (part), (text));                                                                      \
        }                                                                                                                                  \
    } while (0)

CORO(takes_both, async_lock one; async_lock other;)
{
    CORO_BEGIN;
    WITH(self->one) {
        AWAIT(async_sleep(1));
        WITH(self->other) {
            async_print("never");
        }
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

CORO(crosses, async_lock a; async_lock b;)
{
    CORO_BEGIN;
    self->a = async_create_lock();
    self->b = async_create_lock();
    AWAIT(async_gather(call(takes_both, self->a, self->b), call(takes_both, self->b, self->a), async_sleep(1)));
    CORO_END;
}

static void two_that_hold_each_others_lock_are_named(void **state)
{
    (void)state;
    char *report = report_of(call(crosses));
    assert_holds(report, "Task-1 waits at tests/engine/run/deadlock.c:");
    assert_holds(report, "async_sleep(1)): Task-2, Task-3 have not ended\n");
    assert_holds(report, ": WITH(self->other): the lock is held by Task-3\n");
    assert_holds(report, ": WITH(self->other): the lock is held by Task-2\n");
    assert_holds(report, "  a circle: Task-2 -> Task-3 -> Task-2\n");
    assert_null(strstr(report, "Task-4"));
    free(report);
}

CORO(waits_for, async_awaitable what;)
{
    CORO_BEGIN;
    AWAIT(self->what);
    CORO_END;
}

CORO(gets, async_queue queue;)
{
    CORO_BEGIN;
    AWAIT(async_get(self->queue));
    CORO_END;
}

CORO(puts_in, async_queue queue;)
{
    CORO_BEGIN;
    AWAIT(async_put(self->queue, async_int(1)));
    AWAIT(async_put(self->queue, async_int(2)));
    CORO_END;
}

CORO(joins, async_queue queue;)
{
    CORO_BEGIN;
    AWAIT(async_join(self->queue));
    CORO_END;
}

CORO(takes_and_leaves, async_lock lock;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->lock));
    CORO_END;
}

CORO(waits_inside, async_condition condition;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        AWAIT(async_condition_wait(self->condition));
    }
    END_WITH;
    CORO_END;
}

CORO(waits_for_everything, async_queue empty; async_queue full; async_lock lock; async_semaphore semaphore; async_future future;
     async_task task;)
{
    CORO_BEGIN;
    self->empty = async_create_queue(0);
    self->full = async_create_queue(1);
    self->lock = async_create_lock();
    self->semaphore = async_create_semaphore(0);
    self->future = async_create_future();
    self->task = async_create_named_task(call(waits_for, self->future), "the waiter");
    async_create_task(call(waits_for, self->task));
    async_create_task(call(gets, self->empty));
    async_create_task(call(puts_in, self->full));
    async_create_task(call(joins, self->full));
    async_create_task(call(waits_inside, async_create_condition(NULL)));
    async_create_task(call(takes_and_leaves, self->lock));
    async_create_task(call(takes_and_leaves, self->lock));
    async_create_task(call(takes_and_leaves, self->semaphore));
    AWAIT(async_event_wait(async_create_event()));
    CORO_END;
}

static void everything_that_can_be_waited_for_has_its_words(void **state)
{
    (void)state;
    char *report = report_of(call(waits_for_everything));
    assert_holds(report, ": async_event_wait(async_create_event()): nobody has set the event\n");
    assert_holds(report, "the waiter waits at tests/engine/run/deadlock.c:");
    assert_holds(report, ": self->what: nobody has resolved the future\n");
    assert_holds(report, ": self->what: the waiter has not ended\n");
    assert_holds(report, ": async_get(self->queue): the queue is empty and nobody puts anything in\n");
    assert_holds(report, ": async_put(self->queue, async_int(2)): the queue is full and nobody takes anything out\n");
    assert_holds(report, ": async_join(self->queue): not everything that was put into the queue is done (task_done)\n");
    assert_holds(report, ": async_condition_wait(self->condition): nobody notifies the condition\n");
    assert_holds(report, ": async_acquire(self->lock): the lock was never released by a task that has ended\n");
    assert_holds(report, ": async_acquire(self->lock): nobody releases the semaphore\n");
    assert_null(strstr(report, "a circle"));
    free(report);
}

CORO(awaits_the_other, async_task *other;)
{
    CORO_BEGIN;
    AWAIT(*self->other);
    CORO_END;
}

CORO(rings, async_task tasks[3]; int i; async_event event;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        self->tasks[self->i] = async_create_task(call(awaits_the_other, &self->tasks[(self->i + 1) % 3]));
    }
    self->event = async_create_event();
    for (self->i = 0; self->i < 60; self->i++) {
        async_create_task(call(waits_for, async_event_wait(self->event)));
    }
    AWAIT(async_shield(self->tasks[1]));
    CORO_END;
}

static void a_ring_is_told_once_and_a_long_list_is_cut(void **state)
{
    (void)state;
    char *report = report_of(call(rings));
    assert_holds(report, "async_shield(self->tasks[1]): Task-17 has not ended\n");
    assert_holds(report, "  and 14 more\n");
    const char *circle = strstr(report, "  a circle: Task-16 -> Task-17 -> Task-18 -> Task-16\n");
    assert_non_null(circle);
    assert_null(strstr(strchr(circle, ':'), "a circle"));
    free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_that_hold_each_others_lock_are_named),
        cmocka_unit_test(everything_that_can_be_waited_for_has_its_words),
        cmocka_unit_test(a_ring_is_told_once_and_a_long_list_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
