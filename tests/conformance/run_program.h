/* run_program.h: programs as data: what the reader makes of JSON and the interpreter runs on the engine. */
#ifndef LOOPSCOPE_RUN_PROGRAM_H
#define LOOPSCOPE_RUN_PROGRAM_H

#include "async.h"

#include <stdio.h>

/* Limits which no sensible program meets: what comes from outside must end, and soon. */
enum {
    PROGRAM_BYTES = 1 << 20,
    PROGRAM_DEPTH = 40,  /* bodies in bodies, and expressions in expressions */
    PROGRAM_OPS = 5000,  /* in the text, expressions included */
    PROGRAM_NAMES = 200, /* of each kind */
    PROGRAM_NO_SLOT = PROGRAM_NAMES,
    PROGRAM_ITEMS = 50,     /* of one gather */
    PROGRAM_CALLS = 2000,   /* of coroutines, in one run */
    PROGRAM_STEPS = 100000, /* ops executed in one run */
    PROGRAM_TURNS = 20000,
    PROGRAM_TEXT = 200,       /* bytes of a name or a text */
    PROGRAM_SECONDS = 1000000 /* of one delay */
};

typedef struct Program Program;
typedef struct program_coroutine program_coroutine;
typedef struct program_op program_op;
typedef struct program_expression program_expression;

typedef struct program_body {
    program_op *ops;
    size_t count;
} program_body;

typedef struct program_handler {
    const async_error_class *classes[8];
    size_t count;
    program_body body;
} program_handler;

typedef struct program_value {
    const char *text; /* NULL: the number */
    int64_t number;
} program_value;

/* What the ops are: OP(identifier, its name in JSON, the letters of its fields), where the fields are
   t text   w what   s slot   c coro   x exc (with its text)   v value   b body   h handlers and finally   d seconds (d)   n count (n)   i items
   f flag (on)   e event   l lock (or semaphore, or condition)   q queue   g coro (a generator)   k what (whose result is kept: gather or shield)
   D seconds (d), or null for none,
   and these may be missing: W show   o seconds (timeout)   M message   E eager_start   S slot. */
#define PROGRAM_OPS_TABLE(OP)                                                                                                              \
    OP(PRINT, "print", "t")                                                                                                                \
    OP(AWAIT, "await", "wW")                                                                                                               \
    OP(SPAWN, "spawn", "scE")                                                                                                              \
    OP(CANCEL, "cancel", "sM")                                                                                                             \
    OP(RAISE, "raise", "x")                                                                                                                \
    OP(RERAISE, "reraise", "")                                                                                                             \
    OP(CAUGHT, "caught", "t")                                                                                                              \
    OP(RETURN, "return", "v")                                                                                                              \
    OP(TRY, "try", "bh")                                                                                                                   \
    OP(FUTURE, "future", "s")                                                                                                              \
    OP(RESOLVE, "resolve", "sv")                                                                                                           \
    OP(FAIL, "fail", "sx")                                                                                                                 \
    OP(SET, "set", "e")                                                                                                                    \
    OP(CLEAR, "clear", "e")                                                                                                                \
    OP(LOCK, "lock", "lb")                                                                                                                 \
    OP(RELEASE, "release", "l")                                                                                                            \
    OP(NOTIFY, "notify", "ln")                                                                                                             \
    OP(PUT_NOWAIT, "put_nowait", "qv")                                                                                                     \
    OP(GET_NOWAIT, "get_nowait", "qt")                                                                                                     \
    OP(TASK_DONE, "task_done", "q")                                                                                                        \
    OP(SHUTDOWN, "shutdown", "q")                                                                                                          \
    OP(SHUTDOWN_NOW, "shutdown_now", "q")                                                                                                  \
    OP(TIMEOUT, "timeout", "DSb")                                                                                                          \
    OP(RESCHEDULE, "reschedule", "sD")                                                                                                     \
    OP(EXPIRED, "expired", "st")                                                                                                           \
    OP(GROUP, "group", "b")                                                                                                                \
    OP(GROUP_SPAWN, "group_spawn", "scE")                                                                                                  \
    OP(UNCANCEL, "uncancel", "")                                                                                                           \
    OP(CANCEL_SELF, "cancel_self", "M")                                                                                                    \
    OP(CANCELLING, "cancelling", "t")                                                                                                      \
    OP(BLOCK, "block", "d")                                                                                                                \
    OP(CALL_SOON, "call_soon", "t")                                                                                                        \
    OP(CALL_LATER, "call_later", "dt")                                                                                                     \
    OP(CALLBACK_FAILS, "callback_fails", "x")                                                                                              \
    OP(EAGER, "eager", "f")                                                                                                                \
    OP(DONE_CALLBACK, "done_callback", "st")                                                                                               \
    OP(AS_COMPLETED, "as_completed", "ioW")                                                                                                \
    OP(ASSIGN, "assign", "sk")                                                                                                             \
    OP(FORGET, "forget", "w")                                                                                                              \
    OP(GENERATE, "generate", "sg")                                                                                                         \
    OP(FOR, "for", "gWb")                                                                                                                  \
    OP(FOR_SLOT, "for_slot", "sWb")                                                                                                        \
    OP(BREAK, "break", "")                                                                                                                 \
    OP(YIELD, "yield", "v")

typedef enum program_op_kind {
#define OP(id, name, fields) OP_##id,
    PROGRAM_OPS_TABLE(OP)
#undef OP
        OP_COUNT
} program_op_kind;

struct program_op {
    program_op_kind kind;
    async_place place, round_place; /* round_place: of a loop's first line, one below */
    const char *text;               /* of print, of an error; what is shown before an awaited value; a cancel's message; or NULL */
    const async_error_class *error;
    program_expression *what;
    size_t slot, object, count;
    double seconds;
    program_coroutine *coroutine;
    program_value value;
    program_body body, finally;
    bool has_finally;
    async_eager_start eager;
    bool on;
    program_handler *handlers;
    size_t handler_count;
};

/* What can be awaited: EXPRESSION(identifier, its `k` in JSON, the letters of its fields): as above, and
   m slots   r return_when   g return_exceptions, which may be missing. */
#define PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)                                                                                              \
    EXPRESSION(SLEEP, "sleep", "d")                                                                                                        \
    EXPRESSION(TASK, "task", "s")                                                                                                          \
    EXPRESSION(CORO, "coro", "c")                                                                                                          \
    EXPRESSION(GATHER, "gather", "ig")                                                                                                     \
    EXPRESSION(EVENT, "event", "e")                                                                                                        \
    EXPRESSION(ACQUIRE, "acquire", "l")                                                                                                    \
    EXPRESSION(CONDITION, "condition", "l")                                                                                                \
    EXPRESSION(GET, "get", "q")                                                                                                            \
    EXPRESSION(PUT, "put", "qv")                                                                                                           \
    EXPRESSION(JOIN, "join", "q")                                                                                                          \
    EXPRESSION(WAIT_FOR, "wait_for", "wo")                                                                                                 \
    EXPRESSION(ACLOSE, "aclose", "s")                                                                                                      \
    EXPRESSION(SHIELD, "shield", "w")                                                                                                      \
    EXPRESSION(WAIT, "wait", "mor")

typedef enum program_expression_kind {
#define EXPRESSION(id, name, fields) EXPRESSION_##id,
    PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)
#undef EXPRESSION
        EXPRESSION_COUNT
} program_expression_kind;

struct program_expression {
    program_expression_kind kind;
    double seconds; /* ASYNC_NO_TIMEOUT: Python's None */
    size_t slot, object;
    program_coroutine *coroutine;
    program_value value;
    program_expression *items; /* what is gathered; of shield and wait_for the only one */
    size_t count;
    size_t *slots; /* as many as `count` */
    bool return_exceptions;
    async_return_when return_when;
};

/* What a program's coroutines share. OBJECT(identifier, its `kind` in JSON, the list that it stands in, the list's field for its value). */
#define PROGRAM_OBJECTS_TABLE(OBJECT)                                                                                                      \
    OBJECT(EVENT, "event", "events", "value")                                                                                              \
    OBJECT(LOCK, "lock", "locks", "value")                                                                                                 \
    OBJECT(SEMAPHORE, "semaphore", "locks", "value")                                                                                       \
    OBJECT(BOUNDED, "bounded", "locks", "value")                                                                                           \
    OBJECT(CONDITION, "condition", "locks", "value")                                                                                       \
    OBJECT(QUEUE, "queue", "queues", "maxsize")                                                                                            \
    OBJECT(PRIORITY, "priority", "queues", "maxsize")                                                                                      \
    OBJECT(LIFO, "lifo", "queues", "maxsize")

typedef enum program_object_kind {
#define OBJECT(id, name, list, value) OBJECT_OF_##id,
    PROGRAM_OBJECTS_TABLE(OBJECT)
#undef OBJECT
        OBJECT_OF_COUNT
} program_object_kind;

typedef struct program_object {
    program_object_kind kind;
    const char *name;
    int64_t value;        /* of a semaphore; a queue's maxsize */
    async_object *object; /* made when main begins, and there until the run is over */
} program_object;

struct program_coroutine {
    async_coroutine_class class; /* first: a frame's class is its coroutine */
    Program *program;
    program_body body;
    bool is_generator;
};

/* A program while it is read and run. The texts lie in the JSON, which must outlive it. */
struct Program {
    program_coroutine *coroutines;
    size_t coroutine_count;
    const char *slot_names[PROGRAM_NAMES];
    size_t slot_count;
    async_object *slots[PROGRAM_NAMES]; /* a reference each, while any coroutine of the program lives; NULL: never assigned */
    program_object objects[PROGRAM_NAMES];
    size_t object_count;
    size_t op_count;
    bool holds_generator[PROGRAM_NAMES]; /* of the slots */
    bool begun;                          /* its objects have been made */
    struct program_block *blocks;        /* all memory */
    size_t calls, steps, alive;          /* coroutine objects made; ops executed; coroutine objects that are still there */
    bool too_long;                       /* a limit was met: what is left runs no more ops */
};

/* run_program_read.c: true, or false with a sentence in `problem`. */
bool program_read(Program *into, const void *json, char *problem, size_t problem_size);
void program_free(Program *program);
program_coroutine *program_main(const Program *program);

/* run_program_coroutine.c: a coroutine object; NULL or an error object when there can be none. */
async_coroutine program_call(program_coroutine *coroutine, const TracePlace *place);
/* The same of a generator: a generator object. */
async_generator program_generate(program_coroutine *generator, const TracePlace *place);

/* run_program_ops.c: runs an op that has no body and does not await. What Python would raise is on its way in the frame afterwards. */
void program_run_op(Program *program, async_frame *frame, program_op *op);
/* Makes the task that a slot is to hold; of a group, or with NULL of none. */
void program_spawn(Program *program, async_frame *frame, program_op *op, async_group group);
/* Hands an object to a slot, or empties it. */
void program_set_slot(Program *program, size_t slot, async_object *object);
/* Empties the slots; those of generators only when the run is over: what is there until then asyncio.run() closes. */
void program_empty_slots(Program *program, bool run_is_over);
/* What an op without a body makes of an object that may be an error: that is on its way in the frame. */
bool program_raised(async_frame *frame, async_object *object);
/* Makes the locks, events and queues. */
void program_begin(Program *program);
async_value program_value_of(const program_value *value);

/* run_program_expression.c. What a slot holds. NULL: nothing was ever assigned, and a NameError is on its way in the frame. */
async_object *program_slot(const Program *program, async_frame *frame, size_t slot);
/* Makes what is to be awaited. NULL: an error is on its way in the frame. */
async_awaitable program_evaluate(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place);

/* Several of them, from left to right. */
bool program_evaluate_all(Program *program, async_frame *frame, const program_expression *expressions, size_t count,
                          async_awaitable *awaitables, const TracePlace *place);

/* run_program_text.c: runs the program in virtual time and writes its events to `out` as JSON Lines; with NULL without a hook, so that
   it only prints. Returns the status of async_run(): 0, 1 or 3; or 2 with
   a sentence in `problem` when it is no program. Any bytes will do. */
int run_program_text(const char *json, size_t length, FILE *out, char *problem, size_t problem_size);

extern const async_error_class PROGRAM_NAME_ERROR;

#endif
