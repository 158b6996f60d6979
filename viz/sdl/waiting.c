/* waiting.c: waits in the system, which wakes the program when something comes; window_run() is a plain loop. */
#include "waiting.h"

#include "window.h"

bool waiting_next(SDL_Event *event, int64_t timeout_ns)
{
    if (timeout_ns < 0) {
        return SDL_WaitEvent(event) == 1;
    }
    if (timeout_ns == 0) {
        return SDL_PollEvent(event) == 1;
    }
    int64_t milliseconds = (timeout_ns + 999999) / 1000000; /* rounded up: too early would mean waiting twice */
    return SDL_WaitEventTimeout(event, milliseconds < 60000 ? (int)milliseconds : 60000) == 1;
}

void window_run(bool (*pass)(void *context), void *context)
{
    while (pass(context)) {}
}
