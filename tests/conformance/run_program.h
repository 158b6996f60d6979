/* run_program.h: programs as data: what the reader makes of JSON and the interpreter runs on the engine. */
#ifndef LOOPSCOPE_RUN_PROGRAM_H
#define LOOPSCOPE_RUN_PROGRAM_H

#include "async.h"

#include <stdio.h>

/* Limits which no sensible program meets: what comes from outside must end, and soon. */
enum {
    PROGRAM_BYTES = 1 << 20,
    PROGRAM_DEPTH = 40,     /* bodies in bodies, and expressions in expressions */
    PROGRAM_OPS = 5000,     /* in the text, expressions included */
    PROGRAM_NAMES = 200,    /* of each kind */
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
   t text   w what   s slot   c coro   x exc (with its text)   v value   b body   h handlers and finally   d seconds   e event   l lock   q queue
   and a capital W stands for `show`, which may be missing. */
#define PROGRAM_OPS_TABLE(OP)                                                                                                              \
    OP(PRINT, "print", "t")                                                                                                                \
    OP(AWAIT, "await", "wW")                                                                                                               \
    OP(SPAWN, "spawn", "sc")                                                                                                               \
    OP(CANCEL, "cancel", "s")                                                                                                              \
    OP(RAISE, "raise", "x")                                                                                                                \
    OP(RERAISE, "reraise", "")                                                                                                             \
    OP(RETURN, "return", "v")                                                                                                              \
    OP(TRY, "try", "bh")                                                                                                                   \
    OP(FUTURE, "future", "s")                                                                                                              \
    OP(RESOLVE, "resolve", "sv")                                                                                                           \
    OP(FAIL, "fail", "sx")

typedef enum program_op_kind {
#define OP(id, name, fields) OP_##id,
    PROGRAM_OPS_TABLE(OP)
#undef OP
        OP_COUNT
} program_op_kind;

struct program_op {
    program_op_kind kind;
    async_place place;
    const char *text; /* of print, of an error; what is shown before an awaited value, or NULL */
    const async_error_class *error;
    program_expression *what;
    size_t slot;
    program_coroutine *coroutine;
    program_value value;
    program_body body, finally;
    bool has_finally;
    program_handler *handlers;
    size_t handler_count;
};

/* What can be awaited: EXPRESSION(identifier, its `k` in JSON, the letters of its fields): as above, and
   i items   a what   o seconds, which may be missing. */
#define PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)                                                                                              \
    EXPRESSION(SLEEP, "sleep", "d")                                                                                                        \
    EXPRESSION(TASK, "task", "s")                                                                                                          \
    EXPRESSION(CORO, "coro", "c")                                                                                                          \
    EXPRESSION(GATHER, "gather", "i")

typedef enum program_expression_kind {
#define EXPRESSION(id, name, fields) EXPRESSION_##id,
    PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)
#undef EXPRESSION
        EXPRESSION_COUNT
} program_expression_kind;

struct program_expression {
    program_expression_kind kind;
    double seconds;
    size_t slot;
    program_coroutine *coroutine;
    program_expression *items;
    size_t count;
    bool return_exceptions;
};

struct program_coroutine {
    async_coroutine_class class; /* first: a frame's class is its coroutine */
    Program *program;
    program_body body;
};

/* A program while it is read and run. The texts lie in the JSON, which must outlive it. */
struct Program {
    program_coroutine *coroutines;
    size_t coroutine_count;
    const char *slot_names[PROGRAM_NAMES];
    size_t slot_count;
    async_object *slots[PROGRAM_NAMES]; /* a reference each, while any coroutine of the program lives; NULL: never assigned */
    size_t op_count;
    struct program_block *blocks; /* all memory */
    size_t calls, steps, alive;   /* coroutine objects made; ops executed; coroutine objects that are still there */
    bool too_long;                /* a limit was met: what is left runs no more ops */
};

/* run_program_read.c: true, or false with a sentence in `problem`. */
bool program_read(Program *into, const void *json, char *problem, size_t problem_size);
void program_free(Program *program);
program_coroutine *program_main(const Program *program);

/* run_program_coroutine.c: a coroutine object; NULL or an error object when there can be none. */
async_coroutine program_call(program_coroutine *coroutine, const TracePlace *place);
/* Hands an object to a slot, or empties it. */
void program_set_slot(Program *program, size_t slot, async_object *object);

/* run_program_expression.c. What a slot holds. NULL: nothing was ever assigned, and a NameError is on its way in the frame. */
async_object *program_slot(const Program *program, async_frame *frame, size_t slot);
/* Makes what is to be awaited. NULL: an error is on its way in the frame. */
async_awaitable program_evaluate(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place);

/* run_program_text.c: runs the program in virtual time and writes its events to `out` as JSON Lines. Returns the status of async_run(): 0, 1 or 3; or 2 with
   a sentence in `problem` when it is no program. Any bytes will do. */
int run_program_text(const char *json, size_t length, FILE *out, char *problem, size_t problem_size);

extern const async_error_class PROGRAM_NAME_ERROR;

#endif
