/* run_program_expression.c: what a program awaits, made from left to right and from the inside out, as Python evaluates it. */
#include "core/object.h"
#include "run_program.h"

const async_error_class PROGRAM_NAME_ERROR = {"NameError", &ASYNC_EXCEPTION};

async_object *program_slot(const Program *program, async_frame *frame, size_t slot)
{
    if (!program->slots[slot]) {
        async_raise_(frame, async_error(&PROGRAM_NAME_ERROR, "name '%s' is not defined", program->slot_names[slot]));
    }
    return program->slots[slot];
}

bool program_evaluate_all(Program *program, async_frame *frame, const program_expression *expressions, size_t count,
                          async_awaitable *awaitables, const TracePlace *place)
{
    for (size_t i = 0; i < count; i++) {
        awaitables[i] = program_evaluate(program, frame, &expressions[i], place);
        if (!awaitables[i]) {
            return false;
        }
    }
    return true;
}

static async_awaitable gather(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_awaitable items[PROGRAM_ITEMS];
    return program_evaluate_all(program, frame, expression->items, expression->count, items, place)
               ? async_gather_(items, expression->count, expression->return_exceptions, place)
               : NULL;
}

static async_awaitable wait(const Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_awaitable items[PROGRAM_ITEMS];
    for (size_t i = 0; i < expression->count; i++) {
        items[i] = program_slot(program, frame, expression->slots[i]);
        if (!items[i]) {
            return NULL;
        }
    }
    return async_wait_(items, expression->count, expression->return_when, expression->seconds, place);
}

/* wait_for and shield. */
static async_awaitable around(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_awaitable inner = program_evaluate(program, frame, expression->items, place);
    if (!inner) {
        return NULL;
    }
    return expression->kind == EXPRESSION_SHIELD ? async_shield_(inner, place) : async_wait_for_(inner, expression->seconds, place);
}

static async_awaitable aclose(const Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_object *generator = program_slot(program, frame, expression->slot);
    return generator ? async_generator_close_(generator, place) : NULL;
}

static async_awaitable make(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_object *object = program->objects[expression->object].object;
    switch (expression->kind) {
    case EXPRESSION_SLEEP: return async_sleep(expression->seconds);
    case EXPRESSION_TASK: return program_slot(program, frame, expression->slot);
    case EXPRESSION_CORO: return program_call(expression->coroutine, place);
    case EXPRESSION_GATHER: return gather(program, frame, expression, place);
    case EXPRESSION_EVENT: return async_event_wait_(object, place);
    case EXPRESSION_ACQUIRE: return async_acquire_(object, place);
    case EXPRESSION_CONDITION: return async_condition_wait_(object, place);
    case EXPRESSION_GET: return async_get_(object, place);
    case EXPRESSION_PUT: return async_put_(object, program_value_of(&expression->value), place);
    case EXPRESSION_JOIN: return async_join_(object, place);
    case EXPRESSION_ACLOSE: return aclose(program, frame, expression, place);
    case EXPRESSION_WAIT_FOR:
    case EXPRESSION_SHIELD: return around(program, frame, expression, place);
    case EXPRESSION_WAIT: return wait(program, frame, expression, place);
    case EXPRESSION_COUNT: break;
    }
    return NULL;
}

/* What an eager step raised that ends the run comes out of making the task: what would have been evaluated next is not. */
async_awaitable program_evaluate(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_awaitable made = make(program, frame, expression, place);
    async_object *object = object_of(made);
    if (object && object->type == OBJECT_ERROR && error_ends_run((async_value){ASYNC_ERROR, {.object = object}})) {
        async_raise_(frame, (async_value){ASYNC_ERROR, {.object = object}});
        return NULL;
    }
    return made;
}
