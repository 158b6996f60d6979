/* things.c: see things.h. */
#include "things.h"

#include <stdlib.h>
#include <string.h>

void things_free(LintThings *things)
{
    for (int kind = 0; kind < THING_COUNT; kind++) {
        free(things->of[kind].known);
    }
}

size_t things_slot(LintThings *things, uint32_t thing)
{
    TraceThing kind = thing_kind(thing);
    uint32_t number = thing_number(thing);
    size_t low = 0, high = things->of[kind].count;
    if (high > 0 && things->of[kind].known[high - 1].number < number) { /* they are numbered as they are made */
        low = high;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (things->of[kind].known[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    LintThing *known = things->of[kind].known;
    size_t count = things->of[kind].count;
    if (low < count && known[low].number == number) {
        return known[low].slot;
    }
    if (count == things->of[kind].capacity) {
        size_t capacity = count + count / 2 + 8;
        LintThing *bigger = realloc(known, capacity * sizeof *known);
        if (bigger == NULL) {
            return SIZE_MAX;
        }
        things->of[kind].known = known = bigger;
        things->of[kind].capacity = capacity;
    }
    memmove(&known[low + 1], &known[low], (count - low) * sizeof *known);
    known[low] = (LintThing){number, (uint32_t)things->count};
    things->of[kind].count++;
    return things->count++;
}
