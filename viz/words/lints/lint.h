/* lint.h: remarks on a run: mistakes that are certain from its facts, each with where it happened, what is wrong and what to do instead. */
#ifndef LOOPSCOPE_LINT_H
#define LOOPSCOPE_LINT_H

#include "language/language.h"
#include "model/model.h"

/* LINT(identifier, its file's rule): in the order in which they are looked for. A new remark is a file beside this one and a line here. */
#define LINT_KINDS(LINT)                                                                                                                   \
    LINT(BLOCKS, blocks)                                                                                                                   \
    LINT(LONG_TURN, long_turn)                                                                                                             \
    LINT(NEVER_AWAITED, never_awaited)                                                                                                     \
    LINT(FORGOTTEN, forgotten)                                                                                                             \
    LINT(UNFETCHED, unfetched)                                                                                                             \
    LINT(SWALLOWED, swallowed)                                                                                                             \
    LINT(IN_A_ROW, in_a_row)                                                                                                               \
    LINT(AT_ONCE, at_once)                                                                                                                 \
    LINT(OVERDUE, overdue)                                                                                                                 \
    LINT(BUSY, busy)                                                                                                                       \
    LINT(CALLBACK_FAILED, callback_failed)                                                                                                 \
    LINT(DESTROYED, destroyed)                                                                                                             \
    LINT(DEADLOCK, deadlock)                                                                                                               \
    LINT(LIMIT, limit)                                                                                                                     \
    LINT(LOST_SIGNAL, lost_signal)                                                                                                         \
    LINT(OVER_RELEASED, over_released)                                                                                                     \
    LINT(NOT_SHARED, not_shared)                                                                                                           \
    LINT(NO_LIMIT, no_limit)                                                                                                               \
    LINT(LEFT_OPEN, left_open)                                                                                                             \
    LINT(NO_DRAIN, no_drain)                                                                                                               \
    LINT(NEVER_CLOSED, never_closed)                                                                                                       \
    LINT(BOTH_WAIT, both_wait)                                                                                                             \
    LINT(DEAF, deaf)                                                                                                                       \
    LINT(CUT_SHORT, cut_short)                                                                                                             \
    LINT(GOES_ON, goes_on)                                                                                                                 \
    LINT(TRIES_AGAIN, tries_again)                                                                                                         \
    LINT(FOR_NOBODY, for_nobody)                                                                                                           \
    LINT(PASSED_ON, passed_on)                                                                                                             \
    LINT(ENDED_AT_ONCE, ended_at_once)                                                                                                     \
    LINT(UNCAUGHT, uncaught)                                                                                                               \
    LINT(NOTED, noted)

typedef enum LintKind {
#define LINT(id, rule) LINT_##id,
    LINT_KINDS(LINT)
#undef LINT
        LINT_KIND_COUNT
} LintKind;

enum { LINT_OTHERS = 2 };

typedef struct Lint {
    LintKind kind;
    size_t index; /* the event at which it happened; the moment to look at is n = index + 1 */
    Ref task;     /* whose mistake it is, or 0 */
    Ref others
        [LINT_OTHERS]; /* BLOCKS: the first tasks that had to wait; LONG_TURN: one of them; LOST_SIGNAL: who set it; NO_LIMIT: who takes out; BOTH_WAIT: who is at the other end; CUT_SHORT: who cancelled it again; FOR_NOBODY: who made it; PASSED_ON: whom it awaits, and who cancelled that; DEADLOCK: who should have let it go on; 0: none */
    uint32_t place;    /* place id of the line to change, or 0 */
    uint32_t
        other; /* LOST_SIGNAL: place id where it was set, UNFETCHED: where the error was raised, CUT_SHORT: where it was cancelled again, PASSED_ON: where that was cancelled, DEADLOCK: what that one did last, or 0 */
    uint32_t text;      /* string id: the coroutine, the error, the callback or the statement it is about, or 0 */
    uint32_t advice;    /* NOTED: string id; else 0: the kind's own holds */
    TraceRemark remark; /* NOTED */
    bool
        of_step; /* BLOCKS: a step that took long, which may have awaited what does not suspend; NEVER_CLOSED: the other end has been; NO_LIMIT: what is left at the end; CUT_SHORT: a task or a callback did it; NOT_SHARED: an object has it; ENDED_AT_ONCE: it is not known by which signal; TRIES_AGAIN: it is no coroutine that fails, but what is awaited; PASSED_ON: it has cancelled that itself */
    uint32_t
        count; /* BLOCKS: entries that had to wait; IN_A_ROW: calls; AT_ONCE: tasks; LONG_TURN: steps; TRIES_AGAIN: times; OVERDUE: 1 a timeout; FORGOTTEN: 1 of a gather, 2 of a shield; SWALLOWED: 1 it goes on, + 2 of wait_for, + 4 of another limit, + 8 it returned in that step; GOES_ON: tasks; BUSY: yields; DEADLOCK: tasks; LIMIT: turns; NOT_SHARED, OVER_RELEASED: places, 0 of a lock; NO_LIMIT: items; NO_DRAIN: bytes; NEVER_CLOSED, DEAF: connections */
    int64_t
        time; /* ns. BLOCKS, DEAF: how long; IN_A_ROW, AT_ONCE: one after the other; TRIES_AGAIN: in all; OVERDUE: late by; LONG_TURN: in all; LOST_SIGNAL: how long it was set */
    int64_t least; /* ns. IN_A_ROW, AT_ONCE: together; LONG_TURN: a step on average */
    uint8_t vain;  /* DEADLOCK: why `task` waits in vain (in_vain.h); 0: it is not known */
    uint32_t more; /* DEADLOCK: tasks of a circle, or items that are not dealt with; OVER_RELEASED: places now */
} Lint;

/* The remarks on a trace that may grow. */
typedef struct Lints Lints;
Lints *lints_new(const Trace *trace); /* NULL: out of memory; borrows the trace */
/* The same beside the walk of a model's front, which has not begun yet: a run is folded once. Who walks it, with spans_update(), finds the
   remarks too. They watch the model until it is freed, so they must be freed after it or not walked any more. NULL: out of memory. */
Lints *lints_of_model(Model *model);
void lints_free(Lints *lints);
/* Takes in the events that are new, unless the front of another's model brings them. False: out of memory or an illegal event; the remarks on
   what came before stay. */
bool lints_update(Lints *lints);
size_t lints_count(const Lints *lints);
const Lint *lints_at(const Lints *lints, size_t number); /* from 0, in order of index; NULL beyond the end */

const char *lint_name(LintKind kind);                        /* "never-awaited" */
const char *lint_title(Language language, const Lint *lint); /* "a coroutine that nobody awaits" */
enum { LINT_TEXT = 1200 };
/* What to do instead, a sentence or two. Into `buffer` (LINT_TEXT bytes are enough); returns it. */
char *lint_advice(Language language, const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size);
/* What is wrong, as a sentence with the names and times of this run. Into `buffer` (LINT_TEXT bytes are enough); returns it. */
char *lint_sentence(Language language, const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size);

#endif
