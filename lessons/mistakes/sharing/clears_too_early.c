/* clears_too_early: an event is cleared before it is seen. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(watch, const char *name; async_event bell; int i;
     async_value error;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 2; self->i++) {
        TRY {
            AWAIT(async_wait_for(async_event_wait(self->bell),
                                 1));
            async_print("%s hears the bell", self->name);
            if (mended) {
                // -- Mended: cleared when it was seen
                async_event_clear(self->bell);
            }
        }
        CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
            async_print("%s: all is quiet", self->name);
        }
        END_TRY;
        AWAIT(async_sleep(1));
        if (!mended) {
            // -- The mistake: cleared, seen or not
            async_event_clear(self->bell);
        }
    }
    CORO_END;
}

CORO(main_, async_event bell; async_task guard;)
{
    CORO_BEGIN;
    self->bell = async_create_event();
    self->guard = async_create_task(
        call(watch, "guard", self->bell));
    AWAIT(async_sleep(1.5));
    async_event_set(self->bell);
    async_print("the bell rings");
    AWAIT(self->guard);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
