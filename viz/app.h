/* app.h: the program without its window: trace, player and what the reader has chosen; input goes in as commands and clicks, a frame comes out as a draw list.

   Knows neither SDL nor a clock: time is passed in (ns, any origin). */
#ifndef LOOPSCOPE_APP_H
#define LOOPSCOPE_APP_H

#include "command.h"
#include "drawlist.h"
#include "kept.h"
#include "lesson_knobs.h"
#include "lint.h"
#include "narrate.h"
#include "player.h"
#include "predict_ui.h"
#include "stops.h"
#include "text_field.h"
#include "visits.h"

typedef enum Axis { AXIS_ELASTIC, AXIS_TIME, AXIS_STEPS } Axis;
typedef enum Screen { SCREEN_LESSON, SCREEN_MENU } Screen;

enum { TIMELINE_FOLDS = 32 };

/* What belongs to the timeline alone. */
typedef struct TimelineUi {
    bool measured;                   /* two edges are set */
    size_t measure_from, measure_to; /* each an n, in any order */
    uint32_t folded[TIMELINE_FOLDS]; /* task numbers: what they made is folded into their lanes; the oldest first */
    size_t folded_count;
    float grab_x, grab_y; /* px from the middle of the minimap's frame to where the mouse took hold of it */
} TimelineUi;

/* The sheet over the window with a line to write into (sheet.h). */
typedef enum SheetKind { SHEET_CLOSED, SHEET_FIND, SHEET_GO_TO, SHEET_PALETTE, SHEET_OPEN, SHEET_SETTINGS } SheetKind;
typedef struct SheetUi {
    SheetKind kind;
    TextField field;
    size_t choice; /* row of the list, from 0 */
    bool deaf;     /* until the next key goes down: the letter of the key that opened the sheet is none of its text */
} SheetUi;

/* What the keyboard has hold of (focus.h). The area is known by what it is, so that it is found again in every frame. */
typedef struct FocusUi {
    size_t panel; /* 1 + the Panel of layout.h, 0 none */
    HitKind kind; /* of the area that is chosen in it; HIT_NONE: none */
    uint32_t id;
    unsigned nth; /* of those that are the same */
    float x, y;   /* px: where it was last, for when it has gone */
} FocusUi;
/* What belongs to the menu alone, beside the choice. */
typedef struct MenuUi {
    TextField search;
    bool writing; /* the key that went down last writes: what comes is its text */
    float scroll; /* px */
} MenuUi;

/* What the reader has chosen: never restored by a step back. */
typedef struct Ui {
    Screen screen;
    Theme theme;
    float scale;    /* 0.75 … 3 */
    bool python;    /* the program panel shows the Python twin */
    bool loop_code; /* the loop panel shows its pseudo-code */
    bool all_links;
    bool help;
    bool reduced_motion;
    bool present;       /* presenter mode: only what is taught, and larger */
    float scale_seated; /* what `scale` was before presenting, and will be again */
    Axis axis;
    double zoom;        /* 1: the whole run fits; timeline */
    double pan;         /* 0 … 1: what part of the run is at the timeline's left edge */
    uint32_t selected;  /* task number, 0 none */
    size_t menu_choice; /* lesson index; from lesson count on: a recent recording */
    MenuUi menu;
    bool hints; /* those of the first start show, until the next step */
    float scroll_program, scroll_output, scroll_loop,
        scroll_timeline;                               /* px; program: < 0 follows the running line; output: up from its end */
    float split_program, split_output, split_timeline; /* 0 … 1: the draggable borders; 0: the usual share (layout.h) */
    float mouse_x, mouse_y;                            /* logical px; negative: outside */
    HitArea pressed;                                   /* what the mouse button went down on */
    KnobValues knobs;                                  /* of the lesson that is shown; none for a recording of something else */
    size_t knob_focus;                                 /* 1 + the knob that the arrows turn, 0 none */
    TimelineUi timeline;
    float scroll_code; /* px: how far the program's lines are moved to the left */
    size_t remark;     /* 1 + the remark whose card is open, 0 none; it shows while the cursor is at its moment */
    struct {
        bool open;         /* the details panel stands in place of the loop */
        float scroll;      /* px */
        size_t event;      /* 1 + the event that is asked about, 0: the selected task is; as long as `selected` stays as it was then */
        uint32_t selected; /* and the cursor does not go back before the event */
    } why;
    Stops stops;
    SheetUi sheet;
    FocusUi focus;
    char found[TEXT_FIELD_BYTES]; /* what was looked for last */
    bool tip;                     /* the mouse has rested on a button long enough to be told what that does */
    float scroll_help;            /* px */
    bool spotlight;               /* all is dimmed but one panel */
    PredictUi predict;
} Ui;

/* Where a live run stands. */
typedef enum LiveState { LIVE_NONE, LIVE_RUNNING, LIVE_ENDED } LiveState;

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
    const Sentence *sentence;
    LiveState live;
    const Lints *lints;        /* the remarks on the run; NULL: none are known */
    const struct Why *why;     /* why.h: of the task that the details panel shows, or NULL: it is closed */
    const struct Ghost *ghost; /* ghost.h: the run before the knobs were turned, or NULL */
    const Trace *whole;        /* in predict mode more than `trace`: only to know in which coroutine a task that has just begun stands */
    const char *notice;        /* a sentence for the user, or NULL: how the child ended, what is wrong with the file */
    const KeyLetters *letters; /* of the user's keyboard, or NULL: a US one */
    struct AxisMap *axis;      /* axis.h: a cache of the timeline's positions, or NULL: then they are computed for each frame */
    struct MenuPictures *pictures; /* menu_pictures.h: the lessons' timelines for the menu, or NULL: then its cards have none */
    LessonList lessons;            /* what the menu offers */
    const Kept *kept;              /* NULL: nothing */
    const struct Listing *listing; /* listing.h: the folder that the sheet shows, or NULL */
} View;

/* The panels, one file each. They draw inside `area` only, and add hit areas for all that can be clicked. */
void view_program(DrawList *list, const View *view, Rect area);
void view_loop(DrawList *list, const View *view, Rect area);
void view_output(DrawList *list, const View *view, Rect area);
void view_sentence(DrawList *list, const View *view, Rect area);
void view_timeline(DrawList *list, const View *view, Rect area);
void view_transport(DrawList *list, const View *view, Rect area);
void view_topbar(DrawList *list, const View *view, Rect area);
void view_knobs(DrawList *list, const View *view, Rect area);
void view_details(DrawList *list, const View *view, Rect area);
void view_help(DrawList *list, const View *view, Rect area);
void view_menu(DrawList *list, const View *view, Rect area);
void view_hints(DrawList *list, const View *view, Rect area); /* over the panels, which are drawn already */

typedef struct App {
    const Trace *trace; /* borrowed; may grow */
    Model *model;
    Spans *spans;
    Lints *lints; /* of the same trace; NULL without memory */
    Player player;
    Visits visits;
    Ui ui;
    const Lesson *lesson;
    LiveState live;
    struct WhyAnswer *why;         /* app_why.c: the last answer */
    struct AxisMap *axis;          /* axis.h: given to every View; axis_reset() when another trace is opened */
    struct MenuPictures *pictures; /* menu_pictures.h: made when the menu is first drawn */
    LessonList lessons;            /* what the menu offers: all, unless whoever made the App says otherwise before the first frame */
    Kept kept;                     /* grows by what the reader does; main keeps it when it has changed */
    struct Listing *listing;       /* listing.h: owned; NULL: none was asked for yet */
    size_t noted;                  /* the n at which the progress was noted last */
    float width, height;           /* of the last frame, logical px: what a mouse position is measured against */
    KeyLetters letters;            /* of the user's keyboard; main fills them in */
    TextMetrics metrics;           /* of the last frame: for the keys that choose among what is drawn */
    struct Predicting *predicting; /* app_predict.c; while predict mode is on, `trace` ends where the reader has come to */
    struct Ghost *ghost;           /* ghost.h: owned; NULL: none */
    uint32_t knob_pressed;         /* 1 + the knob on which the mouse went down last, and when (ns): twice at once resets it */
    int64_t knob_pressed_at;
    HitArea clicked; /* what was clicked on last, its rectangle being the place, and when (ns): twice at once and there asks why */
    int64_t clicked_at;
    int64_t tip_due;            /* when the mouse will have rested so long (ns); INT64_MAX: it is on no button */
    float pressed_x, pressed_y; /* logical px: where the mouse went down */
    char notice[256];
    bool changed;      /* by input since the last app_tick() */
    bool dragging;     /* the cursor is being dragged: all of it is one jump */
    bool ghost_due;    /* the run that is shown now becomes the ghost of the next one */
    bool kept_changed; /* main must write `kept` soon, and clear this */
    bool quit;
    /* What main must do, set by commands, cleared by main: they need processes or the window. */
    const Lesson *want_lesson;   /* open this lesson */
    char want_path[RECENT_PATH]; /* open this recording; "": none */
    char want_folder[RECENT_PATH];
    char clipboard[TEXT_FIELD_BYTES]; /* what main puts there with want_copy; with want_paste it hands in what is there by app_text() */
    bool want_copy, want_paste;
    bool want_turned;  /* record the lesson anew with ui.knobs, and call app_turned() */
    bool want_listing; /* read want_folder, and call app_listed() */
    bool want_real_time, want_rerun, want_full_screen;
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
const Trace *app_whole(const App *app);          /* the trace that was opened: in predict mode more than is shown */
const Spans *app_whole_spans(const App *app);    /* of that trace */
PredictScore app_predict_score(const App *app);  /* of the lesson that is open; another lesson begins at none */
void app_grown(App *app, int64_t now);           /* the trace has more events */
void app_notice(App *app, const char *sentence); /* shown in the top bar; "" takes it away */
void app_command(App *app, Command command, int64_t now);
void app_leave_lesson(App *app);        /* the program ends, or something else is shown: the score is noted */
void app_show_hints(App *app);          /* those of the first start, until the next step; they count as seen from now on */
void app_present(Ui *ui, bool present); /* presenter mode on or off */
float app_scale_seated(const Ui *ui);   /* the scale outside presenter mode, also while presenting */
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

#endif
