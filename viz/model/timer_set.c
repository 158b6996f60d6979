/* timer_set.c: a table from numbers to timers, and their order in blocks of keys: a timer that is set or cancelled moves the keys of one block. */
#include "timer_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FILLED = TIMER_BLOCK * 3 / 4 /* keys of a block that is made at once: some room for those that come between */ };

void timer_set_free(TimerSet *timers)
{
    free(timers->slots);
    free(timers->slot_of);
    free(timers->keys);
    free(timers->blocks);
    pack_free(&timers->packed);
    free(timers->packed_order);
    *timers = (TimerSet){0};
}

void timer_set_clear(TimerSet *timers)
{
    if (timers->hash_capacity > 0) {
        memset(timers->slot_of, 0, timers->hash_capacity * sizeof timers->slot_of[0]);
    }
    timers->slot_count = timers->room_count = timers->block_count = timers->count = 0;
    timers->free_slot = timers->free_room = 0;
    timers->seen_block = timers->seen_before = 0;
}

/* ---- the table ---- */

/* Numbers are handed out in order: were they not scattered, they would stand in one long row, which each removal would have to go through. */
static size_t home_of(const TimerSet *timers, uint32_t number)
{
    return (size_t)(((uint64_t)(number * 2654435769U) * timers->hash_capacity) >> 32);
}

static void table_add(TimerSet *timers, uint32_t number, uint32_t slot)
{
    size_t at = home_of(timers, number);
    while (timers->slot_of[at] != 0) {
        at = (at + 1) & (timers->hash_capacity - 1);
    }
    timers->slot_of[at] = slot + 1;
}

/* Where the number stands in the table, or would stand. */
static size_t table_find(const TimerSet *timers, uint32_t number)
{
    size_t at = home_of(timers, number);
    while (timers->slot_of[at] != 0 && timers->slots[timers->slot_of[at] - 1].number != number) {
        at = (at + 1) & (timers->hash_capacity - 1);
    }
    return at;
}

/* Those behind it that would stand there if they could close up. */
static void table_remove(TimerSet *timers, uint32_t number)
{
    size_t mask = timers->hash_capacity - 1, free_at = table_find(timers, number);
    for (size_t at = (free_at + 1) & mask; timers->slot_of[at] != 0; at = (at + 1) & mask) {
        size_t home = home_of(timers, timers->slots[timers->slot_of[at] - 1].number);
        if (((at - home) & mask) >= ((at - free_at) & mask)) {
            timers->slot_of[free_at] = timers->slot_of[at];
            free_at = at;
        }
    }
    timers->slot_of[free_at] = 0;
}

/* At most half full. False: out of memory. */
static bool table_reserve(TimerSet *timers, size_t count)
{
    size_t capacity = timers->hash_capacity > 0 ? timers->hash_capacity : 16;
    while (capacity < count * 2) {
        capacity *= 2;
    }
    if (capacity == timers->hash_capacity) {
        return true;
    }
    uint32_t *slot_of = calloc(capacity, sizeof *slot_of);
    if (slot_of == NULL) {
        return false;
    }
    uint32_t *before = timers->slot_of;
    size_t capacity_before = timers->hash_capacity;
    timers->slot_of = slot_of;
    timers->hash_capacity = capacity;
    for (size_t i = 0; i < capacity_before; i++) {
        if (before[i] != 0) {
            table_add(timers, timers->slots[before[i] - 1].number, before[i] - 1);
        }
    }
    free(before);
    return true;
}

/* ---- the order ---- */

static bool is_before(const TimerKey *one, const TimerKey *other)
{
    return one->when < other->when || (one->when == other->when && one->number < other->number);
}

static TimerKey *keys_of(const TimerSet *timers, const TimerBlock *block)
{
    return timers->keys + (size_t)block->room * TIMER_BLOCK + block->first;
}

/* The last block that does not begin behind the key, else the first. There is one. */
static size_t block_for(const TimerSet *timers, const TimerKey *key)
{
    size_t low = 0, high = timers->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(key, keys_of(timers, &timers->blocks[middle]))) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low > 0 ? low - 1 : 0;
}

/* How many keys of the block come before this one. */
static size_t place_in(const TimerKey *keys, size_t count, const TimerKey *key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(&keys[middle], key)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static TimerBlock *add_block(TimerSet *timers, size_t at)
{
    TimerBlock block = {0};
    if (timers->free_room != 0) {
        block.room = timers->free_room - 1;
        timers->free_room = timers->keys[(size_t)block.room * TIMER_BLOCK].slot;
    } else {
        block.room = (uint32_t)timers->room_count++;
    }
    assert(timers->blocks != NULL); /* there is room */
    memmove(&timers->blocks[at + 1], &timers->blocks[at], (timers->block_count - at) * sizeof block);
    timers->blocks[at] = block;
    timers->block_count++;
    return &timers->blocks[at];
}

static void drop_block(TimerSet *timers, size_t at)
{
    uint32_t room = timers->blocks[at].room;
    timers->keys[(size_t)room * TIMER_BLOCK].slot = timers->free_room;
    timers->free_room = room + 1;
    timers->block_count--;
    memmove(&timers->blocks[at], &timers->blocks[at + 1], (timers->block_count - at) * sizeof timers->blocks[0]);
}

/* Half of a full block goes to a new one behind it; or nothing, when what comes next belongs behind all. Returns the block for it. */
static size_t split(TimerSet *timers, size_t at, const TimerKey *key)
{
    const TimerKey *last = keys_of(timers, &timers->blocks[at]) + TIMER_BLOCK - 1;
    bool behind = at + 1 == timers->block_count && is_before(last, key);
    TimerBlock *next = add_block(timers, at + 1), *block = &timers->blocks[at];
    if (behind) {
        return at + 1;
    }
    block->count = TIMER_BLOCK / 2;
    next->count = TIMER_BLOCK - TIMER_BLOCK / 2;
    memcpy(keys_of(timers, next), keys_of(timers, block) + block->count, next->count * sizeof(TimerKey));
    return is_before(key, keys_of(timers, next)) ? at : at + 1;
}

static void order_add(TimerSet *timers, const TimerKey *key)
{
    if (timers->block_count == 0) {
        (void)add_block(timers, 0);
    }
    size_t at = timers->blocks[0].count == 0 ? 0 : block_for(timers, key);
    if (timers->blocks[at].count == TIMER_BLOCK) {
        at = split(timers, at, key);
    }
    TimerBlock *block = &timers->blocks[at];
    TimerKey *keys = keys_of(timers, block);
    size_t place = place_in(keys, block->count, key);
    if (block->first > 0) { /* room before the keys, of what was taken away there */
        memmove(keys - 1, keys, place * sizeof *keys);
        block->first--;
        keys--;
    } else {
        memmove(keys + place + 1, keys + place, (block->count - place) * sizeof *keys);
    }
    keys[place] = *key;
    block->count++;
}

static void order_remove(TimerSet *timers, const TimerKey *key)
{
    size_t at = block_for(timers, key);
    TimerBlock *block = &timers->blocks[at];
    TimerKey *keys = keys_of(timers, block);
    size_t place = place_in(keys, block->count, key);
    assert(place < block->count && keys[place].number == key->number);
    block->count--;
    if (block->count == 0) {
        drop_block(timers, at);
    } else if (place == 0) {
        block->first++;
    } else {
        memmove(keys + place, keys + place + 1, (block->count - place) * sizeof *keys);
    }
}

/* Behind all others. */
static void order_append(TimerSet *timers, const TimerKey *key)
{
    TimerBlock *last = timers->block_count > 0 ? &timers->blocks[timers->block_count - 1] : NULL;
    if (last == NULL || last->count == FILLED) {
        last = add_block(timers, timers->block_count);
    }
    keys_of(timers, last)[last->count++] = *key;
}

/* ---- both ---- */

static bool grow(void **array, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity) {
        return true;
    }
    size_t wanted = needed + needed / 2 + 4;
    void *bigger = realloc(*array, wanted * size);
    if (bigger == NULL) {
        return false;
    }
    *array = bigger;
    *capacity = wanted;
    return true;
}

/* Room for so many slots, and for blocks. */
static bool reserve(TimerSet *timers, size_t slots, size_t rooms, size_t blocks)
{
    void *slot = timers->slots, *keys = timers->keys, *block = timers->blocks;
    bool grown = grow(&slot, &timers->slot_capacity, slots, sizeof(ModelTimer)) &&
                 grow(&keys, &timers->room_capacity, rooms, TIMER_BLOCK * sizeof(TimerKey)) &&
                 grow(&block, &timers->block_capacity, blocks, sizeof(TimerBlock));
    timers->slots = slot;
    timers->keys = keys;
    timers->blocks = block;
    return grown;
}

bool timer_set_reserve(TimerSet *timers)
{
    return reserve(timers, timers->slot_count + (timers->free_slot == 0), timers->room_count + (timers->free_room == 0),
                   timers->block_count + 1) &&
           table_reserve(timers, timers->count + 1);
}

void timer_set_insert(TimerSet *timers, const ModelTimer *timer)
{
    uint32_t slot = timers->free_slot == 0 ? (uint32_t)timers->slot_count++ : timers->free_slot - 1;
    if (timers->free_slot != 0) {
        timers->free_slot = timers->slots[slot].number;
    }
    timers->slots[slot] = *timer;
    table_add(timers, timer->number, slot);
    order_add(timers, &(TimerKey){timer->when, timer->number, slot});
    timers->count++;
    timers->seen_block = timers->seen_before = 0;
}

static void free_slot(TimerSet *timers, uint32_t slot)
{
    table_remove(timers, timers->slots[slot].number);
    timers->slots[slot].number = timers->free_slot;
    timers->free_slot = slot + 1;
    timers->count--;
    timers->seen_block = timers->seen_before = 0;
}

void timer_set_remove(TimerSet *timers, uint32_t number)
{
    const ModelTimer *timer = timer_set_find(timers, number);
    assert(timer != NULL);
    order_remove(timers, &(TimerKey){.when = timer->when, .number = number});
    free_slot(timers, (uint32_t)(timer - timers->slots));
}

void timer_set_purge(TimerSet *timers)
{
    for (size_t i = timers->block_count; i-- > 0;) {
        TimerBlock *block = &timers->blocks[i];
        TimerKey *keys = keys_of(timers, block);
        uint16_t kept = 0;
        for (uint16_t k = 0; k < block->count; k++) {
            if (timers->slots[keys[k].slot].cancelled) {
                free_slot(timers, keys[k].slot);
            } else {
                keys[kept++] = keys[k];
            }
        }
        block->count = kept;
        if (kept == 0) {
            drop_block(timers, i);
        }
    }
}

ModelTimer *timer_set_find(const TimerSet *timers, uint32_t number)
{
    uint32_t found = timers->hash_capacity == 0 ? 0 : timers->slot_of[table_find(timers, number)];
    return found == 0 ? NULL : &timers->slots[found - 1];
}

ModelTimer *timer_set_at(TimerSet *timers, size_t index)
{
    assert(index < timers->count);
    if (index < timers->seen_before) {
        timers->seen_block = timers->seen_before = 0;
    }
    while (index >= timers->seen_before + timers->blocks[timers->seen_block].count) {
        timers->seen_before += timers->blocks[timers->seen_block++].count;
    }
    return &timers->slots[keys_of(timers, &timers->blocks[timers->seen_block])[index - timers->seen_before].slot];
}

static void take_over(TimerSet *to, uint32_t slot)
{
    const ModelTimer *timer = &to->slots[slot];
    order_append(to, &(TimerKey){timer->when, timer->number, slot});
    table_add(to, timer->number, slot);
}

bool timer_set_copy(TimerSet *to, const TimerSet *from)
{
    size_t blocks = from->count / FILLED + 1;
    timer_set_clear(to);
    if (!reserve(to, from->slot_count, blocks, blocks) || !table_reserve(to, from->count)) {
        return false;
    }
    if (from->packed.words != NULL) {
        pack_restore(&from->packed, to->slots);
    } else if (from->slot_count > 0) {
        memcpy(to->slots, from->slots, from->slot_count * sizeof(ModelTimer));
    }
    to->slot_count = from->slot_count;
    to->free_slot = from->free_slot;
    to->count = from->count;
    for (size_t i = 0; from->packed.words != NULL && i < from->count; i++) {
        take_over(to, from->packed_order[i]);
    }
    for (size_t i = 0; i < from->block_count; i++) {
        const TimerKey *keys = keys_of(from, &from->blocks[i]);
        for (size_t k = 0; k < from->blocks[i].count; k++) {
            take_over(to, keys[k].slot);
        }
    }
    return true;
}

bool timer_set_pack(TimerSet *packed, const TimerSet *from)
{
    uint32_t *order = malloc((from->count > 0 ? from->count : 1) * sizeof *order);
    *packed = (TimerSet){.slot_count = from->slot_count, .free_slot = from->free_slot, .count = from->count};
    if (order == NULL || !pack_array(&packed->packed, from->slots, from->slot_count * sizeof(ModelTimer))) {
        free(order);
        *packed = (TimerSet){0};
        return false;
    }
    packed->packed_order = order;
    for (size_t i = 0; i < from->block_count; i++) {
        const TimerKey *keys = keys_of(from, &from->blocks[i]);
        for (size_t k = 0; k < from->blocks[i].count; k++) {
            *order++ = keys[k].slot;
        }
    }
    return true;
}

size_t timer_set_bytes(const TimerSet *timers)
{
    return timers->slot_capacity * sizeof(ModelTimer) + timers->hash_capacity * sizeof(uint32_t) +
           timers->room_capacity * TIMER_BLOCK * sizeof(TimerKey) + timers->block_capacity * sizeof(TimerBlock) +
           timers->packed.count * sizeof(uint32_t) + (timers->packed_order != NULL ? timers->count * sizeof(uint32_t) : 0);
}
