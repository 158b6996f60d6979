/* own_queue: a queue of callbacks, and nothing else. */
#include "async.h"

KNOB(start, "count from", 3, "", 1, 6, 1);
SWITCH(asks_last, "asked for at the end", false);

static int left;

static void lift_off(async_future none, void *context)
{
    async_print("lift-off");
}

// -- A callback says its number, and asks to be called again
static void count_down(async_future none, void *context)
{
    async_print("%d", left);
    left--;
    if (left > 0) {
        async_call_soon(count_down, NULL);
    } else if (asks_last) {
        async_call_soon(lift_off, NULL);
    }
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    left = (int)start;
    // -- Put two callbacks into the queue
    async_call_soon(count_down, NULL);
    if (!asks_last) {
        async_call_soon(lift_off, NULL);
    }
    // -- Let go: the loop calls what stands there
    AWAIT(async_sleep(0));
    async_print("main: one turn later");
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
