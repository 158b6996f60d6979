/* wait.c: questions about waiting for tasks: whether gather goes on, what an await gives back, in which turn who waits goes on. */
#include "parts.h"

#include <string.h>

/* The end of the running task that this step reaches, or SIZE_MAX. */
static size_t own_end(const Scene *scene)
{
    if (scene->running == 0 || scene->step_end == SIZE_MAX || scene->state->task_count > PREDICT_LOOK) {
        return SIZE_MAX;
    }
    for (size_t i = scene->n; (i = scene_find(scene, i, scene->step_end, EV_RESOLVE, 0)) != SIZE_MAX; i++) {
        if (trace_event(scene->trace, i)->b == scene->running) {
            return i;
        }
    }
    return SIZE_MAX;
}

static const ModelTask *waiter_of(const State *state, Ref awaited)
{
    for (size_t i = 0; i < state->task_count && i < PREDICT_LOOK; i++) {
        if (state->tasks[i].awaits == awaited && state->tasks[i].state == TASK_AWAITING) {
            return &state->tasks[i];
        }
    }
    return NULL;
}

/* The gather future that `child` belongs to, or 0. */
static Ref gather_of(const Scene *scene, Ref child)
{
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_CHILD, 0)) != SIZE_MAX;) {
        if (trace_event(scene->trace, i)->b == child) {
            return ref_make(REF_FUTURE, trace_event(scene->trace, i)->a);
        }
    }
    return 0;
}

static size_t find_resolve(const Scene *scene, size_t from, Ref what)
{
    for (size_t i = from; (i = scene_find(scene, i, scene->far, EV_RESOLVE, 0)) != SIZE_MAX; i++) {
        if (trace_event(scene->trace, i)->b == what) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool value_of(const Scene *scene, size_t resolve, char *buffer, size_t size)
{
    const Event *event = trace_event(scene->trace, resolve);
    scene_plain(trace_text(scene->trace, event->c), buffer, size);
    return buffer[0] != '\0' && trace_text_length(scene->trace, event->c) < size - 4;
}

/* ---- does gather go on with the first? ---- */

bool predict_ask_gather(Scene *scene, Draft *draft)
{
    size_t end = own_end(scene);
    Ref outer = end != SIZE_MAX && trace_event(scene->trace, end)->detail == OUTCOME_RESULT ? gather_of(scene, scene->running) : 0;
    const ModelFuture *gather = outer != 0 ? state_future(scene->state, outer) : NULL;
    const ModelTask *waiter = gather != NULL ? waiter_of(scene->state, outer) : NULL;
    if (waiter == NULL || gather->done || gather->children < 2 || gather->children_done != 0) {
        return false;
    }
    /* The first event after this step that shows that the waiter has not gone on: somebody else does, or time passes. */
    size_t shown = scene->step_end, over = find_resolve(scene, end, outer);
    while (++shown < scene->far && trace_event(scene->trace, shown)->kind != EV_ADVANCE &&
           trace_event(scene->trace, shown)->kind != EV_STEP) {}
    if (shown >= scene->far || over < shown || over == SIZE_MAX) {
        return false;
    }
    char child[NAME], name[NAME];
    scene_name(scene, scene->running, child);
    scene_name(scene, ref_make(REF_TASK, waiter->number), name);
    draft_text(draft, "%s returns in this step, and %s awaits gather. Does %s go on now?", child, name, name);
    if (gather->children == 2) {
        draft_right(draft, "No: gather still waits for the other one");
    } else {
        draft_right(draft, "No: gather still waits for %u others", (unsigned)gather->children - 1);
    }
    draft_wrong(draft, BELIEF_FIRST_IS_ENOUGH, "Yes, with the result of %s", child);
    draft_wrong(draft, -1, "Yes, and it waits for the others one by one");
    draft_reason(draft, "gather is done when all of its children are, and %s is only the first of %u. Until then %s stays suspended.",
                 child, (unsigned)gather->children, name);
    draft->question->task = waiter->number;
    draft->question->line = trace_place(scene->trace, model_task_place(waiter, scene->trace))->line;
    draft->question->shown_at = shown + 1;
    return true;
}

/* ---- what an await gives back ---- */

enum { CHILDREN = 6 };

/* The results of a gather's children, in the order of the calls; 0: some are missing, or there are too many. */
static size_t children_of(const Scene *scene, uint32_t outer, const ModelTask *children[CHILDREN])
{
    size_t count = 0;
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_CHILD, outer)) != SIZE_MAX; count++) {
        const ModelTask *child = state_task(scene->state, trace_event(scene->trace, i)->b);
        if (count == CHILDREN || child == NULL || child->state != TASK_DONE) {
            return 0;
        }
        memmove(children + 1, children, count * sizeof(const ModelTask *));
        children[0] = child;
    }
    return count;
}

static const char *result_of(const Scene *scene, const ModelTask *task, char buffer[64])
{
    return scene_plain(trace_text(scene->trace, task->result), buffer, 64);
}

static void write_results(const Scene *scene, const ModelTask *const *children, size_t count, char *text, size_t size)
{
    snprintf(text, size, "[");
    for (size_t i = 0; i < count; i++) {
        char result[64];
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "", result_of(scene, children[i], result));
    }
    size_t used = strlen(text);
    snprintf(text + used, size - used, "]");
}

static void sort_by_end(const ModelTask **children, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t at = i; at > 0 && children[at]->since < children[at - 1]->since; at--) {
            const ModelTask *later = children[at - 1];
            children[at - 1] = children[at];
            children[at] = later;
        }
    }
}

static bool ask_gather_value(Scene *scene, Draft *draft)
{
    size_t index = scene->n;
    const Event *event = NULL;
    const ModelFuture *gather = NULL;
    for (; gather == NULL && (index = scene_find(scene, index, scene->next, EV_RESOLVE, 0)) != SIZE_MAX; index++) {
        event = trace_event(scene->trace, index);
        const ModelFuture *future = event->detail == OUTCOME_RESULT ? state_future(scene->state, event->b) : NULL;
        gather = future != NULL && future->via == VIA_GATHER && !future->done ? future : NULL;
    }
    const ModelTask *waiter = gather != NULL ? waiter_of(scene->state, event->b) : NULL;
    const ModelTask *children[CHILDREN];
    size_t count = waiter != NULL ? children_of(scene, gather->number, children) : 0;
    char right[ENGLISH_CHOICE], text[CHILDREN * 68], name[NAME], result[64];
    if (count < 2 || !value_of(scene, index - 1, right, sizeof right)) {
        return false;
    }
    write_results(scene, children, count, text, sizeof text);
    bool all_none = true;
    for (size_t i = 0; i < count; i++) {
        all_none = all_none && strcmp(trace_text(scene->trace, children[i]->result), "None") == 0;
    }
    if (all_none || strcmp(text, right) != 0) {
        return false;
    }
    scene_name(scene, ref_make(REF_TASK, waiter->number), name);
    draft_text(draft, "The last child of gather has ended. What does the await of %s give back?", name);
    draft_right(draft, "%s", right);
    sort_by_end(children, count);
    write_results(scene, children, count, text, sizeof text);
    draft_wrong(draft, BELIEF_ORDER_OF_ARRIVAL, "%s", text);
    draft_wrong(draft, BELIEF_FIRST_IS_ENOUGH, "%s", result_of(scene, children[0], result));
    draft_wrong(draft, -1, "%s", result_of(scene, children[count - 1], result));
    draft_wrong(draft, -1, "None");
    draft_reason(draft, "gather gives a list with the result of each child, in the order of the calls, whichever of them was done first.");
    draft->question->task = waiter->number;
    draft->question->line = trace_place(scene->trace, model_task_place(waiter, scene->trace))->line;
    draft->question->shown_at = index;
    return true;
}

static bool ask_task_value(Scene *scene, Draft *draft, size_t end, const ModelTask *waiter)
{
    const Event *event = trace_event(scene->trace, end);
    const ModelTask *child = state_task(scene->state, scene->running);
    char value[72], task[NAME], name[NAME];
    if (!value_of(scene, end, value, sizeof value) || strcmp(value, "None") == 0 || event->detail == OUTCOME_CANCELLED || child == NULL) {
        return false;
    }
    bool failed = event->detail == OUTCOME_EXCEPTION;
    scene_name(scene, scene->running, task);
    scene_name(scene, ref_make(REF_TASK, waiter->number), name);
    draft_text(draft, "%s ends in this step, and %s awaits it. What comes out of that await?", task, name);
    draft_right(draft, "%s%s", value, failed ? draft_words(draft, ", raised there") : "");
    draft_wrong(draft, -1, "%s%s", value, failed ? draft_words(draft, ", as a value") : draft_words(draft, ", in a list"));
    draft_wrong(draft, -1, failed ? "None: the error stays in %s" : WORDS("None: %s is a task of its own"), task);
    draft_wrong(draft, -1, "The task %s itself", task);
    if (failed) {
        draft_reason(draft, "An error that ends a task comes out of the await of whoever waits for it, as if it had been raised there.");
    } else {
        draft_reason(draft, "To await a task gives back what its coroutine returns: %s returns %s.", task, value);
    }
    draft->question->task = waiter->number;
    draft->question->line = trace_place(scene->trace, model_task_place(waiter, scene->trace))->line;
    draft->question->shown_at = end + 1;
    return true;
}

bool predict_ask_value(Scene *scene, Draft *draft)
{
    if (scene->running == 0) {
        return scene->state->task_count <= PREDICT_LOOK && ask_gather_value(scene, draft);
    }
    size_t end = own_end(scene);
    const ModelTask *waiter = end != SIZE_MAX ? waiter_of(scene->state, scene->running) : NULL;
    bool alternate = ref_number(scene->running) % 2 == 0; /* of two such ends one is asked about the value, the other about the turn */
    return waiter != NULL && alternate && ask_task_value(scene, draft, end, waiter);
}

/* ---- in which turn does who waits go on? ---- */

static const char *turns_later(const Draft *draft, unsigned turns)
{
    return turns == 1 ? draft_words(draft, "In the next turn") : draft_words(draft, "In the turn after the next");
}

bool predict_ask_turn(Scene *scene, Draft *draft)
{
    size_t end = own_end(scene);
    Ref outer = end != SIZE_MAX ? gather_of(scene, scene->running) : 0;
    const ModelFuture *gather = outer != 0 ? state_future(scene->state, outer) : NULL;
    bool last = gather != NULL && !gather->done && gather->children_done + 1 == gather->children;
    Ref awaited = last ? outer : scene->running;
    const ModelTask *waiter = end != SIZE_MAX ? waiter_of(scene->state, awaited) : NULL;
    size_t goes_on = waiter != NULL ? scene_find(scene, end, scene->far, EV_STEP, waiter->number) : SIZE_MAX;
    if (goes_on == SIZE_MAX || trace_event(scene->trace, goes_on)->c != awaited ||
        scene_find(scene, end, goes_on, EV_ADVANCE, 0) != SIZE_MAX) {
        return false;
    }
    unsigned turns = 0;
    for (size_t i = end; (i = scene_find(scene, i, goes_on, EV_ITER, 0)) != SIZE_MAX; i++) {
        turns++;
    }
    if (turns != (last ? 2U : 1U)) {
        return false;
    }
    char task[NAME], name[NAME];
    scene_name(scene, scene->running, task);
    scene_name(scene, ref_make(REF_TASK, waiter->number), name);
    if (last) {
        draft_text(draft, "%s, the last child of gather, ends in this step. When does %s go on?", task, name);
    } else {
        draft_text(draft, "%s ends in this step, and %s awaits it. When does %s go on?", task, name, name);
    }
    draft_right(draft, "%s", turns_later(draft, turns));
    draft_wrong(draft, BELIEF_WAKES_AT_ONCE, "At once, still in this step");
    draft_wrong(draft, -1, "%s", turns_later(draft, last ? 1 : 2));
    draft_wrong(draft, -1, "Later in this turn");
    if (last) {
        draft_reason(draft,
                     "In the next turn the callback of gather runs and resolves its future; that makes %s ready for the turn after it.",
                     name);
    } else {
        draft_reason(draft, "The end of %s puts %s at the end of the ready queue, and what joins the queue in a turn runs in the next one.",
                     task, name);
    }
    draft->question->task = waiter->number;
    draft->question->line = trace_place(scene->trace, model_task_place(waiter, scene->trace))->line;
    draft->question->shown_at = goes_on + 1;
    return true;
}

/* ---- what becomes of the others when one fails? ---- */

static size_t made_at(const Scene *scene, Ref task) { return scene_find_back(scene, scene->n, EV_TASK_NEW, ref_number(task)); }

/* Keeps the first one that still waits. False: one has failed before, and what becomes of the others has been seen. */
static bool keep_waiting(const Scene *scene, Ref task, Ref *kept)
{
    const ModelTask *found = task != scene->running ? state_task(scene->state, task) : NULL;
    bool waits = found != NULL && (found->state == TASK_SLEEPING || found->state == TASK_AWAITING);
    *kept = waits && *kept == 0 ? task : *kept;
    return found == NULL || found->state != TASK_FAILED;
}

/* A child of the same gather that is not done, or 0. */
static Ref gather_sibling(const Scene *scene, Ref outer)
{
    Ref sibling = 0;
    for (size_t i = scene->n; outer != 0 && (i = scene_find_back(scene, i, EV_CHILD, ref_number(outer))) != SIZE_MAX;) {
        if (!keep_waiting(scene, trace_event(scene->trace, i)->b, &sibling)) {
            return 0;
        }
    }
    return sibling;
}

/* A task of the same TaskGroup that is not done, or 0. */
static Ref group_sibling(const Scene *scene)
{
    Ref sibling = 0;
    size_t own = made_at(scene, scene->running);
    const Event *mine = own != SIZE_MAX ? trace_event(scene->trace, own) : NULL;
    for (size_t i = scene->n; mine != NULL && (i = scene_find_back(scene, i, EV_TASK_NEW, 0)) != SIZE_MAX;) {
        const Event *event = trace_event(scene->trace, i);
        bool mate = mine->detail == VIA_TASK_GROUP && event->detail == VIA_TASK_GROUP && event->by == mine->by;
        if (mate && !keep_waiting(scene, ref_make(REF_TASK, event->a), &sibling)) {
            return 0;
        }
    }
    return sibling;
}

/* The first cancel of the task from `from` on, before it is done or the trace is too far; else SIZE_MAX. */
static size_t cancel_of(const Scene *scene, size_t from, Ref task)
{
    size_t to = find_resolve(scene, from, task);
    for (size_t i = from; (i = scene_find(scene, i, to, EV_CANCEL, 0)) != SIZE_MAX; i++) {
        if (trace_event(scene->trace, i)->b == task) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void say_fails(const Scene *scene, Draft *draft, Ref sibling, bool group)
{
    char name[NAME], other[NAME];
    const ModelTask *task = state_task(scene->state, sibling);
    scene_name(scene, scene->running, name);
    scene_name(scene, sibling, other);
    draft_text(draft, "%s, %s, ends with an error in this step. %s is still %s. What becomes of %s?", name,
               group ? draft_words(draft, "in a TaskGroup") : draft_words(draft, "a child of gather"), other,
               draft_words(draft, model_state_name(task->state)), other);
    draft_right(draft, group ? "The group cancels it" : WORDS("It runs on as if nothing had happened"));
    draft_wrong(draft, group ? BELIEF_GROUP_GOES_ON : BELIEF_GATHER_CANCELS,
                group ? "It runs on, and the group waits for it" : WORDS("gather cancels it"));
    draft_wrong(draft, -1, "It ends with the same error");
    if (group) {
        draft_reason(
            draft,
            "When a task of a TaskGroup fails, the group cancels all others, waits until they have ended, and then passes the errors on.");
    } else {
        draft_reason(draft,
                     "gather cancels nobody because a child fails: %s runs on, whoever still waits for it. A TaskGroup would cancel it.",
                     other);
    }
}

bool predict_ask_fails(Scene *scene, Draft *draft)
{
    size_t end = own_end(scene);
    if (end == SIZE_MAX || trace_event(scene->trace, end)->detail != OUTCOME_EXCEPTION) {
        return false;
    }
    Ref outer = gather_of(scene, scene->running);
    bool group = outer == 0;
    Ref sibling = group ? group_sibling(scene) : gather_sibling(scene, outer);
    size_t cancel = sibling != 0 ? cancel_of(scene, end, sibling) : SIZE_MAX;
    size_t goes_on = sibling != 0 ? scene_find(scene, end, scene->far, EV_STEP, ref_number(sibling)) : SIZE_MAX;
    bool cancelled = cancel != SIZE_MAX && ref_kind(trace_event(scene->trace, cancel)->by) == REF_HANDLE;
    bool runs_on = cancel == SIZE_MAX && goes_on != SIZE_MAX && trace_event(scene->trace, goes_on)->d == 0;
    if (sibling == 0 || (group ? !cancelled : !runs_on)) {
        return false;
    }
    say_fails(scene, draft, sibling, group);
    draft->question->task = ref_number(sibling);
    draft->question->line = trace_place(scene->trace, model_task_place(state_task(scene->state, sibling), scene->trace))->line;
    draft->question->shown_at = (group ? cancel : goes_on) + 1;
    return true;
}
