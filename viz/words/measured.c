/* measured.c: see measured.h. */
#include "measured.h"

#include "language/said.h"
#include "language/words_in.h"

#include <stdio.h>

static const char *counted(Language language, TraceOutside kind, size_t count)
{
    switch (kind) {
    case OUTSIDE_LISTENER: return words_counted(language, "%zu listening socket", "%zu listening sockets", count);
    case OUTSIDE_CONNECTION: return words_counted(language, "%zu connection", "%zu connections", count);
    case OUTSIDE_DATAGRAM: return words_counted(language, "%zu datagram socket", "%zu datagram sockets", count);
    case OUTSIDE_PIPE: return words_counted(language, "%zu pipe", "%zu pipes", count);
    case OUTSIDE_CALL: return words_counted(language, "%zu call in a thread", "%zu calls in threads", count);
    case OUTSIDE_PROCESS: return words_counted(language, "%zu child process", "%zu child processes", count);
    case OUTSIDE_SIGNAL: return words_counted(language, "%zu signal", "%zu signals", count);
    case OUTSIDE_NONE:
    case OUTSIDE_DESCRIPTOR:
    case OUTSIDE_COUNT: break;
    }
    return words_counted(language, "%zu descriptor", "%zu descriptors", count);
}

bool measured_outside(Language language, const Statistics *statistics, char *buffer, size_t size)
{
    size_t used = 0;
    for (int kind = OUTSIDE_LISTENER; kind < OUTSIDE_COUNT; kind++) {
        size_t count = statistics->outsides[kind];
        if (count > 0 && used < size) {
            used += (size_t)snprintf(buffer + used, size - used, "%s", used > 0 ? ", " : "");
            used = used < size ? used : size - 1;
            used += (size_t)snprintf(buffer + used, size - used, counted(language, (TraceOutside)kind, count), count);
        }
    }
    if (used > 0 && used < size && statistics->read + statistics->sent > 0) {
        snprintf(buffer + used, size - used, words_in(language, ": %llu bytes came in, %llu went out"),
                 (unsigned long long)statistics->read, (unsigned long long)statistics->sent);
    }
    return used > 0;
}

const char *measured_wait(Language language, const StatisticsWait *wait, const Trace *trace, char *buffer, size_t size)
{
    const char *via = trace_via_name(wait->via), *name = trace_text(trace, wait->name);
    bool at_a_thing = wait->via >= VIA_LOCK && wait->via <= VIA_QUEUE_JOIN;
    const char *what = *via != '\0' && wait->via != VIA_USER ? via : words_in(language, "a future");
    if (wait->name != 0 && !at_a_thing) {
        return words_named(language, name, buffer, size);
    }
    if (wait->name != 0) {
        snprintf(buffer, size, words_in(language, "%s of %s"), what, name);
    } else {
        snprintf(buffer, size, "%s", what);
    }
    return buffer;
}
