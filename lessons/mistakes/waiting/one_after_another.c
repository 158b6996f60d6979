/* one_after_another: three awaits in a row, not together. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(fetch, const char *what; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s is here", self->what);
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    if (!mended) {
        // -- The mistake: each waits for the one before
        AWAIT(call(fetch, "weather", 2));
        AWAIT(call(fetch, "news", 1));
        AWAIT(call(fetch, "mail", 3));
    } else {
        // -- Mended: all three wait at the same time
        AWAIT(async_gather(call(fetch, "weather", 2),
                           call(fetch, "news", 1),
                           call(fetch, "mail", 3)));
    }
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
