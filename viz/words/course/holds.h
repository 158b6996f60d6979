/* holds.h: a lesson's run in another order than asyncio's, beside the run in asyncio's own: who went otherwise first, and does the program still hold? */
#ifndef LOOPSCOPE_HOLDS_H
#define LOOPSCOPE_HOLDS_H

#include "lesson/lesson.h"
#include "outcome.h"

typedef struct Holds {
    Language language; /* in which it is said */
    Policy policy;
    uint32_t choices, otherwise; /* how often there was something to choose, and was chosen as asyncio would not */
    uint32_t turn;               /* of the first that went otherwise */
    char first[300];             /* that one: "File C runs, where asyncio would run API A"; "": there is none */
    OrderFault as_in_asyncio;    /* DEADLOCK or ERROR: that is how it goes in asyncio's order */
    OrderFault fault;
    LintKind remark;
    char usual[120], printed[120]; /* PRINTS: the first line that only asyncio's order prints, and only this one */
} Holds;

/* `trace` is a run of the lesson with these knobs; it is run once more in asyncio's order, in virtual time. False: out of memory. */
bool holds_look(Language language, const Lesson *lesson, const KnobValues *values, const Trace *trace, Holds *holds);

enum { HOLDS_TEXT = 900 };
/* What was found, in sentences, into `buffer`; returns it. */
const char *holds_sentence(const Holds *holds, char *buffer, size_t size);
/* The same, short enough for a line of the window. */
const char *holds_in_short(const Holds *holds, char *buffer, size_t size);

#endif
