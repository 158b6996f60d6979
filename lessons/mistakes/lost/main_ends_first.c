/* main_ends_first: main ends before the task that it has made. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(upload, const char *what;)
{
    CORO_BEGIN;
    async_print("%s: the upload begins", self->what);
    AWAIT(async_sleep(3));
    async_print("%s: uploaded", self->what);
    CORO_END;
}

CORO(main_, async_task photo;)
{
    CORO_BEGIN;
    self->photo = async_create_task(call(upload, "photo"));
    AWAIT(async_sleep(1));
    if (mended) {
        // -- Mended: the task is awaited
        AWAIT(self->photo);
    }
    // -- The mistake: main returns while the task works
    async_print("main ends");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
