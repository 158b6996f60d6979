/* gather.c: several awaitables as one future: done when the last child is, or with the first error. */
#include "core/hook.h"
#include "gather.h"
#include "core/report.h"

typedef struct gather_object {
    outer_future outer;
    size_t count, done;   /* distinct children; of these done */
    size_t slots;         /* arguments */
    uint32_t *slot_child; /* which child each argument is; behind children[] */
    bool return_exceptions, cancel_requested;
    struct gather_child {
        async_handle handle;
        future_object *future; /* a reference */
        bool heard_at_once;    /* it was done when gather was called: no callback is set on it */
    } children[];
} gather_object;

/* What stands in the list of results for a child that failed; in CPython a cancelled one is a CancelledError of its own, with an empty message where there
   was none. */
static async_value error_as_result(future_object *child)
{
    if (child->state != FUTURE_CANCELLED) {
        return future_error(child);
    }
    async_value error = error_cancelled(future_cancel_message(child));
    if (error_class(error) == &ASYNC_CANCELLED_ERROR) {
        ((error_object *)error.as.object)->quotes_nothing = true;
    }
    return error;
}

static void child_ended(gather_object *gather, future_object *child)
{
    bool failed = child->state == FUTURE_ERROR || child->state == FUTURE_CANCELLED;
    gather->done++;
    if (gather->outer.future.state != FUTURE_PENDING || !gather->return_exceptions) {
        child->unretrieved = false; /* with return_exceptions asyncio looks at the errors only when all are done */
    }
    if (gather->outer.future.state != FUTURE_PENDING) {
        return;
    }
    if (failed && !gather->return_exceptions) {
        async_value error = future_error(child);
        future_finish(&gather->outer.future, FUTURE_ERROR, error);
        value_release(error);
        return;
    }
    if (gather->done < gather->count) {
        return;
    }
    for (size_t i = 0; i < gather->count; i++) {
        gather->children[i].future->unretrieved = false;
    }
    if (gather->cancel_requested) {
        async_value error =
            future_cancelled_error(gather->children[gather->slot_child[gather->slots - 1]].future); /* of the last argument */
        future_finish(&gather->outer.future, FUTURE_ERROR, error);
        value_release(error);
        return;
    }
    list_object *list = object_new(OBJECT_LIST, sizeof *list + gather->slots * sizeof(async_value));
    if (!list) {
        future_finish(&gather->outer.future, FUTURE_ERROR, error_out_of_memory());
        return;
    }
    for (size_t i = 0; i < gather->slots; i++) {
        future_object *of = gather->children[gather->slot_child[i]].future;
        list->items[list->count++] = of->state == FUTURE_RESULT ? value_retain(future_value(of)) : error_as_result(of);
    }
    future_finish(&gather->outer.future, FUTURE_RESULT, (async_value){ASYNC_LIST, {.object = &list->object}});
    object_release(&list->object);
}

static void child_done(async_loop *loop, async_handle *handle)
{
    (void)loop;
    child_ended((gather_object *)(void *)handle->owner, (future_object *)handle->future);
}

/* Which child an argument is: itself again when the same object stands among the arguments twice. SIZE_MAX: a new one. */
static size_t earlier_child(const async_awaitable *items, const gather_object *gather, size_t at)
{
    const async_object *item = object_of(items[at]);
    for (size_t i = 0; i < at; i++) {
        if (item && object_of(items[i]) == item && item->type != OBJECT_YIELD) { /* one sleep(0) stands for all of them */
            return gather->slot_child[i];
        }
    }
    return SIZE_MAX;
}

static const char *unfit(const async_awaitable *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!task_can_ensure(object_of(items[i]))) {
            return "gather: a coroutine, a task or a future is required";
        }
    }
    return NULL;
}

/* Makes tasks of coroutines, from left to right, and waits for each. False: task_not_made() says why. */
static bool add_children(gather_object *gather, const async_awaitable *items, const TracePlace *place)
{
    for (size_t i = 0; i < gather->slots; i++) {
        size_t known = earlier_child(items, gather, i);
        if (known != SIZE_MAX) {
            gather->slot_child[i] = (uint32_t)known;
            continue;
        }
        async_object *item = object_of(items[i]);
        future_object *child = task_ensure(item, (TraceVia)gather->outer.future.via, place);
        if (!child) {
            return false;
        }
        if (&child->object != item) {
            ((task_object *)(void *)child)->destroyed_silently = true; /* asyncio's _log_destroy_pending = False */
        }
        struct gather_child *slot = &gather->children[gather->count];
        slot->future = child;
        slot->handle.run = child_done;
        slot->handle.owner = &gather->outer.future.object;
        slot->handle.call = CALL_CHILD;
        gather->slot_child[i] = (uint32_t)gather->count++;
        if (child->state != FUTURE_PENDING && rule_holds(RULE_GATHER_HEARS_AT_ONCE)) {
            slot->heard_at_once = true;
        } else {
            future_add_callback(child, &slot->handle);
        }
    }
    return true;
}

/* Of the children that were done already, in the order of the arguments. */
static void hear_at_once(gather_object *gather)
{
    for (size_t i = 0; i < gather->count; i++) {
        if (gather->children[i].heard_at_once) {
            child_ended(gather, gather->children[i].future);
        }
    }
}

static void announce(async_loop *loop, const gather_object *gather, const TracePlace *place)
{
    hook_emit(loop, EV_FUT_NEW, gather->outer.future.via, 0, gather->outer.future.number, 0, 0, hook_place(loop, place));
    for (size_t i = 0; i < gather->count; i++) {
        hook_emit(loop, EV_CHILD, 0, 0, gather->outer.future.number, future_ref(&gather->children[i].future->object), 0, 0);
    }
}

static bool gather_cancel(outer_future *outer, string_object *message)
{
    gather_object *gather = (gather_object *)(void *)outer;
    async_loop *loop = loop_running;
    if (hooked(loop) && gather->count) { /* asyncio's gather() of nothing gives a plain future that is done, and nobody sees it cancelled */
        TraceTarget target = gather->outer.future.state == FUTURE_PENDING ? TARGET_WAITING : TARGET_DONE;
        hook_emit(loop, EV_CANCEL, target, 0, 0, future_ref(&gather->outer.future.object), 0, 0);
    }
    if (gather->outer.future.state != FUTURE_PENDING) {
        return false;
    }
    bool accepted = false;
    for (size_t i = 0; i < gather->slots; i++) { /* one that stands among the arguments twice is cancelled twice */
        if (future_cancel(gather->children[gather->slot_child[i]].future, message)) {
            accepted = true;
        }
    }
    if (accepted) {
        gather->cancel_requested = true;
    }
    return accepted;
}

/* The children hold it as their callbacks' owner, and it holds them. */
static void gather_untie(outer_future *outer)
{
    gather_object *gather = (gather_object *)(void *)outer;
    for (size_t i = 0; i < gather->count; i++) {
        future_remove_callback(gather->children[i].future, &gather->children[i].handle);
    }
}

static void gather_dispose(outer_future *outer)
{
    const gather_object *gather = (const gather_object *)(const void *)outer;
    for (size_t i = 0; i < gather->count; i++) {
        object_release(&gather->children[i].future->object);
    }
}

static const outer_class gather_class = {"_GatheringFuture exception was never retrieved", gather_cancel, gather_untie, gather_dispose};

static gather_object *gather_allocate(size_t slots, TraceVia via)
{
    size_t size = sizeof(gather_object) + slots * (sizeof(struct gather_child) + sizeof(uint32_t));
    gather_object *gather = (gather_object *)(void *)outer_new(size, &gather_class, via);
    if (!gather) {
        return NULL;
    }
    gather->slots = slots;
    gather->slot_child = (uint32_t *)(void *)&gather->children[slots];
    return gather;
}

/* One of its children could not be made: the error comes out of gather(), and there is no future. The children that there are already are heard of by
   nobody, which counts as having seen their errors. */
static async_object *give_up(gather_object *gather)
{
    async_object *why = task_not_made();
    gather->outer.future.state = FUTURE_CANCELLED;
    object_release(&gather->outer.future.object);
    return object_handle(why);
}

async_future async_gather_(const async_awaitable *items, size_t count, bool return_exceptions, const TracePlace *place)
{
    return gather_via(items, count, return_exceptions, VIA_GATHER, place);
}

async_future gather_via(const async_awaitable *items, size_t count, bool return_exceptions, TraceVia via, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (!loop) {
        report_misuse("gather needs a running event loop", place);
        return NULL;
    }
    async_scope *scope = scope_current();
    for (size_t i = 0; i < count; i++) {
        const async_object *item = object_of(items[i]);
        if (item && item->type == OBJECT_ERROR) {
            return items[i];
        }
    }
    const char *wrong = unfit(items, count);
    if (wrong) {
        return object_handle(scope_keep(scope, error_new(&ASYNC_TYPE_ERROR, wrong).as.object));
    }
    gather_object *gather = gather_allocate(count, via);
    if (!gather) {
        return error_out_of_memory().as.object;
    }
    gather->return_exceptions = return_exceptions;
    if (!add_children(gather, items, place)) {
        return give_up(gather);
    }
    gather->outer.future.number = ++loop->future_numbers; /* only now: asyncio makes the outer future after its children */
    if (hooked(loop)) {
        announce(loop, gather, place);
    }
    if (count > 0) {
        hear_at_once(gather);
    } else {
        list_object *list = object_new(OBJECT_LIST, sizeof *list);
        future_finish(&gather->outer.future, list ? FUTURE_RESULT : FUTURE_ERROR,
                      list ? (async_value){ASYNC_LIST, {.object = &list->object}} : error_out_of_memory());
        object_release(list ? &list->object : NULL);
    }
    async_future kept = scope_keep(scope, &gather->outer.future.object);
    return object_handle(kept ? kept : error_out_of_memory().as.object);
}
