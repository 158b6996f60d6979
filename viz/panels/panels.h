/* panels.h: the panels, each a pure function of the view. */
#ifndef LOOPSCOPE_PANELS_H
#define LOOPSCOPE_PANELS_H

#include "view/layout.h"
#include "view/view.h"

/* The panels, one file each. They draw inside `area` only, and add hit areas for all that can be clicked. */
#define PANEL(id, name) void view_##name(DrawList *list, const View *view, Rect area);
PANELS(PANEL)
#undef PANEL
void view_knobs(DrawList *list, const View *view, Rect area);
void view_details(DrawList *list, const View *view, Rect area);
void view_page(DrawList *list, const View *view, Rect area);
void view_help(DrawList *list, const View *view, Rect area);
void view_menu(DrawList *list, const View *view, Rect area);
void view_hints(DrawList *list, const View *view, Rect area);  /* over the panels, which are drawn already */
void view_notice(DrawList *list, const View *view, Rect area); /* over all else */

#endif
