/* seen.h: the part of a run that a reader has come to, as a trace of its own: what is not in it cannot be shown by anybody. */
#ifndef LOOPSCOPE_SEEN_H
#define LOOPSCOPE_SEEN_H

#include "trace/store.h"

typedef struct Seen Seen;
/* The first n events of `whole`, which is borrowed, may grow, and must outlive it. NULL: out of memory. */
Seen *seen_new(const Trace *whole, size_t n);
void seen_free(Seen *seen); /* NULL is allowed */
/* Takes in what comes before n, and never less than it had. Ids are those of the whole run. False: out of memory, and it ends earlier. */
bool seen_grow(Seen *seen, size_t n);
const Trace *seen_trace(const Seen *seen);

#endif
