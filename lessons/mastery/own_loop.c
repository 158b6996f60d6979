/* own_loop: from callbacks to tasks, in six stages. */
#include "async.h"
#include "async_io.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(stage, "stage", 1, "", 1, 6, 1);
KNOB(delay, "a timer takes", 1, "s", 0, 3, 0.1);

static async_future nap, mail;
static int ends[2], place;

static void say(async_future none, void *text)
{
    (void)none;
    async_print("%s", (const char *)text);
}

static void resolve(async_future none, void *future)
{
    (void)none;
    async_set_result(future, async_none());
}

static void is_done(async_future future, void *none)
{
    (void)future, (void)none;
    async_print("the future is done");
}

static void post(async_future none, void *text)
{
    (void)none;
    async_socket_send(ends[1], text, 2);
}

static void arrived(async_future none, void *future)
{
    char bytes[2];
    async_socket_receive(ends[0], bytes, 2);
    async_remove_reader(ends[0]);
    resolve(none, future);
}

// -- A coroutine is a function that knows where it stopped
static bool routine(async_future *awaited)
{
    *awaited = NULL;
    switch (place++) {
    case 0:
        async_print("A begins");
        if (stage >= 5) {
            async_call_later(delay, resolve, nap);
            *awaited = nap;
        }
        return true;
    case 1:
        async_print("A goes on");
        if (stage >= 6) {
            async_add_reader(ends[0], arrived, mail);
            async_call_later(delay, post, "hi");
            *awaited = mail;
        }
        return true;
    default:
        async_print("A ends");
        return false;
    }
}

// -- A task is a callback that runs it to where it stops next
static void step(async_future future, void *none)
{
    async_future awaited;
    (void)future, (void)none;
    if (routine(&awaited)) {
        if (awaited) {
            async_add_done_callback(awaited, step, NULL);
        } else {
            async_call_soon(step, NULL);
        }
    }
}

CORO(main_, async_future promise;)
{
    CORO_BEGIN;
    place = 0;
    async_socket_pair(ends);
    nap = async_create_future();
    mail = async_create_future();
    // -- Stage 1: a queue of callbacks
    async_call_soon(say, "one");
    async_call_soon(say, "two");
    // -- Stage 2: a timer
    if (stage >= 2) {
        async_call_later(delay, say, "it is time");
    }
    // -- Stage 3: a future, and who wants to hear of it
    if (stage >= 3) {
        self->promise = async_create_future();
        async_add_done_callback(self->promise, is_done, NULL);
        async_call_soon(resolve, self->promise);
    }
    // -- Stages 4, 5 and 6: a coroutine that gives way, sleeps,
    //    and waits for the outside
    if (stage >= 4) {
        async_call_soon(step, NULL);
    }
    AWAIT(async_sleep(3 * delay));
    async_close(ends[0]);
    async_close(ends[1]);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
