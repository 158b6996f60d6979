/* narrate.c: one sentence for every step: finds who tells the event, and the facts that several sentences need. */
#include "parts.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

const char *telling_text(const Telling *telling, uint32_t id) { return trace_text(telling->trace, id); }

const ModelReady *telling_entry(const Telling *telling, const State *state, Ref handle)
{
    (void)telling;
    for (size_t i = 0; state != NULL && i < state->ready_count; i++) {
        if (state->ready[i].handle == handle) {
            return &state->ready[i];
        }
    }
    return NULL;
}

/* The loop was last started, or has last ended; a task of asyncio.run's is made just before that. */
bool telling_by_asyncio_run(const Telling *telling)
{
    for (size_t i = telling->n; i > 0; i--) {
        const Event *event = trace_event(telling->trace, i - 1);
        if (event->kind == EV_RUN || event->kind == EV_RUN_END) {
            return event->detail != VIA_USER && event->b != 0;
        }
        if (event->kind == EV_TASK_NEW && event->detail == VIA_RUN) {
            return true;
        }
    }
    return false;
}

Ref telling_waiter(const Telling *telling, const State *state, Ref ref)
{
    for (size_t i = 0; state != NULL && i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->awaits == ref && (task->state == TASK_AWAITING || task->state == TASK_SLEEPING)) {
            return ref_make(REF_TASK, task->number);
        }
    }
    /* Where an eager task's first step left off is not told: what it has made there is what it waits for. */
    Ref owner = telling_future_owner(telling, ref);
    const ModelTask *eager = state != NULL ? state_task(state, owner) : NULL;
    return eager != NULL && eager->state == TASK_RUNNING && owner != state->running ? owner : 0;
}

const char *telling_thing(TraceVia via)
{
    switch (via) {
    case VIA_GATHER: return "gather";
    case VIA_SLEEP:
    case VIA_SLEEP_ZERO: return "asyncio.sleep";
    case VIA_SHIELD: return "shield";
    case VIA_WAIT: return "asyncio.wait";
    case VIA_WAIT_FOR: return "wait_for";
    case VIA_AS_COMPLETED: return "as_completed";
    case VIA_TIMEOUT: return "asyncio.timeout";
    case VIA_TASK_GROUP: return WORDS("the TaskGroup");
    case VIA_LOCK: return WORDS("a lock");
    case VIA_EVENT: return WORDS("an event");
    case VIA_SEMAPHORE: return "a semaphore";
    case VIA_CONDITION: return WORDS("a condition");
    case VIA_QUEUE_GET: return WORDS("an item of a queue");
    case VIA_QUEUE_PUT: return WORDS("room in a queue");
    case VIA_QUEUE_JOIN: return WORDS("the last item of a queue");
    case VIA_CANCEL_ALL: return WORDS("the tasks that asyncio.run has cancelled");
    case VIA_NONE:
    case VIA_USER:
    case VIA_RUN:
    case VIA_CREATE_TASK:
    case VIA_BARE_YIELD:
    case VIA_BAD_AWAIT:
    case VIA_TASK:
    case VIA_FUTURE:
    case VIA_SHUTDOWN_ASYNCGENS:
    case VIA_SHUTDOWN_EXECUTOR:
    case VIA_COUNT: break;
    }
    return "a future"; /* no default: the compiler asks for the name of what is new */
}

bool telling_of_wait_for(const Telling *telling, const Event *timer_new)
{
    const ModelTask *task = state_task(telling->state, timer_new->b);
    size_t kept = task == NULL ? 0 : task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    bool within = false;
    for (size_t i = 0; i < kept; i++) {
        within = within || strcmp(telling_text(telling, task->frames[i].name), "asyncio.wait_for") == 0;
    }
    return timer_new->flags == VIA_WAIT_FOR || within;
}

TraceVia telling_future_via(const Telling *telling, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    return found != NULL ? found->via : VIA_NONE;
}

Ref telling_future_owner(const Telling *telling, Ref future)
{
    const ModelFuture *found = ref_kind(future) == REF_FUTURE ? state_future(telling->state, future) : NULL;
    return found != NULL && ref_kind(found->by) == REF_TASK ? found->by : 0;
}

/* A future that the program made itself: it has no name, so its maker stands for it, with a number when it made several. */
static void say_own_future(Telling *telling, Ref future, Ref owner)
{
    if (owner == 0) {
        say(telling, "a future");
        return;
    }
    size_t made = 0, place = 0;
    for (uint32_t i = 1; i <= telling->state->future_count; i++) {
        TraceVia via = telling_future_via(telling, ref_make(REF_FUTURE, i));
        if ((via == VIA_USER || via == VIA_FUTURE || via == VIA_NONE) && telling_future_owner(telling, ref_make(REF_FUTURE, i)) == owner) {
            made++;
            place = i <= ref_number(future) ? made : place;
        }
    }
    char ordinal[PHRASE];
    say(telling, "the %s%sfuture that ", made > 1 ? say_ordinal(telling, place, ordinal) : "", made > 1 ? " " : "");
    bool known = owner == telling->out->subject && telling->event->kind != EV_DEADLOCK;
    say(telling, known ? "it made" : WORDS("%T made"), owner);
}

void say_described(Telling *telling, const char *words)
{
    bool begins = telling->out->text[0] == '\0';
    say(telling, "%B", words);
    if (begins) {
        telling->out->text[0] = (char)toupper((unsigned char)telling->out->text[0]);
    }
}

void say_future(Telling *telling, Ref ref)
{
    if (ref_kind(ref) == REF_TASK) {
        say(telling, "%T", ref);
        return;
    }
    if (narrate_wait_future(telling, ref)) {
        return;
    }
    const ModelFuture *found = state_future(telling->state, ref);
    if (found != NULL && found->name != 0 && found->thing == 0) {
        say_described(telling, telling_text(telling, found->name));
        return;
    }
    TraceVia via = telling_future_via(telling, ref);
    Ref owner = telling_future_owner(telling, ref);
    if (via == VIA_SLEEP && owner != 0) {
        say(telling, "the future of %T's sleep", owner);
    } else if (via == VIA_GATHER) {
        say(telling, "the future of gather");
    } else if (via == VIA_USER || via == VIA_FUTURE || via == VIA_NONE || owner == 0) {
        say_own_future(telling, ref, owner);
    } else {
        say(telling, "the future on which %T waits for %s", owner, telling_thing(via));
    }
}

const Event *telling_last_run(const Telling *telling)
{
    for (size_t i = telling->n; i > 0; i--) {
        const Event *event = trace_event(telling->trace, i - 1);
        if (event->kind == EV_RUN && (event->detail == VIA_RUN || event->detail == VIA_USER)) {
            return event;
        }
    }
    return NULL;
}

const char *telling_runner(const Telling *telling)
{
    const Event *run = telling_last_run(telling);
    return run == NULL || run->detail == VIA_RUN ? "asyncio.run" : "Runner";
}

TraceOutcome telling_outcome(const Telling *telling, Ref ref)
{
    const ModelTask *task = ref_kind(ref) == REF_TASK ? state_task(telling->state, ref) : NULL;
    const ModelFuture *future = ref_kind(ref) == REF_FUTURE ? state_future(telling->state, ref) : NULL;
    return task != NULL && task->resolved ? task->outcome : future != NULL && future->done ? future->outcome : OUTCOME_RESULT;
}

void say_outcome(Telling *telling, Ref ref)
{
    const char *came = narrate_outside_came(telling, ref);
    switch (telling_outcome(telling, ref)) {
    case OUTCOME_RESULT: say(telling, "%s", came != NULL ? came : WORDS(" is done")); break;
    case OUTCOME_EXCEPTION: say(telling, " has failed"); break;
    case OUTCOME_CANCELLED: say(telling, " is cancelled"); break;
    }
}

void say_queue_place(Telling *telling)
{
    size_t ahead = telling->state->ready_count > 0 ? telling->state->ready_count - 1 : 0;
    char count[PHRASE];
    if (ahead == 0) {
        say(telling, "the ready queue, which was empty");
    } else {
        say(telling, "the end of the ready queue, behind %s", say_count(telling, ahead, "other", "others", count));
    }
}

/* What the run begins with, which stands among the first events: the task that asyncio.run makes, or that the loop is started; or NULL. */
static const Event *first_of_run(const Trace *trace)
{
    enum { NEAR_THE_START = 256 };
    for (size_t i = 0; i < trace_count(trace) && i < NEAR_THE_START; i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_RUN || (event->kind == EV_TASK_NEW && event->detail == VIA_RUN)) {
            return event;
        }
    }
    return NULL;
}

static void narrate_beginning(Telling *telling)
{
    char call[PHRASE];
    const Event *first = first_of_run(telling->trace);
    if (first == NULL) {
        say(telling, "Nothing has run yet.");
    } else if (first->kind == EV_RUN) {
        say(telling, "Nothing has run yet: the program will start the loop with %C.",
            first->b == 0 ? "run_forever()" : "run_until_complete()");
    } else {
        const char *name = trace_text(telling->trace, first->c);
        snprintf(call, sizeof call, "asyncio.run(%.40s())", name);
        say(telling, "Nothing has run yet: %C will make a task of %B and start the loop.", call, name);
    }
}

/* A sentence that begins with a word of ours begins with a capital; a name stays as it is written. */
static void capitalise(Sentence *out)
{
    if (out->count > 0 && out->words[0].kind == WORD_PLAIN && out->text[0] >= 'a' && out->text[0] <= 'z') {
        out->text[0] = (char)(out->text[0] - 'a' + 'A');
    }
}

static void narrate_event(Telling *telling)
{
    switch ((EventKind)telling->event->kind) {
    case EV_TASK_NEW:
    case EV_LABEL:
    case EV_STEP:
    case EV_STEP_END:
    case EV_ENTER:
    case EV_EXIT: narrate_task_event(telling); break;
    case EV_FUT_NEW:
    case EV_CHILD:
    case EV_RESOLVE:
    case EV_CANCEL:
    case EV_UNCANCEL: narrate_future_event(telling); break;
    case EV_READY:
    case EV_ITER:
    case EV_ADVANCE:
    case EV_TIMER_NEW:
    case EV_TIMER_FIRE:
    case EV_TIMER_CANCEL:
    case EV_SKIP:
    case EV_HANDLE_CANCEL:
    case EV_CHOOSE:
    case EV_CB:
    case EV_CB_END:
    case EV_ITER_END: narrate_loop_event(telling); break;
    case EV_RUN:
    case EV_RUN_END:
    case EV_OUT:
    case EV_BLOCK:
    case EV_NEVER_AWAITED:
    case EV_EXC_HANDLER:
    case EV_DEADLOCK:
    case EV_LIMIT:
    case EV_REMARK:
    case EV_NAME:
    case EV_USE:
    case EV_LEFT:
    case EV_DONE:
    case EV_PROCESS_END: narrate_program_event(telling); break;
    case EV_OUTSIDE_NEW:
    case EV_WATCH:
    case EV_UNWATCH:
    case EV_ARRIVED:
    case EV_BYTES:
    case EV_FLOW:
    case EV_OUTSIDE_END: narrate_outside_event(telling); break;
    case EV_NONE:
    case EV_COUNT: assert(false && "no trace holds such an event"); break;
    }
}

void narrate(Language language, Model *model, const Spans *spans, const Trace *trace, size_t n, Sentence *out)
{
    *out = (Sentence){.count = 0};
    size_t count = trace_count(trace);
    n = n > count ? count : n;
    Telling telling = {.model = model, .spans = spans, .trace = trace, .n = n, .out = out, .language = language};
    telling.state = model_at(model, n);
    if (telling.state == NULL) {
        say(&telling, "There is not enough memory to look at this moment.");
        return;
    }
    if (n == 0) {
        narrate_beginning(&telling);
        return;
    }
    telling.event = trace_event(trace, n - 1);
    if (telling.state->n < n) {
        say(&telling, "The recording breaks the rules of the loop here: %s.",
            model_error(model) != NULL ? model_error(model) : WORDS("it cannot be followed"));
    } else {
        narrate_event(&telling);
    }
    capitalise(out);
}
