/* lock.c: asyncio.Lock: one task inside at a time, the others in the order of asking. */
#include "sync.h"
#include "core/coro.h"
#include "core/custom.h"
#include "core/loop.h"

#include <stdio.h>

static void acquire_dispose(void *variables);

static bool is_free(const lock_object *lock) { return !lock->locked && sync_all_cancelled(&lock->line); }

static void take(lock_object *lock, const TracePlace *place)
{
    lock->locked = true;
    lock->holder = ref_number(future_ref(object_of(async_current_task())));
    sync_use(&lock->thing, USE_TAKEN, 0, place);
}

/* One who was woken and has not run yet will take the lock, or, if it is cancelled, wake the next itself. */
static void wake_first(lock_object *lock)
{
    sync_waiter *first = lock->line.first;
    if (first && !sync_done(first)) {
        sync_wake(first, async_bool(true));
    }
}

LIBRARY_CORO_WITH(lock_acquire, "asyncio.Lock.acquire", acquire_dispose, lock_object *lock; TraceVia via; sync_waiter * waiter;
                  async_value error;)
{
    CORO_BEGIN;
    if (!is_free(self->lock)) {
        self->waiter = sync_join(&self->lock->line, self->via);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
        TRY {
            AWAIT(&self->waiter->future.object);
        }
        CATCH(ASYNC_BASE_EXCEPTION, self->error) {
            sync_leave(self->waiter);
            if (!self->lock->locked) {
                wake_first(self->lock);
            }
            RAISE_AGAIN(self->error);
        }
        END_TRY;
        sync_leave(self->waiter);
    }
    take(self->lock, NULL);
    CORO_RETURN(async_bool(true));
    CORO_END;
}

static void acquire_dispose(void *variables)
{
    struct lock_acquire_frame *self = variables;
    sync_drop(self->waiter);
    object_release(&self->lock->thing.custom.object);
}

async_coroutine lock_acquire_via(lock_object *lock, TraceVia via, const TracePlace *place)
{
    return custom_keep(call_at(place, lock_acquire, lock, via), &lock->thing.custom.object);
}

async_value lock_release(lock_object *lock, const TracePlace *place)
{
    if (!lock->locked) {
        return async_error(&ASYNC_RUNTIME_ERROR, "Lock is not acquired.");
    }
    lock->locked = false;
    sync_use(&lock->thing, USE_RELEASED, 0, place);
    wake_first(lock);
    return async_none();
}

async_awaitable lock_enter(lock_object *lock, const TracePlace *place)
{
    if (!is_free(lock)) {
        return lock_acquire_via(lock, VIA_LOCK, place);
    }
    take(lock, place);
    return sync_nothing();
}

static async_awaitable enter(async_object *object, const TracePlace *place) { return lock_enter((lock_object *)(void *)object, place); }

static async_awaitable leave(async_object *object, async_value error)
{
    (void)error;
    return sync_left(lock_release((lock_object *)(void *)object, NULL));
}

const custom_class lock_class = {.name = "Lock", .enter = enter, .exit = leave, .thing = THING_LOCK};

const task_object *lock_holder(const lock_object *lock)
{
    const task_object *task = loop_running->tasks;
    while (task && task->future.number != lock->holder) {
        task = task->next;
    }
    return lock->locked ? task : NULL;
}

static void explain(const async_object *of, char *text, size_t size)
{
    char name[32];
    const lock_object *lock = (const lock_object *)(const void *)of;
    const task_object *holder = lock_holder(lock);
    if (holder) {
        snprintf(text, size, "the lock is held by %s", task_name(holder, name));
    } else {
        snprintf(text, size, lock->locked ? "the lock was never released by a task that has ended" : "the lock is free");
    }
}

lock_object *lock_new(void)
{
    lock_object *lock = object_new(OBJECT_CUSTOM, sizeof *lock);
    if (lock) {
        lock->thing.custom.class = &lock_class;
        lock->line.of = &lock->thing.custom.object;
        lock->line.explain = explain;
    }
    return lock;
}

async_lock async_create_lock_(const TracePlace *place) { return custom_made_at(lock_new(), 0, place); }
