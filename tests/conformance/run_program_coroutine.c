/* run_program_coroutine.c: a coroutine whose body is data: it keeps by hand the stack of bodies that it stands in, so that try, except, finally and
   `async with` nest as the data says, with awaits inside each of them. */
#include "internal.h"
#include "run_program.h"

#include <assert.h>
#include <string.h>

/* What a body that the coroutine stands in is. */
typedef enum level_kind { LEVEL_PLAIN, LEVEL_TRY, LEVEL_HANDLER, LEVEL_FINALLY } level_kind;

typedef struct Level {
    level_kind kind;
    async_leaving leaving; /* of a FINALLY: what goes on from its end */
    const program_op *op;  /* whose body it is; NULL: the coroutine's own */
    const program_body *body;
    size_t next;       /* the op to run next */
    async_value value; /* of a HANDLER: the error caught; of a FINALLY: what goes on. The frame's scope holds it */
} Level;

typedef struct program_frame {
    const async_coroutine_class *coroutine;
    size_t depth;
    Level levels[PROGRAM_DEPTH * 2];
} program_frame;

static Program *program_of(const program_frame *self) { return ((const program_coroutine *)(const void *)self->coroutine)->program; }

static Level *top(program_frame *self) { return &self->levels[self->depth - 1]; }

static void push(program_frame *self, level_kind kind, const program_op *op, const program_body *body)
{
    assert(self->depth < sizeof self->levels / sizeof *self->levels && "the reader counts how deep bodies are nested");
    self->levels[self->depth++] = (Level){kind, ASYNC_STAYS_, op, body, 0, async_none()};
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

/* One level outwards with an error or a return: either something stops it there, or the level is left. */
static void leave_level(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    if (level->kind == LEVEL_TRY && frame->leaving == ASYNC_FAILS_ && begin_handler(frame, level)) {
        return;
    }
    if ((level->kind == LEVEL_TRY || level->kind == LEVEL_HANDLER) && level->op->has_finally) {
        begin_finally(frame, level);
        return;
    }
    self->depth--;
}

/* A body has been run to its end. */
static void end_level(async_frame *frame, program_frame *self)
{
    Level *level = top(self);
    if ((level->kind == LEVEL_TRY || level->kind == LEVEL_HANDLER) && level->op->has_finally) {
        begin_finally(frame, level);
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

static async_value value_of(const program_value *value) { return value->text ? async_str("%s", value->text) : async_int(value->number); }

static void spawn(Program *program, async_frame *frame, program_op *op)
{
    async_coroutine coroutine = program_call(op->coroutine, &op->place.place);
    async_task task = coroutine ? async_create_task_(coroutine, NULL, &op->place.place) : NULL;
    if (!task) {
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "no task could be made"));
        return;
    }
    program_set_slot(program, op->slot, task);
}

static void cancel(Program *program, async_frame *frame, const program_op *op)
{
    async_object *object = program_slot(program, frame, op->slot);
    if (object) {
        async_cancel_(object, &op->place.place);
    }
}

/* set_result and set_exception. */
static void settle(Program *program, async_frame *frame, const program_op *op)
{
    async_object *object = program_slot(program, frame, op->slot);
    if (!object) {
        return;
    }
    if (object->type == OBJECT_TASK) {
        const char *method = op->kind == OP_RESOLVE ? "set_result" : "set_exception";
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "Task does not support %s operation", method));
        return;
    }
    bool pending = op->kind == OP_RESOLVE ? async_set_result(object, value_of(&op->value))
                                          : async_set_error(object, async_error(op->error, "%s", op->text));
    if (!pending) {
        async_raise_(frame, async_error(&ASYNC_INVALID_STATE_ERROR, "invalid state"));
    }
}

/* Runs an op that does not await. */
static void run_op(async_frame *frame, program_frame *self, program_op *op)
{
    Program *program = program_of(self);
    switch (op->kind) {
    case OP_PRINT: async_print_(&op->place.place, "%s", op->text); break;
    case OP_SPAWN: spawn(program, frame, op); break;
    case OP_CANCEL: cancel(program, frame, op); break;
    case OP_RESOLVE:
    case OP_FAIL: settle(program, frame, op); break;
    case OP_RAISE: async_raise_(frame, async_error(op->error, "%s", op->text)); break;
    case OP_RERAISE: async_raise_(frame, handled_error(self)); break;
    case OP_RETURN:
        async_return_(frame, value_of(&op->value));
        frame->leaving = ASYNC_RETURNS_;
        break;
    case OP_TRY: push(self, LEVEL_TRY, op, &op->body); break;
    case OP_FUTURE: program_set_slot(program, op->slot, async_create_future_(&op->place.place)); break;
    case OP_AWAIT:
    case OP_COUNT: break;
    }
}

static async_signal await_what(async_frame *frame, program_frame *self, program_op *op)
{
    async_awaitable awaitable = program_evaluate(program_of(self), frame, op->what, &op->place.place);
    frame->place = &op->place;
    return awaitable ? async_await_(frame, awaitable) : ASYNC_GO_ON_;
}

/* What was awaited is over. */
static void finish_await(async_frame *frame, program_frame *self)
{
    if (frame->leaving) {
        return;
    }
    Level *level = top(self);
    const program_op *op = &level->body->ops[level->next - 1];
    if (op->text) {
        async_print_(&op->place.place, "%s %s", op->text, async_text(async_step_.given));
    }
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

static async_signal resume(async_frame *frame, void *variables)
{
    program_frame *self = variables;
    Program *program = program_of(self);
    if (!frame->resume) {
        frame->resume = 1;
        push(self, LEVEL_PLAIN, NULL, &((const program_coroutine *)(const void *)self->coroutine)->body);
    } else {
        finish_await(frame, self);
    }
    for (;;) {
        if (frame->leaving) {
            leave_level(frame, self);
        } else if (top(self)->next == top(self)->body->count || !may_go_on(program)) {
            end_level(frame, self);
        } else {
            program_op *op = &top(self)->body->ops[top(self)->next++];
            if (op->kind != OP_AWAIT) {
                run_op(frame, self, op);
                continue;
            }
            async_signal signal = await_what(frame, self, op);
            if (signal != ASYNC_GO_ON_) {
                return signal;
            }
            finish_await(frame, self);
        }
        if (!self->depth) {
            break;
        }
    }
    if (frame->leaving == ASYNC_FAILS_) {
        return ASYNC_FAILED_;
    }
    return frame->leaving == ASYNC_RETURNS_ ? ASYNC_RETURNED_ : async_return_(frame, async_none());
}

void program_set_slot(Program *program, size_t slot, async_object *object)
{
    async_object *before = program->slots[slot];
    program->slots[slot] = object_retain(object);
    object_release(before);
}

/* A coroutine object goes. With the last of them go the tasks in the slots, as a Python module's variables do: nothing could use them any more. */
static void dispose(void *variables)
{
    Program *program = program_of(variables);
    if (--program->alive == 0) {
        for (size_t i = 0; i < program->slot_count; i++) {
            program_set_slot(program, i, NULL);
        }
    }
}

async_coroutine program_call(program_coroutine *coroutine, const TracePlace *place)
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
    program_frame variables = {.coroutine = &coroutine->class};
    async_coroutine called = async_call_(&variables.coroutine, false, place);
    program->alive += called->type == OBJECT_COROUTINE;
    return called;
}
