/* in_vain.h: of tasks that wait for ever: what one of them waits for, and why that does not come. */
#ifndef LOOPSCOPE_LINT_IN_VAIN_H
#define LOOPSCOPE_LINT_IN_VAIN_H

#include "words/lints/rule.h"

/* Why: those in front make others wait, so of several the first is told. */
typedef enum Vain {
    VAIN_UNKNOWN,
    VAIN_OWN_LOCK,
    VAIN_LOCKS_CROSSWISE,
    VAIN_LOCK_AND_END,
    VAIN_EACH_OTHER,
    VAIN_CIRCLE,
    VAIN_KEPT, /* a lock or a place by a task that has ended */
    VAIN_NO_TAKER,
    VAIN_NOT_DEALT_WITH,
    VAIN_CLEARED,
    VAIN_NOTIFIED_BEFORE,
    VAIN_NO_GIVER,
    VAIN_NEVER_SET,
    VAIN_NEVER_NOTIFIED,
    VAIN_NEVER_PUT,
    VAIN_NEVER_TAKEN,
    VAIN_FUTURE,
    VAIN_HELD /* by who waits for something else */
} Vain;

/* For the rule that looks at EV_USE and at EV_DEADLOCK, and keeps IN_VAIN_THING_BYTES of each thing. */
enum { IN_VAIN_THING_BYTES = 168 };

bool in_vain_used(Lints *lints, const LintLook *look); /* false: out of memory */
/* At a deadlock: `task`, `place`, `others`, `other`, `text`, `more` and `vain` are set, if it can be said who waits in vain. */
void in_vain_find(Lints *lints, const LintLook *look, Lint *lint);
void in_vain_say(const Lint *lint, const LintWords *words, char *buffer, size_t size); /* a sentence; "" where nothing is known */
const char *in_vain_advice(const Lint *lint);                                          /* in English; NULL: what is always true */

#endif
