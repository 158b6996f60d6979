/* trace.h: the vocabulary of facts about a run.

   A run is a list of events. The engine's hook emits them, a pipe or a file carries them, the Python tracer writes them,
   and everything the window shows is computed from them. A recording holds the numbers of what these tables list, so what is new goes to the END of its
   table (and to the end of the list in tracer/loopscope_trace/stream.py; tests/tracer/tracer.py compares them). This header is the one place where each event and the meaning of
   its fields is listed; store.h keeps events in memory, stream.h carries them between processes. */
#ifndef LOOPSCOPE_TRACE_H
#define LOOPSCOPE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Who or what: a kind in the top three bits, a number below. Tasks, futures, handles (entries of the ready queue made by
   call_soon) and timers are each numbered from 1 in the order in which they were made, over the whole process.
   TRACE_NOBODY (0) stands for "none", and as the author of an event for the program outside the loop ("main"). OUTSIDE is for those who read a trace: no
   event refers to what lies outside of the loop but by its number. */
typedef uint32_t Ref;

typedef enum RefKind { REF_MAIN = 0, REF_LOOP = 1, REF_TASK = 2, REF_FUTURE = 3, REF_HANDLE = 4, REF_TIMER = 5, REF_OUTSIDE = 6 } RefKind;

#define TRACE_NOBODY ((Ref)0)
#define TRACE_LOOP ((Ref)REF_LOOP << 29)

static inline Ref ref_make(RefKind kind, uint32_t number) { return ((Ref)kind << 29) | (number & 0x1fffffffU); }
static inline RefKind ref_kind(Ref ref) { return (RefKind)(ref >> 29); }
static inline uint32_t ref_number(Ref ref) { return ref & 0x1fffffffU; }

/* Is it a coroutine of asyncio's own? All of them are named so, and no program's: the engine's by LIBRARY_CORO, Python's by the tracer. */
static inline bool trace_is_library(const char *coroutine) { return strncmp(coroutine, "asyncio.", 8) == 0; }

/* Is it a file of Python's own or of an installed package, and none of the program's? */
static inline bool trace_is_library_file(const char *file)
{
    return strstr(file, "/site-packages/") != NULL || strstr(file, "/dist-packages/") != NULL || strstr(file, "/lib/python3") != NULL;
}

/* The asyncio function behind a task, a future or a wait. VIA(identifier, its name in asyncio). */
#define TRACE_VIAS(VIA)                                                                                                                    \
    VIA(NONE, "")                                                                                                                          \
    VIA(USER, "user")                                                                                                                      \
    VIA(RUN, "run")                                                                                                                        \
    VIA(CREATE_TASK, "create_task")                                                                                                        \
    VIA(GATHER, "gather")                                                                                                                  \
    VIA(SLEEP, "sleep")                                                                                                                    \
    VIA(SLEEP_ZERO, "sleep(0)")                                                                                                            \
    VIA(BARE_YIELD, "bare-yield")                                                                                                          \
    VIA(BAD_AWAIT, "bad-await")                                                                                                            \
    VIA(TASK, "task")                                                                                                                      \
    VIA(FUTURE, "future")                                                                                                                  \
    VIA(SHIELD, "shield")                                                                                                                  \
    VIA(WAIT, "wait")                                                                                                                      \
    VIA(WAIT_FOR, "wait_for")                                                                                                              \
    VIA(AS_COMPLETED, "as_completed")                                                                                                      \
    VIA(TIMEOUT, "timeout")                                                                                                                \
    VIA(TASK_GROUP, "TaskGroup")                                                                                                           \
    VIA(LOCK, "Lock.acquire")                                                                                                              \
    VIA(EVENT, "Event.wait")                                                                                                               \
    VIA(SEMAPHORE, "Semaphore.acquire")                                                                                                    \
    VIA(CONDITION, "Condition.wait")                                                                                                       \
    VIA(QUEUE_GET, "Queue.get")                                                                                                            \
    VIA(QUEUE_PUT, "Queue.put")                                                                                                            \
    VIA(QUEUE_JOIN, "Queue.join")                                                                                                          \
    VIA(CANCEL_ALL, "cancel_all_tasks")                                                                                                    \
    VIA(SHUTDOWN_ASYNCGENS, "shutdown_asyncgens")                                                                                          \
    VIA(SHUTDOWN_EXECUTOR, "shutdown_default_executor")

typedef enum TraceVia {
#define VIA(id, text) VIA_##id,
    TRACE_VIAS(VIA)
#undef VIA
        VIA_COUNT
} TraceVia;

/* What a callback in the ready queue or in a timer does (the `detail` of ready, cb, timer_new). CALL(identifier, its name in the JSON Lines export, the
   asyncio function whose own callback it is):

   STEP      a task's first step, or its next one after a bare yield: b = the task
   WAKEUP    a task's step because a future that it awaits is done: b = the task, c = the future
   RESOLVE   a sleep's timer resolving its future: b = 0, c = the future
   STOP      run_until_complete's callback on its task, which stops the loop: b = 0, c = the task
   USER      a callback of the program's: b = its name (a string id), c = the future it was added to, or 0
   EXPIRE    the end of a timeout: b = the task whose body is cancelled, c = 0
   COMPLETED_EXPIRE  the end of as_completed's time: b = c = 0
   CLOSE_GENERATOR  makes the task that closes a generator which was dropped: b = c = 0
   the rest  an asyncio function hears that c is done: b = the future that the function will resolve, or the task that waits in it. RELEASE is also what the
             timers of wait_for and wait do: there c is the future to resolve. */
#define TRACE_CALLS(CALL)                                                                                                                  \
    CALL(STEP, "step", "")                                                                                                                 \
    CALL(WAKEUP, "wakeup", "")                                                                                                             \
    CALL(RESOLVE, "sleep.resolve", "sleep")                                                                                                \
    CALL(CHILD, "gather.child", "gather")                                                                                                  \
    CALL(STOP, "run.stop", "run")                                                                                                          \
    CALL(USER, "", "")                                                                                                                     \
    CALL(RELEASE, "wait_for.release", "wait_for")                                                                                          \
    CALL(WAIT_CHILD, "wait.child", "wait")                                                                                                 \
    CALL(SHIELD_INNER, "shield.inner", "shield")                                                                                           \
    CALL(SHIELD_OUTER, "shield.outer", "shield")                                                                                           \
    CALL(COMPLETED_CHILD, "as_completed.child", "as_completed")                                                                            \
    CALL(GROUP_CHILD, "TaskGroup.child", "TaskGroup")                                                                                      \
    CALL(EXPIRE, "timeout.expire", "timeout")                                                                                              \
    CALL(COMPLETED_EXPIRE, "as_completed.expire", "as_completed")                                                                          \
    CALL(CLOSE_GENERATOR, "generator.close", "async for")                                                                                  \
    CALL(SHIELD_FORGETS, "shield.forgets", "shield")

typedef enum TraceCall {
#define CALL(id, text, function) CALL_##id,
    TRACE_CALLS(CALL)
#undef CALL
        CALL_COUNT
} TraceCall;

typedef enum TraceResume { RESUME_START, RESUME_NEXT, RESUME_WAKEUP } TraceResume;
typedef enum TraceReason { REASON_AWAIT, REASON_YIELD, REASON_RETURN, REASON_RAISE, REASON_CANCELLED } TraceReason;
typedef enum TraceOutcome { OUTCOME_RESULT, OUTCOME_EXCEPTION, OUTCOME_CANCELLED } TraceOutcome;
typedef enum TraceTarget { TARGET_WAITING, TARGET_READY, TARGET_RUNNING, TARGET_DONE } TraceTarget;
typedef enum TraceGenerator { GENERATOR_NOT, GENERATOR_ASKED, GENERATOR_GAVE, GENERATOR_ENDED } TraceGenerator; /* NOT: a coroutine */
/* Of a call that is awaited: does it need what an await before it in the same coroutine gave? (Python's source tells; KEPT: its value is kept in a variable;
   ROUND: it stands in a for loop whose rounds do not need each other;
   OTHER: as EARLIER, but in a loop in which it is given something else in each round.) */
typedef enum TraceNeed {
    NEED_UNKNOWN,
    NEED_EARLIER,
    NEED_NOTHING,
    NEED_NOTHING_KEPT,
    NEED_NOTHING_ROUND,
    NEED_EARLIER_OTHER,
    NEED_COUNT
} TraceNeed;
typedef enum TraceBlock { BLOCK_SLEEP, BLOCK_STEP, BLOCK_COUNT } TraceBlock; /* time.sleep(); a step that took long by the real clock */

/* What only whoever records a run can know, since it looks at the program's own objects. REMARK(identifier, name in lists, title).
   LOST_SIGNAL and NOT_SHARED are in older recordings only: what happened is told as EV_USE since, and the remark follows from that. */
#define TRACE_REMARKS(REMARK)                                                                                                              \
    REMARK(STANDS_STILL, "stands-still", "tasks that wait for ever")                                                                       \
    REMARK(NOT_BACK, "not-back", "a call that has not come back")                                                                          \
    REMARK(LOST_SIGNAL, "lost-signal", "a signal that nobody saw")                                                                         \
    REMARK(NOT_SHARED, "not-shared", "a limit that nobody shares")                                                                         \
    REMARK(LEFT_OPEN, "left-open", "a generator left open")                                                                                \
    REMARK(OTHER_LOOP, "other-loop", "a thing of another loop")                                                                            \
    REMARK(NO_END, "no-end", "an end that does not come")                                                                                  \
    REMARK(FULL_PIPE, "full-pipe", "a pipe that nobody reads")                                                                             \
    REMARK(FROM_OUTSIDE, "from-outside", "a call from outside the loop")                                                                   \
    REMARK(LOST_CANCEL, "lost-cancel", "a cancellation that is lost")                                                                      \
    REMARK(NO_LIMIT, "no-limit", "a buffer that grows without end")                                                                        \
    REMARK(FEW_THREADS, "few-threads", "more calls than threads")                                                                          \
    REMARK(GIVEN_UP, "given-up", "a wait that was given up")                                                                               \
    REMARK(LOST_UPDATE, "lost-update", "a change that is lost")                                                                            \
    REMARK(UNCAUGHT, "uncaught", "an error that ended the program")                                                                        \
    REMARK(MEANING, "meaning", "where an error comes from")                                                                                \
    REMARK(LOST_ERROR, "lost-error", "an error that nobody sees")                                                                          \
    REMARK(TAKEN_ALONG, "taken-along", "a task cancelled for somebody else")                                                               \
    REMARK(LEFT_RUNNING, "left-running", "what goes on for nobody")                                                                        \
    REMARK(OVER_RELEASED, "over-released", "a limit that grows")                                                                           \
    REMARK(NO_EFFECT, "no-effect", "a call without effect")                                                                                \
    REMARK(CAUGHT, "caught", "an error that is caught")                                                                                    \
    REMARK(PIECE, "piece", "a part that is taken for the whole")                                                                           \
    REMARK(THROWN_AWAY, "thrown-away", "what is thrown away unseen")                                                                       \
    REMARK(ONE_BY_ONE, "one-by-one", "what could go on at once")                                                                           \
    REMARK(BEAT, "beat", "a beat that is not kept")                                                                                        \
    REMARK(UNSEEN, "unseen", "what could not be watched")                                                                                  \
    REMARK(SPINS, "spins", "a loop that never rests")

typedef enum TraceRemark {
#define REMARK(id, name, title) REMARK_##id,
    TRACE_REMARKS(REMARK)
#undef REMARK
        REMARK_COUNT
} TraceRemark;

/* What tasks meet at, made by asyncio: THING(identifier, its name in words). A thing is a number, its kind in the top three bits as in a Ref. */
#define TRACE_THINGS(THING)                                                                                                                \
    THING(NONE, "")                                                                                                                        \
    THING(LOCK, "lock")                                                                                                                    \
    THING(SEMAPHORE, "semaphore")                                                                                                          \
    THING(EVENT, "event")                                                                                                                  \
    THING(CONDITION, "condition")                                                                                                          \
    THING(QUEUE, "queue")

typedef enum TraceThing {
#define THING(id, text) THING_##id,
    TRACE_THINGS(THING)
#undef THING
        THING_COUNT
} TraceThing;

static inline uint32_t thing_make(TraceThing kind, uint32_t number) { return ((uint32_t)kind << 29) | (number & 0x1fffffffU); }
static inline TraceThing thing_kind(uint32_t thing) { return thing >> 29 < THING_COUNT ? (TraceThing)(thing >> 29) : THING_NONE; }
static inline uint32_t thing_number(uint32_t thing) { return thing & 0x1fffffffU; } /* counted for each kind, from 1 */

/* What is done with a thing, whether or not somebody has to wait for it (the `detail` of use, and what its c counts):

   TAKEN     a lock, or a place in a semaphore: c = the places left
   RELEASED  c = the places that are free now
   HANDED    a place in a semaphore goes to the first in line at once: c = that task
   SET, CLEARED  an event; of SET c = how many wait for it
   PUT, GOT  an item of a queue: c = the items in it now, flags 1: it has no limit
   DEALT     task_done() of a queue: c = the items still to be dealt with
   NOTIFIED  a condition: c = how many of those who wait are woken
   SHUT      shutdown() of a queue: c = the items in it
   MADE      by a task or a callback; what was made outside of the loop is not told: c = the places of a semaphore, the limit of a queue or 0, else 0
   SEEN      an event is found set, by wait() or is_set()
   KEPT      a lock or a semaphore is still there when the task that has made it ends; only Python's objects tell it */
typedef enum TraceUse {
    USE_TAKEN,
    USE_RELEASED,
    USE_HANDED,
    USE_SET,
    USE_CLEARED,
    USE_PUT,
    USE_GOT,
    USE_DEALT,
    USE_NOTIFIED,
    USE_SHUT,
    USE_MADE,
    USE_SEEN,
    USE_KEPT,
    USE_COUNT
} TraceUse;

/* What lies outside of the loop and can wake it: OUTSIDE(identifier, its name in words). It is numbered from 1 over the process, in the order in which the trace
   is first told of them: the numbers of descriptors are used again, these are not. A DESCRIPTOR is one of which no more is known. */
#define TRACE_OUTSIDES(OUTSIDE)                                                                                                            \
    OUTSIDE(NONE, "")                                                                                                                      \
    OUTSIDE(LISTENER, "listening socket")                                                                                                  \
    OUTSIDE(CONNECTION, "connection")                                                                                                      \
    OUTSIDE(DATAGRAM, "datagram socket")                                                                                                   \
    OUTSIDE(PIPE, "pipe")                                                                                                                  \
    OUTSIDE(DESCRIPTOR, "descriptor")                                                                                                      \
    OUTSIDE(CALL, "call in a thread")                                                                                                      \
    OUTSIDE(PROCESS, "child process")                                                                                                      \
    OUTSIDE(SIGNAL, "signal")

typedef enum TraceOutside {
#define OUTSIDE(id, text) OUTSIDE_##id,
    TRACE_OUTSIDES(OUTSIDE)
#undef OUTSIDE
        OUTSIDE_COUNT
} TraceOutside;

typedef enum TraceDirection { DIRECTION_READ, DIRECTION_WRITE, DIRECTION_COUNT } TraceDirection;
/* READ: came out of the descriptor, 0 of them: the other end has closed its side; SENT: went into it; KEPT: stay in the write buffer of the transport, since the
   descriptor takes no more now. */
typedef enum TraceBytes { BYTES_READ, BYTES_SENT, BYTES_KEPT, BYTES_COUNT } TraceBytes;
/* WRITING: the buffer is so full that drain() waits, or so empty again that it need not; READING: the transport leaves what comes where it is, or takes it again. */
typedef enum TraceFlow { FLOW_WRITING_PAUSED, FLOW_WRITING_RESUMED, FLOW_READING_PAUSED, FLOW_READING_RESUMED, FLOW_COUNT } TraceFlow;
/* CLOSED: by the program; LOST: by an error of the connection; DONE: a call has come back, a process has ended. */
typedef enum TraceGone { GONE_CLOSED, GONE_LOST, GONE_DONE, GONE_COUNT } TraceGone;

/* How a process ended. CUT: its recording ends in the middle of the run. */
typedef enum TraceEnd { END_EXITED, END_KILLED, END_LOST, END_CUT } TraceEnd;

/* The events. EVENT(identifier, its name in the JSON Lines export, or NULL for those which are not exported).
   Every event has `by` (who was running: a task, a callback's handle or timer, TRACE_LOOP between two handles, or
   TRACE_NOBODY outside the loop) and `t` (ns since the start of the run). The other fields, where a "string" is an id for
   trace_text() and a "place" an id for trace_place(), 0 being none:

   TASK_NEW      a task number, b string name, c string coroutine, d place, detail TraceVia, flags 1: an eager one, whose first step is told
                 next, inside of that of whoever makes it: it has no STEP, and ends with a STEP_END where it suspends, else with its RESOLVE; by = parent
   LABEL         a task number, b string: what to call it where "Task-2" says too little (the name it was given, else its first text argument)
   FUT_NEW       a future number, d place, detail TraceVia; b thing in whose line it stands or 0, c string: what the program calls that, or 0
   CHILD         a number of a gather's outer future, b Ref of its next child, in argument order
   READY         a handle number, b c as in TraceCall, d place, detail TraceCall: appended to the END of the ready queue
   RUN, RUN_END  b Ref of the future or task that the loop runs until, detail TraceVia: RUN CANCEL_ALL SHUTDOWN_…
                 of RUN_END c string: the error that went out of the loop (KeyboardInterrupt, SystemExit), or 0: the loop was stopped
   ITER          a turn number, b entries in the ready queue, c d = the timeout (trace_time; TRACE_FOREVER) at select()
   ADVANCE       t = the time to which the clock has moved
   TIMER_NEW     a timer number, b = CALL_USER: string name, else Ref of the future or task it is for; c d = when (trace_time), detail TraceCall,
                 flags VIA_WAIT_FOR: of a timeout that wait_for has made, or 0: not told
   TIMER_FIRE    a timer number: moved from the heap to the END of the ready queue
   TIMER_CANCEL  a timer number, still in the heap
   SKIP          b Ref of the cancelled handle or timer popped from the ready queue without being run
   HANDLE_CANCEL b Ref of the handle, or of the timer that is already in the ready queue
   STEP          a task number, b Ref of the handle, c Ref of the future that woke it or 0, d string exception thrown in or 0, detail TraceResume
   STEP_END      a task number, detail TraceReason, flags TraceVia (what it waits for), b Ref awaited (await) or string repr (return, raise), d place
                 c string: what the variables of its innermost coroutine of the program hold, a line each ("delay = 2.0"), or 0: not told
   ENTER         by = the task: a coroutine is called by await, or is a task's first; b string name, c place of its definition, d place of the await
                 detail TraceNeed, flags TraceGenerator: a generator is asked for its next value; a string: as c of STEP_END, of the coroutine that awaits it
   EXIT          by = the task: the innermost coroutine is left; b string name, detail TraceOutcome, flags TraceGenerator: it gave a value, or came to its end
   CB, CB_END    b Ref of the handle or timer whose callback runs
   RESOLVE       b Ref of the future or task, detail TraceOutcome, c string repr of the value or error, d place
   CANCEL        b Ref, detail TraceTarget, c Ref it waits on or 0, d place
   UNCANCEL      b Ref, a requests left, d place
   OUT           b string text (without the newline), flags 1 = the line is not finished, d place
   BLOCK         c d = how long (trace_time), a place, detail TraceBlock: the whole loop stood still; t is the time afterwards
                 b string: the statement at which a step was seen to hold on, and what it calls there ("queue's Queue.get() in item = q.get()"), or 0
   NEVER_AWAITED b string coroutine, d place of the call
   EXC_HANDLER   a future number or task (b Ref), c string message, d string error, a place where it was raised, when nobody asked for the result
   ITER_END      a turn number, b entries in the ready queue
   DEADLOCK      a tasks pending: nothing is ready and no timer is set (by the real clock: nor is there a descriptor or a thread that could wake anybody)
   LIMIT         a turns: the limit of turns was reached
   DONE          a exit status: the run has ended (asyncio.run has returned)
   PROCESS_END   a exit status or signal, detail TraceEnd: how the process of a live run ended; written by the reader, not by the run
   REMARK        a task number or 0: whose, b string what is wrong, c string what to do instead, d place, detail TraceRemark; in the texts {T3} is task 3
   NAME          b Ref of a future, c string: what its waiter waits for outside of the loop ("data from 127.0.0.1:4242"); a number of what lies outside that
                 it waits for, or 0: not told
   LEFT          the loop is closed, or (detail 1) another one runs in its place: a entries of its ready queue and b timers are left, and none of them is the
                 trace's any more; those of a loop that comes back are told anew
   USE           a thing, b string: what the program calls it, or 0; c as in TraceUse, d place, detail TraceUse
   OUTSIDE_NEW   a number of what lies outside, b string: what to call it ("127.0.0.1:4242", "stdout of child 4711", "fetch", "SIGTERM"), d place,
                 c number of the listener that it was accepted from or of the process whose pipe it is, or 0, detail TraceOutside
   WATCH, UNWATCH  a number of what lies outside, detail TraceDirection: from now on (no more) select() tells when it can be read or written
   ARRIVED       a number of what lies outside, detail TraceDirection: it is found ready (a call: its result has come; a process: it has ended; a signal: it came);
                 by = TRACE_LOOP, and the READY of its callback follows
   BYTES         a number of what lies outside, b how many, d place, detail TraceBytes; c string: the first of them (what cannot be printed and "\\" as "\\n"
                 or "\\x00", cut at 40 characters), or 0: not told
   FLOW          a number of what lies outside, b bytes that stand in the buffer now, detail TraceFlow
   OUTSIDE_END   a number of what lies outside, b string: the error, or 0; c exit status of a process (of one that a signal ended: 128 + the signal), d place,
                 detail TraceGone, flags 1: nobody has closed it, it was thrown away
   CHOOSE        b Ref of the handle or timer that runs next and therefore goes to the FRONT of the ready queue; a how many stood before it there (0: it is
                 the one that asyncio runs), d which one it is of c that could be chosen, from 1: those of this turn that are not cancelled. The loop is
                 told whom to run (async_settings.choose), and there was more than one; a run of asyncio's own has no such event */
#define TRACE_EVENTS(EVENT)                                                                                                                \
    EVENT(NONE, NULL)                                                                                                                      \
    EVENT(TASK_NEW, "task_new")                                                                                                            \
    EVENT(LABEL, NULL)                                                                                                                     \
    EVENT(FUT_NEW, "fut_new")                                                                                                              \
    EVENT(CHILD, NULL)                                                                                                                     \
    EVENT(READY, "ready")                                                                                                                  \
    EVENT(RUN, "run")                                                                                                                      \
    EVENT(RUN_END, "run_end")                                                                                                              \
    EVENT(ITER, "iter")                                                                                                                    \
    EVENT(ADVANCE, "advance")                                                                                                              \
    EVENT(TIMER_NEW, "timer_new")                                                                                                          \
    EVENT(TIMER_FIRE, "timer_fire")                                                                                                        \
    EVENT(TIMER_CANCEL, "timer_cancel")                                                                                                    \
    EVENT(SKIP, "skip")                                                                                                                    \
    EVENT(HANDLE_CANCEL, "handle_cancel")                                                                                                  \
    EVENT(STEP, "step")                                                                                                                    \
    EVENT(STEP_END, "step_end")                                                                                                            \
    EVENT(ENTER, NULL)                                                                                                                     \
    EVENT(EXIT, NULL)                                                                                                                      \
    EVENT(CB, "cb")                                                                                                                        \
    EVENT(CB_END, "cb_end")                                                                                                                \
    EVENT(RESOLVE, "resolve")                                                                                                              \
    EVENT(CANCEL, "cancel")                                                                                                                \
    EVENT(UNCANCEL, "uncancel")                                                                                                            \
    EVENT(OUT, "out")                                                                                                                      \
    EVENT(BLOCK, "block")                                                                                                                  \
    EVENT(NEVER_AWAITED, "never_awaited")                                                                                                  \
    EVENT(EXC_HANDLER, "exc_handler")                                                                                                      \
    EVENT(ITER_END, "iter_end")                                                                                                            \
    EVENT(DEADLOCK, "deadlock")                                                                                                            \
    EVENT(LIMIT, "limit")                                                                                                                  \
    EVENT(DONE, "exit")                                                                                                                    \
    EVENT(PROCESS_END, NULL)                                                                                                               \
    EVENT(REMARK, NULL)                                                                                                                    \
    EVENT(NAME, NULL)                                                                                                                      \
    EVENT(USE, NULL)                                                                                                                       \
    EVENT(LEFT, NULL)                                                                                                                      \
    EVENT(OUTSIDE_NEW, "outside_new")                                                                                                      \
    EVENT(WATCH, "watch")                                                                                                                  \
    EVENT(UNWATCH, "unwatch")                                                                                                              \
    EVENT(ARRIVED, "arrived")                                                                                                              \
    EVENT(BYTES, "bytes")                                                                                                                  \
    EVENT(FLOW, "flow")                                                                                                                    \
    EVENT(OUTSIDE_END, "outside_end")                                                                                                      \
    EVENT(CHOOSE, "choose")

typedef enum EventKind {
#define EVENT(id, name) EV_##id,
    TRACE_EVENTS(EVENT)
#undef EVENT
        EV_COUNT
} EventKind;

/* One fact: 32 bytes, the same in memory, on the pipe and on disk (little-endian). */
typedef struct Event {
    uint8_t kind;   /* EventKind */
    uint8_t detail; /* per kind, see above */
    uint16_t flags; /* per kind, see above */
    Ref by;         /* who was running */
    int64_t t;      /* ns since the start of the run */
    uint32_t a, b, c, d;
} Event;

_Static_assert(sizeof(Event) == 32, "an event is one 32-byte record");

#define TRACE_FOREVER INT64_MAX /* a timeout with no end */
/* No event lies later (ns: 73 years), no deadline lies later or as long before the start: two times can be added without a thought for 64 bits. */
#define TRACE_LATEST (INT64_C(1) << 61)

/* The 64-bit time (ns) in fields c (low half) and d (high half). */
static inline int64_t trace_time(const Event *event) { return (int64_t)(((uint64_t)event->d << 32) | event->c); }
static inline void trace_set_time(Event *event, int64_t ns)
{
    event->c = (uint32_t)((uint64_t)ns & 0xffffffffU);
    event->d = (uint32_t)((uint64_t)ns >> 32);
}

/* A place in a program: an await point, a print, the call of create_task. */
typedef struct TracePlace {
    const char *file;     /* as the compiler or Python names it */
    const char *function; /* the coroutine, as a reader would call it ("main", never "main_") */
    const char *text;     /* the source of the expression, for an await point; else "" */
    uint32_t line;        /* from 1; the last line of the expression is not recorded */
} TracePlace;

/* What a run says of itself, once, before its events. */
typedef enum TraceMeta {
    META_TITLE,    /* b string: what to call the run */
    META_SOURCE,   /* a string file name as in TracePlace.file, b string: its whole text, so that a recording can be read later */
    META_CLOCK,    /* a: 0 virtual time, 1 real time */
    META_PRODUCER, /* b string: "loopscope 0.1 engine", "CPython 3.11.7 asyncio" */
    META_KNOB,     /* a string name, b string value: a knob of the program that did not have the value in its text ("delay", "2.5") */
    META_COUNT
} TraceMeta;

/* Memory for the next events, which go there without a call. */
typedef struct TraceRoom {
    Event *next, *end;
} TraceRoom;

/* Where events go: into memory (store.h) or down a pipe or file (stream.h). The functions must not call back into the engine.
   text and place return the same id for equal arguments; ids start at 1 and are handed out in order. */
typedef struct TraceSink {
    void *context;
    void (*event)(void *context, const Event *event);
    uint32_t (*text)(void *context, const char *text, size_t length);
    uint32_t (*place)(void *context, const TracePlace *place);
    void (*meta)(void *context, TraceMeta meta, uint32_t a, uint32_t b);
    TraceRoom *room; /* while there is room, events may be written there instead; event() is called with or without room; NULL: none */
} TraceSink;

#endif
