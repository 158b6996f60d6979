/* waiting.h: how the window waits for the next event. */
#ifndef LOOPSCOPE_SDL_WAITING_H
#define LOOPSCOPE_SDL_WAITING_H

#include <SDL.h>
#include <stdbool.h>

/* The next event, waiting up to that long (0: do not wait, negative: for ever). False: there is none. */
bool waiting_next(SDL_Event *event, int64_t timeout_ns);

#endif
