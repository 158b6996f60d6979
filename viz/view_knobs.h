/* view_knobs.h: what the knobs' strip and the mouse agree on. */
#ifndef LOOPSCOPE_VIEW_KNOBS_H
#define LOOPSCOPE_VIEW_KNOBS_H

enum { KNOB_REACH = 8 /* px on both sides of a slider's track where it can be taken hold of */ };

#endif
