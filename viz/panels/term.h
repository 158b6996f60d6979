/* term.h: what a word of the glossary means, on a card beside the word. */
#ifndef LOOPSCOPE_VIEW_TERM_H
#define LOOPSCOPE_VIEW_TERM_H

#include "view/view.h"

void term_card(DrawList *list, const View *view, HitArea hit, Rect whole); /* of a HIT_TERM */

#endif
