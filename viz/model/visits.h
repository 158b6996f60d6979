/* visits.h: where the reader has been: the moments that were left by a jump, to go back to and forth again. */
#ifndef LOOPSCOPE_VISITS_H
#define LOOPSCOPE_VISITS_H

#include <stdbool.h>
#include <stddef.h>

enum { VISITS_KEPT = 128 /* each way; of more, the oldest are forgotten */ };

typedef struct VisitStack {
    size_t moments[VISITS_KEPT]; /* each an n; the newest last */
    size_t count;
} VisitStack;

typedef struct Visits {
    VisitStack behind, ahead;
} Visits;

/* The reader jumps away from n: there is no going forth any more. */
void visits_leave(Visits *visits, size_t n);
/* From n to where the reader was before, or where he went back from; SIZE_MAX: nowhere. */
size_t visits_back(Visits *visits, size_t n);
size_t visits_forth(Visits *visits, size_t n);

#endif
