/* measured.h: what was counted of a run, in words: what lay outside of the loop, and what was waited for. */
#ifndef LOOPSCOPE_MEASURED_H
#define LOOPSCOPE_MEASURED_H

#include "language/language.h"
#include "model/statistics.h"

/* "6 connections, 1 call in a thread: 72 bytes came in, 96 went out". Into `buffer`; false: there was nothing. */
bool measured_outside(Language language, const Statistics *statistics, char *buffer, size_t size);
/* "data from 127.0.0.1:4242", "Queue.get of jobs", "gather", "a future". Into `buffer`; returns it. */
const char *measured_wait(Language language, const StatisticsWait *wait, const Trace *trace, char *buffer, size_t size);

#endif
