/* parts.h: where each chip of the loop panel has its place in a state. */
#ifndef LOOPSCOPE_LOOP_PARTS_H
#define LOOPSCOPE_LOOP_PARTS_H

#include "view/chips.h"

typedef enum LoopSection {
    LOOP_RUNNING,
    LOOP_READY,
    LOOP_SLEEPING,
    LOOP_OUTSIDE, /* only of a run that meets the outside */
    LOOP_AWAITING,
    LOOP_SECTIONS
} LoopSection;

/* One chip: a task, a callback of the loop, or what lies outside and can wake it. The pointers lead into the state that it was placed for. */
typedef struct LoopItem {
    Ref who; /* the task; for a callback its handle or timer; REF_OUTSIDE */
    LoopSection section;
    Rect rect;
    Rect note;                   /* room for what is said beside the chip: a bar, what it waits for */
    const ModelTask *task;       /* NULL: a callback, or what lies outside */
    const ModelReady *entry;     /* a callback that is ready or runs */
    const ModelTimer *timer;     /* what it sleeps on, if that timer is still set */
    const ModelOutside *outside; /* what lies outside and no task waits for */
} LoopItem;

enum { LOOP_ITEMS = 192, LOOP_LABEL = 96, LOOP_ROW = 34, LOOP_LOW = 240, LOOP_LOWER = 90 /* with a section more */ };

typedef struct LoopPlaces {
    LoopItem items[LOOP_ITEMS];
    size_t count;
    Rect box[LOOP_SECTIONS];  /* running and ready: the box; sleeping and awaiting: the rows */
    bool used[LOOP_SECTIONS]; /* the section is there */
    bool dense;               /* a low panel: a section a line, its title before it */
    float title_y[LOOP_SECTIONS];
    size_t hidden[LOOP_SECTIONS]; /* how many more there are than fit */
    Rect next_turn;               /* the mark between this turn's batch and what waits for the next; w 0: none */
    float bottom;                 /* where the content ends */
} LoopPlaces;

Rect loop_body(Rect area); /* the panel below its heading */
/* Places in `body`. A pure function of the state (and of what the reader scrolled). */
void loop_place(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places);
/* places_dense.c: the same in a low panel. */
void loop_place_dense(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places);
/* Up to `most` of those that sleep (the earliest first) or await, after the first `skip`; returns how many there are. */
size_t loop_sleeping(const State *state, LoopItem *items, size_t most, size_t skip);
size_t loop_awaiting(const State *state, LoopItem *items, size_t most, size_t skip);
/* outside.c: the tasks that wait for the outside, then what else is there that can wake the loop. */
size_t loop_outside(const State *state, LoopItem *items, size_t most, size_t skip);
bool loop_waits_outside(const State *state, const ModelTask *task);
void loop_outside_note(const View *view, const ModelOutside *outside, char *note, size_t size); /* "anybody can connect" */
bool loop_has_outside(const View *view); /* the run meets the outside, so that the section is there */
float loop_item_width(const DrawList *list, const View *view, const State *state, const LoopItem *item); /* px, in full */
bool loop_running_item(const State *state, LoopItem *item);                                              /* false: nothing runs */
LoopItem loop_ready_item(const State *state, size_t index);
void loop_add_item(LoopPlaces *places, LoopItem item); /* what is beyond LOOP_ITEMS is left out */
/* "timer → API A's sleep", "API A → gather": what a callback of the loop does. Into `label` (LOOP_LABEL bytes). */
void loop_callback_label(const View *view, const State *state, const LoopItem *item, char *label);
void loop_seconds_text(int64_t ns, char *buffer, size_t size); /* "1.500 s" */
/* sleep.c: beside the chip of one that sleeps. */
void loop_sleep_row(DrawList *list, const View *view, const LoopItem *item, bool dense);
/* How long a task or timer of SLEEPING still sleeps at `now`, "in 1.500 s"; `dense`: "1.5 s". Into `text` (LOOP_LABEL bytes). */
void loop_sleep_text(const View *view, const LoopItem *item, int64_t now, bool dense, char *text);

/* pick.c */
bool loop_other_order(const View *view);                             /* somebody else than asyncio chooses who runs next */
void loop_ready_remark(const View *view, char *remark, size_t size); /* in which order those who are ready run */
const char *loop_nobody(const View *view, LoopSection section);      /* what stands in a section without anybody */
/* What leads to another order: of READY the title itself and, where there is room before `right`, the way to choose oneself; of SLEEPING the way to one in which
   its waits can end. */
void loop_ways(DrawList *list, const View *view, const LoopPlaces *places, LoopSection section, Rect title, float right);
void loop_picks(DrawList *list, const View *view, const LoopPlaces *places); /* the numbers on those whom the reader can choose */

void loop_code(DrawList *list, const View *view, Rect body); /* code.c */

#endif
