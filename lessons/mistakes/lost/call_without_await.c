/* call_without_await: a coroutine is called, and not awaited. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(save, const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_print("%s: saved", self->what);
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    if (!mended) {
        // -- The mistake: a call, and no await
        call(save, "note");
    } else {
        // -- Mended: the call is awaited
        AWAIT(call(save, "note"));
    }
    async_print("main ends");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
