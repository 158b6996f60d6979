/* as_completed.c: asyncio.as_completed: the results of several awaitables, in the order in which they come. */
#include "waiter.h"
#include "core/coro.h"
#include "core/knot.h"
#include "core/loop.h"
#include "sync/sync.h"

#include <math.h>

typedef struct completed_child {
    async_handle handle;
    future_object *future; /* a reference, until it is done or the time is over */
} completed_child;

typedef struct completed_object {
    knot_object knot;
    list_object *arguments; /* each once; a reference, until the work begins */
    async_queue queue;      /* of what is done, or of a None for each that was not there in time; a reference */
    double timeout;         /* s */
    async_handle due;       /* the timer's */
    size_t left, to_give;   /* children that are not done; results that were not asked for */
    size_t count;
    completed_child children[];
} completed_object;

/* A child is done, or will not be waited for any longer. */
static void let_go(completed_child *child)
{
    async_object *future = child->future ? &child->future->object : NULL;
    child->future = NULL;
    object_release(future);
}

static void child_done(async_loop *loop, async_handle *handle)
{
    completed_object *completed = (completed_object *)(void *)handle->owner;
    completed_child *child = (completed_child *)(void *)handle;
    if (!completed->left) {
        return; /* the time was over before */
    }
    completed->left--;
    async_put_nowait_(completed->queue, async_future_value(&child->future->object), NULL);
    let_go(child);
    if (!completed->left && completed->due.run) {
        loop_cancel_timer(loop, &completed->due.entry);
    }
}

static void take_off(completed_object *completed)
{
    for (size_t i = 0; i < completed->count; i++) {
        completed_child *child = &completed->children[i];
        if (child->future) {
            future_remove_callback(child->future, &child->handle);
        }
    }
}

static void time_is_over(async_loop *loop, async_handle *handle)
{
    (void)loop;
    completed_object *completed = (completed_object *)(void *)handle->owner;
    take_off(completed);
    for (; completed->left > 0; completed->left--) {
        async_put_nowait_(completed->queue, async_none(), NULL);
    }
}

static void untie(knot_object *knot) { take_off((completed_object *)(void *)knot); }

static void dispose(void *object)
{
    completed_object *completed = object;
    knot_forget(&completed->knot);
    for (size_t i = 0; i < completed->count; i++) {
        let_go(&completed->children[i]);
    }
    object_release(completed->arguments ? &completed->arguments->object : NULL);
    object_release(completed->queue);
}

static const custom_class completed_class = {.name = "as_completed", .dispose = dispose};

/* The next result, whichever that is. */
LIBRARY_CORO(next_result, "asyncio.as_completed", completed_object *completed; bool as_task; async_value value; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, queue_get_via(self->completed->queue, VIA_AS_COMPLETED, ASYNC_HERE_("")));
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        self->completed->to_give += rule_holds(RULE_COMPLETED_GIVES_BACK);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    if (self->value.type == ASYNC_NONE) {
        RAISE(ASYNC_TIMEOUT_ERROR, "%s", "");
    }
    if (self->as_task) {
        CORO_RETURN(self->value);
    }
    AWAIT_TO(self->value, async_awaitable_of(self->value)); /* it is done: this only fetches the result */
    CORO_RETURN(self->value);
    CORO_END;
}

/* Why the work cannot begin: an argument that is an error or nothing to await, a timeout that is no number. None: it can. */
static async_value objection(const completed_object *completed)
{
    for (size_t i = 0; i < completed->count; i++) {
        async_object *argument = completed->arguments->items[i].as.object;
        if (argument && argument->type == OBJECT_ERROR) {
            return (async_value){ASYNC_ERROR, {.object = argument}};
        }
        if (!task_can_ensure(argument)) {
            return async_error(&ASYNC_TYPE_ERROR, "An asyncio.Future, a coroutine or an awaitable is required");
        }
    }
    return isnan(completed->timeout) ? async_error(&ASYNC_VALUE_ERROR, "as_completed: the timeout is not a number") : async_none();
}

/* Makes a task of each coroutine. False: task_not_made() says why. */
static bool make_children(completed_object *completed, const TracePlace *place)
{
    for (size_t i = 0; i < completed->count; i++) {
        completed_child *child = &completed->children[i];
        child->handle.run = child_done;
        child->handle.owner = &completed->knot.custom.object;
        child->handle.call = CALL_COMPLETED_CHILD;
        child->future = task_ensure(completed->arguments->items[i].as.object, VIA_AS_COMPLETED, place);
        if (!child->future) {
            return false;
        }
    }
    return true;
}

/* All tasks are made, then each is waited for, then the time limit is set. The error, or None. */
static async_value begin(completed_object *completed, const TracePlace *place)
{
    async_object *owner = &completed->knot.custom.object;
    completed->queue = object_retain(object_of(async_create_queue_(0, NULL)));
    queue_silence(completed->queue);
    if (completed->queue->type == OBJECT_ERROR) {
        return error_out_of_memory();
    }
    if (!make_children(completed, place)) {
        return (async_value){ASYNC_ERROR, {.object = task_not_made()}};
    }
    for (size_t i = 0; i < completed->count; i++) {
        future_add_callback(completed->children[i].future, &completed->children[i].handle);
    }
    completed->left = completed->to_give = completed->count;
    if (!completed->count || isinf(completed->timeout)) {
        return async_none();
    }
    completed->due = (async_handle){.run = time_is_over, .owner = owner, .call = CALL_COMPLETED_EXPIRE};
    int64_t when = loop_time(loop_running) + loop_ns(completed->timeout);
    return loop_add_timer(loop_running, &completed->due.entry, when) ? async_none() : error_out_of_memory();
}

/* The error, or None; also when it has begun before. */
static async_value begin_once(completed_object *completed, const TracePlace *place)
{
    if (!completed->arguments) {
        return async_none();
    }
    async_value error = objection(completed);
    error = error.type == ASYNC_ERROR ? error : begin(completed, place);
    object_release(&completed->arguments->object);
    completed->arguments = NULL;
    if (error.type == ASYNC_ERROR) {
        completed->to_give = 0;
    }
    return error;
}

async_coroutine async_next_completed_(async_completion object, bool as_task, const TracePlace *place)
{
    completed_object *completed = custom_is(object, &completed_class);
    if (!completed) {
        return object ? object_handle(custom_misused(object, "what async_as_completed() gives").as.object) : NULL;
    }
    async_value error = begin_once(completed, place);
    if (error.type == ASYNC_ERROR) {
        return object_handle(error.as.object);
    }
    if (!completed->to_give) {
        return NULL;
    }
    completed->to_give--;
    return object_handle(waiter_keep(call_at(place, next_result, completed, as_task), &completed->knot.custom.object));
}

async_completion async_as_completed_(const async_awaitable *items, size_t count, double timeout, const TracePlace *place)
{
    list_object *arguments = loop_running ? waiter_distinct(items, count) : NULL;
    completed_object *completed = NULL;
    if (arguments) {
        completed = knot_new(sizeof *completed + arguments->count * sizeof completed->children[0], &completed_class, untie);
    }
    if (!completed) {
        object_release(arguments ? &arguments->object : NULL);
        return error_out_of_memory().as.object;
    }
    completed->arguments = arguments;
    completed->count = arguments->count;
    completed->timeout = timeout;
    async_completion made = custom_made(completed);
    /* An objection is told to whoever asks for the first result. */
    if (rule_holds(RULE_COMPLETED_AT_CALL) && objection(completed).type != ASYNC_ERROR) {
        async_value error = begin_once(completed, place);
        return error.type == ASYNC_ERROR ? object_handle(error.as.object) : made;
    }
    return made;
}
