/* orders.h: a lesson run in the orders in which its waits can end, and what comes out in each: does it hold, whoever is faster? */
#ifndef LOOPSCOPE_ORDERS_H
#define LOOPSCOPE_ORDERS_H

#include "lesson/lesson.h"
#include "outcome.h"

typedef struct Orders {
    Language language;  /* in which it is said */
    uint32_t runs;      /* of the lesson */
    uint32_t different; /* in how many orders its tasks took their steps */
    uint32_t wrong;     /* of these: where it is not as it is at first */
    uint32_t faults[ORDER_FAULTS];
    bool all; /* there are no more: the search came to its end, and no order would take more than TIMING_CHANGES sleeps elsewhere */
    OrderFault as_it_stands;       /* DEADLOCK or ERROR: it goes wrong without any change */
    OrderFault fault;              /* of the shortest that is wrong; HOLDS: there is none */
    LintKind remark;               /* REMARK: of which kind */
    Timing timing;                 /* of the shortest with that fault: the fewest sleeps elsewhere, then the fewest steps */
    char sleeps[400];              /* which these are: "the sleep of A at line 12 takes 0.5 s and not 2 s" */
    char usual[120], printed[120]; /* PRINTS: the first line that it prints at first and there does not, and the other way round */
} Orders;

enum { ORDERS_MOST = 3000 }; /* runs, unless another bound is given: a second or a few */

/* Runs the lesson with these knobs up to `most` times, in virtual time. Sleeps stand for what takes as long as it takes, so each may end before or after any
   timer that is set meanwhile; the orders that follow are tried with one sleep elsewhere, then with two, and so on. An order of steps that has been seen is
   not varied further. The ready queue stays first in, first out: every one of these runs is one that asyncio can show.
   `goes_on` is asked after each run, and may be NULL. False: out of memory. */
bool orders_search(Language language, const Lesson *lesson, const KnobValues *values, uint32_t most,
                   bool (*goes_on)(void *context, uint32_t runs), void *context, Orders *orders);

enum { ORDERS_TEXT = 900 };
/* What was found, in sentences: in `buffer`, or a text that stays. */
const char *orders_sentence(const Orders *orders, char *buffer, size_t size);

/* The same, short enough for a line of the window. */
const char *orders_in_short(const Orders *orders, char *buffer, size_t size);

#endif
