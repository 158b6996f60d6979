/* live_child.c: a lesson by the real clock, its events sent the moment they tell something. */
#include "live_child.h"

#include "trace/stream.h"

#include <errno.h>
#include <unistd.h>

/* A sink in front of the writer's own, which decides when the buffered records go out. */
typedef struct Sender {
    TraceSink writer_sink;
    TraceWriter *writer;
    int descriptor;
} Sender;

static bool send_bytes(void *context, const void *bytes, size_t length)
{
    const Sender *sender = context;
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

/* Once a loop turn is enough for a lesson that behaves. One that then runs for ever, or crashes, would take the beginning of that turn with
   it: so a step that begins and a line that is printed go out at once. */
static void send_event(void *context, const Event *event)
{
    Sender *sender = context;
    sender->writer_sink.event(sender->writer_sink.context, event);
    if (event->kind == EV_STEP || event->kind == EV_CB || event->kind == EV_OUT || event->kind == EV_ITER || event->kind == EV_DONE) {
        (void)trace_writer_flush(sender->writer);
    }
}

static uint32_t send_text(void *context, const char *text, size_t length)
{
    const Sender *sender = context;
    return sender->writer_sink.text(sender->writer_sink.context, text, length);
}

static uint32_t send_place(void *context, const TracePlace *place)
{
    const Sender *sender = context;
    return sender->writer_sink.place(sender->writer_sink.context, place);
}

static void send_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    const Sender *sender = context;
    sender->writer_sink.meta(sender->writer_sink.context, meta, a, b);
}

int live_child(const Lesson *lesson, const KnobValues *values, int descriptor)
{
    Sender sender = {.descriptor = descriptor};
    sender.writer = trace_writer_new(send_bytes, &sender);
    if (sender.writer == NULL) {
        return 1;
    }
    sender.writer_sink = trace_writer_sink(sender.writer);
    TraceSink sink = {.context = &sender, .event = send_event, .text = send_text, .place = send_place, .meta = send_meta};
    int status = lesson_run(lesson, values, sink, true);
    bool sent = trace_writer_flush(sender.writer);
    trace_writer_free(sender.writer);
    return sent ? status : 1;
}
