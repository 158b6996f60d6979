/* remarks.h: the remarks on a coroutine that is run in virtual time, as text. */
#ifndef LOOPSCOPE_TESTS_REMARKS_H
#define LOOPSCOPE_TESTS_REMARKS_H

#include "async.h"
#include "words/lints/lint.h"

/* "not-shared: Each call of …\n" of each remark of that kind, or with LINT_KIND_COUNT of all; the caller frees it. */
char *remarks_on(async_coroutine main, LintKind kind);

#endif
