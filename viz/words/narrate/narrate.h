/* narrate.h: one sentence for every step: who, what, why, in plain words of the field. A pure function of the trace.

   It asks the model for states (model_at and model_peek): what those returned before is no longer valid after it. */
#ifndef LOOPSCOPE_NARRATE_H
#define LOOPSCOPE_NARRATE_H

#include "language/language.h"
#include "model/spans.h"

/* A sentence is runs of text, so that a state's name can stand in its colour. */
typedef enum WordKind {
    WORD_PLAIN,
    WORD_STRONG, /* await, a function's name */
    WORD_TASK,   /* a task's label: drawn as its chip when it comes first; `task` says which */
    WORD_STATE,  /* a state's name in its colour; `state` says which */
    WORD_CODE    /* a value, a time: in the fixed-width font */
} WordKind;

typedef struct Word {
    WordKind kind;
    TaskState state;
    Ref task;
    const char *text; /* points into Sentence.text; words carry their own spaces */
    size_t length;
} Word;

enum { SENTENCE_TEXT = 512, SENTENCE_WORDS = 32 };

typedef struct Sentence {
    char text[SENTENCE_TEXT]; /* the whole sentence, plain */
    Word words[SENTENCE_WORDS];
    size_t count;
    Ref subject;  /* the task it is about, or 0: the loop */
    bool generic; /* the event is of a kind for which there are no words of its own: no run of the engine has one */
} Sentence;

/* What stands at n: what the last event before the cursor did, told with what belongs to it (a step with why it runs; an await with what it
   waits for). At 0: what is about to happen. A step back shows a moment again, so its sentence is the same from both sides. */
void narrate(Language language, Model *model, const Spans *spans, const Trace *trace, size_t n, Sentence *out);

void narrate_plainly(const char *text, Sentence *out); /* one that is known already */
/* choose.c: where the event at n is a CHOOSE: who can run next, as a question to the one who is to choose. */
void narrate_choice(Language language, Model *model, const Trace *trace, size_t n, Sentence *out);
/* Of a CHOOSE with that index, by which somebody else was chosen than asyncio would run: "File C runs, where asyncio would run API A". */
void narrate_otherwise(Language language, Model *model, const Trace *trace, size_t index, Sentence *out);

/* Is it the end of a pipe that is written? That it can be read means that nobody is at its other end any more. */
bool narrate_outside_is_written(const Trace *trace, TraceOutside kind, uint32_t name);
/* A few words about what stands in a state, without capital or full stop: an entry of the ready queue ("API A", "the callback of gather for
   API A"), a timer ("t = 1.000 s: the timer of API A's sleep"), what a task waits for ("gather: 1 of 3 done"; "" when it waits for nothing). */
void narrate_entry(Language language, Model *model, const Trace *trace, const State *state, const ModelReady *entry, Sentence *out);
void narrate_timer(Language language, Model *model, const Trace *trace, const State *state, const ModelTimer *timer, Sentence *out);
void narrate_wait(Language language, Model *model, const Trace *trace, const State *state, Ref task, Sentence *out);

/* What a callback of asyncio's own does, in a word or two: "reads", "accepts"; NULL: it is none that serves the outside. */
const char *narrate_callback_brief(const char *callback);

#endif
