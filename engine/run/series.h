/* series.h: the runs of one thread that follow each other: numbers, turns and the clock go on, as in one process of Python's. */
#ifndef LOOPSCOPE_SERIES_H
#define LOOPSCOPE_SERIES_H

#include "core/loop.h"

/* Before a run: what it makes is numbered behind what earlier runs made ("Task-4"), and its clock does not go back. A run with a hook of its own is a story of
   its own, which begins at nothing: for that one neither of the two is called. */
void series_continue(async_loop *loop);
void series_keep(async_loop *loop); /* after it */
void series_forget(void);           /* the next run is the first: for whoever runs many programs in one process */

#endif
