/* in_order: results in the order of asking, or as they come. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(delay_a, "A takes", 3, "s", 0.5, 5, 0.5);
KNOB(delay_b, "B takes", 1, "s", 0.5, 5, 0.5);
CHOICE(way, "main awaits", 0, "gather", "as_completed", "wait");

CORO(fetch, const char *source; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s has answered", self->source);
    CORO_RETURN(async_str("data of %s", self->source));
    CORO_END;
}

CORO(main_, async_task a, b; async_value got;
     async_completion coming; async_awaitable next;)
{
    CORO_BEGIN;
    // -- Ask for both
    self->a = async_create_task(call(fetch, "A", delay_a));
    self->b = async_create_task(call(fetch, "B", delay_b));
    // -- Take the results
    if (way == 0) {
        AWAIT_TO(self->got, async_gather(self->a, self->b));
        async_print("main has %s", async_repr(self->got));
    } else if (way == 1) {
        self->coming = async_as_completed(ASYNC_NO_TIMEOUT,
                                          self->a, self->b);
        while (
            (self->next = async_next_completed(self->coming))) {
            AWAIT_TO(self->got, self->next);
            async_print("main has %s", async_text(self->got));
        }
    } else {
        AWAIT_TO(self->got, async_wait(ASYNC_FIRST_COMPLETED,
                       ASYNC_NO_TIMEOUT, self->a, self->b));
        async_print("main has %zu, %zu to come",
                    async_length(async_item(self->got, 0)),
                    async_length(async_item(self->got, 1)));
        AWAIT(self->a);
        AWAIT(self->b);
    }
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
