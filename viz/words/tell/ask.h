/* ask.h: --ask on the command line: the questions of a run, with their answers, as text. */
#ifndef LOOPSCOPE_TELL_ASK_H
#define LOOPSCOPE_TELL_ASK_H

#include "language/language.h"
#include "trace/store.h"

#include <stdbool.h>
#include <stdio.h>

/* A quiz: every question that a walk from await point to await point meets, with its choices and its moment; then, apart from them, the answers, each with
   why it is right and what the wrong choices believe; then where those beliefs are known from. False: out of memory, or writing failed. */
bool tell_questions(Language language, const Trace *trace, FILE *out);

#endif
