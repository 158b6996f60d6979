/* answered.c: see answered.h. */
#include "answered.h"

#include <stdlib.h>
#include <string.h>

uint64_t answered_run(const Trace *trace)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < trace_count(trace); i++) {
        unsigned char bytes[sizeof(Event)];
        memcpy(bytes, trace_event(trace, i), sizeof bytes);
        for (size_t at = 0; at < sizeof bytes; at++) {
            hash = (hash ^ bytes[at]) * 0x100000001b3U;
        }
    }
    return hash;
}

bool answered_add(Answered *answered, uint64_t run, size_t at)
{
    for (size_t i = 0; i < answered->count; i++) {
        if (answered->moments[i].run == run && answered->moments[i].at == at) {
            return false;
        }
    }
    if (answered->count == answered->capacity) {
        size_t capacity = answered->capacity * 2 + 32;
        struct AnsweredMoment *moments = realloc(answered->moments, capacity * sizeof *moments);
        if (moments == NULL) {
            return false;
        }
        answered->moments = moments;
        answered->capacity = capacity;
    }
    answered->moments[answered->count++] = (struct AnsweredMoment){run, at};
    return true;
}

void answered_free(Answered *answered)
{
    free(answered->moments);
    *answered = (Answered){.count = 0};
}
