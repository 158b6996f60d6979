/* input.c: keys by their place on the keyboard, mouse and window events in logical pixels. */
#include "input.h"

#include "touch.h"

#include <stdio.h>
#include <string.h>

/* Names where SDL has signs, and keys of the keypad that do the same as others. */
static const struct {
    SDL_Scancode scancode;
    const char *name;
} names[] = {
    {SDL_SCANCODE_EQUALS, "Equals"},
    {SDL_SCANCODE_MINUS, "Minus"},
    {SDL_SCANCODE_COMMA, "Comma"},
    {SDL_SCANCODE_PERIOD, "Period"},
    {SDL_SCANCODE_SLASH, "Slash"},
    {SDL_SCANCODE_BACKSLASH, "Backslash"},
    {SDL_SCANCODE_SEMICOLON, "Semicolon"},
    {SDL_SCANCODE_APOSTROPHE, "Quote"},
    {SDL_SCANCODE_LEFTBRACKET, "LeftBracket"},
    {SDL_SCANCODE_RIGHTBRACKET, "RightBracket"},
    {SDL_SCANCODE_GRAVE, "Backquote"},
    {SDL_SCANCODE_KP_ENTER, "Return"},
    {SDL_SCANCODE_KP_PLUS, "Equals"},
    {SDL_SCANCODE_KP_MINUS, "Minus"},
    {SDL_SCANCODE_KP_DIVIDE, "Slash"},
    {SDL_SCANCODE_KP_0, "0"},
    {SDL_SCANCODE_AC_BACK, "Escape"},
};

static const char *key_name(SDL_Scancode scancode)
{
    if (scancode >= SDL_SCANCODE_LCTRL && scancode <= SDL_SCANCODE_RGUI) {
        return "";
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].scancode == scancode) {
            return names[i].name;
        }
    }
    return SDL_GetScancodeName(scancode);
}

void input_key_name(SDL_Scancode scancode, bool ctrl, bool alt, bool shift, char *buffer, size_t size)
{
    const char *name = key_name(scancode);
    buffer[0] = '\0';
    if (scancode == SDL_SCANCODE_EQUALS) {
        shift = false; /* "+" is what is printed on this key: both ways of pressing it mean the same */
    }
    if (name[0] != '\0') {
        snprintf(buffer, size, "%s%s%s%s", ctrl ? "Ctrl+" : "", alt ? "Alt+" : "", shift ? "Shift+" : "", name);
    }
}

static SDL_Scancode scancode_of(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, name) == 0) {
            return names[i].scancode;
        }
    }
    return SDL_GetScancodeFromName(name);
}

/* As it is printed: SDL leaves letters beyond ASCII small. */
static SDL_Keycode large(SDL_Keycode code)
{
    bool latin = code >= 0xe0 && code <= 0xfe && code != 0xf7, greek = code >= 0x3b1 && code <= 0x3c9,
         cyrillic = code >= 0x430 && code <= 0x44f;
    return latin || greek || cyrillic ? code - 0x20 : code;
}

void input_letter(SDL_Keycode code, char *letter)
{
    letter[0] = '\0';
    code = large(code);
    if (code > ' ' && code != SDLK_DELETE && (code & SDLK_SCANCODE_MASK) == 0) {
        const char *name = SDL_GetKeyName(code);
        if (strlen(name) < KEY_LETTER) {
            memcpy(letter, name, strlen(name) + 1);
        }
    }
}

void input_letters(KeyLetters *letters)
{
    for (size_t i = 0; i < KEY_PLACES; i++) {
        input_letter(SDL_GetKeyFromScancode(scancode_of(key_place_name(i))), letters->letter[i]);
    }
}

static bool translate_key(InputState *state, const SDL_KeyboardEvent *key, WindowInput *out)
{
    state->ctrl = (key->keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0; /* Command is a Mac's Ctrl */
    state->shift = (key->keysym.mod & KMOD_SHIFT) != 0;
    if (key->type != SDL_KEYDOWN) {
        return false;
    }
    out->kind = WINDOW_KEY;
    out->repeat = key->repeat != 0;
    input_key_name(key->keysym.scancode, state->ctrl, (key->keysym.mod & KMOD_ALT) != 0, state->shift, out->key, sizeof out->key);
    return out->key[0] != '\0';
}

static void move_mouse(InputState *state, int x, int y)
{
    state->x = (float)x / state->scale;
    state->y = (float)y / state->scale;
}

static bool translate_button(InputState *state, const SDL_MouseButtonEvent *button, WindowInput *out)
{
    move_mouse(state, button->x, button->y);
    out->kind = button->type == SDL_MOUSEBUTTONDOWN ? WINDOW_MOUSE_DOWN : WINDOW_MOUSE_UP;
    out->right = button->button == SDL_BUTTON_RIGHT;
    return out->right || button->button == SDL_BUTTON_LEFT;
}

static bool translate_wheel(const SDL_MouseWheelEvent *wheel, WindowInput *out)
{
    bool precise = wheel->preciseX != 0 || wheel->preciseY != 0;
    out->kind = WINDOW_WHEEL;
    out->wheel_x = precise ? wheel->preciseX : (float)wheel->x;
    out->wheel_y = precise ? wheel->preciseY : (float)wheel->y;
    return true;
}

static bool translate_window(InputState *state, const SDL_WindowEvent *window, WindowInput *out)
{
    switch (window->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED: out->kind = WINDOW_REDRAW; return true;
    case SDL_WINDOWEVENT_LEAVE: out->kind = WINDOW_MOUSE_LEAVE; return true;
    case SDL_WINDOWEVENT_FOCUS_LOST: state->ctrl = state->shift = false; return false; /* their release will not be seen */
    default: return false;
    }
}

static bool translate_drop(InputState *state, const SDL_DropEvent *drop, WindowInput *out)
{
    if (drop->file == NULL) {
        return false;
    }
    SDL_free(state->dropped);
    state->dropped = drop->file;
    out->kind = WINDOW_DROP;
    out->path = state->dropped;
    return true;
}

bool input_pending(InputState *state, WindowInput *out) { return touch_pending(state, out); }

bool input_translate(InputState *state, const SDL_Event *event, WindowInput *out)
{
    bool means = false;
    *out = (WindowInput){.kind = WINDOW_NOTHING};
    switch (event->type) {
    case SDL_KEYDOWN:
    case SDL_KEYUP: means = translate_key(state, &event->key, out); break;
    case SDL_TEXTINPUT:
        snprintf(out->text, sizeof out->text, "%s", event->text.text);
        out->kind = WINDOW_TEXT;
        means = true;
        break;
    case SDL_MOUSEMOTION:
        move_mouse(state, event->motion.x, event->motion.y);
        out->kind = WINDOW_MOUSE_MOVE;
        means = event->motion.which != SDL_TOUCH_MOUSEID; /* fingers speak for themselves */
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: means = event->button.which != SDL_TOUCH_MOUSEID && translate_button(state, &event->button, out); break;
    case SDL_MOUSEWHEEL: means = translate_wheel(&event->wheel, out); break;
    case SDL_WINDOWEVENT: means = translate_window(state, &event->window, out); break;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        state->textures_lost = true;
        out->kind = WINDOW_REDRAW;
        means = true;
        break;
    case SDL_DROPFILE: means = translate_drop(state, &event->drop, out); break;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: means = touch_translate(state, &event->tfinger, out); break;
    case SDL_KEYMAPCHANGED:
        out->kind = WINDOW_KEYBOARD;
        means = true;
        break;
    case SDL_QUIT:
        out->kind = WINDOW_QUIT;
        means = true;
        break;
    default: break;
    }
    if (!means) {
        out->kind = WINDOW_NOTHING;
    }
    out->x = state->x;
    out->y = state->y;
    out->ctrl = state->ctrl;
    out->shift = state->shift;
    return means;
}
