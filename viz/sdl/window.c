/* window.c: an SDL window, a renderer and the painter on it. */
#include "window.h"

#include "draw.h"
#include "font.h"
#include "input.h"
#include "present.h"
#include "waiting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ICON_SIZE = 64 };

/* What may be chosen; and how far a window goes that somebody else has made smaller, such as the box in another page that it stands in. */
static const float least_scale = 0.75f, largest_scale = 3, smallest_scale = 0.25f;

struct Window {
    SDL_Window *window;
    SDL_Renderer *renderer;
    Fonts *fonts;
    Painter *painter;
    float user_scale;
    float scale; /* device px per logical px */
    InputState input;
};

/* Looks up what the display does with window units, and lets everything follow. A scale at which the least layout would not fit into the
   window is not used: a part of it would be outside. */
static void follow_display(Window *window)
{
    int width = 0, height = 0, pixels = 0, ignored = 0;
    SDL_GetWindowSize(window->window, &width, &height);
    SDL_GetRendererOutputSize(window->renderer, &pixels, &ignored);
    float display = width > 0 && pixels > 0 ? (float)pixels / (float)width : 1;
    float fits = fminf((float)width / THEME_LEAST_WIDTH, (float)height / THEME_LEAST_HEIGHT);
    float wanted = fminf(window->user_scale, fmaxf(fits, smallest_scale));
    float scale = floorf(display * wanted * 72 + 0.01f) / 72; /* what the fonts can follow exactly */
    if (scale != window->scale) {
        window->scale = scale;
        fonts_set_scale(window->fonts, scale);
        painter_forget(window->painter);
    }
    window->input.scale = scale / display;
    window->input.width = (float)width;
    window->input.height = (float)height;
}

/* A small timeline: what the program is about. */
static void set_icon(Window *window)
{
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, ICON_SIZE, ICON_SIZE, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer *renderer = surface != NULL ? SDL_CreateSoftwareRenderer(surface) : NULL;
    Painter *painter = renderer != NULL ? painter_new(renderer, window->fonts) : NULL;
    if (painter != NULL) {
        DrawList list;
        drawlist_init(&list, drawlist_stub_metrics());
        draw_fill(&list, (Rect){4, 8, 22, 13}, 4, TOKEN_RUNNING, 255);
        draw_fill(&list, (Rect){28, 8, 32, 13}, 4, TOKEN_AWAITING, 110);
        draw_fill(&list, (Rect){16, 26, 14, 13}, 4, TOKEN_READY, 255);
        draw_fill(&list, (Rect){32, 26, 20, 13}, 4, TOKEN_RUNNING, 255);
        draw_fill(&list, (Rect){24, 44, 26, 13}, 4, TOKEN_SLEEPING, 255);
        draw_fill(&list, (Rect){52, 44, 8, 13}, 4, TOKEN_READY, 255);
        painter_draw(painter, &list, THEME_DARK, 1);
        SDL_RenderFlush(renderer);
        SDL_SetWindowIcon(window->window, surface);
        drawlist_free(&list);
    }
    painter_free(painter);
    if (renderer != NULL) {
        SDL_DestroyRenderer(renderer);
    }
    SDL_FreeSurface(surface);
}

/* The software renderer is used unless the user asks SDL for another: it draws a frame in a few milliseconds, looks the same everywhere and
   starts fast. Its pictures go straight to the X server: by way of a texture a frame would take three times as long. */
static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_APP_NAME, "Loopscope");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "nearest");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0"); /* fingers come as fingers, so that a second one is seen */
}

static const char *open_renderer(Window *window, const char *title, int width, int height)
{
    SDL_Rect usable = {0, 0, width, height};
    SDL_GetDisplayUsableBounds(0, &usable);
    width = width > usable.w && usable.w > 0 ? usable.w : width;
    height = height > usable.h && usable.h > 0 ? usable.h : height;
    window->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                                      SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (window->window == NULL) {
        return "the display refused a window";
    }
    int least_width = (int)(THEME_LEAST_WIDTH * least_scale), least_height = (int)(THEME_LEAST_HEIGHT * least_scale);
    SDL_GetWindowSize(window->window, &width, &height);
    if (width >= least_width && height >= least_height) { /* smaller than asked for: there is no more room */
        SDL_SetWindowMinimumSize(window->window, least_width, least_height);
    }
    const char *driver = SDL_GetHint(SDL_HINT_RENDER_DRIVER);
    bool chosen = driver != NULL && driver[0] != '\0';
    window->renderer = chosen ? SDL_CreateRenderer(window->window, -1, 0) : NULL;
    if (window->renderer == NULL) {
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    }
    return window->renderer != NULL ? NULL : "the display cannot be drawn on";
}

/* Without a display SDL would fall back to a driver that draws where nobody can see it. */
static bool has_display(void)
{
#if defined(__unix__) && !defined(__APPLE__)
    static const char *const names[] = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = SDL_getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return true;
        }
    }
    return false;
#else
    return true;
#endif
}

/* A display that is named and does not answer makes SDL fall back in the same way, to the driver "offscreen" or "dummy": only who asks for one
   by its name gets it. */
static bool is_seen(void)
{
    const char *asked = SDL_getenv("SDL_VIDEODRIVER");
    const char *driver = SDL_GetCurrentVideoDriver();
    bool nowhere = driver == NULL || strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0 || strcmp(driver, "evdev") == 0;
    return !nowhere || (asked != NULL && asked[0] != '\0');
}

const char *window_open(Window **out, const char *title, int width, int height)
{
    *out = NULL;
    set_hints();
    if (!has_display() || SDL_Init(SDL_INIT_VIDEO) != 0) {
        return "there is no display";
    }
    if (!is_seen()) {
        SDL_Quit();
        return "the display does not answer";
    }
    Window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        SDL_Quit();
        return "there is not enough memory";
    }
    window->user_scale = window->scale = window->input.scale = 1;
    const char *error = fonts_open(&window->fonts, 1);
    if (error == NULL) {
        error = open_renderer(window, title, width, height);
    }
    if (error == NULL) {
        window->painter = painter_new(window->renderer, window->fonts);
        error = window->painter != NULL ? NULL : "there is not enough memory";
    }
    if (error != NULL) {
        window_close(window);
        return error;
    }
    SDL_StopTextInput(); /* keys are commands here: no input method may hold them back */
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    set_icon(window);
    follow_display(window);
    *out = window;
    return NULL;
}

void window_close(Window *window)
{
    if (window == NULL) {
        return;
    }
    painter_free(window->painter);
    if (window->renderer != NULL) {
        SDL_DestroyRenderer(window->renderer);
    }
    fonts_close(window->fonts);
    SDL_free(window->input.dropped);
    free(window);
    /* The window itself goes with the process. On X11, SDL 2.26 wakes a waiting thread through a second connection; destroying the window here
       could overtake such a message, and the display's answer to it (BadWindow) would end the program as failed. */
}

/* Of several moves in a row only the last matters; nothing else is passed over. */
static void skip_to_last_move(SDL_Event *event)
{
    SDL_Event next;
    while (event->type == SDL_MOUSEMOTION && SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 &&
           next.type == SDL_MOUSEMOTION) {
        SDL_PeepEvents(event, 1, SDL_GETEVENT, SDL_MOUSEMOTION, SDL_MOUSEMOTION);
    }
}

bool window_wait(Window *window, int64_t timeout_ns, WindowInput *out)
{
    int64_t end = timeout_ns > 0 ? window_now() + timeout_ns : 0;
    SDL_Event event;
    if (input_pending(&window->input, out)) {
        return true;
    }
    while (waiting_next(&event, timeout_ns)) {
        skip_to_last_move(&event);
        if (input_translate(&window->input, &event, out)) {
            if (window->input.textures_lost) {
                painter_forget(window->painter);
                window->input.textures_lost = false;
            }
            if (out->kind == WINDOW_REDRAW) {
                painter_forget_frame(window->painter);
                follow_display(window);
            }
            return true;
        }
        if (timeout_ns > 0) { /* the event meant nothing: wait for the rest of the time */
            timeout_ns = end - window_now();
            if (timeout_ns <= 0) {
                break;
            }
        }
    }
    *out = (WindowInput){.kind = WINDOW_NOTHING, .x = window->input.x, .y = window->input.y};
    return false;
}

void window_draw(Window *window, const DrawList *list, Theme theme)
{
    painter_draw(window->painter, list, theme, window->scale);
    present(window->window, window->renderer);
}

TextMetrics window_metrics(Window *window) { return fonts_metrics(window->fonts); }

void window_size(const Window *window, float *width, float *height)
{
    int pixels_wide = 0, pixels_high = 0;
    SDL_GetRendererOutputSize(window->renderer, &pixels_wide, &pixels_high);
    *width = (float)pixels_wide / window->scale;
    *height = (float)pixels_high / window->scale;
}

bool window_own_size(const Window *window, int *width, int *height)
{
    SDL_GetWindowSize(window->window, width, height);
    return (SDL_GetWindowFlags(window->window) & (SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_MAXIMIZED)) == 0;
}

void window_set_scale(Window *window, float scale)
{
    window->user_scale = fmaxf(least_scale, fminf(largest_scale, scale));
    follow_display(window);
}

void window_take_text(bool on)
{
    if (on != (SDL_IsTextInputActive() == SDL_TRUE)) {
        on ? SDL_StartTextInput() : SDL_StopTextInput();
    }
}

void window_toggle_full_screen(Window *window)
{
    bool full = (SDL_GetWindowFlags(window->window) & SDL_WINDOW_FULLSCREEN_DESKTOP) == SDL_WINDOW_FULLSCREEN_DESKTOP;
    SDL_SetWindowFullscreen(window->window, full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

void window_letters(KeyLetters *letters) { input_letters(letters); }

void window_set_title(Window *window, const char *title) { SDL_SetWindowTitle(window->window, title); }

int64_t window_wall_time(void) { return (int64_t)time(NULL); }

int64_t window_now(void)
{
    uint64_t count = SDL_GetPerformanceCounter();
    uint64_t each_second = SDL_GetPerformanceFrequency();
    return (int64_t)(count / each_second * 1000000000 + count % each_second * 1000000000 / each_second);
}
