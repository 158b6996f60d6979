/* output.h: where the lines of the output stand in its panel, and how far they can be scrolled. */
#ifndef LOOPSCOPE_VIEW_OUTPUT_H
#define LOOPSCOPE_VIEW_OUTPUT_H

#include "view/view.h"

/* Px that do not fit into the panel drawn into `area`; `drawn` for its text metrics. */
float output_scroll_most(const DrawList *drawn, const View *view, Rect area);

/* px from the panel's top to its lines: in a low panel the heading is beside them, as the headings of the loop's sections are there. */
float output_above(Rect area);

#endif
