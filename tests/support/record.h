/* record.h: for tests: runs a coroutine in virtual time and tells what the scheduler did, a short line a fact. */
#ifndef LOOPSCOPE_TEST_RECORD_H
#define LOOPSCOPE_TEST_RECORD_H

#include "async.h"
#include "trace/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline Trace *record(async_coroutine main, uint32_t turn_limit, int *status)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .turn_limit = turn_limit, .sink = &sink});
    int result = async_run(main);
    if (status) {
        *status = result;
    }
    async_use(NULL);
    return trace;
}

/* "0.0 T1 out hello": the printed lines, steps and step ends, with virtual seconds. `wanted` selects kinds; the caller frees the text. */
static inline char *record_tell(const Trace *trace, const EventKind *wanted, size_t count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        bool shown = false;
        for (size_t k = 0; k < count; k++) {
            shown = shown || event->kind == wanted[k];
        }
        if (!shown) {
            continue;
        }
        char by[16], b[16], c[16];
        trace_ref_name(event->by, by);
        trace_ref_name(event->b, b);
        trace_ref_name(event->c, c);
        fprintf(out, "%g ", (double)event->t / 1e9);
        switch ((EventKind)event->kind) {
        case EV_OUT: fprintf(out, "%s says %s\n", by, trace_text(trace, event->b)); break;
        case EV_STEP: fprintf(out, "T%u step%s%s\n", event->a, event->d ? " throw " : "", trace_text(trace, event->d)); break;
        case EV_STEP_END:
            fprintf(out, "T%u %s %s\n", event->a, (const char *[]){"awaits", "yields", "returns", "raises", "is cancelled"}[event->detail],
                    event->detail == REASON_AWAIT    ? b
                    : event->detail >= REASON_RETURN ? trace_text(trace, event->b)
                                                     : trace_via_name((TraceVia)event->flags));
            break;
        case EV_ITER: fprintf(out, "turn %u\n", event->a); break;
        case EV_READY: fprintf(out, "H%u ready by %s\n", event->a, by); break;
        case EV_RESOLVE: fprintf(out, "%s resolved %u %s\n", b, event->detail, trace_text(trace, event->c)); break;
        case EV_CB: fprintf(out, "%s runs\n", b); break;
        case EV_NEVER_AWAITED: fprintf(out, "never awaited: %s\n", trace_text(trace, event->b)); break;
        case EV_EXC_HANDLER: fprintf(out, "%s: %s\n", trace_text(trace, event->c), trace_text(trace, event->d)); break;
        default: fprintf(out, "%s\n", trace_event_name((EventKind)event->kind)); break;
        }
    }
    fclose(out);
    return text;
}

/* Runs `main` and compares what it printed, each line with its time, with `expected`. */
#define assert_says(main, expected)                                                                                                        \
    do {                                                                                                                                   \
        Trace *said_ = record((main), 0, NULL);                                                                                            \
        char *text_ = record_tell(said_, (EventKind[]){EV_OUT, EV_NEVER_AWAITED, EV_EXC_HANDLER}, 3);                                      \
        assert_string_equal(text_, (expected));                                                                                            \
        free(text_);                                                                                                                       \
        trace_free(said_);                                                                                                                 \
    } while (0)

#endif
