/* csv.c: the bars as a table; and what all formats ask of a run. */
#include "out.h"

#include <inttypes.h>
#include <string.h>

const char *out_label(const OutRun *run, uint32_t task, char buffer[OUT_LABEL])
{
    model_task_label(run->model, ref_make(REF_TASK, task), buffer, OUT_LABEL);
    return buffer;
}

int64_t out_end_of_run(const OutRun *run)
{
    size_t count = trace_count(run->trace);
    return count > 0 ? trace_event(run->trace, count - 1)->t : 0;
}

int64_t out_end(const OutRun *run, const Span *span) { return span->to == UINT32_MAX ? out_end_of_run(run) : span->to_time; }

static void field(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            fputc('"', out);
        }
        fputc(*text, out);
    }
    fputs("\",", out);
}

static void seconds(FILE *out, int64_t ns) { fprintf(out, "%" PRId64 ".%09" PRId64, ns / 1000000000, ns % 1000000000); }

bool out_csv(const OutRun *run, FILE *out)
{
    char label[OUT_LABEL];
    fputs("task,state,from,to\r\n", out);
    for (uint32_t task = 1; task <= spans_task_count(run->spans); task++) {
        const Span *spans = NULL;
        size_t count = spans_of(run->spans, task, &spans);
        for (size_t i = 0; i < count; i++) {
            field(out, out_label(run, task, label));
            fprintf(out, "%s,", model_state_name((TaskState)spans[i].state));
            seconds(out, spans[i].from_time);
            fputc(',', out);
            seconds(out, out_end(run, &spans[i]));
            fputs("\r\n", out);
        }
    }
    return ferror(out) == 0;
}
