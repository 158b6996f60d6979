/* cleanup.c: the way out of a coroutine: what TRY, FINALLY and WITH have to do before it goes on, returns or fails. */
#include "coro.h"
#include "custom.h"

#include <assert.h>

/* What a coroutine has to do on its way out: one for each WITH that it stands in, and for each FINALLY that was reached by an error or a return. */
typedef struct async_cleanup {
    struct async_cleanup *next; /* the one outside it */
    async_object *context;      /* of a WITH: what to leave; a reference */
    async_value value;          /* what was on its way: a reference */
    int depth;                  /* how many FINALLYs and WITHs are round it, itself included */
    uint8_t leaving;            /* async_leaving */
    uint8_t size_class;         /* of the pool */
} async_cleanup;

static void drop_cleanup(async_frame *frame)
{
    async_cleanup *cleanup = frame->cleanup;
    frame->cleanup = cleanup->next;
    object_release(cleanup->context);
    value_release(cleanup->value);
    pool_give_plain(cleanup, cleanup->size_class);
}

void coro_drop_cleanups(async_frame *frame)
{
    while (frame->cleanup) {
        drop_cleanup(frame);
    }
}

/* Forgets those which an error left behind that came out of a FINALLY itself, or out of entering a WITH. */
static void drop_deeper(async_frame *frame, int depth)
{
    while (frame->cleanup && frame->cleanup->depth > depth) {
        drop_cleanup(frame);
    }
}

/* NULL: out of memory. */
static async_cleanup *add_cleanup(async_frame *frame, int depth)
{
    drop_deeper(frame, depth - 1);
    uint8_t size_class;
    async_cleanup *cleanup = pool_take_plain(sizeof *cleanup, &size_class);
    if (cleanup) {
        *cleanup = (async_cleanup){frame->cleanup, NULL, async_none(), depth, ASYNC_STAYS_, size_class};
        frame->cleanup = cleanup;
    }
    return cleanup;
}

static void put_aside(async_frame *frame, async_cleanup *cleanup)
{
    cleanup->leaving = frame->leaving;
    cleanup->value = value_retain(async_step_.given);
    frame->leaving = ASYNC_STAYS_;
}

/* Goes on with what was put aside, unless it was swallowed. */
static void take_back(async_frame *frame, bool swallowed)
{
    async_cleanup *cleanup = frame->cleanup;
    if (!swallowed || cleanup->leaving == ASYNC_RETURNS_) {
        frame->leaving = cleanup->leaving;
        async_value value = cleanup->value;
        cleanup->value = async_none();
        coro_give(frame, value);
    }
    drop_cleanup(frame);
}

void async_finally_(async_frame *frame, int depth)
{
    if (!frame->leaving) {
        return;
    }
    async_cleanup *cleanup = add_cleanup(frame, depth);
    if (cleanup) {
        put_aside(frame, cleanup);
    } else { /* the FINALLY runs all the same, and MemoryError goes on from its end */
        frame->leaving = ASYNC_STAYS_;
        frame->lost_depth = (uint8_t)depth;
    }
}

void async_end_finally_(async_frame *frame, int depth)
{
    if (frame->leaving) {
        return; /* by an error of its own, or a return */
    }
    drop_deeper(frame, depth);
    if (frame->lost_depth == depth) {
        frame->lost_depth = 0;
        async_raise_(frame, error_out_of_memory());
    } else if (frame->cleanup && frame->cleanup->depth == depth) {
        take_back(frame, false);
    }
}

async_awaitable async_enter_(async_frame *frame, async_object *handle, int depth, const TracePlace *place)
{
    async_object *context = object_of(handle);
    const custom_class *class = context && context->type == OBJECT_CUSTOM ? ((custom_object *)context)->class : NULL;
    if (!class || !class->enter) {
        return custom_misused(context, "WITH: a lock, a semaphore, a condition, a timeout or a group").as.object;
    }
    async_cleanup *cleanup = add_cleanup(frame, depth);
    if (!cleanup) {
        return error_out_of_memory().as.object;
    }
    cleanup->context = object_retain(context);
    return class->enter(context, place);
}

async_awaitable async_exit_(async_frame *frame, int depth)
{
    drop_deeper(frame, depth);
    async_cleanup *cleanup = frame->cleanup;
    assert(cleanup && cleanup->depth == depth && cleanup->context && "a WITH that was entered is left once");
    put_aside(frame, cleanup);
    async_value error = cleanup->leaving == ASYNC_FAILS_ ? cleanup->value : async_none();
    return ((custom_object *)cleanup->context)->class->exit(cleanup->context, error);
}

void async_end_with_(async_frame *frame, int depth)
{
    assert(frame->cleanup && frame->cleanup->depth == depth && "what WITH entered is left");
    (void)depth;
    take_back(frame, async_step_.given.type == ASYNC_BOOL && async_step_.given.as.boolean);
}

/* ---- For FOR_AWAIT, which holds a generator as a WITH holds a lock ---- */

bool coro_hold(async_frame *frame, int depth, async_object *object)
{
    async_cleanup *cleanup = add_cleanup(frame, depth);
    if (!cleanup) {
        return false;
    }
    cleanup->context = object_retain(object);
    return true;
}

async_object *coro_held(async_frame *frame, int depth)
{
    drop_deeper(frame, depth);
    assert(frame->cleanup && frame->cleanup->depth == depth && "what FOR_AWAIT began with is held to its end");
    (void)depth;
    return frame->cleanup->context;
}

void coro_let_go(async_frame *frame, int depth)
{
    drop_deeper(frame, depth);
    drop_cleanup(frame);
}

bool async_catch_(async_frame *frame, const async_error_class *class, async_value *caught)
{
    if (!async_is(async_step_.given, class)) {
        return false;
    }
    *caught = async_step_.given;
    frame->leaving = ASYNC_STAYS_;
    return true;
}
