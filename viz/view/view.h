/* view.h: all that a view may read to draw itself. */
#ifndef LOOPSCOPE_VIEW_H
#define LOOPSCOPE_VIEW_H

#include "command.h"
#include "draw/drawlist.h"
#include "language/said.h"
#include "language/words_in.h"
#include "way/kept.h"
#include "lesson/lesson.h"
#include "lesson/program.h"
#include "model/player.h"
#include "ui.h"
#include "words/lints/lint.h"
#include "words/narrate/narrate.h"

/* Where a live run stands. */
typedef enum LiveState {
    LIVE_NONE,
    LIVE_RUNNING,
    LIVE_ENDED,
    LIVE_READING /* a recording, of which the rest is still to be read from its file */
} LiveState;
static inline bool live_grows(LiveState state) { return state == LIVE_RUNNING || state == LIVE_READING; }

/* Everything a view may read. Views are pure: same View, same drawing. */
typedef struct View {
    const Trace *trace;
    const Model *model; /* for model_task_label() */
    const Spans *spans;
    const State *state;  /* at player->n */
    const State *before; /* at player->previous, for movement; NULL when nothing moves */
    float progress;      /* 0 … 1 of the movement */
    const Player *player;
    const Ui *ui;
    const Lesson *lesson; /* NULL for a recording of something else */
    bool solved;          /* this run solves the task of the lesson */
    const Sentence *sentence;
    LiveState live;
    int read_percent;          /* of the file, while LIVE_READING */
    const Lints *lints;        /* the remarks on the run; NULL: none are known */
    const struct Why *why;     /* why.h: of the task that the details panel shows, or NULL: it is closed */
    const struct Ghost *ghost; /* ghost.h: the run before the knobs were turned, or NULL */
    const Trace *whole;        /* in predict mode more than `trace`: only to know in which coroutine a task that has just begun stands */
    const char *notice;        /* a sentence for the user, or NULL: how the child ended, why a key did nothing */
    const char *broken;        /* what is wrong with the recording, or NULL */
    const KeyLetters *letters; /* of the user's keyboard, or NULL: a US one */
    const struct Figures *figures;   /* figures.h: for the sheet of statistics, or NULL */
    const struct LaneFilter *filter; /* filter.h: which lanes are shown, or NULL: all */
    struct AxisMap *axis;            /* axis.h: a cache of the timeline's positions, or NULL: then they are computed for each frame */
    struct MenuPictures *pictures;   /* menu_pictures.h: the lessons' timelines for the menu, or NULL: then its cards have none */
    LessonList lessons;              /* what the menu offers */
    bool runs_files;                 /* a program of the user's own can be run: not in a page */
    const Kept *kept;                /* NULL: nothing */
    const struct Preview *preview;   /* panels/sheets/preview.h: of what the sheet writes, or NULL: there is none */
    const struct Listing *listing;   /* listing.h: the folder that the sheet shows, or NULL */
} View;

/* A text in the language of the reader (words_in.h). */
static inline const char *view_words(const View *view, const char *english) __attribute__((format_arg(2)));
static inline const char *view_words(const View *view, const char *english) { return words_in(view->ui->language, english); }
/* The name of something outside, which stands in the recording, in the language of the view: into `buffer`; returns it. */
static inline const char *view_named(const View *view, const char *name, char *buffer, size_t size)
{
    return words_named(view->ui->language, name, buffer, size);
}

/* What is nowhere to be seen where it cannot be done. */
static inline bool view_offers(const View *view, Command command) { return command != COMMAND_RUN_FILE || view->runs_files; }
/* The run at this moment, for those who read its source (program.h); which source is still to be chosen. */
static inline ProgramText view_program_run(const View *view)
{
    return (ProgramText){.trace = view->trace,
                         .whole = view->whole ? view->whole : view->trace,
                         .spans = view->spans,
                         .state = view->state,
                         .lesson = view->lesson};
}
/* Somebody else than asyncio says who runs next, and perhaps has said otherwise already. */
static inline bool view_other_order(const View *view)
{
    const Policy *policy = &view->ui->knobs.policy;
    bool picks = policy->kind == POLICY_PICKS && policy->count > 0;
    return policy->kind == POLICY_LAST_IN || policy->kind == POLICY_RANDOM || picks || (view->state && view->state->other_choices > 0);
}
/* Where the reader is the scheduler and the cursor stands before a choice: that event, else NULL. */
static inline const Event *view_choice(const View *view)
{
    size_t n = view->player->n;
    const Event *event = view->ui->schedules && n < trace_count(view->trace) ? trace_event(view->trace, n) : NULL;
    return event && event->kind == EV_CHOOSE ? event : NULL;
}
/* The source that the program panel shows at this moment. */
static inline ProgramText view_program_text(const View *view)
{
    return program_choose(view_program_run(view), view->lesson ? view->ui->python : view->ui->library);
}

#endif
