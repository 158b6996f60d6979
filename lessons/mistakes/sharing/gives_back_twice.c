/* gives_back_twice: given back more often than taken. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(download, const char *file; async_semaphore place;)
{
    CORO_BEGIN;
    AWAIT(async_acquire(self->place));
    TRY {
        AWAIT(async_sleep(1));
        async_print("%s is here", self->file);
        if (!mended) {
            // -- The mistake: and the finally does it again
            async_release(self->place);
        }
    }
    FINALLY {
        // -- Mended: this alone gives it back
        async_release(self->place);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_semaphore one;)
{
    CORO_BEGIN;
    self->one = async_create_semaphore(1);
    AWAIT(async_gather(call(download, "A", self->one),
                       call(download, "B", self->one),
                       call(download, "C", self->one),
                       call(download, "D", self->one)));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
