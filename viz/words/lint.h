/* lint.h: remarks on a run: mistakes that are certain from its facts, each with where it happened, what is wrong and what to do instead. */
#ifndef LOOPSCOPE_LINT_H
#define LOOPSCOPE_LINT_H

#include "model/model.h"

/* LINT(identifier, name in lists, what it is in a few words). */
#define LINT_KINDS(LINT)                                                                                                                   \
    LINT(BLOCKS, "blocks", "a step that blocks the loop")                                                                                  \
    LINT(NEVER_AWAITED, "never-awaited", "a coroutine that nobody awaits")                                                                 \
    LINT(FORGOTTEN, "forgotten", "a task that nobody waited for")                                                                          \
    LINT(UNFETCHED, "unfetched", "an error that nobody sees")                                                                              \
    LINT(SWALLOWED, "swallowed", "a cancellation that is swallowed")                                                                       \
    LINT(IN_A_ROW, "in-a-row", "awaits in a row")                                                                                          \
    LINT(BUSY, "busy", "a busy loop")                                                                                                      \
    LINT(CALLBACK_FAILED, "callback-failed", "a callback that fails")                                                                      \
    LINT(DESTROYED, "destroyed", "a task destroyed while it waits")                                                                        \
    LINT(DEADLOCK, "deadlock", "tasks that wait for ever")                                                                                 \
    LINT(LIMIT, "limit", "a run without an end")

typedef enum LintKind {
#define LINT(id, name, title) LINT_##id,
    LINT_KINDS(LINT)
#undef LINT
        LINT_KIND_COUNT
} LintKind;

typedef struct Lint {
    LintKind kind;
    size_t index;   /* the event at which it happened; the moment to look at is n = index + 1 */
    Ref task;       /* whose mistake it is, or 0 */
    uint32_t place; /* place id of the line to change, or 0 */
    uint32_t text;  /* string id: the coroutine, the error or the callback it is about, or 0 */
    uint32_t count; /* BLOCKS: entries that had to wait; IN_A_ROW: calls; BUSY: yields; DEADLOCK: tasks; LIMIT: turns */
    int64_t time;   /* ns. BLOCKS: how long; IN_A_ROW: one after the other */
    int64_t least;  /* ns. IN_A_ROW: together */
} Lint;

/* The remarks on a trace that may grow. */
typedef struct Lints Lints;
Lints *lints_new(const Trace *trace); /* NULL: out of memory; borrows the trace */
void lints_free(Lints *lints);
/* Takes in the events that are new. False: out of memory or an illegal event; the remarks on what came before stay. */
bool lints_update(Lints *lints);
size_t lints_count(const Lints *lints);
const Lint *lints_at(const Lints *lints, size_t number); /* from 0, in order of index; NULL beyond the end */

const char *lint_name(LintKind kind);   /* "never-awaited" */
const char *lint_title(LintKind kind);  /* "a coroutine that nobody awaits" */
const char *lint_advice(LintKind kind); /* what to do instead, a sentence or two */
enum { LINT_TEXT = 320 };
/* What is wrong, as a sentence with the names and times of this run. Into `buffer` (LINT_TEXT bytes are enough); returns it. */
char *lint_sentence(const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size);

#endif
