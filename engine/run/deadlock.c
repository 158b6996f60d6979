/* deadlock.c: when nothing can ever happen again: which task waits where, for whom or for what, and who wait for each other in a circle. */
#include "run.h"

#include "core/coro.h"
#include "core/custom.h"
#include "core/loop.h"
#include "core/report.h"
#include "sync/sync.h"

enum { MOST_TASKS = 50, MOST_CHILDREN = 8, LONGEST_CIRCLE = 64, MOST_STEPS = 1000 };

static bool is_task(const async_object *object) { return object && object->type == OBJECT_TASK; }

/* Does it stand among the callbacks of `of` that somebody hears when it is done: the task, or the future that the task awaits? */
static bool is_heard_by(const future_object *of, const task_object *task)
{
    const async_entry *entry = of->callbacks;
    if (!entry) {
        return false;
    }
    do {
        const async_object *serves = entry_serves(entry);
        if (serves && (serves == &task->future.object || serves == task->waiter)) {
            return true;
        }
        entry = entry->next;
    } while (entry != of->callbacks);
    return false;
}

/* The next task after `after` (NULL: from the beginning) whose end the task waits for: itself, or by way of gather, wait, shield, a group. */
static const task_object *next_awaited(const async_loop *loop, const task_object *task, const task_object *after)
{
    const task_object *other = after ? after->next : loop->tasks;
    while (other && !is_heard_by(&other->future, task)) {
        other = other->next;
    }
    return other;
}

static const lock_object *lock_waited_for(const task_object *task)
{
    const sync_line *line = sync_line_of(task->waiter);
    return line ? custom_is(line->of, &lock_class) : NULL;
}

/* The tasks without which it cannot go on, one after the other: after `after` (NULL: the first). NULL: no more that are known. */
static const task_object *next_needed(const async_loop *loop, const task_object *task, const task_object *after)
{
    const lock_object *lock = lock_waited_for(task);
    if (lock || is_task(task->waiter)) {
        return after ? NULL : lock ? lock_holder(lock) : (const task_object *)(const void *)task->waiter;
    }
    return next_awaited(loop, task, after);
}

static void say_children(const async_loop *loop, const task_object *task, const task_object *child)
{
    int said = 0;
    for (; child && said < MOST_CHILDREN; said++) {
        char name[32];
        report_say("%s%s", said ? ", " : ": ", task_name(child, name));
        child = next_awaited(loop, task, child);
    }
    report_say(child ? " and others have not ended" : said > 1 ? " have not ended" : " has not ended");
}

static void say_what_for(const async_loop *loop, const task_object *task)
{
    const sync_line *line = sync_line_of(task->waiter);
    const task_object *child = line ? NULL : next_awaited(loop, task, NULL);
    if (line && ((const future_object *)task->waiter)->via == VIA_AS_COMPLETED) {
        report_say(": none of those whose results are still to come has ended");
    } else if (line) {
        char text[128];
        line->explain(line->of, text, sizeof text);
        report_say(": %s", text);
    } else if (child) {
        say_children(loop, task, child);
    } else if (task->waiter && ((const future_object *)task->waiter)->via == VIA_USER) {
        report_say(": nobody has resolved the future");
    }
    report_say("\n");
}

static void say_task(const async_loop *loop, const task_object *task)
{
    char name[32];
    const async_frame *frame = task->frame;
    while (frame && (!frame->place || coro_is_library(frame))) {
        frame = frame->caller;
    }
    report_say("  %s waits", task_name(task, name));
    if (frame) {
        report_say(" at %s:%u: %s", frame->place->place.file, frame->place->place.line, frame->place->place.text);
    }
    say_what_for(loop, task);
}

/* Tasks that each need the next. */
typedef struct Path {
    const task_object *tasks[LONGEST_CIRCLE];
    int length;
} Path;

static bool is_on(const Path *path, const task_object *task)
{
    for (int i = 0; i < path->length; i++) {
        if (path->tasks[i] == task) {
            return true;
        }
    }
    return false;
}

/* Goes on from the end of the path to a task that was made later than the first and that it has not come by. False: there is none (after `after`). */
static bool go_on(const async_loop *loop, Path *path, const task_object *after)
{
    const task_object *next = after;
    do {
        next = next_needed(loop, path->tasks[path->length - 1], next);
    } while (next && (next->future.number < path->tasks[0]->future.number || is_on(path, next)));
    if (!next || path->length == LONGEST_CIRCLE) {
        return false;
    }
    path->tasks[path->length++] = next;
    return true;
}

static bool leads_back(const async_loop *loop, const Path *path)
{
    const task_object *next = NULL;
    do {
        next = next_needed(loop, path->tasks[path->length - 1], next);
    } while (next && next != path->tasks[0]);
    return next != NULL;
}

/* "Task-2 -> Task-3 -> Task-2": a circle whose oldest task is this one. */
static void say_circle(const async_loop *loop, const task_object *task)
{
    Path path = {{task}, 1};
    int steps = 0;
    while (!leads_back(loop, &path)) {
        bool deeper = go_on(loop, &path, NULL);
        while (!deeper && path.length > 1) {
            const task_object *last = path.tasks[--path.length];
            deeper = go_on(loop, &path, last);
        }
        if (!deeper || ++steps > MOST_STEPS) {
            return;
        }
    }
    report_say("  a circle: ");
    for (int i = 0; i <= path.length; i++) {
        char name[32];
        report_say("%s%s", i ? " -> " : "", task_name(path.tasks[i % path.length], name));
    }
    report_say("\n");
}

void deadlock_report(const async_loop *loop)
{
    report_say("deadlock: nothing is ready and no timer is set, so these tasks would wait for ever:\n");
    const task_object *task = loop->tasks;
    for (int said = 0; task && said < MOST_TASKS; said++, task = task->next) {
        say_task(loop, task);
    }
    size_t more = 0;
    for (; task; task = task->next) {
        more++;
    }
    if (more) {
        report_say("  and %zu more\n", more);
    }
    task = loop->tasks;
    for (int looked_at = 0; task && looked_at < MOST_TASKS; looked_at++, task = task->next) {
        say_circle(loop, task);
    }
}
