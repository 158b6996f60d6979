/* why_thing.c: who holds the lock for which a task waits, and who used the event, condition or queue last: found by walking back over the uses of that thing. */
#include "why_parts.h"

enum { HOLDERS = 4 };

/* The last use of the thing before the moment, of one of the kinds in the set; NULL: none. */
static const Event *last_use(const Telling *telling, uint32_t thing, unsigned kinds)
{
    for (size_t i = telling->n; i-- > 0;) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == EV_USE && event->a == thing && (kinds >> event->detail & 1) != 0) {
            return event;
        }
    }
    return NULL;
}

static void say_who_and_where(Telling *telling, const Event *event)
{
    const ModelTask *task = state_task(telling->state, event->by);
    say(telling, "%T", event->by);
    why_say_line(telling, event->d);
    if (task != NULL && task->resolved) {
        say(telling, ", which has ended since");
    }
}

static Ref say_lock(Telling *telling, uint32_t thing)
{
    const Event *event = last_use(telling, thing, 1U << USE_TAKEN | 1U << USE_RELEASED);
    if (event == NULL || event->detail == USE_RELEASED) {
        say(telling, ", which nobody holds just now");
        return 0;
    }
    say(telling, ", which ");
    say(telling, "%T has held since it took it", event->by);
    why_say_line(telling, event->d);
    return event->by;
}

typedef struct Holders {
    Ref who[HOLDERS];
    size_t count;
    Ref gave_back[HOLDERS * 4]; /* met on the way back: each stands for one place that was taken before it */
    size_t given;
} Holders;

/* False: somebody gave back more than is kept in mind here. */
static bool look_at(Holders *holders, const Event *event)
{
    Ref who = event->detail == USE_HANDED ? event->c : event->by;
    if (event->detail == USE_RELEASED) {
        if (holders->given == sizeof holders->gave_back / sizeof holders->gave_back[0]) {
            return false;
        }
        holders->gave_back[holders->given++] = who;
        return true;
    }
    for (size_t i = 0; i < holders->given; i++) {
        if (holders->gave_back[i] == who) {
            holders->gave_back[i] = holders->gave_back[--holders->given];
            return true;
        }
    }
    holders->who[holders->count++] = who;
    return true;
}

static Ref say_semaphore(Telling *telling, uint32_t thing)
{
    Holders holders = {.count = 0};
    for (size_t i = telling->n; i-- > 0 && holders.count < HOLDERS;) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind == EV_USE && event->a == thing && !look_at(&holders, event)) {
            return 0;
        }
    }
    if (holders.count == 0) {
        return 0;
    }
    say(telling, ": its places are held by ");
    for (size_t i = 0; i < holders.count; i++) {
        say(telling, i == 0 ? "%T" : i + 1 == holders.count && holders.count < HOLDERS ? WORDS(" and %T") : ", %T", holders.who[i]);
    }
    say(telling, holders.count == HOLDERS ? " …" : "");
    return holders.who[holders.count - 1];
}

static void say_event(Telling *telling, uint32_t thing)
{
    const Event *event = last_use(telling, thing, 1U << USE_SET | 1U << USE_CLEARED);
    if (event == NULL) {
        say(telling, ": nobody has set it yet");
    } else {
        say(telling, event->detail == USE_SET ? ": it was last set by " : WORDS(": it was last cleared by "));
        say_who_and_where(telling, event);
    }
}

static void say_condition(Telling *telling, uint32_t thing)
{
    const Event *event = last_use(telling, thing, 1U << USE_NOTIFIED);
    if (event == NULL) {
        say(telling, ": nobody has notified it yet");
    } else {
        say(telling, ": it was last notified by ");
        say_who_and_where(telling, event);
    }
}

static void say_queue(Telling *telling, uint32_t thing, TraceVia via)
{
    TraceUse wanted = via == VIA_QUEUE_GET ? USE_PUT : via == VIA_QUEUE_PUT ? USE_GOT : USE_DEALT;
    const Event *event = last_use(telling, thing, 1U << wanted);
    if (event == NULL) {
        say(telling, via == VIA_QUEUE_GET   ? ": nobody has put anything into it yet"
                     : via == VIA_QUEUE_PUT ? WORDS(": nobody has taken anything out of it yet")
                                            : WORDS(": nobody has said of an item that it is dealt with"));
        return;
    }
    char count[PHRASE];
    if (via == VIA_QUEUE_JOIN) {
        say(telling, ": %s; the last that was dealt with was ", say_count(telling, event->c, "is left", "are left", count));
        say(telling, "%T's", event->by);
        why_say_line(telling, event->d);
        return;
    }
    say(telling, via == VIA_QUEUE_GET ? ": the last item was put in by " : WORDS(": the last item was taken out by "));
    say_who_and_where(telling, event);
}

Ref why_say_thing(Telling *telling, const ModelFuture *future)
{
    uint32_t thing = future->thing;
    if (telling_names_thing(telling, thing, future->name)) {
        say(telling, " (%B)", telling_text(telling, future->name));
    }
    switch (thing_kind(thing)) {
    case THING_LOCK: return say_lock(telling, thing);
    case THING_SEMAPHORE: return say_semaphore(telling, thing);
    case THING_EVENT: say_event(telling, thing); return 0;
    case THING_CONDITION: say_condition(telling, thing); return 0;
    case THING_QUEUE: say_queue(telling, thing, future->via); return 0;
    default: return 0;
    }
}
