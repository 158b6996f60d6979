/* everything.c: see everything.h. */
#include "support/everything.h"

#include "async.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void on_call(async_future future, void *context)
{
    (void)future;
    (void)context;
    async_print("called");
}

CORO(fails, const char *name;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.25));
    RAISE(ASYNC_VALUE_ERROR, "no such thing");
    CORO_END;
}

CORO(sleeps, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    CORO_RETURN(async_int(7));
    CORO_END;
}

CORO(gives_way, const char *name;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    CORO_END;
}

CORO(resolves, const char *name; async_future future;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.5));
    async_set_result(self->future, async_str("here"));
    CORO_END;
}

CORO(everything, async_future future; async_task task, second; async_value error; async_handle * handle;)
{
    CORO_BEGIN;
    async_call_soon(on_call, NULL);
    self->handle = async_call_soon(on_call, NULL);
    async_handle_cancel(self->handle);
    self->handle = async_call_later(0.125, on_call, NULL);
    async_call_later(9, on_call, NULL);
    async_handle_cancel(self->handle);
    AWAIT(async_create_task(call(gives_way, "polite")));
    self->future = async_create_future();
    async_create_task(call(resolves, "resolver", self->future));
    AWAIT(self->future);
    self->task = async_create_task(call(sleeps, "long", 5));
    self->second = async_create_task(call(sleeps, "unborn", 5));
    async_cancel(self->second);
    AWAIT(async_sleep(0));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("it was cancelled");
    }
    END_TRY;
    async_cancel(self->task);
    TRY {
        AWAIT(async_gather(call(fails, "broken"), call(sleeps, "whole", 1)));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("\x1b[2J%s", async_repr(self->error));
    }
    END_TRY;
    call(sleeps, "forgotten", 1);
    async_create_task(call(fails, "nobody asks"));
    AWAIT(call(sleeps, "inner", 1));
    CORO_END;
}

CORO(waits_for_ever, async_future future;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    AWAIT(self->future);
    CORO_END;
}

CORO(never_ends, int turns;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

Trace *everything_record(Everything which, uint32_t turn_limit)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .turn_limit = turn_limit, .sink = &sink});
    (void)async_run(which == EVERYTHING ? call(everything) : which == WAITS_FOR_EVER ? call(waits_for_ever) : call(never_ends, 0));
    async_use(NULL);
    return trace;
}
