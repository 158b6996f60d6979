/* input.c: what arrives from the window system becomes plain input: keys by their place, the mouse in logical pixels. */
#include "view/command.h"
#include "sdl/input.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool press(InputState *input, SDL_Scancode scancode, SDL_Keymod modifiers, WindowInput *out)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.scancode = scancode, .mod = (Uint16)modifiers}}};
    return input_translate(input, &event, out);
}

static void every_key_of_the_command_table_is_on_the_keyboard(void **state)
{
    (void)state;
    for (int command = COMMAND_NONE + 1; command < COMMAND_COUNT; command++) {
        const char *keys = command_info((Command)command)->keys;
        while (*keys != '\0') {
            char wanted[32] = "";
            int length = 0;
            sscanf(keys, "%31s%n", wanted, &length);
            keys += length + (keys[length] == ' ');
            bool found = false;
            for (int scancode = 1; scancode < SDL_NUM_SCANCODES && !found; scancode++) {
                for (int with = 0; with < 8 && !found; with++) {
                    char name[32];
                    input_key_name((SDL_Scancode)scancode, with & 1, with & 4, with & 2, name, sizeof name);
                    found = strcmp(name, wanted) == 0;
                }
            }
            if (!found) {
                fail_msg("no key is called %s", wanted);
            }
        }
    }
}

static void a_key_is_named_by_its_place_and_modifiers(void **state)
{
    (void)state;
    InputState input = {.scale = 1};
    WindowInput out;
    assert_true(press(&input, SDL_SCANCODE_RIGHT, KMOD_LCTRL, &out));
    assert_int_equal(out.kind, WINDOW_KEY);
    assert_string_equal(out.key, "Ctrl+Right");
    assert_true(press(&input, SDL_SCANCODE_Y, KMOD_NONE, &out)); /* whatever letter is printed on it */
    assert_string_equal(out.key, "Y");
    assert_true(press(&input, SDL_SCANCODE_SLASH, KMOD_RSHIFT, &out));
    assert_string_equal(out.key, "Shift+Slash");
    assert_true(press(&input, SDL_SCANCODE_F1, KMOD_LALT | KMOD_LSHIFT, &out));
    assert_string_equal(out.key, "Alt+Shift+F1");
    assert_false(press(&input, SDL_SCANCODE_LCTRL, KMOD_LCTRL, &out));
    assert_int_equal(out.kind, WINDOW_NOTHING);
}

static void a_key_shows_what_is_printed_on_it(void **state)
{
    (void)state;
    char letter[KEY_LETTER];
    static const struct {
        SDL_Keycode code;
        const char *shown;
    } keys[] = {{SDLK_q, "Q"}, {SDLK_PERIOD, "."}, {0xfc, "\xc3\x9c"}, {0x444, "\xd0\xa4"},
                {SDLK_UP, ""}, {SDLK_UNKNOWN, ""}, {SDLK_DELETE, ""}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        input_letter(keys[i].code, letter);
        assert_string_equal(letter, keys[i].shown);
    }
    KeyLetters letters;
    input_letters(&letters); /* without a display nothing is known of the keyboard */
    for (size_t i = 0; i < 26; i++) {
        assert_string_equal(letters.letter[i], "");
    }
    WindowInput out;
    InputState input = {.scale = 1};
    SDL_Event changed = {.type = SDL_KEYMAPCHANGED};
    assert_true(input_translate(&input, &changed, &out));
    assert_int_equal(out.kind, WINDOW_KEYBOARD);
}

static void modifiers_are_remembered_from_events_for_the_wheel(void **state)
{
    (void)state;
    InputState input = {.scale = 2};
    WindowInput out;
    SDL_Event move = {.motion = {.type = SDL_MOUSEMOTION, .x = 100, .y = 50}};
    assert_true(input_translate(&input, &move, &out));
    assert_int_equal(out.kind, WINDOW_MOUSE_MOVE);
    assert_float_equal(out.x, 50, 0.001f);
    assert_float_equal(out.y, 25, 0.001f);
    press(&input, SDL_SCANCODE_LCTRL, KMOD_LCTRL, &out);
    SDL_Event wheel = {.wheel = {.type = SDL_MOUSEWHEEL, .y = -1}};
    assert_true(input_translate(&input, &wheel, &out));
    assert_true(out.ctrl);
    assert_false(out.shift);
    assert_float_equal(out.wheel_y, -1, 0.001f);
    assert_float_equal(out.x, 50, 0.001f);
    SDL_Event lost = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_FOCUS_LOST}};
    assert_false(input_translate(&input, &lost, &out));
    assert_true(input_translate(&input, &wheel, &out));
    assert_false(out.ctrl);
}

static void the_right_button_says_so_and_the_middle_one_means_nothing(void **state)
{
    (void)state;
    InputState input = {.scale = 1};
    WindowInput out;
    SDL_Event button = {.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_MIDDLE, .x = 7, .y = 8}};
    assert_false(input_translate(&input, &button, &out));
    button.button.button = SDL_BUTTON_RIGHT;
    assert_true(input_translate(&input, &button, &out));
    assert_true(out.right);
    button.button.button = SDL_BUTTON_LEFT;
    assert_true(input_translate(&input, &button, &out));
    assert_false(out.right);
    assert_int_equal(out.kind, WINDOW_MOUSE_DOWN);
    assert_float_equal(out.y, 8, 0.001f);
    button.button.type = SDL_MOUSEBUTTONUP;
    assert_true(input_translate(&input, &button, &out));
    assert_int_equal(out.kind, WINDOW_MOUSE_UP);
}

static bool finger(InputState *input, Uint32 type, SDL_FingerID id, float x, float y, WindowInput *out)
{
    SDL_Event event = {.tfinger = {.type = type, .touchId = 77, .fingerId = id, .x = x / 1200, .y = y / 600}};
    return input_translate(input, &event, out);
}

static void assert_input(const WindowInput *out, WindowInputKind kind, int x, int y)
{
    assert_int_equal(out->kind, kind);
    assert_int_equal((int)lroundf(out->x), x);
    assert_int_equal((int)lroundf(out->y), y);
}

static void one_finger_taps_and_drags_as_the_mouse(void **state)
{
    (void)state;
    InputState input = {.scale = 2, .width = 1200, .height = 600}; /* 600 x 300 logical px */
    WindowInput out;
    assert_false(finger(&input, SDL_FINGERDOWN, 5, 200, 100, &out));
    assert_false(finger(&input, SDL_FINGERMOTION, 5, 206, 100, &out)); /* a hand is never still */
    assert_true(finger(&input, SDL_FINGERUP, 5, 206, 100, &out));
    assert_input(&out, WINDOW_MOUSE_DOWN, 100, 50);
    assert_true(input_pending(&input, &out));
    assert_input(&out, WINDOW_MOUSE_UP, 100, 50);
    assert_true(input_pending(&input, &out));
    assert_int_equal(out.kind, WINDOW_MOUSE_LEAVE);
    assert_false(input_pending(&input, &out));

    assert_false(finger(&input, SDL_FINGERDOWN, 6, 200, 100, &out));
    assert_true(finger(&input, SDL_FINGERMOTION, 6, 260, 100, &out));
    assert_input(&out, WINDOW_MOUSE_DOWN, 100, 50); /* where the drag began */
    assert_true(finger(&input, SDL_FINGERMOTION, 6, 300, 120, &out));
    assert_input(&out, WINDOW_MOUSE_MOVE, 150, 60);
    assert_true(finger(&input, SDL_FINGERUP, 6, 300, 120, &out));
    assert_input(&out, WINDOW_MOUSE_UP, 150, 60);
    assert_true(input_pending(&input, &out));
    assert_int_equal(out.kind, WINDOW_MOUSE_LEAVE);
    assert_false(input_pending(&input, &out));
}

static void two_fingers_pan_and_zoom_and_never_click(void **state)
{
    (void)state;
    InputState input = {.scale = 1, .width = 1200, .height = 600};
    WindowInput out;
    assert_false(finger(&input, SDL_FINGERDOWN, 1, 400, 300, &out));
    assert_false(finger(&input, SDL_FINGERDOWN, 2, 500, 300, &out));
    assert_false(finger(&input, SDL_FINGERDOWN, 3, 700, 300, &out)); /* a third means nothing */
    assert_true(finger(&input, SDL_FINGERMOTION, 2, 600, 300, &out));
    assert_input(&out, WINDOW_PINCH, 500, 300);
    assert_int_equal((int)lroundf(out.moved_x), 50);
    assert_int_equal((int)lroundf(out.zoom * 100), 200);
    assert_true(finger(&input, SDL_FINGERMOTION, 1, 590, 300, &out)); /* too near to each other to zoom */
    assert_int_equal((int)lroundf(out.zoom * 100), 100);
    assert_false(finger(&input, SDL_FINGERUP, 1, 590, 300, &out));
    assert_false(finger(&input, SDL_FINGERMOTION, 2, 900, 300, &out)); /* what is left of two */
    assert_false(finger(&input, SDL_FINGERUP, 2, 900, 300, &out));
    assert_false(input_pending(&input, &out));

    assert_false(finger(&input, SDL_FINGERDOWN, 1, 400, 300, &out));
    assert_true(finger(&input, SDL_FINGERMOTION, 1, 450, 300, &out));
    assert_true(finger(&input, SDL_FINGERDOWN, 2, 600, 300, &out)); /* a drag that becomes a pinch ends without a click */
    assert_input(&out, WINDOW_MOUSE_UP, -1, -1);
}

static void push_key(SDL_Scancode scancode)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.scancode = scancode}}};
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void push_move(int x)
{
    SDL_Event event = {.motion = {.type = SDL_MOUSEMOTION, .x = x, .y = 10}};
    assert_int_equal(SDL_PushEvent(&event), 1);
}

/* On SDL's dummy display: a window with no screen. */
static void a_window_gives_every_key_and_only_the_last_of_several_moves(void **state)
{
    (void)state;
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    Window *window = NULL;
    assert_null(window_open(&window, "test", 1200, 750));
    WindowInput out;
    while (window_wait(window, 0, &out)) { /* what opening it brought along */
    }
    for (int x = 0; x < 50; x++) {
        push_move(x);
    }
    for (int i = 0; i < 100; i++) {
        push_key(SDL_SCANCODE_RIGHT);
    }
    push_move(77);
    assert_true(window_wait(window, 0, &out));
    assert_int_equal(out.kind, WINDOW_MOUSE_MOVE);
    assert_float_equal(out.x, 49, 0.001f);
    for (int i = 0; i < 100; i++) {
        assert_true(window_wait(window, -1, &out));
        assert_string_equal(out.key, "Right");
    }
    assert_true(window_wait(window, 0, &out));
    assert_float_equal(out.x, 77, 0.001f);
    assert_false(window_wait(window, 0, &out));
    window_close(window);
}

static void push_finger(Uint32 type, float x)
{
    SDL_Event event = {.tfinger = {.type = type, .touchId = 77, .fingerId = 3, .x = x, .y = 0.5f}};
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void a_tap_on_a_window_is_a_press_and_a_release(void **state)
{
    (void)state;
    static const WindowInputKind kinds[] = {WINDOW_MOUSE_DOWN, WINDOW_MOUSE_UP, WINDOW_MOUSE_LEAVE};
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    Window *window = NULL;
    WindowInput out;
    assert_null(window_open(&window, "test", 1000, 700));
    while (window_wait(window, 0, &out)) {}
    push_finger(SDL_FINGERDOWN, 0.25f);
    push_finger(SDL_FINGERUP, 0.25f);
    for (size_t i = 0; i < 3; i++) {
        assert_true(window_wait(window, -1, &out));
        assert_int_equal(out.kind, kinds[i]);
        assert_float_equal(out.x, i < 2 ? 250 : -1, 0.01f);
    }
    assert_false(window_wait(window, 0, &out));
    window_close(window);
}

static void a_scale_is_used_as_far_as_the_least_layout_fits(void **state)
{
    (void)state;
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    Window *window = NULL;
    assert_null(window_open(&window, "test", 1000, 700)); /* the dummy screen is 1024 by 768 */
    float width, height;
    window_size(window, &width, &height);
    assert_float_equal(width, 1000, 0.01f);
    float normal = window_metrics(window).width(window_metrics(window).context, FONT_CODE, "mmmmmmmmmm", 10);
    window_set_scale(window, 3);
    window_size(window, &width, &height);
    assert_true(width >= 960 && width < 985);
    window_set_scale(window, 0.1f);
    window_size(window, &width, &height);
    assert_float_equal(width, 1000 / 0.75f, 0.01f);
    float small = window_metrics(window).width(window_metrics(window).context, FONT_CODE, "mmmmmmmmmm", 10);
    assert_float_equal(small, normal, 3); /* logical px: the same text takes about the same room */
    DrawList list;
    drawlist_init(&list, window_metrics(window));
    draw_text(&list, 10, 10, 0, FONT_BODY, TOKEN_TEXT, "drawn");
    window_draw(window, &list, THEME_DARK);
    drawlist_free(&list);
    window_close(window);
}

static void without_a_display_there_is_a_sentence(void **state)
{
    (void)state;
    SDL_Quit(); /* a closed window leaves the display open until the program ends */
    SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "no such display", SDL_HINT_OVERRIDE);
    Window *window = NULL;
    assert_string_equal(window_open(&window, "test", 640, 480), "there is no display");
    assert_null(window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_command_table_is_on_the_keyboard),
        cmocka_unit_test(a_key_is_named_by_its_place_and_modifiers),
        cmocka_unit_test(a_key_shows_what_is_printed_on_it),
        cmocka_unit_test(one_finger_taps_and_drags_as_the_mouse),
        cmocka_unit_test(two_fingers_pan_and_zoom_and_never_click),
        cmocka_unit_test(modifiers_are_remembered_from_events_for_the_wheel),
        cmocka_unit_test(the_right_button_says_so_and_the_middle_one_means_nothing),
        cmocka_unit_test(a_window_gives_every_key_and_only_the_last_of_several_moves),
        cmocka_unit_test(a_tap_on_a_window_is_a_press_and_a_release),
        cmocka_unit_test(a_scale_is_used_as_far_as_the_least_layout_fits),
        cmocka_unit_test(without_a_display_there_is_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
