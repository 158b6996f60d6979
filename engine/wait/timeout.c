/* timeout.c: asyncio.timeout: a block whose task is cancelled when its time is over, and that turns this into a TimeoutError. */
#include "core/coro.h"
#include "core/custom.h"
#include "core/loop.h"

#include <math.h>

typedef enum timeout_state { TIMEOUT_CREATED, TIMEOUT_ENTERED, TIMEOUT_EXPIRING, TIMEOUT_EXPIRED, TIMEOUT_EXITED } timeout_state;

typedef struct timeout_object {
    custom_object custom;
    timeout_state state;
    bool limited;          /* there is a deadline */
    double when;           /* on the loop's clock, s */
    task_object *task;     /* that runs the block; a reference, from entering on */
    uint32_t cancelling;   /* requests to cancel the task that were there on entering */
    struct expiry *expiry; /* its timer, while that is set: it lives as long as the loop holds it */
} timeout_object;

/* One setting of the timer: one that was cancelled stays in the heap, so setting another needs another. */
typedef struct expiry {
    custom_object custom;
    timeout_object *timeout; /* a reference */
    async_handle handle;
} expiry;

static void dispose_expiry(void *object) { object_release(&((expiry *)object)->timeout->custom.object); }

static const async_object *task_to_cancel(const void *object) { return &((const expiry *)object)->timeout->task->future.object; }

static const custom_class expiry_class = {.name = "expiry", .dispose = dispose_expiry, .serves = task_to_cancel};

static void run_expiry(async_loop *loop, async_handle *handle)
{
    (void)loop;
    timeout_object *timeout = ((expiry *)(void *)handle->owner)->timeout;
    task_cancel(timeout->task, NULL, NULL);
    timeout->state = TIMEOUT_EXPIRING;
    timeout->expiry = NULL;
}

static void cancel_expiry(timeout_object *timeout)
{
    if (timeout->expiry) {
        loop_cancel_timer(loop_running, &timeout->expiry->handle.entry);
        timeout->expiry = NULL;
    }
}

/* Sets the timer for the deadline; one that has passed already goes right into the ready queue. False: out of memory. */
static bool set_expiry(timeout_object *timeout)
{
    if (!timeout->limited) {
        return true;
    }
    expiry *set = object_new(OBJECT_CUSTOM, sizeof *set);
    if (!set) {
        return false;
    }
    object_retain(&timeout->custom.object);
    set->custom.class = &expiry_class;
    set->timeout = timeout;
    set->handle = (async_handle){.run = run_expiry, .owner = &set->custom.object, .call = CALL_EXPIRE};
    int64_t when = loop_ns(timeout->when);
    bool is_set = true;
    if (when <= loop_time(loop_running)) {
        loop_schedule(loop_running, &set->handle.entry, NULL);
    } else {
        is_set = loop_add_timer(loop_running, &set->handle.entry, when);
    }
    timeout->expiry = is_set ? set : NULL;
    object_release(&set->custom.object); /* the loop has one */
    return is_set;
}

LIBRARY_CORO(timeout_enter, "asyncio.Timeout.__aenter__", timeout_object *timeout;)
{
    CORO_BEGIN;
    timeout_object *timeout = self->timeout;
    if (timeout->state != TIMEOUT_CREATED) {
        RAISE(ASYNC_RUNTIME_ERROR, "Timeout has already been entered");
    }
    timeout->state = TIMEOUT_ENTERED;
    timeout->task = (task_object *)(void *)object_retain(&loop_running->current->future.object);
    timeout->cancelling = rule_holds(RULE_TIMEOUT_COUNTS) ? timeout->task->cancel_requests : 0;
    if (!set_expiry(timeout)) {
        RAISE_AGAIN(error_out_of_memory());
    }
    CORO_END;
}

LIBRARY_CORO(timeout_exit, "asyncio.Timeout.__aexit__", timeout_object *timeout; async_value error;)
{
    CORO_BEGIN;
    timeout_object *timeout = self->timeout;
    cancel_expiry(timeout);
    if (timeout->state == TIMEOUT_ENTERED) {
        timeout->state = TIMEOUT_EXITED;
    } else if (timeout->state == TIMEOUT_EXPIRING) {
        timeout->state = TIMEOUT_EXPIRED;
        bool ours = async_uncancel_(&timeout->task->future.object, NULL) <= timeout->cancelling;
        if (ours && error_class(self->error) == &ASYNC_CANCELLED_ERROR) {
            RAISE(ASYNC_TIMEOUT_ERROR, "%s", "");
        }
    }
    CORO_END;
}

static async_awaitable enter_timeout(async_object *object, const TracePlace *place)
{
    return call_at(place, timeout_enter, (timeout_object *)(void *)object);
}

static async_awaitable exit_timeout(async_object *object, async_value error)
{
    return call_at(ASYNC_HERE_(""), timeout_exit, (timeout_object *)(void *)object, error);
}

static void dispose_timeout(void *object)
{
    timeout_object *timeout = object;
    object_release(timeout->task ? &timeout->task->future.object : NULL);
}

static const custom_class timeout_class = {.name = "timeout", .dispose = dispose_timeout, .enter = enter_timeout, .exit = exit_timeout};

static timeout_object *timeout_of(async_timeout_block object) { return custom_is(object, &timeout_class); }

static void set_when(timeout_object *timeout, double when)
{
    timeout->limited = !(isinf(when) && when > 0);
    timeout->when = when;
}

async_timeout_block async_timeout_at(double when)
{
    if (isnan(when)) {
        return object_handle(
            scope_keep(scope_current(), value_object(error_new(&ASYNC_VALUE_ERROR, "timeout: the deadline is not a number"))));
    }
    timeout_object *timeout = object_new(OBJECT_CUSTOM, sizeof *timeout);
    if (timeout) {
        timeout->custom.class = &timeout_class;
        set_when(timeout, when);
    }
    return custom_made(timeout);
}

async_timeout_block async_timeout(double seconds) { return async_timeout_at(async_loop_time() + seconds); }

double async_timeout_when(async_timeout_block object)
{
    const timeout_object *timeout = timeout_of(object);
    return timeout && timeout->limited ? timeout->when : ASYNC_NO_TIMEOUT;
}

bool async_timeout_expired(async_timeout_block object)
{
    const timeout_object *timeout = timeout_of(object);
    return timeout && (timeout->state == TIMEOUT_EXPIRING || timeout->state == TIMEOUT_EXPIRED);
}

async_value async_timeout_reschedule(async_timeout_block object, double when)
{
    static const char *const names[] = {"created", "active", "expiring", "expired", "finished"};
    timeout_object *timeout = timeout_of(object);
    if (!timeout || isnan(when)) {
        return timeout ? async_error(&ASYNC_VALUE_ERROR, "timeout: the deadline is not a number") : custom_misused(object, "a timeout");
    }
    if (timeout->state == TIMEOUT_CREATED) {
        return async_error(&ASYNC_RUNTIME_ERROR, "Timeout has not been entered");
    }
    if (timeout->state != TIMEOUT_ENTERED) {
        return async_error(&ASYNC_RUNTIME_ERROR, "Cannot change state of %s Timeout", names[timeout->state]);
    }
    set_when(timeout, when);
    cancel_expiry(timeout);
    return set_expiry(timeout) ? async_none() : error_out_of_memory();
}
