/* intern.c: the interning of strings and places, by hashing. */
#include "intern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK = 32 * 1024 };

struct InternArena {
    InternArena *next;
    size_t used, capacity;
    char bytes[];
};

void intern_free(TraceIntern *intern)
{
    while (intern->arena != NULL) {
        InternArena *next = intern->arena->next;
        free(intern->arena);
        intern->arena = next;
    }
    for (size_t i = 0; i < intern->place_chunks; i++) {
        free(intern->places[i]);
    }
    free(intern->places);
    free(intern->texts);
    free(intern->text_slots.ids);
    free(intern->place_slots.ids);
    *intern = (TraceIntern){0};
}

/* Room for `length` bytes that never move; NULL when out of memory. */
static char *arena_take(TraceIntern *intern, size_t length)
{
    InternArena *block = intern->arena;
    if (block == NULL || block->capacity - block->used < length) {
        size_t capacity = length > ARENA_BLOCK / 4 ? length : ARENA_BLOCK;
        block = malloc(sizeof *block + capacity);
        if (block == NULL) {
            return NULL;
        }
        block->used = 0;
        block->capacity = capacity;
        intern->bytes += sizeof *block + capacity;
        if (capacity == length && intern->arena != NULL) { /* a long string has a block of its own: go on filling the old one */
            block->next = intern->arena->next;
            intern->arena->next = block;
        } else {
            block->next = intern->arena;
            intern->arena = block;
        }
    }
    char *room = block->bytes + block->used;
    block->used += length;
    return room;
}

static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < length; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): it sees only the first byte of each number of a key */
        hash = (hash ^ (uint8_t)bytes[i]) * 16777619U;
    }
    return hash ^ (hash >> 15);
}

/* Doubles the slots when another id would make them more than half full. `hash_of` gives the hash of an id. */
static bool slots_reserve(TraceIntern *intern, InternSlots *slots, size_t count, uint32_t (*hash_of)(const TraceIntern *, uint32_t))
{
    if ((count + 1) * 2 <= slots->capacity) {
        return true;
    }
    size_t capacity = slots->capacity == 0 ? 64 : slots->capacity * 2;
    uint32_t *ids = calloc(capacity, sizeof *ids);
    if (ids == NULL) {
        return false;
    }
    for (uint32_t id = 1; id <= count; id++) {
        size_t slot = hash_of(intern, id) & (capacity - 1);
        while (ids[slot] != 0) {
            slot = (slot + 1) & (capacity - 1);
        }
        ids[slot] = id;
    }
    intern->bytes += (capacity - slots->capacity) * sizeof *ids;
    free(slots->ids);
    slots->ids = ids;
    slots->capacity = capacity;
    return true;
}

static uint32_t text_hash(const TraceIntern *intern, uint32_t id) { return intern->texts[id - 1].hash; }

static uint32_t place_hash(const TraceIntern *intern, uint32_t id) { return intern_place_at(intern, id)->hash; }

static bool texts_reserve(TraceIntern *intern)
{
    if (intern->text_count < intern->text_capacity) {
        return true;
    }
    size_t capacity = intern->text_capacity == 0 ? 64 : intern->text_capacity + intern->text_capacity / 2;
    InternText *texts = realloc(intern->texts, capacity * sizeof *texts);
    if (texts == NULL) {
        return false;
    }
    intern->bytes += (capacity - intern->text_capacity) * sizeof *texts;
    intern->texts = texts;
    intern->text_capacity = capacity;
    return true;
}

uint32_t intern_text(TraceIntern *intern, const char *text, size_t length)
{
    assert(text != NULL || length == 0);
    if (length >= UINT32_MAX || intern->text_count >= UINT32_MAX - 1 ||
        !slots_reserve(intern, &intern->text_slots, intern->text_count, text_hash)) {
        return 0;
    }
    uint32_t hash = hash_bytes(text, length);
    size_t mask = intern->text_slots.capacity - 1;
    size_t slot = hash & mask;
    for (; intern->text_slots.ids[slot] != 0; slot = (slot + 1) & mask) {
        const InternText *known = &intern->texts[intern->text_slots.ids[slot] - 1];
        if (known->hash == hash && known->length == length && (length == 0 || memcmp(known->bytes, text, length) == 0)) {
            return intern->text_slots.ids[slot];
        }
    }
    char *bytes = texts_reserve(intern) ? arena_take(intern, length + 1) : NULL;
    if (bytes == NULL) {
        return 0;
    }
    if (length > 0) {
        memcpy(bytes, text, length);
    }
    bytes[length] = '\0';
    intern->texts[intern->text_count] = (InternText){.bytes = bytes, .length = (uint32_t)length, .hash = hash};
    intern->text_count++;
    intern->text_slots.ids[slot] = (uint32_t)intern->text_count;
    return (uint32_t)intern->text_count;
}

const InternText *intern_text_at(const TraceIntern *intern, uint32_t id)
{
    return id == 0 || id > intern->text_count ? NULL : &intern->texts[id - 1];
}

const InternPlace *intern_place_at(const TraceIntern *intern, uint32_t id)
{
    return id == 0 || id > intern->place_count ? NULL : &intern->places[(id - 1) / INTERN_PLACES][(id - 1) % INTERN_PLACES];
}

/* Interns one string of a place. An empty one has id 0 and costs nothing. */
static bool place_text(TraceIntern *intern, const char **text, uint32_t *id)
{
    *id = 0;
    if (*text == NULL || **text == '\0') {
        *text = "";
        return true;
    }
    *id = intern_text(intern, *text, strlen(*text));
    if (*id == 0) {
        return false;
    }
    *text = intern->texts[*id - 1].bytes;
    return true;
}

static InternPlace *place_append(TraceIntern *intern)
{
    if (intern->place_count == intern->place_chunks * INTERN_PLACES) {
        if (intern->place_chunks == intern->place_chunk_capacity) {
            size_t capacity = intern->place_chunk_capacity == 0 ? 4 : intern->place_chunk_capacity * 2;
            InternPlace **places = realloc(intern->places, capacity * sizeof *places);
            if (places == NULL) {
                return NULL;
            }
            intern->places = places;
            intern->place_chunk_capacity = capacity;
        }
        InternPlace *chunk = malloc(INTERN_PLACES * sizeof *chunk);
        if (chunk == NULL) {
            return NULL;
        }
        intern->places[intern->place_chunks++] = chunk;
        intern->bytes += INTERN_PLACES * sizeof *chunk;
    }
    intern->place_count++;
    return &intern->places[(intern->place_count - 1) / INTERN_PLACES][(intern->place_count - 1) % INTERN_PLACES];
}

uint32_t intern_place(TraceIntern *intern, const TracePlace *place)
{
    InternPlace made = {.place = *place};
    if (!place_text(intern, &made.place.file, &made.file) || !place_text(intern, &made.place.function, &made.function) ||
        !place_text(intern, &made.place.text, &made.text) || intern->place_count >= UINT32_MAX - 1 ||
        !slots_reserve(intern, &intern->place_slots, intern->place_count, place_hash)) {
        return 0;
    }
    const uint32_t key[4] = {made.file, made.function, made.text, made.place.line};
    made.hash = hash_bytes((const char *)key, sizeof key);
    size_t mask = intern->place_slots.capacity - 1;
    size_t slot = made.hash & mask;
    for (; intern->place_slots.ids[slot] != 0; slot = (slot + 1) & mask) {
        const InternPlace *known = intern_place_at(intern, intern->place_slots.ids[slot]);
        if (known->file == made.file && known->function == made.function && known->text == made.text &&
            known->place.line == made.place.line) {
            return intern->place_slots.ids[slot];
        }
    }
    InternPlace *room = place_append(intern);
    if (room == NULL) {
        return 0;
    }
    *room = made;
    intern->place_slots.ids[slot] = (uint32_t)intern->place_count;
    return (uint32_t)intern->place_count;
}
