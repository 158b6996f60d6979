/* object.h: what everything consists of that is counted; scopes, which own what a coroutine makes; and what objects values are. */
#ifndef LOOPSCOPE_OBJECT_H
#define LOOPSCOPE_OBJECT_H

#include "async.h"
#include "memory/pool.h"

#include <stdarg.h>

typedef struct async_loop async_loop;

/* Keeps what is seldom done out of a loop that must stay small. */
#define OUT_OF_LINE __attribute__((noinline))

typedef enum object_type {
    OBJECT_FREE, /* in the pool: a pointer that outlived its object meets this */
    OBJECT_STR,
    OBJECT_LIST,
    OBJECT_ERROR,
    OBJECT_COROUTINE,
    OBJECT_YIELD, /* sleep(0): one for all, since it has nothing of its own; it is never started */
    OBJECT_SLEEP, /* a sleep: first like a coroutine that has not started, then a future with its timer */
    OBJECT_FUTURE,
    OBJECT_TASK,
    OBJECT_OUTER,  /* a future that stands for others */
    OBJECT_HANDLE, /* a user's callback */
    OBJECT_CUSTOM, /* a lock, an event, a queue, a timeout, a group: what it can do says its class */
    OBJECT_HOLD,   /* in a scope: one more reference to something that another scope holds too */
    OBJECT_MARK    /* in a scope: where a ROUND began */
} object_type;

/* The head of everything that is counted. Freed when `references` falls to 0. */
struct async_object {
    uint8_t type : 6,   /* object_type */
        unstarted : 1,  /* a coroutine that is neither awaited nor made a task yet: after that it may not be used again */
        kept : 1;       /* in a scope's list */
    uint8_t size_class; /* of the pool */
    uint16_t
        generation; /* which use of its block this is; 0: it has no handles. Alone: the processor waits where it reads more than was just written */
    uint32_t references;
    async_object *next; /* in a scope's list: what was made before it */
};
_Static_assert(sizeof(async_object) == sizeof(((async_frame *)0)->header_), "a frame begins with an object");

/* What somebody made, the newest first: released together when that somebody is through. Coroutines that have not started lie in it too; they can be
   taken out, so each knows the one before it in the list. */
typedef struct async_scope {
    async_object *owned; /* one reference each */
} async_scope;

/* What a custom object can do. */
typedef struct custom_class {
    const char *name;
    void (*dispose)(void *object); /* lets go of what it holds; NULL: nothing */
    /* Of what WITH takes: a coroutine object that enters, and one that leaves. `error`: the error on its way, or None; borrowed until that coroutine has
       returned. The coroutine that leaves returns True to swallow it. NULL: it is nothing that WITH takes. */
    async_awaitable (*enter)(async_object *object, const TracePlace *place);
    async_awaitable (*exit)(async_object *object, async_value error);
    /* Of what owns callbacks: the future or task for whose sake they run. */
    const async_object *(*serves)(const void *object);
    uint8_t thing; /* TraceThing: what the trace tells the uses of; THING_NONE: nothing */
} custom_class;

typedef struct custom_object { /* the head of a struct of the file that the class belongs to */
    async_object object;
    const custom_class *class;
} custom_object;

typedef struct thing_object { /* the head of one whose class says what thing of the trace it is */
    custom_object custom;
    uint32_t number; /* in the order of their first uses; 0: not told of yet */
    bool silent;     /* asyncio's own: its uses are not told */
} thing_object;

typedef struct string_object {
    async_object object;
    size_t length;
    char text[];
} string_object;

typedef struct list_object {
    async_object object;
    size_t count;
    async_value items[];
} list_object;

typedef struct error_object {
    async_object object;
    const async_error_class *class;
    TracePlace place;      /* where it was raised: line 0 when nobody did yet */
    const char *message;   /* behind the object */
    bool quotes_nothing;   /* its repr shows an empty message: CancelledError('') */
    bool is_number;        /* its message is the text of a number: SystemExit(3) */
    int number;            /* errno; 0: none */
    size_t consumed;       /* of a LimitOverrunError: bytes that were looked through */
    list_object *errors;   /* of a group of errors: a reference */
    async_object *carries; /* of an IncompleteReadError: the bytes that were read; a reference, or NULL */
} error_object;

/* ---- Handles: what a program's variables hold ----

   They may name what the engine has let go of: a coroutine that has been awaited, a task of the run before. So the pointers that public functions give carry,
   in the bits that no address uses, the generation of the object, and public functions look whether it is still the same one. Inside the engine there are
   only plain pointers; a plain pointer is a handle that is trusted. Where addresses use all bits, handles are plain pointers. */
enum { HANDLE_SHIFT = 50, HANDLE_COROUTINE_SHIFT = 49, HANDLE_ADDRESS_BITS = 48 };
extern async_object object_gone;           /* stands for what is gone; it is nothing that anybody takes */
extern async_object object_gone_coroutine; /* the same for a coroutine: it has been awaited already */

/* What a public function gives of an object, NULL of NULL. */
static inline async_object *object_handle(const async_object *object)
{
#if UINTPTR_MAX > 0xffffffff
    if (object) {
        bool is_coroutine = object->type == OBJECT_COROUTINE || object->type == OBJECT_SLEEP;
        return (async_object *)((uintptr_t)object | (uintptr_t)object->generation << HANDLE_SHIFT |
                                (uintptr_t)(is_coroutine && object->generation) << HANDLE_COROUTINE_SHIFT);
    }
#endif
    return (async_object *)(uintptr_t)object;
}
/* The object that a public function is given, or what stands for one that is gone. */
static inline async_object *object_of(const async_object *handle)
{
#if UINTPTR_MAX > 0xffffffff
    uintptr_t bits = (uintptr_t)handle, generation = bits >> HANDLE_SHIFT;
    if (generation) {
        async_object *object = (async_object *)(bits & (((uintptr_t)1 << HANDLE_ADDRESS_BITS) - 1));
        bool is_coroutine = bits >> HANDLE_COROUTINE_SHIFT & 1;
        return object->generation == generation ? object : is_coroutine ? &object_gone_coroutine : &object_gone;
    }
#endif
    return (async_object *)(uintptr_t)handle;
}
/* A new one, on a block of the pool's: one reference; all that comes after its head is undefined. */
static inline void object_begin(async_object *object, object_type type, uint8_t size_class)
{
    uint16_t generation = object->generation;
    *object = (async_object){.type = type & 0x3f, .size_class = size_class, .generation = generation, .references = 1};
}

/* The loop that runs in this thread, or NULL: loop.h. */
extern _Thread_local async_loop *loop_running;

#define OBJECT_IS_GONE "it is gone: what a coroutine makes is there until that coroutine returns"
void *object_new(object_type type, size_t size);                /* one reference, zeroed; NULL: out of memory */
void object_free(async_object *object);                         /* nobody refers to it any more */
static inline async_object *object_retain(async_object *object) /* NULL stays NULL */
{
    if (object) {
        object->references++;
    }
    return object;
}
static inline void object_release(async_object *object)
{
    if (object && --object->references == 0) {
        object_free(object);
    }
}
enum { REFERENCES_OF_STATIC = 0x40000000 }; /* so many that a static object is never freed */
async_scope *scope_current(void);
void *scope_keep(async_scope *scope,
                 async_object *object); /* hands the reference over to the scope; NULL (and released) when out of memory */
void scope_end(async_scope *scope);     /* reports and frees */
void scope_add(async_scope *scope, async_object *object);
void scope_remember(async_object *coroutine);                      /* a coroutine has been called */
void scope_forget(async_object *coroutine);                        /* it starts: its reference goes to the caller */
static inline bool object_is_coroutine(const async_object *object) /* to whoever looks from outside */
{
    return object && object->type >= OBJECT_COROUTINE && object->type <= OBJECT_SLEEP;
}
static inline bool object_is_unstarted(const async_object *object) { return object && object->unstarted; }
/* The scope keeps the object alive from here on: a coroutine that has not started moves there, of anything else it gets a reference of its own. False:
   out of memory. */
bool scope_adopt(async_scope *scope, async_object *object);
const async_object *object_held(const async_object *object); /* what a HOLD in a scope refers to; NULL: it is none */
/* If the object is the newest in the scope, its reference becomes the caller's. */
bool scope_give_up(async_scope *scope, async_object *object);
static inline async_object *value_object(async_value value)
{
    return value.type >= ASYNC_STR ? value.as.object : NULL;
} /* NULL: a plain one */
static inline async_value value_retain(async_value value)
{
    object_retain(value_object(value));
    return value;
}
static inline void value_release(async_value value) { object_release(value_object(value)); }
async_value error_out_of_memory(void);                        /* always there */
string_object *string_new(const char *text);                  /* one reference; NULL: out of memory */
string_object *bytes_new(const void *data, size_t length);    /* the same, with length bytes; data NULL: zeroed */
static inline async_value string_value(string_object *string) /* borrowed; NULL: None */
{
    return string ? (async_value){ASYNC_STR, {.object = &string->object}} : async_none();
}
async_value error_new(const async_error_class *class, const char *message); /* one reference */

bool error_ends_run(async_value value);                               /* a KeyboardInterrupt or a SystemExit */
async_value error_cancelled(const string_object *message);            /* CancelledError() or CancelledError('message'): one reference */
static inline const async_error_class *error_class(async_value value) /* NULL for what is no error */
{
    return value.type == ASYNC_ERROR ? ((const error_object *)value.as.object)->class : NULL;
}

/* A text made of a format: in `small` if it has room for it, else in memory that the caller frees; NULL: out of memory, and `small` holds its beginning. */
char *text_format(char *small, size_t size, size_t *length, const char *format, va_list arguments);
char *value_repr(async_value value); /* cut where it is deep or long; owned by the caller, with free(); NULL: out of memory */

#endif
