/* interrupt.h: Ctrl-C in a run by the real clock, as asyncio.Runner does it since Python 3.11: the first asks main to cancel, the second ends the process. */
#ifndef LOOPSCOPE_INTERRUPT_H
#define LOOPSCOPE_INTERRUPT_H

#include <signal.h>

enum { INTERRUPT_STATUS = 128 + SIGINT }; /* the exit status of a run that Ctrl-C has ended */

/* From here on SIGINT is counted, where it would have ended the process. The count, which the poll and the loop look at; NULL: somebody else handles it. */
const volatile sig_atomic_t *interrupt_begin(void);
int interrupt_pipe(void); /* a descriptor that can be read once it has come, until interrupt_end(); negative: an errno */
void interrupt_end(const volatile sig_atomic_t *count); /* as it was before; NULL: nothing was changed */

#endif
