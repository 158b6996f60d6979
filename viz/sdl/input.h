/* input.h: what an SDL event means as plain input. */
#ifndef LOOPSCOPE_SDL_INPUT_H
#define LOOPSCOPE_SDL_INPUT_H

#include "window.h"

#include <SDL.h>

/* Fingers on a touch screen. One finger is the mouse with its button down, from when it moves or is lifted; two scroll, pan and zoom. */
typedef struct Fingers {
    SDL_FingerID id[2];
    float x[2], y[2]; /* logical px */
    int count;        /* how many are known, 0 to 2 */
    float from_x, from_y;
    bool dragging; /* the one finger is handed on as the button */
    bool spent;    /* the one that is left of two: it means nothing more */
    int due;       /* inputs that follow the last: 2 the button's release, 1 the leaving of the mouse */
} Fingers;

/* What must be remembered between two events. It comes from events alone, never from the keyboard itself: then scripted input is exact. */
typedef struct InputState {
    float scale;         /* window units per logical px */
    float width, height; /* of the window, in its units: what fingers are measured in */
    Fingers fingers;
    float x, y; /* the mouse, logical px */
    bool ctrl, shift;
    bool textures_lost; /* set here, cleared by the window */
    char *dropped;      /* SDL's; freed at the next drop */
} InputState;

/* What is still to come of the event before; ask first. False: nothing. */
bool input_pending(InputState *state, WindowInput *out);
/* False: the event means nothing to the program. */
bool input_translate(InputState *state, const SDL_Event *event, WindowInput *out);
/* What is printed on the user's keys, as far as it differs from a US keyboard. */
void input_letters(KeyLetters *letters);
/* What a key of that code shows, into KEY_LETTER bytes: "" when it writes nothing that can be shown. */
void input_letter(SDL_Keycode code, char *letter);
/* "Ctrl+Right"; the empty string for a key that only modifies. At least 32 bytes. */
void input_key_name(SDL_Scancode scancode, bool ctrl, bool alt, bool shift, char *buffer, size_t size);

#endif
