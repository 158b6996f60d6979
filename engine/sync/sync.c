/* sync.c: see sync.h; and what is said of a lock, a semaphore and a condition alike. */
#include "sync.h"

#include "core/custom.h"
#include "core/future.h"

sync_waiter *sync_join(sync_line *line, TraceVia via)
{
    sync_waiter *waiter = (sync_waiter *)(void *)future_new_at(sizeof *waiter, via, (thing_object *)(void *)line->of);
    if (!waiter) {
        return NULL;
    }
    waiter->line = line;
    waiter->previous = line->last;
    *(line->last ? &line->last->next : &line->first) = waiter;
    line->last = waiter;
    line->count++;
    return waiter;
}

void sync_leave(sync_waiter *waiter)
{
    sync_line *line = waiter ? waiter->line : NULL;
    if (!line) {
        return;
    }
    *(waiter->previous ? &waiter->previous->next : &line->first) = waiter->next;
    *(waiter->next ? &waiter->next->previous : &line->last) = waiter->previous;
    waiter->next = waiter->previous = NULL;
    waiter->line = NULL;
    line->count--;
}

void sync_drop(sync_waiter *waiter)
{
    sync_leave(waiter);
    object_release(waiter ? &waiter->future.object : NULL);
}

void sync_wake(sync_waiter *waiter, async_value value) { future_finish(&waiter->future, FUTURE_RESULT, value); }

bool sync_all_cancelled(const sync_line *line)
{
    for (const sync_waiter *waiter = line->first; waiter; waiter = waiter->next) {
        if (!sync_cancelled(waiter)) {
            return false;
        }
    }
    return true;
}

sync_waiter *sync_first_pending(const sync_line *line)
{
    sync_waiter *waiter = line->first;
    while (waiter && sync_done(waiter)) {
        waiter = waiter->next;
    }
    return waiter;
}

size_t sync_pending(const sync_line *line, size_t most)
{
    size_t count = 0;
    for (const sync_waiter *waiter = line->first; waiter && count < most; waiter = waiter->next) {
        count += !sync_done(waiter);
    }
    return count;
}

Ref sync_task(const sync_waiter *waiter)
{
    const async_entry *last = waiter->future.callbacks;
    const async_entry *first = last ? last->next : NULL;
    return first && first->call == CALL_WAKEUP ? future_ref(entry_owner(first)) : 0;
}

const sync_line *sync_line_of(const async_object *awaited)
{
    if (!awaited || awaited->type != OBJECT_FUTURE) {
        return NULL;
    }
    switch ((TraceVia)((const future_object *)awaited)->via) { /* only sync_join() makes futures for these */
    case VIA_LOCK:
    case VIA_EVENT:
    case VIA_SEMAPHORE:
    case VIA_CONDITION:
    case VIA_AS_COMPLETED:
    case VIA_QUEUE_GET:
    case VIA_QUEUE_PUT:
    case VIA_QUEUE_JOIN: return ((const sync_waiter *)(const void *)awaited)->line;
    default: return NULL;
    }
}

async_awaitable sync_nothing(void)
{
    static _Thread_local future_object nothing = {
        .object = {.type = OBJECT_FUTURE, .references = REFERENCES_OF_STATIC}, .state = FUTURE_RESULT, .value_type = ASYNC_NONE};
    return &nothing.object;
}

async_awaitable sync_left(async_value released) { return released.type == ASYNC_ERROR ? released.as.object : sync_nothing(); }

/* ---- What can be acquired and released ---- */

static const char ACQUIRED[] = "a lock, a semaphore or a condition";

static lock_object *lock_of(async_object *object)
{
    return custom_is(object, &condition_class) ? condition_lock(object) : custom_is(object, &lock_class);
}

async_coroutine async_acquire_(async_object *handle, const TracePlace *place)
{
    async_object *object = object_of(handle);
    if (custom_is(object, &semaphore_class)) {
        return object_handle(semaphore_acquire(object, place));
    }
    lock_object *lock = lock_of(object);
    return object_handle(lock ? lock_acquire_via(lock, VIA_LOCK, place) : custom_misused(object, ACQUIRED).as.object);
}

async_value async_release_(async_object *handle, const TracePlace *place)
{
    async_object *object = object_of(handle);
    if (custom_is(object, &semaphore_class)) {
        return semaphore_release(object, place);
    }
    lock_object *lock = lock_of(object);
    return lock ? lock_release(lock, place) : custom_misused(object, ACQUIRED);
}

bool async_locked(async_object *handle)
{
    async_object *object = object_of(handle);
    if (custom_is(object, &semaphore_class)) {
        return semaphore_locked(object);
    }
    const lock_object *lock = lock_of(object);
    return lock && lock->locked;
}
