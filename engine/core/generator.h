/* generator.h: asynchronous generators, and closing those that were left open. */
#ifndef LOOPSCOPE_GENERATOR_H
#define LOOPSCOPE_GENERATOR_H

#include "task.h"

typedef enum generator_state {
    GENERATOR_NONE,   /* a coroutine */
    GENERATOR_WAITS,  /* at its beginning, or at a YIELD */
    GENERATOR_RUNS,   /* or is suspended in an await of its own */
    GENERATOR_YIELDED /* has just left off with a value */
} generator_state;
extern const async_coroutine_class generator_close;
size_t generator_count(const async_loop *loop);         /* those that were asked for something and that somebody holds */
async_coroutine generator_close_next(async_loop *loop); /* the closing of the oldest of them, which is none of them any more */
void generator_stays_open(
    const async_handle *handle);      /* a handle is dropped: if it was one that closes a generator, nobody awaits that aclose() */
void generator_end(async_loop *loop); /* at the end of a run: forgets those that it could not close */
void generator_end_of_main(async_object *object); /* if it is a generator that nobody else holds: closes it */

#endif
