/* sleep.c: asyncio.sleep. Looked at from outside it is a coroutine that waits for a future which a timer resolves; in memory it is one object. */
#include "sleep.h"

#include <math.h>
#include <stdlib.h>

async_object async_sleep_zero_ = {.type = OBJECT_YIELD, .unstarted = true, .references = REFERENCES_OF_STATIC};

async_coroutine async_sleep_slowly_(double delay)
{
    if (delay <= 0) {
        if (loop_running) {
            loop_running->loose_yields++;
        }
        return &async_sleep_zero_;
    }
    uint8_t size_class;
    sleep_object *sleep = pool_take_raw(sizeof *sleep, &size_class);
    if (!sleep) {
        return error_out_of_memory().as.object;
    }
    object_begin(&sleep->future.object, OBJECT_SLEEP, size_class);
    async_object object = sleep->future.object;
    *sleep = (sleep_object){.future = {.object = object, .via = VIA_SLEEP}, .timer = {.call = CALL_RESOLVE}};
    sleep->future.delay = delay;
    scope_remember(&sleep->future.object);
    return object_handle(&sleep->future.object);
}

/* Whoever runs the program may say that it ends earlier or later. */
static int64_t ends_at(async_loop *loop, double delay)
{
    int64_t now = loop_time(loop), ends = now + loop_ns(delay);
    if (loop->settings.sleep_end && loop->settings.virtual_time) {
        size_t count;
        int64_t *due = timers_deadlines(&loop->timers, &count);
        ends = loop->settings.sleep_end(loop->settings.context, due, count, now, ends);
        free(due);
    }
    return ends;
}

bool sleep_start(async_loop *loop, sleep_object *sleep, bool announced, async_value *error)
{
    future_object *future = &sleep->future;
    double delay = future->delay;
    future_init(future, VIA_SLEEP);
    bool announces = announced && hooked(loop);
    if (announces) {
        sleep_announce(loop, EV_ENTER, OUTCOME_RESULT);
    }
    if (isnan(delay)) {
        *error = error_new(&ASYNC_VALUE_ERROR, "sleep: the delay is not a number");
    } else {
        future->number = ++loop->future_numbers;
        if (hooked(loop)) {
            hook_emit(loop, EV_FUT_NEW, VIA_SLEEP, 0, future->number, 0, 0, 0);
        }
        if (loop_add_timer(loop, &sleep->timer, ends_at(loop, delay))) {
            return true;
        }
        *error = error_out_of_memory();
    }
    if (announces) {
        sleep_announce(loop, EV_EXIT, OUTCOME_EXCEPTION);
    }
    return false;
}

void sleep_due(sleep_object *sleep)
{
    if (sleep->future.state == FUTURE_PENDING) {
        future_finish(&sleep->future, FUTURE_RESULT, async_none());
    }
}

/* asyncio's `finally: timer.cancel()` */
void sleep_end(async_loop *loop, sleep_object *sleep, bool announced)
{
    if (sleep->timer.scheduled || sleep->timer.queued) {
        loop_cancel_timer(loop, &sleep->timer);
    }
    if (announced && hooked(loop)) {
        sleep_announce(loop, EV_EXIT, loop->current->frame->leaving ? OUTCOME_CANCELLED : OUTCOME_RESULT);
    }
}

/* ---- A sleep that becomes a task of its own, as in gather(sleep(1), sleep(2)) ---- */

typedef struct sleep_frame {
    const async_coroutine_class *coroutine;
    async_object *sleep; /* a reference until it is awaited */
} sleep_frame;

static async_signal sleep_resume(async_frame *frame, void *variables)
{
    sleep_frame *self = variables;
    if (frame->resume == 0) {
        async_object *sleep = self->sleep;
        self->sleep = NULL;
        frame->resume = 1;
        if (sleep->type == OBJECT_YIELD) {
            loop_running->loose_yields++;
        } else {
            scope_remember(sleep);
        }
        async_signal signal = async_await_slowly_(frame, sleep);
        if (signal != ASYNC_GO_ON_) {
            return signal;
        }
    }
    return frame->leaving ? ASYNC_FAILED_ : async_return_(frame, async_none());
}

static void sleep_dispose(void *variables)
{
    async_object *sleep = ((sleep_frame *)variables)->sleep;
    if (sleep != &async_sleep_zero_) { /* of which nobody counts references */
        object_release(sleep);
    }
}

const async_coroutine_class sleep_class = {"asyncio.sleep", sizeof(sleep_frame), sleep_resume, sleep_dispose, {"", "", "", 0}, NULL};

async_frame *sleep_as_coroutine(async_object *sleep)
{
    sleep_frame variables = {&sleep_class, NULL};
    async_object *coroutine = coro_call(&variables.coroutine, false, ASYNC_HERE_(""));
    if (coroutine->type != OBJECT_COROUTINE) {
        return NULL;
    }
    if (sleep->type == OBJECT_YIELD) {
        loop_running->loose_yields--;
    } else {
        scope_forget(sleep);
    }
    ((sleep_frame *)coro_variables((async_frame *)coroutine))->sleep = sleep;
    return (async_frame *)coroutine;
}
