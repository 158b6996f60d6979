/* help.h: how far the help can be scrolled. */
#ifndef LOOPSCOPE_VIEW_HELP_H
#define LOOPSCOPE_VIEW_HELP_H

#include "view/view.h"

/* Of the help that view_help() draws into `area`: the most that Ui.scroll_help can usefully be, px. `metrics`: a list with the frame's. */
float help_scroll_most(const DrawList *metrics, const View *view, Rect area);

#endif
