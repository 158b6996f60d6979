/* loop_parts.h: where each chip of the loop panel has its place in a state. */
#ifndef LOOPSCOPE_LOOP_PARTS_H
#define LOOPSCOPE_LOOP_PARTS_H

#include "chips.h"

typedef enum LoopSection { LOOP_RUNNING, LOOP_READY, LOOP_SLEEPING, LOOP_AWAITING, LOOP_SECTIONS } LoopSection;

/* One chip: a task, or a callback of the loop. The pointers lead into the state that it was placed for. */
typedef struct LoopItem {
    Ref who; /* the task; for a callback its handle or timer */
    LoopSection section;
    Rect rect;
    const ModelTask *task;   /* NULL: a callback */
    const ModelReady *entry; /* a callback that is ready or runs */
    const ModelTimer *timer; /* what it sleeps on, if that timer is still set */
} LoopItem;

enum { LOOP_ITEMS = 192, LOOP_LABEL = 96, LOOP_ROW = 34 };

typedef struct LoopPlaces {
    LoopItem items[LOOP_ITEMS];
    size_t count;
    Rect box[LOOP_SECTIONS];    /* running and ready: the box; sleeping and awaiting: the rows */
    float title_y[LOOP_SECTIONS];
    size_t hidden[LOOP_SECTIONS]; /* how many more there are than fit */
    Rect next_turn;             /* the mark between this turn's batch and what waits for the next; w 0: none */
    float bottom;               /* where the content ends */
} LoopPlaces;

Rect loop_body(Rect area); /* the panel below its heading */
/* Places in `body`. A pure function of the state (and of what the reader scrolled). */
void loop_place(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places);
/* "timer → API A's sleep", "gather's callback": what a callback of the loop does. Into `label` (LOOP_LABEL bytes). */
void loop_callback_label(const View *view, const State *state, const ModelReady *entry, char *label);

void loop_code(DrawList *list, const View *view, Rect body); /* view_loop_code.c */

#endif
