/* shield.c: asyncio.shield: a future of its own in front of another, so that cancelling the one leaves the other alone. */
#include "core/knot.h"
#include "core/loop.h"
#include "core/report.h"

/* What connects the two, as long as neither is done. */
typedef struct shield_link {
    knot_object knot;
    future_object *inner, *outer; /* references */
    async_handle inner_done, outer_done;
    async_handle forgets; /* set on the inner one, if the rules ask for it; else not made */
} shield_link;

static void inner_is_done(async_loop *loop, async_handle *handle)
{
    future_object *inner = ((shield_link *)(void *)handle->owner)->inner;
    future_object *outer = ((shield_link *)(void *)handle->owner)->outer;
    if (outer->state == FUTURE_CANCELLED) {
        inner->unretrieved = inner->unretrieved && rule_holds(RULE_SHIELD_FORGETS);
        return;
    }
    if (inner->state == FUTURE_CANCELLED) {
        future_cancel(outer,
                      NULL); /* also of one that somebody else has given a result: to have asked for it counts as having seen its error */
        return;
    }
    inner->unretrieved = false;
    if (outer->state == FUTURE_PENDING) {
        future_finish(outer, (future_state)inner->state, future_value(inner));
        return;
    }
    async_value error = error_new(&ASYNC_INVALID_STATE_ERROR, "invalid state");
    report_callback(loop, "shield.inner", error);
    value_release(error);
}

/* Whatever the inner one comes to, nobody waits for it here any more. */
static void outer_is_done(async_loop *loop, async_handle *handle)
{
    (void)loop;
    shield_link *link = (shield_link *)(void *)handle->owner;
    if (link->inner->state == FUTURE_PENDING) {
        future_remove_callback(link->inner, &link->inner_done);
        if (link->forgets.run && rule_holds(RULE_SHIELD_LETS_GO)) {
            future_remove_callback(link->inner, &link->forgets);
        }
    }
}

/* asyncio has a graph of who awaits whom there, which the trace tells anyway. */
static void forget(async_loop *loop, async_handle *handle)
{
    (void)loop;
    (void)handle;
}

static const async_object *shielding_future(const void *object) { return &((const shield_link *)object)->outer->object; }

static void dispose(void *object)
{
    shield_link *link = object;
    knot_forget(&link->knot);
    object_release(link->inner ? &link->inner->object : NULL);
    object_release(link->outer ? &link->outer->object : NULL);
}

static const custom_class link_class = {.name = "shield", .dispose = dispose, .serves = shielding_future};

static void untie(knot_object *knot)
{
    shield_link *link = (shield_link *)(void *)knot;
    future_remove_callback(link->inner, &link->inner_done);
    if (link->forgets.run) {
        future_remove_callback(link->inner, &link->forgets);
    }
    future_remove_callback(link->outer, &link->outer_done);
}

/* The future that stands for the inner one, in the running coroutine's scope; NULL: out of memory. Takes over the reference to the inner one. */
static future_object *outer_for(future_object *inner, const TracePlace *place)
{
    shield_link *link = knot_new(sizeof *link, &link_class, untie);
    if (!link) {
        object_release(&inner->object);
        return NULL;
    }
    link->inner = inner;
    link->inner_done = (async_handle){.run = inner_is_done, .owner = &link->knot.custom.object, .call = CALL_SHIELD_INNER};
    link->outer_done = (async_handle){.run = outer_is_done, .owner = &link->knot.custom.object, .call = CALL_SHIELD_OUTER};
    future_object *outer = future_new(sizeof *outer, OBJECT_FUTURE, VIA_SHIELD, place);
    if (outer) {
        link->outer = (future_object *)object_retain(&outer->object);
        if (rule_holds(RULE_SHIELD_FORGETS) && loop_running->current) {
            link->forgets = (async_handle){.run = forget, .owner = &link->knot.custom.object, .call = CALL_SHIELD_FORGETS};
            future_add_callback(inner, &link->forgets);
        }
        future_add_callback(inner, &link->inner_done);
        future_add_callback(outer, &link->outer_done);
    }
    object_release(&link->knot.custom.object);
    return scope_keep(scope_current(), outer ? &outer->object : NULL);
}

async_future async_shield_(async_awaitable handle, const TracePlace *place)
{
    async_object *awaitable = object_of(handle);
    if (!loop_running) {
        report_misuse("shield needs a running event loop", place);
        return NULL;
    }
    if (awaitable && awaitable->type == OBJECT_ERROR) {
        return handle;
    }
    if (!task_can_ensure(awaitable)) {
        const char *message = "An asyncio.Future, a coroutine or an awaitable is required";
        return object_handle(scope_keep(scope_current(), value_object(error_new(&ASYNC_TYPE_ERROR, message))));
    }
    future_object *future = task_ensure(awaitable, VIA_SHIELD, place);
    if (!future) {
        return object_handle(task_not_made());
    }
    if (future->state != FUTURE_PENDING) {
        future = scope_keep(scope_current(), &future->object);
    } else {
        future = outer_for(future, place);
    }
    return object_handle(future ? &future->object : error_out_of_memory().as.object);
}
