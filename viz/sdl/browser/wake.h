/* wake.h: ends the window's wait from outside: the page itself has something to be shown. */
#ifndef LOOPSCOPE_SDL_WAKE_H
#define LOOPSCOPE_SDL_WAKE_H

void window_wake(void);

#endif
