/* chrome.c: a track a task and one for the loop, a slice a state, an arrow a wake-up, a mark a line of output: the Chrome trace event format. */
#include "out.h"

#include "trace/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct Writer {
    const OutRun *run;
    FILE *out;
    const int64_t *at; /* ns: when each event is */
    bool begun;
} Writer;

/* In virtual time a step takes none, and a bar without a length is shown by nobody, nor is an arrow that begins in none. So what happens at one time is put
   a nanosecond apart. NULL: out of memory. */
static int64_t *apart(const Trace *trace)
{
    size_t count = trace_count(trace);
    int64_t *at = malloc((count + 1) * sizeof *at), least = INT64_MIN;
    for (size_t i = 0; at != NULL && i < count; i++) {
        int64_t time = trace_event(trace, i)->t;
        at[i] = time > least ? time : least;
        least = at[i] < INT64_MAX ? at[i] + 1 : at[i];
    }
    return at;
}

/* When a bar ends that goes on to that event; the last ones go on to the end of the run. */
static int64_t end_at(const Writer *writer, uint32_t to)
{
    size_t count = trace_count(writer->run->trace);
    return to < count ? writer->at[to] : writer->at[count - 1] + 1;
}

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

static void slice(Writer *writer, uint32_t track, const char *name, const char *category, int64_t from, int64_t to)
{
    begin(writer, "X", track);
    string(writer, "name", name);
    string(writer, "cat", category);
    moment(writer, "ts", from);
    moment(writer, "dur", to - from);
    end(writer);
}

static void mark(Writer *writer, uint32_t track, const char *name, const char *category, int64_t at)
{
    begin(writer, "i", track);
    string(writer, "name", name);
    string(writer, "cat", category);
    moment(writer, "ts", at);
    string(writer, "s", "t");
    end(writer);
}

static void slices(Writer *writer, uint32_t task)
{
    const Span *spans = NULL;
    size_t count = spans_of(writer->run->spans, task, &spans);
    for (size_t i = 0; i < count; i++) {
        const char *name = model_state_name((TaskState)spans[i].state);
        if (is_over((TaskState)spans[i].state)) {
            mark(writer, task, name, "task", writer->at[spans[i].from]);
        } else {
            slice(writer, task, name, "task", writer->at[spans[i].from], end_at(writer, spans[i].to));
        }
    }
}

/* One turn of the loop; `waited` is the event with which its waiting ended, 0: it did not wait. */
static void turn(Writer *writer, size_t from, size_t waited, size_t to)
{
    char name[32];
    snprintf(name, sizeof name, "turn %" PRIu32, trace_event(writer->run->trace, from)->a);
    slice(writer, 0, name, "loop", writer->at[from], writer->at[to]);
    if (waited != 0) {
        slice(writer, 0, "waits", "loop", writer->at[from], writer->at[waited]);
    }
}

/* The loop's own track. */
static void turns(Writer *writer)
{
    const Trace *trace = writer->run->trace;
    size_t from = 0, waited = 0, count = trace_count(trace);
    bool within = false;
    if (count > 0) {
        slice(writer, 0, "run", "loop", writer->at[0], end_at(writer, UINT32_MAX)); /* asyncio.run() does something between turns as well */
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t kind = trace_event(trace, i)->kind;
        bool begins = kind == EV_ITER;
        if (within && (begins || kind == EV_ITER_END || i + 1 == count)) {
            turn(writer, from, waited, i);
            within = false;
        } else if (within && kind == EV_ADVANCE) {
            waited = i;
        }
        if (begins) {
            from = i;
            waited = 0;
            within = true;
        }
    }
}

static void arrow_end(Writer *writer, const char *phase, const Link *link, size_t number, uint32_t track, int64_t at)
{
    begin(writer, phase, track);
    string(writer, "name", link->spawn ? "makes" : "wakes");
    string(writer, "cat", "cause");
    fprintf(writer->out, ",\"id\":%zu%s", number, phase[0] == 'f' ? ",\"bp\":\"e\"" : "");
    moment(writer, "ts", at);
    end(writer);
}

/* From which moment of that task's bars its arrow goes: who wakes another by its end has no bar any more when that one is woken. */
static int64_t leaves(const Writer *writer, uint32_t task, uint32_t index)
{
    const Span *spans = NULL;
    size_t count = spans_of(writer->run->spans, task, &spans);
    bool over = count > 0 && is_over((TaskState)spans[count - 1].state) && spans[count - 1].from <= index;
    return over ? writer->at[spans[count - 1].from] - 1 : writer->at[index];
}

/* From whoever made or woke somebody to that task; timers and the outside stand on the loop's track. */
static void arrows(Writer *writer)
{
    size_t count = 0;
    const Link *links = spans_links(writer->run->spans, &count);
    for (size_t i = 0; i < count; i++) {
        const Link *link = &links[i];
        uint32_t from = ref_kind(link->from) == REF_TASK ? ref_number(link->from) : 0;
        if (ref_kind(link->to) == REF_TASK) {
            arrow_end(writer, "s", link, i + 1, from, from != 0 ? leaves(writer, from, link->index) : writer->at[link->index]);
            arrow_end(writer, "f", link, i + 1, ref_number(link->to), writer->at[link->index]);
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
        uint32_t track = ref_kind(event->by) == REF_TASK ? ref_number(event->by) : 0;
        mark(writer, track, trace_text(trace, event->b), "output", writer->at[lines[i]]);
    }
}

bool out_chrome(const OutRun *run, FILE *out)
{
    int64_t *at = apart(run->trace);
    if (at == NULL) {
        return false;
    }
    Writer writer = {run, out, at, false};
    char label[OUT_LABEL];
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(run->spans, &count);
    const char *title = trace_title(run->trace);
    fputs("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n", out);
    name_track(&writer, "process_name", 0, *title ? title : "a recording");
    name_track(&writer, "thread_name", 0, "the loop");
    turns(&writer);
    for (size_t i = 0; i < count; i++) {
        name_track(&writer, "thread_name", lanes[i], out_label(run, lanes[i], label));
        order_track(&writer, lanes[i], i + 1);
        slices(&writer, lanes[i]);
    }
    arrows(&writer);
    output(&writer);
    fputs("\n]}\n", out);
    free(at);
    return ferror(out) == 0;
}
