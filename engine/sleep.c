/* sleep.c: asyncio.sleep: a coroutine that waits for a future which a timer resolves. */
#include "internal.h"

#include <math.h>

typedef struct sleep_frame {
    const async_coroutine_class *coroutine;
    double delay;         /* s */
    sleep_future *future; /* a reference, while waiting */
} sleep_frame;

static async_signal sleep_resume(async_frame *frame, void *variables);

static void sleep_dispose(void *variables)
{
    sleep_frame *self = variables;
    object_release(self->future ? &self->future->future.object : NULL);
}

static const async_coroutine_class sleep_class = {"asyncio.sleep", sizeof(sleep_frame), sleep_resume, sleep_dispose, {"", "", "", 0}};

enum { BEGIN, YIELDED, WAITED };

/* The timer is due: the future is done, unless it was cancelled meanwhile. */
static void timer_due(async_loop *loop, async_handle *handle)
{
    (void)loop;
    future_object *future = (future_object *)handle->owner;
    if (future->state == FUTURE_PENDING) {
        future_finish(future, FUTURE_RESULT, async_none());
    }
}

static async_signal begin(async_frame *frame, sleep_frame *self)
{
    if (isnan(self->delay)) {
        async_raise_(frame, async_error(&ASYNC_VALUE_ERROR, "sleep: the delay is not a number"));
        return ASYNC_FAILED_;
    }
    if (self->delay <= 0) {
        frame->resume = YIELDED;
        return ASYNC_SUSPENDED_;
    }
    async_loop *loop = loop_running;
    double most = 9e9; /* s: 285 years, so that now + delay fits 64 bits of ns */
    int64_t delay = (int64_t)llround((self->delay < most ? self->delay : most) * 1e9);
    sleep_future *future = (sleep_future *)future_new(sizeof *future, OBJECT_FUTURE, VIA_SLEEP, NULL);
    if (!future) {
        async_raise_(frame, error_out_of_memory());
        return ASYNC_FAILED_;
    }
    future->handle.run = timer_due;
    future->handle.owner = &future->future.object;
    future->handle.call = CALL_RESOLVE;
    if (!loop_add_timer(loop, &future->timer, &future->handle, loop_time(loop) + delay)) {
        object_release(&future->future.object);
        async_raise_(frame, error_out_of_memory());
        return ASYNC_FAILED_;
    }
    self->future = future;
    frame->awaiting = object_retain(&future->future.object);
    frame->resume = WAITED;
    return ASYNC_SUSPENDED_;
}

static async_signal sleep_resume(async_frame *frame, void *variables)
{
    sleep_frame *self = variables;
    if (frame->resume == BEGIN) {
        return begin(frame, self);
    }
    if (frame->resume == WAITED) { /* asyncio's `finally: timer.cancel()` */
        loop_cancel_timer(loop_running, &self->future->timer, &self->future->handle);
    }
    return frame->leaving ? ASYNC_FAILED_ : async_return_(frame, async_none());
}

async_coroutine async_sleep(double delay)
{
    sleep_frame variables = {&sleep_class, delay, NULL};
    return async_call_(&variables.coroutine, false, ASYNC_HERE_(""));
}
