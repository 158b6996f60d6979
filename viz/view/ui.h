/* ui.h: what the reader has chosen: zoom, selection, scrolling, theme; a step back restores none of it. */
#ifndef LOOPSCOPE_UI_H
#define LOOPSCOPE_UI_H

#include "draw/drawlist.h"
#include "draw/text_field.h"
#include "language/language.h"
#include "lesson/knobs.h"
#include "model/stops.h"
#include "figures.h"
#include "files/formats.h"
#include "predict_ui.h"
#include "way/way.h"

typedef enum Axis { AXIS_ELASTIC, AXIS_TIME, AXIS_STEPS } Axis;
typedef enum Screen { SCREEN_LESSON, SCREEN_MENU } Screen;

enum { TIMELINE_FOLDS = 32 };

/* Tasks whose lanes were folded or opened, the oldest first: that one goes when there are too many. */
typedef struct FoldList {
    uint32_t tasks[TIMELINE_FOLDS]; /* numbers */
    size_t count;
} FoldList;

/* What belongs to the timeline alone. */
typedef struct TimelineUi {
    bool measured;                   /* two edges are set */
    size_t measure_from, measure_to; /* each an n, in any order */
    FoldList folded;                 /* all that they made is folded into their lanes */
    FoldList opened;                 /* the tasks that libraries made for them have lanes of their own, which else are folded into theirs */
    bool all_opened;                 /* so have all libraries' */
    float grab_x, grab_y;            /* px from the middle of the minimap's frame to where the mouse took hold of it */
} TimelineUi;

/* The sheet over the window with a line to write into (sheet.h). */
typedef enum SheetKind {
    SHEET_CLOSED,
    SHEET_FIND,
    SHEET_GO_TO,
    SHEET_PALETTE,
    SHEET_OPEN,
    SHEET_RUN,
    SHEET_SETTINGS,
    SHEET_FILTER,
    SHEET_STATISTICS,
    SHEET_GLOSSARY,
    SHEET_EXPORT,
    SHEET_PREDICTIONS,
    SHEET_MORE
} SheetKind;
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

/* Which table of the statistics is shown, and by which column. */
typedef struct FiguresUi {
    FigureTable table;
    size_t column;
    bool ascending;
} FiguresUi;

/* What the sheet of kind SHEET_EXPORT writes; its name stands in the sheet's field. */
typedef struct ExportUi {
    ExportSubject subject;
    ExportFormat format[FORMAT_GROUPS]; /* chosen last of each group */
    char given[TEXT_FIELD_BYTES];       /* the name that was put there: what differs from it, the reader has written */
    char there[TEXT_FIELD_BYTES];       /* a file of that name was found: the next Enter writes over it */
} ExportUi;

/* A program that was saved with a mistake: the run before stays, and the mistake stands on its line. */
typedef struct FaultUi {
    uint32_t line; /* of the program that is shown; 0: none */
    char text[160];
} FaultUi;

/* What the reader has chosen: never restored by a step back. */
typedef struct Ui {
    Screen screen;
    Theme theme;
    Language language; /* of all that is read */
    float scale;       /* 0.75 … 3 */
    FaultUi fault;
    long rules;     /* as which Python lessons are to run: a choice of settings.h; the one that is shown has knobs.rules */
    bool python;    /* the program panel shows the Python twin */
    bool library;   /* of a recording it shows the source of the library that the program has entered */
    bool loop_code; /* the loop panel shows its pseudo-code */
    bool all_links;
    bool help;
    bool reduced_motion;
    bool plain;         /* drawn to be printed or filmed: nothing in it is there to be clicked, and the sentence stands below the picture */
    bool present;       /* presenter mode: only what is taught, and larger */
    float scale_seated; /* what `scale` was before presenting, and will be again */
    Axis axis;
    double zoom;        /* 1: the whole run fits; timeline */
    double pan;         /* 0 … 1: what part of the run is at the timeline's left edge */
    uint32_t selected;  /* task number, 0 none */
    size_t menu_choice; /* MenuItem.id of panels/menu/plan.h */
    MenuUi menu;
    bool hints;        /* those of the first start show, until the next step */
    bool schedules;    /* the reader is the scheduler: the cursor stops where there is somebody to be chosen */
    float scroll_code; /* px: how far the program's lines are moved to the left */
    float scroll_program, scroll_output, scroll_loop,
        scroll_timeline;                               /* px; program: < 0 follows the running line; output: up from its end */
    float split_program, split_output, split_timeline; /* 0 … 1: the draggable borders; 0: the usual share (layout.h) */
    float timeline_needs;   /* px: how high its lanes would have the timeline; 0: not known, as of a run that grows */
    float mouse_x, mouse_y; /* logical px; negative: outside */
    HitArea pressed;        /* what the mouse button went down on */
    KnobValues knobs;       /* of the lesson that is shown; none for a recording of something else */
    size_t knob_focus;      /* 1 + the knob that the arrows turn, 0 none */
    TimelineUi timeline;
    size_t remark; /* 1 + the remark whose card is open, 0 none; it shows while the cursor is at its moment */
    struct {
        bool open;         /* the details panel stands in place of the loop */
        float scroll;      /* px */
        size_t event;      /* 1 + the event that is asked about, 0: the selected task is; as long as `selected` stays as it was then */
        uint32_t selected; /* and the cursor does not go back before the event */
    } why;
    struct {
        bool open;    /* the lesson's page stands in place of the loop */
        bool waits;   /* it was put away for the questions, and comes back behind them */
        float scroll; /* px */
        size_t hints; /* how many are shown */
    } page;
    Stops stops;
    SheetUi sheet;
    FiguresUi figures;
    ExportUi exporting;
    FocusUi focus;
    char found[TEXT_FIELD_BYTES];  /* what was looked for last */
    char filter[TEXT_FIELD_BYTES]; /* the words of filter.h; "": every lane is shown */
    bool tip;                      /* the mouse has rested on a button long enough to be told what that does */
    float scroll_help;             /* px */
    bool spotlight;                /* all is dimmed but one panel */
    PredictUi predict;
    Round round; /* of questions that are asked one after another */
} Ui;

float ui_scale_within(float scale);    /* the nearest that there is */
void ui_present(Ui *ui, bool present); /* presenter mode on or off */
float ui_scale_seated(const Ui *ui);   /* the scale outside presenter mode, also while presenting */
/* At which a window of that many px wide is shown: presenting, as large as leaves the program and the loop room beside each other. */
float ui_scale_shown(const Ui *ui, float width);

#endif
