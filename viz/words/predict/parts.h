/* parts.h: what the files predict*.c share: the moment that is asked about, and how a question is put together. */
#ifndef LOOPSCOPE_PREDICT_PARTS_H
#define LOOPSCOPE_PREDICT_PARTS_H

#include "language/words_in.h"
#include "words/narrate/narrate.h"
#include "predict.h"

#include <stdbool.h>
#include <stdint.h>

/* A moment at which something could be asked. */
typedef struct Scene {
    const Trace *trace;
    Model *model;
    const Spans *spans;
    size_t n, next;
    size_t far;         /* no maker looks at an event from here on */
    const State *state; /* at n: scene_return() after a maker has asked model_at() for another one */
    Ref running;        /* the task that runs at n, or 0 */
    size_t step_end;    /* index of the STEP_END of its step, when that comes before `next`; else SIZE_MAX */
    Language language;
    size_t step; /* nobody runs at n: index of the next STEP, when that comes before `next`; else SIZE_MAX */
} Scene;

void scene_return(Scene *scene);
/* The first event of that kind with index in [from, to), or SIZE_MAX; with `a` other than 0 only one with that field a. */
size_t scene_find(const Scene *scene, size_t from, size_t to, EventKind kind, uint32_t a);
/* Such an event before `before`, no further back than PREDICT_LOOK events before n; SIZE_MAX: none there. */
size_t scene_find_back(const Scene *scene, size_t before, EventKind kind, uint32_t a);
/* Whether something that has been met `before` times may be asked about again: ever less often. */
bool scene_is_fresh(size_t before);
/* How many events before `index` are of its kind and at its place, no further back than PREDICT_LOOK. */
size_t scene_repeats(const Scene *scene, size_t index);
/* A task of the program's: not one of those that asyncio makes for itself. */
bool scene_is_own(const Scene *scene, uint32_t task);
/* Times that can be added up without overflow: from 0 to some days. */
bool scene_is_near(int64_t ns);
bool scene_is_over(TaskState state); /* done, failed or cancelled */

enum { NAME = 40, TIME = 32 };

/* What fits in English decides what is asked; another language has more room for the same, so that the same is asked in each. */
enum { ENGLISH_TEXT = 200, ENGLISH_CHOICE = 96, ENGLISH_REASON = 320 };
/* Texts that stand in a question, short and printable; each into `buffer`, and returns it. */
const char *scene_name(const Scene *scene, Ref task, char buffer[NAME]);     /* a task by its label */
const char *scene_plain(const char *text, char *buffer, size_t size);        /* a text of the program's own */
const char *scene_moment(const Scene *scene, int64_t ns, char buffer[TIME]); /* as scene_time(); of the real clock to the millisecond */
const char *scene_time(int64_t ns, char buffer[TIME]);                       /* "2 s", "0.25 s", "1 min 40 s" as "100 s" */

/* A question on its way; the choices are shuffled at the end. */
typedef struct Draft {
    Question *question;
    bool spoilt; /* something did not fit: there is no question */
    Language language;
} Draft;

/* A text of ours that stands in another. */
const char *draft_words(const Draft *draft, const char *english) __attribute__((format_arg(2)));
/* Each format is looked up in the language of the draft. */
void draft_text(Draft *draft, const char *format, ...) __attribute__((format(printf, 2, 3)));
void draft_reason(Draft *draft, const char *format, ...) __attribute__((format(printf, 2, 3)));
void draft_right(Draft *draft, const char *format, ...) __attribute__((format(printf, 2, 3))); /* first of all choices */
/* One that is there already, that does not fit, or that is one too many is passed over: the most plausible come first. */
void draft_wrong(Draft *draft, int belief, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The makers, one for each kind: false when there is nothing of the kind to ask. They set shown_at, task, line, text, reason and choices. */
#define KIND(id, name, words) bool predict_ask_##name(Scene *scene, Draft *draft);
PREDICT_KINDS(KIND)
#undef KIND
/* Of LEFT_OVER, where no task is left but a timer. */
bool predict_ask_left_timer(Scene *scene, Draft *draft);

#endif
