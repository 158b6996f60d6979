/* io.c: see io.h: what a loop keeps of its outside, and callbacks for it. */
#include "io.h"

#include "executor.h"
#include "transport.h"

#include "core/sleep.h"

#include <stdlib.h>

static bool may_wake(const async_loop *loop)
{
    const io_state *io = loop->io_state;
    const Poll *poll = loop->poll;
    return poll->happening_count > 0 || wake_may_come(io) || (poll->real && io->watched > 0) ||
           (!poll->real && poll->set && poll->set->class->is_ready(poll->set));
}

static bool is_called(const async_loop *loop) { return wake_is_called(loop->io_state); }

static void end(async_loop *loop)
{
    io_state *io = loop->io_state;
    transport_end_all(loop, io);
    poll_end(loop->poll);
    executor_end(loop, io);
    wake_end(loop, io);
    watch_end(io);
    free(io->scratch);
    object_release(io->block ? &io->block->object : NULL);
    free(io);
    loop->io = NULL;
    loop->io_state = NULL;
}

static const loop_io functions = {watch_before_wait, wake_hear, watch_collect, may_wake, is_called, end};

io_state *io_of(async_loop *loop)
{
    if (!loop->io_state) {
        io_state *io = calloc(1, sizeof *io);
        if (!io) {
            return NULL;
        }
        io->members.next = io->members.previous = &io->members;
        loop->io_state = io;
        loop->io = &functions;
    }
    return loop->io_state;
}

/* At a boundary of the cache's: where the pieces that the system copies from begin in a page, one that begins up to 31 bytes further takes three times as long,
   and that is where malloc() puts what is large. */
char *io_scratch(io_state *io)
{
    enum { LINE = 64 };
    io->scratch = io->scratch ? io->scratch : malloc(IO_LARGEST_READ + LINE);
    return io->scratch ? io->scratch + (LINE - (uintptr_t)io->scratch % LINE) : NULL;
}

async_value io_given(async_value value)
{
    return !value_object(value) || scope_keep(scope_current(), value_object(value)) ? value : error_out_of_memory();
}

user_handle *io_handle(const char *name, async_callback function, void *context, async_object *held, async_object *future)
{
    user_handle *user = callback_new(function, context, name, NULL);
    if (user) {
        user->held = object_retain(held);
        user->handle.future = future;
    }
    return user;
}

void io_schedule(async_loop *loop, user_handle *user)
{
    if (!user->handle.queued) {
        object_retain(user->handle.future);
        loop_schedule(loop, &user->handle.entry, NULL);
    }
}

bool io_soon(const char *name, async_callback function, void *context, async_object *held, async_object *future)
{
    user_handle *user = io_handle(name, function, context, held, future);
    if (user) {
        io_schedule(loop_running, user);
        object_release(&user->object);
    }
    return user != NULL;
}

/* In memory it is what a sleep is: a future and the entry that resolves it. */
future_object *io_waiter(void)
{
    sleep_object *waiter = (sleep_object *)(void *)future_new(sizeof *waiter, OBJECT_FUTURE, VIA_USER, NULL);
    if (waiter) {
        waiter->timer.call = CALL_RESOLVE;
    }
    return waiter ? &waiter->future : NULL;
}

void io_resolve_soon(future_object *waiter)
{
    sleep_object *of = (sleep_object *)(void *)waiter;
    loop_schedule(loop_running, &of->timer, NULL);
}

future_object *io_future(void) { return future_new(sizeof(future_object), OBJECT_FUTURE, VIA_USER, NULL); }
