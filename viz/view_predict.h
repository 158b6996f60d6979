/* view_predict.h: what of a question stands in other panels than its own. */
#ifndef LOOPSCOPE_VIEW_PREDICT_H
#define LOOPSCOPE_VIEW_PREDICT_H

#include "app.h"

bool view_predict_shown(const View *view); /* the question, or at the end of the run the score, stands in place of the output */
/* After the answer, the line of the program that shows why. */
void view_predict_line(DrawList *list, const View *view, uint32_t line, Rect row);

#endif
