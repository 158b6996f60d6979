/* parts.h: what the files narrate_*.c share: the event that is told, and how a sentence is put together. */
#ifndef LOOPSCOPE_NARRATE_PARTS_H
#define LOOPSCOPE_NARRATE_PARTS_H

#include "language/words_in.h"
#include "narrate.h"

#include <stdbool.h>

/* One event on its way to becoming a sentence. */
typedef struct Telling {
    Model *model;
    const Spans *spans;
    const Trace *trace;
    size_t n;           /* the event is number n - 1 */
    const Event *event; /* NULL at n = 0 */
    const State *state; /* after it */
    Sentence *out;
    Language language;
} Telling;

/* Appends to the sentence, in the language of the telling: the format is looked up, and may have its arguments in another order there ("%2$T"). In it *word* is
   strong, and
   %T  (Ref)           a task by its label; anything else by what it is ("the loop", "the program")
   %S  (TaskState)     the name of a state
   %C  (const char *)  a value or a time, in the fixed-width font
   %Q  (const char *)  the same between quotation marks
   %B  (const char *)  a strong word; the name of something outside is looked up
   %s  (const char *)  plain words: ours, which are looked up too, or the program's
   Texts that come from the program are made printable, and cut where they are long. */
void say(Telling *telling, const char *format, ...);

enum { PHRASE = 96 };
/* A text of ours that stands in the sentence as something else than plain words. */
const char *say_words(const Telling *telling, const char *english) __attribute__((format_arg(2)));
/* "no task", "one task", "4 tasks". Where German needs the number elsewhere than in front, "#" stands for it. */
const char *say_count(const Telling *telling, size_t count, const char *one, const char *many, char buffer[PHRASE]);
/* "one second", "three seconds", else as phrase_time(). */
const char *say_duration(const Telling *telling, int64_t ns, char buffer[PHRASE]);
const char *say_ordinal(const Telling *telling, size_t number, char buffer[PHRASE]); /* "first", "second", … "12th" */
/* "1.000 s", "0.250 ms" into `buffer`; returns it. */
const char *phrase_time(int64_t ns, char buffer[PHRASE]);
/* "line 5", of another file than the program's first one "line 5 of helpers.py"; "" for no place. */
const char *phrase_line(const Trace *trace, uint32_t place, char buffer[PHRASE]);
const char *say_line(const Telling *telling, uint32_t place, char buffer[PHRASE]); /* the same in the language of the telling */
/* Text of the program's own, printable and, where it is longer than `size`, cut at a whole character; returns it. */
const char *phrase_plain(const char *text, char *buffer, size_t size);
/* The length of "{T3}" where the text begins with one, and the task that it stands for; else 0. */
size_t phrase_task(const char *text, Ref *task);
/* Is it the repr of an error that ends the run of the loop: a KeyboardInterrupt, a SystemExit? */
bool phrase_ends_run(const char *error);

/* Says that what follows are words which would do for anything: a test fails when a run needs them. */
void say_generic(Telling *telling);

/* Facts that several sentences need. */
const ModelReady *telling_entry(const Telling *telling, const State *state, Ref handle); /* in the ready queue, or NULL */
const char *telling_text(const Telling *telling, uint32_t id);
/* Is it asyncio.run that has the loop run, as far as is told; or the program itself, by run_until_complete() or run_forever()? */
bool telling_by_asyncio_run(const Telling *telling);
/* The task that waits for `ref` now, or 0. */
Ref telling_waiter(const Telling *telling, const State *state, Ref ref);
/* "gather", "a lock", "the sleep of": what a wait of that kind is for, in words. */
const char *telling_thing(TraceVia via);
/* Is the timer of a timeout that wait_for has made, as it does since Python 3.12? */
bool telling_of_wait_for(const Telling *telling, const Event *timer_new);
TraceVia telling_future_via(const Telling *telling, Ref future);
/* Whose sleep, wait or gather a future is: the task that made it, or 0. */
Ref telling_future_owner(const Telling *telling, Ref future);
/* Words that describe something outside, "data from 127.0.0.1:4242": a sentence that begins with them begins with a capital. */
void say_described(Telling *telling, const char *words);
/* "the future of API A's sleep", "the second future that main made", "API A" */
void say_future(Telling *telling, Ref ref);
bool telling_names_thing(const Telling *telling, uint32_t thing, uint32_t name); /* one that says more than its kind */
const Event *telling_last_run(
    const Telling *telling);                        /* the loop was last started for what the program wants, and not to close it; or NULL */
const char *telling_runner(const Telling *telling); /* who closes the loop: "asyncio.run", or the "Runner" that a program uses itself */
TraceOutcome telling_outcome(const Telling *telling, Ref ref); /* of a future or task that is resolved */
void say_outcome(Telling *telling, Ref ref);                   /* " is done", " has failed", " is cancelled" */
/* "behind 2 others" / "in which it stands alone", for what has just joined the queue. */
void say_queue_place(Telling *telling);
void narrate_choice_event(Telling *telling);     /* choose.c */
bool telling_was_chosen(const Telling *telling); /* what runs now: somebody else than asyncio has put it in front (CHOOSE) */

/* ---- wait.c: what others say about wait_for, wait, shield, as_completed, timeouts and groups. False: it is about something else, and nothing
   was said. ---- */
bool telling_is_wait(TraceVia via);
bool narrate_wait_future(Telling *telling, Ref future); /* "the future of main's shield" */
bool narrate_wait_new(Telling *telling, const Event *event);
bool narrate_wait_await(Telling *telling, const Event *event);
bool narrate_wait_over(Telling *telling, TraceVia via, Ref future);   /* ": the time of wait_for is over, so …": the end of a sentence */
bool narrate_wait_reason(Telling *telling, Ref task, Ref future);     /* after "… is ready, because" */
bool narrate_wait_timer(Telling *telling, TraceCall call, Ref about); /* "the timer of main's timeout" */
bool narrate_wait_timer_new(Telling *telling, const Event *event);
bool narrate_wait_callback(Telling *telling, TraceCall call, Ref future, bool timer); /* " runs: …": the end of a sentence */
bool narrate_wait_words(Telling *telling, Ref future);                                /* after "… waits for " */
bool narrate_wait_block(Telling *telling, const Event *event);                        /* entering a coroutine of an async with */
bool narrate_wait_block_end(Telling *telling, const Event *event);                    /* leaving it */

/* ---- sync.c: the same of locks, events, semaphores, conditions and queues ---- */
bool narrate_sync_made(Telling *telling, const Event *event);
bool narrate_sync_resolved(Telling *telling, const Event *event);
bool narrate_sync_waits(Telling *telling, Ref task, TraceVia via);
bool narrate_sync_wait(Telling *telling, Ref task, TraceVia via);                /* after "… waits for " */
const char *narrate_sync_wanted(const Telling *telling, Ref task, TraceVia via); /* "its turn to take the lock"; NULL: no wait of these */
bool narrate_sync_reason(Telling *telling, Ref task, Ref future);                /* after "… is ready, because" */
bool narrate_sync_resumes(Telling *telling, Ref task, TraceVia via);             /* after "… resumes after its await" */
void narrate_sync_use(Telling *telling);                                         /* something was done with a lock, event … */
void narrate_sync_deadlock(Telling *telling);                                    /* after "Deadlock: …": who waits for what */

/* ---- outside.c: what lies outside of the loop ---- */
void say_outside(Telling *telling, uint32_t number); /* "the connection from 127.0.0.1:50984", "child 4711" */
/* "two connections and a call in a thread": all that can wake the loop. False: there is nothing, and nothing was said. */
bool say_outsides(Telling *telling);
bool narrate_outside_task(Telling *telling, const char *coroutine, Ref task); /* false: it is none of asyncio's own */
/* " has come", " stands": how it is said that the wait for what lies outside has ended well; NULL: the future waits for something else, or not so. */
const char *narrate_outside_came(const Telling *telling, Ref future);
TraceOutside narrate_outside_kind(const Telling *telling, uint32_t number);
bool narrate_outside_writes(const Telling *telling, uint32_t number); /* is it the end of a pipe that is written? */
void say_there(Telling *telling, uint32_t number);                    /* the other end of it */
bool narrate_outside_is_loops(const char *callback); /* is it the name of a callback of the loop's own, which serves the outside? */
/* " runs: it reads what has come from …": the end of a sentence. False: it is another callback, and nothing was said. */
enum { LONG_ERROR = 50 }; /* bytes: one that leaves room for a short sentence only */
bool narrate_outside_callback(Telling *telling, const char *callback, uint32_t outside);

/* ---- loop.c: what an entry of the ready queue or a timer is for, as the subject of a sentence ---- */
void narrate_loop_entry(Telling *telling, const ModelReady *entry);
void narrate_loop_timer(Telling *telling, const ModelTimer *timer);

/* By subject, one file each. Every event kind is told by exactly one of them. */
void narrate_task_event(Telling *telling);
void narrate_loop_event(Telling *telling);
void narrate_future_event(Telling *telling);
void narrate_program_event(Telling *telling);
void narrate_outside_event(Telling *telling);

#endif
