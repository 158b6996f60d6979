/* own_outside: what wakes a task may come from outside. */
#include "async_io.h"

KNOB(on_its_way, "the letter takes", 4, "s", 0, 5, 0.5);
KNOB(nap, "main sleeps", 3, "s", 0.5, 5, 0.5);

static int ends[2];

static void post(async_future none, void *context)
{
    async_socket_send(ends[1], "hi", 2);
}

// -- Bytes have come: that resolves the future
static void arrived(async_future none, void *letter)
{
    async_socket_receive(ends[0], (char[2]){0}, 2);
    async_set_result(letter, async_none());
}

// -- The same task as before: it does not know what wakes it
static void step(async_future done, void *letter)
{
    if (!async_done(letter)) {
        async_print("A waits for a letter");
        async_add_reader(ends[0], arrived, letter);
        async_add_done_callback(letter, step, letter);
    } else {
        async_print("A reads the letter, and ends");
    }
}

CORO(main_, async_future letter;)
{
    CORO_BEGIN;
    self->letter = async_create_future();
    async_socket_pair(ends);
    async_call_soon(step, self->letter);
    // -- The loop waits for a timer and for the outside at once
    async_call_later(on_its_way, post, NULL);
    AWAIT(async_sleep(0));
    async_print("main: one turn later");
    AWAIT(async_sleep(nap));
    async_remove_reader(ends[0]);
    async_close(ends[0]);
    async_close(ends[1]);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
