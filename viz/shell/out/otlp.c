/* otlp.c: a span a task, inside that of the task that made it, with its states as events: OpenTelemetry's protocol as JSON. */
#include "out.h"

#include "trace/json.h"

#include <inttypes.h>
#include <string.h>

/* A run is no moment of the calendar: it begins at the second 0 of 1970. */
static void time_field(FILE *out, const char *key, int64_t ns) { fprintf(out, "\"%s\":\"%" PRId64 "\"", key, ns); }

static void text(FILE *out, const char *text) { trace_json_string(out, text, strlen(text)); }

static void id_of(uint32_t task, char id[17]) { snprintf(id, 17, "%016" PRIx32, task); }

/* The same for the same run: a number of 128 bits from what it did. */
static void trace_id(const Trace *trace, char id[33])
{
    uint64_t one = 0xcbf29ce484222325U, other = 0x84222325cbf29ce4U;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        one = (one ^ event->kind ^ (uint64_t)event->t ^ (uint64_t)event->a << 32 ^ event->b) * 0x100000001b3U;
        other = (other ^ one) * 0x100000001b3U;
    }
    snprintf(id, 33, "%016" PRIx64 "%016" PRIx64, one, other | 1U);
}

static void events(const Span *spans, size_t count, FILE *out)
{
    fputs(",\"events\":[", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s{", i > 0 ? "," : "");
        time_field(out, "timeUnixNano", spans[i].from_time);
        fputs(",\"name\":", out);
        text(out, model_state_name((TaskState)spans[i].state));
        fputc('}', out);
    }
    fputc(']', out);
}

static void write_task(const OutRun *run, uint32_t task, const char *trace_of, bool first, FILE *out)
{
    char label[OUT_LABEL], id[17];
    const Span *spans = NULL;
    size_t count = spans_of(run->spans, task, &spans);
    Ref parent = spans_parent(run->spans, task);
    if (count == 0) {
        return;
    }
    const Span *last = &spans[count - 1];
    bool failed = last->state == TASK_FAILED, over = failed || last->state == TASK_DONE || last->state == TASK_CANCELLED;
    id_of(task, id);
    fprintf(out, "%s{\"traceId\":\"%s\",\"spanId\":\"%s\"", first ? "" : ",\n", trace_of, id);
    if (ref_kind(parent) == REF_TASK) {
        id_of(ref_number(parent), id);
        fprintf(out, ",\"parentSpanId\":\"%s\"", id);
    }
    fputs(",\"kind\":1,\"name\":", out);
    text(out, out_label(run, task, label));
    fputc(',', out);
    time_field(out, "startTimeUnixNano", spans[0].from_time);
    fputc(',', out);
    time_field(out, "endTimeUnixNano", over ? last->from_time : out_end_of_run(run));
    events(spans, count, out);
    fprintf(out, ",\"status\":{\"code\":%d}}", failed ? 2 : last->state == TASK_DONE ? 1 : 0); /* what was cancelled has come to neither */
}

bool out_otlp(const OutRun *run, FILE *out)
{
    char id[33];
    trace_id(run->trace, id);
    fputs("{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":", out);
    text(out, *trace_title(run->trace) ? trace_title(run->trace) : "a recording");
    fputs("}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"loopscope\",\"version\":\"" LOOPSCOPE_VERSION "\"},\"spans\":[\n", out);
    for (uint32_t task = 1; task <= spans_task_count(run->spans); task++) {
        write_task(run, task, id, task == 1, out);
    }
    fputs("\n]}]}]}\n", out);
    return ferror(out) == 0;
}
