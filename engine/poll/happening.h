/* happening.h: what happens outside of a loop in virtual time. */
#ifndef LOOPSCOPE_HAPPENING_H
#define LOOPSCOPE_HAPPENING_H

#include "poll.h"

PollHappening happening_take(Poll *poll); /* the first, of at least one */

#endif
