/* model.h: the state of the loop and of every task after the first n events: a fold of the trace, nothing else.

   model_at(n) is the same whichever way the reader came to n. Views read State; they never change it. */
#ifndef LOOPSCOPE_MODEL_H
#define LOOPSCOPE_MODEL_H

#include "trace/store.h"

#include <stdbool.h>
#include <stdio.h>

/* In this order everywhere: legends, totals, the theme. */
typedef enum TaskState {
    TASK_CREATED, /* made, and not yet in the ready queue */
    TASK_READY,
    TASK_RUNNING,
    TASK_AWAITING,
    TASK_SLEEPING,
    TASK_DONE,
    TASK_FAILED,
    TASK_CANCELLED,
    TASK_STATE_COUNT
} TaskState;

/* One coroutine of a task's await chain. */
typedef struct ModelFrame {
    uint32_t name;       /* string id */
    uint32_t definition; /* place id */
    uint32_t place;      /* place id of the last thing it did: its current line; 0 before it did anything */
    uint32_t variables;  /* string id: what its variables held at its last await, a line each; 0: not told */
} ModelFrame;

enum { MODEL_FRAMES = 8 }; /* the outermost seven and the innermost are kept of a deeper chain */

typedef struct ModelTask {
    uint32_t number;
    uint32_t name, coroutine, label; /* string ids; label 0: use model_task_label() */
    Ref parent;
    uint32_t made_at; /* place id */
    TaskState state;
    size_t since;       /* index of the event that put it into this state */
    int64_t since_time; /* ns */
    Ref awaits;         /* while awaiting or sleeping: the future or task; else 0 */
    TraceVia via;       /* what kind of wait */
    int64_t wake_at;    /* while sleeping: the deadline, ns */
    int64_t slept_at;   /* while sleeping: when the timer was made, ns */
    Ref woken_by;       /* the future that woke it last, or 0 */
    Ref ready_handle;   /* while ready: its entry in the queue */
    uint32_t result;    /* string id of the repr, when done or failed */
    bool resolved;      /* its RESOLVE event has been seen; `outcome` says how */
    TraceOutcome outcome;
    uint32_t thrown;                 /* string id: the exception that its current step began with, or 0 */
    uint32_t frame_count;            /* true depth of the await chain; of these, min(frame_count, MODEL_FRAMES) are kept */
    ModelFrame frames[MODEL_FRAMES]; /* outermost first */
    int64_t total[TASK_STATE_COUNT]; /* ns spent in each state up to since_time */
} ModelTask;

/* An entry of the ready queue. */
typedef struct ModelReady {
    Ref handle; /* REF_HANDLE, or REF_TIMER when a timer fired */
    TraceCall call;
    Ref task;      /* CALL_STEP, CALL_WAKEUP: the task, else 0 */
    Ref future;    /* as in TraceCall's c: the future that is done */
    Ref outer;     /* of asyncio's own callbacks: the future or task that it is for, or 0 */
    Ref by;        /* who put it there: a task, handle or timer; TRACE_LOOP when a timer fired */
    uint32_t name; /* CALL_USER: string id */
    bool cancelled;
    bool arrived;     /* it is the callback of what has just come from outside */
    uint32_t outside; /* what has come from outside and made it ready, if only callbacks or asyncio's own tasks have passed it on; or 0 */
} ModelReady;

typedef struct ModelTimer {
    uint32_t number;
    int64_t when, made; /* ns */
    TraceCall call;
    Ref future;    /* CALL_RESOLVE: the sleep's future */
    uint32_t name; /* CALL_USER: string id */
    Ref task;      /* the task that sleeps on it, or 0 */
    bool cancelled;
} ModelTimer;

/* A future that is not a task: what tasks wait for. */
typedef struct ModelFuture {
    uint32_t number;
    TraceVia via : 8; /* of few bits, since there may be millions of futures */
    bool done : 1;
    TraceOutcome outcome : 8;
    Ref by;
    uint32_t children, children_done; /* of a gather */
    uint32_t timer;                   /* number of the timer that resolves it, or 0 */
    uint32_t name;    /* string id: what its waiter waits for outside of the loop, or what the program calls its thing; or 0 */
    uint32_t thing;   /* the lock, event … in whose line it stands (TraceThing), or 0 */
    Ref resolved_by;  /* who resolved it */
    uint32_t outside; /* the number of what lies outside that its waiter waits for, or 0 */
} ModelFuture;

/* What lies outside of the loop, as long as it is there. */
typedef struct ModelOutside {
    uint32_t number;
    TraceOutside kind;
    uint32_t name;   /* string id */
    uint32_t of;     /* the listener that it was accepted from, or the process whose pipe it is; or 0 */
    uint32_t buffer; /* bytes that stand in the transport's write buffer */
    bool watched[DIRECTION_COUNT];
    bool writing_paused, reading_paused, ended_there; /* the other end has closed its side */
    bool answered;                                    /* a call has come back, a process has ended: the rest is about to follow */
    uint64_t read, sent;                              /* bytes */
} ModelOutside;

/* Where the loop itself is: one line each of the loop's pseudo-code. */
typedef enum LoopPhase {
    PHASE_OUTSIDE, /* not running */
    PHASE_TIMEOUT, /* choosing how long it may wait */
    PHASE_SELECT,  /* waiting, the clock moves */
    PHASE_TIMERS,  /* moving due timers to the ready queue */
    PHASE_POP,     /* taking the next entry of this turn's batch */
    PHASE_RUN,     /* running it */
    PHASE_COUNT
} LoopPhase;

typedef struct State {
    size_t n;      /* events folded so far */
    int64_t now;   /* ns */
    uint32_t turn; /* loop turn, 0 before the first */
    LoopPhase phase;
    uint32_t batch_left; /* entries at the front of `ready` which still run in this turn; those behind it wait for the next */
    Ref running;         /* the task, handle or timer that runs now, or 0 */
    ModelReady current;  /* the entry that was popped for it; all zero when nothing runs */
    Ref changed;         /* the task whose state the last event changed, or 0 */
    ModelReady *ready;   /* front first */
    size_t ready_count, ready_capacity;
    size_t timer_count;      /* read them with state_timer(), one after the other */
    size_t timers_cancelled; /* how many of them have been cancelled and wait to be dropped */
    ModelTimer newest_timer; /* the last one made; number 0 before the first */
    ModelTask *tasks;        /* tasks[i].number == i + 1 */
    size_t task_count, task_capacity;
    size_t future_count;    /* read them with state_future() */
    ModelOutside *outsides; /* what lies outside and is there now, in the order of their numbers */
    size_t outside_count, outside_capacity;
    uint32_t outside_newest;      /* the number of the last one that was told, or 0 */
    uint32_t arrived;             /* what has just come from outside: its callback is the next that becomes ready; or 0 */
    struct ModelStorage *storage; /* model.c's own: what the arrays lie in, and the futures */
    size_t output_count;          /* lines of output so far (events OUT) */
    size_t step_count;            /* await points so far: completed or begun task steps (events STEP) */
    size_t choices,
        other_choices; /* how often somebody else than asyncio has chosen who runs next (events CHOOSE), and otherwise than asyncio would */
    size_t totals[TASK_STATE_COUNT]; /* tasks in each state now */
    bool deadlock, ended;            /* DEADLOCK seen; DONE or PROCESS_END seen */
} State;

/* A model follows a trace that may still be growing. */
typedef struct Model Model;
Model *model_new(const Trace *trace); /* NULL: out of memory; borrows the trace, which must outlive it */
void model_free(Model *model);
/* The state after the first n events (n beyond the end: at the end). Valid until the next call; NULL only when out of memory.
   When an event is not a legal transition, the fold stops before it: model_error() says which and why. */
const State *model_at(Model *model, size_t n);
const char *model_error(const Model *model);
size_t model_memory(const Model *model); /* bytes, the trace not counted */
/* A second, independent look at another moment (for animation between two states); same rules, its own storage. */
const State *model_peek(Model *model, size_t n);
/* A third look, which walks each event once from the first to the last, for what is built from a whole run: the copies that it leaves on
   its way are those from which model_at() finds any moment. NULL: out of memory; else always the same pointer. */
const State *model_front(Model *model);
bool model_advance(Model *model); /* one event on; false: the trace or its sound part ends here (model_error() says), or out of memory */
/* Looks at an event on that walk, in the state before it. `context` is the watcher's. */
typedef void (*ModelWatch)(void *context, const State *before, const Event *event);
/* From where the front stands now `watch` sees each event that model_advance() comes to, so that a run is folded once for all who want to see
   it. One at a time; it is called until another takes its place or the model is freed. NULL: nobody. */
void model_watch(Model *model, ModelWatch watch, void *context);
const Trace *model_trace(const Model *model);

/* Reading a state. All return NULL or 0 for what does not exist (yet). */
const ModelTask *state_task(const State *state, Ref task);
const ModelFuture *state_future(const State *state, Ref future);
const ModelOutside *state_outside(const State *state, uint32_t number); /* NULL: it is not there, not yet or no more */
bool outside_can_wake(const ModelOutside *outside);                     /* the loop is told when something comes from there */
bool state_is_done(const State *state, Ref ref); /* a task or a future: has it a result, an error, or been cancelled? */
/* Of the entry with that index in the ready queue: it belongs to this turn (or to the one that is about to begin), and has not been cancelled. */
bool state_can_be_chosen(const State *state, size_t index);
const ModelTimer *state_timer(const State *state, size_t index);             /* earliest first: by (when, number); index < timer_count */
const ModelTimer *state_timer_numbered(const State *state, uint32_t number); /* NULL: it is not set, or has fired */
bool state_sleep_is_set(const State *state, const ModelTask *task);          /* is the timer that will wake it still to fire? */
const ModelTask *state_running_task(const State *state);                     /* NULL when a callback or the loop itself runs */
/* The place of the innermost coroutine of the program's own: those of asyncio are passed over, and those in the files of installed packages unless
   there is nothing else; 0: none. */
uint32_t model_task_place(const ModelTask *task, const Trace *trace);
uint32_t model_task_deepest(const ModelTask *task, const Trace *trace); /* the same with the installed packages */
/* What to call a task: its label ("API A"), else its coroutine ("main"), with a number behind it when two tasks of the trace would read
   the same ("worker 2"). Into `buffer`; returns it. */
const char *model_task_label(const Model *model, Ref task, char *buffer, size_t size);
/* How long a timer was asked to last, in ns: by the real clock a little time has passed between the asking and the making, so there it is the
   nearest whole millisecond. */
int64_t model_delay(const Trace *trace, int64_t made, int64_t when);
/* From now on tasks are called what they are called in `whole`, which must outlive the model: of a run of which this one is the beginning. */
void model_share_labels(Model *model, const Model *whole);
const char *model_state_name(TaskState state); /* "created", "ready", … */
/* Whether two spellings name one file: one may have folders in front that the other lacks. */
bool model_same_file(const char *a, const char *b);
/* A text form of everything in the state, for tests and for comparing two states. Appends to `out`. */
void state_dump(const State *state, const Trace *trace, FILE *out);

#endif
