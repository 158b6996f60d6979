/* state.h: one moment of a run as text: what each panel of the window shows there, for those who do not see it. */
#ifndef LOOPSCOPE_TELL_STATE_H
#define LOOPSCOPE_TELL_STATE_H

#include "lesson/lesson.h"
#include "model/spans.h"
#include "words/lints/lint.h"

#include <stdio.h>

/* What a moment is looked up in. */
typedef struct TellRun {
    Model *model;
    Spans *spans;
    Lints *lints; /* those on the whole run; NULL: they are not asked for */
    const Trace *trace;
    const Lesson *lesson; /* NULL: a recording of something else */
    bool python;          /* the program's lines are those of the Python twin */
    Language language;    /* of the sentences */
} TellRun;

/* The program's line, who runs, the ready queue, the timers, who awaits what, who has ended: a line each, behind `indent`. With `output` also
   what the program has printed so far. False: out of memory. */
bool tell_state(const TellRun *run, size_t n, const char *indent, bool output, FILE *out);
/* A text of the program's on a terminal: control characters become `instead`. */
void tell_plain(const char *text, size_t length, char instead, FILE *out);

#endif
