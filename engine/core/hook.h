/* hook.h: telling the trace what happens; off, it costs one branch. */
#ifndef LOOPSCOPE_HOOK_H
#define LOOPSCOPE_HOOK_H

#include "coro.h"
#include "loop.h"

#ifdef LOOPSCOPE_WITHOUT_HOOK /* only to measure what the hook costs while it is off */
static inline bool hooked(const async_loop *loop) { return loop && false; }
#else
static inline bool hooked(const async_loop *loop) { return loop && loop->sink; }
#endif
static inline int64_t hook_stamp(async_loop *loop) { return loop->poll->real ? loop->poll->now(loop->poll) : loop->now; }
/* Made where it is to stand: made elsewhere and copied, it would be read in wider pieces than it was written in, and the processor would wait. */
static inline void hook_emit_by(async_loop *loop, Ref by, EventKind kind, unsigned detail, unsigned flags, uint32_t a, uint32_t b,
                                uint32_t c, uint32_t d)
{
    TraceRoom *room = loop->room;
    int64_t now = hook_stamp(loop);
    if (room->next != room->end) {
        *room->next++ = (Event){(uint8_t)kind, (uint8_t)detail, (uint16_t)flags, by, now, a, b, c, d};
    } else {
        const Event event = {(uint8_t)kind, (uint8_t)detail, (uint16_t)flags, by, now, a, b, c, d};
        loop->sink->event(loop->sink->context, &event);
    }
}
/* Where to make some events of one moment; `spare` (as many) when there is no room for all. Then hook_tell_spare(). */
static inline Event *hook_room(const async_loop *loop, size_t count, Event *spare)
{
    TraceRoom *room = loop->room;
    if ((size_t)(room->end - room->next) < count) {
        return spare;
    }
    room->next += count;
    return room->next - count;
}
static inline void hook_tell_spare(const async_loop *loop, size_t count, const Event *made, const Event *spare)
{
    for (size_t i = 0; made == spare && i < count; i++) {
        loop->sink->event(loop->sink->context, &spare[i]);
    }
}
static inline void hook_emit(async_loop *loop, EventKind kind, unsigned detail, unsigned flags, uint32_t a, uint32_t b, uint32_t c,
                             uint32_t d)
{
    hook_emit_by(loop, loop->author, kind, detail, flags, a, b, c, d);
}
void hook_emit_time(async_loop *loop, EventKind kind, unsigned detail, uint32_t a, uint32_t b, int64_t time);
hook_class *hook_class_slowly(async_loop *loop, const async_coroutine_class *kind);
static inline const hook_class *hook_class_of(async_loop *loop, const async_coroutine_class *kind)
{
    hook_class *known = &loop->classes[((uintptr_t)kind >> 5) % HOOK_CLASSES];
    return known->class == kind ? known : hook_class_slowly(loop, kind);
}
uint32_t hook_text(async_loop *loop, const char *text);
uint32_t hook_place(async_loop *loop, const TracePlace *place); /* NULL: 0; the function is the running coroutine's */
uint32_t hook_await_place_slowly(async_loop *loop, async_place *place, const async_coroutine_class *kind);
static inline uint32_t hook_await_place(async_loop *loop, async_place *place, const async_coroutine_class *kind)
{
    return place->run == loop->run_number ? place->id : hook_await_place_slowly(loop, place, kind);
}
uint32_t hook_repr(async_loop *loop, async_value value);
/* What the coroutine's variables hold, a line each: "delay = 2.0"; 0: nothing can be told, or it is not asked for. */
uint32_t variables_text(async_loop *loop, async_frame *frame);
static inline uint32_t hook_variables(async_loop *loop, async_frame *frame)
{
    return loop->settings.variables && frame && !coro_is_library(frame) ? variables_text(loop, frame) : 0;
}

#endif
