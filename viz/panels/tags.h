/* tags.h: the tags at the end of a line of the program: who is there. */
#ifndef LOOPSCOPE_TAGS_H
#define LOOPSCOPE_TAGS_H

#include "view/view.h"

enum { MOST_TAGS = 6 };

/* Who is on a line of those on the screen. */
typedef struct LineTasks {
    uint32_t tasks[MOST_TAGS]; /* numbers */
    size_t count;              /* may be more than are listed */
    int state;                 /* the look of the line: of its first task, running before all others; -1: none */
    bool called;               /* a callback runs here, and the tag with its name stands on this line */
} LineTasks;

uint8_t tags_tint(const LineTasks *here); /* how strongly the line has its state's colour */
/* From the right edge of the row towards where the code ends; those for which there is no room are counted. */
void tags_draw(DrawList *list, const View *view, const LineTasks *here, Rect row, float code_end);
/* The callback that runs, in its look in the loop's panel. */
void tags_callback(DrawList *list, const View *view, Rect row, float code_end);

#endif
