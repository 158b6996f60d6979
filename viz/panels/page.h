/* page.h: how far the lesson's page can be scrolled. */
#ifndef LOOPSCOPE_VIEW_PAGE_H
#define LOOPSCOPE_VIEW_PAGE_H

#include "view/view.h"

float page_scroll_most(const DrawList *metrics, const View *view, Rect area); /* px */

#endif
