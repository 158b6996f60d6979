/* window.h: the real window: opens it, turns what the user does into plain input, shows draw lists.

   The rest of the program sees no SDL. Nothing here decides what an input means. */
#ifndef LOOPSCOPE_SDL_WINDOW_H
#define LOOPSCOPE_SDL_WINDOW_H

#include "draw/drawlist.h"
#include "draw/keyboard.h"

typedef struct Window Window;

typedef enum WindowInputKind {
    WINDOW_NOTHING,     /* the time was up */
    WINDOW_KEY,         /* a key went down; key repeats come as keys too */
    WINDOW_TEXT,        /* what the key before wrote */
    WINDOW_MOUSE_MOVE,  /* to (x, y); several moves in a row arrive as the last */
    WINDOW_MOUSE_LEAVE, /* the mouse is outside */
    WINDOW_MOUSE_DOWN,  /* the left or the right button, at (x, y) */
    WINDOW_MOUSE_UP,
    WINDOW_WHEEL,    /* wheel_x, wheel_y in notches, at (x, y); up and right are positive */
    WINDOW_PINCH,    /* two fingers round (x, y) moved by moved_x, moved_y and away from each other by the factor `zoom` */
    WINDOW_REDRAW,   /* size, display scale or visibility changed: draw a frame */
    WINDOW_KEYBOARD, /* other letters stand on the keys now */
    WINDOW_DROP,     /* a file was dropped: path */
    WINDOW_QUIT
} WindowInputKind;

typedef struct WindowInput {
    WindowInputKind kind;
    char key[32];  /* a physical position with its modifiers, as in command.h: "Ctrl+Shift+Right" */
    char text[32]; /* UTF-8 */
    bool repeat;   /* the key is being held */
    float x, y;    /* logical px */
    float wheel_x, wheel_y;
    float moved_x, moved_y; /* logical px */
    float zoom;
    bool ctrl, shift; /* held during this input */
    bool right;       /* of a mouse button: the right one */
    const char *path; /* of a dropped file; valid until the next window_wait() */
} WindowInput;

/* Opens a window of that many logical px (less when the screen is smaller). NULL when all is well, otherwise a sentence for the user:
   no display, no font. The caller closes it. */
const char *window_open(Window **window, const char *title, int width, int height);
void window_close(Window *window); /* NULL is allowed; the display itself stays open until the program ends */

/* The next input, waiting up to that long (0: do not wait, negative: for ever) without using the processor. False, and WINDOW_NOTHING,
   when the time is up. */
bool window_wait(Window *window, int64_t timeout_ns, WindowInput *out);

/* Calls `pass` over and over until it returns false; each waits by window_wait(). In a browser it does not return: there the page calls, when
   there is input or the time that window_wait() was given is up. */
void window_run(bool (*pass)(void *context), void *context);

void window_draw(Window *window, const DrawList *list, Theme theme); /* and shows it at once */
TextMetrics window_metrics(Window *window);                          /* exact at the current scale; valid until window_close() */
/* As window_open() takes it. False: it fills the screen now, and has no size of its own. */
bool window_own_size(const Window *window, int *width, int *height);
void window_size(const Window *window, float *width, float *height); /* logical px at the current scale */

/* The user's scale, 0.75 to 3, on top of the display's own; only as much of it is used as leaves room for the least layout. */
void window_set_scale(Window *window, float scale);
/* Whether keys write: only then there is WINDOW_TEXT, and an input method may hold keys back. */
void window_take_text(bool on);
void window_copy(const char *text);           /* into the clipboard */
void window_paste(char *buffer, size_t size); /* what text is in the clipboard, as much as has room; "" when there is none */
void window_letters(KeyLetters *letters);     /* what is printed on the user's keys */
void window_toggle_full_screen(Window *window);
void window_set_title(Window *window, const char *title);

int64_t window_wall_time(void); /* s since 1970 */
int64_t window_now(void);       /* ns, of a clock that only goes forward */

#endif
