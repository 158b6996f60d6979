/* callbacks: the loop goes round and runs what is ready. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(nap, "main then sleeps", 2, "s", 0.5, 5, 0.5);
KNOB(delay, "the timer waits", 3, "s", 0, 5, 0.5);

static void third(async_future none, void *context)
{
    async_print("third, asked for by first");
}

static void first(async_future none, void *context)
{
    async_print("first");
    async_call_soon(third, NULL);
}

static void second(async_future none, void *context)
{
    async_print("second");
}

static void late(async_future none, void *context)
{
    async_print("late");
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    // -- Ask for two callbacks: neither runs yet
    async_call_soon(first, NULL);
    async_call_soon(second, NULL);
    async_print("main has asked for two");

    // -- Let go: the loop goes round
    AWAIT(async_sleep(1));

    // -- Ask for one that is to come later
    async_call_later(delay, late, NULL);
    async_print("main has set a timer");
    AWAIT(async_sleep(nap));
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
