/* trace_reader.c: the bytes of a stream become facts, and nothing in them is trusted. */
#include "trace_stream.h"

#include "trace_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum Expect { EXPECT_HEADER, EXPECT_RECORD, EXPECT_TEXT } Expect;

struct TraceReader {
    TraceSink sink;
    Trace *trace;
    Expect expect;
    unsigned char *pending; /* what has arrived of the next header, record or text */
    size_t have, need, capacity;
    uint64_t at;            /* offset in the stream of pending[0] */
    uint32_t text_length;   /* of the text that is awaited */
    uint32_t texts, places; /* defined so far */
    int64_t last_time;
    bool failed;
    char error[256];
};

TraceReader *trace_reader_new(Trace *into)
{
    TraceReader *reader = calloc(1, sizeof *reader);
    if (reader) {
        reader->pending = malloc(STREAM_RECORD);
        if (!reader->pending) {
            free(reader);
            return NULL;
        }
        reader->capacity = reader->need = STREAM_RECORD;
        reader->trace = into;
        reader->sink = trace_sink(into);
    }
    return reader;
}

void trace_reader_free(TraceReader *reader)
{
    if (reader) {
        free(reader->pending);
        free(reader);
    }
}

const char *trace_reader_error(const TraceReader *reader) { return reader->failed ? reader->error : NULL; }

static bool damaged(TraceReader *reader, const char *what)
{
    reader->failed = true;
    snprintf(reader->error, sizeof reader->error, "damaged at byte %" PRIu64 ": %s", reader->at, what);
    return false;
}

static bool refuse(TraceReader *reader, const char *sentence)
{
    reader->failed = true;
    snprintf(reader->error, sizeof reader->error, "%s", sentence);
    return false;
}

static uint64_t number_at(const unsigned char *at, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++) {
        number |= (uint64_t)at[i] << (8 * i);
    }
    return number;
}

static bool read_header(TraceReader *reader)
{
    const unsigned char *header = reader->pending;
    if (memcmp(header, STREAM_MAGIC, 8) != 0) {
        return refuse(reader, "this is not a Loopscope recording");
    }
    uint32_t version = (uint32_t)number_at(header + 8, 4);
    if (number_at(header + 12, 4) != STREAM_ORDER_MARK) {
        return damaged(reader, "its numbers are in an unknown order");
    }
    if (version != STREAM_VERSION) {
        reader->failed = true;
        snprintf(reader->error, sizeof reader->error, "this recording has format %" PRIu32 ", and this Loopscope reads format %d only",
                 version, STREAM_VERSION);
        return false;
    }
    for (size_t i = 16; i < STREAM_RECORD; i++) {
        if (header[i] != 0) {
            return damaged(reader, "its header is not as it should be");
        }
    }
    reader->expect = EXPECT_RECORD;
    return true;
}

static bool read_text(TraceReader *reader)
{
    for (size_t i = reader->text_length; i < reader->need; i++) {
        if (reader->pending[i] != 0) {
            return damaged(reader, "what follows a string is not empty");
        }
    }
    if (memchr(reader->pending, '\0', reader->text_length)) {
        return damaged(reader, "a string has a zero byte in it");
    }
    uint32_t id = reader->sink.text(reader->sink.context, (const char *)reader->pending, reader->text_length);
    if (id == 0) {
        return refuse(reader, "out of memory");
    }
    if (id != reader->texts + 1) {
        return damaged(reader, "the same string is defined twice");
    }
    reader->texts = id;
    reader->need = STREAM_RECORD;
    reader->expect = EXPECT_RECORD;
    return true;
}

static bool await_text(TraceReader *reader, const Event *record)
{
    char what[96];
    if (record->a != reader->texts + 1) {
        snprintf(what, sizeof what, "string %" PRIu32 " is defined where string %" PRIu32 " should be", record->a, reader->texts + 1);
        return damaged(reader, what);
    }
    if (record->b > STREAM_TEXT_LIMIT) {
        snprintf(what, sizeof what, "a string of %" PRIu32 " bytes is announced", record->b);
        return damaged(reader, what);
    }
    size_t padded = ((size_t)record->b + STREAM_RECORD - 1) / STREAM_RECORD * STREAM_RECORD;
    if (padded > reader->capacity) {
        unsigned char *larger = realloc(reader->pending, padded);
        if (!larger) {
            return refuse(reader, "out of memory");
        }
        reader->pending = larger;
        reader->capacity = padded;
    }
    reader->text_length = record->b;
    reader->need = padded;
    reader->expect = EXPECT_TEXT;
    return padded > 0 || read_text(reader);
}

static bool read_place(TraceReader *reader, const Event *record)
{
    if (record->a != reader->places + 1 || record->b > reader->texts || record->c > reader->texts || record->d > reader->texts) {
        return damaged(reader, "a place is defined with what is not known yet");
    }
    TracePlace place = {trace_text(reader->trace, record->b), trace_text(reader->trace, record->c), trace_text(reader->trace, record->d),
                        record->by};
    uint32_t id = reader->sink.place(reader->sink.context, &place);
    if (id == 0) {
        return refuse(reader, "out of memory");
    }
    if (id != reader->places + 1) {
        return damaged(reader, "the same place is defined twice");
    }
    reader->places = id;
    return true;
}

static bool read_meta(TraceReader *reader, const Event *record)
{
    uint32_t name = record->detail == META_SOURCE ? record->a : 0;
    if (record->detail >= META_COUNT || record->b > reader->texts || name > reader->texts) {
        return damaged(reader, "what the run says of itself cannot be read");
    }
    reader->sink.meta(reader->sink.context, (TraceMeta)record->detail, record->a, record->b);
    return true;
}

static bool read_event(TraceReader *reader, const Event *event)
{
    char what[128];
    if (!trace_check(event, reader->texts, reader->places, what, sizeof what)) {
        return damaged(reader, what);
    }
    if (event->t < reader->last_time) {
        return damaged(reader, "an event lies before the one that precedes it");
    }
    reader->last_time = event->t;
    reader->sink.event(reader->sink.context, event);
    return !trace_full(reader->trace) || refuse(reader, "out of memory");
}

static bool read_record(TraceReader *reader)
{
    const unsigned char *bytes = reader->pending;
    Event record = {
        .kind = bytes[0],
        .detail = bytes[1],
        .flags = (uint16_t)number_at(bytes + 2, 2),
        .by = (uint32_t)number_at(bytes + 4, 4),
        .t = (int64_t)number_at(bytes + 8, 8),
        .a = (uint32_t)number_at(bytes + 16, 4),
        .b = (uint32_t)number_at(bytes + 20, 4),
        .c = (uint32_t)number_at(bytes + 24, 4),
        .d = (uint32_t)number_at(bytes + 28, 4),
    };
    switch (record.kind) {
    case STREAM_STRING: return await_text(reader, &record);
    case STREAM_PLACE: return read_place(reader, &record);
    case STREAM_META: return read_meta(reader, &record);
    default: return read_event(reader, &record);
    }
}

bool trace_reader_feed(TraceReader *reader, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    while (length > 0 && !reader->failed) {
        size_t missing = reader->need - reader->have, part = length < missing ? length : missing;
        memcpy(reader->pending + reader->have, from, part);
        reader->have += part;
        from += part;
        length -= part;
        if (reader->have < reader->need) {
            break;
        }
        size_t whole = reader->need;
        bool good = reader->expect == EXPECT_HEADER   ? read_header(reader)
                    : reader->expect == EXPECT_RECORD ? read_record(reader)
                                                      : read_text(reader);
        if (!good) {
            return false;
        }
        reader->have = 0;
        reader->at += whole;
    }
    return !reader->failed;
}

bool trace_reader_finish(TraceReader *reader)
{
    if (reader->failed) {
        return false;
    }
    if (reader->expect == EXPECT_HEADER) {
        return refuse(reader, "this is not a Loopscope recording");
    }
    if (reader->have > 0 || reader->expect == EXPECT_TEXT) {
        reader->failed = true;
        snprintf(reader->error, sizeof reader->error, "cut off at byte %" PRIu64 ": %zu bytes of an unfinished record were dropped",
                 reader->at + reader->have, reader->have);
        return false;
    }
    return true;
}
