/* remark.h: the remarks on a run as the window shows them: marks on the timeline and in the gutter, and a card with the sentence and the advice. */
#ifndef LOOPSCOPE_REMARK_H
#define LOOPSCOPE_REMARK_H

#include "view/layout.h"
#include "words/lints/lint.h"
#include "lesson/program.h"
#include "view/view.h"

/* The one whose card is open: it stays so while the cursor is where the remark leads. NULL: none. */
const Lint *remark_open(const View *view);
/* A round mark that fills `area`; a click on it opens the remark of that number (from 0). */
void remark_mark(DrawList *list, const View *view, Rect area, size_t number, uint8_t alpha);
/* How many there are, as a button that goes to the next one, from `x` on in a row of that height. Returns its right edge; x when there are none. */
float remark_count(DrawList *list, const View *view, float x, float y, float height);
/* Beside the lines of the program that they are about. `body` is where the lines stand, the first of them at body.y - scroll, `x` where the code begins. */
void remark_gutter(DrawList *list, const View *view, const ProgramText *shown, Rect body, float scroll, float line_height, float x);
/* Over the panels: the card of the open remark, or of the one under the mouse. Drawn last. */
void remark_card(DrawList *list, const View *view, const Layout *layout);

#endif
