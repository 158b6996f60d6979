/* knobs.h: what the knobs' strip and the mouse agree on. */
#ifndef LOOPSCOPE_VIEW_KNOBS_H
#define LOOPSCOPE_VIEW_KNOBS_H

#include "view/view.h"

enum { KNOB_LINES = 16 /* of a HIT_ORDER: its id is the knob times this and the place */ };
enum { KNOB_LINE = 32 /* px from one of the lines that are to be put in order to the next */ };
enum { KNOB_REACH = 8 /* px on both sides of a slider's track where it can be taken hold of */ };
enum { KNOB_NEAREST = 1 /* px: values that lie nearer on the track, or have none, are turned by how far the hand moves */ };
enum { KNOB_STRIDE = 5 /* px for one step then */ };

/* Behind a line of the program that gives a knob its value: the one that this run has, where it is another ("now 2.5 s"). */
void view_knobs_tag(DrawList *list, const View *view, bool python, uint32_t line, float code_end, Rect row);

#endif
