/* program.h: where the lines of the program panel are scrolled to, and which of them is at a point. */
#ifndef LOOPSCOPE_PANEL_PROGRAM_H
#define LOOPSCOPE_PANEL_PROGRAM_H

#include "view/view.h"

/* Of the panel that view_program() draws into `area`: how far it is scrolled now, and how far it can be, px. */
void program_scroll(const View *view, Rect area, float *now, float *most);
/* The same from side to side; `drawn` for its text metrics. */
void program_scroll_sideways(const DrawList *drawn, const View *view, Rect area, float *now, float *most);
/* Where to scroll so that a line is seen: as it is now when it can be, else with the line in the middle. */
float program_scroll_for(const View *view, Rect area, uint32_t line);
uint32_t program_line_under(const View *view, Rect area, float x, float y); /* the line at that point, 0: none */

#endif
