/* layout.h: where every panel stands in a window of a given size, and what dragging a border between two of them does. */
#ifndef LOOPSCOPE_LAYOUT_H
#define LOOPSCOPE_LAYOUT_H

#include "ui.h"

/* PANEL(identifier, name): view_NAME() draws it (panels.h), and scripts and tests call it so. In the order in which they are drawn. */
#define PANELS(PANEL)                                                                                                                      \
    PANEL(TOPBAR, topbar)                                                                                                                  \
    PANEL(PROGRAM, program)                                                                                                                \
    PANEL(LOOP, loop)                                                                                                                      \
    PANEL(OUTPUT, output)                                                                                                                  \
    PANEL(SENTENCE, sentence)                                                                                                              \
    PANEL(TIMELINE, timeline)                                                                                                              \
    PANEL(TRANSPORT, transport)

typedef enum Panel {
#define PANEL(id, name) PANEL_##id,
    PANELS(PANEL)
#undef PANEL
        PANEL_COUNT
} Panel;

typedef enum Border {
    BORDER_PROGRAM,  /* between the program and the loop */
    BORDER_OUTPUT,   /* between the loop and the output: beside it, or under it in a narrow window */
    BORDER_TIMELINE, /* above the timeline */
    BORDER_COUNT
} Border;

enum { LAYOUT_TOPBAR = 48 /* its height; the knobs of a lesson stand below, as its lower part */ };
enum { LAYOUT_WIDE = 1200 /* px: from here on the output stands beside the loop */ };

typedef struct Layout {
    Rect panel[PANEL_COUNT];   /* of height 0: not shown */
    Rect border[BORDER_COUNT]; /* where the mouse takes hold of a border */
    bool wide;                 /* the output stands beside the loop */
} Layout;

/* A split of 0 in Ui means: the usual share. */
Layout layout_of(float width, float height, const Ui *ui);
/* Moves a border to the mouse: changes that split of `ui` and nothing else. Least sizes of the panels are kept. */
void layout_drag(Ui *ui, float width, float height, Border border, float x, float y);
Panel layout_panel_at(const Layout *layout, float x, float y); /* PANEL_COUNT: none */

#endif
