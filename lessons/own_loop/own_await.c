/* own_await: a coroutine stops with a future, and goes on later. */
#include "async.h"

KNOB(a_sleeps, "A sleeps", 1, "s", 0, 5, 0.5);
KNOB(b_sleeps, "B sleeps", 2, "s", 0, 5, 0.5);

typedef struct Routine {
    const char *name; double sleeps; async_future nap; int place;
} Routine;

static void wake(async_future none, void *nap)
{
    async_set_result(nap, async_none());
}

// -- A coroutine stops with a future, which a timer resolves
static async_future go_on(Routine *routine)
{
    if (routine->place++ == 0) {
        async_print("%s falls asleep", routine->name);
        async_call_later(routine->sleeps, wake, routine->nap);
        return routine->nap;
    }
    async_print("%s is awake, and ends", routine->name);
    return NULL;
}

// -- The await: step wants to hear when the future is done
static void step(async_future done, void *routine)
{
    async_future awaited = go_on(routine);
    if (awaited) {
        async_add_done_callback(awaited, step, routine);
    }
}

CORO(main_, Routine a, b;)
{
    CORO_BEGIN;
    self->a = (Routine){"A", a_sleeps, async_create_future(), 0};
    self->b = (Routine){"B", b_sleeps, async_create_future(), 0};
    async_call_soon(step, &self->a);
    async_call_soon(step, &self->b);
    AWAIT(async_sleep(1.5));
    async_print("main is awake");
    AWAIT(async_sleep(4));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
