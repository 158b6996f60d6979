/* sync.c: sentences about waiting for locks, events, semaphores, conditions and queues: standing in line, being woken, going on. */
#include "parts.h"

#include <string.h>

/* What to say of a wait of that kind. `again`: what Condition.wait does at its end, which is to take the lock once more. */
typedef struct Wording {
    TraceVia via;
    bool again;
    const char *made, *waits, *woken, *because, *resumes;
} Wording;

static const Wording wordings[] = {
    {VIA_LOCK, false, WORDS("may not take the lock yet: it makes a future and stands in line."), WORDS("its turn to take the lock"),
     WORDS("wakes %T, which is first in line for the lock."), WORDS("it is its turn to take the lock"),
     WORDS("it was first in line for the lock, and takes it now.")},
    {VIA_EVENT, false, WORDS("finds the event not set: it makes a future to wait on."), WORDS("somebody to set the event"),
     WORDS("sets the event: %T, which waits for it, can go on."), WORDS("the event was set"), WORDS("the event was set.")},
    {VIA_SEMAPHORE, false, WORDS("finds no place free in the semaphore: it makes a future and stands in line."),
     WORDS("a place in the semaphore"), WORDS("hands a place in the semaphore to %T, which is next in line."),
     WORDS("a place in the semaphore was handed to it"), WORDS("a place in the semaphore was handed to it.")},
    {VIA_CONDITION, false, WORDS("waits for the condition: it makes a future and stands in line."),
     WORDS("somebody to notify the condition"),
     WORDS("notifies the condition: %T, which waits for it, will take the lock again and go on."), WORDS("the condition was notified"),
     WORDS("it was notified, but before it goes on it has to take the lock again.")},
    {VIA_CONDITION, true, WORDS("has to take the lock again, but may not yet: it makes a future and stands in line."),
     WORDS("its turn to take the lock again"), WORDS("wakes %T, which is first in line for the lock."),
     WORDS("it is its turn to take the lock again"), WORDS("it was first in line for the lock, and takes it again now.")},
    {VIA_QUEUE_GET, false, WORDS("finds the queue empty: it makes a future and stands in line for the next item."),
     WORDS("an item of the queue"), WORDS("wakes %T, which is first in line for an item of the queue."),
     WORDS("there was an item for it in the queue"), WORDS("it was woken for an item of the queue, and looks whether it is still there.")},
    {VIA_QUEUE_PUT, false, WORDS("finds the queue full: it makes a future and stands in line for room."), WORDS("room in the queue"),
     WORDS("wakes %T, which is first in line for room in the queue."), WORDS("there was room for it in the queue"),
     WORDS("it was woken for room in the queue, and looks whether it is still there.")},
    {VIA_QUEUE_JOIN, false, WORDS("waits until every item of the queue is dealt with: it makes a future for that."),
     WORDS("every item of the queue to be dealt with"),
     WORDS("says that the last item of the queue is dealt with: %T, which waits for that, can go on."),
     WORDS("every item of the queue is dealt with"), WORDS("every item of the queue is dealt with.")},
};

/* NULL: that is no wait of these. */
static const Wording *wording_of(TraceVia via, bool again)
{
    for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
        if (wordings[i].via == via && wordings[i].again == (again && via == VIA_CONDITION)) {
            return &wordings[i];
        }
    }
    return NULL;
}

/* Is the task in Lock.acquire? Inside Condition.wait that tells the two waits apart. */
static bool acquires(const Telling *telling, Ref task)
{
    const ModelTask *found = state_task(telling->state, task);
    if (found == NULL || found->frame_count == 0) {
        return false;
    }
    size_t kept = found->frame_count < MODEL_FRAMES ? found->frame_count : MODEL_FRAMES;
    return strcmp(telling_text(telling, found->frames[kept - 1].name), "asyncio.Lock.acquire") == 0;
}

bool narrate_sync_made(Telling *telling, const Event *event)
{
    const Wording *wording = wording_of((TraceVia)event->detail, acquires(telling, event->by));
    if (wording == NULL) {
        return false;
    }
    say(telling, "%T %s", event->by, wording->made);
    return true;
}

bool narrate_sync_resolved(Telling *telling, const Event *event)
{
    Ref waiter = telling_waiter(telling, telling->state, event->b);
    const Wording *wording = wording_of(telling_future_via(telling, event->b), acquires(telling, waiter));
    if (wording == NULL || waiter == 0 || event->detail != OUTCOME_RESULT) {
        return false;
    }
    say(telling, "%T ", event->by);
    say(telling, wording->woken, waiter);
    return true;
}

bool narrate_sync_waits(Telling *telling, Ref task, TraceVia via)
{
    const Wording *wording = wording_of(via, acquires(telling, task));
    if (wording == NULL) {
        return false;
    }
    say(telling, "%T waits for %s: it is suspended, and the loop may run others meanwhile.", task, wording->waits);
    return true;
}

bool narrate_sync_wait(Telling *telling, Ref task, TraceVia via)
{
    const Wording *wording = wording_of(via, acquires(telling, task));
    if (wording == NULL) {
        return false;
    }
    say(telling, "%s", wording->waits);
    return true;
}

const char *narrate_sync_wanted(const Telling *telling, Ref task, TraceVia via)
{
    const Wording *wording = wording_of(via, acquires(telling, task));
    return wording != NULL ? wording->waits : NULL;
}

bool narrate_sync_resumes(Telling *telling, Ref task, TraceVia via)
{
    const Wording *wording = wording_of(via, acquires(telling, task));
    if (wording == NULL) {
        return false;
    }
    say(telling, ": %s", wording->resumes);
    return true;
}

bool narrate_sync_reason(Telling *telling, Ref task, Ref future)
{
    const Wording *wording = wording_of(telling_future_via(telling, future), acquires(telling, task));
    if (wording == NULL) {
        return false;
    }
    if (telling_outcome(telling, future) == OUTCOME_RESULT) {
        say(telling, "%s", wording->because);
    } else {
        say(telling, "its wait for %s was cancelled", telling_thing(wording->via));
    }
    return true;
}

bool telling_names_thing(const Telling *telling, uint32_t thing, uint32_t name)
{
    return name != 0 && strcmp(telling_text(telling, name), trace_thing_name(thing)) != 0; /* "the lock lock" says nothing more */
}

/* "lock", "queue jobs", "event 2". `as` "of": in another case, where the language has them, as what is taken out of it. */
static void say_thing_as(Telling *telling, const char *as, uint32_t thing, uint32_t name)
{
    char number[PHRASE];
    say(telling, "%s", words_meant(telling->language, as, trace_thing_name(thing)));
    if (telling_names_thing(telling, thing, name)) {
        say(telling, " %B", telling_text(telling, name));
    } else if (thing_number(thing) > 1) {
        snprintf(number, sizeof number, " %u", (unsigned)thing_number(thing));
        say(telling, "%s", number);
    }
}

/* "makes a queue for at most 3 items", and which of them it is when there are more. */
static void say_made(Telling *telling)
{
    const Event *event = telling->event;
    char count[PHRASE];
    static const char *const made[THING_COUNT] = {[THING_LOCK] = WORDS("a lock"),
                                                  [THING_EVENT] = WORDS("an event"),
                                                  [THING_SEMAPHORE] = WORDS("a semaphore"),
                                                  [THING_CONDITION] = WORDS("a condition"),
                                                  [THING_QUEUE] = WORDS("a queue")};
    say(telling, "makes %s", made[thing_kind(event->a)]);
    if (thing_kind(event->a) == THING_SEMAPHORE) {
        say(telling, " with %s", say_count(telling, event->c, "place", "places", count));
    } else if (thing_kind(event->a) == THING_QUEUE && event->c > 0) {
        say(telling, " for at most %s", say_count(telling, event->c, "item", "items", count));
    } else if (thing_kind(event->a) == THING_QUEUE) {
        say(telling, " without a limit");
    }
    if (thing_number(event->a) > 1) {
        snprintf(count, sizeof count, " %u.", (unsigned)thing_number(event->a));
        say(telling, ": %s", words_meant(telling->language, "thing", trace_thing_name(event->a)));
        say(telling, "%s", count);
    } else {
        say(telling, ".");
    }
}

/* Things that are used whether or not anybody has to wait. */
void narrate_sync_use(Telling *telling)
{
    static const struct {
        const char *does, *then;
    } words[USE_COUNT] = {
        [USE_TAKEN] = {WORDS("takes the "), WORDS(": it is held now, and whoever asks for it has to wait.")},
        [USE_RELEASED] = {WORDS("releases the "), "."},
        [USE_HANDED] = {WORDS("hands a place in the "), WORDS(" on to ")},
        [USE_SET] = {WORDS("sets the "), WORDS(": until it is cleared, nobody waits for it.")},
        [USE_CLEARED] = {WORDS("clears the "), WORDS(": from now on whoever waits for it has to wait.")},
        [USE_PUT] = {WORDS("puts an item into the "), ": "},
        [USE_GOT] = {WORDS("takes an item out of the "), ": "},
        [USE_DEALT] = {WORDS("says that an item of the "), WORDS(" is dealt with: ")},
        [USE_NOTIFIED] = {WORDS("notifies the "), ": "},
        [USE_SHUT] = {WORDS("shuts down the "), WORDS(": nothing more is put into it, and whoever finds it empty gets QueueShutDown.")},
        [USE_SEEN] = {WORDS("finds the "), WORDS(" set, and need not wait for it.")},
        [USE_KEPT] = {WORDS("leaves behind the "), WORDS(": that stays when this task ends.")},
    };
    const Event *event = telling->event;
    TraceUse use = (TraceUse)event->detail;
    char count[PHRASE];
    say(telling, "%T ", event->by);
    if (use == USE_MADE) {
        say_made(telling);
        return;
    }
    if (use == USE_TAKEN && thing_kind(event->a) == THING_SEMAPHORE) {
        say(telling, "takes a place in the ");
        say_thing_as(telling, "of", event->a, event->b);
        say(telling, ": %s.",
            event->c == 0 ? WORDS("none is left") : say_count(telling, event->c, "place is left", "places are left", count));
        return;
    }
    if (use == USE_RELEASED && thing_kind(event->a) == THING_SEMAPHORE) {
        say(telling, "gives back a place in the ");
        say_thing_as(telling, "of", event->a, event->b);
        say(telling, ": %s.", say_count(telling, event->c, "place is free", "places are free", count));
        return;
    }
    bool of = use == USE_HANDED || use == USE_GOT || use == USE_DEALT || use == USE_NOTIFIED;
    say(telling, "%s", words[use].does);
    say_thing_as(telling, of ? "of" : "thing", event->a, event->b);
    say(telling, "%s", words[use].then);
    switch (use) {
    case USE_HANDED: say(telling, "%T, which is first in line: it is taken before anybody else can ask.", event->c); break;
    case USE_PUT:
    case USE_GOT:
        say(telling, event->c == 0 ? "it is empty now." : WORDS("it holds %s now."), say_count(telling, event->c, "item", "items", count));
        break;
    case USE_DEALT:
        say(telling, "%s.", event->c == 0 ? WORDS("that was the last") : say_count(telling, event->c, "is left", "are left", count));
        break;
    case USE_NOTIFIED:
        if (event->c == 0) {
            say(telling, "nobody waits for it, so nobody will ever hear of this.");
        } else {
            say(telling, "%s woken.", say_count(telling, event->c, "task that waits is", "tasks that wait are", count));
        }
        break;
    default: break;
    }
}

/* "A for its turn to take the lock, B for an item of the queue": what those wait for who would wait for ever, as far as there is room. */
void narrate_sync_deadlock(Telling *telling)
{
    enum { MOST = 4 };
    size_t said = 0;
    for (size_t i = 0; i < telling->state->task_count; i++) {
        const ModelTask *task = &telling->state->tasks[i];
        if (task->state != TASK_AWAITING) {
            continue;
        }
        if (said == MOST) {
            say(telling, " …");
            break;
        }
        Ref ref = ref_make(REF_TASK, task->number);
        const Wording *wording = wording_of(task->via, acquires(telling, ref));
        say(telling, said == 0 ? " %T for " : WORDS(", %T for "), ref);
        if (ref_kind(task->awaits) == REF_TASK) {
            say(telling, "%T", task->awaits);
        } else {
            TraceVia via = telling_future_via(telling, task->awaits);
            if (wording == NULL && (via == VIA_USER || via == VIA_FUTURE)) {
                say_future(telling, task->awaits);
            } else {
                say(telling, "%s", wording != NULL ? wording->waits : telling_thing(task->via));
            }
        }
        said++;
    }
    say(telling, said > 0 ? "." : "");
}
