/* chips.h: a task as a chip, drawn the same everywhere: its state's icon and its label in the state's look. */
#ifndef LOOPSCOPE_CHIPS_H
#define LOOPSCOPE_CHIPS_H

#include "view.h"

typedef enum ChipLook {
    CHIP_SOLID,   /* filled with the state's colour: the task that runs */
    CHIP_RAISED,  /* a quiet plate with the icon in the state's colour */
    CHIP_TINTED,  /* a tint of the state's colour: a tag beside a line of code */
    CHIP_FILLED,  /* such a tag, filled: that of the task that runs */
    CHIP_OUTLINED /* a callback of the loop: no task, so no icon */
} ChipLook;

enum { CHIP_HEIGHT = 30, CHIP_TAG_HEIGHT = 20, CHIP_LABEL = 64 };

float chip_width(const DrawList *list, ChipLook look, const char *label); /* px, for the label in full */
/* The chip fills `rect`; a label that is too long is cut with "…". Adds no hit area. */
void chip_draw(DrawList *list, Rect rect, ChipLook look, TaskState state, const char *label, uint8_t alpha);
/* The chip of a task in the look that its state has, with a hit area (HIT_TASK). */
void chip_task(DrawList *list, const View *view, Rect rect, const ModelTask *task, uint8_t alpha);

/* A switch of words of which one is on; each word is a command. Drawn so that it ends at `right`; returns its left edge. */
typedef struct SwitchWord {
    const char *label;
    uint32_t command;
} SwitchWord;
float chip_switch(DrawList *list, float right, float y, float height, const SwitchWord *words, size_t count, size_t on);

#endif
