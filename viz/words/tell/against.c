/* against.c: walks through two recordings side by side, from one step of a task to the next. */
#include "against.h"

#include "language/words_in.h"

#include <string.h>

/* What is compared: the steps of tasks and what they print; also what is reported; also callbacks. */
typedef enum Look { LOOK_SCHEDULE, LOOK_REPORTS, LOOK_CALLBACKS, LOOKS } Look;

/* One run on its way. */
typedef struct Walk {
    Language language; /* in which it is said */
    const Trace *trace;
    Model *model;
    Spans *spans;
    size_t at;    /* the event that is looked at */
    size_t steps; /* of tasks before it */
    Look look;    /* what counts */
} Walk;

static bool walk_begin(Walk *walk, const Trace *trace)
{
    Model *model = model_new(trace);
    *walk = (Walk){.trace = trace, .model = model, .spans = model != NULL ? spans_of_model(model) : NULL};
    return walk->spans != NULL && spans_update(walk->spans);
}

static void walk_end(Walk *walk)
{
    spans_free(walk->spans);
    model_free(walk->model);
}

/* Steps and their ends are the schedule, and printed lines are what can be seen of it. */
static bool counts(const Walk *walk, const Event *event)
{
    switch (event->kind) {
    case EV_STEP:
    case EV_STEP_END:
    case EV_OUT: return true;
    case EV_NEVER_AWAITED:
    case EV_EXC_HANDLER: return walk->look == LOOK_REPORTS;
    case EV_CB: return walk->look == LOOK_CALLBACKS;
    default: return false;
    }
}

static const Event *walk_next(Walk *walk)
{
    while (walk->at < trace_count(walk->trace) && !counts(walk, trace_event(walk->trace, walk->at))) {
        walk->at++;
    }
    return walk->at < trace_count(walk->trace) ? trace_event(walk->trace, walk->at) : NULL;
}

/* What it does where it stands, without what follows from it. A run that was cut off, or ended by itself, does no more. */
static void say_moment(const Walk *walk, char *buffer, size_t size)
{
    if (walk->at == trace_count(walk->trace)) {
        snprintf(buffer, size, "%s", words_in(walk->language, "there is no more of it."));
        return;
    }
    Sentence sentence;
    narrate(walk->language, walk->model, walk->spans, walk->trace, walk->at + 1, &sentence);
    const char *more = strstr(sentence.text, ": ");
    bool is_report = trace_event(walk->trace, walk->at)->kind == EV_EXC_HANDLER; /* what it says follows the colon */
    bool cut = more != NULL && more - sentence.text > 10 && !is_report;
    snprintf(buffer, size, "%.*s%s", cut ? (int)(more - sentence.text) : (int)strlen(sentence.text), sentence.text, cut ? "." : "");
}

static bool says_the_same(const Walk *a, const Walk *b)
{
    char one[SENTENCE_TEXT], other[SENTENCE_TEXT];
    say_moment(a, one, sizeof one);
    say_moment(b, other, sizeof other);
    return strcmp(one, other) == 0;
}

static bool same(const Walk *a, const Event *first, const Walk *b, const Event *second)
{
    char one[96], other[96];
    if (first->kind != second->kind) {
        return false;
    }
    if (first->kind != EV_STEP && first->kind != EV_STEP_END && first->kind != EV_OUT) {
        return first->kind != EV_CB || says_the_same(a, b);
    }
    if (first->kind == EV_OUT) {
        return strcmp(trace_text(a->trace, first->b), trace_text(b->trace, second->b)) == 0;
    }
    model_task_label(a->model, ref_make(REF_TASK, first->a), one, sizeof one);
    model_task_label(b->model, ref_make(REF_TASK, second->a), other, sizeof other);
    return strcmp(one, other) == 0 && first->detail == second->detail && (first->kind == EV_STEP || first->flags == second->flags);
}

/* Goes on in both for as long as they do the same. False: they part, or one of them has more. */
static bool walk_together(Walk *a, Walk *b)
{
    for (;;) {
        const Event *first = walk_next(a), *second = walk_next(b);
        if (first == NULL || second == NULL || !same(a, first, b, second)) {
            return first == NULL && second == NULL;
        }
        a->steps += first->kind == EV_STEP;
        a->at++;
        b->at++;
    }
}

static void begin_again(Walk *walk, Look look)
{
    walk->at = walk->steps = 0;
    walk->look = look;
}

static const char *they_part(const Walk *walk)
{
    switch (walk->look) {
    case LOOK_REPORTS:
        return words_in(walk->language, "%s; then what is reported differs, while the tasks do the same. The first: %s The second: %s");
    case LOOK_CALLBACKS:
        return words_in(walk->language, "%s; then the callbacks differ, while the tasks do the same. The first: %s The second: %s");
    case LOOK_SCHEDULE:
    case LOOKS: break;
    }
    return words_in(walk->language, "%s; then the schedules part. The first: %s The second: %s");
}

static void say_walks(Walk *a, Walk *b, bool closely, char *buffer, size_t size)
{
    bool alike = walk_together(a, b);
    for (Look look = LOOK_REPORTS; alike && closely && look < LOOKS; look++) {
        begin_again(a, look);
        begin_again(b, look);
        alike = walk_together(a, b);
    }
    if (alike) {
        snprintf(buffer, size,
                 words_counted(a->language, "Both run on the same schedule: %zu step of a task, in the same order.",
                               "Both run on the same schedule: %zu steps of tasks, in the same order.", a->steps),
                 a->steps);
        return;
    }
    char one[SENTENCE_TEXT], other[SENTENCE_TEXT];
    say_moment(a, one, sizeof one);
    say_moment(b, other, sizeof other);
    char steps[80];
    snprintf(steps, sizeof steps,
             words_counted(a->language, "The first step of a task begins in both", "%zu steps of tasks begin in the same order", a->steps),
             a->steps);
    snprintf(buffer, size, they_part(a), steps, one, other);
}

static bool say_against(Language language, const Trace *first, const Trace *second, bool closely, char *buffer, size_t size)
{
    Walk a, b;
    bool begun = walk_begin(&a, first);
    begun = walk_begin(&b, second) && begun;
    a.language = b.language = language;
    if (begun) {
        say_walks(&a, &b, closely, buffer, size);
    }
    walk_end(&a);
    walk_end(&b);
    return begun;
}

bool against_sentence(Language language, const Trace *first, const Trace *second, char *buffer, size_t size)
{
    return say_against(language, first, second, false, buffer, size);
}

bool against_closely(Language language, const Trace *first, const Trace *second, char *buffer, size_t size)
{
    return say_against(language, first, second, true, buffer, size);
}

typedef struct Totals {
    size_t tasks, steps, turns, lines;
    int64_t time; /* ns */
} Totals;

static Totals totals_of(const Trace *trace)
{
    Totals totals = {0};
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        totals.tasks += event->kind == EV_TASK_NEW;
        totals.steps += event->kind == EV_STEP;
        totals.turns += event->kind == EV_ITER;
        totals.lines += event->kind == EV_OUT;
        totals.time = event->t;
    }
    return totals;
}

static void write_totals(const char *what, size_t first, size_t second, FILE *out)
{
    fprintf(out, "%-16s %12zu %12zu\n", what, first, second);
}

bool tell_against(Language language, const Trace *first, const char *first_name, const Trace *second, const char *second_name, FILE *out)
{
    char sentence[AGAINST_TEXT];
    if (!against_sentence(language, first, second, sentence, sizeof sentence)) {
        return false;
    }
    Totals one = totals_of(first), other = totals_of(second);
    const char *first_run = words_in(language, "the first"), *second_run = words_in(language, "the second");
    fprintf(out, "%-11s %s\n%-11s %s\n\n", first_run, first_name, second_run, second_name);
    fprintf(out, "%-16s %12s %12s\n", "", first_run, second_run);
    fprintf(out, "%-16s %10.3f s %10.3f s\n", words_in(language, "time"), (double)one.time / 1e9, (double)other.time / 1e9);
    write_totals(words_in(language, "tasks"), one.tasks, other.tasks, out);
    write_totals(words_in(language, "steps"), one.steps, other.steps, out);
    write_totals(words_in(language, "turns"), one.turns, other.turns, out);
    write_totals(words_in(language, "printed lines"), one.lines, other.lines, out);
    putc('\n', out);
    fprintf(out, "%s\n", sentence);
    return fflush(out) == 0 && !ferror(out);
}
