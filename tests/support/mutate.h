/* mutate.h: a recording with one of its records changed: changes to bytes alone rarely leave anything that is still a recording. */
#ifndef LOOPSCOPE_SUPPORT_MUTATE_H
#define LOOPSCOPE_SUPPORT_MUTATE_H

#include "trace/stream.h"

#include <stdint.h>
#include <string.h>

/* The number after `*state`: any generator does, as long as a seed gives the same change again. */
static inline uint32_t mutate_next(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* `bytes` begin with the header, which stays, and hold at least two records behind it; room: how long they may become. Returns their new length. */
static inline size_t mutate_record(uint8_t *bytes, size_t length, size_t room, uint32_t seed)
{
    enum { RECORD = STREAM_RECORD };
    static const uint8_t starts[] = {0, 1, 2, 4, 8, 16, 20, 24, 28}, sizes[] = {1, 1, 2, 4, 8, 4, 4, 4, 4};
    uint32_t state = seed;
    size_t records = length / RECORD;
    uint8_t *one = bytes + (1 + mutate_next(&state) % (records - 1)) * RECORD;
    uint8_t *other = bytes + (1 + mutate_next(&state) % (records - 1)) * RECORD;
    uint8_t copy[RECORD];
    size_t behind = length - (size_t)(one - bytes), field = mutate_next(&state) % sizeof starts;
    switch (mutate_next(&state) % 6) {
    case 0: /* leave one out */ memmove(one, one + RECORD, behind - RECORD); return length - RECORD;
    case 1: /* tell one again, in another place */
        if (length + RECORD <= room) {
            memcpy(copy, other, RECORD);
            memmove(one + RECORD, one, behind);
            memcpy(one, copy, RECORD);
            return length + RECORD;
        }
        break;
    case 2: /* one in the place of the other */
        memcpy(copy, one, RECORD);
        memmove(one, other, RECORD);
        memcpy(other, copy, RECORD);
        break;
    case 3: /* a field of one is that of another */ memmove(one + starts[field], other + starts[field], sizes[field]); break;
    case 4: /* a field is a little more or less */ one[starts[field]] = (uint8_t)(one[starts[field]] + mutate_next(&state) % 7 - 3); break;
    default: /* a byte is any */ one[mutate_next(&state) % RECORD] = (uint8_t)mutate_next(&state); break;
    }
    return length;
}

#endif
