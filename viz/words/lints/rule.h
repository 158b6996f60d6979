/* rule.h: what a kind of remark consists of: the events it looks at, what it remembers of a task, and its words. */
#ifndef LOOPSCOPE_LINT_RULE_H
#define LOOPSCOPE_LINT_RULE_H

#include "lint.h"
#include "words/narrate/parts.h"

#define LINT_ON(kind) (UINT64_C(1) << (kind))
#define LINT_ON_ALL (~UINT64_C(0))
_Static_assert((int)EV_COUNT <= 64, "a set of kinds of events fits into 64 bits");

/* What every rule may know of a task, in the state before the event that is looked at. */
typedef struct LintTask {
    uint32_t place;   /* place id: where it was last */
    uint32_t made_at; /* place id */
    bool main;        /* what asyncio.run was given */
} LintTask;

/* An event in the state before it. */
typedef struct LintLook {
    const Trace *trace;
    const State *state;
    const Event *event;
    size_t index;
    Ref runner;       /* the task that runs, or whose step ends; TRACE_NOBODY: it is none that is known */
    Ref main_task;    /* what asyncio.run was given, or TRACE_NOBODY */
    bool main_ended;  /* asyncio.run is cleaning up */
    bool interrupted; /* because an error went out of the loop: a KeyboardInterrupt, a SystemExit */
    bool stood_still; /* there was a deadlock */
} LintLook;

/* What a sentence is made of: texts of the program's own are printable and short. It is one whole text for each case, which another language has too. */
typedef struct LintWords {
    const Telling *telling;          /* for say_words(), say_count() and say_duration(): its language and trace, and no event */
    const char *task;                /* "Task-2"; who it is about when no task is: "The program", in the language */
    const char *quoted;              /* the lint's text */
    const char *error;               /* of something that asyncio reports; "" for none */
    const char *others[LINT_OTHERS]; /* the names of the others; "" for none */
    const char *line, *other_line;   /* phrase_line() of the lint's places; "" where they are not known */
    const char *function;            /* the coroutine of the first */
} LintWords;

typedef struct LintRule {
    const char *name;                        /* in lists: "never-awaited" */
    const char *title;                       /* what it is in a few words; this and the next two stand in WORDS() */
    const char *advice;                      /* what to do instead, a sentence or two, where the remark has none of its own */
    const char *(*advise)(const Lint *lint); /* advice that fits the remark better, in WORDS(); NULL, or one that gives NULL: the above */
    const char *nobody;                      /* who it is about when no task is; NULL: "The program" */
    uint64_t kinds;                          /* LINT_ON() of the events it looks at */
    size_t task_bytes;                       /* what it remembers of each task: lint_own() */
    size_t thing_bytes;                      /* and of each lock, event …: lint_own_thing() */
    bool (*look)(Lints *lints, const LintLook *look); /* false: out of memory */
    void (*say)(const Lint *lint, const LintWords *words, char *buffer, size_t size);
} LintRule;

#define LINT(id, rule) extern const LintRule lint_rule_##rule;
LINT_KINDS(LINT)
#undef LINT

const LintRule *lint_rule(LintKind kind);

/* For a rule while it looks: */
bool lint_add(Lints *lints, Lint lint);                  /* keeps them in order of index; `kind` is filled in. False: out of memory */
Lint *lint_find(Lints *lints, size_t index);             /* the rule's own remark on that event, or NULL */
const LintTask *lint_task(const Lints *lints, Ref task); /* NULL: it is none that is known */
/* Does the event stand in a file of a library? It cancels a task, say, to end a scope of its own, and catches that again: no business of the program's. */
bool lint_by_a_library(const LintLook *look);
bool lint_by_wait_for(const LintLook *look); /* of an EV_CANCEL: is it wait_for() that cancels, because its time is over? */
void *lint_own(Lints *lints, Ref task);      /* the rule's task_bytes, zeroed at first; NULL as lint_task() */
/* Its thing_bytes likewise; NULL: out of memory. Another thing's stay where they are until the next call. */
void *lint_own_thing(Lints *lints, uint32_t thing);
bool lint_sees_objects(const LintLook *look); /* the recorder looks at the program's own objects, and says some things better (EV_REMARK) */

#endif
