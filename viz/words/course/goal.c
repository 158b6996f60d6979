/* goal.c: see goal.h. */
#include "goal.h"

#include "language/said.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A goal that is being looked at. */
typedef struct Asked {
    const char *rest; /* what stands behind its first word */
    const GoalRun *run;
    char *error;
    size_t size;
} Asked;

static bool wrong(const Asked *asked, const char *what)
{
    snprintf(asked->error, asked->size, SAID("%s: `%s`"), what, asked->rest);
    return false;
}

/* The first event of that kind from `from` on, or the count. */
static size_t find(const Trace *trace, size_t from, EventKind kind)
{
    size_t count = trace_count(trace);
    while (from < count && trace_event(trace, from)->kind != kind) {
        from++;
    }
    return from;
}

static const Event *end_of(const Trace *trace)
{
    size_t index = find(trace, 0, EV_DONE);
    return index < trace_count(trace) ? trace_event(trace, index) : NULL;
}

/* ---- how long ---- */

static bool total_holds(const Asked *asked)
{
    char sign[3] = "", behind;
    double wanted = 0;
    if (sscanf(asked->rest, "%2[<>=] %lf %c", sign, &wanted, &behind) != 2) {
        return wrong(asked, SAID("a total is compared with a number of seconds, as in `total <= 3`"));
    }
    const Event *end = end_of(asked->run->trace);
    double apart = end != NULL ? (double)end->t / 1e9 - wanted : 0, least = 0.0005; /* s */
    if (end == NULL) {
        return false;
    }
    if (strcmp(sign, "=") == 0) {
        return fabs(apart) < least;
    }
    if (strcmp(sign, "<=") == 0) {
        return apart < least;
    }
    return strcmp(sign, ">=") == 0 ? apart > -least : wrong(asked, SAID("a total is compared by <=, = or >="));
}

/* ---- who is done when ---- */

/* The index of the event with which the task of that name is done, or SIZE_MAX. A name is what the window calls it. */
static size_t done_at(const GoalRun *run, const char *name, size_t length)
{
    char label[128];
    for (size_t i = 0; (i = find(run->trace, i, EV_RESOLVE)) < trace_count(run->trace); i++) {
        Ref task = trace_event(run->trace, i)->b;
        if (ref_kind(task) == REF_TASK && model_task_label(run->model, task, label, sizeof label) != NULL && strlen(label) == length &&
            strncmp(label, name, length) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool first_holds(const Asked *asked)
{
    const GoalRun *run = asked->run;
    size_t mine = done_at(run, asked->rest, strlen(asked->rest));
    for (size_t i = 0; mine != SIZE_MAX && (i = find(run->trace, i, EV_RESOLVE)) < mine; i++) {
        const Event *event = trace_event(run->trace, i);
        if (ref_kind(event->b) == REF_TASK && !spans_is_library(run->spans, ref_number(event->b))) {
            return false;
        }
    }
    return mine != SIZE_MAX;
}

static bool before_holds(const Asked *asked)
{
    const char *comma = strstr(asked->rest, ", ");
    if (comma == NULL) {
        return wrong(asked, SAID("two tasks are named, with a comma between them, as in `before API A, File C`"));
    }
    size_t one = done_at(asked->run, asked->rest, (size_t)(comma - asked->rest)), other = done_at(asked->run, comma + 2, strlen(comma + 2));
    return one != SIZE_MAX && other != SIZE_MAX && one < other;
}

/* A run that has tasks left when main is done cancels them. */
static bool nothing_holds(const Asked *asked)
{
    if (strcmp(asked->rest, "left") != 0) {
        return wrong(asked, SAID("`nothing left` was meant, perhaps, and not"));
    }
    for (size_t i = 0; (i = find(asked->run->trace, i, EV_RUN)) < trace_count(asked->run->trace); i++) {
        if (trace_event(asked->run->trace, i)->detail == VIA_CANCEL_ALL) {
            return false;
        }
    }
    return true;
}

/* ---- what is printed ---- */

/* The first line from event `from` on with that text in it, or the count. */
static size_t find_line(const Trace *trace, size_t from, const char *text, size_t length)
{
    for (; (from = find(trace, from, EV_OUT)) < trace_count(trace); from++) {
        const char *line = trace_text(trace, trace_event(trace, from)->b);
        for (const char *at = line; *at != '\0'; at++) {
            if (strncmp(at, text, length) == 0) {
                return from;
            }
        }
    }
    return from;
}

static bool prints_holds(const Asked *asked)
{
    return find_line(asked->run->trace, 0, asked->rest, strlen(asked->rest)) < trace_count(asked->run->trace);
}

/* "A, B, C": the first line with A comes before the first with B, and that before the first with C. */
static bool lines_hold(const Asked *asked)
{
    const Trace *trace = asked->run->trace;
    size_t before = 0;
    bool in_order = true, first = true;
    for (const char *text = asked->rest; in_order && *text != '\0';) {
        size_t length = strcspn(text, ",");
        size_t at = find_line(trace, 0, text, length);
        in_order = at < trace_count(trace) && (first || at > before);
        before = at;
        first = false;
        text += length + strspn(text + length, ", ");
    }
    return in_order;
}

/* ---- what of the run could be better, how it ends, what was turned ---- */

static bool no_holds(const Asked *asked)
{
    const char *kind = strncmp(asked->rest, "remark ", 7) == 0 ? asked->rest + 7 : NULL;
    if (kind == NULL && strcmp(asked->rest, "remarks") != 0) {
        return wrong(asked, SAID("`no remarks` or `no remark NAME` was meant, perhaps, and not"));
    }
    bool known = kind == NULL;
    for (LintKind i = 0; i < LINT_KIND_COUNT; i++) {
        known = known || strcmp(lint_name(i), kind) == 0;
    }
    if (!known) {
        return wrong(asked, SAID("there is no such remark"));
    }
    for (size_t i = 0; i < lints_count(asked->run->lints); i++) {
        if (kind == NULL || strcmp(lint_name(lints_at(asked->run->lints, i)->kind), kind) == 0) {
            return false;
        }
    }
    return true;
}

static bool fails(const Asked *asked)
{
    const Event *end = end_of(asked->run->trace);
    return end != NULL && end->a != 0;
}

static bool succeeds(const Asked *asked)
{
    const Event *end = end_of(asked->run->trace);
    return end != NULL && end->a == 0;
}

static bool same_holds(const Asked *asked)
{
    size_t index = 0;
    const Knob *knob = knob_find(asked->run->lesson, asked->rest, strlen(asked->rest), &index);
    return knob ? fabs(asked->run->knobs->value[index] - knob->usual) < knob->step / 2 : wrong(asked, SAID("the lesson has no such knob"));
}

/* ---- all of them ---- */

static const struct {
    const char *word;
    bool (*holds)(const Asked *asked);
} goals[] = {
    {"total", total_holds}, {"first", first_holds}, {"before", before_holds}, {"nothing", nothing_holds}, {"prints", prints_holds},
    {"lines", lines_hold},  {"no", no_holds},       {"fails", fails},         {"succeeds", succeeds},     {"same", same_holds},
};

bool goal_holds(const char *goal, const GoalRun *run, char *error, size_t size)
{
    size_t word = strcspn(goal, " ");
    Asked asked = {goal + word + strspn(goal + word, " "), run, error, size};
    error[0] = '\0';
    for (size_t i = 0; i < sizeof goals / sizeof goals[0]; i++) {
        if (strlen(goals[i].word) == word && strncmp(goals[i].word, goal, word) == 0) {
            return goals[i].holds(&asked);
        }
    }
    snprintf(error, size, SAID("there is no goal that begins with `%.*s`"), (int)word, goal);
    return false;
}

bool goal_all_hold(const GoalRun *run)
{
    const PageLines *lines = &run->lesson->page.goals;
    char error[200];
    bool all = lines->count > 0;
    for (size_t i = 0; all && i < lines->count; i++) {
        all = goal_holds(lines->line[i], run, error, sizeof error);
    }
    return all;
}
