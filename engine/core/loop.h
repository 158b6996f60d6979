/* loop.h: the loop: its ready queue, its timers, its clock, and what it knows of the run. */
#ifndef LOOPSCOPE_LOOP_H
#define LOOPSCOPE_LOOP_H

#include "cycles.h"
#include "handle.h"
#include "poll/poll.h"
#include "rules/rules.h"
#include "task.h"
#include "timers.h"

/* Keeps what is seldom done out of a loop that must stay small. */
#define OUT_OF_LINE __attribute__((noinline))

/* Of a coroutine: its name, and the place of its definition. */
typedef struct hook_class {
    const async_coroutine_class *class;
    uint32_t name, definition;
} hook_class;
enum { HOOK_CLASSES = 64 };

/* What the room of descriptors, threads and signals does for a loop that has come to need it. */
typedef struct loop_io {
    void (*before_wait)(async_loop *loop);     /* what select() has not been told yet */
    void (*hear)(async_loop *loop);            /* after the wait: callbacks that other threads have put in the ready queue */
    void (*collect)(async_loop *loop);         /* and those of descriptors that are ready */
    bool (*may_wake)(const async_loop *loop);  /* could anything outside still wake it? */
    bool (*is_called)(const async_loop *loop); /* is there already what hear() would find? Then the loop does not wait */
    void (*end)(async_loop *loop);             /* lets go of all */
} loop_io;

enum { LOOP_RUNS = 4 }; /* main, what is left over, the generators, the executor */

struct async_loop {
    entry_queue ready;
    task_object *current;
    async_value callback_error; /* what the running callback failed with, or None; a reference */
    async_value escaped;        /* the error that went out of an entry of the ready queue and ends the run, or None; a reference */
    Ref author;                 /* who runs now: the `by` of events */
    const TraceSink *sink;      /* NULL: no hook */
    TraceRoom *room;            /* the sink's, or one without room */
    async_timers timers;
    Poll *poll;
    const loop_io *io;           /* NULL: nothing outside of the loop has been asked for */
    struct io_state *io_state;   /* what that room keeps for this loop */
    int64_t *thread_time;        /* ns: virtual: how long the call has taken that a thread of its own would run; NULL: none runs */
    int64_t now;                 /* ns since the start of the run, as of this turn */
    uint32_t turn, turns_before; /* turns are counted over the runs that follow each other; before: those of earlier ones */
    uint64_t rules, rules_asked; /* rules.h: those that hold in this run; those that it has come to */
    struct {
        uint32_t depth, made;
        bool in_ring, too_deep;
    } cancels; /* of the cancel() that is under way: how deep it has gone, how many others it has made, does it go round */
    bool stopping, closing;
    bool embedded;                                         /* in somebody else's loop, which waits */
    task_object *tasks, *tasks_last;                       /* not done */
    outer_future *outers;                                  /* that stand for other futures: future.h */
    struct generator_object *generators, *generators_last; /* that were asked for something and that somebody holds */
    struct knot_object *knots;                             /* other things that hold each other: knot.h */
    cycle_holders holders;                                 /* futures whose results hold futures: cycles.h */
    async_scope outside;                                   /* what is made outside coroutines */
    async_scope *guest;                                    /* who owns what is made now instead; NULL: nobody */
    task_object *main_task;                                /* while the loop runs for it: what Ctrl-C cancels */
    bool interrupted;                                      /* it has been asked to, by Ctrl-C */
    async_scope *main_scope;                               /* of main, while it runs */
    async_scope outlived;                                  /* what main made, once it has ended */
    uint32_t task_numbers, future_numbers, handle_numbers, timer_numbers, thing_numbers[THING_COUNT];
    int64_t loose_yields;             /* sleep(0)s that were asked for and not awaited */
    uint32_t run_number;              /* of this run in this thread: says whether an async_place's id is ours */
    hook_class classes[HOOK_CLASSES]; /* those seen last */
    uint32_t none_text;               /* of "None", the most frequent result */
    async_settings settings;
    async_handle stop_handles
        [LOOP_RUNS];      /* of each run_until_complete its own: one that was left by an error may leave its behind in the ready queue */
    uint8_t runs;         /* of those */
    bool eager_tasks;     /* set_task_factory(eager_task_factory) */
    uint16_t eager_depth; /* eager steps inside of each other */
    async_value not_made; /* why task_new() gave NULL, if not for want of memory, or None; a reference */
};

void loop_schedule(async_loop *loop, async_entry *entry, const TracePlace *place); /* call_soon: numbers it, appends it, announces it */
/* call_at. False: out of memory. Its own reference to the owner is the heap's until it is over. */
bool loop_add_timer(async_loop *loop, async_entry *timer, int64_t when);
void loop_cancel_timer(async_loop *loop, async_entry *timer);
/* ESCAPED: by an error, which is `escaped`: a KeyboardInterrupt, a SystemExit, or that the loop was stopped before the future was done. */
typedef enum loop_end { LOOP_COMPLETE, LOOP_DEADLOCK, LOOP_LIMIT, LOOP_NO_MEMORY, LOOP_ESCAPED } loop_end;
/* One turn, or all until the loop is stopped or cannot go on. COMPLETE: it is stopped, or the turn is over; DEADLOCK: nothing is ready and nothing could make
   anything ready; LIMIT: there have been as many as the settings allow. */
loop_end loop_turns(async_loop *loop, bool only_one);
/* ready/choose.c: the batch with the entry in front that the one who chooses has named. NULL: there is none of that number, and `escaped` says so. */
async_entry *loop_choose(async_loop *loop, async_entry *batch);
int64_t loop_timeout(const async_loop *loop); /* ns: how long its next turn would wait; TRACE_FOREVER: until something comes */
void loop_escape(async_loop *loop,
                 async_value error);       /* an entry of the ready queue ended with it: if it is such an error, it ends the run */
void loop_empty(async_loop *loop);         /* lets go of every handle and timer without running it */
int64_t loop_time(const async_loop *loop); /* ns since the start of the run, read afresh */
static inline void loop_cancel_ends(async_loop *loop) /* one of the cancels inside each other: with the outermost, all is forgotten */
{
    if (--loop->cancels.depth == 0) {
        loop->cancels.made = 0;
        loop->cancels.in_ring = loop->cancels.too_deep = false;
    }
}
/* Does the rule hold in this run? Whoever asks has come to where the versions part. */
static inline bool rule_holds(Rule rule)
{
    loop_running->rules_asked |= UINT64_C(1) << rule;
    return (loop_running->rules >> rule & 1) != 0;
}
int64_t loop_ns(double seconds); /* cut to what leaves room for adding two of them; 0 for what is no number */

#endif
