/* run_program_coroutine.c: a coroutine whose body is data: it keeps by hand the stack of bodies that it stands in, so that try, except, finally and
   `async with` nest as the data says, with awaits inside each of them. */
#include "core/hook.h"
#include "run_program.h"

#include <assert.h>
#include <string.h>

/* What a body that the coroutine stands in is, and where it is with what surrounds it. */
typedef enum level_kind {
    LEVEL_PLAIN,
    LEVEL_TRY,
    LEVEL_HANDLER,
    LEVEL_FINALLY,
    LEVEL_ENTERING, /* an `async with` is being entered */
    LEVEL_WITH,
    LEVEL_TO_LEAVE, /* its body is over */
    LEVEL_LEAVING,  /* and it is being left */
    LEVEL_FOR,      /* an `async for` over a generator */
    LEVEL_ROUNDS    /* an `async for`-like loop over as_completed */
} level_kind;

typedef struct Level {
    level_kind kind;
    async_leaving leaving; /* of a FINALLY: what goes on from its end */
    program_op *op;        /* whose body it is; NULL: the coroutine's own */
    const program_body *body;
    size_t next;           /* the op to run next */
    bool asks;             /* of a FOR: for the next value */
    async_value value;     /* of a HANDLER: the error caught; of a FINALLY: what goes on. The frame's scope holds it */
    async_object *context; /* of a WITH: what was entered; of ROUNDS: what they go through. The frame's scope holds it */
} Level;

typedef struct program_frame {
    const async_coroutine_class *coroutine;
    bool is_counted; /* among those that are alive */
    size_t depth;
    Level levels[PROGRAM_DEPTH * 2];
} program_frame;

static Program *program_of(const program_frame *self) { return ((const program_coroutine *)(const void *)self->coroutine)->program; }

static Level *top(program_frame *self) { return &self->levels[self->depth - 1]; }

static void push(program_frame *self, level_kind kind, program_op *op, const program_body *body)
{
    assert(self->depth < sizeof self->levels / sizeof *self->levels && "the reader counts how deep bodies are nested");
    self->levels[self->depth++] = (Level){kind, ASYNC_STAYS_, op, body, 0, false, async_none(), NULL};
}

/* How many `async with` and `async for` there are, the innermost included. */
static int held_depth(const program_frame *self)
{
    int depth = 0;
    for (size_t i = 0; i < self->depth; i++) {
        depth += self->levels[i].kind >= LEVEL_ENTERING && self->levels[i].kind <= LEVEL_FOR;
    }
    return depth;
}

/* ---- Ways out of a body ---- */

static void begin_finally(async_frame *frame, Level *level)
{
    level->kind = LEVEL_FINALLY;
    level->body = &level->op->finally;
    level->next = 0;
    level->leaving = (async_leaving)frame->leaving;
    level->value = async_step_.given;
    frame->leaving = ASYNC_STAYS_;
}

/* The first handler that fits the error on its way begins. */
static bool begin_handler(async_frame *frame, Level *level)
{
    for (size_t i = 0; i < level->op->handler_count; i++) {
        const program_handler *handler = &level->op->handlers[i];
        for (size_t type = 0; type < handler->count; type++) {
            if (async_catch_(frame, handler->classes[type], &level->value)) {
                level->kind = LEVEL_HANDLER;
                level->body = &handler->body;
                level->next = 0;
                return true;
            }
        }
    }
    return false;
}

static void end_for(async_frame *frame, program_frame *self)
{
    async_end_for_(frame, held_depth(self));
    self->depth--;
}

/* One level outwards with an error or a return: either something stops it there, or the level is left. */
static void leave_level(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    if (level->kind == LEVEL_TRY && frame->leaving == ASYNC_FAILS_ && begin_handler(frame, level)) {
        return;
    }
    if ((level->kind == LEVEL_TRY || level->kind == LEVEL_HANDLER) && level->op->has_finally) {
        begin_finally(frame, level);
    } else if (level->kind == LEVEL_WITH) {
        level->kind = LEVEL_TO_LEAVE;
    } else if (level->kind == LEVEL_FOR) {
        end_for(frame, self);
    } else {
        self->depth--;
    }
}

/* A body has been run to its end. */
static void end_level(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    if ((level->kind == LEVEL_TRY || level->kind == LEVEL_HANDLER) && level->op->has_finally) {
        begin_finally(frame, level);
        return;
    }
    if (level->kind == LEVEL_WITH) {
        level->kind = LEVEL_TO_LEAVE;
        return;
    }
    self->depth--;
    if (level->kind == LEVEL_FINALLY && level->leaving) {
        frame->leaving = (uint8_t)level->leaving;
        async_step_.given = level->value;
    }
}

/* ---- Ops ---- */

/* The error that Python's bare `raise` raises again: that of the innermost handler, or of a finally that an error brought about. */
static async_value handled_error(program_frame *self)
{
    for (size_t i = self->depth; i-- > 0;) {
        const Level *level = &self->levels[i];
        if (level->kind == LEVEL_HANDLER || (level->kind == LEVEL_FINALLY && level->leaving == ASYNC_FAILS_)) {
            return level->value;
        }
    }
    return async_error(&ASYNC_RUNTIME_ERROR, "No active exception to reraise");
}

/* Of a cancellation its text counts; other errors hold addresses in theirs. */
static void show_caught(const program_op *op, async_value error)
{
    bool is_cancellation = async_is(error, &ASYNC_CANCELLED_ERROR);
    async_print_(&op->place.place, "%s %s", op->text, is_cancellation ? async_repr(error) : async_error_name(error));
}

static async_group innermost_group(const program_frame *self)
{
    for (size_t i = self->depth; i-- > 0;) {
        if (self->levels[i].kind == LEVEL_WITH && self->levels[i].op->kind == OP_GROUP) {
            return self->levels[i].context;
        }
    }
    return NULL;
}

/* ---- Awaits: each gives the signal with which the body leaves off, or ASYNC_GO_ON_ ---- */

static async_signal await_at(async_frame *frame, async_place *place, async_awaitable awaitable)
{
    frame->place = place;
    return awaitable ? async_await_(frame, awaitable) : ASYNC_GO_ON_;
}

static async_signal enter(async_frame *frame, program_frame *self, program_op *op)
{
    async_object *context = op->kind == OP_TIMEOUT ? async_timeout(op->seconds)
                            : op->kind == OP_GROUP ? async_create_task_group()
                                                   : program_of(self)->objects[op->object].object;
    push(self, LEVEL_ENTERING, op, &op->body);
    top(self)->context = context;
    return await_at(frame, &op->place, async_enter_(frame, context, held_depth(self), &op->place.place));
}

static async_signal leave(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    level->kind = LEVEL_LEAVING;
    return await_at(frame, &level->op->place, async_exit_(frame, held_depth(self)));
}

/* An `async for` begins, over a generator that is made for it or over one that was there. */
static async_signal begin_for(async_frame *frame, program_frame *self, program_op *op)
{
    bool made_here = op->kind == OP_FOR;
    async_generator generator =
        made_here ? program_generate(op->coroutine, &op->place.place) : program_slot(program_of(self), frame, op->slot);
    if (generator) {
        push(self, LEVEL_FOR, op, &op->body);
        top(self)->next = op->body.count;
        if (!async_for_(frame, generator, made_here, held_depth(self))) {
            self->depth--;
        }
    }
    return ASYNC_GO_ON_;
}

static async_signal ask_for_next(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    level->asks = true;
    frame->place = &level->op->place;
    return async_next_(frame, held_depth(self));
}

static async_signal begin_rounds(async_frame *frame, program_frame *self, program_op *op)
{
    async_awaitable items[PROGRAM_ITEMS];
    if (program_evaluate_all(program_of(self), frame, op->what, op->count, items, &op->place.place)) {
        static const program_body nothing;
        push(self, LEVEL_ROUNDS, op, &nothing);
        top(self)->context = async_as_completed_(items, op->count, op->seconds, &op->place.place);
    }
    return ASYNC_GO_ON_;
}

static async_signal next_round(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    async_coroutine next = async_next_completed_(level->context, false, &level->op->place.place);
    if (!next) {
        self->depth--;
        return ASYNC_GO_ON_;
    }
    level->next = 1; /* one is awaited */
    return await_at(frame, &level->op->round_place, next);
}

static void show_value(const program_op *op, async_place *place)
{
    async_value value = async_step_.given;
    if (!op->text) {
        return;
    }
    if (op->kind == OP_AWAIT && op->what->kind == EXPRESSION_WAIT) {
        async_print_(&place->place, "%s %zu %zu", op->text, async_length(async_item(value, 0)), async_length(async_item(value, 1)));
    } else {
        async_print_(&place->place, "%s %s", op->text, async_text(value));
    }
}

/* The generator has given a value, or has come to its end. */
static void finish_asking(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    level->asks = false;
    async_value value;
    if (frame->leaving) {
        return;
    }
    if (!async_has_next_(frame, held_depth(self), &value)) {
        end_for(frame, self);
        return;
    }
    level->next = 0;
    async_step_.given = value;
    show_value(level->op, &level->op->round_place);
}

/* What was awaited is over. */
static void finish_await(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    if (level->asks) {
        finish_asking(frame, self);
        return;
    }
    switch (level->kind) {
    case LEVEL_ENTERING:
        level->kind = LEVEL_WITH;
        if (frame->leaving) {
            self->depth--; /* it was never entered */
        } else if (level->op->kind == OP_TIMEOUT && level->op->slot != PROGRAM_NO_SLOT) {
            program_set_slot(program_of(self), level->op->slot, level->context);
        }
        return;
    case LEVEL_LEAVING:
        if (!frame->leaving) {
            async_end_with_(frame, held_depth(self));
        }
        self->depth--;
        return;
    case LEVEL_ROUNDS:
        level->next = 0;
        if (!frame->leaving) {
            show_value(level->op, &level->op->round_place);
        }
        return;
    default:
        if (!frame->leaving) {
            program_op *op = &level->body->ops[level->next - 1];
            show_value(op, &op->place);
        }
    }
}

/* ---- Ops ---- */

static async_signal run_op(async_frame *frame, program_frame *self, program_op *op)
{
    Program *program = program_of(self);
    switch (op->kind) {
    case OP_AWAIT: return await_at(frame, &op->place, program_evaluate(program, frame, op->what, &op->place.place));
    case OP_LOCK:
    case OP_TIMEOUT:
    case OP_GROUP: return enter(frame, self, op);
    case OP_AS_COMPLETED: return begin_rounds(frame, self, op);
    case OP_FOR:
    case OP_FOR_SLOT: return begin_for(frame, self, op);
    case OP_BREAK: end_for(frame, self); break;
    case OP_YIELD: return async_yield_(frame, program_value_of(&op->value)) ? ASYNC_RETURNED_ : ASYNC_GO_ON_;
    case OP_TRY: push(self, LEVEL_TRY, op, &op->body); break;
    case OP_GROUP_SPAWN: program_spawn(program, frame, op, innermost_group(self)); break;
    case OP_RERAISE: async_raise_(frame, handled_error(self)); break;
    case OP_CAUGHT: show_caught(op, handled_error(self)); break;
    case OP_RETURN:
        async_return_(frame, program_value_of(&op->value));
        frame->leaving = ASYNC_RETURNS_;
        break;
    default: program_run_op(program, frame, op);
    }
    return ASYNC_GO_ON_;
}

static bool awaits(const program_op *op)
{
    return op->kind == OP_AWAIT || op->kind == OP_LOCK || op->kind == OP_TIMEOUT || op->kind == OP_GROUP;
}

/* ---- The coroutine ---- */

/* False: what the limits allow is used up, and every coroutine ends as if nothing more stood in it. */
static bool may_go_on(Program *program)
{
    if (++program->steps > PROGRAM_STEPS) {
        program->too_long = true;
    }
    return !program->too_long;
}

/* Does the next thing; *awaited: it was an await, which is over if the signal is ASYNC_GO_ON_. */
static async_signal advance(async_frame *frame, program_frame *self, bool *awaited)
{
    Level *level = top(self);
    *awaited = false;
    if (level->kind == LEVEL_TO_LEAVE) {
        *awaited = true;
        return leave(frame, self);
    }
    if (frame->leaving) {
        leave_level(frame, self);
        return ASYNC_GO_ON_;
    }
    if (!may_go_on(program_of(self))) {
        end_level(frame, self);
        return ASYNC_GO_ON_;
    }
    if (level->kind == LEVEL_ROUNDS) {
        async_signal signal = next_round(frame, self);
        *awaited = self->depth && top(self) == level && level->next;
        return signal;
    }
    if (level->kind == LEVEL_FOR && level->next == level->body->count) {
        *awaited = true;
        return ask_for_next(frame, self);
    }
    if (level->next == level->body->count) {
        end_level(frame, self);
        return ASYNC_GO_ON_;
    }
    program_op *op = &level->body->ops[level->next++];
    *awaited = awaits(op);
    return run_op(frame, self, op);
}

static async_signal resume(async_frame *frame, void *variables)
{
    program_frame *self = variables;
    if (!frame->resume) {
        frame->resume = 1;
        if (!program_of(self)->begun) {
            program_begin(program_of(self));
        }
        program_of(self)->alive += !self->is_counted;
        self->is_counted = true;
        push(self, LEVEL_PLAIN, NULL, &((const program_coroutine *)(const void *)self->coroutine)->body);
    } else {
        finish_await(frame, self);
    }
    while (self->depth) {
        bool awaited;
        async_signal signal = advance(frame, self, &awaited);
        if (signal != ASYNC_GO_ON_) {
            return signal;
        }
        if (awaited) {
            finish_await(frame, self);
        }
    }
    if (frame->leaving == ASYNC_FAILS_) {
        return ASYNC_FAILED_;
    }
    return frame->leaving == ASYNC_RETURNS_ ? ASYNC_RETURNED_ : async_return_(frame, async_none());
}

/* A coroutine object, or a generator that has begun, goes. With the last of them go the tasks in the slots, as a Python module's variables do: nothing could use them any more. */
static void dispose(void *variables)
{
    const program_frame *self = variables;
    Program *program = program_of(self);
    if (self->is_counted && --program->alive == 0) {
        program_empty_slots(program, false);
    }
}

static program_frame variables_of(program_coroutine *coroutine)
{
    Program *program = coroutine->program;
    if (program->calls >= PROGRAM_CALLS) {
        program->too_long = true;
    }
    program->calls++;
    coroutine->class.size = sizeof(program_frame);
    coroutine->class.resume = resume;
    coroutine->class.dispose = dispose;
    coroutine->class.definition = (TracePlace){"program.json", "", "", 1};
    return (program_frame){.coroutine = &coroutine->class, .is_counted = !coroutine->is_generator};
}

async_coroutine program_call(program_coroutine *coroutine, const TracePlace *place)
{
    program_frame variables = variables_of(coroutine);
    async_object *called = coro_call(&variables.coroutine, false, place);
    coroutine->program->alive += called->type == OBJECT_COROUTINE;
    return called;
}

async_generator program_generate(program_coroutine *generator, const TracePlace *place)
{
    program_frame variables = variables_of(generator);
    return async_generate_(&variables.coroutine, place);
}
