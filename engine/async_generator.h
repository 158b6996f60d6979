/* async_generator.h: the part of async.h about asynchronous generators: coroutines that give one value after another. */
#ifndef LOOPSCOPE_ASYNC_GENERATOR_H
#define LOOPSCOPE_ASYNC_GENERATOR_H

#include "async.h"

/* A generator is written like a coroutine, with YIELD where Python has `yield`, and used with FOR_AWAIT, Python's `async for`:

       GENERATOR(ticks, int count; int i;)
       {
           CORO_BEGIN;
           for (self->i = 0; self->i < self->count; self->i++) {
               AWAIT(async_sleep(1));
               YIELD(async_int(self->i));
           }
           CORO_END;
       }

       FOR_AWAIT(self->value, generate(ticks, 3)) {
           async_print("%s", async_text(self->value));
       }
       END_FOR;

   Its body runs in the task that asks for the next value. `break`, CORO_RETURN and errors may leave a FOR_AWAIT anywhere; a generator that nobody holds
   any more before it has come to its end is closed as asyncio does it: by a task of its own, in which the error GeneratorExit comes out of its YIELD,
   so that its FINALLYs run. */

typedef async_object *async_generator;

extern const async_error_class ASYNC_GENERATOR_EXIT;

#define GENERATOR CORO

/* generate(generator, arguments…): a generator object, which runs nothing until it is asked for a value. */
#define generate(...)                                                                                                                      \
    async_generate_(&(struct ASYNC_PASTE_(ASYNC_FIRST_(__VA_ARGS__, 0), _frame)){.coroutine_ = __VA_ARGS__}.coroutine_, ASYNC_HERE_(""))

/* Gives a value to whoever asked; goes on here when the next one is asked for. */
#define YIELD(value) ASYNC_YIELD_AT_(value, ASYNC_NEW_LABEL_)
#define ASYNC_YIELD_AT_(value, label)                                                                                                      \
    do {                                                                                                                                   \
        frame_->resume = label;                                                                                                            \
        if (async_yield_(frame_, (value))) {                                                                                               \
            return ASYNC_RETURNED_;                                                                                                        \
        }                                                                                                                                  \
        __attribute__((fallthrough));                                                                                                      \
    case label:                                                                                                                            \
        if (frame_->leaving) {                                                                                                             \
            ASYNC_FAIL_;                                                                                                                   \
        }                                                                                                                                  \
    } while (0)

/* For each value of the generator; one that is made right here, FOR_AWAIT(…, generate(…)), goes with the loop. */
#define FOR_AWAIT(variable, generator)                                                                                                     \
    ASYNC_FOR_AT_(variable, generator, "FOR_AWAIT(" #variable ", " #generator ")", #generator, ASYNC_NEW_LABEL_)
#define ASYNC_FOR_AT_(variable, generator, text, shown, label)                                                                             \
    {                                                                                                                                      \
        ASYNC_INSIDE_(after_ = -2 * label - 1, cleanup_depth_ = cleanup_depth_ + 1);                                                       \
        if (!async_for_(frame_, (generator), ASYNC_MADE_HERE_(shown), cleanup_depth_)) {                                                   \
            ASYNC_FAIL_;                                                                                                                   \
        }                                                                                                                                  \
        {                                                                                                                                  \
            ASYNC_INSIDE_(handler_ = after_, leave_ = after_);                                                                             \
            for (;;) {                                                                                                                     \
                do {                                                                                                                       \
                    static _Thread_local async_place here_ = {{__FILE__, "", (text), __LINE__}, 0, 0};                                     \
                    frame_->resume = label;                                                                                                \
                    frame_->place = &here_;                                                                                                \
                    async_signal signal_ = async_next_(frame_, cleanup_depth_);                                                            \
                    if (signal_ != ASYNC_GO_ON_) {                                                                                         \
                        return signal_;                                                                                                    \
                    }                                                                                                                      \
                    __attribute__((fallthrough));                                                                                          \
                case label:                                                                                                                \
                    if (frame_->leaving) {                                                                                                 \
                        ASYNC_FAIL_;                                                                                                       \
                    }                                                                                                                      \
                } while (0);                                                                                                               \
                if (!async_has_next_(frame_, cleanup_depth_, &(variable))) {                                                               \
                    break;                                                                                                                 \
                }
#define END_FOR                                                                                                                            \
    }                                                                                                                                      \
    if (0) {                                                                                                                               \
    case after_:;                                                                                                                          \
    }                                                                                                                                      \
    }                                                                                                                                      \
    async_end_for_(frame_, cleanup_depth_);                                                                                                \
    ASYNC_LEAVE_IF_LEAVING_;                                                                                                               \
    }

/* A coroutine object, Python's aclose(): GeneratorExit comes out of the YIELD at which the generator stands. Nothing happens to one that has not begun
   or has come to its end. */
#define async_generator_close(generator) async_generator_close_((generator), ASYNC_HERE_("aclose"))

/* ---- What the macros call; not for direct use ---- */

#define ASYNC_MADE_HERE_(text) (__builtin_strncmp((text), "generate(", 9) == 0)

async_generator async_generate_(const async_coroutine_class *const *variables, const TracePlace *place);
bool async_yield_(async_frame *frame, async_value value); /* false: it raises, since nobody asked for a value */
bool async_for_(async_frame *frame, async_generator generator, bool made_here, int depth);
async_signal async_next_(async_frame *frame, int depth);
bool async_has_next_(async_frame *frame, int depth, async_value *value);
void async_end_for_(async_frame *frame, int depth);
async_coroutine async_generator_close_(async_generator generator, const TracePlace *place);

#endif
