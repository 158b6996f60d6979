/* jsonl.c: see jsonl.h. One writer per event; the order of its calls is the order of the fields. */
#include "jsonl.h"

#include "derive.h"
#include "json.h"
#include "jsonl_outside.h"

#include <string.h>

typedef struct Export {
    const Trace *trace;
    FILE *out;
    Derive *derive;
    bool batch_due; /* a turn has begun and nothing of it has run */
} Export;

/* ---- fields ---- */

static void key(Export *export, const char *name) { fprintf(export->out, ",\"%s\":", name); }

static void number_field(Export *export, const char *name, uint32_t number)
{
    key(export, name);
    fprintf(export->out, "%u", (unsigned)number);
}

/* One of our own words, which need no escaping. */
static void word_field(Export *export, const char *name, const char *word)
{
    key(export, name);
    fprintf(export->out, "\"%s\"", word);
}

static void seconds_field(Export *export, const char *name, int64_t ns)
{
    key(export, name);
    trace_json_seconds(export->out, ns);
}

static void text_field(Export *export, const char *name, uint32_t id)
{
    key(export, name);
    trace_json_string(export->out, trace_text(export->trace, id), trace_text_length(export->trace, id));
}

/* As text_field, but null where there is none. */
static void optional_text_field(Export *export, const char *name, uint32_t id)
{
    if (id != 0) {
        text_field(export, name, id);
    } else {
        key(export, name);
        fputs("null", export->out);
    }
}

static void write_ref(Export *export, Ref ref)
{
    char buffer[16];
    fprintf(export->out, "\"%s\"", trace_ref_name(ref, buffer));
}

static void ref_field(Export *export, const char *name, Ref ref)
{
    key(export, name);
    write_ref(export, ref);
}

static void optional_ref_field(Export *export, const char *name, Ref ref)
{
    key(export, name);
    if (ref != TRACE_NOBODY) {
        write_ref(export, ref);
    } else {
        fputs("null", export->out);
    }
}

static void line_field(Export *export, uint32_t place)
{
    key(export, "line");
    uint32_t line = trace_place(export->trace, place)->line;
    if (line != 0) {
        fprintf(export->out, "%u", (unsigned)line);
    } else {
        fputs("null", export->out);
    }
}

static void refs_field(Export *export, const char *name, const Ref *refs, size_t count)
{
    key(export, name);
    putc('[', export->out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            putc(',', export->out);
        }
        write_ref(export, refs[i]);
    }
    putc(']', export->out);
}

static const char *chosen(const char *const *words, size_t count, unsigned index) { return index < count ? words[index] : "?"; }

/* ---- callbacks ---- */

/* "T2.wakeup(F1)", "sleep.resolve(F1)", or the name that the program gave its callback. */
static void call_field(Export *export, const char *name, const DeriveCall *call)
{
    char who[16], about[16];
    trace_ref_name(call->b, who);
    trace_ref_name(call->c, about);
    key(export, name);
    FILE *out = export->out;
    switch ((TraceCall)call->call) {
    case CALL_STEP: fprintf(out, "\"%s.step\"", who); break;
    case CALL_WAKEUP: fprintf(out, "\"%s.wakeup(%s)\"", who, about); break;
    case CALL_USER:
        putc('"', out);
        trace_json_characters(out, trace_text(export->trace, call->b), trace_text_length(export->trace, call->b));
        fprintf(out, call->c ? "(%s)\"" : "\"", about);
        break;
    default:
        if (call->call >= CALL_COUNT) {
            fputs("null", out);
            break;
        }
        fprintf(out, call->c ? "\"%s(%s)\"" : "\"%s\"", trace_call_name((TraceCall)call->call), about);
    }
}

static void write_timer(Export *export, const Event *event)
{
    Ref timer = ref_make(REF_TIMER, event->a);
    const DeriveCall *call = derive_call(export->derive, timer);
    ref_field(export, "timer", timer);
    seconds_field(export, "when", call->when);
    call_field(export, "cb", call);
    ref_field(export, "by", event->by);
}

/* ---- the end of a step ---- */

/* The coroutine that closes generators at the end of a run is a method of the loop: it is named without the "asyncio." of functions. */
static bool is_of_the_loop(const char *name) { return strcmp(name, "shutdown_asyncgens") == 0; }

static bool is_library(const char *name) { return trace_is_library(name) || is_of_the_loop(name); }

/* The library coroutine that a task is in while it waits for `via`, where the trace has no frame for it; NULL: none. */
static const char *library_coroutine(TraceVia via)
{
    switch (via) {
    case VIA_SLEEP:
    case VIA_WAIT:
    case VIA_WAIT_FOR:
    case VIA_LOCK:
    case VIA_EVENT:
    case VIA_SEMAPHORE:
    case VIA_CONDITION:
    case VIA_QUEUE_GET:
    case VIA_QUEUE_PUT:
    case VIA_QUEUE_JOIN: return trace_via_name(via);
    default: return NULL;
    }
}

/* The line at which a frame stands: where it awaits the next one; for the innermost, where the step ended. */
static unsigned frame_line(const Export *export, const Event *event, const DeriveFrame *frames, size_t count, size_t index)
{
    uint32_t place = index + 1 < count ? frames[index + 1].awaited_at : event->d;
    return (unsigned)trace_place(export->trace, place)->line;
}

static void write_frame(Export *export, const Event *event, const DeriveFrame *frames, size_t count, size_t index)
{
    const char *name = trace_text(export->trace, frames[index].name);
    fputs(is_of_the_loop(name) ? "\"asyncio." : "\"", export->out);
    trace_json_characters(export->out, name, strlen(name));
    if (!is_library(name)) {
        fprintf(export->out, ":%u", frame_line(export, event, frames, count, index));
    }
    putc('"', export->out);
}

/* Where the task is suspended: the innermost line of its own, and the whole chain, outermost first. */
static void chain_fields(Export *export, const Event *event)
{
    const DeriveFrame *frames;
    size_t count = derive_frames(export->derive, event->a, &frames);
    size_t own = count;
    while (own > 0 && is_library(trace_text(export->trace, frames[own - 1].name))) {
        own--;
    }
    key(export, "at");
    if (own > 0) {
        write_frame(export, event, frames, count, own - 1);
    } else {
        fputs("null", export->out);
    }
    key(export, "chain");
    putc('[', export->out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            putc(',', export->out);
        }
        write_frame(export, event, frames, count, i);
    }
    const char *library = own == count ? library_coroutine((TraceVia)event->flags) : NULL;
    if (library) {
        fprintf(export->out, "%s\"asyncio.%s\"", count > 0 ? "," : "", library);
    }
    putc(']', export->out);
}

static void write_await(Export *export, const Event *event)
{
    ref_field(export, "on", event->b);
    word_field(export, "what", trace_via_name((TraceVia)event->flags));
    int64_t delay = derive_delay(export->derive, event->b);
    if (delay >= 0) {
        seconds_field(export, "delay", delay);
    }
    if (event->flags == VIA_GATHER) {
        const Ref *children;
        size_t count = derive_children(export->derive, event->b, &children);
        refs_field(export, "children", children, count);
    }
    chain_fields(export, event);
}

static void write_step_end(Export *export, const Event *event)
{
    static const char *const reasons[] = {"await", "yield", "return", "raise", "cancelled"};
    ref_field(export, "task", ref_make(REF_TASK, event->a));
    word_field(export, "reason", chosen(reasons, 5, event->detail));
    switch ((TraceReason)event->detail) {
    case REASON_AWAIT: write_await(export, event); break;
    case REASON_YIELD: word_field(export, "what", trace_via_name((TraceVia)event->flags)); break;
    case REASON_RETURN:
    case REASON_RAISE: text_field(export, "value", event->b); break;
    default: break;
    }
}

/* ---- the other events ---- */

static void write_step(Export *export, const Event *event)
{
    static const char *const resumes[] = {"start", "next", "wakeup"};
    ref_field(export, "task", ref_make(REF_TASK, event->a));
    ref_field(export, "h", event->b);
    word_field(export, "resume", chosen(resumes, 3, event->detail));
    if (event->detail == RESUME_WAKEUP) {
        ref_field(export, "fut", event->c);
    }
    if (event->d != 0) {
        text_field(export, "throw", event->d);
    }
}

static void write_task_new(Export *export, const Event *event)
{
    ref_field(export, "task", ref_make(REF_TASK, event->a));
    text_field(export, "name", event->b);
    text_field(export, "coro", event->c);
    ref_field(export, "parent", event->by);
    word_field(export, "via", trace_via_name((TraceVia)event->detail));
    line_field(export, event->d);
    fputs(event->flags & 1 ? ",\"eager\":true" : "", export->out);
}

static void write_ready(Export *export, const Event *event)
{
    DeriveCall call = {0, event->b, event->c, event->detail};
    ref_field(export, "h", ref_make(REF_HANDLE, event->a));
    call_field(export, "what", &call);
    ref_field(export, "by", event->by);
}

static void write_iter(Export *export, const Event *event)
{
    int64_t timeout = trace_time(event);
    number_field(export, "n", event->a);
    seconds_field(export, "t", event->t);
    if (timeout == TRACE_FOREVER) {
        key(export, "timeout");
        fputs("null", export->out);
    } else {
        seconds_field(export, "timeout", timeout);
    }
    number_field(export, "ready", event->b);
}

static void write_iter_end(Export *export, const Event *event)
{
    number_field(export, "n", event->a);
    seconds_field(export, "t", event->t);
    number_field(export, "ready", event->b);
}

static void write_resolve(Export *export, const Event *event)
{
    static const char *const outcomes[] = {"result", "exception", "cancelled"};
    ref_field(export, "fut", event->b);
    word_field(export, "state", chosen(outcomes, 3, event->detail));
    optional_text_field(export, "value", event->c);
    ref_field(export, "by", event->by);
}

static void write_cancel(Export *export, const Event *event)
{
    static const char *const targets[] = {"waiting", "ready", "running", "done"};
    ref_field(export, "task", event->b);
    ref_field(export, "by", event->by);
    word_field(export, "state", chosen(targets, 4, event->detail));
    optional_ref_field(export, "on", event->c);
}

static void write_out(Export *export, const Event *event)
{
    ref_field(export, "by", event->by);
    line_field(export, event->d);
    text_field(export, "text", event->b);
    if (event->flags & 1) {
        key(export, "nl");
        fputs("false", export->out);
    }
}

static void write_exc_handler(Export *export, const Event *event)
{
    ref_field(export, "by", event->by);
    text_field(export, "message", event->c);
    optional_text_field(export, "exc", event->d);
    optional_ref_field(export, "fut", event->b != 0 || event->a == 0 ? event->b : ref_make(REF_FUTURE, event->a));
}

/* Events of two or three fields. */
static void write_small(Export *export, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EV_FUT_NEW:
        ref_field(export, "fut", ref_make(REF_FUTURE, event->a));
        word_field(export, "via", trace_via_name((TraceVia)event->detail));
        ref_field(export, "by", event->by);
        break;
    case EV_RUN:
    case EV_RUN_END:
        ref_field(export, "what", event->b);
        word_field(export, "via", trace_via_name((TraceVia)event->detail));
        break;
    case EV_ADVANCE:
    case EV_DONE: seconds_field(export, "t", event->t); break;
    case EV_SKIP:
    case EV_HANDLE_CANCEL: ref_field(export, "h", event->b); break;
    case EV_CHOOSE:
        ref_field(export, "h", event->b);
        number_field(export, "place", event->a);
        number_field(export, "of", event->c);
        break;
    case EV_CB:
    case EV_CB_END:
        ref_field(export, "h", event->b);
        call_field(export, "cb", derive_call(export->derive, event->b));
        break;
    case EV_UNCANCEL:
        ref_field(export, "task", event->b);
        ref_field(export, "by", event->by);
        number_field(export, "left", event->a);
        break;
    case EV_BLOCK:
        ref_field(export, "by", event->by);
        seconds_field(export, "secs", trace_time(event));
        seconds_field(export, "t", event->t);
        break;
    case EV_NEVER_AWAITED:
        ref_field(export, "by", event->by);
        text_field(export, "coro", event->b);
        line_field(export, event->d);
        break;
    case EV_DEADLOCK:
        seconds_field(export, "t", event->t);
        number_field(export, "pending", event->a);
        break;
    default: break;
    }
}

static void write_fields(Export *export, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EV_TASK_NEW: write_task_new(export, event); break;
    case EV_READY: write_ready(export, event); break;
    case EV_ITER: write_iter(export, event); break;
    case EV_ITER_END: write_iter_end(export, event); break;
    case EV_TIMER_NEW:
    case EV_TIMER_FIRE:
    case EV_TIMER_CANCEL: write_timer(export, event); break;
    case EV_STEP: write_step(export, event); break;
    case EV_STEP_END: write_step_end(export, event); break;
    case EV_RESOLVE: write_resolve(export, event); break;
    case EV_CANCEL: write_cancel(export, event); break;
    case EV_OUT: write_out(export, event); break;
    case EV_EXC_HANDLER: write_exc_handler(export, event); break;
    default:
        if (!trace_json_outside(export->out, export->trace, event)) {
            write_small(export, event);
        }
    }
}

static bool opens_batch(EventKind kind) { return kind == EV_STEP || kind == EV_CB || kind == EV_SKIP || kind == EV_CHOOSE; }

/* The queue as it stands right before the first entry of a turn runs, or is chosen. */
static void write_batch(Export *export, uint32_t turn)
{
    const Ref *queue;
    size_t count = derive_ready(export->derive, &queue);
    fputs("{\"e\":\"batch\"", export->out);
    number_field(export, "n", turn);
    refs_field(export, "q", queue, count);
    fputs("}\n", export->out);
}

bool trace_write_jsonl(const Trace *trace, FILE *out)
{
    Export export = {trace, out, derive_new(), false};
    bool well = export.derive != NULL;
    uint32_t turn = 0;
    for (size_t i = 0; well && i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_ITER) {
            turn = event->a;
            export.batch_due = true;
        }
        if (export.batch_due && opens_batch((EventKind)event->kind)) {
            write_batch(&export, turn);
            export.batch_due = false;
        }
        well = derive_event(export.derive, event);
        if (well && trace_event_is_exported((EventKind)event->kind)) {
            fprintf(out, "{\"e\":\"%s\"", trace_event_name((EventKind)event->kind));
            write_fields(&export, event);
            fputs("}\n", out);
        }
    }
    derive_free(export.derive);
    return fflush(out) == 0 && !ferror(out) && well;
}
