/* poll.h: how the loop learns what time it is and how it waits: the one small interface behind which virtual and real time differ. */
#ifndef LOOPSCOPE_LOOP_POLL_H
#define LOOPSCOPE_LOOP_POLL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum { POLL_READ = 1, POLL_WRITE = 2 }; /* what a descriptor is watched for, and found ready for */

/* An error of a descriptor, or the end of its other side, counts as both: whoever tries hears of it. */
typedef struct PollReady {
    int descriptor;
    unsigned events; /* POLL_READ, POLL_WRITE */
} PollReady;

/* Watched descriptors. What is ready stays ready until it is read or written (level-triggered, as asyncio's selector has it). */
typedef struct PollSet PollSet;
typedef struct PollSetClass {
    int (*watch)(PollSet *set, int descriptor, unsigned before, unsigned events); /* `before`: as it was told last. 0, or errno */
    /* Fills `ready`. A negative timeout: for ever. 0, or errno. */
    int (*wait)(PollSet *set, int64_t timeout);
    bool (*is_ready)(PollSet *set);  /* of a set in virtual time: is any of them ready? */
    int (*descriptor)(PollSet *set); /* that can be read when any of them is ready; NULL: there is none */
    void (*close)(PollSet *set);
} PollSetClass;
struct PollSet {
    const PollSetClass *class;
    PollReady *ready; /* what the last wait has found, in the order in which it became ready */
    size_t count, capacity, watched;
};
PollSet *poll_set_epoll(int *error);    /* NULL: errno in *error; ENOSYS where there is none */
PollSet *poll_set_portable(int *error); /* poll(2), which every system has */
bool poll_set_room(PollSet *set);       /* for all that is watched; false: out of memory */

/* Something that happens outside of the loop at a moment that is known: only in virtual time. */
typedef struct PollHappening {
    int64_t when;    /* ns since the start of the run */
    uint64_t number; /* in the order in which they were set */
    void (*happen)(void *context, int64_t when);
    void *context;
} PollHappening;

typedef struct Poll {
    int64_t (*now)(struct Poll *poll);                /* ns since the start of the run; never goes back */
    void (*wait)(struct Poll *poll, int64_t timeout); /* at most timeout ns, until something is ready; INT64_MAX: for ever; 0: looks only */
    void (*stand_still)(struct Poll *poll, int64_t duration); /* time passes, and nothing else: time.sleep() */
    int64_t origin;                                           /* real: the monotonic clock's reading at the start; virtual: the time now */
    int64_t started;                                          /* ns since 1970 at the start of the run */
    bool real;
    const volatile sig_atomic_t *interrupts; /* real: how often SIGINT came: a wait ends with the first; NULL: nobody counts them */
    int (*interrupt_pipe)(void);             /* gives a descriptor that can be read once it has come; negative: an errno */
    bool interrupted;                        /* the loop knows of it: waits are as they are without */

    PollSet *set;              /* the descriptors that are watched; NULL: none were yet */
    PollHappening *happenings; /* virtual: a heap by (when, number) */
    size_t happening_count, happening_capacity;
    uint64_t happening_numbers;
    bool (*woken)(void *context); /* virtual: has what happened woken the loop? NULL: nothing can */
    void *woken_context;
} Poll;

void poll_virtual(Poll *poll);                /* waiting jumps the clock */
void poll_real(Poll *poll);                   /* waiting waits */
struct timespec poll_after(int64_t duration); /* so many ns from now, as pthread_cond_timedwait() takes it */
void poll_end(Poll *poll);
void poll_without_interrupts(Poll *poll); /* nobody counts them from now on */

int poll_descriptor(Poll *poll); /* of what is watched, for a loop around this one; negative: an errno */

/* Watches the descriptor for these events and no others; `before`: those that it was told of last. 0, or errno. */
int poll_watch(Poll *poll, int descriptor, unsigned before, unsigned events);
/* False: out of memory. */
bool poll_happens(Poll *poll, int64_t when, void (*happen)(void *context, int64_t when), void *context);

#endif
