/* own_future: a value that comes later, and who wants it. */
#include "async.h"

KNOB(pause, "after each line", 1, "s", 0, 3, 0.5);
ORDER(lines, "main's lines", "Ann wants to hear",
      "the promise is kept", "Ben wants to hear");

static async_future promise;

static void ann_hears(async_future future, void *context)
{
    async_print("Ann hears of it");
}

static void ben_hears(async_future future, void *context)
{
    async_print("Ben hears of it");
}

CORO(main_, int place, line;)
{
    CORO_BEGIN;
    // -- A future: no value yet, and a list of callbacks
    promise = async_create_future();
    for (self->place = 0; self->place < 3; self->place++) {
        self->line = async_order(lines, 3, self->place);
        // -- Join the list, or resolve: that queues the list
        if (self->line == 0) {
            async_add_done_callback(promise, ann_hears, NULL);
        } else if (self->line == 1) {
            async_set_result(promise, async_none());
            async_print("the promise is kept");
        } else {
            async_add_done_callback(promise, ben_hears, NULL);
        }
        AWAIT(async_sleep(pause));
    }
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
