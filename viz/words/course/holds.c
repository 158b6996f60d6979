/* holds.c: see holds.h. */
#include "holds.h"

#include "lesson/policy.h"
#include "words/narrate/narrate.h"

#include <stdio.h>

/* Who was the first to go otherwise. False: out of memory. */
static bool look_at_choices(const Trace *trace, Holds *holds)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_CHOOSE) {
            holds->choices++;
            holds->otherwise += event->a > 0;
            first = event->a > 0 && first == SIZE_MAX ? i : first;
        }
    }
    if (first == SIZE_MAX) {
        return true;
    }
    Model *model = model_new(trace);
    const State *state = model != NULL ? model_at(model, first) : NULL;
    Sentence sentence = {.count = 0};
    if (state != NULL) {
        holds->turn = state->turn;
        narrate_otherwise(model, trace, first, &sentence);
        snprintf(holds->first, sizeof holds->first, "%.*s", (int)sizeof holds->first - 1, sentence.text);
    }
    model_free(model);
    return state != NULL;
}

bool holds_look(const Lesson *lesson, const KnobValues *values, const Trace *trace, Holds *holds)
{
    *holds = (Holds){.policy = values->policy};
    KnobValues usual = *values;
    usual.policy = (Policy){.kind = POLICY_FIRST_IN};
    Trace *in_asyncio = trace_new();
    Outcome before, now;
    if (in_asyncio == NULL) {
        return false;
    }
    (void)lesson_run(lesson, &usual, trace_sink(in_asyncio), false);
    bool kept = !trace_full(in_asyncio) && outcome_of(in_asyncio, &before) && outcome_of(trace, &now) && look_at_choices(trace, holds);
    if (kept) {
        outcome_compare(&before, &now);
        holds->as_in_asyncio = before.fault;
        holds->fault = now.fault;
        holds->remark = now.remark;
        outcome_line_only_in(in_asyncio, trace, holds->usual, sizeof holds->usual);
        outcome_line_only_in(trace, in_asyncio, holds->printed, sizeof holds->printed);
    }
    trace_free(in_asyncio);
    return kept;
}

/* As asyncio's order has it, where that does not come to a good end. */
static const char *how_it_ends(OrderFault fault)
{
    return fault == ORDER_DEADLOCK ? "stands still" : fault == ORDER_ENDLESS ? "does not end" : "ends with an error";
}

/* Does it hold, as a sentence. */
static const char *verdict(const Holds *holds, char *buffer, size_t size)
{
    char wrong[300];
    if (holds->fault != ORDER_HOLDS && holds->fault == holds->as_in_asyncio) {
        snprintf(buffer, size, "As in asyncio's order it %s.", how_it_ends(holds->fault));
    } else if (holds->fault != ORDER_HOLDS) {
        snprintf(buffer, size, "The program does not hold: %s.",
                 outcome_fault_text(holds->fault, holds->remark, holds->usual, holds->printed, wrong, sizeof wrong));
    } else if (holds->as_in_asyncio != ORDER_HOLDS) {
        snprintf(buffer, size, "The program holds here, and in asyncio's order it %s.", how_it_ends(holds->as_in_asyncio));
    } else {
        snprintf(buffer, size, "The program holds: it prints the same lines, and nothing is stuck.");
    }
    return buffer;
}

const char *holds_sentence(const Holds *holds, char *buffer, size_t size)
{
    char words[80], end[420];
    policy_words(&holds->policy, words, sizeof words);
    verdict(holds, end, sizeof end);
    if (holds->choices == 0) {
        snprintf(buffer, size, "The ready queue %s: there was nobody to choose, so this is asyncio's order too. %s", words, end);
    } else if (holds->otherwise == 0) {
        snprintf(buffer, size, "The ready queue %s: of %u choices each was asyncio's own, so this is its order too. %s", words,
                 (unsigned)holds->choices, end);
    } else {
        snprintf(buffer, size,
                 "Not asyncio's order: the ready queue %s, and of %u choices %u went otherwise. The first, in turn %u: %s. %s", words,
                 (unsigned)holds->choices, (unsigned)holds->otherwise, (unsigned)holds->turn, holds->first, end);
    }
    return buffer;
}

const char *holds_in_short(const Holds *holds, char *buffer, size_t size)
{
    char end[420];
    verdict(holds, end, sizeof end);
    if (holds->otherwise == 0) {
        snprintf(buffer, size, "%s So far nobody went otherwise than in asyncio.", end);
    } else {
        snprintf(buffer, size, "%s First otherwise, in turn %u: %s.", end, (unsigned)holds->turn, holds->first);
    }
    return buffer;
}
