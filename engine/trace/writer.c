/* writer.c: a trace as a stream of bytes, while it is being made or afterwards. */
#include "bytes.h"
#include "fields.h"
#include "intern.h"
#include "stream.h"

#include <stdlib.h>
#include <string.h>

enum { WRITER_BUFFER = 512 * STREAM_RECORD };

struct TraceWriter {
    TraceWrite write;
    void *context;
    TraceIntern intern; /* what has been defined, so that everything is defined once */
    size_t texts_sent, places_sent;
    size_t used;
    bool failed;
    unsigned char buffer[WRITER_BUFFER];
};

static void hand_over(TraceWriter *writer, const void *bytes, size_t length)
{
    writer->failed = writer->failed || !writer->write(writer->context, bytes, length);
}

bool trace_writer_flush(TraceWriter *writer)
{
    if (writer->used > 0 && !writer->failed) {
        hand_over(writer, writer->buffer, writer->used);
    }
    writer->used = 0;
    return !writer->failed;
}

/* Room for one record in the buffer, zeroed. */
static unsigned char *next_record(TraceWriter *writer)
{
    if (writer->used == WRITER_BUFFER) {
        trace_writer_flush(writer);
    }
    unsigned char *record = writer->buffer + writer->used;
    memset(record, 0, STREAM_RECORD);
    writer->used += STREAM_RECORD;
    return record;
}

static void put_record(TraceWriter *writer, const Event *event) { bytes_from_event(next_record(writer), event); }

static void put_text(TraceWriter *writer, const char *text, size_t length)
{
    while (length > 0) {
        size_t part = length < STREAM_RECORD ? length : STREAM_RECORD;
        memcpy(next_record(writer), text, part);
        text += part;
        length -= part;
    }
}

/* Cuts a string that is too long for the stream, before a UTF-8 character. */
static size_t sent_length(const InternText *text)
{
    if (text->length <= STREAM_TEXT_LIMIT) {
        return text->length;
    }
    size_t length = STREAM_TEXT_LIMIT;
    while (length > STREAM_TEXT_LIMIT - 4 && ((unsigned char)text->bytes[length] & 0xc0U) == 0x80U) {
        length--;
    }
    return length;
}

static void define_new_texts(TraceWriter *writer)
{
    while (writer->texts_sent < writer->intern.text_count) {
        uint32_t id = (uint32_t)++writer->texts_sent;
        const InternText *text = intern_text_at(&writer->intern, id);
        size_t length = sent_length(text);
        put_record(writer, &(Event){.kind = STREAM_STRING, .a = id, .b = (uint32_t)length});
        put_text(writer, text->bytes, length);
    }
}

static void sink_event(void *context, const Event *event)
{
    TraceWriter *writer = context;
    if (!writer->failed) {
        put_record(writer, event);
    }
}

static uint32_t sink_text(void *context, const char *text, size_t length)
{
    TraceWriter *writer = context;
    uint32_t id = writer->failed ? 0 : intern_text(&writer->intern, text, length);
    writer->failed = writer->failed || id == 0;
    if (!writer->failed) {
        define_new_texts(writer);
    }
    return id;
}

static uint32_t sink_place(void *context, const TracePlace *place)
{
    TraceWriter *writer = context;
    uint32_t id = writer->failed ? 0 : intern_place(&writer->intern, place);
    writer->failed = writer->failed || id == 0;
    if (!writer->failed) {
        define_new_texts(writer);
    }
    if (!writer->failed && id > writer->places_sent) {
        const InternPlace *made = intern_place_at(&writer->intern, id);
        writer->places_sent = id;
        put_record(writer,
                   &(Event){.kind = STREAM_PLACE, .a = id, .by = made->place.line, .b = made->file, .c = made->function, .d = made->text});
    }
    return id;
}

static void sink_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    TraceWriter *writer = context;
    if (!writer->failed) {
        put_record(writer, &(Event){.kind = STREAM_META, .detail = (uint8_t)meta, .a = a, .b = b});
    }
}

TraceWriter *trace_writer_new(TraceWrite write, void *context)
{
    TraceWriter *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return NULL;
    }
    writer->write = write;
    writer->context = context;
    unsigned char *header = next_record(writer);
    memcpy(header, STREAM_MAGIC, 8);
    bytes_put32(header + 8, STREAM_VERSION);
    bytes_put32(header + 12, STREAM_ORDER_MARK);
    return writer;
}

TraceSink trace_writer_sink(TraceWriter *writer)
{
    return (TraceSink){.context = writer, .event = sink_event, .text = sink_text, .place = sink_place, .meta = sink_meta};
}

bool trace_writer_failed(const TraceWriter *writer) { return writer->failed; }

void trace_writer_free(TraceWriter *writer)
{
    if (writer != NULL) {
        trace_writer_flush(writer);
        intern_free(&writer->intern);
        free(writer);
    }
}
