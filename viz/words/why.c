/* why.c: why a task runs or does not, and why something happened: who waits for whom now, and the chain of causes back to the start. */
#include "why_parts.h"

#include <string.h>

/* A question on its way to an answer. */
typedef struct Asking {
    Telling telling;
    Sentence words; /* of the link that is being made */
    Why *why;
} Asking;

static void begin_link(Asking *asking) { asking->words = (Sentence){.count = 0}; }

/* Takes over the sentence; a word of ours at its start becomes a capital. */
static void end_link(Asking *asking, WhyLink *link, size_t index)
{
    const Sentence *words = &asking->words;
    size_t length = strlen(words->text);
    *link = (WhyLink){.index = index, .task = words->subject};
    if (length >= WHY_TEXT) {
        length = WHY_TEXT - 1;
        while (length > 0 && ((unsigned char)words->text[length] & 0xc0U) == 0x80) {
            length--;
        }
    }
    memcpy(link->text, words->text, length);
    bool ours = words->count > 0 && words->words[0].kind == WORD_PLAIN;
    if (ours && link->text[0] >= 'a' && link->text[0] <= 'z') {
        link->text[0] = (char)(link->text[0] - 'a' + 'A');
    }
}

static void open_question(Asking *asking, Language language, Model *model, const Spans *spans, const Trace *trace, size_t n, Why *out)
{
    memset(out, 0, sizeof *out);
    memset(asking, 0, sizeof *asking);
    asking->why = out;
    asking->telling = (Telling){
        .model = model, .spans = spans, .trace = trace, .n = n, .state = model_at(model, n), .out = &asking->words, .language = language};
}

/* ---- The chain of causes ---- */

/* The newest event is told whatever it is; of those behind it only what its neighbours do not say. */
static bool say_cause(Asking *asking, size_t index)
{
    const Event *event = trace_event(asking->telling.trace, index);
    bool first = asking->why->cause_count == 0;
    begin_link(asking);
    if (!first && event->kind == EV_READY) {
        return false;
    }
    if (why_say_event(&asking->telling, index) && asking->words.count > 0) {
        return true;
    }
    begin_link(asking);
    return false;
}

static void add_cause(Asking *asking, size_t index) { end_link(asking, &asking->why->causes[asking->why->cause_count++], index); }

/* Walks back from the event to the start of the run. A longer chain than there is room for says so, and ends at the start all the same. */
static void add_causes(Asking *asking, size_t index)
{
    Why *why = asking->why;
    size_t last = SIZE_MAX;
    for (size_t at = index; at != SIZE_MAX && why->cause_count < WHY_CAUSES - 1; at = why_cause(asking->telling.trace, at)) {
        if (say_cause(asking, at)) {
            add_cause(asking, at);
        }
        last = at;
    }
    if (why->cause_count > 0 && why->causes[why->cause_count - 1].index == 0) {
        return;
    }
    begin_link(asking);
    bool cut = last != 0 && why_cause(asking->telling.trace, last) != SIZE_MAX;
    say(&asking->telling, cut ? "… and so on, back to the start of the run." : WORDS("The run began."));
    add_cause(asking, 0);
}

/* ---- What holds now ---- */

static void add_fact(Asking *asking, size_t index)
{
    Why *why = asking->why;
    if (why->fact_count < WHY_FACTS) {
        end_link(asking, &why->facts[why->fact_count++], index);
    }
}

/* " (main, API A, …)" */
static void say_those_before(Asking *asking, size_t ahead)
{
    enum { MOST = 3 };
    Telling *telling = &asking->telling;
    for (size_t i = 0; i < ahead && i < MOST; i++) {
        const ModelReady *entry = &telling->state->ready[i];
        say(telling, i == 0 ? " (" : ", ");
        if (entry->task != 0) {
            say(telling, "%T", entry->task);
        } else {
            say(telling, "a callback");
        }
    }
    say(telling, ahead > MOST ? ", …)" : ")");
}

static void say_ready(Asking *asking, const ModelTask *task)
{
    Telling *telling = &asking->telling;
    const State *state = telling->state;
    Ref self = ref_make(REF_TASK, task->number);
    size_t ahead = 0;
    char count[PHRASE];
    while (ahead < state->ready_count && state->ready[ahead].handle != task->ready_handle) {
        ahead++;
    }
    say(telling, "%T is %S", self, TASK_READY);
    if (ahead == state->ready_count) {
        say(telling, ", and is about to run.");
        return;
    }
    if (ahead == 0) {
        say(telling, ": it is first in the queue");
    } else {
        say(telling, ": %s before it in the queue", say_count(telling, ahead, "entry stands", "entries stand", count));
        say_those_before(asking, ahead);
    }
    if (ref_kind(state->running) == REF_TASK) {
        say(telling, ", and %T runs now", state->running);
    } else if (state->running != TRACE_NOBODY) {
        say(telling, ", and a callback runs now");
    }
    say(telling, ".");
}

static void say_ended(Asking *asking, const ModelTask *task)
{
    Telling *telling = &asking->telling;
    Ref self = ref_make(REF_TASK, task->number);
    const char *result = telling_text(telling, task->result);
    if (task->state == TASK_FAILED) {
        say(telling, "%T has %S: %C was raised, and nothing in it caught the error.", self, TASK_FAILED, result);
    } else if (task->state == TASK_CANCELLED) {
        say(telling, "%T is %S: it will not run again.", self, TASK_CANCELLED);
    } else if (result[0] != '\0' && strcmp(result, "None") != 0) {
        say(telling, "%T is %S: it returned %C.", self, TASK_DONE, result);
    } else {
        say(telling, "%T is %S: it has come to its end.", self, TASK_DONE);
    }
}

static bool ended(const ModelTask *task) { return task == NULL || task->state >= TASK_DONE; }

static TraceVia made_via(const Telling *telling, uint32_t task_number)
{
    const Span *spans = NULL;
    size_t count = spans_of(telling->spans, task_number, &spans);
    const Event *made = count > 0 && spans[0].from < trace_count(telling->trace) ? trace_event(telling->trace, spans[0].from) : NULL;
    return made != NULL && made->kind == EV_TASK_NEW ? (TraceVia)made->detail : VIA_NONE;
}

/* Of a gather's children, in the order of its arguments, those that are not done: the first `most` of them. Returns how many there are. */
static size_t gather_pending(const Telling *telling, Ref gather, Ref *pending, size_t most)
{
    const State *state = telling->state;
    size_t count = 0;
    for (size_t i = 0; i < telling->n; i++) {
        const Event *event = trace_event(telling->trace, i);
        if (event->kind != EV_CHILD || event->a != ref_number(gather)) {
            continue;
        }
        const ModelFuture *inner = state_future(state, event->b);
        if (ref_kind(event->b) == REF_TASK ? !ended(state_task(state, event->b)) : inner != NULL && !inner->done) {
            if (count < most) {
                pending[count] = event->b;
            }
            count++;
        }
    }
    return count;
}

/* Someone behind the future who is not done yet, and so keeps it from being resolved; 0: the trace does not say who. */
static Ref pending_behind(const Telling *telling, Ref future, Ref waiter)
{
    const State *state = telling->state;
    TraceVia via = telling_future_via(telling, future);
    if (via == VIA_GATHER) {
        Ref first = 0;
        return gather_pending(telling, future, &first, 1) > 0 ? first : 0;
    }
    bool makes_tasks = via == VIA_TASK_GROUP || via == VIA_WAIT_FOR || via == VIA_SHIELD;
    for (size_t i = 0; makes_tasks && i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->parent == waiter && made_via(telling, task->number) == via && !ended(task)) {
            return ref_make(REF_TASK, task->number);
        }
    }
    return 0;
}

/* ", API A and File C are not": all that a gather still waits for, so that nobody takes the one that is followed for the only one. */
static void say_gather_pending(Telling *telling, Ref gather)
{
    Ref pending[3] = {0};
    size_t count = gather_pending(telling, gather, pending, 3);
    for (size_t i = 0; i < count && i < 3; i++) {
        if (ref_kind(pending[i]) != REF_TASK) {
            return;
        }
    }
    if (count == 1) {
        say(telling, ", %T is not", pending[0]);
    } else if (count == 2) {
        say(telling, ", %T and ", pending[0]);
        say(telling, "%T are not", pending[1]);
    } else if (count >= 3) {
        char more[PHRASE];
        say(telling, ", %T, ", pending[0]);
        say(telling, count == 3 ? "%T and " : "%T, ", pending[1]);
        say(telling, "%T", pending[2]);
        if (count > 3) {
            snprintf(more, sizeof more, say_words(telling, " and %zu more"), count - 3);
            say(telling, "%C", more);
        }
        say(telling, " are not");
    }
}

/* Returns whom it hangs on, or 0. */
static Ref say_future_wait(Asking *asking, const ModelTask *task, Ref pending)
{
    Telling *telling = &asking->telling;
    Ref self = ref_make(REF_TASK, task->number);
    const ModelFuture *future = state_future(telling->state, task->awaits);
    if (task->via == VIA_GATHER && future != NULL) {
        char number[PHRASE];
        snprintf(number, sizeof number, say_words(telling, "%u of %u"), (unsigned)future->children_done, (unsigned)future->children);
        say(telling, "%T awaits gather: %C are done", self, number);
        say_gather_pending(telling, task->awaits);
        say(telling, ".");
    } else if (task->via == VIA_TASK_GROUP) {
        say(telling, "%T waits until every task of its group has ended", self);
        if (pending != 0) {
            say(telling, ", and %T has not", pending);
        }
        say(telling, ".");
    } else if (task->via == VIA_WAIT_FOR || task->via == VIA_WAIT || task->via == VIA_SHIELD || task->via == VIA_AS_COMPLETED) {
        say(telling, "%T awaits %C", self, trace_via_name(task->via));
        say(telling, pending != 0 ? ", which waits for %T." : WORDS(", and what that waits for is not done."), pending);
    } else if (narrate_sync_wanted(telling, self, task->via) != NULL) {
        say(telling, "%T waits for %s", self, narrate_sync_wanted(telling, self, task->via));
        Ref holder = future != NULL ? why_say_thing(telling, future) : 0;
        say(telling, ".");
        return ref_kind(holder) == REF_TASK && holder != self ? holder : pending;
    } else if (!why_waits_outside(telling, task)) {
        say(telling, "%T awaits a future, and nobody has resolved it yet.", self);
    }
    return pending;
}

static Ref say_waiting(Asking *asking, const ModelTask *task)
{
    Telling *telling = &asking->telling;
    Ref self = ref_make(REF_TASK, task->number);
    if (ref_kind(task->awaits) == REF_TASK) {
        const ModelTask *other = state_task(telling->state, task->awaits);
        say(telling, "%T awaits ", self);
        say(telling, "%T, which is %S.", task->awaits, other != NULL ? other->state : TASK_READY);
        return task->awaits;
    }
    Ref pending = pending_behind(telling, task->awaits, self);
    return say_future_wait(asking, task, pending);
}

/* Says what the task does. Returns whom it waits for, or 0. */
static Ref say_fact(Asking *asking, const ModelTask *task)
{
    Telling *telling = &asking->telling;
    Ref self = ref_make(REF_TASK, task->number);
    char until[PHRASE];
    switch (task->state) {
    case TASK_CREATED: say(telling, "%T is %S, and not in the ready queue yet.", self, TASK_CREATED); break;
    case TASK_READY: say_ready(asking, task); break;
    case TASK_RUNNING: say(telling, "%T runs now.", self); break;
    case TASK_SLEEPING: say(telling, "%T sleeps: its timer is due at t = %C.", self, why_duration(task->wake_at, until)); break;
    case TASK_AWAITING: return say_waiting(asking, task);
    default: say_ended(asking, task); break;
    }
    return 0;
}

static bool asked_already(const Ref *asked, size_t count, Ref task)
{
    for (size_t i = 0; i < count; i++) {
        if (asked[i] == task) {
            return true;
        }
    }
    return false;
}

/* Follows who waits for whom, down to the one that everything hangs on. Returns the event since which that is so. */
static size_t add_facts(Asking *asking, Ref ref)
{
    Telling *telling = &asking->telling;
    Ref asked[WHY_FACTS] = {0};
    size_t since = SIZE_MAX;
    for (size_t count = 0; count + 1 < WHY_FACTS && ref != 0;) {
        begin_link(asking);
        if (asked_already(asked, count, ref)) {
            say(telling, "That is a circle: each waits for the next, and none can ever go on.");
            add_fact(asking, since);
            break;
        }
        asked[count++] = ref;
        const ModelTask *task = state_task(telling->state, ref);
        if (task == NULL) { /* a future among a gather's children: whoever is behind it */
            Ref behind = pending_behind(telling, ref, telling_future_owner(telling, ref));
            if (behind == 0 || ref_kind(behind) != REF_TASK) {
                break;
            }
            ref = behind;
            continue;
        }
        ref = say_fact(asking, task);
        since = task->since;
        add_fact(asking, since);
        if (ref == 0 && task->state == TASK_AWAITING && telling->state->deadlock) {
            begin_link(asking);
            say(telling, "Nothing is ready and no timer is set, so nobody will ever wake it: a deadlock.");
            add_fact(asking, since);
        }
    }
    return since;
}

void why_task(Language language, Model *model, const Spans *spans, const Trace *trace, Ref task, size_t n, Why *out)
{
    Asking asking;
    open_question(&asking, language, model, spans, trace, n, out);
    out->task = task;
    const ModelTask *found = asking.telling.state != NULL ? state_task(asking.telling.state, task) : NULL;
    if (found == NULL) {
        return;
    }
    out->runs = found->state == TASK_RUNNING;
    size_t since = add_facts(&asking, task);
    if (since != SIZE_MAX) {
        add_causes(&asking, since);
    }
}

void why_event(Language language, Model *model, const Spans *spans, const Trace *trace, size_t index, Why *out)
{
    Asking asking;
    open_question(&asking, language, model, spans, trace, index + 1, out);
    if (asking.telling.state == NULL || index >= trace_count(trace)) {
        return;
    }
    add_causes(&asking, index);
}
