/* measure.h: what every measured program of C or C++ does alike: its arguments, its processor time, its memory, its deadlines, its report. */
#ifndef LOOPSCOPE_BENCH_MEASURE_H
#define LOOPSCOPE_BENCH_MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* PROGRAM FIGURE COUNT ROUNDS OFTEN: peers.py says which figures there are and with what numbers. */
static inline long measure_argument(int count, char **arguments, int index)
{
    return index < count ? strtol(arguments[index], NULL, 10) : 0;
}

/* ns of processor time that this process has used: waiting costs nothing. */
static inline double measure_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Bytes of memory that this process holds now ("VmRSS:") or held at most ("VmHWM:"). */
static inline double measure_memory(const char *which)
{
    char line[256];
    double kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, which, strlen(which)) == 0) {
            kilobytes = strtod(line + strlen(which), NULL);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return kilobytes * 1024;
}

/* Seconds from now until sleeper number `index` wakes. `earliest` is late enough that all are asleep before the first wakes; they are scattered over
   the second that follows, so densely that a program which waits by the real clock is kept busy. Every peer has the same ones. */
static inline double measure_delay(uint64_t index, double earliest)
{
    uint64_t mixed = (index + 1) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    mixed ^= mixed >> 31;
    return earliest + (double)(mixed >> 11) / 9007199254740992.0;
}

/* An array of that many items whose pages are there already, so that it counts neither as time nor as memory. */
static inline void *measure_array(long count, size_t size)
{
    void *array = count > 0 ? malloc((size_t)count * size) : NULL;
    if (array == NULL) {
        fputs("a count and the memory for it are needed\n", stderr);
        exit(1);
    }
    memset(array, 1, (size_t)count * size);
    return array;
}

static inline double *measure_delays(long count, double earliest)
{
    double *delays = (double *)measure_array(count, sizeof *delays);
    for (long i = 0; i < count; i++) {
        delays[i] = measure_delay((uint64_t)i, earliest);
    }
    return delays;
}

static inline void measure_report(const char *what, double value) { printf("%s %.9g\n", what, value); }

#endif
