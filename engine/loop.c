/* loop.c: one turn of the loop: choose how long to wait, wait, move due timers to the ready queue, run what was ready. */
#include "internal.h"

#include <assert.h>
#include <math.h>

_Thread_local async_loop *loop_running;

enum { MANY_TIMERS = 100 }; /* asyncio's threshold for clearing out cancelled timers */
static const int64_t LONGEST_WAIT = (int64_t)24 * 3600 * 1000000000;

int64_t loop_time(const async_loop *loop) { return loop->poll->now(loop->poll); }

int64_t loop_ns(double seconds) { return isnan(seconds) ? 0 : (int64_t)llround(fmin(fmax(seconds, -4e9), 4e9) * 1e9); }

static Ref handle_ref(const async_handle *handle) { return ref_make(handle->is_timer ? REF_TIMER : REF_HANDLE, handle->number); }

static void append(async_loop *loop, async_handle *handle)
{
    handle->next = NULL;
    handle->queued = true;
    *loop->ready.last = handle;
    loop->ready.last = &handle->next;
    loop->ready.count++;
}

static async_handle *pop(async_loop *loop)
{
    async_handle *handle = loop->ready.first;
    loop->ready.first = handle->next;
    if (!loop->ready.first) {
        loop->ready.last = &loop->ready.first;
    }
    loop->ready.count--;
    handle->queued = false;
    return handle;
}

/* What a callback is about, in the terms of TraceCall: b and c of the event. */
static void describe(async_loop *loop, const async_handle *handle, uint32_t *b, uint32_t *c)
{
    *b = 0;
    *c = future_ref(handle->future);
    switch ((TraceCall)handle->call) {
    case CALL_RESOLVE: *c = future_ref(handle->owner); break;
    case CALL_USER: *b = hook_text(loop, handle->name); break;
    case CALL_STOP: break;
    default: *b = future_ref(handle->owner); break;
    }
}

void loop_schedule(async_loop *loop, async_handle *handle, const TracePlace *place)
{
    assert(!handle->queued && "a handle stands in the ready queue once");
    handle->number = ++loop->handle_numbers;
    handle->is_timer = false;
    object_retain(handle->owner);
    append(loop, handle);
    if (hooked(loop)) {
        uint32_t b, c;
        describe(loop, handle, &b, &c);
        hook_emit(loop, EV_READY, handle->call, 0, handle->number, b, c, hook_place(loop, place));
    }
}

bool loop_add_timer(async_loop *loop, async_timer *timer, async_handle *handle, int64_t when)
{
    timer->when = when;
    timer->handle = handle;
    handle->number = ++loop->timer_numbers;
    handle->is_timer = true;
    if (!timers_push(&loop->timers, timer)) {
        return false;
    }
    object_retain(handle->owner);
    if (hooked(loop)) {
        uint32_t b, c;
        describe(loop, handle, &b, &c);
        hook_emit_time(loop, EV_TIMER_NEW, handle->call, handle->number, handle->call == CALL_RESOLVE ? c : b, when);
    }
    return true;
}

void loop_cancel_timer(async_loop *loop, async_timer *timer, async_handle *handle)
{
    if (handle->cancelled) {
        return;
    }
    if (timer->scheduled) { /* it stays in the heap until it comes to the top */
        handle->cancelled = true;
        loop->timers.cancelled++;
        if (hooked(loop)) {
            hook_emit(loop, EV_TIMER_CANCEL, 0, 0, handle->number, 0, 0, 0);
        }
    } else if (handle->queued) {
        handle->cancelled = true;
        if (hooked(loop)) {
            hook_emit(loop, EV_HANDLE_CANCEL, 0, 0, 0, handle_ref(handle), 0, 0);
        }
    }
}

static bool is_cancelled(const async_timer *timer) { return timer->handle->cancelled; }

static void drop(async_timer *timer) { object_release(timer->handle->owner); }

static void drop_cancelled_timers(async_loop *loop)
{
    if (loop->timers.count > MANY_TIMERS && loop->timers.cancelled * 2 > loop->timers.count) {
        timers_purge(&loop->timers, is_cancelled, drop);
        loop->timers.cancelled = 0;
        return;
    }
    async_timer *first;
    while ((first = timers_first(&loop->timers)) && is_cancelled(first)) {
        timers_pop(&loop->timers);
        loop->timers.cancelled--;
        drop(first);
    }
}

static int64_t choose_timeout(const async_loop *loop)
{
    if (loop->ready.count || loop->stopping) {
        return 0;
    }
    const async_timer *first = timers_first(&loop->timers);
    if (!first) {
        return TRACE_FOREVER;
    }
    int64_t left = first->when - loop_time(loop);
    return left < 0 ? 0 : left > LONGEST_WAIT ? LONGEST_WAIT : left;
}

static void wait(async_loop *loop, int64_t timeout)
{
    if (loop->settings.before_wait) {
        loop->settings.before_wait(loop->settings.context);
    }
    loop->poll->wait(loop->poll, timeout);
    loop->now = loop_time(loop);
    if (hooked(loop) && timeout > 0) {
        hook_emit(loop, EV_ADVANCE, 0, 0, 0, 0, 0, 0);
    }
}

static void fire_due_timers(async_loop *loop)
{
    async_timer *first;
    while ((first = timers_first(&loop->timers)) && first->when <= loop->now) {
        timers_pop(&loop->timers);
        if (is_cancelled(first)) {
            loop->timers.cancelled--;
        }
        append(loop, first->handle); /* with the reference that the heap held */
        if (hooked(loop)) {
            hook_emit(loop, EV_TIMER_FIRE, 0, 0, first->handle->number, 0, 0, 0);
        }
    }
}

static void run_callback(async_loop *loop, async_handle *handle)
{
    bool steps = handle->call == CALL_STEP || handle->call == CALL_WAKEUP; /* a task's step states its own beginning and end */
    Ref ref = handle_ref(handle);
    if (!steps) {
        loop->author = TRACE_LOOP;
        if (hooked(loop)) {
            uint32_t b, c;
            describe(loop, handle, &b, &c);
            hook_emit(loop, EV_CB, handle->call, 0, 0, ref, c, 0);
        }
        loop->author = ref;
    }
    handle->run(loop, handle);
    if (!steps) {
        if (hooked(loop)) {
            hook_emit(loop, EV_CB_END, 0, 0, 0, ref, 0, 0);
        }
        loop->author = TRACE_LOOP;
    }
}

static void run_next(async_loop *loop)
{
    async_handle *handle = pop(loop);
    async_object *owner = handle->owner, *future = handle->future;
    if (handle->cancelled) {
        if (hooked(loop)) {
            hook_emit(loop, EV_SKIP, 0, 0, 0, handle_ref(handle), 0, 0);
        }
    } else {
        run_callback(loop, handle);
    }
    object_release(future);
    object_release(owner);
}

/* False: nothing is ready and no timer is set, so nothing would ever happen. */
static bool run_once(async_loop *loop)
{
    loop->author = TRACE_LOOP;
    loop->turn++;
    drop_cancelled_timers(loop);
    int64_t timeout = choose_timeout(loop);
    if (loop->poll->real) {
        loop->now = loop_time(loop);
    }
    if (hooked(loop)) {
        hook_emit_time(loop, EV_ITER, 0, loop->turn, loop->ready.count, timeout);
    }
    if (timeout == TRACE_FOREVER) {
        return false;
    }
    wait(loop, timeout);
    fire_due_timers(loop);
    for (uint32_t left = loop->ready.count; left > 0; left--) { /* what is added meanwhile waits for the next turn */
        run_next(loop);
    }
    if (hooked(loop)) {
        hook_emit(loop, EV_ITER_END, 0, 0, loop->turn, loop->ready.count, 0, 0);
    }
    return true;
}

static void stop(async_loop *loop, async_handle *handle)
{
    (void)handle;
    loop->stopping = true;
}

loop_end loop_run_until(async_loop *loop, future_object *future, TraceVia via)
{
    loop->stop_handle = (async_handle){.run = stop, .call = CALL_STOP};
    future_add_callback(future, &loop->stop_handle);
    if (hooked(loop)) {
        hook_emit(loop, EV_RUN, via, 0, 0, future_ref(&future->object), 0, 0);
    }
    while (!loop->stopping) {
        if (!run_once(loop)) {
            return LOOP_DEADLOCK;
        }
        if (loop->settings.turn_limit && loop->turn >= loop->settings.turn_limit && !loop->stopping) {
            return LOOP_LIMIT;
        }
    }
    loop->stopping = false;
    loop->author = TRACE_NOBODY;
    if (hooked(loop)) {
        hook_emit(loop, EV_RUN_END, via, 0, 0, future_ref(&future->object), 0, 0);
    }
    return LOOP_COMPLETE;
}

void loop_empty(async_loop *loop)
{
    while (loop->ready.count) {
        async_handle *handle = pop(loop);
        async_object *owner = handle->owner, *future = handle->future;
        object_release(future);
        object_release(owner);
    }
    async_timer *timer;
    while ((timer = timers_pop(&loop->timers))) {
        drop(timer);
    }
}
