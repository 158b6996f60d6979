/* observe.h: what stands in the window, by the names of tests/ui/NAME.script: they are played on the app alone, and in a browser. */
#ifndef LOOPSCOPE_TESTS_OBSERVE_H
#define LOOPSCOPE_TESTS_OBSERVE_H

#include "app/app.h"

/* The middle of the topmost area that is called "kind:id", where nothing else lies over it. */
bool observe_area(const DrawList *frame, const char *called, float *x, float *y, Rect *area);
/* Does the frame show these words in one of its texts? */
bool observe_text(const DrawList *frame, const char *words);
/* What stands now under that name, as text; `opens`: the lesson that was opened last. False: no such name. */
bool observe_word(App *app, const char *opens, int64_t now, const char *word, char *out, size_t size);

#endif
