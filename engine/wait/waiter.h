/* waiter.h: the future on which asyncio's own functions wait: a timer or the end of something else releases it. */
#ifndef LOOPSCOPE_WAITER_H
#define LOOPSCOPE_WAITER_H

#include "core/coro.h"
#include "core/future.h"

typedef struct waiter_future {
    future_object future;
    async_handle due;   /* the timer's: its time is over */
    async_handle child; /* for the callbacks of one future: it is done */
} waiter_future;

/* In the running coroutine's scope: nobody else need let go of it. `size`: of a struct that begins with a waiter_future. NULL: out of memory. */
waiter_future *waiter_new(size_t size, TraceVia via);
/* Releases the waiter in `seconds` (0 or less: in the next turn). False: out of memory. */
bool waiter_set_timer(waiter_future *waiter, double seconds);
void waiter_cancel_timer(waiter_future *waiter); /* which may never have been set */
/* Resolves the waiter with None, unless it is done already. */
void waiter_release(waiter_future *waiter);
/* The release as a callback: handle->owner is the waiter. */
void waiter_run_release(async_loop *loop, async_handle *handle);

/* The coroutine object keeps what it is to wait for: a coroutine object among its arguments is no longer its maker's. The coroutine, or MemoryError. */
async_coroutine waiter_keep(async_coroutine coroutine, async_awaitable argument);
/* A list of the awaitables, each once, in the order of the arguments: one reference; NULL: out of memory. */
list_object *waiter_distinct(const async_awaitable *items, size_t count);
/* Where the program awaits the library coroutine that runs; NULL: a task runs it and no coroutine of the program's. */
const TracePlace *waiter_place(const async_frame *frame);

#endif
