/* mistakes.h: the programs that make a mistake each, with the remark that is made on it; and for which remarks there is none. */
#ifndef LOOPSCOPE_TELL_MISTAKES_H
#define LOOPSCOPE_TELL_MISTAKES_H

#include "language/language.h"
#include "words/lints/lint.h"

#include <stdio.h>

void tell_mistakes(Language language, FILE *out);
/* Why no program makes that mistake, as the end of a sentence; NULL: one does. */
const char *tell_mistake_missing(LintKind kind);

#endif
