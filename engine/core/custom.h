/* custom.h: objects that other files define: a lock, a queue, a timeout, a generator: recognised by their class. */
#ifndef LOOPSCOPE_CUSTOM_H
#define LOOPSCOPE_CUSTOM_H

#include "object.h"

/* A coroutine object that uses `object` keeps it alive; anything else (an error) is passed on. */
async_coroutine custom_keep(async_coroutine coroutine, async_object *object);
/* `object`, if it is of the class; else NULL. */
void *custom_is(async_object *object, const custom_class *class);
/* What to say of an object that is not of the class that was expected: the error that it is itself, or a TypeError. In the current scope. */
async_value custom_misused(async_object *object, const char *expected);
/* Hands a new object over to the current scope; MemoryError if there was no memory for it. */
async_object *custom_made(void *object);
/* The same of a thing, which the trace is told of; limit: as c of USE_MADE. */
async_object *custom_made_at(void *object, uint32_t limit, const TracePlace *place);

/* What the trace calls the thing, which gets its number when it is first told of; 0: nothing. */
uint32_t custom_thing(thing_object *object);
/* Tells the trace that something was done with the thing; count and flags: as in TraceUse. */
void custom_use_slowly(thing_object *object, TraceUse use, unsigned flags, uint32_t count, const TracePlace *place);

#endif
