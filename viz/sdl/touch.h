/* touch.h: what fingers mean as plain input; for input.c. */
#ifndef LOOPSCOPE_SDL_TOUCH_H
#define LOOPSCOPE_SDL_TOUCH_H

#include "input.h"

/* False: nothing yet. */
bool touch_translate(InputState *state, const SDL_TouchFingerEvent *event, WindowInput *out);
/* What is still to come of the finger before: a tap is a press and a release. False: nothing. */
bool touch_pending(InputState *state, WindowInput *out);

#endif
