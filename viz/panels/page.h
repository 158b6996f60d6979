/* page.h: how far the lesson's page can be scrolled. */
#ifndef LOOPSCOPE_VIEW_PAGE_H
#define LOOPSCOPE_VIEW_PAGE_H

#include "view/view.h"

float page_scroll_most(const DrawList *metrics, const View *view, Rect area); /* px */
/* How far it is scrolled, px, so that the task's last hint is in sight, and its beginning where there is room for both. */
float page_scroll_task(const DrawList *metrics, const View *view, Rect area, float scroll);

#endif
