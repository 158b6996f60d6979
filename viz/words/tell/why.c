/* why.c: the chain of causes as text on the terminal, and finding the task that a command line names. */
#include "why.h"

#include "state.h"
#include "words/narrate/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint32_t tell_why_task(const Model *model, const Spans *spans, const char *name)
{
    char label[96], *end = NULL;
    uint32_t count = (uint32_t)spans_task_count(spans);
    for (uint32_t number = 1; number <= count; number++) {
        if (strcmp(model_task_label(model, ref_make(REF_TASK, number), label, sizeof label), name) == 0) {
            return number;
        }
    }
    errno = 0;
    unsigned long number = strtoul(name, &end, 10);
    return name[0] >= '0' && name[0] <= '9' && *end == '\0' && errno == 0 && number <= count ? (uint32_t)number : 0;
}

static void tell_link(const Trace *trace, const WhyLink *link, const char *mark, FILE *out)
{
    fprintf(out, "%8.3f s  %s%s\n", (double)trace_event(trace, link->index)->t / 1e9, mark, link->text);
}

/* The chain of awaits, each coroutine with what its variables held at its last await. */
static void tell_coroutines(Language language, const Trace *trace, const ModelTask *task, FILE *out)
{
    const Telling telling = {.trace = trace, .language = language};
    uint32_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    for (uint32_t i = 0; i < kept; i++) {
        const ModelFrame *frame = &task->frames[i];
        char line[PHRASE];
        say_line(&telling, frame->place != 0 ? frame->place : frame->definition, line);
        fprintf(out, words_in(language, "in %s"), trace_text(trace, frame->name));
        fprintf(out, "%s%s\n", *line != '\0' ? ", " : "", line);
        for (const char *text = trace_text(trace, frame->variables); *text != '\0';) {
            size_t length = strcspn(text, "\n");
            fputs("    ", out);
            tell_plain(text, length, ' ', out);
            putc('\n', out);
            text += length + (text[length] == '\n');
        }
    }
}

TellWhy tell_why(Language language, const Trace *trace, const char *name, size_t n, FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    Why *why = calloc(1, sizeof *why);
    TellWhy told = TELL_WHY_FAILED;
    if (model != NULL && spans != NULL && why != NULL) {
        spans_update(spans);
        uint32_t number = tell_why_task(model, spans, name);
        told = number != 0 ? TELL_WHY_DONE : TELL_WHY_NO_TASK;
        if (number != 0) {
            n = n < trace_count(trace) ? n : trace_count(trace);
            why_task(language, model, spans, trace, ref_make(REF_TASK, number), n, why);
            for (size_t i = 0; i < why->fact_count; i++) {
                tell_link(trace, &why->facts[i], "", out);
            }
            for (size_t i = 0; i < why->cause_count; i++) {
                tell_link(trace, &why->causes[i], "<- ", out);
            }
            const State *state = model_at(model, n);
            const ModelTask *task = state != NULL ? state_task(state, ref_make(REF_TASK, number)) : NULL;
            if (task != NULL) {
                tell_coroutines(language, trace, task, out);
            }
            if (why->fact_count == 0) {
                fprintf(out, "%s\n", words_in(language, "This task has not been made yet."));
            }
            told = fflush(out) == 0 && !ferror(out) ? TELL_WHY_DONE : TELL_WHY_FAILED;
        }
    }
    free(why);
    spans_free(spans);
    model_free(model);
    return told;
}
