/* outcome.h: what comes out of a run, and whether another run of the same program comes to something else. */
#ifndef LOOPSCOPE_OUTCOME_H
#define LOOPSCOPE_OUTCOME_H

#include "words/lints/lint.h"

/* What is wrong with an order, the worst first. */
typedef enum OrderFault { ORDER_HOLDS, ORDER_DEADLOCK, ORDER_ENDLESS, ORDER_ERROR, ORDER_REMARK, ORDER_PRINTS, ORDER_FAULTS } OrderFault;

/* What comes out of a run, so that two can be told apart. */
typedef struct Outcome {
    uint64_t steps;  /* a hash of who took the steps, in order */
    uint64_t prints; /* a hash of the lines, in any order, times left aside */
    uint32_t step_count;
    OrderFault fault;
    LintKind remark;
    uint32_t remarks[LINT_KIND_COUNT];
} Outcome;

bool outcome_of(const Trace *trace, Outcome *outcome); /* false: out of memory */
/* Where `outcome` is no worse by itself, but is not what the usual run comes to, that is its fault. */
void outcome_compare(const Outcome *usual, Outcome *outcome);
/* The first line that only the first of the two prints, into `buffer`; "" for none. */
void outcome_line_only_in(const Trace *one, const Trace *other, char *buffer, size_t size);
/* "it stands still", "it prints "a" and not "b"": what is wrong, as a part of a sentence that stands by itself, into `buffer`, or a text that stays; "" when it holds. */
const char *outcome_fault_text(Language language, OrderFault fault, LintKind remark, const char *usual, const char *printed, char *buffer,
                               size_t size);

#endif
