/* portable.c: descriptors watched by poll(2), for systems that have nothing faster. */
#include "poll.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

typedef struct PortableSet {
    PollSet set;
    struct pollfd *all; /* in the order in which they came to be watched */
    size_t count, room;
} PortableSet;

static PortableSet *portable_of(PollSet *set) { return (PortableSet *)(void *)set; }

static struct pollfd *find(PortableSet *set, int descriptor)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->all[i].fd == descriptor) {
            return &set->all[i];
        }
    }
    return NULL;
}

static int watch(PollSet *of, int descriptor, unsigned before, unsigned events)
{
    (void)before;
    PortableSet *set = portable_of(of);
    struct pollfd *at = find(set, descriptor);
    if (!events) {
        if (at) {
            memmove(at, at + 1, (size_t)(&set->all[set->count] - at - 1) * sizeof *at);
            set->count--;
        }
        return 0;
    }
    if (!at) {
        if (set->count == set->room) {
            size_t room = set->room ? set->room * 2 : 16;
            struct pollfd *grown = realloc(set->all, room * sizeof *grown);
            if (!grown) {
                return ENOMEM;
            }
            set->all = grown;
            set->room = room;
        }
        at = &set->all[set->count++];
        at->fd = descriptor;
    }
    at->events = (short)((events & POLL_READ ? POLLIN : 0) | (events & POLL_WRITE ? POLLOUT : 0));
    return 0;
}

static int wait_for(PollSet *of, int64_t timeout)
{
    PortableSet *set = portable_of(of);
    of->count = 0;
    int milliseconds = timeout < 0 ? -1 : (int)((timeout + 999999) / 1000000);
    if (poll(set->all, (nfds_t)set->count, milliseconds) < 0) {
        return errno;
    }
    for (size_t i = 0; i < set->count && of->count < of->capacity; i++) {
        int found = set->all[i].revents;
        unsigned events = (found & ~POLLOUT ? POLL_READ : 0U) | (found & ~POLLIN ? POLL_WRITE : 0U);
        if (events) {
            of->ready[of->count++] = (PollReady){set->all[i].fd, events};
        }
    }
    return 0;
}

static void close_set(PollSet *set)
{
    free(portable_of(set)->all);
    free(set);
}

static const PollSetClass class = {.watch = watch, .wait = wait_for, .close = close_set};

PollSet *poll_set_portable(int *error)
{
    PortableSet *set = calloc(1, sizeof *set);
    *error = set ? 0 : ENOMEM;
    if (set) {
        set->set.class = &class;
    }
    return set ? &set->set : NULL;
}
