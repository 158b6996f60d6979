/* timing.h: the order in which what a lesson waits for comes: which sleeps end elsewhere, as text, and as the engine asks for it while the lesson runs. */
#ifndef LOOPSCOPE_TIMING_H
#define LOOPSCOPE_TIMING_H

#include "lesson.h"

/* Where a sleep could end: of its own accord at `place`, and in `places` of them. */
typedef struct TimingSleep {
    uint32_t place, places;
} TimingSleep;

/* A run that keeps to a timing, and notes its sleeps. Zeroed but for `timing`, which is borrowed. */
enum { TIMING_SLEEPS = 256 };
typedef struct TimingRun {
    const Timing *timing;
    uint32_t count; /* of sleeps that have begun */
    TimingSleep sleep[TIMING_SLEEPS];
} TimingRun;

/* As async_settings.sleep_end does. */
int64_t timing_sleep_end(TimingRun *run, const int64_t *due, size_t count, int64_t now, int64_t ends);

/* lesson_run() that notes its sleeps. */
int lesson_run_timed(const Lesson *lesson, const KnobValues *values, TraceSink sink, bool real_time, TimingRun *timing);

enum { TIMING_TEXT = 24 * TIMING_CHANGES };
/* "2:0 5:1" into `buffer`; returns it. "" for none. */
const char *timing_text(const Timing *timing, char *buffer, size_t size);
/* What such a text says; with `,` between them as well. False: it says nothing that can be run, and the order is none. */
bool timing_parse(const char *text, Timing *timing);

#endif
