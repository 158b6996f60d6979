/* touch.c: fingers on a touch screen: one is the mouse, two scroll, pan and zoom. */
#include "touch.h"

#include <math.h>

static const float slack = 8;         /* px that a finger may move and still tap */
static const float least_spread = 24; /* px between two fingers, below which they do not zoom */

static void say(WindowInput *out, WindowInputKind kind, float x, float y)
{
    out->kind = kind;
    out->x = x;
    out->y = y;
}

static bool put_down(InputState *state, SDL_FingerID id, float x, float y, WindowInput *out)
{
    Fingers *fingers = &state->fingers;
    if (fingers->count == 2) {
        return false; /* a third means nothing */
    }
    int at = fingers->count++;
    fingers->id[at] = id;
    fingers->x[at] = x;
    fingers->y[at] = y;
    if (at == 0) {
        fingers->from_x = x;
        fingers->from_y = y;
        fingers->dragging = fingers->spent = false;
        return false; /* it may become a tap, a drag, or one of two */
    }
    bool dragged = fingers->dragging;
    fingers->dragging = false;
    say(out, WINDOW_MOUSE_UP, -1, -1); /* outside: the drag ends, and nothing is clicked */
    return dragged;
}

static bool pinch(const Fingers *before, const Fingers *now, WindowInput *out)
{
    float spread_before = hypotf(before->x[1] - before->x[0], before->y[1] - before->y[0]);
    float spread = hypotf(now->x[1] - now->x[0], now->y[1] - now->y[0]);
    say(out, WINDOW_PINCH, (now->x[0] + now->x[1]) / 2, (now->y[0] + now->y[1]) / 2);
    out->moved_x = out->x - (before->x[0] + before->x[1]) / 2;
    out->moved_y = out->y - (before->y[0] + before->y[1]) / 2;
    out->zoom = spread_before >= least_spread && spread >= least_spread ? spread / spread_before : 1;
    return true;
}

static bool move(InputState *state, int at, float x, float y, WindowInput *out)
{
    Fingers *fingers = &state->fingers, before = *fingers;
    fingers->x[at] = x;
    fingers->y[at] = y;
    if (fingers->count == 2) {
        return pinch(&before, fingers, out);
    }
    if (fingers->spent || (!fingers->dragging && hypotf(x - fingers->from_x, y - fingers->from_y) <= slack)) {
        return false;
    }
    bool begins = !fingers->dragging;
    fingers->dragging = true;
    say(out, begins ? WINDOW_MOUSE_DOWN : WINDOW_MOUSE_MOVE, begins ? fingers->from_x : x, begins ? fingers->from_y : y);
    return true;
}

static bool lift(InputState *state, int at, float x, float y, WindowInput *out)
{
    Fingers *fingers = &state->fingers;
    if (fingers->count == 2) {
        int left = 1 - at;
        fingers->id[0] = fingers->id[left];
        fingers->x[0] = fingers->x[left];
        fingers->y[0] = fingers->y[left];
        fingers->count = 1;
        fingers->spent = true;
        return false;
    }
    fingers->count = 0;
    if (fingers->spent) {
        return false;
    }
    bool tapped = !fingers->dragging;
    fingers->dragging = false;
    fingers->due = tapped ? 2 : 1;
    say(out, tapped ? WINDOW_MOUSE_DOWN : WINDOW_MOUSE_UP, tapped ? fingers->from_x : x, tapped ? fingers->from_y : y);
    fingers->from_x = out->x;
    fingers->from_y = out->y;
    return true;
}

bool touch_translate(InputState *state, const SDL_TouchFingerEvent *event, WindowInput *out)
{
    bool asked = SDL_WasInit(SDL_INIT_VIDEO) != 0; /* without it SDL knows of no devices, and must not be asked */
    SDL_TouchDeviceType device = asked ? SDL_GetTouchDeviceType(event->touchId) : SDL_TOUCH_DEVICE_DIRECT;
    if (device == SDL_TOUCH_DEVICE_INDIRECT_ABSOLUTE || device == SDL_TOUCH_DEVICE_INDIRECT_RELATIVE) {
        return false; /* a touchpad moves the mouse already */
    }
    float x = event->x * state->width / state->scale, y = event->y * state->height / state->scale;
    Fingers *fingers = &state->fingers;
    int at = 0;
    while (at < fingers->count && fingers->id[at] != event->fingerId) {
        at++;
    }
    bool known = at < fingers->count, means = false;
    if (event->type == SDL_FINGERDOWN) {
        means = !known && put_down(state, event->fingerId, x, y, out);
    } else if (known) {
        means = event->type == SDL_FINGERUP ? lift(state, at, x, y, out) : move(state, at, x, y, out);
    }
    if (means) {
        state->x = out->x;
        state->y = out->y;
    }
    return means;
}

bool touch_pending(InputState *state, WindowInput *out)
{
    Fingers *fingers = &state->fingers;
    if (fingers->due == 0) {
        return false;
    }
    *out = (WindowInput){.kind = WINDOW_NOTHING};
    if (fingers->due-- == 2) {
        say(out, WINDOW_MOUSE_UP, fingers->from_x, fingers->from_y);
    } else {
        say(out, WINDOW_MOUSE_LEAVE, -1, -1);
    }
    return true;
}
