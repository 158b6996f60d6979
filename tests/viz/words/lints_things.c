/* lints_things.c: remarks on what tasks share, on generators that are left, and on errors that nobody catches: on C programs as on Python's. */
#include "support/remarks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void assert_remark(async_coroutine main, const char *expected)
{
    char *text = remarks_on(main, LINT_KIND_COUNT);
    if (expected == NULL) {
        assert_string_equal(text, "");
    } else {
        assert_non_null(strstr(text, expected));
        assert_ptr_equal(strchr(text, '\n') + 1, text + strlen(text)); /* no other */
    }
    free(text);
}

typedef enum Limit { OF_ITS_OWN, GIVEN, FOR_CHILDREN } Limit;

CORO(takes, async_semaphore places;)
{
    CORO_BEGIN;
    WITH(self->places) {
        AWAIT(async_sleep(1));
    }
    END_WITH;
    CORO_END;
}

CORO(download, Limit limit; async_semaphore places; async_task child;)
{
    CORO_BEGIN;
    if (self->limit != GIVEN) {
        self->places = async_create_semaphore(3);
    }
    self->child = self->limit == FOR_CHILDREN ? async_create_task(call(takes, self->places)) : NULL;
    WITH(self->places) {
        AWAIT(async_sleep(1));
    }
    END_WITH;
    if (self->child) {
        AWAIT(self->child);
    }
    CORO_END;
}

CORO(downloads, Limit limit; async_semaphore places;)
{
    CORO_BEGIN;
    self->places = async_create_semaphore(3);
    AWAIT(async_gather(call(download, self->limit, self->places), call(download, self->limit, self->places),
                       call(download, self->limit, self->places), call(download, self->limit, self->places)));
    CORO_END;
}

static void a_semaphore_for_each_call_limits_nothing(void **unused)
{
    (void)unused;
    assert_remark(
        call(downloads, OF_ITS_OWN, NULL),
        "not-shared: Each call of download makes a semaphore of its own for 3 at line 41 (so does download 3): it limits that one "
        "call, and not all of them together.\n");
    assert_remark(call(downloads, GIVEN, NULL), NULL);
    assert_remark(call(downloads, FOR_CHILDREN, NULL), NULL); /* each limits what its maker has others do */
}

CORO(asks, async_lock lock;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    WITH(self->lock) {
        AWAIT(async_sleep(1));
    }
    END_WITH;
    CORO_END;
}

CORO(ask_all, int many;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(asks), call(asks), call(asks)));
    CORO_END;
}

CORO(of_an_object, async_semaphore places;)
{
    CORO_BEGIN;
    WITH(self->places) {
        AWAIT(async_sleep(1));
    }
    END_WITH;
    CORO_END;
}

CORO(with_an_object, int places;)
{
    CORO_BEGIN;
    AWAIT(call(of_an_object, async_create_semaphore(self->places)));
    CORO_END;
}

CORO(with_objects, int places; bool at_once;)
{
    CORO_BEGIN;
    if (self->at_once) {
        AWAIT(async_gather(call(with_an_object, self->places), call(with_an_object, self->places), call(with_an_object, self->places)));
    } else {
        AWAIT(async_create_task(call(with_an_object, self->places)));
        AWAIT(async_sleep(0));
        AWAIT(async_create_task(call(with_an_object, self->places)));
        AWAIT(async_sleep(0));
        AWAIT(async_create_task(call(with_an_object, self->places)));
    }
    CORO_END;
}

static void a_lock_for_each_call_and_a_semaphore_for_each_object(void **unused)
{
    (void)unused;
    assert_remark(call(ask_all, 3),
                  "not-shared: Each call of asks makes a lock of its own at line 77 (so does asks 3): nobody else has it, and it "
                  "keeps nobody out.\n");
    assert_remark(call(with_objects, 2, true),
                  "not-shared: with_an_object 3 makes a semaphore of its own for 2 at line 105, with the object that "
                  "it belongs to, and so do others: each limits only the one that has made it");
    assert_remark(call(with_objects, 1, true), NULL);  /* as a lock of the object's own */
    assert_remark(call(with_objects, 2, false), NULL); /* never two of them at a time */
}

CORO(watch, async_event changed; bool first; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_wait_for(async_event_wait(self->changed), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    AWAIT(async_sleep(2));
    if (self->first) {
        AWAIT(async_event_wait(self->changed));
    }
    async_event_clear(self->changed);
    CORO_END;
}

CORO(signals, bool seen; async_event changed; async_task watcher;)
{
    CORO_BEGIN;
    self->changed = async_create_event();
    self->watcher = async_create_task(call(watch, self->changed, self->seen));
    AWAIT(async_sleep(2));
    async_event_set(self->changed);
    AWAIT(self->watcher);
    CORO_END;
}

static void a_signal_that_is_cleared_before_anybody_saw_it_is_lost(void **unused)
{
    (void)unused;
    assert_remark(call(signals, false), "lost-signal: watch clears the event that signals set");
    assert_remark(call(signals, true), NULL);
}

CORO(consumer, async_queue queue;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT(async_get(self->queue));
        AWAIT(async_sleep(1));
    }
    CORO_END;
}

CORO(fills, int64_t limit; bool beforehand; async_queue queue; async_task taker; int i;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(self->limit);
    self->taker = self->beforehand ? NULL : async_create_task(call(consumer, self->queue));
    AWAIT(async_sleep(0));
    for (self->i = 0; self->i < 1200; self->i++) {
        async_put_nowait(self->queue, async_int(self->i));
        if (self->i % 100 == 0) {
            AWAIT(async_sleep(0.01));
        }
    }
    if (self->taker) {
        async_cancel(self->taker);
        AWAIT(async_gather_errors(self->taker));
    }
    CORO_END;
}

static void a_queue_without_a_limit_grows_while_somebody_takes_from_it(void **unused)
{
    (void)unused;
    assert_remark(call(fills, 0, false),
                  "no-limit: The queue holds 1000 items and goes on growing: it has no limit, so fills puts more into it "
                  "than consumer takes out, and never waits.\n");
    assert_remark(call(fills, 2000, false), NULL);
    assert_remark(call(fills, 0, true), NULL); /* filled beforehand: nobody has taken anything yet */
}

CORO(publishes, double pause; async_queue queue; async_task taker; int i;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(0);
    self->taker = async_create_task(call(consumer, self->queue));
    for (self->i = 0; self->i < 200; self->i++) {
        async_put_nowait(self->queue, async_int(self->i));
        AWAIT(async_sleep(self->pause));
    }
    async_cancel(self->taker);
    AWAIT(async_gather_errors(self->taker));
    CORO_END;
}

static void what_nobody_takes_from_a_queue_before_main_ends_is_told(void **unused)
{
    (void)unused;
    assert_remark(
        call(publishes, 0.02),
        "no-limit: The queue holds 195 items when main ends, and nobody takes them any more: it has no limit, so publishes put more "
        "into it than consumer took out, and never waited.\n");
    assert_remark(call(publishes, 0.9), NULL); /* in time to take nearly all of them */
}

GENERATOR(counts, int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        YIELD(async_int(self->i));
    }
    CORO_END;
}

CORO(reader, bool early; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts))
    {
        if (self->early) {
            break;
        }
    }
    END_FOR;
    AWAIT(async_sleep(1));
    CORO_END;
}

static void a_generator_that_is_left_half_way_is_closed_later(void **unused)
{
    (void)unused;
    assert_remark(call(reader, true), "left-open: reader leaves the generator counts before its end");
    assert_remark(call(reader, false), NULL);
}

CORO(fails, bool caught; async_value error;)
{
    CORO_BEGIN;
    TRY {
        RAISE(ASYNC_VALUE_ERROR, "no");
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        if (!self->caught) {
            RAISE_AGAIN(self->error);
        }
    }
    END_TRY;
    CORO_END;
}

static void an_error_that_nobody_catches_ends_the_run(void **unused)
{
    (void)unused;
    assert_remark(call(fails, false), "uncaught: fails ends with ValueError('no'), which nobody has caught: the run has failed.\n");
    assert_remark(call(fails, true), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_semaphore_for_each_call_limits_nothing),
        cmocka_unit_test(a_lock_for_each_call_and_a_semaphore_for_each_object),
        cmocka_unit_test(a_signal_that_is_cleared_before_anybody_saw_it_is_lost),
        cmocka_unit_test(a_queue_without_a_limit_grows_while_somebody_takes_from_it),
        cmocka_unit_test(what_nobody_takes_from_a_queue_before_main_ends_is_told),
        cmocka_unit_test(a_generator_that_is_left_half_way_is_closed_later),
        cmocka_unit_test(an_error_that_nobody_catches_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
