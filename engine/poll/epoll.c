/* epoll.c: descriptors watched by Linux's epoll, which asyncio's selector uses there too. */
#include "poll.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>

typedef struct EpollSet {
    PollSet set;
    int descriptor;
    struct epoll_event *found;
    size_t room;
} EpollSet;

static EpollSet *epoll_of(PollSet *set) { return (EpollSet *)(void *)set; }

static int watch(PollSet *set, int descriptor, unsigned before, unsigned events)
{
    struct epoll_event event = {.events = (events & POLL_READ ? EPOLLIN : 0U) | (events & POLL_WRITE ? EPOLLOUT : 0U),
                                .data = {.fd = descriptor}};
    int what = !before ? EPOLL_CTL_ADD : events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    if (epoll_ctl(epoll_of(set)->descriptor, what, descriptor, &event) == 0) {
        return 0;
    }
    if (what == EPOLL_CTL_DEL) {
        return 0; /* closed meanwhile: then it is not watched any more */
    }
    /* Its number may be another's by now, or this one's again. */
    what = errno == ENOENT ? EPOLL_CTL_ADD : errno == EEXIST ? EPOLL_CTL_MOD : 0;
    return what && epoll_ctl(epoll_of(set)->descriptor, what, descriptor, &event) == 0 ? 0 : errno;
}

static bool make_room(EpollSet *set)
{
    size_t wanted = set->set.watched ? set->set.watched : 1;
    if (wanted > set->room) {
        struct epoll_event *grown = realloc(set->found, wanted * 2 * sizeof *grown);
        if (!grown) {
            return set->room > 0;
        }
        set->found = grown;
        set->room = wanted * 2;
    }
    return true;
}

/* As asyncio's selector: a wait lasts whole milliseconds, rounded up, so that no timer is come to before its time. */
static int milliseconds(int64_t timeout) { return timeout < 0 ? -1 : (int)((timeout + 999999) / 1000000); }

static int wait_for(PollSet *of, int64_t timeout)
{
    EpollSet *set = epoll_of(of);
    of->count = 0;
    if (!make_room(set)) {
        return ENOMEM;
    }
    size_t most = of->capacity < set->room ? of->capacity : set->room;
    int count = epoll_wait(set->descriptor, set->found, most ? (int)most : 1, milliseconds(timeout));
    if (count < 0) {
        return errno;
    }
    for (int i = 0; i < count && of->capacity > 0; i++) {
        uint32_t found = set->found[i].events;
        of->ready[of->count++] = (PollReady){set->found[i].data.fd, (found & ~(uint32_t)EPOLLOUT ? POLL_READ : 0U) |
                                                                        (found & ~(uint32_t)EPOLLIN ? POLL_WRITE : 0U)};
    }
    return 0;
}

static void close_set(PollSet *set)
{
    close(epoll_of(set)->descriptor);
    free(epoll_of(set)->found);
    free(set);
}

static int own_descriptor(PollSet *set) { return epoll_of(set)->descriptor; }

static const PollSetClass class = {.watch = watch, .wait = wait_for, .descriptor = own_descriptor, .close = close_set};

PollSet *poll_set_epoll(int *error)
{
    EpollSet *set = calloc(1, sizeof *set);
    if (!set) {
        *error = ENOMEM;
        return NULL;
    }
    set->set.class = &class;
    set->descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (set->descriptor < 0) {
        *error = errno;
        free(set);
        return NULL;
    }
    return &set->set;
}

#else

PollSet *poll_set_epoll(int *error)
{
    *error = ENOSYS;
    return NULL;
}

#endif
