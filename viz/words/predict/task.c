/* task.c: questions about tasks: when a new one begins, whether an await suspends, what cancel does, what is left behind, how many there are. */
#include "parts.h"

#include <string.h>

static const char *function_of(TraceVia via)
{
    return via == VIA_GATHER ? "gather" : via == VIA_TASK_GROUP ? "the TaskGroup" : "create_task";
}

static bool has_made_tasks(const State *state, Ref parent)
{
    for (size_t i = 0; i < state->task_count; i++) {
        if (state->tasks[i].parent == parent) {
            return true;
        }
    }
    return false;
}

/* The last task that this step makes: whoever believes that it begins when it is awaited would expect that later. */
static size_t last_made(const Scene *scene)
{
    if (scene->running == 0 || scene->step_end == SIZE_MAX) {
        return SIZE_MAX;
    }
    for (size_t i = scene->step_end; i-- > scene->n;) {
        const Event *event = trace_event(scene->trace, i);
        bool known = event->detail == VIA_GATHER || event->detail == VIA_CREATE_TASK || event->detail == VIA_TASK_GROUP;
        if (event->kind == EV_TASK_NEW && event->by == scene->running && known) {
            return i;
        }
    }
    return SIZE_MAX;
}

bool predict_ask_start(Scene *scene, Draft *draft)
{
    size_t made = last_made(scene);
    if (made == SIZE_MAX || scene->state->task_count > PREDICT_LOOK || has_made_tasks(scene->state, scene->running)) {
        return false;
    }
    const Event *event = trace_event(scene->trace, made), *end = trace_event(scene->trace, scene->step_end);
    size_t begins = scene_find(scene, made, scene->far, EV_STEP, event->a);
    if (begins == SIZE_MAX || trace_event(scene->trace, begins)->d != 0) {
        return false;
    }
    char task[NAME], parent[NAME];
    const char *function = draft_words(draft, function_of((TraceVia)event->detail));
    scene_name(scene, ref_make(REF_TASK, event->a), task);
    scene_name(scene, scene->running, parent);
    draft_text(draft, "%s is about to make the task %s, with %s. When does the first line of %s run?", parent, task, function, task);
    draft_right(draft, "After this step of %s", parent);
    draft_wrong(draft, BELIEF_STARTS_AT_ONCE, "At once, before %s returns", function);
    if (event->detail == VIA_CREATE_TASK && end->b != ref_make(REF_TASK, event->a)) {
        draft_wrong(draft, BELIEF_STARTS_WHEN_AWAITED, "Only when %s awaits it", parent);
    }
    draft_wrong(draft, BELIEF_THREADS, "At the same time as the next line of %s", parent);
    draft_reason(draft,
                 "%s only makes the task and puts its first step at the end of the ready queue. The loop runs it when %s has given way.",
                 event->detail == VIA_TASK_GROUP ? draft_words(draft, "create_task of a TaskGroup") : function, parent);
    draft->question->task = event->a;
    draft->question->line = trace_place(scene->trace, event->d)->line;
    draft->question->shown_at = begins + 1;
    return true;
}

/* ---- does this await suspend? ---- */

static bool is_of_program(const Scene *scene, const Event *enter) { return strchr(trace_text(scene->trace, enter->b), '.') == NULL; }

/* The first await of a coroutine of the program in this step, or SIZE_MAX. */
static size_t entered(const Scene *scene)
{
    if (scene->running == 0) {
        return SIZE_MAX;
    }
    size_t to = scene->step_end != SIZE_MAX ? scene->step_end : scene->next;
    for (size_t i = scene->n; (i = scene_find(scene, i, to, EV_ENTER, 0)) != SIZE_MAX; i++) {
        const Event *event = trace_event(scene->trace, i);
        bool own =
            event->by == scene->running && event->flags == GENERATOR_NOT && event->d != 0 && trace_place(scene->trace, event->d)->line > 0;
        if (own && is_of_program(scene, event)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* How many awaits of a coroutine there were before. */
static size_t entered_before(const Scene *scene, size_t index)
{
    size_t count = 0;
    for (size_t i = index; (i = scene_find_back(scene, i, EV_ENTER, 0)) != SIZE_MAX;) {
        const Event *event = trace_event(scene->trace, i);
        count += event->d != 0 && is_of_program(scene, event);
    }
    return count;
}

/* How many times anybody has awaited sleep(0) before. */
static size_t zeros_before(const Scene *scene)
{
    size_t count = 0;
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_STEP_END, 0)) != SIZE_MAX;) {
        const Event *event = trace_event(scene->trace, i);
        count += event->detail == REASON_YIELD && event->flags == VIA_SLEEP_ZERO;
    }
    return count;
}

static bool ask_coroutine(Scene *scene, Draft *draft, size_t index)
{
    const Event *event = trace_event(scene->trace, index);
    char task[NAME], coroutine[NAME];
    uint32_t line = trace_place(scene->trace, event->d)->line;
    scene_name(scene, scene->running, task);
    scene_plain(trace_text(scene->trace, event->b), coroutine, sizeof coroutine);
    draft_text(draft, "%s is about to await the coroutine %s. What happens first?", task, coroutine);
    draft_right(draft, "%s begins at once, in the same task", coroutine);
    draft_wrong(draft, BELIEF_AWAIT_YIELDS, "%s is suspended, and the loop goes on", task);
    draft_wrong(draft, BELIEF_AWAIT_MAKES_TASK, "A new task for %s joins the ready queue", coroutine);
    draft_wrong(draft, BELIEF_CALL_RUNS, "Nothing: the call has run %s already", coroutine);
    draft_reason(draft, "To await a coroutine works like a call: %s runs it itself, and is suspended only if something inside has to wait.",
                 task);
    draft->question->line = line;
    draft->question->shown_at = index + 1;
    return true;
}

static bool ask_sleep_zero(Scene *scene, Draft *draft)
{
    const Event *event = trace_event(scene->trace, scene->step_end);
    char task[NAME];
    scene_name(scene, scene->running, task);
    draft_text(draft, "%s comes to asyncio.sleep(0). What happens?", task);
    draft_right(draft, "It is suspended, and ready again at once, at the end of the queue");
    draft_wrong(draft, BELIEF_ZERO_IS_NOTHING, "It goes on at once: no time has to pass");
    draft_wrong(draft, -1, "It is suspended, and a timer wakes it in the next turn");
    draft_reason(draft, "sleep(0) gives way once: %s goes to the end of the ready queue, so everybody who is ready runs before it.", task);
    draft->question->line = trace_place(scene->trace, event->d)->line;
    draft->question->shown_at = scene->step_end + 1;
    return true;
}

bool predict_ask_await(Scene *scene, Draft *draft)
{
    size_t index = entered(scene);
    draft->question->task = ref_number(scene->running);
    if (index != SIZE_MAX) {
        size_t before = entered_before(scene, index);
        return before != 2 && scene_is_fresh(before) && ask_coroutine(scene, draft, index);
    }
    const Event *end = scene->running != 0 && scene->step_end != SIZE_MAX ? trace_event(scene->trace, scene->step_end) : NULL;
    bool zero = end != NULL && end->detail == REASON_YIELD && end->flags == VIA_SLEEP_ZERO;
    return zero && scene_is_fresh(zeros_before(scene)) && ask_sleep_zero(scene, draft);
}

/* ---- what a cancel does now ---- */

static void ask_cancel_begun(Draft *draft, const char *task, const char *by)
{
    draft_text(draft, "%s cancels %s now. When is the CancelledError raised inside %s?", by, task, task);
    draft_right(draft, "At its next step, when the loop runs it");
    draft_wrong(draft, BELIEF_CANCELS_AT_ONCE, "At once, before cancel() returns");
    draft_wrong(draft, BELIEF_CANCEL_KILLS, "Never: it is removed, and no line of it runs");
    draft_wrong(draft, -1, "When what it waits for is done");
    draft_reason(
        draft,
        "cancel() is a request: %s becomes ready, and the error comes out of its await when its turn has come. It may still clean up.",
        task);
}

static void ask_cancel_unbegun(Draft *draft, const char *task, const char *by)
{
    draft_text(draft, "%s cancels %s, which has not begun yet. Which lines of %s run?", by, task, task);
    draft_right(draft, "None: the error strikes before its first line");
    draft_wrong(draft, -1, "All up to its first await");
    draft_wrong(draft, -1, "All: who has not begun cannot be cancelled");
    draft_reason(draft, "The CancelledError is thrown into %s at its first step, where no line of it can catch it: it ends as cancelled.",
                 task);
}

/* Has somebody asked for the same before, and the task has not run since? Then it was asked about. */
static bool is_cancelled_again(Scene *scene, size_t index)
{
    Ref task = trace_event(scene->trace, index)->b;
    size_t step = scene_find_back(scene, index, EV_STEP, ref_number(task)), i = index;
    do {
        i = scene_find_back(scene, i, EV_CANCEL, 0);
    } while (i != SIZE_MAX && trace_event(scene->trace, i)->b != task);
    return i != SIZE_MAX && (step == SIZE_MAX || step < i);
}

bool predict_ask_cancel(Scene *scene, Draft *draft)
{
    size_t to = scene->step_end != SIZE_MAX ? scene->step_end : scene->n, index = scene->n;
    for (; (index = scene_find(scene, index, to, EV_CANCEL, 0)) != SIZE_MAX; index++) {
        const Event *event = trace_event(scene->trace, index);
        bool target = ref_kind(event->b) == REF_TASK && event->b != scene->running && event->detail <= TARGET_READY;
        if (target && event->by == scene->running && state_task(scene->state, event->b) != NULL) {
            break;
        }
    }
    const ModelTask *task = index != SIZE_MAX ? state_task(scene->state, trace_event(scene->trace, index)->b) : NULL;
    size_t struck = task != NULL ? scene_find(scene, index, scene->far, EV_STEP, task->number) : SIZE_MAX;
    size_t before = 0;
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_CANCEL, 0)) != SIZE_MAX;) {
        before += ref_kind(trace_event(scene->trace, i)->by) == REF_TASK;
    }
    if (struck == SIZE_MAX || is_cancelled_again(scene, index) || trace_event(scene->trace, struck)->d == 0 || !scene_is_fresh(before)) {
        return false;
    }
    char name[NAME], by[NAME];
    scene_name(scene, trace_event(scene->trace, index)->b, name);
    scene_name(scene, scene->running, by);
    draft->question->task = task->number;
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, index)->d)->line;
    draft->question->shown_at = struck + 1;
    if (task->frame_count > 0) {
        ask_cancel_begun(draft, name, by);
    } else {
        ask_cancel_unbegun(draft, name, by);
    }
    return true;
}

/* ---- what main leaves behind ---- */

bool predict_ask_left_over(Scene *scene, Draft *draft)
{
    const State *state = scene->state;
    const ModelTask *root = scene->running != 0 ? state_task(state, scene->running) : NULL;
    const Event *end = scene->step_end != SIZE_MAX ? trace_event(scene->trace, scene->step_end) : NULL;
    if (root == NULL || end == NULL || root->parent != 0 || end->detail != REASON_RETURN || state->task_count > PREDICT_LOOK) {
        return false;
    }
    const ModelTask *left = NULL;
    for (size_t i = 0; i < state->task_count && left == NULL; i++) {
        bool waits = state->tasks[i].state == TASK_SLEEPING || state->tasks[i].state == TASK_AWAITING;
        left = waits && !spans_closes_loop(scene->spans, state->tasks[i].number) ? &state->tasks[i] : NULL;
    }
    if (left == NULL) {
        return predict_ask_left_timer(scene, draft);
    }
    size_t cancelled = SIZE_MAX;
    for (size_t i = scene->step_end; (i = scene_find(scene, i + 1, scene->far, EV_CANCEL, 0)) != SIZE_MAX;) {
        const Event *event = trace_event(scene->trace, i);
        if (event->b == ref_make(REF_TASK, left->number) && ref_kind(event->by) != REF_TASK) {
            cancelled = i;
            break;
        }
    }
    size_t stepped = scene_find(scene, scene->n, cancelled, EV_STEP, left->number);
    if (cancelled == SIZE_MAX || stepped != SIZE_MAX) {
        return false;
    }
    char name[NAME], main_name[NAME];
    scene_name(scene, ref_make(REF_TASK, left->number), name);
    scene_name(scene, scene->running, main_name);
    draft_text(draft, "%s returns in this step, while %s is still %s. What becomes of %s?", main_name, name,
               draft_words(draft, model_state_name(left->state)), name);
    draft_right(draft, "asyncio.run cancels it");
    draft_wrong(draft, BELIEF_RUN_WAITS, "asyncio.run waits until it is done");
    draft_wrong(draft, BELIEF_BACKGROUND, "It goes on in the background");
    draft_wrong(draft, -1, "It waits for ever: a deadlock");
    draft_reason(draft, "When %s is done, asyncio.run cancels every task that is left, and waits only until they have ended.", main_name);
    draft->question->task = left->number;
    draft->question->line = trace_place(scene->trace, model_task_place(left, scene->trace))->line;
    draft->question->shown_at = cancelled + 1;
    return true;
}

/* ---- how many tasks there are ---- */

static unsigned count_in_step(const Scene *scene, EventKind kind)
{
    unsigned count = 0;
    for (size_t i = scene->n; i < scene->step_end; i++) {
        const Event *event = trace_event(scene->trace, i);
        bool counts = event->kind == kind && event->by == scene->running;
        count += counts && (kind != EV_ENTER || (event->d != 0 && is_of_program(scene, event)));
    }
    return count;
}

bool predict_ask_tasks(Scene *scene, Draft *draft)
{
    const Event *end = scene->running != 0 && scene->step_end != SIZE_MAX ? trace_event(scene->trace, scene->step_end) : NULL;
    if (end == NULL || end->detail > REASON_YIELD) {
        return false;
    }
    unsigned made = count_in_step(scene, EV_TASK_NEW), awaited = count_in_step(scene, EV_ENTER);
    size_t before = 0;
    for (TaskState state = 0; state < TASK_STATE_COUNT; state++) {
        before += scene_is_over(state) ? 0 : scene->state->totals[state];
    }
    const State *after = model_at(scene->model, scene->step_end + 1);
    size_t alive = 0;
    for (TaskState state = 0; after != NULL && state < TASK_STATE_COUNT; state++) {
        alive += scene_is_over(state) ? 0 : after->totals[state];
    }
    scene_return(scene);
    if (made + awaited == 0 || alive == 0) {
        return false;
    }
    char name[NAME];
    scene_name(scene, scene->running, name);
    draft_text(draft, "%s runs until it is suspended. How many tasks are there then that are not done?", name);
    draft_right(draft, "%zu", alive);
    draft_wrong(draft, awaited > 0 ? BELIEF_AWAIT_MAKES_TASK : -1, "%zu", alive + (awaited > 0 ? awaited : 1));
    draft_wrong(draft, -1, "%zu", alive > 1 ? before : alive + 2);
    draft_wrong(draft, -1, "%zu", alive > 2 ? alive - 1 : alive + 3);
    if (made > 0) {
        draft_reason(draft,
                     before == 1
                         ? WORDS("There was %zu, and this step makes %u more. Only create_task, gather and the like make tasks; an "
                                 "await of a coroutine does not.")
                         : WORDS("There were %zu, and this step makes %u more. Only create_task, gather and the like make tasks; an "
                                 "await of a coroutine does not."),
                     before, made);
    } else {
        draft_reason(draft, "No task is made here: to await a coroutine runs it in the task that awaits. It stays at %zu.", alive);
    }
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, end->d)->line;
    draft->question->shown_at = scene->step_end + 1;
    return true;
}

/* ---- who gets the lock next ---- */

/* What a release is, by what is waited for: "wait for the lock", "release it"; NULL: none that is asked about. */
static const char *thing_of(TraceVia via)
{
    switch (via) {
    case VIA_LOCK: return WORDS("the lock");
    case VIA_SEMAPHORE: return WORDS("the semaphore");
    case VIA_QUEUE_GET: return "an item of the queue";
    case VIA_QUEUE_PUT: return "room in the queue";
    default: return NULL;
    }
}

static const char *deed_of(TraceVia via)
{
    switch (via) {
    case VIA_QUEUE_GET: return WORDS("put one");
    case VIA_QUEUE_PUT: return WORDS("take an item");
    default: return WORDS("release it");
    }
}

bool predict_ask_lock(Scene *scene, Draft *draft)
{
    static const char *const numbers[] = {"No", "One", WORDS("Two"), WORDS("Three"), WORDS("Several")};
    const State *state = scene->state;
    size_t to = scene->step_end != SIZE_MAX ? scene->step_end : scene->n;
    size_t index = scene->n;
    const ModelFuture *future = NULL;
    for (; future == NULL && (index = scene_find(scene, index, to, EV_RESOLVE, 0)) != SIZE_MAX; index++) {
        const Event *event = trace_event(scene->trace, index);
        const ModelFuture *found = event->by == scene->running && event->detail == OUTCOME_RESULT ? state_future(state, event->b) : NULL;
        future = found != NULL && thing_of(found->via) != NULL ? found : NULL;
    }
    if (future == NULL || state->task_count > PREDICT_LOOK) {
        return false;
    }
    const ModelTask *waiters[PREDICT_CHOICES] = {NULL}, *first = NULL, *right = NULL;
    size_t count = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->state != TASK_AWAITING || task->via != future->via) {
            continue;
        }
        first = first == NULL || task->since < first->since ? task : first;
        right = task->awaits == ref_make(REF_FUTURE, future->number) ? task : right;
        if (count < PREDICT_CHOICES) {
            waiters[count++] = task;
        }
    }
    if (right == NULL || right != first || count < 2) {
        return false;
    }
    char name[NAME], by[NAME], other[NAME];
    const char *thing = draft_words(draft, thing_of(future->via)), *deed = draft_words(draft, deed_of(future->via));
    scene_name(scene, ref_make(REF_TASK, right->number), name);
    scene_name(scene, scene->running, by);
    draft_text(draft, "%s tasks wait for %s, and %s is about to %s. Who is woken?", draft_words(draft, numbers[count]), thing, by, deed);
    draft_right(draft, "%s", name);
    for (size_t i = count; i-- > 0;) {
        if (waiters[i] != right) {
            draft_wrong(draft, BELIEF_LOCK_IS_A_RACE, "%s", scene_name(scene, ref_make(REF_TASK, waiters[i]->number), other));
        }
    }
    draft_wrong(draft, BELIEF_LOCK_IS_A_RACE, "Whoever runs first");
    draft_reason(draft, "%s has waited longest, and those who wait are woken in the order in which they asked.", name);
    draft->question->task = right->number;
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, index - 1)->d)->line;
    draft->question->shown_at = index;
    return true;
}
