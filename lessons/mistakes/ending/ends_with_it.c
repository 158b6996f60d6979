/* ends_with_it: who awaits a cancelled task is hit by its error. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(download, const char *name;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(9));
    async_print("%s is here", self->name);
    CORO_END;
}

CORO(job, async_task film;)
{
    CORO_BEGIN;
    self->film = async_create_task(call(download, "film"));
    AWAIT(async_sleep(1));
    async_cancel(self->film);
    if (mended) {
        // -- Mended: its end is awaited, and not its error
        AWAIT(async_gather_errors(self->film));
    } else {
        // -- The mistake: the CancelledError comes out here
        AWAIT(self->film);
    }
    async_print("job has tidied up");
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    AWAIT(async_gather_errors(call(job)));
    async_print("main goes on");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
