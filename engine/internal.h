/* internal.h: the engine's own structs: what an object, a future, a task and the loop consist of. */
#ifndef LOOPSCOPE_INTERNAL_H
#define LOOPSCOPE_INTERNAL_H

#include "async.h"

#include "loop_poll.h"
#include "pool.h"
#include "timers.h"

typedef struct async_loop async_loop;

/* Keeps what is seldom done out of a loop that must stay small. */
#define OUT_OF_LINE __attribute__((noinline))

typedef enum object_type {
    OBJECT_FREE, /* in the pool: a pointer that outlived its object meets this */
    OBJECT_STR,
    OBJECT_LIST,
    OBJECT_ERROR,
    OBJECT_COROUTINE,
    OBJECT_YIELD, /* sleep(0): one for all, since it has nothing of its own */
    OBJECT_SLEEP, /* a sleep: first like a coroutine that has not started, then a future with its timer */
    OBJECT_FUTURE,
    OBJECT_TASK,
    OBJECT_GATHER,
    OBJECT_HANDLE, /* a user's callback */
    OBJECT_CUSTOM, /* a lock, an event, a queue, a timeout, a group: what it can do says its class */
    OBJECT_HOLD,   /* in a scope: one more reference to something that another scope holds too */
    OBJECT_MARK    /* in a scope: where a ROUND began */
} object_type;

/* The head of everything that is counted. Freed when `references` falls to 0. */
struct async_object {
    uint8_t type;       /* object_type */
    bool started;       /* of a coroutine: awaited or made a task: it may not be used again */
    bool kept;          /* in a scope's list */
    uint8_t size_class; /* of the pool */
    uint32_t references;
    async_object *next; /* in a scope's list: what was made before it */
};
_Static_assert(sizeof(async_object) == sizeof(((async_frame *)0)->header_), "a frame begins with an object");

/* What somebody made, the newest first: released together when that somebody is through. Coroutines that have not started lie in it too; they can be
   taken out, so each knows the one before it in the list. */
typedef struct async_scope {
    async_object *owned; /* one reference each */
} async_scope;

/* What a custom object can do. */
typedef struct custom_class {
    const char *name;
    void (*dispose)(void *object); /* lets go of what it holds; NULL: nothing */
    /* Of what WITH takes: a coroutine object that enters, and one that leaves. `error`: the error on its way, or None; borrowed until that coroutine has
       returned. The coroutine that leaves returns True to swallow it. NULL: it is nothing that WITH takes. */
    async_awaitable (*enter)(async_object *object, const TracePlace *place);
    async_awaitable (*exit)(async_object *object, async_value error);
    /* Of what owns callbacks: the future or task for whose sake they run. */
    const async_object *(*serves)(const void *object);
} custom_class;

typedef struct custom_object { /* the head of a struct of the file that the class belongs to */
    async_object object;
    const custom_class *class;
} custom_object;

typedef struct string_object {
    async_object object;
    size_t length;
    char text[];
} string_object;

typedef struct list_object {
    async_object object;
    size_t count;
    async_value items[];
} list_object;

typedef struct error_object {
    async_object object;
    const async_error_class *class;
    TracePlace place;    /* where it was raised: line 0 when nobody did yet */
    const char *message; /* behind the object */
    bool quotes_nothing; /* its repr shows an empty message: CancelledError('') */
    list_object *errors; /* of a group of errors: a reference */
} error_object;

/* A place in a queue: first among a future's callbacks, or in the heap of timers, then in the ready queue; in at most one of them at a time. Always
   part of something else, which `call` tells: a task, a sleep, or a handle. */
#define ENTRY_FIELDS                                                                                                                       \
    async_entry *next;                                                                                                                     \
    uint32_t number; /* of the handle (REF_HANDLE), or of the timer (REF_TIMER); 0 before it is queued */                                  \
    uint8_t call;    /* TraceCall */                                                                                                       \
    bool cancelled, queued;                                                                                                                \
    bool is_timer : 1, scheduled : 1 /* in the heap */, plain : 1; /* a task's step after a bare yield, into which nothing is thrown */

typedef struct async_entry async_entry;
struct async_entry {
    ENTRY_FIELDS
};

/* A callback: `run` is called when its turn comes. */
struct async_handle {
    union {
        async_entry entry;
        struct {
            ENTRY_FIELDS
        };
    };
    async_object *future; /* its argument, or NULL; a reference while it is queued */
    async_object *owner;  /* what it is part of, or NULL; a reference while it stands in a list */
    void (*run)(async_loop *loop, async_handle *handle);
};

typedef struct user_handle { /* made by call_soon, call_later, add_done_callback */
    async_object object;
    async_handle handle;
    async_callback function;
    void *context;
    const char *name;
} user_handle;

typedef enum future_state { FUTURE_PENDING, FUTURE_RESULT, FUTURE_ERROR, FUTURE_CANCELLED } future_state;

typedef struct future_object {
    async_object object;
    uint32_t number;        /* of the task or future */
    uint8_t state;          /* future_state */
    uint8_t via;            /* TraceVia */
    bool unretrieved;       /* an error that nobody has fetched */
    uint8_t value_type;     /* async_type */
    async_entry *callbacks; /* a ring in the order added: this is the last; NULL: none */
    union {
        async_payload value; /* result or error; a reference. While a task is pending: the error for its next step, or None */
        double delay;        /* s; of a sleep that has not started */
    };
} future_object;

typedef struct sleep_object { /* 1,000,000 of them must fit into little memory */
    future_object future;
    async_entry timer;
} sleep_object;

typedef struct task_object {
    future_object future;
    async_entry entry;    /* its step or wake-up: in the ready queue, or among the callbacks of what it awaits */
    async_object *waiter; /* the future it awaits (asyncio's _fut_waiter), or NULL; a reference. Until the next step begins */
    async_frame *frame;   /* the innermost coroutine */
    struct task_object *next, *previous; /* all tasks that are not done, in order of creation */
    string_object *name;                 /* NULL: Task- and its number */
    uint32_t cancel_requests;
    uint8_t resume; /* TraceResume of the next step */
    bool must_cancel;
    bool in_sleep_zero : 1;      /* the bare yield was that of asyncio.sleep, which is a coroutine to leave */
    bool being_cancelled : 1;    /* while cancel() is under way: tasks that await each other in a ring end there */
    bool destroyed_silently : 1; /* made by a gather: nobody is told when it is left behind pending */
    bool awaited_itself : 1;     /* an attempt, after which asyncio lets nobody await it any more, not until it is done */
} task_object;
_Static_assert(sizeof(task_object) == 104 || sizeof(void *) != 8, "a million tasks fit into little memory");

typedef struct gather_object {
    future_object future;
    struct gather_object *next, *previous; /* all that there are */
    size_t count, done;                    /* distinct children; of these done */
    size_t slots;                          /* arguments */
    uint32_t *slot_child;                  /* which child each argument is; behind children[] */
    bool return_exceptions, cancel_requested;
    struct gather_child {
        async_handle handle;
        future_object *future; /* a reference */
    } children[];
} gather_object;

/* First in, first out. */
typedef struct entry_queue {
    async_entry *first, **last;
    uint32_t count;
} entry_queue;

/* Of a coroutine: its name, and the place of its definition. */
typedef struct hook_class {
    const async_coroutine_class *class;
    uint32_t name, definition;
} hook_class;
enum { HOOK_CLASSES = 64 };

struct async_loop {
    entry_queue ready;
    task_object *current;
    async_value callback_error; /* what the running callback failed with, or None; a reference */
    Ref author;                 /* who runs now: the `by` of events */
    const TraceSink *sink;      /* NULL: no hook */
    TraceRoom *room;            /* the sink's, or one without room */
    async_timers timers;
    Poll *poll;
    int64_t now; /* ns since the start of the run, as of this turn */
    uint32_t turn;
    struct {
        uint32_t depth, made;
        bool in_ring;
    } cancels; /* of the cancel() that is under way: how deep it has gone, how many others it has made, does it go round */
    bool stopping, closing, closed_by_limit;
    task_object *tasks, *tasks_last;                       /* not done */
    gather_object *gathers;                                /* a gather and its children hold each other until the children are done */
    struct generator_object *generators, *generators_last; /* that have begun and have not ended */
    struct knot_object *knots;                             /* other things that hold each other: knot.h */
    async_scope outside;                                   /* what is made outside coroutines */
    async_scope *main_scope;                               /* of main, while it runs */
    async_scope outlived;                                  /* what main made, once it has ended */
    uint32_t task_numbers, future_numbers, handle_numbers, timer_numbers;
    int64_t loose_yields;             /* sleep(0)s that were asked for and not awaited */
    uint32_t run_number;              /* of this run in this thread: says whether an async_place's id is ours */
    hook_class classes[HOOK_CLASSES]; /* those seen last */
    uint32_t none_text;               /* of "None", the most frequent result */
    async_settings settings;
    async_object *stop_future; /* what run_until_complete waits for */
    async_handle stop_handle;
};

/* The loop that runs in this thread, or NULL. */
extern _Thread_local async_loop *loop_running;

/* ---- object.c: counting ---- */
void *object_new(object_type type, size_t size);                /* one reference, zeroed; NULL: out of memory */
void object_free(async_object *object);                         /* nobody refers to it any more */
static inline async_object *object_retain(async_object *object) /* NULL stays NULL */
{
    if (object) {
        object->references++;
    }
    return object;
}
static inline void object_release(async_object *object)
{
    if (object && --object->references == 0) {
        object_free(object);
    }
}
enum { REFERENCES_OF_STATIC = 0x40000000 }; /* so many that a static object is never freed */
async_scope *scope_current(void);
void *scope_keep(async_scope *scope,
                 async_object *object); /* hands the reference over to the scope; NULL (and released) when out of memory */
void scope_end(async_scope *scope);     /* reports and frees */
void scope_add(async_scope *scope, async_object *object);
void scope_remember(async_object *coroutine); /* a coroutine has been called */
void scope_forget(async_object *coroutine);   /* it starts: its reference goes to the caller */
static inline bool object_is_unstarted(const async_object *object)
{
    return object &&
           ((!object->started && (object->type == OBJECT_COROUTINE || object->type == OBJECT_SLEEP)) || object->type == OBJECT_YIELD);
}
/* The scope keeps the object alive from here on: a coroutine that has not started moves there, of anything else it gets a reference of its own. False:
   out of memory. */
bool scope_adopt(async_scope *scope, async_object *object);
const async_object *object_held(const async_object *object); /* what a HOLD in a scope refers to; NULL: it is none */
/* If the object is the newest in the scope, its reference becomes the caller's. */
bool scope_give_up(async_scope *scope, async_object *object);
static inline async_object *value_object(async_value value)
{
    return value.type >= ASYNC_STR ? value.as.object : NULL;
} /* NULL: a plain one */
static inline async_value value_retain(async_value value)
{
    object_retain(value_object(value));
    return value;
}
static inline void value_release(async_value value) { object_release(value_object(value)); }
async_value error_out_of_memory(void);                                      /* always there */
string_object *string_new(const char *text);                                /* one reference; NULL: out of memory */
async_value error_new(const async_error_class *class, const char *message); /* one reference */
async_value error_group_new(const char *message, list_object *errors);      /* one reference; there is at least one error */
static inline const async_error_class *error_class(async_value value)       /* NULL for what is no error */
{
    return value.type == ASYNC_ERROR ? ((const error_object *)value.as.object)->class : NULL;
}

/* ---- future.c ---- */
static inline bool is_future(const async_object *object) /* a future, a task, a gather, a sleep that has started */
{
    return object &&
           ((object->type >= OBJECT_FUTURE && object->type <= OBJECT_GATHER) || (object->type == OBJECT_SLEEP && object->started));
}
static inline async_value future_value(const future_object *future)
{
    async_value value;
    value.type = (async_type)future->value_type;
    value.as = future->value;
    return value;
}
static inline void future_set_value(future_object *future, async_value value)
{
    future->value_type = (uint8_t)value.type;
    future->value = value.as;
}
void future_init(future_object *future, TraceVia via);
void future_finish(future_object *future, future_state state, async_value value); /* takes a reference of its own */
void future_add_callback(future_object *future, async_handle *handle);            /* schedules it at once when the future is done */
bool future_remove_callback(future_object *future, async_handle *handle);
void future_add_entry(future_object *future, async_entry *entry); /* of one that is pending */
bool future_remove_entry(future_object *future, const async_entry *entry);
bool future_cancel(future_object *future);
future_object *future_new(size_t size, object_type type, TraceVia via, const TracePlace *place); /* numbered and announced */
void future_dispose(future_object *future);
Ref future_ref(const async_object *future);
async_value future_error(const future_object *future); /* the error it failed with, or CancelledError: a reference */

/* ---- coro.c ---- */
typedef enum coro_exit { CORO_SUSPENDED, CORO_FINISHED, CORO_ERROR } coro_exit;
/* Runs the task's coroutines until the task suspends or ends. `error`: thrown in at the await point (a reference is taken over), or None. The value with
   which it ended goes to *value (a reference). */
coro_exit coro_run(async_loop *loop, task_object *task, async_value error, async_value *value);
/* The same from where the innermost coroutine has left off with a signal. */
coro_exit coro_go_on(async_loop *loop, task_object *task, async_frame *frame, async_signal signal, async_value *value);
void coro_free(async_frame *frame); /* and its callers */
const char *coro_name(const async_coroutine_class *class, char *buffer, size_t size);
void coro_dispose(async_frame *frame);
/* Where call() stands, of a coroutine that has not started. */
const char *coro_called_in(const async_frame *frame, uint32_t *line);
void coro_forget_call(async_frame *frame);
const char *coro_label(const async_frame *frame); /* its first argument when that is a text, else NULL */
static inline void *coro_variables(const async_frame *frame) { return (char *)(uintptr_t)frame + sizeof *frame; }
static inline const async_coroutine_class *coro_class(const async_frame *frame)
{
    return *(const async_coroutine_class *const *)coro_variables(frame);
}
static inline async_signal coro_resume(async_frame *frame) { return coro_class(frame)->resume(frame, coro_variables(frame)); }
static inline async_scope *coro_scope(async_frame *frame) { return (async_scope *)(void *)&frame->owned; }
static inline bool coro_is_library(const async_frame *frame) { return !coro_class(frame)->definition.line; }

/* ---- task.c ---- */
task_object *task_new(async_coroutine coroutine, const char *name, TraceVia via,
                      const TracePlace *place); /* takes the coroutine, one that object_is_unstarted(); NULL: out of memory */
/* asyncio's ensure_future: a coroutine object that has not started becomes a task; a future or task stays what it is. A reference; NULL: out of memory.
   Only for what task_can_ensure() is true of. */
future_object *task_ensure(async_awaitable awaitable, TraceVia via, const TracePlace *place);
bool task_can_ensure(const async_object *awaitable);
void task_step(async_loop *loop, task_object *task);
void task_step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value);
const char *task_name(const task_object *task, char buffer[32]); /* in the buffer, or the task's own */
void task_dispose(task_object *task);
bool task_cancel(task_object *task, const TracePlace *place);
void task_abandon(task_object *task); /* at the end of a deadlocked run: frees its coroutines without running them */
static inline task_object *task_of(async_entry *entry) { return (task_object *)(void *)((char *)entry - offsetof(task_object, entry)); }

/* ---- sleep.c ---- */
extern async_object sleep_zero;                       /* the OBJECT_YIELD */
async_frame *sleep_as_coroutine(async_object *sleep); /* so that it can be a task; takes it. NULL: out of memory */
bool sleep_start(async_loop *loop, sleep_object *sleep, bool announced, async_value *error); /* false: why not is the error: a reference */
void sleep_end(async_loop *loop, sleep_object *sleep, bool announced); /* its task goes on: what was not needed of the timer is cancelled */
void sleep_due(sleep_object *sleep);                                   /* its timer */
extern const async_coroutine_class sleep_class;
/* What sleep_as_coroutine() made. */
static inline bool sleep_is_coroutine(const async_frame *frame) { return coro_class(frame) == &sleep_class; }
static inline sleep_object *sleep_of(async_entry *entry) { return (sleep_object *)(void *)((char *)entry - offsetof(sleep_object, timer)); }

/* A coroutine of asyncio's own, written like any other: its frames are left out where the program's own lines are wanted. `shown`: "asyncio.Lock.acquire". */
#define LIBRARY_CORO(function, shown, ...) LIBRARY_CORO_WITH(function, shown, NULL, __VA_ARGS__)
/* With a function that lets go of what the variables hold, however the coroutine ends: void dispose(void *self). */
#define LIBRARY_CORO_WITH(function, shown, dispose, ...)                                                                                   \
    struct function##_frame {                                                                                                              \
        const async_coroutine_class *coroutine;                                                                                            \
        __VA_ARGS__                                                                                                                        \
    };                                                                                                                                     \
    static async_signal function##_body_(async_frame *frame_, struct function##_frame *self);                                              \
    static async_signal function##_resume_(async_frame *frame, void *self)                                                                 \
    {                                                                                                                                      \
        return function##_body_(frame, (struct function##_frame *)self);                                                                   \
    }                                                                                                                                      \
    static const async_coroutine_class function##_class_ = {                                                                               \
        shown, sizeof(struct function##_frame), function##_resume_, dispose, {"", "", "", 0}, NULL};                                       \
    static const async_coroutine_class *const function = &function##_class_;                                                               \
    static async_signal function##_body_(async_frame *frame_, struct function##_frame *self)
/* The body, where LIBRARY_CORO(…); stands further up as a declaration. */
#define LIBRARY_BODY(function) static async_signal function##_body_(async_frame *frame_, struct function##_frame *self)
/* As call(), for a coroutine object that the program asked for at `place`. */
#define call_at(place, ...)                                                                                                                \
    async_call_(&(struct ASYNC_PASTE_(ASYNC_FIRST_(__VA_ARGS__, 0), _frame)){.coroutine = __VA_ARGS__}.coroutine, false, (place))

/* Enters a coroutine that its maker holds and that may have been entered before: it goes on where it left off, with the error (borrowed) if there is
   one. */
async_signal coro_enter_again(async_frame *frame, async_frame *child, async_value error);
/* What the frame holds at that depth of FINALLYs, WITHs and FOR_AWAITs. coro_hold: false: out of memory. */
bool coro_hold(async_frame *frame, int depth, async_object *object);
async_object *coro_held(async_frame *frame, int depth);
void coro_let_go(async_frame *frame, int depth);

/* ---- generator.c ---- */
typedef enum generator_state {
    GENERATOR_NONE,   /* a coroutine */
    GENERATOR_WAITS,  /* at its beginning, or at a YIELD */
    GENERATOR_RUNS,   /* or is suspended in an await of its own */
    GENERATOR_YIELDED /* has just left off with a value */
} generator_state;
extern const async_coroutine_class generator_close;
async_coroutine generator_shutdown(void);         /* closes those that are still open */
void generator_end(async_loop *loop);             /* at the end of a run: forgets those that it could not close */
void generator_end_of_main(async_object *object); /* if it is a generator that nobody else holds: closes it */

/* ---- gather.c ---- */
void gather_dispose(gather_object *gather);
void gather_end(async_loop *loop); /* at the end of a run: those whose children will never be done let go of them */
bool gather_cancel(gather_object *gather);

/* ---- loop.c ---- */
void loop_schedule(async_loop *loop, async_entry *entry, const TracePlace *place); /* call_soon: numbers it, appends it, announces it */
/* call_at. False: out of memory. Its own reference to the owner is the heap's until it is over. */
bool loop_add_timer(async_loop *loop, async_entry *timer, int64_t when);
void loop_cancel_timer(async_loop *loop, async_entry *timer);
async_object *entry_owner(const async_entry *entry);        /* what the entry is part of: its task, its sleep, its handle's owner */
const async_object *entry_serves(const async_entry *entry); /* for whose sake it runs: a task, a future; NULL: it is not known */
typedef enum loop_end { LOOP_COMPLETE, LOOP_DEADLOCK, LOOP_LIMIT, LOOP_NO_MEMORY } loop_end;
loop_end loop_run_until(async_loop *loop, future_object *future, TraceVia via);
void loop_empty(async_loop *loop);         /* lets go of every handle and timer without running it */
int64_t loop_time(const async_loop *loop); /* ns since the start of the run, read afresh */
int64_t loop_ns(double seconds);           /* cut to what leaves room for adding two of them; 0 for what is no number */

/* ---- hook.c: facts ---- */
#ifdef LOOPSCOPE_WITHOUT_HOOK /* only to measure what the hook costs while it is off */
static inline bool hooked(const async_loop *loop) { return loop && false; }
#else
static inline bool hooked(const async_loop *loop) { return loop && loop->sink; }
#endif
static inline int64_t hook_stamp(async_loop *loop) { return loop->poll->real ? loop->poll->now(loop->poll) : loop->now; }
/* Made where it is to stand: made elsewhere and copied, it would be read in wider pieces than it was written in, and the processor would wait. */
static inline void hook_emit_by(async_loop *loop, Ref by, EventKind kind, unsigned detail, unsigned flags, uint32_t a, uint32_t b,
                                uint32_t c, uint32_t d)
{
    TraceRoom *room = loop->room;
    int64_t now = hook_stamp(loop);
    if (room->next != room->end) {
        *room->next++ = (Event){(uint8_t)kind, (uint8_t)detail, (uint16_t)flags, by, now, a, b, c, d};
    } else {
        const Event event = {(uint8_t)kind, (uint8_t)detail, (uint16_t)flags, by, now, a, b, c, d};
        loop->sink->event(loop->sink->context, &event);
    }
}
/* Where to make some events of one moment; `spare` (as many) when there is no room for all. Then hook_tell_spare(). */
static inline Event *hook_room(const async_loop *loop, size_t count, Event *spare)
{
    TraceRoom *room = loop->room;
    if ((size_t)(room->end - room->next) < count) {
        return spare;
    }
    room->next += count;
    return room->next - count;
}
static inline void hook_tell_spare(const async_loop *loop, size_t count, const Event *made, const Event *spare)
{
    for (size_t i = 0; made == spare && i < count; i++) {
        loop->sink->event(loop->sink->context, &spare[i]);
    }
}
static inline void hook_emit(async_loop *loop, EventKind kind, unsigned detail, unsigned flags, uint32_t a, uint32_t b, uint32_t c,
                             uint32_t d)
{
    hook_emit_by(loop, loop->author, kind, detail, flags, a, b, c, d);
}
void hook_emit_time(async_loop *loop, EventKind kind, unsigned detail, uint32_t a, uint32_t b, int64_t time);
hook_class *hook_class_slowly(async_loop *loop, const async_coroutine_class *class);
static inline const hook_class *hook_class_of(async_loop *loop, const async_coroutine_class *class)
{
    hook_class *known = &loop->classes[((uintptr_t) class >> 5) % HOOK_CLASSES];
    return known->class == class ? known : hook_class_slowly(loop, class);
}
uint32_t hook_text(async_loop *loop, const char *text);
uint32_t hook_place(async_loop *loop, const TracePlace *place); /* NULL: 0; the function is the running coroutine's */
uint32_t hook_await_place_slowly(async_loop *loop, async_place *place, const async_coroutine_class *class);
static inline uint32_t hook_await_place(async_loop *loop, async_place *place, const async_coroutine_class *class)
{
    return place->run == loop->run_number ? place->id : hook_await_place_slowly(loop, place, class);
}
char *value_repr(async_value value); /* owned by the caller, with free(); NULL: out of memory */
uint32_t hook_repr(async_loop *loop, async_value value);
/* What the coroutine's variables hold, a line each: "delay = 2.0"; 0: nothing can be told, or it is not asked for. */
uint32_t variables_text(async_loop *loop, async_frame *frame);
static inline uint32_t hook_variables(async_loop *loop, async_frame *frame)
{
    return loop->settings.variables && frame && !coro_is_library(frame) ? variables_text(loop, frame) : 0;
}

/* Entering or leaving the coroutine sleep, in the trace. */
static inline void sleep_announce(async_loop *loop, EventKind kind, TraceOutcome outcome)
{
    const async_frame *frame = loop->current->frame;
    uint32_t at = kind == EV_ENTER && frame && frame->place ? hook_await_place(loop, frame->place, coro_class(frame)) : 0;
    hook_emit(loop, kind, kind == EV_EXIT ? outcome : 0, 0, 0, hook_class_of(loop, &sleep_class)->name, 0, at);
}

/* ---- report.c: what went wrong, on stderr and in the trace ---- */
void report_never_awaited(const async_object *coroutine);
void report_unretrieved(const future_object *future);
void report_destroyed_pending(async_loop *loop, const task_object *task);
void report_shutdown_error(async_loop *loop, const future_object *future);
void report_closing_error(async_loop *loop, async_value error); /* of a generator */
void report_callback(async_loop *loop, const char *name, async_value error);
void report_uncaught(async_value error);
void report_misuse(const char *message, const TracePlace *place);
void report_say(const char *format, ...) __attribute__((format(printf, 1, 2))); /* on stderr, unless the run is to be quiet */

/* ---- deadlock.c ---- */
void deadlock_report(const async_loop *loop);

#endif
