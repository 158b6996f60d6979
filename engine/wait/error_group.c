/* error_group.c: several errors as one: making one of Python's ExceptionGroup. */
#include "error_group.h"

static bool all_are_exceptions(const list_object *errors)
{
    for (size_t i = 0; i < errors->count; i++) {
        if (!async_is(errors->items[i], &ASYNC_EXCEPTION)) {
            return false;
        }
    }
    return true;
}

async_value error_group_new(const char *message, list_object *errors)
{
    async_value group = error_new(all_are_exceptions(errors) ? &ASYNC_EXCEPTION_GROUP : &ASYNC_BASE_EXCEPTION_GROUP, message);
    if (error_class(group) != &ASYNC_MEMORY_ERROR) {
        ((error_object *)group.as.object)->errors = (list_object *)(void *)object_retain(&errors->object);
    }
    return group;
}

async_value async_error_group(const char *message, const async_value *errors, size_t count)
{
    if (!count) {
        return async_error(&ASYNC_VALUE_ERROR, "second argument (exceptions) must be a non-empty sequence");
    }
    for (size_t i = 0; i < count; i++) {
        if (errors[i].type != ASYNC_ERROR) {
            return async_error(&ASYNC_VALUE_ERROR, "Item %zu of second argument (exceptions) is not an exception", i);
        }
    }
    async_value list = async_list(errors, count);
    if (list.type != ASYNC_LIST) {
        return list;
    }
    async_value group = error_group_new(message, (list_object *)(void *)list.as.object);
    return scope_keep(scope_current(), value_object(group)) ? group : error_out_of_memory();
}
