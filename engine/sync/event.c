/* event.c: asyncio.Event: a flag, and those who wait until it is up. */
#include "sync.h"
#include "core/coro.h"
#include "core/custom.h"

#include <stdio.h>

static void wait_dispose(void *variables);

LIBRARY_CORO_WITH(event_wait, "asyncio.Event.wait", wait_dispose, event_object *event; TraceVia via; sync_waiter * waiter;
                  async_value error;)
{
    CORO_BEGIN;
    if (!self->event->set) {
        self->waiter = sync_join(&self->event->line, self->via);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
        TRY {
            AWAIT(&self->waiter->future.object);
        }
        CATCH(ASYNC_BASE_EXCEPTION, self->error) {
            sync_leave(self->waiter);
            RAISE_AGAIN(self->error);
        }
        END_TRY;
        sync_leave(self->waiter);
    } else {
        sync_use(&self->event->thing, USE_SEEN, 0, NULL);
    }
    CORO_RETURN(async_bool(true));
    CORO_END;
}

static void wait_dispose(void *variables)
{
    struct event_wait_frame *self = variables;
    sync_drop(self->waiter);
    object_release(&self->event->thing.custom.object);
}

async_coroutine event_wait_via(event_object *event, TraceVia via, const TracePlace *place)
{
    return custom_keep(call_at(place, event_wait, event, via), &event->thing.custom.object);
}

void event_set(event_object *event)
{
    if (event->set) {
        return;
    }
    event->set = true;
    for (sync_waiter *waiter = event->line.first; waiter; waiter = waiter->next) {
        if (!sync_done(waiter)) {
            sync_wake(waiter, async_bool(true));
        }
    }
}

const custom_class event_class = {.name = "Event", .thing = THING_EVENT};

static void explain(const async_object *of, char *text, size_t size)
{
    (void)of;
    snprintf(text, size, "nobody has set the event");
}

event_object *event_new(void)
{
    event_object *event = object_new(OBJECT_CUSTOM, sizeof *event);
    if (event) {
        event->thing.custom.class = &event_class;
        event->line.of = &event->thing.custom.object;
        event->line.explain = explain;
    }
    return event;
}

async_event async_create_event_(const TracePlace *place) { return custom_made_at(event_new(), 0, place); }

async_coroutine async_event_wait_(async_event event, const TracePlace *place)
{
    event_object *of = custom_is(event, &event_class);
    return object_handle(of ? event_wait_via(of, VIA_EVENT, place) : custom_misused(event, "an event").as.object);
}

void async_event_set_(async_event event, const TracePlace *place)
{
    event_object *of = custom_is(event, &event_class);
    if (of && !of->set) {
        sync_use(&of->thing, USE_SET, sync_pending(&of->line, SIZE_MAX), place);
        event_set(of);
    }
}

void async_event_clear_(async_event event, const TracePlace *place)
{
    event_object *of = custom_is(event, &event_class);
    if (of && of->set) {
        of->set = false;
        sync_use(&of->thing, USE_CLEARED, 0, place);
    }
}

bool async_event_is_set(async_event event)
{
    event_object *of = custom_is(event, &event_class);
    if (of && of->set) {
        sync_use(&of->thing, USE_SEEN, 0, NULL);
    }
    return of && of->set;
}
