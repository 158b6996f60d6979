/* against.h: two runs compared: how long each took and how much it did, and the first place where their schedules part. */
#ifndef LOOPSCOPE_TELL_AGAINST_H
#define LOOPSCOPE_TELL_AGAINST_H

#include "words/narrate/narrate.h"

#include <stdio.h>

typedef struct Against {
    size_t first, second; /* the n just after the events at which they part; at the end of both when they do not */
    size_t steps;         /* of tasks that both had taken in the same order before */
    bool part;
} Against;

/* Tasks are the same when they have the same label; times are not compared, nor is what only one of the recorders tells. False: out of memory. */
bool against_find(const Trace *first, const Trace *second, Against *out);
/* Where they part, as a sentence with what each does there. Into `buffer`; returns it. */
char *against_sentence(const Trace *first, const Trace *second, const Against *against, char *buffer, size_t size);
/* The totals of both, side by side, then that sentence. False: out of memory, or writing failed. */
bool tell_against(const Trace *first, const char *first_name, const Trace *second, const char *second_name, FILE *out);

#endif
