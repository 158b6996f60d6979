/* chrome.c: a track a task, a slice a state, an arrow a wake-up, a mark a line of output: the Chrome trace event format. */
#include "out.h"

#include "trace/json.h"

#include <inttypes.h>
#include <string.h>

typedef struct Writer {
    const OutRun *run;
    FILE *out;
    bool begun;
} Writer;

/* What every event begins with. The format counts in microseconds; the loop's own track is number 0. */
static void begin(Writer *writer, const char *phase, uint32_t track)
{
    fprintf(writer->out, "%s{\"ph\":\"%s\",\"pid\":1,\"tid\":%" PRIu32, writer->begun ? ",\n" : "", phase, track);
    writer->begun = true;
}

static void string(Writer *writer, const char *key, const char *text)
{
    fprintf(writer->out, ",\"%s\":", key);
    trace_json_string(writer->out, text, strlen(text));
}

static void moment(Writer *writer, const char *key, int64_t ns)
{
    fprintf(writer->out, ",\"%s\":%" PRId64 ".%03" PRId64, key, ns / 1000, ns % 1000);
}

static void end(Writer *writer) { fputc('}', writer->out); }

static void name_track(Writer *writer, const char *what, uint32_t track, const char *name)
{
    begin(writer, "M", track);
    string(writer, "name", what);
    fputs(",\"args\":{\"name\":", writer->out);
    trace_json_string(writer->out, name, strlen(name));
    fputc('}', writer->out);
    end(writer);
}

static void order_track(Writer *writer, uint32_t track, size_t place)
{
    begin(writer, "M", track);
    fprintf(writer->out, ",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":%zu}", place);
    end(writer);
}

static bool is_over(TaskState state) { return state == TASK_DONE || state == TASK_FAILED || state == TASK_CANCELLED; }

static void slices(Writer *writer, uint32_t task)
{
    const Span *spans = NULL;
    size_t count = spans_of(writer->run->spans, task, &spans);
    for (size_t i = 0; i < count; i++) {
        bool over = is_over((TaskState)spans[i].state);
        begin(writer, over ? "i" : "X", task);
        string(writer, "name", model_state_name((TaskState)spans[i].state));
        string(writer, "cat", "task");
        moment(writer, "ts", spans[i].from_time);
        if (over) {
            string(writer, "s", "t");
        } else {
            moment(writer, "dur", out_end(writer->run, &spans[i]) - spans[i].from_time);
        }
        end(writer);
    }
}

/* From whoever made or woke somebody to that task; timers and the outside stand on the loop's track. */
static void arrows(Writer *writer)
{
    size_t count = 0;
    const Link *links = spans_links(writer->run->spans, &count);
    for (size_t i = 0; i < count; i++) {
        int64_t at = trace_event(writer->run->trace, links[i].index)->t;
        bool from_task = ref_kind(links[i].from) == REF_TASK;
        if (ref_kind(links[i].to) != REF_TASK) {
            continue;
        }
        for (int side = 0; side < 2; side++) {
            begin(writer, side == 0 ? "s" : "f", side == 1 ? ref_number(links[i].to) : from_task ? ref_number(links[i].from) : 0);
            string(writer, "name", links[i].spawn ? "makes" : "wakes");
            string(writer, "cat", "cause");
            fprintf(writer->out, ",\"id\":%zu%s", i + 1, side == 1 ? ",\"bp\":\"e\"" : "");
            moment(writer, "ts", at);
            end(writer);
        }
    }
}

static void output(Writer *writer)
{
    const Trace *trace = writer->run->trace;
    size_t count = 0;
    const uint32_t *lines = spans_landmarks(writer->run->spans, LANDMARK_OUTPUT, &count);
    for (size_t i = 0; i < count; i++) {
        const Event *event = trace_event(trace, lines[i]);
        begin(writer, "i", ref_kind(event->by) == REF_TASK ? ref_number(event->by) : 0);
        string(writer, "name", trace_text(trace, event->b));
        string(writer, "cat", "output");
        string(writer, "s", "t");
        moment(writer, "ts", event->t);
        end(writer);
    }
}

bool out_chrome(const OutRun *run, FILE *out)
{
    Writer writer = {run, out, false};
    char label[OUT_LABEL];
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(run->spans, &count);
    const char *title = trace_title(run->trace);
    fputs("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n", out);
    name_track(&writer, "process_name", 0, *title ? title : "a recording");
    name_track(&writer, "thread_name", 0, "the loop");
    for (size_t i = 0; i < count; i++) {
        name_track(&writer, "thread_name", lanes[i], out_label(run, lanes[i], label));
        order_track(&writer, lanes[i], i + 1);
        slices(&writer, lanes[i]);
    }
    arrows(&writer);
    output(&writer);
    fputs("\n]}\n", out);
    return ferror(out) == 0;
}
