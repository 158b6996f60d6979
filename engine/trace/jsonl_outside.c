/* jsonl_outside.c: see jsonl_outside.h. What lies outside of the loop is named like tasks and futures: "O1". */
#include "jsonl_outside.h"

#include "json.h"

static void outside_field(FILE *out, const char *name, uint32_t number)
{
    fprintf(out, number != 0 ? ",\"%s\":\"O%u\"" : ",\"%s\":null", name, (unsigned)number);
}

static void word_field(FILE *out, const char *name, const char *const *words, unsigned count, unsigned index)
{
    fprintf(out, ",\"%s\":\"%s\"", name, index < count ? words[index] : "?");
}

static void text_field(FILE *out, const char *name, const Trace *trace, uint32_t id)
{
    fprintf(out, ",\"%s\":", name);
    if (id != 0) {
        trace_json_string(out, trace_text(trace, id), trace_text_length(trace, id));
    } else {
        fputs("null", out);
    }
}

bool trace_json_outside(FILE *out, const Trace *trace, const Event *event)
{
    static const char *const directions[] = {"read", "write"}, *const bytes[] = {"read", "sent", "kept"},
                             *const ends[] = {"closed", "lost", "done"};
    static const char *const flows[] = {"writing_paused", "writing_resumed", "reading_paused", "reading_resumed"};
    char by[16];
    if (event->kind < EV_OUTSIDE_NEW || event->kind > EV_OUTSIDE_END) {
        return false;
    }
    outside_field(out, "outside", event->a);
    switch ((EventKind)event->kind) {
    case EV_OUTSIDE_NEW:
        fprintf(out, ",\"kind\":\"%s\"", trace_outside_name((TraceOutside)event->detail));
        text_field(out, "name", trace, event->b);
        outside_field(out, "of", event->c);
        break;
    case EV_BYTES:
        word_field(out, "what", bytes, BYTES_COUNT, event->detail);
        fprintf(out, ",\"count\":%u", (unsigned)event->b);
        text_field(out, "first", trace, event->c);
        break;
    case EV_FLOW:
        word_field(out, "what", flows, FLOW_COUNT, event->detail);
        fprintf(out, ",\"buffer\":%u", (unsigned)event->b);
        break;
    case EV_OUTSIDE_END:
        word_field(out, "how", ends, GONE_COUNT, event->detail);
        text_field(out, "error", trace, event->b);
        fprintf(out, ",\"status\":%u", (unsigned)event->c);
        break;
    default: word_field(out, "to", directions, DIRECTION_COUNT, event->detail); break;
    }
    fprintf(out, ",\"by\":\"%s\"", trace_ref_name(event->by, by));
    return true;
}
