/* view.h: for tests: a lesson recorded and shown at an n, as a View with stub metrics. */
#ifndef LOOPSCOPE_SUPPORT_VIEW_H
#define LOOPSCOPE_SUPPORT_VIEW_H

#include "view/axis.h"
#include "view/view.h"

typedef struct Stage {
    Trace *trace;
    Model *model;
    Spans *spans; /* NULL where a test does without */
    Player player;
    Ui ui;
    View view;
    DrawList list;
} Stage;

/* Takes the trace over; NULL for an empty one. `spans` asks for the index that the timeline needs. */
void stage_open(Stage *stage, Trace *trace, bool spans);
Trace *stage_lesson(const char *name); /* a recording of that lesson, in virtual time */
void stage_close(Stage *stage);
void stage_at(Stage *stage, size_t n);
/* The n just after the event of that kind (`which` from 1) by that task. Fails the test when there is none. */
size_t stage_after(const Stage *stage, EventKind kind, Ref by, int which);
/* Draws one view into an emptied list and returns its dump, which the caller frees. */
char *stage_draw(Stage *stage, void (*draw)(DrawList *, const View *, Rect), Rect area);

#endif
