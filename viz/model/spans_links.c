/* spans_links.c: the arrows of the timeline: who made whom, who woke whom. */
#include "spans_parts.h"

#include "trace/pages.h"

#include <stdlib.h>

void links_free(SpanLinks *links)
{
    free(links->links);
    *links = (SpanLinks){0};
}

size_t links_memory(const SpanLinks *links) { return links->capacity * sizeof(Link); }

static bool link_add(SpanLinks *links, Link link)
{
    if (links->count == links->capacity) {
        size_t capacity = links->capacity + links->capacity / 4 + 8;
        Link *bigger = realloc(links->links, capacity * sizeof *bigger);
        if (bigger == NULL) {
            return false;
        }
        pages_wish_within(bigger + links->count, (capacity - links->count) * sizeof *bigger);
        links->links = bigger;
        links->capacity = capacity;
    }
    links->links[links->count++] = link;
    return true;
}

/* Who is behind a wake-up by `by`. A callback only passes it on: behind it stands the task whose end or result called it, or else the
   task that put the callback into the queue, or else a timer, or else the loop. */
static Ref origin(const State *state, Ref by)
{
    if (ref_kind(by) == REF_TASK || by != state->running) {
        return ref_kind(by) == REF_TASK || ref_kind(by) == REF_TIMER ? by : TRACE_LOOP;
    }
    const ModelReady *entry = &state->current;
    if (ref_kind(entry->handle) == REF_TIMER) {
        return entry->handle;
    }
    if (ref_kind(entry->future) == REF_TASK) {
        return entry->future;
    }
    const ModelFuture *future = state_future(state, entry->future);
    if (future != NULL && future->done && ref_kind(future->resolved_by) == REF_TASK) {
        return future->resolved_by;
    }
    return ref_kind(entry->by) == REF_TASK || ref_kind(entry->by) == REF_TIMER ? entry->by : TRACE_LOOP;
}

bool links_note(SpanLinks *links, const State *state, const Event *event, uint32_t index)
{
    if (event->kind == EV_TASK_NEW && ref_kind(event->by) == REF_TASK) {
        return link_add(links, (Link){.index = index, .from = event->by, .to = ref_make(REF_TASK, event->a), .spawn = true});
    }
    if (event->kind == EV_READY && (event->detail == CALL_WAKEUP || event->detail == CALL_STEP)) {
        uint32_t outside = state->ready_count > 0 ? state->ready[state->ready_count - 1].outside : 0;
        Ref from = outside != 0 ? ref_make(REF_OUTSIDE, outside) : origin(state, event->by);
        bool wakes = event->detail == CALL_WAKEUP || outside != 0;
        return !wakes || link_add(links, (Link){.index = index, .from = from, .to = event->b});
    }
    return true;
}
