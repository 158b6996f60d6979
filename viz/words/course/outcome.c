/* outcome.c: see outcome.h. */
#include "outcome.h"

#include "words/narrate/parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* Numbers with a point or a colon between are times, which an order may change. */
static uint64_t hash_line(const char *line)
{
    uint64_t hash = 1;
    while (*line != '\0') {
        size_t digits = strspn(line, "0123456789"), number = digits > 0 ? strspn(line, "0123456789.:") : 0;
        while (number > digits && !isdigit((unsigned char)line[number - 1])) { /* the point behind the sentence */
            number--;
        }
        if (number > digits) {
            line += number;
            hash = mix(hash, '#');
            continue;
        }
        hash = mix(hash, (unsigned char)*line++);
    }
    return hash;
}

/* The kinds that mean a fault where they come in one order and not in the other. */
static bool is_fault(LintKind kind)
{
    switch (kind) {
    case LINT_LIMIT:
    case LINT_LOST_SIGNAL:
    case LINT_UNFETCHED:
    case LINT_CALLBACK_FAILED:
    case LINT_DESTROYED:
    case LINT_FOR_NOBODY:
    case LINT_CUT_SHORT: return true;
    default: return false;
    }
}

static bool look_at_remarks(const Trace *trace, Outcome *outcome)
{
    Lints *lints = lints_new(trace);
    bool kept = lints != NULL && lints_update(lints);
    for (size_t i = 0; kept && i < lints_count(lints); i++) {
        outcome->remarks[lints_at(lints, i)->kind]++;
    }
    lints_free(lints);
    return kept;
}

bool outcome_of(const Trace *trace, Outcome *outcome)
{
    *outcome = (Outcome){.steps = 1};
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_STEP) {
            outcome->steps = mix(outcome->steps, event->a);
            outcome->step_count++;
        } else if (event->kind == EV_OUT) {
            outcome->prints += hash_line(trace_text(trace, event->b));
        } else if (event->kind == EV_DEADLOCK) {
            outcome->fault = ORDER_DEADLOCK;
        } else if (event->kind == EV_LIMIT) {
            outcome->fault = ORDER_ENDLESS;
        } else if (event->kind == EV_DONE && event->a != 0 && outcome->fault == ORDER_HOLDS) {
            outcome->fault = ORDER_ERROR;
        }
    }
    return look_at_remarks(trace, outcome);
}

void outcome_compare(const Outcome *usual, Outcome *outcome)
{
    for (int kind = 0; kind < LINT_KIND_COUNT && outcome->fault == ORDER_HOLDS; kind++) {
        if (is_fault((LintKind)kind) && outcome->remarks[kind] > usual->remarks[kind]) {
            outcome->fault = ORDER_REMARK;
            outcome->remark = (LintKind)kind;
        }
    }
    if (outcome->fault == ORDER_HOLDS && outcome->prints != usual->prints) {
        outcome->fault = ORDER_PRINTS;
    }
}

static bool prints_it(const Trace *trace, const char *line)
{
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_OUT && hash_line(trace_text(trace, event->b)) == hash_line(line)) {
            return true;
        }
    }
    return false;
}

void outcome_line_only_in(const Trace *one, const Trace *other, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < trace_count(one); i++) {
        const Event *event = trace_event(one, i);
        if (event->kind == EV_OUT && !prints_it(other, trace_text(one, event->b))) {
            phrase_plain(trace_text(one, event->b), buffer, size);
            return;
        }
    }
}

const char *outcome_fault_text(Language language, OrderFault fault, LintKind remark, const char *usual, const char *printed, char *buffer,
                               size_t size)
{
    switch (fault) {
    case ORDER_DEADLOCK: return words_in(language, "nothing can go on: it stands still");
    case ORDER_ENDLESS: return words_in(language, "it goes round and round, and would not end");
    case ORDER_ERROR: return words_in(language, "it ends with an error");
    case ORDER_REMARK:
        snprintf(buffer, size, words_in(language, "there is %s"), lint_title(language, &(Lint){.kind = remark}));
        return buffer;
    case ORDER_PRINTS:
        if (usual[0] != '\0' && printed[0] != '\0') {
            snprintf(buffer, size, words_in(language, "it prints \"%s\" and not \"%s\""), printed, usual);
        } else if (printed[0] != '\0') {
            snprintf(buffer, size, words_in(language, "it prints \"%s\" as well"), printed);
        } else {
            snprintf(buffer, size, words_in(language, "it does not print \"%s\""), usual);
        }
        return buffer;
    default: return "";
    }
}
