/* reader.c: a stream of bytes checked and taken into a trace, record by record as it arrives. */
#include "bytes.h"
#include "fields.h"
#include "stream.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The ids of a stream translated to those of the trace, which may hold strings already. */
typedef struct IdMap {
    uint32_t *ids; /* ids[id in the stream - 1] */
    size_t count, capacity;
} IdMap;

struct TraceReader {
    Trace *trace;
    TraceSink sink;
    IdMap texts, places;
    unsigned char *held; /* the beginning of a record or string that has not arrived whole */
    size_t held_count, held_capacity;
    uint64_t offset;   /* bytes taken so far: where the next record or string begins */
    int64_t last_time; /* of the event before, ns */
    bool has_header;
    uint32_t text_id, text_length; /* text_id != 0: the bytes of this string come next */
    char error[160];               /* empty while all is well */
};

TraceReader *trace_reader_new(Trace *into)
{
    TraceReader *reader = calloc(1, sizeof *reader);
    if (reader != NULL) {
        reader->trace = into;
        reader->sink = trace_sink(into);
    }
    return reader;
}

void trace_reader_free(TraceReader *reader)
{
    if (reader != NULL) {
        free(reader->texts.ids);
        free(reader->places.ids);
        free(reader->held);
        free(reader);
    }
}

const char *trace_reader_error(const TraceReader *reader) { return reader->error[0] == '\0' ? NULL : reader->error; }

/* All false, so that a check can end with one of them. */
static bool fail(TraceReader *reader, const char *sentence)
{
    snprintf(reader->error, sizeof reader->error, "%s", sentence);
    return false;
}

__attribute__((format(printf, 2, 3))) static bool damaged(TraceReader *reader, const char *format, ...)
{
    int length = snprintf(reader->error, sizeof reader->error, "damaged at byte %" PRIu64 ": ", reader->offset);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->error + length, sizeof reader->error - (size_t)length, format, arguments);
    va_end(arguments);
    return false;
}

static bool no_memory(TraceReader *reader)
{
    snprintf(reader->error, sizeof reader->error, "out of memory after %" PRIu64 " bytes of the recording", reader->offset);
    return false;
}

static bool map_add(TraceReader *reader, IdMap *map, uint32_t id)
{
    if (id == 0 || trace_full(reader->trace)) {
        return no_memory(reader);
    }
    if (map->count == map->capacity) {
        size_t capacity = map->capacity * 2 + 64;
        uint32_t *ids = realloc(map->ids, capacity * sizeof *ids);
        if (ids == NULL) {
            return no_memory(reader);
        }
        map->ids = ids;
        map->capacity = capacity;
    }
    map->ids[map->count++] = id;
    return true;
}

/* Replaces an id of the stream by the trace's. */
static bool translate(TraceReader *reader, const IdMap *map, const char *what, uint32_t *id)
{
    if (*id == 0) {
        return true;
    }
    if (*id > map->count) {
        return damaged(reader, "%s %" PRIu32 " is used before it is defined", what, *id);
    }
    *id = map->ids[*id - 1];
    return true;
}

static bool take_header(TraceReader *reader, const unsigned char *bytes)
{
    if (memcmp(bytes, STREAM_MAGIC, 8) != 0) {
        return fail(reader, "this is not a Loopscope recording");
    }
    uint32_t version = bytes_get32(bytes + 8);
    if (version > STREAM_VERSION) {
        snprintf(reader->error, sizeof reader->error,
                 "this recording was made by a newer Loopscope: its format is version %" PRIu32 ", this one reads up to version %d",
                 version, STREAM_VERSION);
        return false;
    }
    if (version == 0 || bytes_get32(bytes + 12) != STREAM_ORDER_MARK) {
        return damaged(reader, "the header has a wrong version or byte order");
    }
    for (size_t i = 16; i < STREAM_RECORD; i++) {
        if (bytes[i] != 0) {
            return damaged(reader, "the header is not as it should be");
        }
    }
    reader->has_header = true;
    return true;
}

static bool begin_text(TraceReader *reader, const Event *record)
{
    if (record->a != reader->texts.count + 1) {
        return damaged(reader, "string %" PRIu32 " is defined where string %zu was expected", record->a, reader->texts.count + 1);
    }
    if (record->b > STREAM_TEXT_LIMIT) {
        return damaged(reader, "string %" PRIu32 " is said to have %" PRIu32 " bytes; more than %d are not allowed", record->a, record->b,
                       STREAM_TEXT_LIMIT);
    }
    if (record->b == 0) {
        return map_add(reader, &reader->texts, reader->sink.text(reader->sink.context, "", 0));
    }
    reader->text_id = record->a;
    reader->text_length = record->b;
    return true;
}

static size_t padded(uint32_t length) { return ((size_t)length + STREAM_RECORD - 1) / STREAM_RECORD * STREAM_RECORD; }

static bool take_text(TraceReader *reader, const unsigned char *bytes)
{
    for (size_t i = reader->text_length; i < padded(reader->text_length); i++) {
        if (bytes[i] != 0) {
            return damaged(reader, "string %" PRIu32 " is longer than it is said to be", reader->text_id);
        }
    }
    reader->text_id = 0;
    return map_add(reader, &reader->texts, reader->sink.text(reader->sink.context, (const char *)bytes, reader->text_length));
}

static bool take_place(TraceReader *reader, Event *record)
{
    if (record->a != reader->places.count + 1) {
        return damaged(reader, "place %" PRIu32 " is defined where place %zu was expected", record->a, reader->places.count + 1);
    }
    if (!translate(reader, &reader->texts, "string", &record->b) || !translate(reader, &reader->texts, "string", &record->c) ||
        !translate(reader, &reader->texts, "string", &record->d)) {
        return false;
    }
    const TracePlace place = {.file = trace_text(reader->trace, record->b),
                              .function = trace_text(reader->trace, record->c),
                              .text = trace_text(reader->trace, record->d),
                              .line = record->by};
    return map_add(reader, &reader->places, reader->sink.place(reader->sink.context, &place));
}

static bool take_meta(TraceReader *reader, Event *record)
{
    if (record->detail >= META_COUNT) {
        return damaged(reader, "%d is no kind of meta record", record->detail);
    }
    bool named = record->detail == META_SOURCE || record->detail == META_KNOB;
    if (named && !translate(reader, &reader->texts, "string", &record->a)) {
        return false;
    }
    if (record->detail != META_CLOCK && !translate(reader, &reader->texts, "string", &record->b)) {
        return false;
    }
    reader->sink.meta(reader->sink.context, (TraceMeta)record->detail, record->a, record->b);
    return true;
}

/* A timeout may have no end, and a deadline may lie before the start of the run. */
static bool check_time(TraceReader *reader, const Event *event)
{
    const char *name = trace_event_name((EventKind)event->kind);
    int64_t time = trace_time(event);
    if (time < (event->kind == EV_TIMER_NEW ? -TRACE_LATEST : 0)) {
        return damaged(reader, "this %s event has a negative time", name);
    }
    bool endless = event->kind == EV_ITER && time == TRACE_FOREVER;
    return time <= TRACE_LATEST || endless ? true : damaged(reader, "this %s event has a time more than 73 years away", name);
}

static const char *name_of(const Event *event) { return trace_event_name((EventKind)event->kind); }

static bool check_field(TraceReader *reader, const Event *event, TraceField field, uint32_t *value)
{
    switch (field) {
    case FIELD_ANY: return true;
    case FIELD_NUMBER: return *value != 0 && *value <= 0x1fffffffU ? true : damaged(reader, "this %s event has no number", name_of(event));
    case FIELD_REF:
        return trace_ref_valid(*value) ? true : damaged(reader, "this %s event refers to nothing that can exist", name_of(event));
    case FIELD_TEXT: return translate(reader, &reader->texts, "string", value);
    case FIELD_PLACE: return translate(reader, &reader->places, "place", value);
    case FIELD_TIME: return check_time(reader, event);
    }
    return false;
}

static bool take_event(TraceReader *reader, Event *event)
{
    TraceFields fields = trace_fields(event);
    if (fields.detail_count != 0 ? event->detail >= fields.detail_count : event->detail != 0) {
        return damaged(reader, "this %s event has detail %d, which does not exist", name_of(event), event->detail);
    }
    if (fields.flags_count != 0 && event->flags >= fields.flags_count) {
        return damaged(reader, "this %s event has flags %d, which do not exist", name_of(event), event->flags);
    }
    if (!trace_ref_valid(event->by)) {
        return damaged(reader, "this %s event is by nobody who can exist", name_of(event));
    }
    if (event->t < 0) {
        return damaged(reader, "this %s event has a negative time", name_of(event));
    }
    if (event->t > TRACE_LATEST) {
        return damaged(reader, "this %s event lies more than 73 years after the start", name_of(event));
    }
    if (event->t < reader->last_time) {
        return damaged(reader, "this %s event lies before the one that precedes it", name_of(event));
    }
    if (!check_field(reader, event, fields.a, &event->a) || !check_field(reader, event, fields.b, &event->b) ||
        !check_field(reader, event, fields.c, &event->c) || !check_field(reader, event, fields.d, &event->d)) {
        return false;
    }
    reader->last_time = event->t;
    reader->sink.event(reader->sink.context, event);
    return trace_full(reader->trace) ? no_memory(reader) : true;
}

static bool take_record(TraceReader *reader, const unsigned char *bytes)
{
    Event record = bytes_to_event(bytes);
    switch (record.kind) {
    case STREAM_STRING: return begin_text(reader, &record);
    case STREAM_PLACE: return take_place(reader, &record);
    case STREAM_META: return take_meta(reader, &record);
    default: break;
    }
    if (record.kind == EV_NONE || record.kind >= EV_COUNT) {
        return damaged(reader, "%d is no kind of record", record.kind);
    }
    return take_event(reader, &record);
}

/* How many bytes the next piece has. */
static size_t wanted(const TraceReader *reader) { return reader->text_id != 0 ? padded(reader->text_length) : STREAM_RECORD; }

static bool take(TraceReader *reader, const unsigned char *bytes)
{
    size_t length = wanted(reader);
    bool well = !reader->has_header    ? take_header(reader, bytes)
                : reader->text_id != 0 ? take_text(reader, bytes)
                                       : take_record(reader, bytes);
    if (well) {
        reader->offset += length;
    }
    return well;
}

/* Keeps bytes of a piece that is not whole. */
static bool hold(TraceReader *reader, const unsigned char *bytes, size_t length)
{
    if (reader->held_count + length > reader->held_capacity) {
        size_t capacity = (reader->held_count + length) * 2;
        unsigned char *held = realloc(reader->held, capacity);
        if (held == NULL) {
            return no_memory(reader);
        }
        reader->held = held;
        reader->held_capacity = capacity;
    }
    memcpy(reader->held + reader->held_count, bytes, length);
    reader->held_count += length;
    return true;
}

/* What is no recording is known by its first bytes, without waiting for a whole header. */
static bool may_be_recording(TraceReader *reader)
{
    size_t length = reader->held_count < 8 ? reader->held_count : 8;
    return reader->has_header || length == 0 || memcmp(reader->held, STREAM_MAGIC, length) == 0 ||
           fail(reader, "this is not a Loopscope recording");
}

bool trace_reader_feed(TraceReader *reader, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    while (length > 0 && reader->error[0] == '\0') {
        size_t needed = wanted(reader) - reader->held_count, part = length < needed ? length : needed;
        if (reader->held_count == 0 && part == needed) { /* whole in what was fed: no copy */
            take(reader, next);
        } else if (hold(reader, next, part) && part == needed) {
            reader->held_count = 0;
            take(reader, reader->held);
        } else if (reader->error[0] == '\0') {
            may_be_recording(reader);
        }
        next += part;
        length -= part;
    }
    return reader->error[0] == '\0';
}

bool trace_reader_finish(TraceReader *reader)
{
    if (reader->error[0] != '\0') {
        return false;
    }
    if (!reader->has_header) {
        return fail(reader, reader->held_count == 0 ? "this is not a Loopscope recording: it is empty" : "cut off in its header");
    }
    if (reader->text_id != 0 || reader->held_count != 0) {
        size_t begun = reader->held_count + (reader->text_id != 0 ? STREAM_RECORD : 0);
        snprintf(reader->error, sizeof reader->error, "cut off at byte %" PRIu64 ": %zu bytes of an unfinished record were dropped",
                 reader->offset + reader->held_count, begun);
        return false;
    }
    return true;
}
