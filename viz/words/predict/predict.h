/* predict.h: questions about what a run does next, made from the run itself. */
#ifndef LOOPSCOPE_PREDICT_H
#define LOOPSCOPE_PREDICT_H

#include "language/language.h"
#include "misconceptions.h"
#include "model/spans.h"

enum { PREDICT_CHOICES = 4, PREDICT_TEXT = 300, PREDICT_CHOICE = 160, PREDICT_REASON = 480 };

/* KIND(identifier, the same in small letters, what is asked, in a few words). In this order of rank: of two that could be asked, the one further up is rarer, and wins. */
#define PREDICT_KINDS(KIND)                                                                                                                \
    KIND(STUCK, stuck, "whether anybody can go on")                                                                                        \
    KIND(LOCK, lock, "who gets the lock next")                                                                                             \
    KIND(LIMIT, limit, "what happens when a time limit is over")                                                                           \
    KIND(CANCEL, cancel, "what a cancel does now")                                                                                         \
    KIND(LEFT_OVER, left_over, "what becomes of what main leaves behind")                                                                  \
    KIND(BLOCKS, blocks, "who goes on while a step blocks the loop")                                                                       \
    KIND(WRITE, write, "what write() does")                                                                                                \
    KIND(THREAD, thread, "what the loop does while a thread works")                                                                        \
    KIND(FAILS, fails, "what becomes of the others when one fails")                                                                        \
    KIND(SOON, soon, "when a callback runs")                                                                                               \
    KIND(START, start, "when a new task begins")                                                                                           \
    KIND(TOTAL, total, "how long the whole run takes")                                                                                     \
    KIND(WAITS, waits, "whether somebody has to wait for what is shared")                                                                  \
    KIND(AWAIT, await, "whether an await suspends")                                                                                        \
    KIND(GATHER, gather, "whether gather goes on")                                                                                         \
    KIND(VALUE, value, "what an await gives back")                                                                                         \
    KIND(TURN, turn, "in which turn somebody goes on")                                                                                     \
    KIND(FIRST_DONE, first_done, "which task is done first")                                                                               \
    KIND(SLEEP_END, sleep_end, "when a sleep is over")                                                                                     \
    KIND(PRINTS, prints, "what is printed next")                                                                                           \
    KIND(QUEUE, queue, "what is in the ready queue")                                                                                       \
    KIND(NEXT, next, "who runs next")                                                                                                      \
    KIND(TASKS, tasks, "how many tasks there are")

typedef enum PredictKind {
#define KIND(id, name, words) PREDICT_##id,
    PREDICT_KINDS(KIND)
#undef KIND
        PREDICT_KIND_COUNT
} PredictKind;

typedef struct Question {
    PredictKind kind;
    size_t at; /* n: asked while the cursor is here; all that is needed to answer is visible here */
    size_t
        shown_at; /* n > at: the least n at which the run has shown the answer; other questions may be asked before it: none is about the same */
    uint32_t task;              /* number of the task that it is about, or 0: lit after the answer */
    uint32_t line;              /* 1-based source line that shows the answer in the program panel, or 0 */
    size_t choice_count, right; /* 2 … PREDICT_CHOICES; index into choices */
    char text[PREDICT_TEXT];    /* one or two short sentences that end with a question mark */
    char choices[PREDICT_CHOICES][PREDICT_CHOICE];
    int misconception[PREDICT_CHOICES]; /* what a wrong choice believes: a Misconception, or -1: none that is known */
    char reason[PREDICT_REASON];        /* why the right one is right, a sentence or two */
} Question;

/* The question to ask when the reader, at n, is about to step on to `next` (n < next <= trace_count): false: there is none. The same arguments give the
   same question. It looks at no more than PREDICT_LOOK events before n and after it, however long the trace is.
   It asks the model for states: what model_at() and model_peek() returned before is no longer valid after it. */
enum { PREDICT_LOOK = 4096 };
bool predict_question(Language language, const Trace *trace, Model *model, const Spans *spans, size_t n, size_t next, Question *question);
/* The same, of one kind only. */
bool predict_question_of(Language language, PredictKind kind, const Trace *trace, Model *model, const Spans *spans, size_t n, size_t next,
                         Question *question);
const char *predict_kind_name(PredictKind kind);            /* "who runs next", to be looked up as words */
const char *predict_kind_id(PredictKind kind);              /* "next": as lessons write it */
PredictKind predict_kind_of(const char *id, size_t length); /* PREDICT_KIND_COUNT: there is none */

typedef struct PredictScore {
    uint32_t asked, right;
} PredictScore; /* of a lesson; each moment counts once, its first answer */

#endif
