/* store.c: events in chunks which never move, strings and places interned. */
#include "store.h"

#include "intern.h"
#include "pages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BITS = 12, CHUNK_EVENTS = 1 << CHUNK_BITS };

/* The chunks of a short run are made one by one, those behind the first of a long one so many at a time: a large page. */
enum { CHUNKS_AT_ONCE = 16 };
_Static_assert(CHUNKS_AT_ONCE *CHUNK_EVENTS * sizeof(Event) == PAGES_LARGE, "they fill it");

typedef struct StoredMeta {
    TraceMeta meta;
    uint32_t a, b;
} StoredMeta;

struct Trace {
    Event **chunks; /* each of CHUNK_EVENTS; growing copies pointers only, so that no growth doubles the memory */
    size_t chunk_count, chunk_made, chunk_capacity; /* in use; that there is memory for; that chunks[] has room for */
    TraceRoom room;                                 /* what is left of the last chunk */
    TraceIntern intern;
    StoredMeta *metas;
    size_t meta_count, meta_capacity;
    bool full; /* out of memory: what was kept stays, nothing is added */
};

Trace *trace_new(void) { return calloc(1, sizeof(Trace)); }

void trace_free(Trace *trace)
{
    if (trace == NULL) {
        return;
    }
    for (size_t i = 0; i < trace->chunk_made && i < CHUNKS_AT_ONCE; i++) {
        free(trace->chunks[i]);
    }
    for (size_t i = CHUNKS_AT_ONCE; i < trace->chunk_made; i += CHUNKS_AT_ONCE) {
        pages_give(trace->chunks[i], PAGES_LARGE);
    }
    free(trace->chunks);
    free(trace->metas);
    intern_free(&trace->intern);
    free(trace);
}

/* One more, or CHUNKS_AT_ONCE. */
static bool make_chunks(Trace *trace)
{
    size_t count = trace->chunk_made < CHUNKS_AT_ONCE ? 1 : CHUNKS_AT_ONCE;
    if (trace->chunk_made + count > trace->chunk_capacity) {
        size_t capacity = trace->chunk_capacity == 0 ? 8 : trace->chunk_capacity * 2;
        Event **chunks = realloc(trace->chunks, capacity * sizeof *chunks);
        if (chunks == NULL) {
            return false;
        }
        trace->chunks = chunks;
        trace->chunk_capacity = capacity;
    }
    Event *made = count == 1 ? malloc(CHUNK_EVENTS * sizeof *made) : pages_take(PAGES_LARGE);
    if (made == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        trace->chunks[trace->chunk_made++] = made + i * CHUNK_EVENTS;
    }
    return true;
}

static bool add_chunk(Trace *trace)
{
    if (trace->chunk_count == trace->chunk_made && !make_chunks(trace)) {
        return false;
    }
    Event *chunk = trace->chunks[trace->chunk_count++];
    trace->room = (TraceRoom){chunk, chunk + CHUNK_EVENTS};
    return true;
}

static void close(Trace *trace)
{
    trace->full = true;
    trace->room.end = trace->room.next;
}

static void sink_event(void *context, const Event *event)
{
    Trace *trace = context;
    if (trace->full) {
        return;
    }
    if (trace->room.next == trace->room.end) {
        /* Spans and landmarks hold event indices in 32 bits, with UINT32_MAX for "no end". */
        if (trace->chunk_count >= (UINT32_MAX >> CHUNK_BITS) || !add_chunk(trace)) {
            close(trace);
            return;
        }
    }
    *trace->room.next++ = *event;
}

static uint32_t sink_text(void *context, const char *text, size_t length)
{
    Trace *trace = context;
    uint32_t id = trace->full ? 0 : intern_text(&trace->intern, text, length);
    if (id == 0) {
        close(trace);
    }
    return id;
}

static uint32_t sink_place(void *context, const TracePlace *place)
{
    Trace *trace = context;
    uint32_t id = trace->full ? 0 : intern_place(&trace->intern, place);
    if (id == 0) {
        close(trace);
    }
    return id;
}

static void sink_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    Trace *trace = context;
    if (trace->full) {
        return;
    }
    if (trace->meta_count == trace->meta_capacity) {
        size_t capacity = trace->meta_capacity == 0 ? 8 : trace->meta_capacity * 2;
        StoredMeta *metas = realloc(trace->metas, capacity * sizeof *metas);
        if (metas == NULL) {
            close(trace);
            return;
        }
        trace->metas = metas;
        trace->meta_capacity = capacity;
    }
    trace->metas[trace->meta_count++] = (StoredMeta){meta, a, b};
}

TraceSink trace_sink(Trace *trace)
{
    return (TraceSink){
        .context = trace, .event = sink_event, .text = sink_text, .place = sink_place, .meta = sink_meta, .room = &trace->room};
}

bool trace_full(const Trace *trace) { return trace->full; }

size_t trace_count(const Trace *trace)
{
    size_t last = trace->chunk_count;
    return last == 0 ? 0 : ((last - 1) << CHUNK_BITS) + (size_t)(trace->room.next - trace->chunks[last - 1]);
}

const Event *trace_event(const Trace *trace, size_t index)
{
    assert(index < trace_count(trace));
    return &trace->chunks[index >> CHUNK_BITS][index & (CHUNK_EVENTS - 1)];
}

const char *trace_text(const Trace *trace, uint32_t id)
{
    const InternText *text = intern_text_at(&trace->intern, id);
    return text == NULL ? "" : text->bytes;
}

size_t trace_text_length(const Trace *trace, uint32_t id)
{
    const InternText *text = intern_text_at(&trace->intern, id);
    return text == NULL ? 0 : text->length;
}

size_t trace_text_count(const Trace *trace) { return trace->intern.text_count; }

const TracePlace *trace_place(const Trace *trace, uint32_t id)
{
    static const TracePlace nowhere = {"", "", "", 0};
    const InternPlace *place = intern_place_at(&trace->intern, id);
    return place == NULL ? &nowhere : &place->place;
}

size_t trace_place_count(const Trace *trace) { return trace->intern.place_count; }

/* The last thing of that kind that the run said, or NULL. */
static const StoredMeta *last_meta(const Trace *trace, TraceMeta meta)
{
    for (size_t i = trace->meta_count; i-- > 0;) {
        if (trace->metas[i].meta == meta) {
            return &trace->metas[i];
        }
    }
    return NULL;
}

const char *trace_title(const Trace *trace)
{
    const StoredMeta *title = last_meta(trace, META_TITLE);
    return title == NULL ? "" : trace_text(trace, title->b);
}

const char *trace_producer(const Trace *trace)
{
    const StoredMeta *producer = last_meta(trace, META_PRODUCER);
    return producer == NULL ? "" : trace_text(trace, producer->b);
}

bool trace_has_run(const Trace *trace)
{
    for (size_t i = 0; i < trace_count(trace); i++) {
        EventKind kind = (EventKind)trace_event(trace, i)->kind;
        if (kind == EV_STEP || kind == EV_CB) {
            return true;
        }
    }
    return false;
}

bool trace_real_time(const Trace *trace)
{
    const StoredMeta *clock = last_meta(trace, META_CLOCK);
    return clock != NULL && clock->a == 1;
}

const char *trace_knob(const Trace *trace, const char *name)
{
    for (size_t i = trace->meta_count; i-- > 0;) {
        if (trace->metas[i].meta == META_KNOB && strcmp(trace_text(trace, trace->metas[i].a), name) == 0) {
            return trace_text(trace, trace->metas[i].b);
        }
    }
    return "";
}

size_t trace_source_count(const Trace *trace)
{
    size_t count = 0;
    for (size_t i = 0; i < trace->meta_count; i++) {
        count += trace->metas[i].meta == META_SOURCE;
    }
    return count;
}

static const StoredMeta *source_at(const Trace *trace, size_t index)
{
    for (size_t i = 0; i < trace->meta_count; i++) {
        if (trace->metas[i].meta == META_SOURCE && index-- == 0) {
            return &trace->metas[i];
        }
    }
    return NULL;
}

const char *trace_source_file(const Trace *trace, size_t index)
{
    const StoredMeta *source = source_at(trace, index);
    return source == NULL ? "" : trace_text(trace, source->a);
}

const char *trace_source_text(const Trace *trace, size_t index)
{
    const StoredMeta *source = source_at(trace, index);
    return source == NULL ? "" : trace_text(trace, source->b);
}

size_t trace_meta_count(const Trace *trace) { return trace->meta_count; }

TraceMeta trace_meta_at(const Trace *trace, size_t index, uint32_t *a, uint32_t *b)
{
    assert(index < trace->meta_count);
    *a = trace->metas[index].a;
    *b = trace->metas[index].b;
    return trace->metas[index].meta;
}

size_t trace_memory(const Trace *trace)
{
    return sizeof *trace + trace->chunk_made * CHUNK_EVENTS * sizeof(Event) + trace->chunk_capacity * sizeof(Event *) +
           trace->meta_capacity * sizeof(StoredMeta) + trace->intern.place_chunk_capacity * sizeof(InternPlace *) + trace->intern.bytes;
}
