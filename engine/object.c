/* object.c: counting references, and the scopes that own what a coroutine makes. */
#include "internal.h"

#include <assert.h>

typedef struct scope_entry {
    struct scope_entry *next;
    async_object *object;
    uint8_t size_class;
} scope_entry;

static _Thread_local async_scope before_run; /* what is made before async_run() has a loop */

void *object_new(object_type type, size_t size)
{
    uint8_t size_class;
    async_object *object = pool_take(size, &size_class);
    if (object) {
        object->type = (uint8_t)type;
        object->size_class = size_class;
        object->references = 1;
    }
    return object;
}

async_object *object_retain(async_object *object)
{
    if (object && !object->immortal) {
        object->references++;
    }
    return object;
}

static void dispose_custom(custom_object *custom)
{
    if (custom->class->dispose) {
        custom->class->dispose(custom);
    }
}

static void release_items(list_object *list)
{
    for (size_t i = 0; i < list->count; i++) {
        value_release(list->items[i]);
    }
}

void object_release(async_object *object)
{
    if (!object || object->immortal || --object->references > 0) {
        return;
    }
    switch ((object_type)object->type) {
    case OBJECT_LIST: release_items((list_object *)object); break;
    case OBJECT_COROUTINE: coro_dispose((async_frame *)object); break;
    case OBJECT_FUTURE: future_dispose((future_object *)object); break;
    case OBJECT_TASK: task_dispose((task_object *)object); break;
    case OBJECT_GATHER: gather_dispose((gather_object *)object); break;
    case OBJECT_CUSTOM: dispose_custom((custom_object *)object); break;
    case OBJECT_STR:
    case OBJECT_ERROR:
    case OBJECT_HANDLE: break;
    case OBJECT_FREE: assert(0 && "an object is freed once"); break;
    }
    pool_give(object, object->size_class);
}

async_scope *scope_current(void)
{
    if (!loop_running) {
        return &before_run;
    }
    task_object *task = loop_running->current;
    return task && task->frame ? coro_scope(task->frame) : &loop_running->outside;
}

void *scope_keep(async_scope *scope, async_object *object)
{
    if (!object || object->immortal) {
        return object;
    }
    uint8_t size_class;
    scope_entry *entry = pool_take(sizeof *entry, &size_class);
    if (!entry) {
        object_release(object);
        return NULL;
    }
    *entry = (scope_entry){scope->owned, object, size_class};
    scope->owned = entry;
    return object;
}

static void remember_in(async_scope *scope, async_object *coroutine)
{
    coroutine->next = scope->unstarted;
    coroutine->previous = NULL;
    if (scope->unstarted) {
        scope->unstarted->previous = coroutine;
    }
    scope->unstarted = coroutine;
    ((async_frame *)coroutine)->awaiting = (async_object *)(void *)scope; /* while unstarted a coroutine awaits nothing */
}

void scope_remember(async_object *coroutine) { remember_in(scope_current(), coroutine); }

bool scope_adopt(async_scope *scope, async_object *object)
{
    if (object && object->type == OBJECT_COROUTINE && !object->started) {
        scope_forget(object);
        remember_in(scope, object);
        return true;
    }
    return !object || scope_keep(scope, object_retain(object));
}

void scope_forget(async_object *coroutine)
{
    async_frame *frame = (async_frame *)coroutine;
    async_scope *scope = (async_scope *)(void *)frame->awaiting;
    frame->awaiting = NULL;
    if (coroutine->next) {
        coroutine->next->previous = coroutine->previous;
    }
    if (coroutine->previous) {
        coroutine->previous->next = coroutine->next;
    } else {
        assert(scope); /* only what lies in a scope is forgotten */
        scope->unstarted = coroutine->next;
    }
    coroutine->next = coroutine->previous = NULL;
}

void scope_end(async_scope *scope)
{
    while (scope->unstarted) {
        async_object *coroutine = scope->unstarted;
        scope_forget(coroutine);
        report_never_awaited((const coro_object *)coroutine);
        object_release(coroutine);
    }
    while (scope->owned) {
        scope_entry *entry = scope->owned;
        scope->owned = entry->next;
        object_release(entry->object);
        pool_give(entry, entry->size_class);
    }
}
