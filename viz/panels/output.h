/* output.h: how far the output can be scrolled. */
#ifndef LOOPSCOPE_VIEW_OUTPUT_H
#define LOOPSCOPE_VIEW_OUTPUT_H

#include "view/view.h"

/* Px that do not fit into the panel drawn into `area`; `drawn` for its text metrics. */
float output_scroll_most(const DrawList *drawn, const View *view, Rect area);

#endif
