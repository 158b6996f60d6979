/* handle.h: an entry of the ready queue, of the timers, of the callbacks of a future: a task, a sleep, or a callback of somebody's. */
#ifndef LOOPSCOPE_HANDLE_H
#define LOOPSCOPE_HANDLE_H

#include "object.h"

/* A place in a queue: first among a future's callbacks, or in the heap of timers, then in the ready queue; in at most one of them at a time. Always
   part of something else, which `call` tells: a task, a sleep, or a handle. */
#define ENTRY_FIELDS                                                                                                                       \
    async_entry *next;                                                                                                                     \
    uint32_t number; /* of the handle (REF_HANDLE), or of the timer (REF_TIMER); 0 before it is queued */                                  \
    uint8_t call;    /* TraceCall */                                                                                                       \
    bool cancelled, queued;                                                                                                                \
    bool is_timer : 1, scheduled : 1 /* in the heap */, plain : 1, /* a task's step after a bare yield, into which nothing is thrown */    \
        silent : 1;                                                /* of the loop's own, which the trace is not told of */

typedef struct async_entry async_entry;
struct async_entry {
    ENTRY_FIELDS
};

/* A callback: `run` is called when its turn comes. */
struct async_handle {
    union {
        async_entry entry;
        struct {
            ENTRY_FIELDS
        };
    };
    async_object *future; /* its argument, or NULL; a reference while it is queued */
    async_object *owner;  /* what it is part of, or NULL; a reference while it stands in a list */
    void (*run)(async_loop *loop, async_handle *handle);
};

typedef struct user_handle { /* made by call_soon, call_later, add_done_callback */
    async_object object;
    async_handle handle;
    async_callback function;
    void *context;
    const char *name;
    async_object *held; /* what the context needs as long as the handle is there: a reference, or NULL */
} user_handle;

/* A callback of the program's, or of asyncio's own around the outside; in no queue yet, one reference. NULL: there is no loop, or out of memory. */
user_handle *callback_new(async_callback function, void *context, const char *name, const TracePlace *place);

/* First in, first out. */
typedef struct entry_queue {
    async_entry *first, **last;
    uint32_t count;
} entry_queue;

static inline Ref entry_ref(const async_entry *entry) { return ref_make(entry->is_timer ? REF_TIMER : REF_HANDLE, entry->number); }
async_handle *entry_handle(const async_entry *entry);       /* NULL: it is a task's step or wake-up, or a sleep's timer */
async_object *entry_owner(const async_entry *entry);        /* what the entry is part of: its task, its sleep, its handle's owner */
const async_object *entry_serves(const async_entry *entry); /* for whose sake it runs: a task, a future; NULL: it is not known */

#endif
