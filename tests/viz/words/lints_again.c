/* lints_again.c: remarks on tasks that try again at once what has failed, and on those that take something for nobody. */
#include "support/remarks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void assert_remark(async_coroutine main, LintKind kind, const char *expected)
{
    char *text = remarks_on(main, kind);
    assert_string_equal(text, expected);
    free(text);
}

CORO(fetch, double time;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->time));
    RAISE(ASYNC_VALUE_ERROR, "refused");
    CORO_END;
}

CORO(client, int tries; double time; double pause; async_value error;)
{
    CORO_BEGIN;
    while (self->tries-- > 0) {
        TRY {
            AWAIT(call(fetch, self->time));
        }
        CATCH(ASYNC_VALUE_ERROR, self->error) {}
        END_TRY;
        if (self->pause >= 0) {
            AWAIT(async_sleep(self->pause));
        }
    }
    CORO_END;
}

static void who_tries_again_at_once_what_has_failed(void **unused)
{
    (void)unused;
    assert_remark(call(client, 31, 0, -1), LINT_TRIES_AGAIN,
                  "tries-again: client calls fetch again as soon as that has failed: 30 times, without a pause.\n");
    assert_remark(call(client, 31, 0.001, -1), LINT_TRIES_AGAIN,
                  "tries-again: client calls fetch again as soon as that has failed: 30 times in 0.029 s, without a pause.\n");
    assert_remark(call(client, 31, 0, 0), LINT_TRIES_AGAIN, /* letting others run once is no pause */
                  "tries-again: client calls fetch again as soon as that has failed: 30 times, without a pause.\n");
}

static void who_makes_a_pause_or_gives_up_soon_is_left_in_peace(void **unused)
{
    (void)unused;
    assert_remark(call(client, 31, 0, 0.1), LINT_TRIES_AGAIN, "");
    assert_remark(call(client, 20, 0, -1), LINT_TRIES_AGAIN, "");   /* 19 times again */
    assert_remark(call(client, 31, 0.5, -1), LINT_TRIES_AGAIN, ""); /* each try takes its time */
}

CORO(consumer, async_queue queue; bool keeps; async_task getter; int round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 4; self->round++) {
        if (self->getter == NULL || !self->keeps || async_done(self->getter)) {
            self->getter = async_create_task(async_get(self->queue));
        }
        AWAIT(async_wait(ASYNC_FIRST_COMPLETED, 1, self->getter));
    }
    CORO_END;
}

CORO(producer, bool keeps; async_queue queue; async_task task;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    self->task = async_create_task(call(consumer, self->queue, self->keeps));
    AWAIT(async_sleep(1.5));
    AWAIT(async_put(self->queue, async_int(1)));
    AWAIT(self->task);
    CORO_END;
}

static void an_item_that_goes_to_a_get_which_nobody_waits_for_any_more(void **unused)
{
    (void)unused;
    assert_remark(call(producer, false), LINT_FOR_NOBODY,
                  "for-nobody: Queue.get 1 has what it waited for, but nobody waits for it any more: consumer has made another one in its "
                  "place since. What it took is lost.\n");
    assert_remark(call(producer, true), LINT_FOR_NOBODY, "");
}

CORO(receives, async_queue queue; async_value item;)
{
    CORO_BEGIN;
    AWAIT_TO(self->item, async_get(self->queue));
    CORO_RETURN(self->item);
    CORO_END;
}

CORO(session, async_queue queue; bool keeps; async_task reading; async_task ticking; int round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 4; self->round++) {
        self->ticking = async_create_task(async_sleep(1));
        if (self->reading == NULL || !self->keeps || async_done(self->reading)) {
            self->reading = async_create_task(call(receives, self->queue));
        }
        AWAIT(async_wait(ASYNC_FIRST_COMPLETED, 2, self->reading, self->ticking));
    }
    CORO_END;
}

CORO(delivers, bool keeps; async_queue queue; async_task task;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    self->task = async_create_task(call(session, self->queue, self->keeps));
    AWAIT(async_sleep(1.5));
    AWAIT(async_put(self->queue, async_int(1)));
    AWAIT(self->task);
    CORO_END;
}

static void a_message_that_a_coroutine_left_by_wait_has_taken(void **unused)
{
    (void)unused;
    assert_remark(call(delivers, false), LINT_FOR_NOBODY,
                  "for-nobody: receives 1 has what it waited for, but nobody waits for it any more: session has made another one in its "
                  "place since. What it took is lost.\n");
    assert_remark(call(delivers, true), LINT_FOR_NOBODY, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_tries_again_at_once_what_has_failed),
        cmocka_unit_test(who_makes_a_pause_or_gives_up_soon_is_left_in_peace),
        cmocka_unit_test(an_item_that_goes_to_a_get_which_nobody_waits_for_any_more),
        cmocka_unit_test(a_message_that_a_coroutine_left_by_wait_has_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
