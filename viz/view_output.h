/* view_output.h: how far the output can be scrolled. */
#ifndef LOOPSCOPE_VIEW_OUTPUT_H
#define LOOPSCOPE_VIEW_OUTPUT_H

#include "app.h"

float output_scroll_most(const View *view, Rect area); /* px that do not fit into the panel drawn into `area` */

#endif
