/* csv.c: the bars as a table. */
#include "out.h"

#include <inttypes.h>

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
