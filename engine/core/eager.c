/* eager.c: tasks whose first step runs at once, inside of whoever makes them. */
#include "hook.h"

#include <assert.h>
#include <string.h>

enum { DEEPEST = 1000 }; /* eager steps inside of each other; CPython's stack is used up about there */

bool eager_may_go_deeper(async_loop *loop)
{
    if (loop->eager_depth < DEEPEST) {
        return true;
    }
    loop->not_made = error_new(&ASYNC_RECURSION_ERROR, "maximum recursion depth exceeded");
    return false;
}

string_object *eager_name_of_factory(string_object **name)
{
    if (rule_holds(RULE_EAGER_NAMED_FIRST)) {
        return NULL;
    }
    string_object *given = *name;
    *name = NULL;
    return given || !rule_holds(RULE_EAGER_NAMED_NONE) ? given : string_new("None"); /* out of memory: it keeps its number */
}

static void named_afterwards(async_loop *loop, task_object *task, string_object *name)
{
    object_release(task->name ? &task->name->object : NULL);
    task->name = name;
    if (hooked(loop) && strcmp(name->text, "None") != 0) {
        hook_emit(loop, EV_LABEL, 0, 0, task->future.number, hook_text(loop, name->text), 0, 0);
    }
}

/* Its first step, inside of whoever runs now, who goes on afterwards. */
static void step_eagerly(async_loop *loop, task_object *task)
{
    task_object *maker = loop->current;
    Ref author = loop->author;
    struct async_step step = async_step_;
    if (step.yield == ASYNC_YIELD_ASKED_) { /* that sleep(0) is the maker's: the task may ask for its own */
        loop->loose_yields++;
        async_step_.yield = ASYNC_YIELD_MAY_;
    }
    if (maker && maker->entry.plain) { /* its short way would leave it in the queue meanwhile, where whoever cancels it would see it */
        maker->entry.queued = maker->entry.plain = false;
    }
    loop->current = task;
    loop->author = ref_make(REF_TASK, task->future.number);
    loop->eager_depth++;
    async_value value = async_none();
    coro_exit how = coro_run(loop, task, async_none(), &value);
    task_eager_step_ends(loop, task, how, value);
    loop->eager_depth--;
    loop->current = maker;
    loop->author = author;
    async_step_.given = step.given;
    async_step_.awaited = step.awaited;
}

bool eager_begin(async_loop *loop, task_object *task, string_object *name_of_factory)
{
    step_eagerly(loop, task);
    if (loop->not_made.type != ASYNC_NONE) {
        object_release(name_of_factory ? &name_of_factory->object : NULL);
        object_release(&task->future.object);
        return false;
    }
    if (name_of_factory) {
        named_afterwards(loop, task, name_of_factory);
    }
    return true;
}

async_object *task_not_made(void)
{
    async_loop *loop = loop_running;
    async_value error = loop->not_made;
    loop->not_made = async_none();
    async_object *kept = error.type == ASYNC_ERROR ? scope_keep(scope_current(), error.as.object) : NULL;
    return kept ? kept : error_out_of_memory().as.object;
}

eager_start eager_asked_for(async_eager_start asked)
{
    return !rule_holds(RULE_EAGER_TASKS) ? EAGER_AS_SET : asked == ASYNC_EAGER_ ? EAGER_YES : EAGER_NO;
}

bool async_set_eager_tasks(bool eager)
{
    async_loop *loop = loop_running;
    assert(loop && "a running loop has the setting");
    if (eager && !rule_holds(RULE_EAGER_TASKS)) {
        return false;
    }
    loop->eager_tasks = eager;
    return true;
}
