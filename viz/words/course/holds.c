/* holds.c: see holds.h. */
#include "holds.h"

#include "language/words_in.h"
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
        narrate_otherwise(holds->language, model, trace, first, &sentence);
        snprintf(holds->first, sizeof holds->first, "%.*s", (int)sizeof holds->first - 1, sentence.text);
    }
    model_free(model);
    return state != NULL;
}

bool holds_look(Language language, const Lesson *lesson, const KnobValues *values, const Trace *trace, Holds *holds)
{
    *holds = (Holds){.language = language, .policy = values->policy};
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

/* Where asyncio's order does not come to a good end either. */
static const char *as_in_asyncio(const Holds *holds)
{
    switch (holds->fault) {
    case ORDER_DEADLOCK: return words_in(holds->language, "As in asyncio's order it stands still.");
    case ORDER_ENDLESS: return words_in(holds->language, "As in asyncio's order it does not end.");
    default: return words_in(holds->language, "As in asyncio's order it ends with an error.");
    }
}

static const char *holds_here_alone(const Holds *holds)
{
    switch (holds->as_in_asyncio) {
    case ORDER_DEADLOCK: return words_in(holds->language, "The program holds here, and in asyncio's order it stands still.");
    case ORDER_ENDLESS: return words_in(holds->language, "The program holds here, and in asyncio's order it does not end.");
    default: return words_in(holds->language, "The program holds here, and in asyncio's order it ends with an error.");
    }
}

/* Does it hold, as a sentence. */
static const char *verdict(const Holds *holds, char *buffer, size_t size)
{
    char wrong[300];
    if (holds->fault != ORDER_HOLDS && holds->fault == holds->as_in_asyncio) {
        return as_in_asyncio(holds);
    }
    if (holds->fault != ORDER_HOLDS) {
        snprintf(buffer, size, words_in(holds->language, "The program does not hold: %s."),
                 outcome_fault_text(holds->language, holds->fault, holds->remark, holds->usual, holds->printed, wrong, sizeof wrong));
        return buffer;
    }
    if (holds->as_in_asyncio != ORDER_HOLDS) {
        return holds_here_alone(holds);
    }
    return words_in(holds->language, "The program holds: it prints the same lines, and nothing is stuck.");
}

const char *holds_sentence(const Holds *holds, char *buffer, size_t size)
{
    char words[80], end[420];
    policy_words(holds->language, &holds->policy, words, sizeof words);
    const char *said = verdict(holds, end, sizeof end);
    if (holds->choices == 0) {
        snprintf(buffer, size,
                 words_in(holds->language, "The ready queue %s: there was nobody to choose, so this is asyncio's order too. %s"), words,
                 said);
    } else if (holds->otherwise == 0) {
        snprintf(buffer, size,
                 words_in(holds->language, "The ready queue %s: of %u choices each was asyncio's own, so this is its order too. %s"), words,
                 (unsigned)holds->choices, said);
    } else {
        snprintf(buffer, size,
                 words_in(holds->language,
                          "Not asyncio's order: the ready queue %s, and of %u choices %u went otherwise. The first, in turn %u: %s. %s"),
                 words, (unsigned)holds->choices, (unsigned)holds->otherwise, (unsigned)holds->turn, holds->first, said);
    }
    return buffer;
}

const char *holds_in_short(const Holds *holds, char *buffer, size_t size)
{
    char end[420];
    const char *said = verdict(holds, end, sizeof end);
    if (holds->otherwise == 0) {
        snprintf(buffer, size, words_in(holds->language, "%s So far nobody went otherwise than in asyncio."), said);
    } else {
        snprintf(buffer, size, words_in(holds->language, "%s First otherwise, in turn %u: %s."), said, (unsigned)holds->turn, holds->first);
    }
    return buffer;
}
