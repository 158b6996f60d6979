/* timer_set.h: the timers of a state, found by their number and kept in the order in which they are due. For viz/model alone.

   Programs set and cancel timers all the time and may have many thousands of them: here neither costs more than a look into a table and
   moving some keys. */
#ifndef LOOPSCOPE_MODEL_TIMER_SET_H
#define LOOPSCOPE_MODEL_TIMER_SET_H

#include "model.h"
#include "pack.h"

/* What the order goes by, beside the slot in which the timer lies. */
typedef struct TimerKey {
    int64_t when; /* ns */
    uint32_t number, slot;
} TimerKey;

/* A stretch of the order, of at most TIMER_BLOCK keys. */
typedef struct TimerBlock {
    uint32_t room;         /* its keys lie in keys[room * TIMER_BLOCK] and behind it */
    uint16_t first, count; /* which of them it has; never none */
} TimerBlock;

enum { TIMER_BLOCK = 64 };

typedef struct TimerSet {
    ModelTimer *slots; /* used again, so that a timer lies where it is as long as it is set */
    size_t slot_count, slot_capacity;
    uint32_t free_slot;   /* one more than the first free slot, in whose `number` the next stands; 0: none */
    uint32_t *slot_of;    /* by a hash of the number: slot + 1, or 0 */
    size_t hash_capacity; /* a power of two, or 0 */
    TimerKey *keys;
    size_t room_count, room_capacity;
    uint32_t free_room; /* one more than the first free room, in whose first key's `slot` the next stands; 0: none */
    TimerBlock *blocks; /* in order */
    size_t block_count, block_capacity;
    size_t count;                   /* timers that are set */
    size_t seen_block, seen_before; /* the block that was looked into last, and how many timers lie before it */
    Packed packed;                  /* of timers that are only kept: what stands in for the slots */
    uint32_t *packed_order;         /* and for the rest: the slots, the earliest timer's first */
} TimerSet;

void timer_set_free(TimerSet *timers);                               /* what it holds; it is empty then */
void timer_set_clear(TimerSet *timers);                              /* no timer is set any more; the memory stays */
bool timer_set_reserve(TimerSet *timers);                            /* room for one more. False: out of memory, and nothing has changed */
void timer_set_insert(TimerSet *timers, const ModelTimer *timer);    /* there is room; no other has that number */
void timer_set_remove(TimerSet *timers, uint32_t number);            /* it is set */
void timer_set_purge(TimerSet *timers);                              /* removes those that were cancelled */
ModelTimer *timer_set_find(const TimerSet *timers, uint32_t number); /* NULL: it is not set. Valid until the next one is inserted */
ModelTimer *timer_set_at(TimerSet *timers,
                         size_t index); /* earliest first: by (when, number); index < count. One after the other is fast */
/* Makes `to` equal to `from`, which may be packed. False: out of memory, and `to` is empty. */
bool timer_set_copy(TimerSet *to, const TimerSet *from);
/* Makes of `packed`, which holds nothing, a smaller copy that is only there to be copied. False: out of memory, and it holds nothing. */
bool timer_set_pack(TimerSet *packed, const TimerSet *from);
size_t timer_set_bytes(const TimerSet *timers);

#endif
