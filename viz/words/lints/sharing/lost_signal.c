/* lost_signal.c: an event that is set and cleared again before anybody has seen it set. */
#include "words/lints/rule.h"

enum { WAITERS = 4 };

typedef struct Signal {
    Ref waited[WAITERS]; /* who has looked at it before, and who made those: wait_for() may have given them the wait */
    size_t waited_next;
    Ref set_by;
    uint32_t set_at;  /* place id */
    int64_t set_time; /* ns */
    bool unseen;      /* it was set while nobody waited, and nobody has looked since */
} Signal;

static void remember(Signal *signal, Ref task)
{
    for (size_t i = 0; i < WAITERS; i++) {
        if (signal->waited[i] == task) {
            return;
        }
    }
    signal->waited[signal->waited_next++ % WAITERS] = task;
}

static void has_looked(Signal *signal, const LintLook *look)
{
    const ModelTask *task = state_task(look->state, look->runner);
    if (task != NULL) {
        remember(signal, look->runner);
        remember(signal, task->parent);
    }
}

static bool is_known(const Signal *signal, Ref task)
{
    for (size_t i = 0; i < WAITERS; i++) {
        if (signal->waited[i] == task) {
            return true;
        }
    }
    return false;
}

static bool look(Lints *lints, const LintLook *look)
{
    const Event *event = look->event;
    uint32_t thing = event->kind == EV_FUT_NEW ? event->b : event->a;
    if (thing_kind(thing) != THING_EVENT) {
        return true;
    }
    Signal *signal = lint_own_thing(lints, thing);
    if (signal == NULL) {
        return false;
    }
    if (event->kind == EV_FUT_NEW) {
        has_looked(signal, look);
    } else if (event->detail == USE_SEEN) {
        has_looked(signal, look);
        signal->unseen = false;
    } else if (event->detail == USE_SET) {
        signal->unseen = event->c == 0;
        signal->set_by = event->by;
        signal->set_at = event->d;
        signal->set_time = event->t;
    } else if (event->detail == USE_CLEARED) {
        bool lost = signal->unseen && look->runner != TRACE_NOBODY && signal->set_by != look->runner && is_known(signal, look->runner);
        signal->unseen = false;
        return !lost || lint_add(lints, (Lint){.index = look->index,
                                               .task = look->runner,
                                               .others = {lint_task(lints, signal->set_by) != NULL ? signal->set_by : TRACE_NOBODY},
                                               .place = event->d != 0 ? event->d : lint_task(lints, look->runner)->place,
                                               .other = signal->set_at,
                                               .time = event->t - signal->set_time});
    }
    return true;
}

static void sentence(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    char time[PHRASE];
    const char *setter = words->others[0][0] != '\0' ? words->others[0] : say_words(words->telling, "the program");
    say_duration(words->telling, lint->time, time);
    if (words->other_line[0] != '\0') {
        snprintf(
            buffer, size,
            say_words(words->telling, "%s clears the event that %s set at %s %s before, and nobody has seen it set: that signal is lost."),
            words->task, setter, words->other_line, time);
    } else {
        snprintf(buffer, size,
                 say_words(words->telling, "%s clears the event that %s set %s before, and nobody has seen it set: that signal is lost."),
                 words->task, setter, time);
    }
}

const LintRule lint_rule_lost_signal = {
    .name = "lost-signal",
    .title = WORDS("a signal that nobody saw"),
    .advice = WORDS("Clear it only after a wait() that has succeeded, not in a finally and not after a time-out."),
    .kinds = LINT_ON(EV_FUT_NEW) | LINT_ON(EV_USE),
    .thing_bytes = sizeof(Signal),
    .look = look,
    .say = sentence};
