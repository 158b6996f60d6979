/* seen.c: the beginning of a trace, copied into another one that grows. */
#include "seen.h"

#include <stdlib.h>

struct Seen {
    const Trace *whole;
    Trace *trace;
    size_t texts, places, metas; /* taken over so far */
};

/* Strings and places are taken over in the order of their ids, so that they have the same ones here. */
static void take_words(Seen *seen)
{
    TraceSink sink = trace_sink(seen->trace);
    for (; seen->texts < trace_text_count(seen->whole); seen->texts++) {
        uint32_t id = (uint32_t)seen->texts + 1;
        sink.text(sink.context, trace_text(seen->whole, id), trace_text_length(seen->whole, id));
    }
    for (; seen->places < trace_place_count(seen->whole); seen->places++) {
        sink.place(sink.context, trace_place(seen->whole, (uint32_t)seen->places + 1));
    }
    for (; seen->metas < trace_meta_count(seen->whole); seen->metas++) {
        uint32_t a, b;
        TraceMeta meta = trace_meta_at(seen->whole, seen->metas, &a, &b);
        sink.meta(sink.context, meta, a, b);
    }
}

bool seen_grow(Seen *seen, size_t n)
{
    TraceSink sink = trace_sink(seen->trace);
    size_t end = trace_count(seen->whole);
    end = n < end ? n : end;
    take_words(seen);
    for (size_t i = trace_count(seen->trace); i < end; i++) {
        sink.event(sink.context, trace_event(seen->whole, i));
    }
    return !trace_full(seen->trace);
}

Seen *seen_new(const Trace *whole, size_t n)
{
    Seen *seen = calloc(1, sizeof *seen);
    if (seen == NULL) {
        return NULL;
    }
    seen->whole = whole;
    seen->trace = trace_new();
    if (seen->trace == NULL || !seen_grow(seen, n)) {
        seen_free(seen);
        return NULL;
    }
    return seen;
}

void seen_free(Seen *seen)
{
    if (seen != NULL) {
        trace_free(seen->trace);
        free(seen);
    }
}

const Trace *seen_trace(const Seen *seen) { return seen->trace; }
