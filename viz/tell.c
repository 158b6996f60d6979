/* tell.c: writes a run as text: a heading for each turn of the loop, a line for each sentence, the program's output set apart. */
#include "tell.h"

#include "lint.h"
#include "narrate.h"

#include <string.h>

/* A recording may hold anything, and a terminal obeys control characters: they are written as "?". A tab stays. */
static void write_output_line(const char *text, size_t length, FILE *out)
{
    fputs("            | ", out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool steers = (c < 0x20 && c != '\t') || c == 0x7f || (c == 0xc2 && i + 1 < length && ((unsigned char)text[i + 1] & 0xe0U) == 0x80);
        if (c == '\n') {
            fputs("\n            | ", out);
        } else {
            putc(steers ? '?' : c, out);
            i += c == 0xc2 && steers;
        }
    }
    putc('\n', out);
}

static void tell_event(const Trace *trace, const Event *event, const char *sentence, FILE *out)
{
    if (event->kind == EV_ITER) {
        fprintf(out, "\nTurn %u\n", (unsigned)event->a);
    }
    /* The printed line follows by itself: the sentence need not hold it too. */
    const char *quotation = event->kind == EV_OUT ? strstr(sentence, " “") : NULL;
    if (quotation == NULL) {
        fprintf(out, "%8.3f s  %s\n", (double)event->t / 1e9, sentence);
    } else {
        fprintf(out, "%8.3f s  %.*s:\n", (double)event->t / 1e9, (int)(quotation - sentence), sentence);
        write_output_line(trace_text(trace, event->b), trace_text_length(trace, event->b), out);
    }
}

static void tell_all(Model *model, const Spans *spans, const Trace *trace, FILE *out)
{
    Sentence sentence;
    if (trace_title(trace)[0] != '\0') {
        fprintf(out, "%s\n\n", trace_title(trace));
    }
    narrate(model, spans, trace, 0, &sentence);
    fprintf(out, "%8.3f s  %s\n", 0.0, sentence.text);
    for (size_t n = 1; n <= trace_count(trace) && !ferror(out); n++) {
        narrate(model, spans, trace, n, &sentence);
        tell_event(trace, trace_event(trace, n - 1), sentence.text, out);
        if (model_error(model) != NULL && model_at(model, n)->n < n) {
            break;
        }
    }
}

/* What could be better, at the end: when, on which line, what is wrong, and what to do instead. */
static void tell_remarks(const Lints *lints, const Model *model, const Trace *trace, FILE *out)
{
    char sentence[LINT_TEXT];
    size_t count = lints_count(lints);
    if (count > 0) {
        fprintf(out, "\n%s\n", count == 1 ? "A remark" : "Remarks");
    }
    for (size_t i = 0; i < count; i++) {
        const Lint *lint = lints_at(lints, i);
        const TracePlace *place = trace_place(trace, lint->place);
        fprintf(out, "%8.3f s  ", (double)trace_event(trace, lint->index)->t / 1e9);
        if (place->line > 0) {
            fprintf(out, "line %u: ", (unsigned)place->line);
        }
        fprintf(out, "%s\n            %s\n", lint_sentence(lint, model, trace, sentence, sizeof sentence), lint_advice(lint->kind));
    }
}

bool tell_run(const Trace *trace, FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    Lints *lints = lints_new(trace);
    bool ready = model != NULL && spans != NULL && lints != NULL;
    if (ready) {
        spans_update(spans);
        lints_update(lints); /* of a damaged trace the sound part */
        tell_all(model, spans, trace, out);
        tell_remarks(lints, model, trace, out);
    }
    lints_free(lints);
    spans_free(spans);
    model_free(model);
    return ready && fflush(out) == 0 && !ferror(out);
}
