/* misuse.h: for tests: what programs are made of that use a thing as it is not meant, and the errors that they are given. */
#ifndef LOOPSCOPE_TEST_MISUSE_H
#define LOOPSCOPE_TEST_MISUSE_H

#include "support/record.h"

CORO(says, const char *what; double after;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->after));
    async_print("%s", self->what);
    CORO_RETURN(async_str("%s", self->what));
    CORO_END;
}

CORO(at_once, const char *what;)
{
    CORO_BEGIN;
    async_print("%s", self->what);
    CORO_END;
}

/* Awaits, and prints the error if there is one. */
CORO(tries, async_awaitable what; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->what);
        async_print("gives %s", async_repr(self->value));
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(nothing, int unused;)
{
    CORO_BEGIN;
    CORO_END;
}

#define REUSED "says RuntimeError('cannot reuse already awaited coroutine')\n"
#define IN_USE "says RuntimeError('coroutine is being awaited already')\n"
#define GONE "it is gone: what a coroutine makes is there until that coroutine returns"

static inline void callback(async_future future, void *context)
{
    (void)future;
    (void)context;
}

static inline void run_quietly(async_coroutine main, int status)
{
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(main), status);
    async_use(NULL);
}

#endif
