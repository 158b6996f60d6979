/* custom.c: see custom.h. */
#include "custom.h"

#include "hook.h"

async_coroutine custom_keep(async_coroutine coroutine, async_object *object)
{
    if (coroutine->type == OBJECT_COROUTINE) {
        object_retain(object_of(object));
    }
    return coroutine;
}

void *custom_is(async_object *handle, const custom_class *class)
{
    async_object *object = object_of(handle);
    return object && object->type == OBJECT_CUSTOM && ((custom_object *)object)->class == class ? object : NULL;
}

async_value custom_misused(async_object *handle, const char *expected)
{
    async_object *object = object_of(handle);
    if (object == &object_gone) {
        return async_error(&ASYNC_RUNTIME_ERROR, "%s was expected, but " OBJECT_IS_GONE, expected);
    }
    if (object && object->type == OBJECT_ERROR) {
        return (async_value){ASYNC_ERROR, {.object = object}};
    }
    return async_error(&ASYNC_TYPE_ERROR, "%s was expected", expected);
}

async_object *custom_made(void *object)
{
    async_object *kept = scope_keep(scope_current(), object);
    return object_handle(kept ? kept : error_out_of_memory().as.object);
}

uint32_t custom_thing(thing_object *object)
{
    if (!object || object->silent) {
        return 0;
    }
    if (object->number == 0) {
        object->number = ++loop_running->thing_numbers[object->custom.class->thing];
    }
    return thing_make((TraceThing)object->custom.class->thing, object->number);
}

async_object *custom_made_at(void *object, uint32_t limit, const TracePlace *place)
{
    if (object && place && hooked(loop_running)) {
        custom_use_slowly(object, USE_MADE, 0, limit, place);
    }
    return custom_made(object);
}

void custom_use_slowly(thing_object *object, TraceUse use, unsigned flags, uint32_t count, const TracePlace *place)
{
    async_loop *loop = loop_running;
    uint32_t thing = custom_thing(object);
    if (thing != 0) {
        hook_emit(loop, EV_USE, use, flags, thing, 0, count, hook_place(loop, place));
    }
}
