/* shared.c: questions about what tasks share: whether somebody has to wait for a lock, a queue or an event, and whether anybody can go on. */
#include "parts.h"

/* ---- does it have to wait? ---- */

/* What a task can come to, and what happens there: the right choice for whoever need not wait, and for whoever must. */
typedef struct Meeting {
    const char *comes, *passes, *waits, *wrong_passing, *wrong_waiting, *passing_because, *waiting_because;
} Meeting;

static const Meeting lock = {
    .comes = WORDS("comes to the lock"),
    .passes = WORDS("takes it, and goes on in the same step"),
    .waits = WORDS("is suspended until it is its turn to have the lock"),
    .wrong_passing = WORDS("takes it, and all others stand still until the lock is released"),
    .wrong_waiting = WORDS("goes on without the lock"),
    .passing_because =
        WORDS("The lock is free, and nobody stands in line for it. To take it then works like a call: only who has to wait is suspended."),
    .waiting_because = WORDS("The lock is held. Who comes now stands in line with a future of its own, and the loop runs the others."),
};
static const Meeting semaphore = {
    .comes = WORDS("comes to the semaphore"),
    .passes = WORDS("takes a place, and goes on in the same step"),
    .waits = WORDS("is suspended until a place is free for it"),
    .wrong_passing = WORDS("takes a place, and all others stand still until it is given back"),
    .wrong_waiting = WORDS("goes on: a semaphore only counts"),
    .passing_because =
        WORDS("A place is free, and nobody stands in line for it. To take it then works like a call: only who has to wait is suspended."),
    .waiting_because = WORDS("All places are taken. Who comes now stands in line with a future of its own, and the loop runs the others."),
};
static const Meeting put = {
    .comes = WORDS("puts an item into the queue"),
    .passes = WORDS("goes on in the same step, and the item is in the queue"),
    .waits = WORDS("is suspended until there is room in the queue"),
    .wrong_passing = WORDS("is suspended until somebody has taken the item"),
    .wrong_waiting = WORDS("goes on, and the oldest item falls out"),
    .passing_because =
        WORDS("There is room in the queue, so nobody has to wait: put() then works like a call. Who takes the item runs later."),
    .waiting_because = WORDS("The queue is full. put() stands in line until somebody takes an item out: that is what a limit is for."),
};
static const Meeting get = {
    .comes = WORDS("asks the queue for an item"),
    .passes = WORDS("takes one, and goes on in the same step"),
    .waits = WORDS("is suspended until there is an item for it"),
    .wrong_passing = WORDS("is suspended until another one is put in"),
    .wrong_waiting = WORDS("goes on with None"),
    .passing_because = WORDS("An item is there, so nobody has to wait: get() then works like a call."),
    .waiting_because = WORDS("The queue is empty. get() stands in line until somebody puts an item in."),
};
static const Meeting event = {
    .comes = WORDS("waits for the event"),
    .passes = WORDS("goes on in the same step"),
    .waits = WORDS("is suspended until somebody sets the event"),
    .wrong_passing = WORDS("is suspended until the event is set again"),
    .wrong_waiting = WORDS("goes on with False"),
    .passing_because = WORDS("The event is set already, so nobody has to wait: wait() then works like a call."),
    .waiting_because = WORDS("The event is not set yet. Who waits for it stands there with a future of its own until somebody sets it."),
};

static const Meeting *met_by_wait(const Event *end)
{
    if (end->detail != REASON_AWAIT) {
        return NULL;
    }
    switch (end->flags) {
    case VIA_LOCK: return &lock;
    case VIA_SEMAPHORE: return &semaphore;
    case VIA_QUEUE_PUT: return &put;
    case VIA_QUEUE_GET: return &get;
    case VIA_EVENT: return &event;
    default: return NULL;
    }
}

static const Meeting *met_by_use(const Event *use)
{
    switch (use->detail) {
    case USE_TAKEN: return thing_kind(use->a) == THING_LOCK ? &lock : thing_kind(use->a) == THING_SEMAPHORE ? &semaphore : NULL;
    case USE_PUT: return &put;
    case USE_GOT: return &get;
    default: return NULL;
    }
}

/* Who was woken for one of these takes it now, and was asked about when it began to wait. */
static bool was_waiting(const Scene *scene)
{
    size_t step = scene_find_back(scene, scene->n, EV_STEP, ref_number(scene->running));
    const ModelFuture *awaited = step != SIZE_MAX ? state_future(scene->state, trace_event(scene->trace, step)->c) : NULL;
    return awaited != NULL &&
           (awaited->via == VIA_CONDITION || met_by_wait(&(Event){.detail = REASON_AWAIT, .flags = awaited->via}) != NULL);
}

/* The first of these that the running task comes to in what is left of its step, or SIZE_MAX. */
static size_t meeting(const Scene *scene, const Meeting **met)
{
    if (scene->running == 0 || scene->step_end == SIZE_MAX || was_waiting(scene)) {
        return SIZE_MAX;
    }
    for (size_t i = scene->n; (i = scene_find(scene, i, scene->step_end, EV_USE, 0)) != SIZE_MAX; i++) {
        const Event *use = trace_event(scene->trace, i);
        *met = use->by == scene->running ? met_by_use(use) : NULL;
        if (*met != NULL) {
            return i;
        }
    }
    *met = met_by_wait(trace_event(scene->trace, scene->step_end));
    return *met != NULL ? scene->step_end : SIZE_MAX;
}

bool predict_ask_waits(Scene *scene, Draft *draft)
{
    const Meeting *met = NULL;
    size_t index = meeting(scene, &met);
    if (index == SIZE_MAX || !scene_is_fresh(scene_repeats(scene, index))) {
        return false;
    }
    bool waits = index == scene->step_end;
    char name[NAME];
    scene_name(scene, scene->running, name);
    draft_text(draft, "%s %s in this step. What happens there?", name, draft_words(draft, met->comes));
    draft_right(draft, "%s %s", name, draft_words(draft, waits ? met->waits : met->passes));
    draft_wrong(draft, waits ? -1 : BELIEF_AWAIT_YIELDS,
                waits ? "%s %s" : WORDS("%s is suspended, and ready again at once: every await lets go"), name,
                draft_words(draft, met->wrong_waiting));
    draft_wrong(draft, -1, "%s %s", name, draft_words(draft, waits ? met->passes : met->wrong_passing));
    draft_reason(draft, "%s", draft_words(draft, waits ? met->waiting_because : met->passing_because));
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, index)->d)->line;
    draft->question->shown_at = index + 1;
    return true;
}

/* ---- can anybody go on? ---- */

/* The last step before a deadlock: nobody runs between its end and that. */
bool predict_ask_stuck(Scene *scene, Draft *draft)
{
    if (scene->running == 0 || scene->step_end == SIZE_MAX || scene->state->task_count > PREDICT_LOOK) {
        return false;
    }
    size_t end = scene_find(scene, scene->step_end, scene->far, EV_DEADLOCK, 0);
    if (end == SIZE_MAX || scene_find(scene, scene->step_end, end, EV_STEP, 0) != SIZE_MAX ||
        scene_find(scene, scene->step_end, end, EV_CB, 0) != SIZE_MAX) {
        return false;
    }
    char name[NAME], other[NAME];
    scene_name(scene, scene->running, name);
    draft_text(draft, "%s takes this step, and then the ready queue is empty. Who goes on?", name);
    draft_right(draft, "Nobody, ever");
    draft_wrong(draft, BELIEF_DEADLOCK_IS_SEEN, "Nobody: asyncio.run ends the run with an error");
    for (size_t i = scene->state->task_count; i-- > 0;) {
        Ref task = ref_make(REF_TASK, scene->state->tasks[i].number);
        if (task != scene->running && scene->state->tasks[i].state == TASK_AWAITING) {
            draft_wrong(draft, -1, "%s", scene_name(scene, task, other));
        }
    }
    draft_reason(draft,
                 "All who are left wait, no timer is set, and nothing can come from outside: a deadlock. asyncio does not notice it, and "
                 "the program hangs.");
    draft->question->task = ref_number(scene->running);
    draft->question->line = trace_place(scene->trace, trace_event(scene->trace, scene->step_end)->d)->line;
    draft->question->shown_at = end + 1;
    return true;
}
