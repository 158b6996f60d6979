/* program.c: sentences about the program as a whole: begun, printing, blocked, misused, ended. */
#include "parts.h"

#include "language/said.h"

#include <string.h>

static void tell_run(Telling *telling, const Event *event)
{
    switch ((TraceVia)event->detail) {
    case VIA_CANCEL_ALL:
        say(telling, "%C cancels the tasks that are left, and runs the loop until they have ended.", telling_runner(telling));
        break;
    case VIA_SHUTDOWN_ASYNCGENS:
        say(telling, "%C starts the loop once more, to close the asynchronous generators.", telling_runner(telling));
        break;
    case VIA_SHUTDOWN_EXECUTOR:
        say(telling, "%C starts the loop a last time, to end the threads of the default executor.", telling_runner(telling));
        break;
    default:
        if (event->b == 0) {
            say(telling, "The loop starts: it will run until somebody calls its *stop*.");
            break;
        }
        say(telling, "The loop starts: it will run until ");
        say_future(telling, event->b);
        say(telling, " is done.");
        break;
    }
}

static void tell_run_end(Telling *telling, const Event *event)
{
    if (event->c != 0) {
        say(telling, "%C goes out of the loop, which ends this run of it at once: ", telling_text(telling, event->c));
        say(telling, telling->state->ready_count > 0 ? "what is in the ready queue stays there." : WORDS("nothing is in the ready queue."));
        return;
    }
    if (event->b != 0 && !state_is_done(telling->state, event->b)) {
        say(telling, "The loop stops too early: a callback that an earlier run of it had left behind stopped it, and ");
        say_future(telling, event->b);
        say(telling, " is not done.");
        return;
    }
    switch ((TraceVia)event->detail) {
    case VIA_CANCEL_ALL: say(telling, "The loop stops: every cancelled task has ended."); break;
    case VIA_SHUTDOWN_ASYNCGENS: say(telling, "The loop stops: no asynchronous generator is open."); break;
    case VIA_SHUTDOWN_EXECUTOR: say(telling, "The loop stops: the default executor has no threads left."); break;
    default:
        if (event->b == 0) {
            say(telling, "The loop stops: the program goes on behind *run_forever*.");
            break;
        }
        say(telling, state_is_done(telling->state, event->b) ? "The loop stops, because " : WORDS("The loop stops before "));
        say_future(telling, event->b);
        say(telling, event->detail == VIA_RUN ? " is done: asyncio.run goes on to tidy up." : " is done.");
        break;
    }
}

/* Has the last task that asyncio.run was given come to its end, so that nothing was raised out of it? */
static bool run_has_returned(const Telling *telling)
{
    const Event *run = telling_last_run(telling);
    return run != NULL && run->detail == VIA_RUN && state_is_done(telling->state, run->b) &&
           telling_outcome(telling, run->b) == OUTCOME_RESULT;
}

/* "The loop is closed: one entry of its ready queue and two timers are dropped, and never run." */
static void tell_left(Telling *telling, const Event *event)
{
    char entries[PHRASE], timers[PHRASE];
    say_count(telling, event->a, "entry of its ready queue", "entries of its ready queue", entries);
    say_count(telling, event->b, "timer", "timers", timers);
    say(telling, event->detail == 0 ? "The loop is closed: " : WORDS("Another loop runs now: "));
    if (event->a > 0 && event->b > 0) {
        say(telling, "%s and ", entries);
        say(telling, "%s are ", timers);
    } else {
        say(telling, "%s", event->a > 0 ? entries : timers);
        say(telling, event->a + event->b == 1 ? " is " : WORDS(" are "));
    }
    say(telling, event->detail == 0 ? "dropped, and will never run." : WORDS("left behind until it comes back."));
}

static void tell_output(Telling *telling, const Event *event)
{
    const char *text = telling_text(telling, event->b);
    if (text[0] == '\0') {
        say(telling, "%T prints an empty line.", event->by);
    } else {
        say(telling, event->flags == 1 ? "%T prints %Q, and does not end the line yet." : WORDS("%T prints %Q."), event->by, text);
    }
}

static void tell_process_end(Telling *telling, const Event *event)
{
    switch ((TraceEnd)event->detail) {
    case END_EXITED:
        if (telling->state->n >= 2 && trace_event(telling->trace, telling->n - 2)->kind == EV_DONE) {
            say(telling, "The program's process has ended.");
        } else {
            char number[PHRASE];
            snprintf(number, sizeof number, "%u", (unsigned)event->a);
            say(telling, "The program's process ended in the middle of the run, with exit status %s.", number);
        }
        break;
    case END_KILLED: {
        char number[PHRASE];
        snprintf(number, sizeof number, "%u", (unsigned)event->a);
        say(telling, "The program's process was ended by signal %s: this is what it had done until then.", number);
        break;
    }
    case END_LOST:
        say(telling, "What the program's process sent could no longer be read, so it was stopped: this is what had arrived.");
        break;
    case END_CUT:
        say(telling, "The recording ends here, in the middle of the run: the program's process has ended without another word.");
        break;
    }
}

/* What was seen, up to its colon, with the tasks that it names as {T3}; the remark itself says all of it. */
static void tell_remark(Telling *telling, const Event *event)
{
    enum { PIECE = 60 };  /* shorter than what is cut */
    char said[SAID_TEXT]; /* in the reader's language */
    const char *text = words_recorded(telling->language, telling_text(telling, event->b), said, sizeof said), *end = strstr(text, ": ");
    end = end != NULL && end > text + 1 ? end : text + strlen(text);
    size_t name = text[0] >= 'a' && text[0] <= 'z' ? strcspn(text, " :") : 0;
    if (name > 0 && name < PIECE && text + name <= end) { /* the program's own name for something: it stays as it is written */
        char begin[PIECE];
        memcpy(begin, text, name);
        begin[name] = '\0';
        say(telling, "%B", begin);
        text += name;
    }
    while (text < end) {
        Ref task = TRACE_NOBODY;
        size_t length = phrase_task(text, &task), used = 0;
        if (length > 0 && state_task(telling->state, task) != NULL) {
            say(telling, "%T", task);
            text += length;
            continue;
        }
        char piece[PIECE];
        while (text + used < end && used < PIECE - 1 && (used == 0 || text[used] != '{')) {
            used++;
        }
        while (used > 1 && ((unsigned char)text[used] & 0xc0U) == 0x80) {
            used--; /* never half a character */
        }
        memcpy(piece, text, used);
        piece[used] = '\0';
        say(telling, "%s", piece);
        text += used;
    }
    say(telling, *end == ':' ? "." : "");
}

void narrate_program_event(Telling *telling)
{
    const Event *event = telling->event;
    char phrase[PHRASE];
    switch ((EventKind)event->kind) {
    case EV_RUN: tell_run(telling, event); break;
    case EV_RUN_END: tell_run_end(telling, event); break;
    case EV_OUT: tell_output(telling, event); break;
    case EV_REMARK: tell_remark(telling, event); break;
    case EV_NAME: say(telling, "What is awaited here comes from outside the loop: %B.", telling_text(telling, event->c)); break;
    case EV_USE: narrate_sync_use(telling); break;
    case EV_BLOCK:
        if (event->detail == BLOCK_STEP) {
            say(telling, "%T has held on to the loop for %s without an *await* that suspends: nobody else could run meanwhile.", event->by,
                say_duration(telling, trace_time(event), phrase));
            break;
        }
        if (trace_time(event) == 0) {
            say(telling, "%T blocks without an *await*, but for no time at all: the clock stays where it is.", event->by);
            break;
        }
        say(telling, "%T blocks for %s without an *await*: the whole loop stands still, and nobody else can run.", event->by,
            say_duration(telling, trace_time(event), phrase));
        break;
    case EV_NEVER_AWAITED:
        say(telling, "The coroutine %B was called but never awaited: nothing of it has run, and now it is thrown away.",
            telling_text(telling, event->b));
        break;
    case EV_EXC_HANDLER: {
        const char *error = telling_text(telling, event->d);
        if (ref_kind(event->b) == REF_TASK) {
            say(telling, "The loop reports of %T: %s", event->b, telling_text(telling, event->c));
        } else {
            say(telling, "The loop reports: %s", telling_text(telling, event->c));
        }
        say(telling, error[0] != '\0' ? " (%C)." : ".", error);
        break;
    }
    case EV_LEFT: tell_left(telling, event); break;
    case EV_DEADLOCK:
        say(telling, "Deadlock: nothing is ready and no timer is set, so %s for ever:",
            say_count(telling, event->a, "task waits", "tasks wait", phrase));
        narrate_sync_deadlock(telling);
        break;
    case EV_LIMIT:
        snprintf(phrase, sizeof phrase, "%u", (unsigned)event->a);
        say(telling, "The run is stopped after %s turns of the loop: that is the limit.", phrase);
        break;
    case EV_DONE:
        if (event->a == 0) {
            say(telling, run_has_returned(telling) ? "The run has ended: asyncio.run has returned." : "The run has ended.");
        } else {
            snprintf(phrase, sizeof phrase, "%u", (unsigned)event->a);
            say(telling, "The run has ended with exit status %s.", phrase);
        }
        break;
    case EV_PROCESS_END: tell_process_end(telling, event); break;
    default: break;
    }
}
