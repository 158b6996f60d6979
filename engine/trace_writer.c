/* trace_writer.c: facts become the bytes of a stream. */
#include "trace_intern.h"
#include "trace_stream.h"

#include <stdlib.h>
#include <string.h>

enum { BUFFER = 64 * 1024 };

struct TraceWriter {
    TraceWrite write;
    void *context;
    TraceIntern intern;   /* which strings and places the stream has defined */
    size_t texts, places; /* how many of them have been written */
    bool failed;
    size_t used;
    unsigned char buffer[BUFFER];
};

bool trace_writer_flush(TraceWriter *writer)
{
    if (writer->used > 0 && !writer->failed) {
        writer->failed = !writer->write(writer->context, writer->buffer, writer->used);
    }
    writer->used = 0;
    return !writer->failed;
}

static void put(TraceWriter *writer, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    while (length > 0 && !writer->failed) {
        size_t room = BUFFER - writer->used, part = length < room ? length : room;
        memcpy(writer->buffer + writer->used, from, part);
        writer->used += part;
        from += part;
        length -= part;
        if (writer->used == BUFFER) {
            trace_writer_flush(writer);
        }
    }
}

static void put_number(unsigned char *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (unsigned char)(number >> (8 * i));
    }
}

static void put_record(TraceWriter *writer, const Event *event)
{
    unsigned char record[STREAM_RECORD];
    record[0] = event->kind;
    record[1] = event->detail;
    put_number(record + 2, event->flags, 2);
    put_number(record + 4, event->by, 4);
    put_number(record + 8, (uint64_t)event->t, 8);
    put_number(record + 16, event->a, 4);
    put_number(record + 20, event->b, 4);
    put_number(record + 24, event->c, 4);
    put_number(record + 28, event->d, 4);
    put(writer, record, sizeof record);
}

static void sink_event(void *context, const Event *event) { put_record(context, event); }

/* A string that the stream does not know yet is defined before it is used. */
static void define_texts(TraceWriter *writer)
{
    static const unsigned char padding[STREAM_RECORD];
    for (; writer->texts < writer->intern.text_count; writer->texts++) {
        uint32_t id = (uint32_t)writer->texts + 1;
        const InternText *text = intern_text_at(&writer->intern, id);
        put_record(writer, &(Event){.kind = STREAM_STRING, .a = id, .b = text->length});
        put(writer, text->bytes, text->length);
        put(writer, padding, (STREAM_RECORD - text->length % STREAM_RECORD) % STREAM_RECORD);
    }
}

static uint32_t sink_text(void *context, const char *text, size_t length)
{
    TraceWriter *writer = context;
    uint32_t id = intern_text(&writer->intern, text, length < STREAM_TEXT_LIMIT ? length : STREAM_TEXT_LIMIT);
    writer->failed = writer->failed || id == 0;
    define_texts(writer);
    return id;
}

static uint32_t sink_place(void *context, const TracePlace *place)
{
    TraceWriter *writer = context;
    uint32_t id = intern_place(&writer->intern, place);
    writer->failed = writer->failed || id == 0;
    define_texts(writer);
    for (; writer->places < writer->intern.place_count; writer->places++) {
        uint32_t defined = (uint32_t)writer->places + 1;
        const InternPlace *at = intern_place_at(&writer->intern, defined);
        put_record(writer,
                   &(Event){.kind = STREAM_PLACE, .by = at->place.line, .a = defined, .b = at->file, .c = at->function, .d = at->text});
    }
    return id;
}

static void sink_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    put_record(context, &(Event){.kind = STREAM_META, .detail = (uint8_t)meta, .a = a, .b = b});
}

TraceWriter *trace_writer_new(TraceWrite write, void *context)
{
    TraceWriter *writer = calloc(1, sizeof *writer);
    if (writer) {
        unsigned char header[STREAM_RECORD] = {0};
        writer->write = write;
        writer->context = context;
        memcpy(header, STREAM_MAGIC, 8);
        put_number(header + 8, STREAM_VERSION, 4);
        put_number(header + 12, STREAM_ORDER_MARK, 4);
        put(writer, header, sizeof header);
    }
    return writer;
}

TraceSink trace_writer_sink(TraceWriter *writer)
{
    return (TraceSink){.context = writer, .event = sink_event, .text = sink_text, .place = sink_place, .meta = sink_meta};
}

bool trace_writer_failed(const TraceWriter *writer) { return writer->failed; }

void trace_writer_free(TraceWriter *writer)
{
    if (writer) {
        trace_writer_flush(writer);
        intern_free(&writer->intern);
        free(writer);
    }
}

void trace_replay(const Trace *trace, TraceSink sink)
{
    /* In order, so that the ids come out the same. */
    for (uint32_t id = 1; id <= trace_text_count(trace); id++) {
        sink.text(sink.context, trace_text(trace, id), trace_text_length(trace, id));
    }
    for (uint32_t id = 1; id <= trace_place_count(trace); id++) {
        sink.place(sink.context, trace_place(trace, id));
    }
    trace_replay_meta(trace, sink);
    for (size_t i = 0; i < trace_count(trace); i++) {
        sink.event(sink.context, trace_event(trace, i));
    }
}
