/* app.h: the program without its window: trace, player and what the reader has chosen; input goes in as commands and clicks, a frame comes out as a draw list.

   Knows neither SDL nor a clock: time is passed in (ns, any origin). */
#ifndef LOOPSCOPE_APP_H
#define LOOPSCOPE_APP_H

#include "model/visits.h"
#include "view/view.h"

typedef struct App {
    const Trace *trace; /* borrowed; may grow */
    Model *model;
    Spans *spans;
    Lints *lints; /* found as the spans are; NULL without memory */
    Player player;
    Visits visits;
    Ui ui;
    const Lesson *lesson;
    bool solved; /* this run solves the task of the lesson */
    LiveState live;
    int read_percent;                   /* of the file, while LIVE_READING */
    struct WhyAnswer *why;              /* why.c: the last answer */
    struct AxisMap *axis;               /* axis.h: given to every View; axis_reset() when another trace is opened */
    struct LaneFilter *filter;          /* filter.h: owned, given to every View */
    struct Figures *figures;            /* figures.h: owned; while the sheet of statistics is open; NULL: not counted yet */
    struct MenuPictures *pictures;      /* panels/menu/pictures.h: made when the menu is first drawn */
    LessonList lessons;                 /* what the menu offers: all, unless whoever made the App says otherwise before the first frame */
    Kept kept;                          /* grows by what the reader does; main keeps it when it has changed */
    struct Listing *listing;            /* listing.h: owned; NULL: none was asked for yet */
    size_t noted;                       /* the n at which the progress was noted last */
    struct Preview *preview;            /* preview.h: owned; of what the sheet is to write; NULL: it was never opened */
    char export_file[TEXT_FIELD_BYTES]; /* with want_export: under which name */
    bool export_over;                   /* and over a file that is there: the reader has been asked */
    float width, height;                /* of the last frame, logical px: what a mouse position is measured against */
    KeyLetters letters;                 /* of the user's keyboard; main fills them in */
    TextMetrics metrics;                /* of the last frame: for the keys that choose among what is drawn */
    struct Predicting *predicting;      /* predict.c; while predict mode is on, `trace` ends where the reader has come to */
    struct Ghost *ghost;                /* ghost.h: owned; NULL: none */
    uint32_t knob_pressed;              /* 1 + the knob on which the mouse went down last, and when (ns): twice at once resets it */
    uint32_t knob_wheeled;              /* the same of the wheel */
    int64_t knob_pressed_at, knob_wheeled_at;
    int64_t nudge_due; /* when the minus or plus that is held takes its next step (ns); INT64_MAX: none is held */
    bool nudged;       /* it has taken one by being held: letting go is no click */
    double knob_from;  /* what the one that is held stood at when it was taken hold of */
    HitArea clicked;   /* what was clicked on last, its rectangle being the place, and when (ns): twice at once and there asks why */
    int64_t clicked_at;
    int64_t tip_due;            /* when the mouse will have rested so long (ns); INT64_MAX: it is on no button */
    float pressed_x, pressed_y; /* logical px: where the mouse went down */
    char notice[256];           /* stands until the reader goes on: a key or a click that comes when it could have been read */
    int64_t noticed_at;         /* ns: when it was shown first; 0: not yet */
    char turned_notice[256];    /* of the run that want_turned asks for: becomes `notice` with it; "": none */
    struct {
        char said[200];    /* instead of the sentence, at said_at alone; "": nothing */
        char verdict[512]; /* of a run in another order than asyncio's: does the program hold? At verdict_at and at the end; "": none */
        size_t said_at, verdict_at;
    } order;                  /* what there is to be said of the order of the ready queue, for which a notice has no room */
    bool changed;             /* by input since the last app_tick() */
    bool moved;               /* the cursor, since the last frame */
    bool dragging;            /* the cursor is being dragged: all of it is one jump */
    bool line_dragged;        /* the line that is held has changed its place: what ends is no click on it */
    bool ghost_due;           /* the run that is shown now becomes the ghost of the next one */
    bool runs_files;          /* main can run a program of the user's own: true, unless it says otherwise */
    char ran_in[RECENT_PATH]; /* the folder of the one that was chosen last, where the next one is looked for; "": where this was started */
    bool kept_changed;        /* main must write `kept` soon, and clear this */
    bool quit;
    /* What main must do, set by commands, cleared by main: they need processes or the window. */
    const Lesson *want_lesson;      /* open this lesson */
    size_t picked_at;               /* with want_turned: 1 + the CHOOSE where the cursor is to stand in that run; 0: as ever */
    uint32_t seed;                  /* of the last policy that goes at random */
    bool picked;                    /* and to go on from there to the next one */
    size_t want_question;           /* 1 + one of that lesson's questions: open it in predict mode, at its moment; 0: as ever */
    char want_path[RECENT_PATH];    /* open this recording; "": none */
    char want_program[RECENT_PATH]; /* run this program; "": none */
    char want_folder[RECENT_PATH];
    char clipboard[TEXT_FIELD_BYTES]; /* what main puts there with want_copy; with want_paste it hands in what is there by app_text() */
    bool want_copy, want_paste;
    bool want_turned;  /* record the lesson anew with ui.knobs, and call app_turned() */
    bool want_listing; /* read want_folder, and call app_listed() */
    bool want_export;  /* write what ui.exporting says, and call app_exported(), meanwhile app_export_progress() */
    bool want_stop_export;
    bool want_real_time, want_rerun, want_edit, want_link, want_full_screen;
} App;

bool app_init(App *app); /* false: out of memory */
void app_free(App *app);
/* Shows another trace: the caller keeps it alive until the next call or app_free(). False: out of memory. */
bool app_open(App *app, const Trace *trace, const Lesson *lesson, LiveState live);
/* Shows the run that the turned knobs gave. The cursor keeps its await point: as many have passed as before, or the same share of them where
   the run has another number of them. Takes `before`, which was shown, over: as the ghost, or it is freed; `trace` stays the caller's.
   False: out of memory, and nothing has changed. */
bool app_turned(App *app, const Trace *trace, Trace *before);
/* A run of which `usual`, taken over on success, is the ghost: the same lesson, as its text says. `usual` may be NULL: then it is app_open(). */
bool app_open_beside(App *app, const Trace *trace, const Lesson *lesson, Trace *usual);
const Trace *app_whole(const App *app);         /* the trace that was opened: in predict mode more than is shown */
const Spans *app_whole_spans(const App *app);   /* of that trace */
PredictScore app_predict_score(const App *app); /* of the lesson that is open; another lesson begins at none */
void app_grown(App *app, int64_t now);          /* the trace has more events */
/* Shown over the panels until the reader goes on, in the reader's language where a catalogue has it; "" takes it away. */
void app_notice(App *app, const char *sentence);
void app_command(App *app, Command command, int64_t now);
void app_leave_lesson(App *app); /* the program ends, or something else is shown: the score is noted */
void app_show_hints(App *app);   /* those of the first start, until the next step; they count as seen from now on */
/* A key (as in command.h) on its way to the commands: true when an open sheet has taken it. Then what it writes, as UTF-8. */
bool app_key(App *app, const char *key, bool repeat, int64_t now);
void app_text(App *app, const char *text);
void app_listed(App *app, struct Listing *listing); /* takes it over; NULL: it could not be read */
bool app_takes_text(const App *app);                /* what is written now has somewhere to go */
void app_mouse_move(App *app, const DrawList *drawn, float x, float y, int64_t now);
void app_mouse_button(App *app, const DrawList *drawn, float x, float y, bool down, int64_t now);
/* The button with which the timeline is measured, or the left one with Shift, went down: on anything else it means nothing. */
void app_mouse_measure(App *app, const DrawList *drawn, float x, float y, int64_t now);
void app_mouse_wheel(App *app, const DrawList *drawn, float x, float y, float dx, float dy, bool ctrl, bool shift, int64_t now);
/* Two fingers round (x, y) moved by (dx, dy) px, and away from each other by that factor: the timeline is panned and zoomed, the rest scrolls. */
void app_pinch(App *app, const DrawList *drawn, float x, float y, float dx, float dy, float factor, int64_t now);
bool app_tick(App *app, int64_t now);                                            /* true: something changed, draw a frame */
int64_t app_due(const App *app, int64_t now);                                    /* when to tick next, INT64_MAX: when there is input */
void app_draw(App *app, DrawList *list, float width, float height, int64_t now); /* logical px */

/* menu.c: the picture on the card of a lesson from a folder, whose program does not run before it is chosen. The run that is shown becomes it: as text, for
   whoever keeps it, and for free(); NULL: it is no run of such a lesson as its text has it. */
char *app_card_picture(App *app);
void app_set_card_picture(App *app, const Lesson *lesson, const char *text);

/* picture.c: the same for pictures: without what is open over the window, and without the mouse. */
typedef enum AppPicture {
    APP_PICTURE_WINDOW,   /* as it is seen */
    APP_PICTURE_TIMELINE, /* all of it, and nothing else */
    APP_PICTURE_FILM      /* a frame of a film: what is taught, and the sentence below it */
} AppPicture;
void app_draw_picture(App *app, AppPicture what, DrawList *list, float width, float height, int64_t now);
/* export.c: what is being written, for main; then how it went. */
typedef enum AppExported {
    APP_EXPORTED,
    APP_EXPORT_THERE /* such a file exists: the button or Enter once more writes over it */,
    APP_EXPORT_FAILED
} AppExported;
ExportFormat app_export_format(const App *app);
AppPicture app_export_picture(const App *app, float *width, float *height); /* which picture, and how large in logical px */
void app_export_part(App *app, size_t *from, size_t *until);                /* of a film */
void app_export_progress(App *app, int percent, bool known);                /* known: of some formats only the end is */
void app_exported(App *app, AppExported how, const char *sentence);         /* the sentence is shown */
enum { APP_LANES_PAGE = 16, APP_LANES_ALL = 250 };
float app_timeline_height(const App *app, size_t most); /* logical px: what the timeline needs for its lanes, for so many at most */
/* Hides what comes after the cursor as predict mode does, asking nothing; the next call shows it again. False: out of memory. */
bool app_hide_future(App *app, bool hide);

#endif
