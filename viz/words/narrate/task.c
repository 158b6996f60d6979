/* task.c: sentences about a task: made, begun, resumed, suspended, ended, and its coroutines entered and left. */
#include "parts.h"

#include <string.h>

/* How the wait that has just ended began. */
typedef struct Wait {
    const Event *event; /* the end of the step before, or NULL */
    int64_t slept;      /* ns: of a sleep, how long it was to last; else 0 */
    int64_t over;       /* ns: when it was to end */
} Wait;

/* The task's last spans are the wait, "ready" and "running": what began the first of them tells of the wait. */
static Wait wait_before(const Telling *telling, Ref task)
{
    Wait wait = {.event = NULL};
    const Span *spans = NULL;
    size_t count = spans_of(telling->spans, ref_number(task), &spans);
    size_t index = spans_at(telling->spans, ref_number(task), telling->n);
    if (index >= count || index < 2) {
        return wait;
    }
    const Span *span = &spans[index - 2];
    const Event *event = trace_event(telling->trace, span->from);
    bool waits = span->state == TASK_AWAITING || span->state == TASK_SLEEPING;
    if (waits && event->kind == EV_STEP_END && event->detail == REASON_AWAIT) {
        wait.event = event;
    }
    const State *then = span->state == TASK_SLEEPING ? model_peek(telling->model, (size_t)span->from + 1) : NULL;
    const ModelTask *sleeper = then != NULL ? state_task(then, task) : NULL;
    if (sleeper != NULL) {
        wait.slept = model_delay(telling->trace, sleeper->slept_at, sleeper->wake_at);
        wait.over = sleeper->wake_at;
    }
    return wait;
}

static void tell_new(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    const char *coroutine = telling_text(telling, event->c);
    telling->out->subject = task;
    if (event->flags != 0) {
        say(telling, "%T makes %T, an eager task: its first step runs at once, inside of this one.", event->by, task);
        return;
    }
    switch ((TraceVia)event->detail) {
    case VIA_RUN:
        say(telling, "*asyncio.run* makes a task of the coroutine %B: %T is %S, and nothing of it has run yet.", coroutine, task,
            TASK_CREATED);
        break;
    case VIA_SHUTDOWN_ASYNCGENS:
        say(telling, "%C tidies up: it makes a task that closes the asynchronous generators which are still open.",
            telling_runner(telling));
        break;
    case VIA_SHUTDOWN_EXECUTOR:
        say(telling, "%C tidies up: it makes a task that ends the threads of the default executor.", telling_runner(telling));
        break;
    case VIA_TASK_GROUP:
        say(telling, "%T calls *create_task* of its group: ", event->by);
        say(telling, "%T is %S from the coroutine %B, and the group will wait for its end.", task, TASK_CREATED, coroutine);
        break;
    case VIA_CREATE_TASK:
        say(telling, "%T calls *create_task*: ", event->by);
        say(telling, "%T is %S from the coroutine %B, and nothing of it has run yet.", task, TASK_CREATED, coroutine);
        break;
    default:
        if (narrate_outside_task(telling, coroutine, task)) {
            break;
        }
        if (event->detail != VIA_GATHER && event->detail != VIA_AS_COMPLETED && event->detail != VIA_WAIT &&
            !telling_is_wait((TraceVia)event->detail) && ref_kind(event->by) != REF_HANDLE) {
            say_generic(telling);
        }
        if (event->detail == VIA_NONE || event->detail == VIA_USER || event->detail == VIA_FUTURE) {
            say(telling, "%T makes a task of the coroutine %B: ", event->by, coroutine);
        } else {
            say(telling, "%T calls %B, which makes a task of the coroutine %B: ", event->by,
                say_words(telling, telling_thing((TraceVia)event->detail)), coroutine);
        }
        say(telling, "%T is %S, and nothing of it has run yet.", task, TASK_CREATED);
        break;
    }
}

static void tell_label(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    const ModelTask *found = state_task(telling->state, task);
    const char *name = found != NULL ? telling_text(telling, found->name) : "";
    telling->out->subject = task;
    const Event *before = telling->n >= 2 ? trace_event(telling->trace, telling->n - 2) : NULL;
    if (before == NULL || before->kind != EV_TASK_NEW || before->a != event->a) {
        say(telling, "%T gives %s a name: it is called %C from now on.", event->by, event->by == task ? "itself" : name,
            telling_text(telling, event->b));
        return;
    }
    if (strcmp(name, telling_text(telling, event->b)) == 0) {
        say(telling, "The task is called %T, as the program wants it.", task);
        return;
    }
    say(telling, "%s is called %T here, after its first argument, so that the tasks can be told apart.",
        name[0] != '\0' ? name : WORDS("The task"), task);
}

static void tell_start(Telling *telling, Ref task, const char *thrown)
{
    const ModelTask *found = state_task(telling->state, task);
    if (thrown[0] != '\0') {
        say(telling, "%T was cancelled before its first step: %C is thrown into it, and no line of it runs.", task, thrown);
    } else if (found != NULL && ref_kind(found->parent) == REF_TASK) {
        say(telling, "%T takes its first step: ", task);
        say(telling,
            telling_was_chosen(telling) ? WORDS("%T made it, and now it is chosen to run.")
                                        : WORDS("%T made it, and now it has come to the front of the ready queue."),
            found->parent);
    } else {
        say(telling,
            telling_was_chosen(telling)
                ? WORDS("%T takes its first step: it is chosen, so the loop runs it.")
                : WORDS("%T takes its first step: it has come to the front of the ready queue, so the loop runs it."),
            task);
    }
}

static void tell_after_sleep(Telling *telling, int64_t slept, int64_t over)
{
    enum { LATE = 100000000 }; /* ns */
    char duration[PHRASE], when[PHRASE];
    if (telling->state->now - over >= LATE) {
        say(telling, ": its sleep of %s was over at t = %C, but the loop was held up and comes to it only now.",
            say_duration(telling, slept, duration), phrase_time(over, when));
        return;
    }
    bool chosen = telling_was_chosen(telling);
    say(telling,
        chosen ? WORDS(": %s %s passed, so the loop moved it from %S to %S, and it was chosen.")
               : WORDS(": %s %s passed, so the loop moved it from %S to %S, and it was first in the queue."),
        say_duration(telling, slept, duration), slept == 1000000000 ? WORDS("has") : WORDS("have"), TASK_SLEEPING, TASK_READY);
}

static void tell_after_gather(Telling *telling, const ModelFuture *gather)
{
    char count[PHRASE];
    if (gather->children_done < gather->children) {
        say(telling, ": gather is done, although not all of its children are.");
    } else if (gather->children < 2) {
        say(telling, ": the only child of gather is done, and its result is there.");
    } else {
        say(telling, ": %s%s of gather are done, and their results are there.",
            gather->children == 2 ? WORDS("both children") : WORDS("all "),
            gather->children == 2 ? "" : say_count(telling, gather->children, "child", "children", count));
    }
}

static void tell_wakeup(Telling *telling, Ref task, Ref woken_by, const char *thrown)
{
    Wait before = wait_before(telling, task);
    const Event *wait = before.event;
    Ref awaited = woken_by != 0 ? woken_by : wait != NULL ? wait->b : 0;
    const ModelFuture *future = ref_kind(awaited) == REF_FUTURE ? state_future(telling->state, awaited) : NULL;
    TraceVia via = wait != NULL ? (TraceVia)wait->flags : future != NULL ? future->via : VIA_NONE;
    say(telling, "%T resumes after its *await*", task);
    if (thrown[0] != '\0') {
        say(telling,
            strlen(thrown) < LONG_ERROR ? WORDS(", but with %C: the error comes out of the await, as if it had been raised there.")
                                        : WORDS(", but with %C: the error comes out of the await."),
            thrown);
    } else if (via == VIA_SLEEP && before.slept > 0) {
        tell_after_sleep(telling, before.slept, before.over);
    } else if (via == VIA_GATHER && future != NULL) {
        tell_after_gather(telling, future);
    } else if (narrate_wait_over(telling, via, awaited) || narrate_sync_resumes(telling, task, via)) {
        return;
    } else if (ref_kind(awaited) == REF_TASK) {
        say(telling, ": %T, for which it waited, is done, so it was put into the ready queue and has come to its front.", awaited);
    } else if (ref_kind(awaited) == REF_FUTURE && (via == VIA_USER || via == VIA_FUTURE || via == VIA_NONE)) {
        say(telling, ": ");
        say_future(telling, awaited);
        const char *came = narrate_outside_came(telling, awaited);
        say(telling, "%s", came != NULL ? came : WORDS(" has a result"));
        say(telling, ", so it was put into the ready queue and has come to its front.");
    } else {
        say_generic(telling);
        say(telling, ": its wait for %s is over, so it was put into the ready queue and has come to its front.", telling_thing(via));
    }
}

static void tell_step(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    const char *thrown = telling_text(telling, event->d);
    switch ((TraceResume)event->detail) {
    case RESUME_START: tell_start(telling, task, thrown); break;
    case RESUME_WAKEUP: tell_wakeup(telling, task, event->c, thrown); break;
    case RESUME_NEXT:
        if (thrown[0] != '\0') {
            say(telling, "%T goes on, but with %C thrown in at its *await*.", task, thrown);
        } else {
            say(telling, "%T goes on: it had let the others go first, and all that were ready before it have had their turn.", task);
        }
        break;
    }
}

static void tell_sleep(Telling *telling, Ref task)
{
    const ModelTask *found = state_task(telling->state, task);
    char call[PHRASE], until[PHRASE];
    if (found == NULL || found->state != TASK_SLEEPING) {
        say(telling, "%T awaits %C, but that sleep was cancelled at once: the error will come out of this await.", task, "asyncio.sleep");
        return;
    }
    snprintf(call, sizeof call, "asyncio.sleep(%.9g)", (double)model_delay(telling->trace, found->slept_at, found->wake_at) / 1e9);
    say(telling, "%T awaits %C: it is suspended until t = %C, and the loop may run others meanwhile.", task, call,
        phrase_time(found->wake_at, until));
}

static void tell_await(Telling *telling, const Event *event, Ref task)
{
    TraceVia via = (TraceVia)event->flags;
    const ModelFuture *future = ref_kind(event->b) == REF_FUTURE ? state_future(telling->state, event->b) : NULL;
    if (narrate_wait_await(telling, event)) {
        return;
    }
    if (via == VIA_SLEEP) {
        tell_sleep(telling, task);
    } else if (via == VIA_GATHER && future != NULL) {
        char number[PHRASE];
        snprintf(number, sizeof number, say_words(telling, "%u of %u"), (unsigned)future->children_done, (unsigned)future->children);
        say(telling, future->children == 1 ? "%T waits for *gather*: %C is done." : WORDS("%T waits for *gather*: %C are done."), task,
            number);
    } else if (ref_kind(event->b) == REF_TASK) {
        const ModelTask *other = state_task(telling->state, event->b);
        say(telling, "%T awaits ", task);
        say(telling, "%T, which is %S, ", event->b, other != NULL ? other->state : TASK_READY);
        say(telling, "and is suspended until that task is done.");
    } else if (future != NULL && (via == VIA_USER || via == VIA_FUTURE || via == VIA_NONE)) {
        say(telling, "%T awaits ", task);
        say_future(telling, event->b);
        const ModelFuture *outside = state_future(telling->state, event->b);
        bool named = ref_kind(event->b) == REF_FUTURE && outside != NULL && outside->name != 0;
        say(telling, named ? ": it is suspended until that comes." : WORDS(": it is suspended until somebody gives that a result."));
    } else if (!narrate_sync_waits(telling, task, via)) {
        if (via != VIA_CANCEL_ALL) {
            say_generic(telling);
        }
        say(telling, "%T waits for %B: it is suspended, and the loop may run others meanwhile.", task,
            say_words(telling, telling_thing(via)));
    }
}

static void tell_step_end(Telling *telling, const Event *event)
{
    Ref task = ref_make(REF_TASK, event->a);
    const char *value = telling_text(telling, event->b);
    switch ((TraceReason)event->detail) {
    case REASON_AWAIT: tell_await(telling, event, task); break;
    case REASON_YIELD:
        if (event->flags == VIA_BAD_AWAIT) {
            say(telling, "%T awaits something that cannot be awaited: it gets an error at its next step.", task);
        } else {
            say(telling, "%T awaits %C: it lets the others go first, and its next step goes to the end of the ready queue.", task,
                event->flags == VIA_SLEEP_ZERO ? WORDS("asyncio.sleep(0)") : say_words(telling, "a bare yield"));
        }
        break;
    case REASON_RETURN:
        if (value[0] == '\0' || (value[0] == 'N' && trace_text_length(telling->trace, event->b) == 4)) {
            say(telling, "%T has come to its end: it is %S, and the loop takes over again.", task, TASK_DONE);
        } else {
            say(telling, "%T is %S: it returned %C, and the loop takes over again.", task, TASK_DONE, value);
        }
        break;
    case REASON_RAISE: say(telling, "%T has %S: %C was raised, and nothing in it caught the error.", task, TASK_FAILED, value); break;
    case REASON_CANCELLED:
        say(telling, "%T is %S: %C ended it, and nothing in it caught the error.", task, TASK_CANCELLED, "CancelledError");
        break;
    }
}

/* A task that is called like its coroutine would stand twice in the sentence. */
static void say_own_coroutine(Telling *telling, Ref task, const char *verb, const char *if_same, const char *if_other,
                              const char *coroutine)
{
    char label[PHRASE];
    model_task_label(telling->model, task, label, sizeof label);
    if (strcmp(label, coroutine) == 0) {
        say(telling, "%T %s %s.", task, verb, if_same);
    } else {
        say(telling, "%T %s %s %B, its coroutine.", task, verb, if_other, coroutine);
    }
}

/* The coroutine that the innermost one is entered by, or is left for: the last of the chain but `inner`. */
static bool stands_in_close(const Telling *telling, const ModelTask *task, size_t inner)
{
    size_t kept = task == NULL ? 0 : task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
    return kept > inner && strcmp(telling_text(telling, task->frames[kept - 1 - inner].name), "asyncio.aclose") == 0;
}

static void tell_generator_enter(Telling *telling, const Event *event, const ModelTask *task, const char *name)
{
    if (stands_in_close(telling, task, 1)) {
        say(telling, "%T closes the generator %B: an error comes out of the yield at which it stands, so that it can tidy up.", event->by,
            name);
    } else {
        say(telling, "%T asks the generator %B for its next value: it runs at once in the same task, and the loop takes no part in it.",
            event->by, name);
    }
}

static void tell_generator_exit(Telling *telling, const Event *event, const ModelTask *task, const char *name)
{
    if (stands_in_close(telling, task, 0)) {
        say(telling, "The generator %B is closed.", name);
    } else if (event->flags == GENERATOR_GAVE) {
        say(telling, "%T has its next value from the generator %B, which stands at its yield until it is asked again.", event->by, name);
    } else if (event->detail == OUTCOME_RESULT) {
        say(telling, "The generator %B has come to its end, so %T has all of its values.", name, event->by);
    } else {
        say(telling, "%T leaves the generator %B by an error: there will be no more values.", event->by, name);
    }
}

static void tell_enter(Telling *telling, const Event *event)
{
    const char *name = telling_text(telling, event->b);
    const ModelTask *task = state_task(telling->state, event->by);
    if (narrate_wait_block(telling, event)) {
        return;
    }
    if (event->flags == GENERATOR_ASKED) {
        tell_generator_enter(telling, event, task, name);
    } else if (task != NULL && task->frame_count > 1) {
        say(telling,
            "%T awaits the coroutine %B: this works like a call, it runs at once in the same task, and the loop takes no part in it.",
            event->by, name);
    } else {
        say_own_coroutine(telling, event->by, WORDS("begins with"), WORDS("its first line"), WORDS("the first line of"), name);
    }
}

static void tell_exit(Telling *telling, const Event *event)
{
    const char *name = telling_text(telling, event->b);
    const ModelTask *task = state_task(telling->state, event->by);
    bool outermost = task == NULL || task->frame_count == 0;
    if (narrate_wait_block_end(telling, event)) {
        return;
    }
    if (event->flags != GENERATOR_NOT) {
        tell_generator_exit(telling, event, task, name);
        return;
    }
    switch ((TraceOutcome)event->detail) {
    case OUTCOME_RESULT:
        if (outermost) {
            say_own_coroutine(telling, event->by, WORDS("comes to"), WORDS("the end of its coroutine"), WORDS("the end of"), name);
        } else {
            say(telling, "%T returns from %B to the coroutine that awaited it, still within the same step.", event->by, name);
        }
        break;
    case OUTCOME_EXCEPTION:
        say(telling, "%T leaves %B by an error: %s.", event->by, name,
            outermost ? WORDS("there is nobody left in the task who could catch it") : WORDS("the coroutine that awaited it may catch it"));
        break;
    case OUTCOME_CANCELLED:
        say(telling, "%T leaves %B because it is being cancelled: %s.", event->by, name,
            outermost ? WORDS("that was its outermost coroutine") : WORDS("the coroutine that awaited it may clean up"));
        break;
    }
}

void narrate_task_event(Telling *telling)
{
    const Event *event = telling->event;
    switch ((EventKind)event->kind) {
    case EV_TASK_NEW: tell_new(telling, event); break;
    case EV_LABEL: tell_label(telling, event); break;
    case EV_STEP: tell_step(telling, event); break;
    case EV_STEP_END: tell_step_end(telling, event); break;
    case EV_ENTER: tell_enter(telling, event); break;
    case EV_EXIT: tell_exit(telling, event); break;
    default: break;
    }
}
