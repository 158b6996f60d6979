/* async.h: coroutines, tasks and an event loop with asyncio's scheduling: the one header a coroutine author reads.

   A coroutine is written between CORO_BEGIN and CORO_END; what must outlive an await (its parameters and its variables)
   is declared in CORO's list and reached through `self`:

       CORO(fetch_data, const char *source; double delay;)
       {
           CORO_BEGIN;
           async_print("Starting to fetch data from %s", self->source);
           AWAIT(async_sleep(self->delay));
           CORO_RETURN(async_str("Data from %s", self->source));
           CORO_END;
       }

       CORO(main_, async_value results;)
       {
           CORO_BEGIN;
           AWAIT_TO(self->results, async_gather(call(fetch_data, "API A", 2), call(fetch_data, "Database B", 1)));
           async_print("%s", async_repr(self->results));
           CORO_END;
       }

       int main(void) { return async_run(call(main_)); }

   The rules that decide who runs when are CPython's, to the step: those of 3.14, or of the version that async_settings.rules names.

   Two things C asks for. Between CORO_BEGIN and CORO_END an ordinary local variable does not survive an await (use self->…),
   and an AWAIT must not stand inside a `switch` of yours.

   LIFETIME. Nothing is freed by hand. Whatever a coroutine makes (a task, a future, a string, a list) and whatever an await gives it
   stays valid until that coroutine returns (or until the ROUND ends in which it was made); what it returns lives on in its caller. A task that nobody
   awaits is kept by the loop until it is done. What main makes, and what is made outside coroutines, stays valid until async_run() returns.

   ERRORS. An awaited thing gives a value or an error. AWAIT passes an error on to the coroutine's caller, as an exception propagates in
   Python; TRY … CATCH stops it. Functions which in Python would raise at once (C cannot) give an awaitable that raises when it is awaited. */
#ifndef LOOPSCOPE_ASYNC_H
#define LOOPSCOPE_ASYNC_H

#include "async_value.h"
#include "trace/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Awaitables ---- */

/* What AWAIT takes: a coroutine object, a task or a future. The three names say which one is meant. */
typedef async_object *async_awaitable;
typedef async_object *async_coroutine; /* made by call(): runs nothing until it is awaited or made a task */
typedef async_object *async_task;
typedef async_object *async_future;

/* call(coroutine, arguments…): a coroutine object. */
#define call(...)                                                                                                                          \
    async_call_(&(struct ASYNC_PASTE_(ASYNC_FIRST_(__VA_ARGS__, 0), _frame)){.coroutine_ = __VA_ARGS__}.coroutine_,                        \
                ASYNC_HAS_TEXT_(ASYNC_SECOND_(__VA_ARGS__, 0, 0)), ASYNC_HERE_(""))

/* Hands a coroutine object to the loop as a task and returns at once; its first step runs in the next turn of the loop. */
#define async_create_task(coroutine) async_create_task_((coroutine), NULL, ASYNC_AS_SET_, ASYNC_HERE_(#coroutine))
#define async_create_named_task(coroutine, name) async_create_task_((coroutine), (name), ASYNC_AS_SET_, ASYNC_HERE_(#coroutine))

/* Eager tasks: the first step runs at once, inside of whoever makes the task, as far as its first await of something that is not there yet. A task that
   never has to wait is done when the function returns, and takes no turn of the loop. Python has them from 3.12 on.

   async_create_eager_task(coroutine, true) is Python's create_task(coroutine, eager_start=True) (before 3.14 Task(coroutine, eager_start=True)); with
   false the task is none, whatever the loop's setting is. An error of the task's is the task's, as always; but a KeyboardInterrupt or SystemExit comes out
   of making it: awaiting what is given raises it. */
#define async_create_eager_task(coroutine, eager_start)                                                                                    \
    async_create_task_((coroutine), NULL, (eager_start) ? ASYNC_EAGER_ : ASYNC_LAZY_, ASYNC_HERE_(#coroutine))
/* The running loop's setting: from now on all tasks that are made are eager, those of gather() and groups among them; or, with false, no more. It is
   loop.set_task_factory(asyncio.eager_task_factory), or (None). False: the rules of the run are those of Python 3.11, which has none. */
bool async_set_eager_tasks(bool eager);

/* Runs its awaitables together; gives the list of their results in the order of the arguments, or the first error. Coroutines are made tasks
   at once, awaited or not. async_gather_errors: errors are results too (return_exceptions=True). At least one argument; for a
   number known only at run time async_gather_list(). */
#define async_gather(...) async_gather_(ASYNC_ARRAY_(__VA_ARGS__), false, ASYNC_HERE_("gather"))
#define async_gather_errors(...) async_gather_(ASYNC_ARRAY_(__VA_ARGS__), true, ASYNC_HERE_("gather"))
#define async_gather_list(items, count, return_exceptions) async_gather_((items), (count), (return_exceptions), ASYNC_HERE_("gather"))

/* A coroutine object: suspends the task for `delay` seconds; 0 or less lets every task that is ready run once first (a bare yield). */
static inline async_coroutine async_sleep(double delay);

/* A future of one's own, and its two ends. On a future that is done they return false and change nothing (InvalidStateError). */
#define async_create_future() async_create_future_(ASYNC_HERE_(""))
bool async_set_result(async_future future, async_value result);
bool async_set_error(async_future future, async_value error);
/* Asks a task or future to end: the task gets CancelledError at its await, in its next step. False: it was done already. */
#define async_cancel(awaitable) async_cancel_((awaitable), NULL, ASYNC_HERE_(""))
#define async_cancel_with(awaitable, message)                                                                                              \
    async_cancel_((awaitable), (message), ASYNC_HERE_("")) /* task.cancel("message"): the text is copied */
bool async_done(async_awaitable future);
bool async_cancelled(async_awaitable future);
/* The result of a future or task that is done; its error if it failed; an InvalidStateError if it is not done. Marks an error as retrieved. */
async_value async_result(async_awaitable future);

/* ---- Callbacks: functions which the loop calls, in asyncio's call_soon, call_later, add_done_callback ---- */

typedef void (*async_callback)(async_future future, void *context); /* future: the one it was added to, or NULL */
typedef struct async_handle async_handle;                           /* a callback that is waiting for its turn */

#define async_call_soon(function, context) async_call_soon_((function), (context), #function, ASYNC_HERE_(""))
#define async_call_later(delay, function, context) async_call_later_((delay), (function), (context), #function, ASYNC_HERE_(""))
/* At `when` on the loop's clock (async_loop_time()), in seconds. */
#define async_call_at(when, function, context) async_call_at_((when), (function), (context), #function, ASYNC_HERE_(""))
#define async_add_done_callback(future, function, context)                                                                                 \
    async_add_done_callback_((future), (function), (context), #function, ASYNC_HERE_(""))
/* Takes every callback with that function and context off the future; those that stand in the ready queue already still run. Returns how many. */
size_t async_remove_done_callback(async_future future, async_callback function, const void *context);
/* What a callback says instead of raising, since C cannot: the error is reported when it returns, and the loop goes on; a KeyboardInterrupt or a
   SystemExit ends the run. */
void async_callback_failed(async_value error);
/* Valid until the callback has run. Cancelling twice is harmless. */
void async_handle_cancel(async_handle *handle);

/* ---- Time and output ---- */

/* time.time(): seconds since 1970. In virtual time the run starts at ASYNC_VIRTUAL_EPOCH, a midnight in UTC. */
double async_time(void);
/* loop.time(): seconds since the start of the run; where one thread has several without a hook of their own, of the first. */
double async_loop_time(void);
/* time.strftime('%X'): the time of day, "00:00:02". */
const char *async_clock_text(void);
#define ASYNC_VIRTUAL_EPOCH 1704067200 /* s: 2024-01-01 00:00:00 UTC */
/* time.sleep(): nothing else runs meanwhile; the whole loop stands still for that many seconds. What async_sleep() is there to avoid. */
#define async_block(seconds) async_block_((seconds), ASYNC_HERE_(""))

/* print(): a line (or several) of output, recorded as a fact of the run. */
#define async_print(...) async_print_(ASYNC_HERE_(""), __VA_ARGS__)

/* ---- Running ---- */

/* asyncio.run(main()): makes a task of `main`, turns the loop until it is done, cancels what is left, closes. Returns 0; 1 when main failed (the
   error is printed on stderr); 3 on a deadlock or when the limit of turns was reached; 130 when a KeyboardInterrupt ended it, the status of a SystemExit
   when that did. By the real clock the first Ctrl-C asks main to cancel, as in Python, and the second ends the process. Uses the settings below. */
int async_run(async_coroutine main);

typedef struct async_settings {
    bool virtual_time;     /* the clock jumps to the next timer instead of waiting */
    bool quiet;            /* async_print and error reports go only into the trace */
    bool variables;        /* the trace also tells at each await what the coroutine's variables hold (variables.c says which) */
    uint32_t turn_limit;   /* 0: none */
    uint32_t rules;        /* as which Python schedules: async_rules_of("3.12"); 0: as 3.14 */
    const TraceSink *sink; /* the hook: gets every fact of the run; NULL: off. Borrowed until the run is over */
    void (*before_wait)(void *context); /* called before the loop waits and at the end: the moment to flush a stream; may be NULL */
    void *context;
    /* When a sleep ends; NULL: when its time is over. It stands for work that takes as long as it takes: so a program can be run in other orders than its own.
       `ends`: when it would end; `due`: the deadlines of the timers that are set, in their order. All ns since the start of the run; in virtual time. */
    int64_t (*sleep_end)(void *context, const int64_t *due, size_t count, int64_t now, int64_t ends);
    /* Who runs next; NULL: who is first in the ready queue, as in asyncio. Called whenever more than one entry of this turn's could: `ready` has their tasks in
       the order of the queue, NULL for one that is a callback. Gives the index of one; any other number ends the run with a RuntimeError. It is told as a fact of
       the run (CHOOSE), may ask a task for its name and no more, and costs as much as there are entries; when memory runs out, the first one runs. */
    size_t (*choose)(void *context, const async_task *ready, size_t count);
    void *(*allocate)(void *context, size_t size); /* like malloc; NULL: malloc. For tests of what happens when memory runs out */
} async_settings;

/* By which rules a run goes: "3.11", "3.12", "3.13", "3.14", "3.15", or with a patch, "3.13.0"; without one the latest is meant. 0: no such version is known. */
uint32_t async_rules_of(const char *version);
/* The version's name into `buffer`; returns it. */
const char *async_rules_name(uint32_t rules, char *buffer, size_t size);
/* What differs between them, in the order of the versions. */
typedef struct async_rule {
    const char *name, *source, *words; /* "wait-for-in-task"; CPython's issue and file; what it says, as a part of a sentence */
    uint32_t since;                    /* the oldest version that has it, as async_rules_of() gives it */
    uint32_t backported;               /* the patch from which on the version before has it as well; 0: none */
} async_rule;
bool async_rule_at(size_t number, async_rule *rule); /* false: there are not so many */
/* Did the last run of this thread come to where the rule makes a difference, and is it one by which the two versions part? */
bool async_rule_parts(size_t number, uint32_t one, uint32_t other);

/* For the runs that follow in this thread. NULL: as at the start of a program (real time, standard output, no hook). */
void async_use(const async_settings *settings);

/* ---- Writing coroutines ---- */

/* How a coroutine's body leaves off. YIELDED: by a bare yield; SUSPENDED: at an await of something that is not there yet. */
typedef enum async_signal { ASYNC_YIELDED_, ASYNC_SUSPENDED_, ASYNC_CALLED_, ASYNC_RETURNED_, ASYNC_FAILED_, ASYNC_GO_ON_ } async_signal;

typedef struct async_place {
    TracePlace place;
    uint32_t id, run; /* the place's id in the trace of that run */
} async_place;

typedef struct async_frame async_frame;

/* What CORO makes of a coroutine: like a Python function object. */
typedef struct async_coroutine_class {
    const char *name; /* a trailing '_' is not shown: main_ is "main" */
    size_t size;      /* bytes of the variables, self included */
    async_signal (*resume)(async_frame *frame, void *self);
    void (*dispose)(void *self); /* lets go of what the variables hold, when the coroutine goes, finished or not; NULL: nothing */
    TracePlace definition;
    const char *variables; /* the list that they were declared with, as it is written; NULL: not to be shown */
} async_coroutine_class;

/* What a coroutine is about to do with its value, while it runs through the FINALLYs and the ends of WITHs on its way out. */
typedef enum async_leaving { ASYNC_STAYS_, ASYNC_FAILS_, ASYNC_RETURNS_ } async_leaving;

struct async_cleanup;

/* A coroutine that has been called: what it needs to go on where it stopped. Its variables follow it in memory. Only macros touch it. */
struct async_frame {
    struct {
        uint32_t facts[2];
        void *next;
    } header_;                     /* of the object */
    async_frame *caller;           /* the coroutine that awaits this one; NULL: the task itself */
    struct async_cleanup *cleanup; /* the FINALLYs and WITHs that it is inside of */
    async_object *owned;           /* what it made and was given, the newest first */
    async_place *place;            /* its await point */
    int resume;                    /* where to go on: a line, or the label of a TRY; 0 at the beginning */
    uint8_t leaving;               /* async_leaving */
    uint8_t lost_depth;            /* the FINALLY for whose error there was no memory; 0: none */
    bool first_is_text;            /* its first argument, which then labels its task */
    uint8_t generating;            /* of a generator: generator_state; else 0 */
};

/* What a step and the loop tell each other. */
extern _Thread_local struct async_step {
    async_value given;     /* what the last await gave, or the error that is on its way: taken up at once by whoever goes on */
    async_object *awaited; /* what a step that ends by an await waits for: a reference */
    /* Has a sleep(0) been asked for that is not awaited yet? NEVER: no loop runs. */
    enum { ASYNC_YIELD_NEVER_, ASYNC_YIELD_MAY_, ASYNC_YIELD_ASKED_ } yield;
} async_step_;

/* Part by part: as a whole it would be read in wider pieces than it was just written in, and the processor would wait. */
static inline async_value async_given_(void)
{
    async_value given;
    given.type = async_step_.given.type;
    given.as = async_step_.given.as;
    return given;
}

#define CORO(name, ...)                                                                                                                    \
    struct name##_frame {                                                                                                                  \
        const async_coroutine_class *coroutine_;                                                                                           \
        __VA_ARGS__                                                                                                                        \
    };                                                                                                                                     \
    static async_signal name##_body_(async_frame *frame_, struct name##_frame *self);                                                      \
    static async_signal name##_resume_(async_frame *frame, void *self) { return name##_body_(frame, (struct name##_frame *)self); }        \
    static const async_coroutine_class name##_class_ = {#name, sizeof(struct name##_frame),     name##_resume_,                            \
                                                        NULL,  {__FILE__, #name, "", __LINE__}, #__VA_ARGS__};                             \
    static const async_coroutine_class *const name = &name##_class_;                                                                       \
    static async_signal name##_body_(async_frame *frame_, struct name##_frame *self)

#define CORO_BEGIN                                                                                                                         \
    ASYNC_INSIDE_(handler_ = 0, leave_ = 0, cleanup_depth_ = 0, round_depth_ = 0);                                                         \
    if (0) {                                                                                                                               \
    go_on_:                                                                                                                                \
        __attribute__((unused));                                                                                                           \
    }                                                                                                                                      \
    (void)self;                                                                                                                            \
    switch (frame_->resume) {                                                                                                              \
    case 0:

#define CORO_END                                                                                                                           \
    default: break;                                                                                                                        \
        }                                                                                                                                  \
        return async_return_(frame_, async_none())

/* Ends the coroutine with a value, by way of the FINALLYs and WITHs that it stands in. */
#define CORO_RETURN(value)                                                                                                                 \
    do {                                                                                                                                   \
        async_signal signal_ = async_return_(frame_, (value));                                                                             \
        if (leave_ == 0) {                                                                                                                 \
            return signal_;                                                                                                                \
        }                                                                                                                                  \
        frame_->leaving = ASYNC_RETURNS_;                                                                                                  \
        ASYNC_GO_TO_(leave_);                                                                                                              \
    } while (0)

/* Waits until the awaitable is done. The coroutine goes on from here with its value; an error goes to the nearest TRY, or to the caller. */
#define AWAIT(awaitable) ASYNC_AWAIT_(awaitable, #awaitable, (void)0)
#define AWAIT_TO(variable, awaitable) ASYNC_AWAIT_(awaitable, #awaitable, (variable) = async_given_())

/* Every place where a coroutine can go on has a number of its own in its file, so that several may stand on one line. */
#define ASYNC_NEW_LABEL_ (__COUNTER__ + 1)
#define ASYNC_AWAIT_(awaitable, text, and_then) ASYNC_AWAIT_AT_(awaitable, text, and_then, ASYNC_NEW_LABEL_)
#define ASYNC_AWAIT_AT_(awaitable, text, and_then, label)                                                                                  \
    do {                                                                                                                                   \
        static _Thread_local async_place here_ = {{__FILE__, "", (text), __LINE__}, 0, 0};                                                 \
        frame_->resume = label;                                                                                                            \
        frame_->place = &here_;                                                                                                            \
        async_signal signal_ = async_await_(frame_, (awaitable));                                                                          \
        if (signal_ != ASYNC_GO_ON_) {                                                                                                     \
            return signal_;                                                                                                                \
        }                                                                                                                                  \
        __attribute__((fallthrough));                                                                                                      \
    case label:                                                                                                                            \
        if (frame_->leaving) {                                                                                                             \
            ASYNC_FAIL_;                                                                                                                   \
        }                                                                                                                                  \
        and_then;                                                                                                                          \
    } while (0)

/* Raises a new error here; raises one again that was caught. */
#define RAISE(class, ...)                                                                                                                  \
    do {                                                                                                                                   \
        async_raise_(frame_, async_error(&(class), __VA_ARGS__));                                                                          \
        ASYNC_FAIL_;                                                                                                                       \
    } while (0)
#define RAISE_AGAIN(error)                                                                                                                 \
    do {                                                                                                                                   \
        async_raise_(frame_, (error));                                                                                                     \
        ASYNC_FAIL_;                                                                                                                       \
    } while (0)
/* For a function which in Python may raise: raises here what it gave, if that is an error. */
#define RAISE_IF_ERROR(value)                                                                                                              \
    do {                                                                                                                                   \
        async_value checked_ = (value);                                                                                                    \
        if (checked_.type == ASYNC_ERROR) {                                                                                                \
            RAISE_AGAIN(checked_);                                                                                                         \
        }                                                                                                                                  \
    } while (0)

/* Where in its coroutine a statement stands is known to the compiler: these constants hide those of the block outside. */
#define ASYNC_INSIDE_(...)                                                                                                                 \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") enum { __VA_ARGS__ };                                    \
    _Pragma("GCC diagnostic pop")
#define ASYNC_GO_TO_(label)                                                                                                                \
    do {                                                                                                                                   \
        frame_->resume = (label);                                                                                                          \
        goto go_on_;                                                                                                                       \
    } while (0)
#define ASYNC_FAIL_                                                                                                                        \
    do {                                                                                                                                   \
        if (handler_ == 0) {                                                                                                               \
            return ASYNC_FAILED_;                                                                                                          \
        }                                                                                                                                  \
        ASYNC_GO_TO_(handler_);                                                                                                            \
    } while (0)
#define ASYNC_LEAVE_IF_LEAVING_                                                                                                            \
    if (frame_->leaving == ASYNC_FAILS_) {                                                                                                 \
        ASYNC_FAIL_;                                                                                                                       \
    } else if (frame_->leaving == ASYNC_RETURNS_) {                                                                                        \
        if (leave_ == 0) {                                                                                                                 \
            return ASYNC_RETURNED_;                                                                                                        \
        }                                                                                                                                  \
        ASYNC_GO_TO_(leave_);                                                                                                              \
    }

/* ---- What the macros call; not for direct use ---- */

#define ASYNC_FIRST_(...) ASYNC_FIRST_OF_(__VA_ARGS__)
#define ASYNC_FIRST_OF_(first, ...) first
#define ASYNC_SECOND_(...) ASYNC_SECOND_OF_(__VA_ARGS__)
#define ASYNC_SECOND_OF_(first, second, ...) second
#define ASYNC_PASTE_(a, b) ASYNC_PASTED_(a, b)
#define ASYNC_PASTED_(a, b) a##b
// The versions of clang-format disagree about _Generic.
// clang-format off
#define ASYNC_HAS_TEXT_(argument) _Generic((argument), char * : true, const char * : true, default : false)
// clang-format on
#define ASYNC_HERE_(text) (&(const TracePlace){__FILE__, __func__, (text), __LINE__})
#define ASYNC_ARRAY_(...)                                                                                                                  \
    ((const async_awaitable[]){__VA_ARGS__}), (sizeof((const async_awaitable[]){__VA_ARGS__}) / sizeof(async_awaitable))

async_coroutine async_call_(const async_coroutine_class *const *variables, bool first_is_text, const TracePlace *place);
typedef enum async_eager_start { ASYNC_AS_SET_, ASYNC_EAGER_, ASYNC_LAZY_ } async_eager_start;
async_task async_create_task_(async_coroutine coroutine, const char *name, async_eager_start eager, const TracePlace *place);
async_future async_gather_(const async_awaitable *items, size_t count, bool return_exceptions, const TracePlace *place);
async_future async_create_future_(const TracePlace *place);
bool async_cancel_(async_awaitable awaitable, const char *message, const TracePlace *place);
async_handle *async_call_soon_(async_callback function, void *context, const char *name, const TracePlace *place);
async_handle *async_call_later_(double delay, async_callback function, void *context, const char *name, const TracePlace *place);
async_handle *async_call_at_(double when, async_callback function, void *context, const char *name, const TracePlace *place);
async_handle *async_add_done_callback_(async_future future, async_callback function, void *context, const char *name,
                                       const TracePlace *place);
void async_block_(double seconds, const TracePlace *place);
void async_print_(const TracePlace *place, const char *format, ...) __attribute__((format(printf, 2, 3)));
async_signal async_await_slowly_(async_frame *frame, async_awaitable awaitable);
void async_raise_(async_frame *frame, async_value error);
void async_finally_(async_frame *frame, int depth);
void async_end_finally_(async_frame *frame, int depth);
async_awaitable async_enter_(async_frame *frame, async_object *context, int depth, const TracePlace *place);
async_awaitable async_exit_(async_frame *frame, int depth);
void async_end_with_(async_frame *frame, int depth);
void async_round_(async_frame *frame, int depth);
void async_end_round_(async_frame *frame, int depth);
bool async_catch_(async_frame *frame, const async_error_class *class, async_value *caught);

#include "async_generator.h"
#include "async_knob.h"
#include "async_sync.h"
#include "async_try.h"
/* sleep(0) goes the short way: it is one object for all, and its await is no call. */
extern struct async_object async_sleep_zero_;
async_coroutine async_sleep_slowly_(double delay);

static inline async_coroutine async_sleep(double delay)
{
    if (delay <= 0 && async_step_.yield == ASYNC_YIELD_MAY_) {
        async_step_.yield = ASYNC_YIELD_ASKED_;
        return &async_sleep_zero_;
    }
    return async_sleep_slowly_(delay);
}

static inline async_signal async_await_(async_frame *frame, async_awaitable awaitable)
{
    if (awaitable == &async_sleep_zero_ && async_step_.yield == ASYNC_YIELD_ASKED_) {
        async_step_.yield = ASYNC_YIELD_MAY_;
        return ASYNC_YIELDED_;
    }
    return async_await_slowly_(frame, awaitable);
}

static inline async_signal async_return_(async_frame *frame, async_value value)
{
    (void)frame;
    async_step_.given = value;
    return ASYNC_RETURNED_;
}

#include "async_wait.h"

#endif
