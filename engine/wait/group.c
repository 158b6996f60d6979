/* group.c: asyncio.TaskGroup: a block that ends when all of its tasks have, and with all of their errors. */
#include "error_group.h"

#include "core/coro.h"
#include "core/knot.h"
#include "core/loop.h"
#include "core/report.h"
#include "core/sleep.h"

#include <stdio.h>

typedef struct group_object group_object;

/* A task of the group, as long as its end has not been heard of; one that failed, until the group ends. Its callback on the task owns it. */
typedef struct group_member {
    custom_object custom;
    async_handle handle;
    group_object *group; /* a reference, until the task is done */
    task_object *task;   /* which the loop keeps alive until it is done, and its callback from then on */
    struct group_member *next, *previous;
    async_value error; /* a reference */
} group_member;

typedef struct member_list { /* in order of arrival */
    group_member *first, *last;
    size_t count;
} member_list;

struct group_object {
    knot_object knot;
    bool entered, exiting, aborting, parent_cancel_requested, cancel_on_enter;
    /* Which runs the block; a reference, from entering on until the block has ended. NULL also where it stands in a generator that a run has left behind. */
    task_object *parent;
    member_list tasks;  /* not done, as far as the group has heard */
    member_list failed; /* in the order in which the group heard of it; references */
    async_value
        base_error; /* the first KeyboardInterrupt or SystemExit of a task or of the block itself, or None; a reference (asyncio's _base_error) */
    future_object *completed; /* on which the end of the block waits, while it does */
};

static void link_member(member_list *list, group_member *member)
{
    member->previous = list->last;
    member->next = NULL;
    *(list->last ? &list->last->next : &list->first) = member;
    list->last = member;
    list->count++;
}

static void unlink_member(member_list *list, group_member *member)
{
    *(member->previous ? &member->previous->next : &list->first) = member->next;
    *(member->next ? &member->next->previous : &list->last) = member->previous;
    list->count--;
}

/* Cancels what is not done, in order of creation. */
static void abort_group(group_object *group)
{
    group->aborting = true;
    for (group_member *member = group->tasks.first; member; member = member->next) {
        if (member->task->future.state == FUTURE_PENDING) {
            task_cancel(member->task, NULL, NULL);
        }
    }
}

static void cancel_parent(group_object *group)
{
    if (!group->parent_cancel_requested) {
        group->parent_cancel_requested = true;
        if (group->parent) {
            task_cancel(group->parent, NULL, NULL);
        }
    }
}

/* Of all that is not done, and of the block. */
static void cancel_group(group_object *group)
{
    if (group->aborting || (group->exiting && !group->tasks.count)) {
        return;
    }
    abort_group(group);
    cancel_parent(group);
}

static void let_go_of_parent(group_object *group)
{
    async_object *parent = group->parent ? &group->parent->future.object : NULL;
    group->parent = NULL;
    object_release(parent);
}

/* It comes out of the block as it is, alone, and not in a group of errors. */
static void remember_base_error(group_object *group, async_value error)
{
    if (error_ends_run(error) && group->base_error.type == ASYNC_NONE) {
        group->base_error = value_retain(error);
    }
}

/* A task of the group is done: the last one ends the wait, the first that fails has all the others and the block cancelled. */
static void task_done(async_loop *loop, async_handle *handle)
{
    group_member *member = (group_member *)(void *)handle->owner;
    group_object *group = member->group;
    future_object *task = &member->task->future;
    unlink_member(&group->tasks, member);
    member->task = NULL;
    if (group->completed && !group->tasks.count && group->completed->state == FUTURE_PENDING) {
        future_finish(group->completed, FUTURE_RESULT, async_bool(true));
    }
    if (task->state == FUTURE_ERROR) {
        task->unretrieved = false;
        member->error = value_retain(future_value(task));
        object_retain(&member->custom.object);
        link_member(&group->failed, member);
        remember_base_error(group, member->error);
        if (group->parent &&
            group->parent->future.state != FUTURE_PENDING) { /* the block stands in a generator, which another task has begun and left */
            report_left_by_parent(loop, (const task_object *)(const void *)task, group->parent);
        } else if (!group->aborting && !group->parent_cancel_requested) {
            abort_group(group);
            cancel_parent(group);
        }
    }
    member->group = NULL;
    object_release(&group->knot.custom.object);
}

static void dispose_member(void *object)
{
    group_member *member = object;
    if (member->task) { /* the run ended before the task did */
        unlink_member(&member->group->tasks, member);
    }
    value_release(member->error);
    object_release(member->group ? &member->group->knot.custom.object : NULL);
}

static const async_object *waiting_task(const void *object) { return &((const group_member *)object)->group->parent->future.object; }

static const custom_class member_class = {.name = "member of a group", .dispose = dispose_member, .serves = waiting_task};

static void forget_failed(group_object *group)
{
    while (group->failed.first) {
        group_member *member = group->failed.first;
        unlink_member(&group->failed, member);
        object_release(&member->custom.object);
    }
}

/* As Python shows it: <TaskGroup tasks=2 errors=1 cancelling>. */
static const char *shown(const group_object *group, char *buffer, size_t size)
{
    char tasks[32] = "", errors[32] = "";
    if (group->tasks.count) {
        snprintf(tasks, sizeof tasks, " tasks=%zu", group->tasks.count);
    }
    if (group->failed.count) {
        snprintf(errors, sizeof errors, " errors=%zu", group->failed.count);
    }
    snprintf(buffer, size, "<TaskGroup%s%s%s>", tasks, errors, group->aborting ? " cancelling" : group->entered ? " entered" : "");
    return buffer;
}

LIBRARY_CORO(group_enter, "asyncio.TaskGroup.__aenter__", group_object *group;)
{
    CORO_BEGIN;
    group_object *group = self->group;
    if (group->entered) {
        char text[96];
        RAISE(ASYNC_RUNTIME_ERROR, "TaskGroup %s has already been entered", shown(group, text, sizeof text));
    }
    group->entered = true;
    group->parent = (task_object *)(void *)object_retain(&loop_running->current->future.object);
    if (group->cancel_on_enter) {
        cancel_group(group);
    }
    CORO_END;
}

/* What the errors of the tasks, and that of the block itself, come to; a reference. None: there was none. A GeneratorExit that is alone stays so by newer
   rules: it says that the generator in which the block stands is closed. */
static async_value errors_of(group_object *group, async_value of_block)
{
    bool block_failed = of_block.type == ASYNC_ERROR && error_class(of_block) != &ASYNC_CANCELLED_ERROR;
    size_t count = group->failed.count + block_failed;
    if (!count) {
        return async_none();
    }
    if (!group->failed.count && async_is(of_block, &ASYNC_GENERATOR_EXIT) && rule_holds(RULE_GROUP_LETS_EXIT_OUT)) {
        return value_retain(of_block);
    }
    list_object *list = object_new(OBJECT_LIST, sizeof *list + count * sizeof(async_value));
    if (!list) {
        return error_out_of_memory();
    }
    for (const group_member *member = group->failed.first; member; member = member->next) {
        list->items[list->count++] = value_retain(member->error);
    }
    if (block_failed) {
        list->items[list->count++] = value_retain(of_block);
    }
    async_value error = error_group_new("unhandled errors in a TaskGroup", list);
    object_release(&list->object);
    return error;
}

/* The future on which the end of the block waits for the last task; an error when there is no memory for it. */
static async_awaitable completion(group_object *group)
{
    group->completed = future_new(sizeof(future_object), OBJECT_FUTURE, VIA_TASK_GROUP, NULL);
    group->completed = scope_keep(scope_current(), group->completed ? &group->completed->object : NULL);
    return group->completed ? &group->completed->object : error_out_of_memory().as.object;
}

/* Takes back the cancel() of the parent that the group asked for, if it did. True: there was no other. */
static bool takes_cancel_back(group_object *group)
{
    return group->parent_cancel_requested && group->parent && async_uncancel_(&group->parent->future.object, NULL) == 0;
}

/* What comes out of the block when the last task is done, borrowed; None: nothing does. propagated: a CancelledError that is to come out, unless there are other
   errors. pending: the last that came while the group waited. */
static async_value outcome(group_object *group, async_value of_block, async_value propagated, async_value pending)
{
    bool keeps_cancel = rule_holds(RULE_GROUP_KEEPS_CANCEL);
    if (group->base_error.type == ASYNC_ERROR) {
        forget_failed(group);
        return group->base_error;
    }
    if (keeps_cancel && takes_cancel_back(group)) {
        propagated = async_none();
    } else if (keeps_cancel && group->parent_cancel_requested && propagated.type == ASYNC_NONE) {
        propagated = pending; /* of somebody else's cancel(), which is not to be lost */
    }
    if (propagated.type == ASYNC_ERROR && !group->failed.count) {
        return propagated;
    }
    async_value error = errors_of(group, of_block);
    forget_failed(group);
    if (error.type != ASYNC_ERROR) {
        return async_none();
    }
    if (keeps_cancel && group->parent &&
        group->parent->cancel_requests > 0) { /* the one from outside is asked for anew, and comes at the next await */
        async_uncancel_(&group->parent->future.object, NULL);
        task_cancel(group->parent, NULL, NULL);
    }
    return scope_keep(scope_current(), value_object(error)) ? error : error_out_of_memory();
}

LIBRARY_CORO(group_exit, "asyncio.TaskGroup.__aexit__", group_object *group; async_value error; async_value propagated; async_value pending;
             async_value caught;)
{
    CORO_BEGIN;
    self->group->exiting = true;
    remember_base_error(self->group, self->error);
    self->propagated = error_class(self->error) == &ASYNC_CANCELLED_ERROR ? self->error : async_none();
    if (!rule_holds(RULE_GROUP_KEEPS_CANCEL) && takes_cancel_back(self->group)) {
        self->propagated = async_none();
    }
    if (self->error.type == ASYNC_ERROR && !self->group->aborting) {
        abort_group(self->group);
    }
    while (self->group->tasks.count) {
        TRY {
            AWAIT(completion(self->group));
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->caught) {
            self->pending = self->caught;
            if (!self->group->aborting) {
                self->propagated = self->caught;
                abort_group(self->group);
            }
        }
        FINALLY {
            self->group->completed = NULL;
        }
        END_TRY;
    }
    self->caught = outcome(self->group, self->error, self->propagated, self->pending);
    let_go_of_parent(self->group);
    if (self->caught.type == ASYNC_ERROR) {
        RAISE_AGAIN(self->caught);
    }
    CORO_RETURN(async_bool(self->error.type == ASYNC_ERROR)); /* what is left is the group's own cancellation: nobody hears of it */
    CORO_END;
}

static async_awaitable enter_group(async_object *object, const TracePlace *place)
{
    return call_at(place, group_enter, (group_object *)(void *)object);
}

static async_awaitable exit_group(async_object *object, async_value error)
{
    return call_at(ASYNC_HERE_(""), group_exit, (group_object *)(void *)object, error);
}

static void dispose_group(void *object)
{
    group_object *group = object;
    knot_forget(&group->knot);
    forget_failed(group);
    value_release(group->base_error);
    let_go_of_parent(group);
}

/* The block stands in a generator that somebody's end has left in the middle of it: that task holds the generator, which holds the block, and this the task. */
static void untie(knot_object *knot)
{
    group_object *group = (group_object *)(void *)knot;
    if (group->parent && group->parent->future.state != FUTURE_PENDING && !group->tasks.count) {
        let_go_of_parent(group);
    }
}

static const custom_class group_class = {.name = "task group", .dispose = dispose_group, .enter = enter_group, .exit = exit_group};

async_group async_create_task_group(void) { return custom_made(knot_new(sizeof(group_object), &group_class, untie)); }

static async_object *failure(const async_error_class *class, const char *text)
{
    return object_handle(scope_keep(scope_current(), value_object(error_new(class, text))));
}

/* Why the group takes no task now, as a RuntimeError; NULL: it does. */
static async_object *refusal(const group_object *group)
{
    char text[160], itself[96];
    const char *why = !group->entered                         ? "has not been entered"
                      : group->exiting && !group->tasks.count ? "is finished"
                      : group->aborting                       ? "is shutting down"
                                                              : NULL;
    snprintf(text, sizeof text, "TaskGroup %s %s", shown(group, itself, sizeof itself), why ? why : "");
    return why ? failure(&ASYNC_RUNTIME_ERROR, text) : NULL;
}

/* As Python's close() of a coroutine that has not begun: it never will, and nobody is told that it was not awaited. */
static void close_unstarted(async_object *coroutine)
{
    if (!object_is_unstarted(coroutine)) {
        return;
    }
    async_frame *frame = coroutine->type == OBJECT_COROUTINE ? (async_frame *)coroutine : sleep_as_coroutine(coroutine);
    if (frame) {
        scope_forget((async_object *)frame);
        ((async_object *)frame)->unstarted = false;
        scope_keep(scope_current(), (async_object *)frame);
    }
}

async_task async_group_create_task_(async_group object, async_coroutine handle, const char *name, async_eager_start eager,
                                    const TracePlace *place)
{
    async_object *coroutine = object_of(handle);
    if (coroutine && coroutine->type == OBJECT_ERROR) {
        return handle;
    }
    group_object *group = custom_is(object, &group_class);
    if (!group) {
        return object_handle(custom_misused(object, "a task group").as.object);
    }
    async_object *refused = refusal(group);
    if (refused) {
        if (rule_holds(RULE_GROUP_CLOSES)) {
            close_unstarted(coroutine);
        }
        return refused;
    }
    if (!task_can_begin(coroutine)) {
        return failure(&ASYNC_TYPE_ERROR, "a coroutine was expected");
    }
    group_member *member = object_new(OBJECT_CUSTOM, sizeof *member);
    if (!member) {
        return error_out_of_memory().as.object;
    }
    member->custom.class = &member_class;
    task_object *task = task_new(coroutine, name, VIA_TASK_GROUP, task_eager(eager), place);
    if (!task) {
        object_release(&member->custom.object);
        return object_handle(task_not_made());
    }
    member->handle = (async_handle){.run = task_done, .owner = &member->custom.object, .call = CALL_GROUP_CHILD};
    member->group = (group_object *)(void *)object_retain(&group->knot.custom.object);
    member->task = task;
    link_member(&group->tasks, member);
    if (group->aborting && task->future.state == FUTURE_PENDING) { /* it has cancelled the group in its eager step */
        task_cancel(task, NULL, NULL);
    }
    if (task->future.state != FUTURE_PENDING && !rule_holds(RULE_EAGER_GROUP_WAITS)) {
        task_done(loop_running, &member->handle);
    } else {
        future_add_callback(&task->future, &member->handle);
    }
    object_release(&member->custom.object); /* the task's list of callbacks has one */
    async_object *kept = scope_keep(scope_current(), &task->future.object);
    return object_handle(kept ? kept : error_out_of_memory().as.object);
}

async_value async_group_cancel(async_group handle)
{
    group_object *group = custom_is(object_of(handle), &group_class);
    if (!group) {
        return custom_misused(object_of(handle), "a task group");
    }
    if (group->entered) {
        cancel_group(group);
    } else {
        group->cancel_on_enter = true;
    }
    return async_none();
}
