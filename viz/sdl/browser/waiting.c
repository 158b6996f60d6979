/* waiting.c: a page may never wait: it is called again when there is input, or when the time that was to be waited is up. */
#include "sdl/waiting.h"

#include "sdl/window.h"
#include "wake.h"

#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

static struct {
    bool (*pass)(void *context);
    void *context;
    int64_t rest;   /* ns: how long nothing will happen unless there is input; negative: for ever */
    bool heard;     /* the pass that runs has had input: what it changed is still to be drawn */
    bool due, over; /* a frame has been asked for; the program has ended */
    unsigned waits; /* numbers the waits: a timer of an older one means nothing */
} waiting;

static void ask_for_frame(void);

static void time_is_up(void *number)
{
    if ((unsigned)(uintptr_t)number == waiting.waits) {
        ask_for_frame();
    }
}

static EM_BOOL frame(double time, void *ignored)
{
    (void)time;
    (void)ignored;
    enum { MOST_PASSES = 3 };
    waiting.due = false;
    for (int i = 0; i < MOST_PASSES && !waiting.over; i++) {
        waiting.heard = false;
        waiting.over = !waiting.pass(waiting.context);
        if (!waiting.heard) {
            break;
        }
    }
    waiting.waits++;
    if (waiting.rest == 0) {
        ask_for_frame();
    } else if (waiting.rest > 0) {
        emscripten_set_timeout(time_is_up, (double)waiting.rest / 1e6, (void *)(uintptr_t)waiting.waits);
    }
    return EM_FALSE;
}

static void ask_for_frame(void)
{
    if (!waiting.due && !waiting.over) {
        waiting.due = true;
        emscripten_request_animation_frame(frame, NULL);
    }
}

static int something_came(void *ignored, SDL_Event *event)
{
    (void)ignored;
    if (event->type != SDL_POLLSENTINEL) { /* which asking for events makes itself */
        ask_for_frame();
    }
    return 1;
}

bool waiting_next(SDL_Event *event, int64_t timeout_ns)
{
    bool found = SDL_PollEvent(event) == 1;
    waiting.rest = waiting.heard ? 0 : timeout_ns; /* of a pass the first counts: what follows it asks whether there is more */
    waiting.heard = waiting.heard || found;
    return found;
}

void window_run(bool (*pass)(void *context), void *context)
{
    waiting.pass = pass;
    waiting.context = context;
    SDL_PumpEvents();
    SDL_FlushEvent(SDL_WINDOWEVENT); /* that it was made: it is drawn anyhow */
    SDL_AddEventWatch(something_came, NULL);
    frame(0, NULL); /* the first at once, without waiting for the browser to ask for it */
    emscripten_exit_with_live_runtime();
}

void window_wake(void) { ask_for_frame(); }
