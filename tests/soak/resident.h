/* resident.h: how much memory this process has. */
#ifndef LOOPSCOPE_SOAK_RESIDENT_H
#define LOOPSCOPE_SOAK_RESIDENT_H

#include <stdio.h>

static inline double resident(void) /* bytes */
{
    long pages = 0, found = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%ld %ld", &pages, &found) != 2) {
            found = 0;
        }
        fclose(file);
    }
    return (double)found * 4096;
}

#endif
