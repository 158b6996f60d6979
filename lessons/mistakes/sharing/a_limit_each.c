/* a_limit_each: each call has a semaphore of its own. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(download, const char *file; async_semaphore places;)
{
    CORO_BEGIN;
    if (!mended) {
        // -- The mistake: each call makes its own
        self->places = async_create_semaphore(2);
    }
    WITH(self->places) {
        AWAIT(async_sleep(1));
        async_print("%s is here", self->file);
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_semaphore two;)
{
    CORO_BEGIN;
    // -- Mended: this one is used by all
    self->two = async_create_semaphore(2);
    AWAIT(async_gather(call(download, "A", self->two),
                       call(download, "B", self->two),
                       call(download, "C", self->two),
                       call(download, "D", self->two)));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
