/* lints_in_vain.c: a run that stands still says who waits for what, and why it does not come; and a semaphore that is given back too often. */
#include "async_sync.h"
#include "support/remarks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

/* What the remark on the standstill says behind its first sentence begins so. */
static void assert_vain(async_coroutine main, const char *expected)
{
    char *text = remarks_on(main, LINT_DEADLOCK);
    const char *first = "because nothing is ready and no timer is set.", *found = strstr(text, first);
    assert_non_null(found);
    found += strlen(first);
    found += *found == ' ';
    if (strncmp(found, expected, strlen(expected)) != 0) {
        fail_msg("expected %s, found %s", expected, found);
    }
    free(text);
}

static async_task task[3];

CORO(takes_both, const char *name; async_lock first; async_lock second;)
{
    CORO_BEGIN;
    WITH(self->first) {
        AWAIT(async_sleep(1));
        WITH(self->second) {}
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

CORO(crosswise, async_lock a; async_lock b;)
{
    CORO_BEGIN;
    self->a = async_create_lock();
    self->b = async_create_lock();
    AWAIT(async_gather(call(takes_both, "A", self->a, self->b), call(takes_both, "B", self->b, self->a)));
    CORO_END;
}

CORO(three_in_a_circle, async_lock a; async_lock b; async_lock c;)
{
    CORO_BEGIN;
    self->a = async_create_lock();
    self->b = async_create_lock();
    self->c = async_create_lock();
    AWAIT(async_gather(call(takes_both, "A", self->a, self->b), call(takes_both, "B", self->b, self->c),
                       call(takes_both, "C", self->c, self->a)));
    CORO_END;
}

CORO(twice, async_lock lock;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    AWAIT(async_acquire(self->lock));
    AWAIT(async_acquire(self->lock));
    CORO_END;
}

CORO(needs, async_lock lock;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->lock));
    CORO_END;
}

CORO(holds_and_waits, async_lock lock;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    AWAIT(async_acquire(self->lock));
    AWAIT(async_create_task(call(needs, self->lock)));
    CORO_END;
}

CORO(awaits, int other;)
{
    CORO_BEGIN;
    AWAIT(task[self->other]);
    CORO_END;
}

CORO(each_other, )
{
    CORO_BEGIN;
    task[0] = async_create_task(call(awaits, 1));
    task[1] = async_create_task(call(awaits, 0));
    AWAIT(async_gather(task[0], task[1]));
    CORO_END;
}

static void tasks_that_wait_in_a_circle(void **unused)
{
    (void)unused;
    assert_vain(call(crosswise), "A waits for a lock that B holds (line 33), and B for one that A holds.\n");
    assert_vain(call(three_in_a_circle), "A waits for B, and so on in a circle of 3 tasks: none of them can go on.\n");
    assert_vain(call(twice), "twice waits for a lock that it holds itself (line 66): no task takes a lock twice.\n");
    assert_vain(call(holds_and_waits),
                "needs waits for a lock that holds_and_waits holds (line 82), and holds_and_waits waits for the end of needs.\n");
    assert_vain(call(each_other), "awaits 1 waits for the end of awaits 2, and awaits 2 for that of awaits 1.\n");
}

CORO(keeps, async_semaphore places; bool fails;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->places));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "no");
    }
    AWAIT(async_gather(async_create_future()));
    CORO_END;
}

CORO(comes_later, bool fails; async_semaphore places;)
{
    CORO_BEGIN;
    self->places = async_create_semaphore(1);
    task[0] = async_create_task(call(keeps, self->places, self->fails));
    AWAIT(async_sleep(1));
    AWAIT(async_acquire(self->places));
    CORO_END;
}

static void what_is_not_given_back(void **unused)
{
    (void)unused;
    assert_vain(call(comes_later, true),
                "comes_later waits for what keeps has taken (line 117) and not given back, and keeps has ended with ValueError('no').\n");
    assert_vain(call(comes_later, false), "comes_later waits for what keeps has taken (line 117) and does not give back.\n");
}

CORO(waits_for, async_event event; async_condition condition; async_queue queue; async_future future;)
{
    CORO_BEGIN;
    if (self->event) {
        do {
            AWAIT(async_event_wait(self->event));
        } while (!async_event_is_set(self->event));
    } else if (self->condition) {
        WITH(self->condition) {
            AWAIT(async_condition_wait(self->condition));
        }
        END_WITH;
    } else if (self->queue) {
        for (;;) {
            AWAIT(async_get(self->queue));
        }
    } else {
        AWAIT(self->future);
    }
    CORO_END;
}

CORO(signals, bool before; async_event event; async_condition condition;)
{
    CORO_BEGIN;
    self->event = async_create_event();
    self->condition = async_create_condition(NULL);
    if (self->before) {
        WITH(self->condition) {
            async_notify_all(self->condition);
        }
        END_WITH;
    }
    AWAIT(async_create_task(call(waits_for, NULL, self->condition, NULL, NULL)));
    CORO_END;
}

CORO(sets, bool once; async_event event;)
{
    CORO_BEGIN;
    self->event = async_create_event();
    task[0] = async_create_task(call(waits_for, self->event, NULL, NULL, NULL));
    AWAIT(async_sleep(1));
    if (self->once) {
        async_event_set(self->event);
        async_event_clear(self->event);
    }
    AWAIT(task[0]);
    CORO_END;
}

static void signals_that_do_not_come(void **unused)
{
    (void)unused;
    assert_vain(call(sets, true),
                "waits_for waits for an event that sets has set (line 187) and that was cleared again: nobody is left who sets it.\n");
    assert_vain(call(sets, false), "waits_for waits for an event, and nobody is left who sets it.\n");
    assert_vain(
        call(signals, true),
        "waits_for waits to be notified, but signals has notified (line 172) before, when nobody waited: a condition remembers nothing.\n");
    assert_vain(call(signals, false), "waits_for waits to be notified, and nobody is left who does that.\n");
}

CORO(gives, async_queue queue; int count;)
{
    CORO_BEGIN;
    for (; self->count > 0; self->count--) {
        async_put_nowait(self->queue, async_int(self->count));
    }
    CORO_END;
}

CORO(gets, async_queue queue; int count; bool done;)
{
    CORO_BEGIN;
    for (; self->count > 0; self->count--) {
        AWAIT(async_get(self->queue));
        if (self->done) {
            async_task_done(self->queue);
        }
    }
    RAISE(ASYNC_VALUE_ERROR, "no more");
    CORO_END;
}

typedef enum At { GET, EMPTY, PUT, FULL, JOIN } At;

CORO(at_a_queue, At at; async_queue queue;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(self->at == PUT || self->at == FULL ? 1 : 0);
    if (self->at == GET) {
        task[0] = async_create_task(call(gives, self->queue, 2));
    } else if (self->at == PUT || self->at == JOIN) {
        task[0] = async_create_task(call(gets, self->queue, 2, false));
    }
    if (self->at == GET || self->at == EMPTY) {
        AWAIT(call(waits_for, NULL, NULL, self->queue, NULL));
    }
    for (;;) {
        AWAIT(async_put(self->queue, async_none()));
        AWAIT(async_put(self->queue, async_none()));
        if (self->at == JOIN) {
            AWAIT(async_join(self->queue));
        }
    }
    CORO_END;
}

static void queues_at_which_nobody_is_left(void **unused)
{
    (void)unused;
    assert_vain(call(at_a_queue, GET),
                "at_a_queue waits for an item of a queue, and gives, which put the last one (line 210), has ended: no more will come.\n");
    assert_vain(call(at_a_queue, EMPTY), "at_a_queue waits for an item of a queue into which nobody has put one.\n");
    assert_vain(
        call(at_a_queue, PUT),
        "at_a_queue waits for room in a queue, and gets, which took the last item (line 219), has ended with ValueError('no more'): nobody takes any more.\n");
    assert_vain(call(at_a_queue, FULL), "at_a_queue waits at a queue out of which nobody takes anything.\n");
    assert_vain(
        call(at_a_queue, JOIN),
        "at_a_queue waits in join() for a queue of which two items are not dealt with by task_done(); gets, which took the last (line 219), has ended with ValueError('no more').\n");
}

CORO(takes_nothing, async_lock lock; async_queue queue;)
{
    CORO_BEGIN;
    WITH(self->lock) {
        AWAIT(async_get(self->queue));
    }
    END_WITH;
    CORO_END;
}

CORO(behind_who_waits, async_lock lock; async_queue queue;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    self->queue = async_create_queue(0);
    task[0] = async_create_task(call(takes_nothing, self->lock, self->queue));
    AWAIT(async_sleep(1));
    AWAIT(async_acquire(self->lock));
    CORO_END;
}

static void who_waits_for_somebody_that_waits_himself_is_not_the_cause(void **unused)
{
    (void)unused;
    assert_vain(call(behind_who_waits), "takes_nothing waits for an item of a queue into which nobody has put one.\n");
}

CORO(awaits_a_future, )
{
    CORO_BEGIN;
    AWAIT(call(waits_for, NULL, NULL, NULL, async_create_future()));
    CORO_END;
}

static void a_future_that_nobody_resolves(void **unused)
{
    (void)unused;
    assert_vain(call(awaits_a_future), "awaits_a_future awaits a future, and nobody is left who could give it a result.\n");
}

CORO(gives_back, async_semaphore places; int times;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->places));
    AWAIT(async_sleep(1));
    for (; self->times > 0; self->times--) {
        async_release(self->places);
    }
    CORO_END;
}

CORO(shares_a_place, int times; async_semaphore places;)
{
    CORO_BEGIN;
    self->places = async_create_semaphore(1);
    AWAIT(async_gather(call(gives_back, self->places, self->times), call(gives_back, self->places, 1), call(gives_back, self->places, 1)));
    CORO_END;
}

/* Raised by one, taken by another: a signal that counts, and no mistake. */
CORO(counts_signals, async_semaphore signal;)
{
    CORO_BEGIN;
    self->signal = async_create_semaphore(1);
    async_release(self->signal);
    async_release(self->signal);
    AWAIT(async_acquire(self->signal));
    CORO_END;
}

static void a_semaphore_that_is_given_back_twice(void **unused)
{
    (void)unused;
    char *text = remarks_on(call(shares_a_place, 2), LINT_OVER_RELEASED);
    assert_string_equal(
        text,
        "over-released: gives_back 1 gives back a semaphore more often than it has taken it: that was made for 1, and lets 2 in at once from now on.\n");
    free(text);
    text = remarks_on(call(shares_a_place, 1), LINT_OVER_RELEASED);
    assert_string_equal(text, "");
    free(text);
    text = remarks_on(call(counts_signals), LINT_OVER_RELEASED);
    assert_string_equal(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_that_wait_in_a_circle),
        cmocka_unit_test(what_is_not_given_back),
        cmocka_unit_test(signals_that_do_not_come),
        cmocka_unit_test(queues_at_which_nobody_is_left),
        cmocka_unit_test(a_future_that_nobody_resolves),
        cmocka_unit_test(a_semaphore_that_is_given_back_twice),
        cmocka_unit_test(who_waits_for_somebody_that_waits_himself_is_not_the_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
