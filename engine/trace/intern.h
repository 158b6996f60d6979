/* intern.h: equal strings and places get equal ids; ids start at 1 and are handed out in order. */
#ifndef LOOPSCOPE_TRACE_INTERN_H
#define LOOPSCOPE_TRACE_INTERN_H

#include "trace.h"

#include <stdbool.h>

typedef struct InternText {
    const char *bytes; /* ended by a zero byte; lies in the arena and never moves */
    uint32_t length;
    uint32_t hash;
} InternText;

typedef struct InternPlace {
    TracePlace place;              /* its strings are interned: two places are equal when their pointers and lines are */
    uint32_t file, function, text; /* ids of those strings, 0 for an empty one */
    uint32_t hash;
} InternPlace;

enum { INTERN_PLACES = 256 }; /* places of one chunk: a place never moves */

/* Open addressing over ids: a slot holds an id or 0. Never more than half full. */
typedef struct InternSlots {
    uint32_t *ids;
    size_t capacity; /* 0 or a power of two */
} InternSlots;

typedef struct InternArena InternArena;

/* All zero is an empty one. */
typedef struct TraceIntern {
    InternText *texts; /* texts[id - 1] */
    size_t text_count, text_capacity;
    InternPlace **places; /* chunks of INTERN_PLACES */
    size_t place_count, place_chunks, place_chunk_capacity;
    InternSlots text_slots, place_slots;
    InternArena *arena; /* newest block first */
    size_t bytes;       /* held in all */
} TraceIntern;

void intern_free(TraceIntern *intern);
/* The id of an equal string or place, made if there is none; 0 when out of memory. The bytes are copied. */
uint32_t intern_text(TraceIntern *intern, const char *text, size_t length);
uint32_t intern_place(TraceIntern *intern, const TracePlace *place);
/* NULL for 0 and for an id that does not exist. */
const InternText *intern_text_at(const TraceIntern *intern, uint32_t id);
const InternPlace *intern_place_at(const TraceIntern *intern, uint32_t id);

#endif
