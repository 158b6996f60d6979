/* prose.h: words with code among them, set line by line. */
#ifndef LOOPSCOPE_PROSE_H
#define LOOPSCOPE_PROSE_H

#include "draw/drawlist.h"
#include "lesson/glossary.h"

/* Sets a text in which code stands between backticks, from `at` on and `at.w` px wide, `line` px a line. Without a list it is only measured. Returns its height. */
float prose_flow(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text);
/* The same with a thin line under these terms, which lead to the glossary (HIT_TERM). */
float prose_with_terms(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text,
                       const GlossaryMark *marks, size_t count);

#endif
