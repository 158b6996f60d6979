/* in_vain.c: see in_vain.h. */
#include "in_vain.h"

#include "words/lints/sharing/holders.h"

typedef struct Use {
    bool done;
    Ref by;
    uint32_t place, count;
} Use;

/* What was last done with a thing; not a union: a damaged recording may do anything with any of them. */
typedef struct Thing {
    Holders held; /* a lock, the places of a semaphore; unknown also when somebody else has given it back */
    struct {
        Use set, notified, put, got;
        uint32_t left; /* items that are not dealt with */
        bool is_set, cleared;
    } last;
} Thing;
_Static_assert(sizeof(Thing) <= IN_VAIN_THING_BYTES, "a thing's uses fit into what is kept of it");

/* Where a thing is used: told, or where the task awaits the call that does it. 0: it does so in the midst of a step, and it is not known where. */
static uint32_t place_of(const Lints *lints, const LintLook *look)
{
    const ModelTask *task = state_task(look->state, look->event->by);
    if (look->event->d != 0 || task == NULL || task->frame_count == 0) {
        return look->event->d;
    }
    const ModelFrame *innermost = &task->frames[(task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES) - 1];
    const LintTask *runner = lint_task(lints, look->event->by);
    return runner != NULL && trace_is_library(trace_text(look->trace, innermost->name)) ? runner->place : 0;
}

bool in_vain_used(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    Thing *thing = lint_own_thing(lints, event->a);
    if (thing == NULL) {
        return false;
    }
    const Use use = {true, event->by, place_of(lints, look), event->c};
    if (!holders_used(&thing->held, event, use.place)) {
        thing->held.unknown = true;
    }
    switch ((TraceUse)event->detail) {
    case USE_SET:
        thing->last.set = use;
        thing->last.is_set = true;
        break;
    case USE_CLEARED:
        thing->last.cleared = thing->last.is_set;
        thing->last.is_set = false;
        break;
    case USE_NOTIFIED: thing->last.notified = use; break;
    case USE_PUT:
        thing->last.put = use;
        thing->last.left++;
        break;
    case USE_GOT: thing->last.got = use; break;
    case USE_DEALT: thing->last.left = event->c; break;
    default: break;
    }
    return true;
}

static const Thing *thing_of(Lints *lints, const State *state, const ModelTask *task, TraceThing *kind, const ModelFuture **future)
{
    *future = task->state == TASK_AWAITING ? state_future(state, task->awaits) : NULL;
    *kind = *future != NULL ? thing_kind((*future)->thing) : THING_NONE;
    return *kind != THING_NONE ? lint_own_thing(lints, (*future)->thing) : NULL;
}

/* Whom the task waits for: the task that it awaits, or the only one that holds its lock, since which place. TRACE_NOBODY: there is none that is known. */
static Ref needs(Lints *lints, const State *state, const ModelTask *task, uint32_t *since)
{
    TraceThing kind;
    const ModelFuture *future;
    const Thing *thing = thing_of(lints, state, task, &kind, &future);
    *since = 0;
    if (ref_kind(task->awaits) == REF_TASK) {
        return task->awaits;
    }
    if (thing == NULL || kind != THING_LOCK || thing->held.unknown || thing->held.count != 1) {
        return TRACE_NOBODY;
    }
    *since = thing->held.since[0];
    return thing->held.by[0];
}

/* How many tasks wait for each other in a circle on which the task stands; 0: it stands on none. */
static uint32_t circle(Lints *lints, const State *state, const ModelTask *task)
{
    enum { LONGEST = 64 };
    uint32_t since;
    const ModelTask *one = task;
    for (uint32_t length = 1; length <= LONGEST; length++) {
        one = state_task(state, needs(lints, state, one, &since));
        if (one == NULL || one->number == task->number) {
            return one == NULL ? 0 : length;
        }
    }
    return 0;
}

static Vain in_a_circle(Lints *lints, const State *state, const ModelTask *task, uint32_t length, Lint *lint)
{
    uint32_t since, others_since;
    Ref other = needs(lints, state, task, &since);
    bool by_lock = ref_kind(task->awaits) != REF_TASK;
    const ModelTask *second = state_task(state, other);
    needs(lints, state, second, &others_since);
    bool others_by_lock = ref_kind(second->awaits) != REF_TASK;
    lint->others[0] = other;
    lint->other = since;
    if (length == 1) {
        return by_lock ? VAIN_OWN_LOCK : VAIN_UNKNOWN;
    }
    if (length > 2) {
        lint->more = length;
        return VAIN_CIRCLE;
    }
    return by_lock && others_by_lock ? VAIN_LOCKS_CROSSWISE
           : by_lock                 ? VAIN_LOCK_AND_END
           : others_by_lock          ? VAIN_UNKNOWN /* it is told of the other one */
                                     : VAIN_EACH_OTHER;
}

static bool has_ended(const State *state, Ref ref)
{
    const ModelTask *task = state_task(state, ref);
    return task != NULL && task->state >= TASK_DONE;
}

/* `use`: by whom what is waited for came last. The error with which that task has failed is the lint's text. */
static void by(const State *state, const Use *use, Lint *lint)
{
    const ModelTask *task = state_task(state, use->by);
    lint->others[0] = task != NULL ? use->by : TRACE_NOBODY;
    lint->other = use->place;
    lint->text = task != NULL && task->state == TASK_FAILED ? task->result : 0;
}

static Vain at_a_lock(const State *state, const Thing *thing, Ref me, Lint *lint)
{
    for (uint32_t i = 0; i < thing->held.count && !thing->held.unknown; i++) {
        const Use use = {true, thing->held.by[i], thing->held.since[i], 0};
        if (has_ended(state, use.by) || (use.by != me && thing->held.count == 1 && state_task(state, use.by) != NULL)) {
            by(state, &use, lint);
            return has_ended(state, use.by) ? VAIN_KEPT : VAIN_HELD;
        }
    }
    return VAIN_UNKNOWN;
}

static Vain at_a_queue(const State *state, const Thing *thing, TraceVia via, Lint *lint)
{
    const Use *put = &thing->last.put, *got = &thing->last.got;
    if (via == VIA_QUEUE_GET) {
        by(state, put, lint);
        return !put->done ? VAIN_NEVER_PUT : has_ended(state, put->by) ? VAIN_NO_GIVER : VAIN_UNKNOWN;
    }
    by(state, got, lint);
    if (via == VIA_QUEUE_PUT) {
        return !got->done ? VAIN_NEVER_TAKEN : has_ended(state, got->by) ? VAIN_NO_TAKER : VAIN_UNKNOWN;
    }
    lint->more = thing->last.left;
    return !got->done ? VAIN_NEVER_TAKEN : thing->last.left == 0 ? VAIN_UNKNOWN : VAIN_NOT_DEALT_WITH;
}

static Vain why(Lints *lints, const State *state, const ModelTask *task, Lint *lint)
{
    uint32_t length = circle(lints, state, task);
    if (length > 0) {
        return in_a_circle(lints, state, task, length, lint);
    }
    TraceThing kind;
    const ModelFuture *future;
    const Thing *thing = thing_of(lints, state, task, &kind, &future); /* stays where it is until the next is asked for */
    if (thing == NULL) {
        return future != NULL && future->via == VIA_USER ? VAIN_FUTURE : VAIN_UNKNOWN;
    }
    switch (kind) {
    case THING_LOCK:
    case THING_SEMAPHORE: return at_a_lock(state, thing, ref_make(REF_TASK, task->number), lint);
    case THING_EVENT: by(state, &thing->last.set, lint); return thing->last.cleared ? VAIN_CLEARED : VAIN_NEVER_SET;
    case THING_CONDITION:
        by(state, &thing->last.notified, lint);
        return !thing->last.notified.done ? VAIN_NEVER_NOTIFIED : thing->last.notified.count == 0 ? VAIN_NOTIFIED_BEFORE : VAIN_UNKNOWN;
    case THING_QUEUE: return at_a_queue(state, thing, future->via, lint);
    default: return VAIN_UNKNOWN;
    }
}

void in_vain_find(Lints *lints, const LintLook *look, Lint *lint)
{
    enum { MOST = 10000 }; /* tasks that are looked at */
    const State *state = look->state;
    Lint found = *lint;
    for (size_t i = 0; i < state->task_count && i < MOST; i++) {
        const ModelTask *task = &state->tasks[i];
        Lint one = *lint;
        one.vain = task->state == TASK_AWAITING ? (uint8_t)why(lints, state, task, &one) : VAIN_UNKNOWN;
        if (one.vain != VAIN_UNKNOWN && (found.vain == VAIN_UNKNOWN || one.vain < found.vain)) {
            found = one;
            found.task = ref_make(REF_TASK, task->number);
            const LintTask *known = lint_task(lints, found.task);
            found.place = known != NULL && known->place != 0 ? known->place : found.place;
        }
    }
    *lint = found;
}
