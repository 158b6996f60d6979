/* lesson.h: the lessons: each a C program that runs on the engine, its Python twin, and words. */
#ifndef LOOPSCOPE_LESSON_H
#define LOOPSCOPE_LESSON_H

#include "language/language.h"
#include "page.h"
#include "trace/store.h"

#include <stdbool.h>

typedef struct Lesson {
    const char *name;    /* "gather": the file names and the command line */
    const char *title;   /* "Together: gather" */
    const char *summary; /* the opening: a sentence or two */
    const char *section; /* "Tasks": the heading of the menu under which it stands; "" for none */
    const char *c_file;  /* "lessons/first_steps/gather.c": as its places name it */
    const char *c_text;  /* the whole source */
    const char *py_file; /* "lessons/first_steps/gather.py" */
    const char *py_text;
    const char *words; /* lessons/first_steps/gather.md */
    LessonPage page;   /* the same, read; title, section and summary stand in it */
    int (*run)(void);  /* runs it on the engine's current settings; returns the exit status */
    bool real_time;    /* it always runs by the real clock: it has child processes, and only there they exist */
    /* Of a lesson from a folder (folder.h), which has no C: c_file, c_text and run are NULL, and it runs by Python. Else NULL and 0. */
    const struct Knob *knobs;
    size_t knob_count;
    char *fault; /* "", or in one sentence with file and line what is wrong with it; without py_text it cannot be opened */
    struct {
        const char *words; /* lessons/first_steps/gather.de.md; NULL: there is no page in that language */
        LessonPage page;   /* the same, read; what is no text in it is that of `page` above */
    } in[LANGUAGE_COUNT];
} Lesson;

/* In a recording the name of a knob that every lesson has: "3.12". */
#define LESSON_RULES "rules"
/* The switch of a mistake. */
#define LESSON_MENDED "mended"

/* And this: "2:0 5:1", the sleeps that end elsewhere (timing.h). */
#define LESSON_TIMING "timing"

/* Sleeps that do not end when their time is over. */
enum { TIMING_CHANGES = 4 };
typedef struct Timing {
    uint32_t count;
    struct {
        uint32_t sleep;       /* in the order in which they begin, from 1 */
        uint32_t place;       /* how many of the timers that are set then fire before it */
    } change[TIMING_CHANGES]; /* by sleep, in order */
} Timing;

/* And these: "last-in" or "random:7", and "3:1:2" (policy.h). */
#define LESSON_POLICY "policy"
#define LESSON_PICKS "picks"

/* Who of those that are ready in a turn runs next. FIRST_IN is asyncio's; PICKS: the reader has said so, and after the last pick it is first in, first out. */
typedef enum PolicyKind { POLICY_FIRST_IN, POLICY_LAST_IN, POLICY_RANDOM, POLICY_PICKS } PolicyKind;
enum { POLICY_PICKS_MOST = 64, POLICY_PICK_LAST = 255 };
typedef struct Policy {
    PolicyKind kind;
    uint32_t seed;                   /* RANDOM */
    uint32_t count;                  /* PICKS: how many */
    uint8_t pick[POLICY_PICKS_MOST]; /* which of those that can be chosen, from 1; one for each time that there is more than one */
} Policy;

/* A value for each knob of a lesson (knobs.h), in their order. */
enum { LESSON_KNOBS = 8 };
typedef struct KnobValues {
    size_t count;
    double value[LESSON_KNOBS];
    uint32_t rules; /* as which Python it runs: async_rules_of(); 0: as the usual one, 3.14 */
    Timing timing;  /* none: each sleep takes as long as it says */
    Policy policy;
} KnobValues;

/* Lessons in teaching order, those of a section one after the other. */
typedef struct LessonList {
    const Lesson *lesson;
    size_t count;
} LessonList;

LessonList lesson_all(void); /* the lessons, behind them the mistakes, and behind those the ones from a folder */
size_t lesson_count(void);
const Lesson *lesson_at(size_t index); /* in teaching order; NULL beyond the end */
/* "7"; "24.3": the third step of the last; "" for one that is no lesson of the course. */
enum { LESSON_NUMBER = 24 };
const char *lesson_number(const Lesson *lesson, char *buffer, size_t size);
/* Programs with a mistake each, which their switch LESSON_MENDED mends; its page names the remark that is made on it. */
size_t lesson_mistake_count(void);
const Lesson *lesson_mistake_at(size_t index); /* NULL beyond the end */
bool lesson_is_mistake(const Lesson *lesson);
/* What is read of a lesson, in that language, or in English where it is not written in it. */
const LessonPage *lesson_page(const Lesson *lesson, Language language);
const char *lesson_words(const Lesson *lesson, Language language); /* the whole file */
const char *lesson_title(const Lesson *lesson, Language language);
/* The title of a recording: where it is a lesson's, as that is called in the language; else as it is. */
const char *lesson_recorded_title(const char *title, Language language);
const char *lesson_section(const Lesson *lesson, Language language);
const char *lesson_summary(const Lesson *lesson, Language language);
const Lesson *lesson_find(const char *name); /* a lesson, a mistake, one of examples.h, or one from a folder; NULL: unknown */
/* Those from a folder, behind the others. It is copied; what it points to must outlive it. False: there are LESSON_OWN_MOST already. */
enum { LESSON_OWN_MOST = 64 };
bool lesson_add(const Lesson *lesson);
void lesson_forget_added(void);
size_t lesson_own_count(void);
const Lesson *lesson_own_at(size_t index); /* NULL beyond the end */
static inline bool lesson_is_own(const Lesson *lesson) { return lesson->fault != NULL; }
/* The line of the Python twin that does what that line of the C does, or 0: the nth await of the coroutine of that name, the nth print. */
unsigned lesson_python_line(const Lesson *lesson, unsigned c_line);
/* Runs the lesson into the sink: what it says of itself (title, sources, clock, producer, knobs), then its events. Returns its exit status.
   What it prints goes only into the trace. `values` NULL: those in its text. One from a folder does not run here. */
int lesson_run(const Lesson *lesson, const KnobValues *values, TraceSink sink, bool real_time);
/* What the rules of another Python change in the run that was recorded last, as a sentence, into `buffer`; returns it. */
const char *lesson_rules_sentence(Language language, uint32_t before, uint32_t now, char *buffer, size_t size);
/* The same in virtual time, unless it always has the real one, and as its text says. */
int lesson_record(const Lesson *lesson, TraceSink sink);

#endif
