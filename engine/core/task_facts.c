/* task_facts.c: what a program may ask about its tasks: which one runs, which are left, what they are called, how often they were asked to end. */
#include "hook.h"

async_value async_future_value(async_awaitable awaitable)
{
    async_object *object = object_of(awaitable);
    return object ? (async_value){object->type == OBJECT_ERROR ? ASYNC_ERROR : ASYNC_FUTURE, {.object = object}} : async_none();
}

async_awaitable async_awaitable_of(async_value value)
{
    return value.type == ASYNC_FUTURE || value.type == ASYNC_ERROR ? object_handle(value.as.object) : NULL;
}

static task_object *known_task(async_task handle)
{
    async_object *task = object_of(handle);
    return task && task->type == OBJECT_TASK ? (task_object *)(void *)task : NULL;
}

async_task async_current_task(void)
{
    task_object *task = loop_running ? loop_running->current : NULL;
    return task ? object_handle(&task->future.object) : NULL;
}

async_value async_all_tasks(void)
{
    size_t count = 0;
    task_object *first = loop_running ? loop_running->tasks : NULL;
    for (const task_object *task = first; task; task = task->next) {
        count++;
    }
    list_object *list = object_new(OBJECT_LIST, sizeof *list + count * sizeof(async_value));
    if (!list) {
        return error_out_of_memory();
    }
    for (task_object *task = first; task; task = task->next) {
        list->items[list->count++] = value_retain(async_future_value(&task->future.object));
    }
    return scope_keep(scope_current(), &list->object) ? (async_value){ASYNC_LIST, {.object = &list->object}} : error_out_of_memory();
}

const char *async_name(async_task task)
{
    const task_object *of = known_task(task);
    char buffer[32];
    return of ? async_text(async_str("%s", task_name(of, buffer))) : "";
}

void async_set_name(async_task task, const char *name)
{
    task_object *of = known_task(task);
    string_object *named = of && name ? string_new(name) : NULL;
    if (!named) {
        return;
    }
    object_release(of->name ? &of->name->object : NULL);
    of->name = named;
    if (hooked(loop_running)) {
        hook_emit(loop_running, EV_LABEL, 0, 0, of->future.number, hook_text(loop_running, name), 0, 0);
    }
}

uint32_t async_cancelling(async_task task)
{
    const task_object *of = known_task(task);
    return of ? of->cancel_requests : 0;
}

uint32_t async_uncancel_(async_task task, const TracePlace *place)
{
    task_object *of = known_task(task);
    if (!of) {
        return 0;
    }
    if (of->cancel_requests > 0) {
        of->cancel_requests--;
        if (of->cancel_requests == 0 && rule_holds(RULE_UNCANCEL_CLEARS)) {
            of->must_cancel = false;
        }
    }
    async_loop *loop = loop_running;
    if (hooked(loop)) {
        hook_emit(loop, EV_UNCANCEL, 0, 0, of->cancel_requests, future_ref(&of->future.object), 0, hook_place(loop, place));
    }
    return of->cancel_requests;
}
