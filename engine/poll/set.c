/* set.c: what the ways to watch descriptors have in common. */
#include "happening.h"

#include <errno.h>
#include <stdlib.h>

bool poll_set_room(PollSet *set)
{
    if (set->watched <= set->capacity) {
        return true;
    }
    size_t capacity = set->watched * 2 < 16 ? 16 : set->watched * 2;
    PollReady *grown = realloc(set->ready, capacity * sizeof *grown);
    if (!grown) {
        return false;
    }
    set->ready = grown;
    set->capacity = capacity;
    return true;
}

/* The system's best one, else the one that each system has. */
static PollSet *open_set(int *error)
{
    PollSet *set = poll_set_epoll(error);
    return set || *error != ENOSYS ? set : poll_set_portable(error);
}

/* Blocking the signal around each wait would cost two calls of the system more. 0, or errno. */
static int watch_interrupts(Poll *poll)
{
    int descriptor = poll->interrupt_pipe();
    poll->set->watched++;
    return descriptor < 0 ? -descriptor : !poll_set_room(poll->set) ? ENOMEM : poll->set->class->watch(poll->set, descriptor, 0, POLL_READ);
}

/* 0, or errno. In virtual time the descriptors are those of a network that is part of the run, which has a set of its own. */
static int have_set(Poll *poll)
{
    int error = ENOSYS;
    if (!poll->set && poll->real) {
        poll->set = open_set(&error);
        if (poll->set && poll->interrupts && !poll->interrupted && (error = watch_interrupts(poll)) != 0) {
            poll_end(poll);
        }
    }
    return poll->set ? 0 : error;
}

int poll_descriptor(Poll *poll)
{
    int error = have_set(poll);
    return error ? -error : poll->set->class->descriptor ? poll->set->class->descriptor(poll->set) : -ENOSYS;
}

int poll_watch(Poll *poll, int descriptor, unsigned before, unsigned events)
{
    if (!poll->set && !events) { /* a server that goes after the loop's end */
        return 0;
    }
    int error = have_set(poll);
    if (error) {
        return error;
    }
    error = poll->set->class->watch(poll->set, descriptor, before, events);
    if (error == 0) {
        poll->set->watched += (size_t)(before == 0 && events != 0);
        poll->set->watched -= (size_t)(before != 0 && events == 0);
        return poll_set_room(poll->set) ? 0 : ENOMEM;
    }
    return error;
}

void poll_end(Poll *poll)
{
    if (poll->set) {
        free(poll->set->ready);
        poll->set->class->close(poll->set);
    }
    poll->set = NULL;
    while (poll->happening_count > 0) { /* a call in a thread that is not back */
        PollHappening next = happening_take(poll);
        next.happen(next.context, next.when);
    }
    free(poll->happenings);
    poll->happenings = NULL;
    poll->happening_count = poll->happening_capacity = 0;
}
