/* hook.c: how the engine's parts state facts: filling in who ran and when. */
#include "internal.h"

#include <stdio.h>
#include <string.h>

static int64_t stamp(async_loop *loop) { return loop->poll->real ? loop->poll->now(loop->poll) : loop->now; }

void hook_emit(async_loop *loop, EventKind kind, unsigned detail, unsigned flags, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    Event event = {(uint8_t)kind, (uint8_t)detail, (uint16_t)flags, loop->author, stamp(loop), a, b, c, d};
    loop->sink->event(loop->sink->context, &event);
}

void hook_emit_time(async_loop *loop, EventKind kind, unsigned detail, uint32_t a, uint32_t b, int64_t time)
{
    Event event = {(uint8_t)kind, (uint8_t)detail, 0, loop->author, stamp(loop), a, b, 0, 0};
    trace_set_time(&event, time);
    loop->sink->event(loop->sink->context, &event);
}

uint32_t hook_text(async_loop *loop, const char *text)
{
    return text && *text ? loop->sink->text(loop->sink->context, text, strlen(text)) : 0;
}

uint32_t hook_place(async_loop *loop, const TracePlace *place)
{
    if (!place || !place->line) {
        return 0;
    }
    char name[128];
    TracePlace known = *place;
    const async_frame *frame = loop->current ? loop->current->frame : NULL;
    while (frame && coro_is_library(frame)) { /* the place is where the program called it */
        frame = frame->caller;
    }
    if (frame) {
        known.function = coro_name(coro_class(frame), name, sizeof name);
    }
    return loop->sink->place(loop->sink->context, &known);
}

uint32_t hook_await_place(async_loop *loop, async_place *place, const async_coroutine_class *class)
{
    if (place->run != loop->run_number) {
        char name[128];
        TracePlace known = place->place;
        known.function = coro_name(class, name, sizeof name);
        place->id = loop->sink->place(loop->sink->context, &known);
        place->run = loop->run_number;
    }
    return place->id;
}
