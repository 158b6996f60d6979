/* run_program_expression.c: what a program awaits, made from left to right and from the inside out, as Python evaluates it. */
#include "run_program.h"

const async_error_class PROGRAM_NAME_ERROR = {"NameError", &ASYNC_EXCEPTION};

async_object *program_slot(const Program *program, async_frame *frame, size_t slot)
{
    if (!program->slots[slot]) {
        async_raise_(frame, async_error(&PROGRAM_NAME_ERROR, "name '%s' is not defined", program->slot_names[slot]));
    }
    return program->slots[slot];
}

static async_awaitable gather(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    async_awaitable items[PROGRAM_ITEMS];
    for (size_t i = 0; i < expression->count; i++) {
        items[i] = program_evaluate(program, frame, &expression->items[i], place);
        if (!items[i]) {
            return NULL;
        }
    }
    return async_gather_(items, expression->count, expression->return_exceptions, place);
}

async_awaitable program_evaluate(Program *program, async_frame *frame, const program_expression *expression, const TracePlace *place)
{
    switch (expression->kind) {
    case EXPRESSION_SLEEP: return async_sleep(expression->seconds);
    case EXPRESSION_TASK: return program_slot(program, frame, expression->slot);
    case EXPRESSION_CORO: return program_call(expression->coroutine, place);
    case EXPRESSION_GATHER: return gather(program, frame, expression, place);
    case EXPRESSION_COUNT: break;
    }
    return NULL;
}
