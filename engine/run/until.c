/* until.c: asyncio's run_until_complete: turns of the loop until a future is done, or something ends the run before. */
#include "run.h"

#include "core/hook.h"

#include <assert.h>

/* asyncio's _run_until_complete_cb: by such an error the run has ended already, and another may be under way. */
static void stop(async_loop *loop, async_handle *handle)
{
    future_object *future = (future_object *)handle->future;
    future->unretrieved = false;
    loop->stopping = loop->stopping || future->state != FUTURE_ERROR || !error_ends_run(future_value(future));
}

/* The run is over, by `escaped` or because the loop was stopped. */
static void tell_run_end(async_loop *loop, const future_object *future, TraceVia via)
{
    loop->author = TRACE_NOBODY;
    if (hooked(loop)) {
        uint32_t error = loop->escaped.type != ASYNC_NONE ? hook_repr(loop, loop->escaped) : 0;
        hook_emit(loop, EV_RUN_END, via, 0, 0, future_ref(&future->object), error, 0);
    }
}

async_handle *until_begin(async_loop *loop, future_object *future, TraceVia via)
{
    assert(loop->runs < LOOP_RUNS);
    async_handle *stops = &loop->stop_handles[loop->runs++];
    *stops = (async_handle){.entry = {.call = CALL_STOP}, .run = stop};
    future_add_callback(future, stops);
    if (hooked(loop)) {
        hook_emit(loop, EV_RUN, via, 0, 0, future_ref(&future->object), 0, 0);
    }
    return stops;
}

bool until_turn(async_loop *loop, loop_end *end)
{
    *end = loop_turns(loop, true);
    return *end == LOOP_COMPLETE && !loop->stopping;
}

loop_end until_end(async_loop *loop, future_object *future, TraceVia via, async_handle *stops, loop_end end)
{
    if (end == LOOP_DEADLOCK || end == LOOP_LIMIT) {
        return end;
    }
    loop->stopping = false;
    tell_run_end(loop, future, via);
    if (future->state == FUTURE_PENDING) {
        future_remove_callback(future, stops);
        if (end == LOOP_COMPLETE) { /* by the callback of a run before this one */
            loop->escaped = error_new(&ASYNC_RUNTIME_ERROR, "Event loop stopped before Future completed.");
            end = LOOP_ESCAPED;
        }
    }
    return end;
}

loop_end until_done(async_loop *loop, future_object *future, TraceVia via)
{
    async_handle *stops = until_begin(loop, future, via);
    loop_end end = loop->stopping ? LOOP_COMPLETE : loop_turns(loop, false);
    return until_end(loop, future, via, stops, end);
}
