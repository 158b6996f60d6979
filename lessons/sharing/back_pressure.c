/* back_pressure: a full queue makes a fast producer wait. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(read_takes, "reading takes", 0.5, "s", 0, 3, 0.1);
KNOB(save_takes, "saving takes", 2, "s", 0, 3, 0.1);
KNOB(room, "room (0: no limit)", 2, "", 0, 6, 1);

CORO(reader, async_queue pages; int page;)
{
    CORO_BEGIN;
    for (self->page = 1; self->page <= 6; self->page++) {
        // -- Read a page, and wait until there is room for it
        AWAIT(async_sleep(read_takes));
        AWAIT(async_put(self->pages, async_int(self->page)));
        async_print("read page %d, %zu in the queue",
                    self->page, async_qsize(self->pages));
    }
    CORO_END;
}

CORO(writer, async_queue pages; int count; async_value page;)
{
    CORO_BEGIN;
    for (self->count = 0; self->count < 6; self->count++) {
        // -- Take a page, and save it slowly
        AWAIT_TO(self->page, async_get(self->pages));
        AWAIT(async_sleep(save_takes));
        async_print("saved page %s", async_text(self->page));
    }
    CORO_END;
}

CORO(main_, async_queue pages;)
{
    CORO_BEGIN;
    // -- Put a queue between the two
    self->pages = async_create_queue((int)room);
    AWAIT(async_gather(call(reader, self->pages),
                       call(writer, self->pages)));
    async_print("all is saved");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
