/* spans_outside.c: what lies outside of the loop, from when to when, and what to call it. */
#include "spans_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_BACK = 4096 }; /* so many before one are looked at for its like */

void outsides_free(SpanOutsides *outsides)
{
    free(outsides->outsides);
    *outsides = (SpanOutsides){0};
}

size_t outsides_memory(const SpanOutsides *outsides) { return outsides->capacity * sizeof(SpanOutside); }

static bool reserve(SpanOutsides *outsides, size_t needed)
{
    if (needed <= outsides->capacity) {
        return true;
    }
    size_t capacity = needed + needed / 4 + 8;
    SpanOutside *bigger = realloc(outsides->outsides, capacity * sizeof *bigger);
    if (bigger == NULL) {
        return false;
    }
    outsides->outsides = bigger;
    outsides->capacity = capacity;
    return true;
}

static uint32_t same_before(const SpanOutsides *outsides, const SpanOutside *one)
{
    for (size_t i = outsides->count, looked = 0; i > 0 && looked < LOOK_BACK; i--, looked++) {
        const SpanOutside *other = &outsides->outsides[i - 1];
        if (other->name == one->name && other->kind == one->kind && (other->of != 0) == (one->of != 0)) {
            return other->same + 1;
        }
    }
    return 0;
}

bool outsides_note(SpanOutsides *outsides, const Event *event, uint32_t index)
{
    if (event->kind == EV_OUTSIDE_END && event->a <= outsides->count) {
        outsides->outsides[event->a - 1].to = index;
        outsides->outsides[event->a - 1].gone = event->detail;
    }
    if (event->kind != EV_OUTSIDE_NEW || event->a <= outsides->count) {
        return true;
    }
    const size_t most_left_out = 1 << 16; /* numbers: no recording leaves out more of them */
    if (event->a - outsides->count > most_left_out || !reserve(outsides, event->a)) {
        return false;
    }
    SpanOutside one = {.from = index, .to = UINT32_MAX, .name = event->b, .of = event->c, .kind = event->detail};
    one.same = same_before(outsides, &one);
    memset(outsides->outsides + outsides->count, 0, (event->a - outsides->count) * sizeof one);
    outsides->outsides[event->a - 1] = one;
    outsides->count = event->a;
    return true;
}

size_t spans_outside_count(const Spans *spans) { return spans_outsides(spans)->count; }

const SpanOutside *spans_outside(const Spans *spans, uint32_t number)
{
    const SpanOutsides *outsides = spans_outsides(spans);
    bool known = number > 0 && number <= outsides->count && outsides->outsides[number - 1].kind != OUTSIDE_NONE;
    return known ? &outsides->outsides[number - 1] : NULL;
}

const char *spans_outside_label(const Spans *spans, uint32_t number, char *buffer, size_t size)
{
    const SpanOutside *one = spans_outside(spans, number);
    if (one == NULL) {
        snprintf(buffer, size, "?");
        return buffer;
    }
    const char *direction = one->kind == OUTSIDE_CONNECTION ? (one->of != 0 ? "from " : "to ") : one->kind == OUTSIDE_LISTENER ? "at " : "";
    char which[16] = "";
    if (one->same > 0) {
        snprintf(which, sizeof which, " (%u)", (unsigned)one->same + 1);
    }
    snprintf(buffer, size, "%s%.80s%s", direction, trace_text(spans_trace(spans), one->name), which);
    return buffer;
}

const char *spans_outside_brief(const Spans *spans, uint32_t number, char *buffer, size_t size)
{
    static const char *const here[] = {" 127.0.0.1:", " [::1]:", " localhost:"};
    spans_outside_label(spans, number, buffer, size);
    const SpanOutside *one = spans_outside(spans, number);
    char *of = one != NULL && one->kind == OUTSIDE_PIPE && one->of != 0 ? strstr(buffer, " of ") : NULL;
    if (of != NULL) {
        *of = '\0';
    }
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
        char *host = strstr(buffer, here[i]);
        if (host != NULL) {
            char *port = host + strlen(here[i]) - 1;
            memmove(host + 1, port, strlen(port) + 1);
            break;
        }
    }
    return buffer;
}
