/* focus.h: what the keyboard has hold of: a panel, and in it one of the areas that a mouse could click on. */
#ifndef LOOPSCOPE_FOCUS_H
#define LOOPSCOPE_FOCUS_H

#include "layout.h"
#include "view.h"

/* The accent in the form that stands out from every ground, 4.5:1 and more. */
#define FOCUS_TOKEN TOKEN_AWAITING_TEXT

enum { FOCUS_AREAS = 512 /* of one panel; more are never in sight at once */ };

/* The panels of a frame that can have the focus: those that are drawn. `panel` as in FocusUi, 1 + Panel. */
bool focus_panel_drawn(const DrawList *frame, size_t panel);
/* The areas of a panel between which the keys choose, in the order in which they are read. What has a key of its own that is as near
   (a gutter, the scrubber, the cursor, the lanes) is left out. */
size_t focus_areas(const DrawList *frame, size_t panel, HitArea areas[FOCUS_AREAS]);
/* Its place among those areas, or SIZE_MAX: it is not in sight. */
size_t focus_index(const HitArea *areas, size_t count, const FocusUi *focus);
/* Takes hold of an area. */
void focus_set(FocusUi *focus, const HitArea *areas, size_t index);

/* The rings round the panel and the area that have the focus, found again in what was drawn so far; nothing when there is no focus. */
void focus_draw(DrawList *list, const View *view);
/* Dims all but one panel: the one with the focus, else the one nearest to the mouse; nothing when the spotlight is off. */
void focus_spotlight(DrawList *list, const View *view, Rect whole);

#endif
