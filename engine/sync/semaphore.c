/* semaphore.c: asyncio.Semaphore and BoundedSemaphore: so many tasks inside at a time, the others in the order of asking. */
#include "sync.h"
#include "core/coro.h"
#include "core/custom.h"

#include <stdio.h>

typedef struct semaphore_object {
    thing_object thing;
    sync_line line;
    int64_t value; /* how many may still come in; what is handed to one in the line is taken off at once */
    int64_t bound; /* of a bounded one: what it began with; else INT64_MAX */
} semaphore_object;

static void acquire_dispose(void *variables);

static bool is_locked(const semaphore_object *semaphore) { return semaphore->value == 0 || !sync_all_cancelled(&semaphore->line); }

static void take(semaphore_object *semaphore, const TracePlace *place)
{
    semaphore->value--;
    sync_use(&semaphore->thing, USE_TAKEN, (size_t)semaphore->value, place);
}

/* False: nobody waits. */
static bool wake_next(semaphore_object *semaphore)
{
    sync_waiter *next = sync_first_pending(&semaphore->line);
    if (next) {
        semaphore->value--;
        sync_use(&semaphore->thing, USE_HANDED, sync_task(next), NULL);
        sync_wake(next, async_bool(true));
    }
    return next != NULL;
}

/* Others may have come who had to stand behind the one that leaves. */
static void wake_all(semaphore_object *semaphore)
{
    while (semaphore->value > 0 && wake_next(semaphore)) {}
}

LIBRARY_CORO_WITH(semaphore_acquires, "asyncio.Semaphore.acquire", acquire_dispose, semaphore_object *semaphore; sync_waiter * waiter;
                  async_value error;)
{
    CORO_BEGIN;
    if (!is_locked(self->semaphore)) {
        take(self->semaphore, NULL);
        CORO_RETURN(async_bool(true));
    }
    self->waiter = sync_join(&self->semaphore->line, VIA_SEMAPHORE);
    if (!self->waiter) {
        RAISE_AGAIN(error_out_of_memory());
    }
    TRY {
        AWAIT(&self->waiter->future.object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        sync_leave(self->waiter);
        if (rule_holds(RULE_SEMAPHORE_WAKES_ALL)) {
            if (sync_done(self->waiter) && !sync_cancelled(self->waiter)) {
                self->semaphore->value++;
                sync_use(&self->semaphore->thing, USE_RELEASED, (size_t)self->semaphore->value, NULL);
            }
            wake_all(self->semaphore);
        } else if (!sync_cancelled(self->waiter)) { /* its place was handed over already: hand it on */
            self->semaphore->value++;
            sync_use(&self->semaphore->thing, USE_RELEASED, (size_t)self->semaphore->value, NULL);
            wake_next(self->semaphore);
        }
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    sync_leave(self->waiter);
    if (rule_holds(RULE_SEMAPHORE_WAKES_ALL)) {
        wake_all(self->semaphore);
    } else if (self->semaphore->value > 0) {
        wake_next(self->semaphore);
    }
    CORO_RETURN(async_bool(true));
    CORO_END;
}

static void acquire_dispose(void *variables)
{
    struct semaphore_acquires_frame *self = variables;
    sync_drop(self->waiter);
    object_release(&self->semaphore->thing.custom.object);
}

async_coroutine semaphore_acquire(async_object *semaphore, const TracePlace *place)
{
    return custom_keep(call_at(place, semaphore_acquires, (semaphore_object *)(void *)semaphore), semaphore);
}

bool semaphore_locked(const async_object *semaphore) { return is_locked((const semaphore_object *)(const void *)semaphore); }

async_value semaphore_release(async_object *object, const TracePlace *place)
{
    semaphore_object *semaphore = (semaphore_object *)(void *)object;
    if (semaphore->value >= semaphore->bound) {
        return async_error(&ASYNC_VALUE_ERROR, "BoundedSemaphore released too many times");
    }
    semaphore->value++;
    sync_use(&semaphore->thing, USE_RELEASED, (size_t)semaphore->value, place);
    wake_next(semaphore);
    return async_none();
}

static async_awaitable enter(async_object *object, const TracePlace *place)
{
    semaphore_object *semaphore = (semaphore_object *)(void *)object;
    if (is_locked(semaphore)) {
        return semaphore_acquire(object, place);
    }
    take(semaphore, place);
    return sync_nothing();
}

static async_awaitable leave(async_object *object, async_value error)
{
    (void)error;
    return sync_left(semaphore_release(object, NULL));
}

const custom_class semaphore_class = {.name = "Semaphore", .enter = enter, .exit = leave, .thing = THING_SEMAPHORE};

static void explain(const async_object *of, char *text, size_t size)
{
    (void)of;
    snprintf(text, size, "nobody releases the semaphore");
}

static async_semaphore create(int64_t value, int64_t bound, const TracePlace *place)
{
    if (value < 0) {
        return object_handle(async_error(&ASYNC_VALUE_ERROR, "Semaphore initial value must be >= 0").as.object);
    }
    semaphore_object *semaphore = object_new(OBJECT_CUSTOM, sizeof *semaphore);
    if (semaphore) {
        semaphore->thing.custom.class = &semaphore_class;
        semaphore->line.of = &semaphore->thing.custom.object;
        semaphore->line.explain = explain;
        semaphore->value = value;
        semaphore->bound = bound;
    }
    return custom_made_at(semaphore, sync_count((size_t)value), place);
}

async_semaphore async_create_semaphore_(int64_t value, const TracePlace *place) { return create(value, INT64_MAX, place); }

async_semaphore async_create_bounded_semaphore_(int64_t value, const TracePlace *place) { return create(value, value, place); }
