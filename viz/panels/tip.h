/* tip.h: the words beside a button or a term that has the focus, or on which the mouse rests. */
#ifndef LOOPSCOPE_VIEW_TIP_H
#define LOOPSCOPE_VIEW_TIP_H

#include "view/view.h"

bool tip_wanted(HitArea hit); /* it is a button, a term or a knob: there is something to say about it */
/* In a frame in which all else is drawn. */
void view_tip(DrawList *list, const View *view, Rect whole);

#endif
