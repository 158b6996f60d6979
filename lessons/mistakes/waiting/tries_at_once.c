/* tries_at_once: what has failed is tried again without a pause. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(open_shop, bool *open;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.5));
    *self->open = true;
    CORO_END;
}

CORO(knock, const bool *open;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.01));
    if (!*self->open) {
        RAISE(ASYNC_CONNECTION_REFUSED_ERROR, "closed");
    }
    CORO_END;
}

CORO(main_, bool open, in; int tries; async_task shop;
     async_value error;)
{
    CORO_BEGIN;
    self->shop = async_create_task(call(open_shop, &self->open));
    while (!self->in) {
        self->tries++;
        TRY {
            AWAIT(call(knock, &self->open));
            self->in = true;
        }
        CATCH(ASYNC_CONNECTION_REFUSED_ERROR, self->error) {}
        END_TRY;
        // -- The mistake: no pause. Mended: longer each time
        if (mended && !self->in) {
            AWAIT(async_sleep(0.1 * (1 << self->tries)));
        }
    }
    async_print("in, at the %s try",
                self->tries < 9 ? "third" : "last");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
