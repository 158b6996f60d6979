/* sender.c: see sender.h. */
#include "sender.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct TraceSender {
    TraceSink writer_sink;
    TraceWriter *writer;
    int descriptor;
};

static bool send_bytes(void *context, const void *bytes, size_t length)
{
    const TraceSender *sender = context;
    const char *rest = bytes;
    while (length > 0) {
        ssize_t sent = write(sender->descriptor, rest, length);
        if (sent < 0 && errno != EINTR) {
            return false;
        }
        rest += sent > 0 ? sent : 0;
        length -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

/* Once a loop turn is enough for a run that behaves. One that then goes on for ever, or crashes, would take the beginning of that turn with it: so a step
   that begins and a line that is printed go out at once. */
static void send_event(void *context, const Event *event)
{
    TraceSender *sender = context;
    sender->writer_sink.event(sender->writer_sink.context, event);
    if (event->kind == EV_STEP || event->kind == EV_CB || event->kind == EV_OUT || event->kind == EV_ITER || event->kind == EV_DONE) {
        (void)trace_writer_flush(sender->writer);
    }
}

static uint32_t send_text(void *context, const char *text, size_t length)
{
    const TraceSender *sender = context;
    return sender->writer_sink.text(sender->writer_sink.context, text, length);
}

static uint32_t send_place(void *context, const TracePlace *place)
{
    const TraceSender *sender = context;
    return sender->writer_sink.place(sender->writer_sink.context, place);
}

static void send_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    const TraceSender *sender = context;
    sender->writer_sink.meta(sender->writer_sink.context, meta, a, b);
}

TraceSender *trace_sender_new(int descriptor)
{
    TraceSender *sender = calloc(1, sizeof *sender);
    if (sender == NULL) {
        return NULL;
    }
    sender->descriptor = descriptor;
    sender->writer = trace_writer_new(send_bytes, sender);
    if (sender->writer == NULL) {
        free(sender);
        return NULL;
    }
    sender->writer_sink = trace_writer_sink(sender->writer);
    return sender;
}

TraceSink trace_sender_sink(TraceSender *sender)
{
    return (TraceSink){.context = sender, .event = send_event, .text = send_text, .place = send_place, .meta = send_meta};
}

bool trace_sender_flush(TraceSender *sender) { return trace_writer_flush(sender->writer); }

void trace_sender_free(TraceSender *sender)
{
    if (sender != NULL) {
        trace_writer_free(sender->writer);
        free(sender);
    }
}
