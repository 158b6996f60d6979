/* timing.c: see timing.h. */
#include "timing.h"

#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000000000) /* ns */

static uint32_t place_of(const int64_t *due, size_t count, int64_t ends)
{
    uint32_t place = 0;
    while (place < count && due[place] <= ends) { /* those of the same time were set before, and fire before it */
        place++;
    }
    return place;
}

/* A time in the middle between its neighbours, so that there is room for more. */
static int64_t time_at(const int64_t *due, size_t count, int64_t now, uint32_t place)
{
    int64_t before = place > 0 ? due[place - 1] : now;
    before = before > now ? before : now;
    return place < count ? before + (due[place] - before) / 2 : before + SECOND;
}

int64_t timing_sleep_end(TimingRun *run, const int64_t *due, size_t count, int64_t now, int64_t ends)
{
    uint32_t number = ++run->count, own = place_of(due, count, ends);
    if (number <= TIMING_SLEEPS) {
        run->sleep[number - 1] = (TimingSleep){own, (uint32_t)count + 1};
    }
    for (uint32_t i = 0; i < run->timing->count; i++) {
        uint32_t place = run->timing->change[i].place;
        if (run->timing->change[i].sleep == number && place != own && place <= count) {
            return time_at(due, count, now, place);
        }
    }
    return ends;
}

const char *timing_text(const Timing *timing, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (uint32_t i = 0; i < timing->count && used < size; i++) {
        int more = snprintf(buffer + used, size - used, "%s%u:%u", i > 0 ? " " : "", timing->change[i].sleep, timing->change[i].place);
        used += more > 0 ? (size_t)more : 0;
    }
    return buffer;
}

bool timing_parse(const char *text, Timing *timing)
{
    Timing found = {.count = 0};
    *timing = found;
    while (*text != '\0') {
        unsigned sleep, place;
        int read = 0;
        if (found.count == TIMING_CHANGES || sscanf(text, "%9u:%9u%n", &sleep, &place, &read) != 2 || sleep == 0) {
            return false;
        }
        if (found.count > 0 && sleep <= found.change[found.count - 1].sleep) {
            return false;
        }
        found.change[found.count].sleep = sleep;
        found.change[found.count++].place = place;
        text += read;
        text += strspn(text, ", ");
    }
    *timing = found;
    return true;
}
