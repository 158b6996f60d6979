/* in_vain_say.c: what one of the tasks that wait for ever waits for, in words, and what to do instead. */
#include "in_vain.h"

typedef struct Told {
    char at[PHRASE + 4]; /* " (line 9)", or "" */
    char ended[2 * PHRASE];
    const char *other; /* who it was */
} Told;

static Told told_of(const LintWords *words)
{
    Told told = {.other = words->others[0][0] != '\0' ? words->others[0] : say_words(words->telling, "the program")};
    if (words->other_line[0] != '\0') {
        snprintf(told.at, sizeof told.at, " (%s)", words->other_line);
    }
    if (words->quoted[0] != '\0') {
        snprintf(told.ended, sizeof told.ended, say_words(words->telling, "has ended with %s"), words->quoted);
    } else {
        snprintf(told.ended, sizeof told.ended, "%s", say_words(words->telling, "has ended"));
    }
    return told;
}

void in_vain_say(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    const Telling *telling = words->telling;
    const Told told = told_of(words);
    const char *me = words->task, *other = told.other;
    char count[PHRASE];
    buffer[0] = '\0';
    switch ((Vain)lint->vain) {
    case VAIN_UNKNOWN: break;
    case VAIN_OWN_LOCK:
        snprintf(buffer, size, say_words(telling, "%s waits for a lock that it holds itself%s: no task takes a lock twice."), me, told.at);
        break;
    case VAIN_LOCKS_CROSSWISE:
        snprintf(buffer, size, say_words(telling, "%s waits for a lock that %s holds%s, and %s for one that %s holds."), me, other, told.at,
                 other, me);
        break;
    case VAIN_LOCK_AND_END:
        snprintf(buffer, size, say_words(telling, "%s waits for a lock that %s holds%s, and %s waits for the end of %s."), me, other,
                 told.at, other, me);
        break;
    case VAIN_EACH_OTHER:
        snprintf(buffer, size, say_words(telling, "%s waits for the end of %s, and %s for that of %s."), me, other, other, me);
        break;
    case VAIN_CIRCLE:
        snprintf(buffer, size, say_words(telling, "%s waits for %s, and so on in a circle of %u tasks: none of them can go on."), me, other,
                 (unsigned)lint->more);
        break;
    case VAIN_KEPT:
        snprintf(buffer, size, say_words(telling, "%s waits for what %s has taken%s and not given back, and %s %s."), me, other, told.at,
                 other, told.ended);
        break;
    case VAIN_NO_TAKER:
        snprintf(buffer, size,
                 say_words(telling, "%s waits for room in a queue, and %s, which took the last item%s, %s: nobody takes any more."), me,
                 other, told.at, told.ended);
        break;
    case VAIN_NOT_DEALT_WITH:
        say_count(telling, lint->more, "item is", "items are", count);
        if (words->quoted[0] != '\0') {
            snprintf(buffer, size,
                     say_words(telling,
                               "%s waits in join() for a queue of which %s not dealt with by task_done(); %s, which took the last%s, %s."),
                     me, count, other, told.at, told.ended);
        } else {
            snprintf(
                buffer, size,
                say_words(telling, "%s waits in join() for a queue of which %s not dealt with by task_done(); the last was taken by %s%s."),
                me, count, other, told.at);
        }
        break;
    case VAIN_CLEARED:
        snprintf(buffer, size,
                 say_words(telling, "%s waits for an event that %s has set%s and that was cleared again: nobody is left who sets it."), me,
                 other, told.at);
        break;
    case VAIN_NOTIFIED_BEFORE:
        snprintf(
            buffer, size,
            say_words(telling, "%s waits to be notified, but %s has notified%s before, when nobody waited: a condition remembers nothing."),
            me, other, told.at);
        break;
    case VAIN_NO_GIVER:
        snprintf(buffer, size,
                 say_words(telling, "%s waits for an item of a queue, and %s, which put the last one%s, %s: no more will come."), me, other,
                 told.at, told.ended);
        break;
    case VAIN_HELD:
        snprintf(buffer, size, say_words(telling, "%s waits for what %s has taken%s and does not give back."), me, other, told.at);
        break;
    case VAIN_NEVER_SET: snprintf(buffer, size, say_words(telling, "%s waits for an event, and nobody is left who sets it."), me); break;
    case VAIN_NEVER_NOTIFIED:
        snprintf(buffer, size, say_words(telling, "%s waits to be notified, and nobody is left who does that."), me);
        break;
    case VAIN_NEVER_PUT:
        snprintf(buffer, size, say_words(telling, "%s waits for an item of a queue into which nobody has put one."), me);
        break;
    case VAIN_NEVER_TAKEN: snprintf(buffer, size, say_words(telling, "%s waits at a queue out of which nobody takes anything."), me); break;
    case VAIN_FUTURE:
        snprintf(buffer, size, say_words(telling, "%s awaits a future, and nobody is left who could give it a result."), me);
        break;
    }
}

const char *in_vain_advice(const Lint *lint)
{
    switch ((Vain)lint->vain) {
    case VAIN_OWN_LOCK: return WORDS("Take it once, in the outer call, and let the inner one do without.");
    case VAIN_LOCKS_CROSSWISE: return WORDS("Take the locks in the same order everywhere; or one lock for all of it.");
    case VAIN_LOCK_AND_END: return WORDS("Await a task that needs the lock only after you have given the lock back.");
    case VAIN_EACH_OTHER:
    case VAIN_CIRCLE: return WORDS("Let one of them go on without the others: nobody may wait for who waits for it.");
    case VAIN_KEPT: return WORDS("Take it in a WITH, which gives it back whatever happens, an error too.");
    case VAIN_NO_TAKER:
        return WORDS("Run both in a TaskGroup, so that the error of one ends the other; or await the consumer, so that its error is seen.");
    case VAIN_NOT_DEALT_WITH: return WORDS("Call task_done() once for each item, in a FINALLY after the get().");
    case VAIN_CLEARED: return WORDS("Clear an event only where the next signal cannot be missed, or use a queue or a condition.");
    case VAIN_NOTIFIED_BEFORE:
        return WORDS("Keep what happened in a variable and look at it before the wait, as async_condition_wait_for() does.");
    case VAIN_NO_GIVER: return WORDS("Put a last item that says so, or cancel the consumer when the producer has ended.");
    case VAIN_HELD: return WORDS("Look at what the holder waits for; hold a lock for as short a time as can be.");
    case VAIN_NEVER_SET:
        return WORDS("Set it on every way that should let the waiter go on, also when an error ends the task that was to do it.");
    case VAIN_NEVER_NOTIFIED: return WORDS("Notify after each change of what is waited for, before the lock is given back.");
    case VAIN_FUTURE: return WORDS("Whoever makes a future must see to it that it gets its result or its error on every way.");
    default: return NULL;
    }
}
