/* replay.c: all that a trace in memory holds, told again to a sink. */
#include "fields.h"
#include "stream.h"

/* The id of the string or place in the sink. Asking each time needs no table, and equal arguments have equal ids. */
static uint32_t text_again(const Trace *trace, const TraceSink *sink, uint32_t id)
{
    return id == 0 || id > trace_text_count(trace) ? 0 : sink->text(sink->context, trace_text(trace, id), trace_text_length(trace, id));
}

static void translate(const Trace *trace, const TraceSink *sink, TraceField field, uint32_t *value)
{
    if (field == FIELD_TEXT) {
        *value = text_again(trace, sink, *value);
    } else if (field == FIELD_PLACE) {
        *value = *value == 0 || *value > trace_place_count(trace) ? 0 : sink->place(sink->context, trace_place(trace, *value));
    }
}

void trace_replay(const Trace *trace, TraceSink sink)
{
    for (size_t i = 0; i < trace_meta_count(trace); i++) {
        uint32_t a, b;
        TraceMeta meta = trace_meta_at(trace, i, &a, &b);
        a = meta == META_SOURCE || meta == META_KNOB ? text_again(trace, &sink, a) : a;
        sink.meta(sink.context, meta, a, text_again(trace, &sink, b));
    }
    for (size_t i = 0; i < trace_count(trace); i++) {
        Event event = *trace_event(trace, i);
        TraceFields fields = trace_fields(&event);
        translate(trace, &sink, fields.a, &event.a);
        translate(trace, &sink, fields.b, &event.b);
        translate(trace, &sink, fields.c, &event.c);
        translate(trace, &sink, fields.d, &event.d);
        sink.event(sink.context, &event);
    }
}
