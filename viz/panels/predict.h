/* predict.h: what of a question stands in other panels than its own. */
#ifndef LOOPSCOPE_VIEW_PREDICT_H
#define LOOPSCOPE_VIEW_PREDICT_H

#include "view/layout.h"
#include "view/view.h"

/* In place of the output; a low one grows over the loop panel as far as it must. */
void view_predict(DrawList *list, const View *view, const Layout *layout);
/* How far it does, px: the loop panel shows its lines above that. */
float view_predict_covers(const DrawList *list, const View *view, const Layout *layout);
/* At the end of the run: how many were right, and which; in a low panel the heading has that height. */
void view_predict_over(DrawList *list, const View *view, Rect area, float low_heading);
bool view_predict_shown(const View *view); /* the question, or at the end of the run the score, stands in place of the output */
/* After the answer, the line of the shown source that shows why, 0 none; and how it is lit. */
uint32_t view_predict_lit(const View *view);
void view_predict_line(DrawList *list, const View *view, uint32_t line, Rect row);

#endif
