/* tell.c: writes a run as text: a heading for each turn of the loop, a line for each sentence, the program's output set apart; or one moment of it. */
#include "tell.h"

#include "lesson/policy.h"
#include "words/lints/lint.h"
#include "words/narrate/parts.h"
#include "words/narrate/narrate.h"
#include "state.h"

#include <stdlib.h>
#include <string.h>

/* A recording may hold anything, and a terminal obeys control characters: they are written as "?". A tab stays. */
static void write_output_line(const char *text, size_t length, FILE *out)
{
    fputs("            | ", out);
    while (length > 0) {
        size_t part = 0;
        while (part < length && text[part] != '\n' && text[part] != '\t') {
            part++;
        }
        tell_plain(text, part, '?', out);
        if (part < length) {
            fputs(text[part] == '\n' ? "\n            | " : "\t", out);
            part++;
        }
        text += part;
        length -= part;
    }
    putc('\n', out);
}

static void tell_event(Language language, const Trace *trace, const Event *event, const char *sentence, FILE *out)
{
    if (event->kind == EV_ITER) {
        putc('\n', out);
        fprintf(out, words_in(language, "Turn %u"), (unsigned)event->a);
        putc('\n', out);
    }
    /* The printed line follows by itself: the sentence need not hold it too. */
    const char *quotation = event->kind == EV_OUT ? strstr(sentence, words_in(language, " “")) : NULL;
    if (quotation == NULL) {
        fprintf(out, "%8.3f s  %s\n", (double)event->t / 1e9, sentence);
    } else {
        fprintf(out, "%8.3f s  %.*s:\n", (double)event->t / 1e9, (int)(quotation - sentence), sentence);
        write_output_line(trace_text(trace, event->b), trace_text_length(trace, event->b), out);
    }
}

/* An await point: a task goes on, or stops. */
static bool is_await_point(const Event *event) { return event->kind == EV_STEP || event->kind == EV_STEP_END; }

/* That the order is not asyncio's is said before all else. */
static void tell_order(Language language, const Trace *trace, FILE *out)
{
    Policy policy = {.kind = POLICY_FIRST_IN};
    char words[80];
    if (policy_is_asyncios(trace)) {
        return;
    }
    if (!policy_parse_picks(trace_knob(trace, LESSON_PICKS), &policy) || policy.kind == POLICY_FIRST_IN) {
        (void)policy_parse(trace_knob(trace, LESSON_POLICY), &policy);
    }
    if (policy.kind == POLICY_FIRST_IN) {
        snprintf(words, sizeof words, "%s", words_in(language, "goes as somebody has chosen"));
    } else {
        policy_words(language, &policy, words, sizeof words);
    }
    fprintf(out, words_in(language, "Not asyncio's order: the ready queue %s. Each choice is told where it is made."), words);
    fputs("\n\n", out);
}

static bool tell_all(const TellRun *run, bool states, FILE *out)
{
    Sentence sentence;
    if (trace_title(run->trace)[0] != '\0') {
        fprintf(out, "%s\n\n", lesson_recorded_title(trace_title(run->trace), run->language));
    }
    tell_order(run->language, run->trace, out);
    narrate(run->language, run->model, run->spans, run->trace, 0, &sentence);
    fprintf(out, "%8.3f s  %s\n", 0.0, sentence.text);
    for (size_t n = 1; n <= trace_count(run->trace) && !ferror(out); n++) {
        const Event *event = trace_event(run->trace, n - 1);
        narrate(run->language, run->model, run->spans, run->trace, n, &sentence);
        tell_event(run->language, run->trace, event, sentence.text, out);
        if (states && is_await_point(event) && !tell_state(run, n, "              ", false, out)) {
            return false;
        }
        const State *state = model_error(run->model) != NULL ? model_at(run->model, n) : NULL;
        if (state != NULL && state->n < n) {
            break;
        }
    }
    return true;
}

static bool tell_one(const TellRun *run, size_t n, FILE *out)
{
    Sentence sentence;
    size_t count = trace_count(run->trace);
    n = n < count ? n : count;
    const State *state = model_at(run->model, n);
    if (state == NULL) {
        return false;
    }
    if (trace_title(run->trace)[0] != '\0') {
        fprintf(out, "%s\n", lesson_recorded_title(trace_title(run->trace), run->language));
    }
    tell_order(run->language, run->trace, out);
    fprintf(out, words_in(run->language, "After %zu of %zu events, in turn %u of the loop, at t = %.3f s"), n, count, (unsigned)state->turn,
            (double)state->now / 1e9);
    fputs("\n\n", out);
    narrate(run->language, run->model, run->spans, run->trace, n, &sentence);
    fprintf(out, "%s\n\n", sentence.text);
    return tell_state(run, n, "", true, out);
}

/* What a telling looks things up in; `tell_end` frees it and says whether all was well. */
static bool tell_begin(TellRun *run, Language language, const Trace *trace, const Lesson *lesson, bool python)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    Lints *lints = model != NULL ? lints_of_model(model) : NULL;
    *run =
        (TellRun){.model = model, .spans = spans, .lints = lints, .trace = trace, .lesson = lesson, .python = python, .language = language};
    if (model == NULL || spans == NULL || lints == NULL) {
        return false;
    }
    spans_update(spans);
    return true;
}

static bool tell_end(TellRun *run, bool good, FILE *out)
{
    spans_free(run->spans);
    model_free(run->model);
    lints_free(run->lints);
    return good && fflush(out) == 0 && !ferror(out);
}

/* Remarks of one kind on one line: the first is told, the others are counted. */
typedef struct Alike {
    const Lint *first, *last;
    size_t count;
} Alike;

static bool are_alike(const Lint *one, const Lint *other)
{
    return one->kind == other->kind && one->place == other->place && one->place != 0 && one->remark == other->remark &&
           (one->kind != LINT_NOTED || one->text == other->text);
}

/* Into `alike`, which has room for all; returns how many there are. */
static size_t gather_alike(const Lints *lints, Alike *alike)
{
    size_t kinds = 0;
    for (size_t i = 0; i < lints_count(lints); i++) {
        const Lint *lint = lints_at(lints, i);
        size_t at = 0;
        while (at < kinds && !are_alike(alike[at].first, lint)) {
            at++;
        }
        if (at == kinds) {
            alike[kinds++] = (Alike){lint, lint, 0};
        }
        alike[at].last = lint;
        alike[at].count++;
    }
    return kinds;
}

/* What could be better, at the end: when, on which line, what is wrong, and what to do instead. False: out of memory. */
static bool tell_remarks(Language language, const Lints *lints, const Model *model, const Trace *trace, FILE *out)
{
    char sentence[LINT_TEXT], advice[LINT_TEXT];
    size_t count = lints_count(lints);
    Alike *alike = count == 0 ? NULL : calloc(count, sizeof *alike);
    if (alike == NULL) {
        return count == 0;
    }
    const Telling telling = {.trace = trace, .language = language};
    fprintf(out, "\n%s\n", words_counted(language, "A remark", "Remarks", count));
    size_t kinds = gather_alike(lints, alike);
    for (size_t i = 0; i < kinds; i++) {
        const Lint *lint = alike[i].first;
        char line[PHRASE];
        fprintf(out, "%8.3f s  ", (double)trace_event(trace, lint->index)->t / 1e9);
        if (*say_line(&telling, lint->place, line) != '\0') {
            fprintf(out, "%s: ", line);
        }
        fprintf(out, "%s\n            %s\n", lint_sentence(language, lint, model, trace, sentence, sizeof sentence),
                lint_advice(language, lint, model, trace, advice, sizeof advice));
        if (alike[i].count > 1) {
            fputs("            ", out);
            fprintf(out, words_in(language, "(On that line %zu such remarks in all, the last at %.3f s.)"), alike[i].count,
                    (double)trace_event(trace, alike[i].last->index)->t / 1e9);
            putc('\n', out);
        }
    }
    free(alike);
    return true;
}

static bool tell_whole(const TellRun *run, bool states, FILE *out)
{
    const Event *last = trace_count(run->trace) > 0 ? trace_event(run->trace, trace_count(run->trace) - 1) : NULL;
    if (last != NULL && last->kind == EV_DONE && !trace_has_run(run->trace) && lints_count(run->lints) == 0) {
        return tell_all(run, states, out) &&
               fprintf(out, "\n%s\n",
                       words_in(run->language,
                                "The program has ended, and no event loop has run in it: there is nothing to step through.")) > 0;
    }
    return tell_all(run, states, out) && tell_remarks(run->language, run->lints, run->model, run->trace, out);
}

bool tell_run(Language language, const Trace *trace, FILE *out)
{
    TellRun run;
    return tell_end(&run, tell_begin(&run, language, trace, NULL, false) && tell_whole(&run, false, out), out);
}

bool tell_run_with_states(Language language, const Trace *trace, const Lesson *lesson, bool python, FILE *out)
{
    TellRun run;
    return tell_end(&run, tell_begin(&run, language, trace, lesson, python) && tell_whole(&run, true, out), out);
}

bool tell_moment(Language language, const Trace *trace, const Lesson *lesson, bool python, size_t n, FILE *out)
{
    TellRun run;
    return tell_end(&run, tell_begin(&run, language, trace, lesson, python) && tell_one(&run, n, out), out);
}
