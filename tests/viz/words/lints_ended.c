/* lints_ended.c: remarks on tasks that are cancelled twice, or by a group and go on, or that a failed gather leaves to themselves. */
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

CORO(cleans_up, double pause;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    FINALLY {
        AWAIT(async_sleep(self->pause));
    }
    END_TRY;
    CORO_END;
}

typedef enum How { ONCE, TWICE, AND_GOES } How;
CORO(cancels, How how; async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(cleans_up, 2));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_sleep(1));
    if (self->how == TWICE) {
        async_cancel(self->task);
    }
    if (self->how != AND_GOES) {
        AWAIT(async_gather_errors(self->task));
    }
    CORO_END;
}

static void a_clean_up_that_a_second_cancellation_cuts_short(void **unused)
{
    (void)unused;
    assert_remark(call(cancels, ONCE), NULL);
    assert_remark(
        call(cancels, TWICE),
        "cut-short: cleans_up was cancelled and still waits for something after that, as in a finally; there cancels cancels it a second time at line ");
    char *text = remarks_on(call(cancels, AND_GOES), LINT_KIND_COUNT);
    assert_non_null(strstr(text,
                           "cut-short: cleans_up was cancelled and still waits for something after that, as in a finally, when main has "
                           "ended: there asyncio.run cancels it a second time, and the rest is left out.\n"));
    free(text);
}

static void stop(async_future done, void *task)
{
    (void)done;
    async_cancel((async_task)task);
}

CORO(waits_for_a_signal, int signals; async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(cleans_up, 2));
    for (; self->signals > 0; self->signals--) {
        (void)async_call_later(self->signals, stop, self->task);
    }
    AWAIT(async_gather_errors(self->task));
    CORO_END;
}

static void a_clean_up_that_a_callback_cuts_short(void **unused)
{
    (void)unused;
    assert_remark(call(waits_for_a_signal, 1), NULL);
    assert_remark(call(waits_for_a_signal, 2),
                  "cut-short: cleans_up was cancelled and still waits for something after that, as in a finally; there a callback, as of a "
                  "signal, cancels it a second time at line ");
}

CORO(stubborn, int rounds; async_value error;)
{
    CORO_BEGIN;
    for (; self->rounds > 0; self->rounds--) {
        TRY {
            AWAIT(async_sleep(1));
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->error) {}
        END_TRY;
    }
    CORO_END;
}

CORO(fails, )
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.5));
    RAISE(ASYNC_VALUE_ERROR, "no");
    CORO_END;
}

CORO(groups, int rounds; async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(stubborn, self->rounds));
            async_group_create_task(self->group, call(fails));
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {}
    END_TRY;
    CORO_END;
}

static void who_goes_on_though_its_group_cancels_it(void **unused)
{
    (void)unused;
    assert_remark(
        call(groups, 5),
        "swallowed: stubborn was asked to cancel: the CancelledError was caught, and it waits at the same place again as if nothing had "
        "happened.\n");
    assert_remark(call(groups, 1), NULL); /* it ends at once: nobody is kept waiting */
}

CORO(works, double time;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->time));
    CORO_END;
}

CORO(gathers, bool kept; double after; async_task task; async_value error;)
{
    CORO_BEGIN;
    self->task = self->kept ? async_create_task(call(works, 1)) : NULL;
    TRY {
        if (self->kept) {
            AWAIT(async_gather(call(fails), self->task));
        } else {
            AWAIT(async_gather(call(fails), call(works, 1), call(works, 1.5)));
        }
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {}
    END_TRY;
    AWAIT(async_sleep(self->after));
    CORO_END;
}

static void who_goes_on_though_its_gather_has_failed(void **unused)
{
    (void)unused;
    assert_remark(
        call(gathers, false, 5),
        "goes-on: gather() failed with another one's error, which cancels nobody: works 1 goes on to its end all the same, and nobody "
        "gets what it returns. So it is with one other.\n");
    assert_remark(call(gathers, true, 5), NULL); /* somebody may yet await it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_up_that_a_second_cancellation_cuts_short),
        cmocka_unit_test(a_clean_up_that_a_callback_cuts_short),
        cmocka_unit_test(who_goes_on_though_its_group_cancels_it),
        cmocka_unit_test(who_goes_on_though_its_gather_has_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
