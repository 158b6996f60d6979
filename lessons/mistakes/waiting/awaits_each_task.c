/* awaits_each_task: each task is awaited as soon as it is made. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(fetch, const char *page;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_print("%s is here", self->page);
    CORO_END;
}

CORO(main_, async_task tasks[4]; int i;)
{
    CORO_BEGIN;
    static const char *const pages[] = {"page 1", "page 2",
                                        "page 3", "page 4"};
    for (self->i = 0; self->i < 4; self->i++) {
        self->tasks[self->i] = async_create_task(
            call(fetch, pages[self->i]));
        if (!mended) {
            // -- The mistake: awaited as soon as it is made
            AWAIT(self->tasks[self->i]);
        }
    }
    // -- Mended: awaited when all of them are under way
    for (self->i = 0; mended && self->i < 4; self->i++) {
        AWAIT(self->tasks[self->i]);
    }
    async_print("all pages are here");
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
