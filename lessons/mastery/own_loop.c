/* own_loop: from callbacks to tasks, in six stages. */
#include "async.h"
#include "async_io.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(stage, "as far as stage", 3, "", 1, 6, 1);
KNOB(delay, "a timer takes", 1, "s", 0.5, 3, 0.1);

#define UNUSED __attribute__((unused))
#define CALLBACK(name)                                         \
    static void name(UNUSED async_future of, UNUSED void *none)

static async_future promise, nap, mail;
static int ends[2], place;

CALLBACK(three) { async_print("three"); }

CALLBACK(one)
{
    async_print("one");
    async_call_soon(three, NULL);
}

CALLBACK(two) { async_print("two"); }

CALLBACK(ring) { async_print("it is time"); }

CALLBACK(keep) { async_set_result(promise, async_none()); }

CALLBACK(is_kept) { async_print("the promise is kept"); }

CALLBACK(wake) { async_set_result(nap, async_none()); }

CALLBACK(post) { async_socket_send(ends[1], "hi", 2); }

CALLBACK(arrived)
{
    char bytes[2];
    async_socket_receive(ends[0], bytes, 2);
    async_remove_reader(ends[0]);
    async_print("a letter has come");
    async_set_result(mail, async_none());
}

// -- A coroutine: a function that knows where it stopped
static bool routine(async_future *awaited)
{
    *awaited = NULL;
    switch (place++) {
    case 0:
        async_print("A begins");
        if (stage >= 5) {
            async_call_later(delay, wake, NULL);
            *awaited = nap;
        }
        return true;
    case 1:
        async_print("A goes on");
        if (stage >= 6) {
            async_add_reader(ends[0], arrived, NULL);
            async_call_later(delay, post, NULL);
            *awaited = mail;
        }
        return true;
    default:
        async_print("A ends");
        return false;
    }
}

// -- A task: a callback that runs it to where it stops next
CALLBACK(step)
{
    async_future awaited;
    if (!routine(&awaited)) {
        return;
    }
    if (awaited) {
        async_add_done_callback(awaited, step, NULL);
    } else {
        async_call_soon(step, NULL);
    }
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    place = 0;
    async_socket_pair(ends);
    promise = async_create_future();
    nap = async_create_future();
    mail = async_create_future();
    // -- Stage 1: a queue of callbacks
    async_call_soon(one, NULL);
    async_call_soon(two, NULL);
    AWAIT(async_sleep(delay));
    // -- Stage 2: a timer
    if (stage >= 2) {
        async_call_later(delay, ring, NULL);
        AWAIT(async_sleep(delay));
    }
    // -- Stage 3: a future, and who wants to hear of it
    if (stage >= 3) {
        async_add_done_callback(promise, is_kept, NULL);
        async_call_soon(keep, NULL);
        AWAIT(async_sleep(delay));
    }
    // -- Stages 4, 5, 6: a coroutine that gives way, sleeps,
    //    and waits for the outside
    if (stage >= 4) {
        async_call_soon(step, NULL);
        AWAIT(async_sleep(3 * delay));
    }
    async_close(ends[0]);
    async_close(ends[1]);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
