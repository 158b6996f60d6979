/* hook.c: how the engine's parts state facts: filling in who ran and when. */
#include "hook.h"

#include <stdio.h>
#include <string.h>

void hook_emit_time(async_loop *loop, EventKind kind, unsigned detail, uint32_t a, uint32_t b, int64_t time)
{
    Event event;
    trace_set_time(&event, time);
    hook_emit(loop, kind, detail, 0, a, b, event.c, event.d);
}

hook_class *hook_class_slowly(async_loop *loop, const async_coroutine_class *kind)
{
    char name[128];
    TracePlace definition = kind->definition;
    definition.function = coro_name(kind, name, sizeof name);
    hook_class *known = &loop->classes[((uintptr_t)kind >> 5) % HOOK_CLASSES];
    *known = (hook_class){kind, hook_text(loop, name), definition.line ? loop->sink->place(loop->sink->context, &definition) : 0};
    return known;
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

uint32_t hook_await_place_slowly(async_loop *loop, async_place *place, const async_coroutine_class *kind)
{
    char name[128];
    TracePlace known = place->place;
    known.function = coro_name(kind, name, sizeof name);
    place->id = loop->sink->place(loop->sink->context, &known);
    place->run = loop->run_number;
    return place->id;
}
