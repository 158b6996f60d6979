/* app.c: time, growth and what the app asks of its owner; clicks and keys are in tests/ui. */
#include "app/parts.h"
#include "support/part_of.h"
#include "viz/model/put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

static const int64_t second = 1000000000;

typedef struct Opened {
    App app;
    Trace *trace;
} Opened;

static int open_gather(void **state)
{
    static Opened opened;
    memset(&opened, 0, sizeof opened);
    opened.trace = trace_new();
    assert_non_null(opened.trace);
    const Lesson *lesson = lesson_find("gather");
    lesson_record(lesson, trace_sink(opened.trace));
    assert_true(app_init(&opened.app));
    assert_true(app_open(&opened.app, opened.trace, lesson, LIVE_NONE));
    *state = &opened;
    return 0;
}

static int close_gather(void **state)
{
    Opened *opened = *state;
    app_free(&opened->app);
    trace_free(opened->trace);
    return 0;
}

static void idle_it_wants_no_tick_and_no_frame(void **state)
{
    App *app = &((Opened *)*state)->app;
    assert_true(app_tick(app, second)); /* the first frame */
    assert_false(app_tick(app, 2 * second));
    assert_true(app_due(app, 2 * second) == INT64_MAX);
}

static void input_asks_for_one_frame(void **state)
{
    App *app = &((Opened *)*state)->app;
    app->ui.reduced_motion = true;
    app_tick(app, second);
    app_command(app, COMMAND_THEME, second);
    assert_true(app_due(app, second) <= second);
    assert_true(app_tick(app, second));
    assert_false(app_tick(app, second));
}

static void a_step_moves_for_a_moment_and_then_rests(void **state)
{
    App *app = &((Opened *)*state)->app;
    app_tick(app, second);
    app_command(app, COMMAND_STEP, second);
    app_tick(app, second);
    assert_true(app_due(app, second) < second + second / 10);
    int64_t now = second;
    int frames = 0;
    while (app_due(app, now) != INT64_MAX && frames < 1000) {
        now = app_due(app, now);
        frames += app_tick(app, now);
    }
    assert_in_range(frames, 2, 40);
    assert_in_range(now - second, second / 20, second);
    assert_false(app_tick(app, now + second));
}

static void playing_goes_to_the_end_and_stops(void **state)
{
    App *app = &((Opened *)*state)->app;
    app_command(app, COMMAND_PLAY, second);
    int64_t now = second;
    for (int i = 0; i < 100000 && app_due(app, now) != INT64_MAX; i++) {
        int64_t due = app_due(app, now);
        now = due > now ? due : now + 1000000;
        app_tick(app, now);
    }
    assert_int_equal(app->player.n, trace_count(app->trace));
    assert_false(app->player.playing);
    assert_true(now < 100 * second);
}

static void a_live_run_is_followed_until_the_reader_looks_back(void **state)
{
    const Trace *whole = ((Opened *)*state)->trace;
    Trace *live = trace_new();
    TraceSink sink = trace_sink(live);
    App app;
    assert_true(app_init(&app));
    assert_true(app_open(&app, live, NULL, LIVE_RUNNING));
    /* Events whose strings are missing are still events. */
    size_t half = trace_count(whole) / 2;
    for (size_t i = 0; i < half; i++) {
        sink.event(sink.context, trace_event(whole, i));
    }
    app_grown(&app, second);
    assert_int_equal(app.player.n, half);
    app_command(&app, COMMAND_EVENT_BACK, second);
    sink.event(sink.context, trace_event(whole, half));
    app_grown(&app, second);
    assert_int_equal(app.player.n, half - 1);
    app_command(&app, COMMAND_LAST, second);
    sink.event(sink.context, trace_event(whole, half + 1));
    app_grown(&app, second);
    assert_int_equal(app.player.n, half + 2);
    app_free(&app);
    trace_free(live);
}

static void what_needs_a_window_or_a_process_is_asked_for(void **state)
{
    App *app = &((Opened *)*state)->app;
    app_command(app, COMMAND_RERUN, second);
    app_command(app, COMMAND_REAL_TIME, second);
    app_command(app, COMMAND_FULL_SCREEN, second);
    app_command(app, COMMAND_QUIT, second);
    assert_true(app->want_rerun && app->want_real_time && app->want_full_screen && app->quit);
    app_command(app, COMMAND_MENU, second);
    app_command(app, COMMAND_FIRST, second);
    app_command(app, COMMAND_SELECT_DOWN, second);
    app_command(app, COMMAND_ACTIVATE, second);
    assert_ptr_equal(app->want_lesson, lesson_at(0));
}

static void the_same_lesson_again_keeps_what_the_reader_chose(void **state)
{
    Opened *opened = *state;
    App *app = &opened->app;
    app_command(app, COMMAND_SELECT_DOWN, second);
    app_command(app, COMMAND_SIZE_TURN, second);
    app_command(app, COMMAND_FASTER, second);
    app_command(app, COMMAND_LANGUAGE, second);
    assert_true(app_open(app, opened->trace, app->lesson, LIVE_NONE));
    assert_int_equal(app->ui.selected, 1);
    assert_int_equal(app->player.size, STEP_TURN);
    assert_int_equal(app->player.speed_percent, 200);
    assert_true(app->ui.python);
    assert_int_equal(app->player.n, 0);
}

static void with_nothing_open_every_command_and_frame_is_harmless(void **state)
{
    (void)state;
    App app;
    DrawList list;
    assert_true(app_init(&app));
    drawlist_init(&list, drawlist_stub_metrics());
    for (int i = 0; i < COMMAND_COUNT; i++) {
        app_command(&app, (Command)i, second);
        drawlist_clear(&list);
        app_draw(&app, &list, 1440, 900, second);
        app_mouse_button(&app, &list, 700, 400, true, second);
        app_mouse_move(&app, &list, 710, 410, second);
        app_mouse_button(&app, &list, 710, 410, false, second);
        app_mouse_wheel(&app, &list, 700, 400, 0, 1, false, false, second);
        app_tick(&app, second);
    }
    app_free(&app);
    drawlist_free(&list);
}

/* The wheel over the program, in a window of the least size: with Shift it moves the lines sideways, as far as the longest needs, and back. */
static void long_lines_of_the_program_are_moved_sideways(void **state)
{
    App *app = &((Opened *)*state)->app;
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    app_draw(app, &list, 960, 600, second);
    float rests = app->ui.scroll_program;
    app_mouse_wheel(app, &list, 200, 200, 0, -1, false, true, second);
    assert_true(app->ui.scroll_code > 0);
    assert_true(app->ui.scroll_program <= rests && app->ui.scroll_program >= rests);
    for (int i = 0; i < 100; i++) {
        app_mouse_wheel(app, &list, 200, 200, 0, -1, false, true, second);
    }
    assert_true(app->ui.scroll_code < 1000);
    float most = app->ui.scroll_code;
    app_mouse_wheel(app, &list, 200, 200, -1, 0, false, false, second); /* a touchpad says so by itself */
    assert_true(app->ui.scroll_code < most);
    app_command(app, COMMAND_CODE_RIGHT, second); /* and by keys */
    assert_true(app->ui.scroll_code >= most);
    app_command(app, COMMAND_CODE_LEFT, second);
    assert_true(app->ui.scroll_code < most);
    app_command(app, COMMAND_LANGUAGE, second);
    assert_true(app->ui.scroll_code <= 0);
    drawlist_free(&list);
}

static void two_fingers_zoom_the_timeline_and_scroll_the_program(void **state)
{
    App *app = &((Opened *)*state)->app;
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    app_draw(app, &list, 960, 600, second);
    Rect timeline = app_layout(app).panel[PANEL_TIMELINE], program = app_layout(app).panel[PANEL_PROGRAM];
    float x = timeline.x + timeline.w / 2, y = timeline.y + timeline.h / 2;
    app_pinch(app, &list, x, y, 0, 0, 2, second);
    assert_true(app->ui.zoom > 1.9 && app->ui.zoom < 2.1);
    double pan = app->ui.pan;
    app_pinch(app, &list, x, y, 60, 0, 1, second); /* to the right: what is earlier comes into sight */
    assert_true(app->ui.pan < pan);
    app_pinch(app, &list, x, y, 0, 0, 0.1F, second);
    assert_true(app->ui.zoom <= 1 && app->ui.pan <= 0);
    app_seek(app, 60);
    app_pinch(app, &list, program.x + 100, program.y + 100, 3, -70, 1.2F, second); /* up: what is below comes into sight */
    float down = app->ui.scroll_program;
    assert_true(down > 0);
    app_pinch(app, &list, program.x + 100, program.y + 100, 0, 40, 1, second);
    assert_true(app->ui.scroll_program < down);
    size_t n = app->player.n;
    Rect transport = app_layout(app).panel[PANEL_TRANSPORT];
    app_pinch(app, &list, transport.x + 100, transport.y + 10, 0, 40, 1, second);
    assert_int_equal(app->player.n, n);
    drawlist_free(&list);
}

static bool shows(const DrawList *list, const char *words)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->commands[i].kind == DRAW_TEXT && strcmp(list->text + list->commands[i].text, words) == 0) {
            return true;
        }
    }
    return false;
}

static void a_mouse_that_rests_on_a_button_is_told_what_it_does(void **state)
{
    App *app = &((Opened *)*state)->app;
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    app_draw(app, &list, 1440, 900, second);
    const char *words = command_info(COMMAND_FIRST)->help;
    HitArea button = {.kind = HIT_NONE};
    for (size_t i = 0; i < list.hit_count; i++) {
        button = list.hits[i].kind == HIT_COMMAND && list.hits[i].id == COMMAND_FIRST ? list.hits[i] : button;
    }
    assert_int_equal(button.kind, HIT_COMMAND);
    app_tick(app, second);
    app_mouse_move(app, &list, button.rect.x + 5, button.rect.y + 5, second);
    app_tick(app, second);
    int64_t due = app_due(app, second);
    assert_true(due > second && due < 2 * second); /* asked for once, not frame by frame */
    assert_true(app_tick(app, due));
    drawlist_clear(&list);
    app_draw(app, &list, 1440, 900, due);
    assert_true(shows(&list, words));
    assert_true(app_due(app, due) == INT64_MAX);
    app_mouse_move(app, &list, 700, 300, due);
    assert_true(app_tick(app, due));
    drawlist_clear(&list);
    app_draw(app, &list, 1440, 900, due);
    assert_false(shows(&list, words));
    drawlist_free(&list);
}

static void any_sequence_of_input_is_survived(void **state)
{
    Opened *opened = *state;
    App *app = &opened->app;
    DrawList list;
    uint32_t random = 7;
    drawlist_init(&list, drawlist_stub_metrics());
    for (int i = 0; i < 1500 / part_of_many(5); i++) {
        random = random * 1664525 + 1013904223;
        float x = (float)((random >> 8) % 1500) - 20, y = (float)((random >> 18) % 940) - 20;
        int64_t now = second + (int64_t)i * 20000000;
        switch (random >> 29) {
        case 0:
        case 1:
        case 2: app_command(app, (Command)((random >> 10) % COMMAND_COUNT), now); break;
        case 3: app_mouse_button(app, &list, x, y, true, now); break;
        case 4: app_mouse_button(app, &list, x, y, false, now); break;
        case 5: app_mouse_move(app, &list, x, y, now); break;
        case 6: app_mouse_wheel(app, &list, x, y, 0, random & 256 ? 1 : -1, random & 512, random & 1024, now); break;
        default: app_tick(app, now); break;
        }
        drawlist_clear(&list);
        app_draw(app, &list, 1440, 900, now);
        assert_false(list.failed);
        assert_true(app->player.n <= trace_count(app->trace));
        assert_true(app->ui.pan >= 0 && app->ui.pan <= 1 && app->ui.zoom >= 1);
    }
    drawlist_free(&list);
}

static char *frame_of(App *app, AppPicture what, bool window)
{
    char *text = NULL;
    size_t length = 0;
    DrawList list;
    FILE *out = open_memstream(&text, &length);
    drawlist_init(&list, drawlist_stub_metrics());
    if (window) {
        app_draw(app, &list, 1440, 900, second);
    } else {
        app_draw_picture(app, what, &list, 1280, 720, second);
        for (size_t i = 0; what != APP_PICTURE_WINDOW && i < list.hit_count; i++) {
            assert_int_not_equal(list.hits[i].kind, HIT_COMMAND); /* nobody can click on paper */
        }
    }
    assert_false(list.failed);
    drawlist_dump(&list, out);
    fclose(out);
    drawlist_free(&list);
    return text;
}

static void a_picture_leaves_the_window_as_it_was_and_shows_nothing_to_click(void **state)
{
    App *app = &((Opened *)*state)->app;
    app_command(app, COMMAND_ZOOM_IN, second);
    app_command(app, COMMAND_STEP, second);
    app_command(app, COMMAND_EXPORT, second);
    app_tick(app, second + second);
    char *before = frame_of(app, APP_PICTURE_WINDOW, true);
    for (int what = APP_PICTURE_WINDOW; what <= APP_PICTURE_FILM; what++) {
        char *picture = frame_of(app, (AppPicture)what, false);
        assert_null(strstr(picture, "Write to a file")); /* the sheet is not seen */
        assert_non_null(strstr(picture, "TIMELINE"));
        free(picture);
    }
    char *after = frame_of(app, APP_PICTURE_WINDOW, true);
    assert_non_null(strstr(before, "Write to a file"));
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* A picture with the future hidden holds no more of it than predict mode does; then all is there again. */
static void the_future_is_hidden_for_a_picture_and_comes_back(void **state)
{
    App *app = &((Opened *)*state)->app;
    size_t whole = trace_count(app->trace);
    player_seek(&app->player, app->trace, 24);
    assert_true(app_hide_future(app, true));
    assert_int_equal(trace_count(app->trace), 24);
    char *picture = frame_of(app, APP_PICTURE_TIMELINE, false);
    assert_non_null(strstr(picture, "what comes is hidden"));
    assert_null(strstr(picture, "sleep 2 s"));
    free(picture);
    assert_true(app_hide_future(app, false));
    assert_int_equal(trace_count(app->trace), whole);
    assert_int_equal(app->player.n, 24);
}

/* The top bar has no room for it in a small window. */
static void what_is_wrong_with_a_recording_is_said_when_it_is_opened(void **unused)
{
    (void)unused;
    App app;
    Trace *trace = one_ready_task();
    put(trace, (Event){.kind = EV_STEP_END, .a = 1, .by = task_1, .detail = REASON_RETURN}); /* of a step that never began */
    assert_true(app_init(&app));
    assert_true(app_open(&app, trace, NULL, LIVE_NONE));
    assert_non_null(strstr(app.notice, "is not possible"));
    app_free(&app);
    trace_free(trace);
}

int main(void)
{
#define WITH_GATHER(test) cmocka_unit_test_setup_teardown(test, open_gather, close_gather)
    const struct CMUnitTest tests[] = {
        WITH_GATHER(idle_it_wants_no_tick_and_no_frame),
        WITH_GATHER(input_asks_for_one_frame),
        WITH_GATHER(a_step_moves_for_a_moment_and_then_rests),
        WITH_GATHER(playing_goes_to_the_end_and_stops),
        WITH_GATHER(a_live_run_is_followed_until_the_reader_looks_back),
        WITH_GATHER(what_needs_a_window_or_a_process_is_asked_for),
        WITH_GATHER(the_same_lesson_again_keeps_what_the_reader_chose),
        WITH_GATHER(long_lines_of_the_program_are_moved_sideways),
        cmocka_unit_test(with_nothing_open_every_command_and_frame_is_harmless),
        cmocka_unit_test(what_is_wrong_with_a_recording_is_said_when_it_is_opened),
        WITH_GATHER(two_fingers_zoom_the_timeline_and_scroll_the_program),
        WITH_GATHER(a_mouse_that_rests_on_a_button_is_told_what_it_does),
        WITH_GATHER(any_sequence_of_input_is_survived),
        WITH_GATHER(a_picture_leaves_the_window_as_it_was_and_shows_nothing_to_click),
        WITH_GATHER(the_future_is_hidden_for_a_picture_and_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
