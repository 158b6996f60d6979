/* future.h: a result that is not there yet, and who hears of it. */
#ifndef LOOPSCOPE_FUTURE_H
#define LOOPSCOPE_FUTURE_H

#include "handle.h"

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
        /* Result or error; a reference. Of a cancelled one: the CancelledError that a task ended with, until somebody fetches it (asyncio's
           _cancelled_exc), else the message that it was cancelled with (_cancel_message), a string, or None. Of a pending task: the
           message of the cancel() that it has not passed on. */
        async_payload value;
        double delay; /* s; of a sleep that has not started */
    };
} future_object;

/* A future of asyncio's own that stands for others (gather's): what it means to cancel it, and how it and those others let go of each other. */
typedef struct outer_future outer_future;
typedef struct outer_class {
    const char *never_retrieved;                                 /* what the report says of an error that nobody fetched */
    bool (*cancel)(outer_future *outer, string_object *message); /* false: it is done, or nothing took the request */
    void (*untie)(
        outer_future *outer); /* at the end of a run: takes its callbacks off futures that will never be done; it may be gone then */
    void (*dispose)(outer_future *outer);
} outer_class;
struct outer_future {
    future_object future;
    const outer_class *class;
    outer_future *next, *previous; /* all that there are: each holds those it stands for, and they hold it until they are done */
};

static inline bool is_future(const async_object *object) /* a future, a task, a gather, a sleep that has started */
{
    return object &&
           ((object->type >= OBJECT_FUTURE && object->type <= OBJECT_OUTER) || (object->type == OBJECT_SLEEP && !object->unstarted));
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
bool future_cancel(future_object *future, string_object *message);                               /* asyncio's cancel(msg); NULL: none */
future_object *future_new(size_t size, object_type type, TraceVia via, const TracePlace *place); /* numbered and announced */
future_object *future_new_at(size_t size, TraceVia via,
                             thing_object *thing); /* the same, of one who stands in line at a thing; NULL: it has none */
void future_dispose(future_object *future);
static inline bool future_holds_nothing(const future_object *future) /* it can go without future_dispose() */
{
    return !future->unretrieved && future->value_type < ASYNC_STR && !future->callbacks;
}
Ref future_ref(const async_object *future);
/* The error it failed with, or CancelledError: a reference. A task's own CancelledError is handed out once, as asyncio does; later ones are new. */
async_value future_error(future_object *future);
async_value future_cancelled_error(future_object *future); /* asyncio's _make_cancelled_error(), of a future in any state: a reference */
string_object *future_cancel_message(const future_object *future);            /* asyncio's _cancel_message; NULL: none. Borrowed */
outer_future *outer_new(size_t size, const outer_class *class, TraceVia via); /* in no scope, without a number; NULL: out of memory */
void outer_dispose(outer_future *outer);
void outer_end(async_loop *loop); /* at the end of a run: unties all */

#endif
