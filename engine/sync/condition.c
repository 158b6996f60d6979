/* condition.c: asyncio.Condition: waiting inside a lock, without holding it, for what another does inside it. */
#include "sync.h"
#include "core/coro.h"
#include "core/custom.h"

#include <stdio.h>

typedef struct condition_object {
    thing_object thing;
    sync_line line;
    lock_object *lock; /* a reference */
} condition_object;

static void wait_dispose(void *variables);
static void wake(condition_object *condition, size_t count);
static void wait_for_dispose(void *variables);

/* What is on its way when the condition has been waited for is put aside until the lock is held again. */
LIBRARY_CORO_WITH(condition_wait, "asyncio.Condition.wait", wait_dispose, condition_object *condition; sync_waiter * waiter; bool failed;
                  bool cancelled; async_value error; async_value ignored;)
{
    CORO_BEGIN;
    if (!self->condition->lock->locked) {
        RAISE(ASYNC_RUNTIME_ERROR, "cannot wait on un-acquired lock");
    }
    if (rule_holds(RULE_NOTIFY_IS_KEPT)) { /* there the future is made before the lock is let go of, and not after */
        self->waiter = sync_join(&self->condition->line, VIA_CONDITION);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
    }
    lock_release(self->condition->lock, NULL);
    TRY {
        self->waiter = self->waiter ? self->waiter : sync_join(&self->condition->line, VIA_CONDITION);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
        AWAIT(&self->waiter->future.object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        self->failed = true;
    }
    END_TRY;
    sync_leave(self->waiter);
    do {
        TRY {
            AWAIT(lock_acquire_via(self->condition->lock, VIA_CONDITION, ASYNC_HERE_("")));
            break;
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->ignored) {
            self->cancelled = true;
        }
        END_TRY;
    } while (true);
    if ((self->cancelled || self->failed) && rule_holds(RULE_NOTIFY_IS_KEPT)) {
        wake(self->condition, 1);
    }
    if (self->cancelled && rule_holds(RULE_CANCELLED_AS_IT_CAME)) {
        RAISE_AGAIN(self->ignored);
    }
    if (self->cancelled) {
        RAISE(ASYNC_CANCELLED_ERROR, "%s", "");
    }
    if (self->failed) {
        RAISE_AGAIN(self->error);
    }
    CORO_RETURN(async_bool(true));
    CORO_END;
}

static void wait_dispose(void *variables)
{
    struct condition_wait_frame *self = variables;
    sync_drop(self->waiter);
    object_release(&self->condition->thing.custom.object);
}

static async_coroutine wait_on(condition_object *condition, const TracePlace *place)
{
    return custom_keep(call_at(place, condition_wait, condition), &condition->thing.custom.object);
}

LIBRARY_CORO_WITH(condition_wait_for, "asyncio.Condition.wait_for", wait_for_dispose, condition_object *condition;
                  async_predicate predicate; void *context;)
{
    CORO_BEGIN;
    while (!self->predicate(self->context)) {
        AWAIT(wait_on(self->condition, ASYNC_HERE_("")));
    }
    CORO_RETURN(async_bool(true));
    CORO_END;
}

static void wait_for_dispose(void *variables)
{
    struct condition_wait_for_frame *self = variables;
    object_release(&self->condition->thing.custom.object);
}

lock_object *condition_lock(const async_object *condition) { return ((const condition_object *)(const void *)condition)->lock; }

static void dispose(void *object)
{
    condition_object *condition = object;
    object_release(&condition->lock->thing.custom.object);
}

static async_awaitable enter(async_object *object, const TracePlace *place) { return lock_enter(condition_lock(object), place); }

static async_awaitable leave(async_object *object, async_value error)
{
    (void)error;
    return sync_left(lock_release(condition_lock(object), NULL));
}

const custom_class condition_class = {.name = "Condition", .dispose = dispose, .enter = enter, .exit = leave, .thing = THING_CONDITION};

static void explain(const async_object *of, char *text, size_t size)
{
    (void)of;
    snprintf(text, size, "nobody notifies the condition");
}

async_condition async_create_condition_(async_lock lock, const TracePlace *place)
{
    if (lock && !custom_is(lock, &lock_class)) {
        return object_handle(custom_misused(lock, "a lock").as.object);
    }
    lock_object *own = lock ? (lock_object *)(void *)object_retain(object_of(lock)) : lock_new();
    condition_object *condition = own ? object_new(OBJECT_CUSTOM, sizeof *condition) : NULL;
    if (!condition) {
        object_release(own ? &own->thing.custom.object : NULL);
        return error_out_of_memory().as.object;
    }
    condition->thing.custom.class = &condition_class;
    condition->line.of = &condition->thing.custom.object;
    condition->line.explain = explain;
    condition->lock = own;
    return custom_made_at(condition, 0, place);
}

async_coroutine async_condition_wait_(async_condition condition, const TracePlace *place)
{
    condition_object *of = custom_is(condition, &condition_class);
    return object_handle(of ? wait_on(of, place) : custom_misused(condition, "a condition").as.object);
}

async_coroutine async_condition_wait_for_(async_condition condition, async_predicate predicate, void *context, const TracePlace *place)
{
    condition_object *of = custom_is(condition, &condition_class);
    if (!of || !predicate) {
        return object_handle(custom_misused(condition, of ? "a predicate" : "a condition").as.object);
    }
    return object_handle(custom_keep(call_at(place, condition_wait_for, of, predicate, context), condition));
}

static void wake(condition_object *condition, size_t count)
{
    for (sync_waiter *waiter = condition->line.first; waiter && count > 0; waiter = waiter->next) {
        if (!sync_done(waiter)) {
            count--;
            sync_wake(waiter, async_bool(false));
        }
    }
}

async_value async_notify_(async_condition condition, size_t count, const TracePlace *place)
{
    condition_object *of = custom_is(condition, &condition_class);
    if (!of) {
        return custom_misused(condition, "a condition");
    }
    if (!of->lock->locked) {
        return async_error(&ASYNC_RUNTIME_ERROR, "cannot notify on un-acquired lock");
    }
    sync_use(&of->thing, USE_NOTIFIED, sync_pending(&of->line, count), place);
    wake(of, count);
    return async_none();
}

async_value async_notify_all_(async_condition condition, const TracePlace *place)
{
    const condition_object *of = custom_is(condition, &condition_class);
    return async_notify_(condition, of ? of->line.count : 0, place);
}
