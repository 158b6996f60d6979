/* menu_own.c: lessons from a folder in the menu: where they stand, what is wrong with them, and their pictures. */
#include "lesson/folder.h"
#include "panels/menu/pictures.h"

#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

typedef struct Shown {
    App app;
    Trace *trace;
    DrawList frame;
} Shown;

static void draw(Shown *shown)
{
    drawlist_clear(&shown->frame);
    app_draw(&shown->app, &shown->frame, shown->app.width, shown->app.height, 0);
    assert_false(shown->frame.failed);
}

/* The menu, with the first lesson chosen. */
static void show(Shown *shown)
{
    *shown = (Shown){.trace = trace_new()};
    assert_non_null(shown->trace);
    assert_true(app_init(&shown->app));
    const Lesson *first = &shown->app.lessons.lesson[0];
    lesson_record(first, trace_sink(shown->trace));
    assert_true(app_open(&shown->app, shown->trace, first, LIVE_NONE));
    shown->app.width = 1440;
    shown->app.height = 900;
    drawlist_init(&shown->frame, drawlist_stub_metrics());
    app_command(&shown->app, COMMAND_MENU, 0);
    draw(shown);
}

static void hide(Shown *shown)
{
    app_free(&shown->app);
    trace_free(shown->trace);
    drawlist_free(&shown->frame);
}

static void press(Shown *shown, const char *key)
{
    if (!app_key(&shown->app, key, false, 0)) {
        app_command(&shown->app, command_by_key(key), 0);
    }
    draw(shown);
}

static bool says(const Shown *shown, const char *words)
{
    for (size_t i = 0; i < shown->frame.count; i++) {
        if (shown->frame.commands[i].kind == DRAW_TEXT && strstr(shown->frame.text + shown->frame.commands[i].text, words)) {
            return true;
        }
    }
    return false;
}

/* Lessons from a folder stand behind all others, under their own heading; one with a fault shows its sentence, and its program does not run for a picture. */
static void lessons_from_a_folder_stand_last_and_say_what_is_wrong_with_them(void **state)
{
    (void)state;
    static const char good[] = "# Tides\n\nHigh and low.\n\n```python\nx = 1\n```\n", bad[] = "# Waves\n\nUp and down.\n";
    Shown shown;
    assert_true(folder_read("tides.md", good, sizeof good - 1));
    assert_true(folder_read("waves.md", bad, sizeof bad - 1));
    show(&shown);
    size_t count = shown.app.lessons.count;
    assert_string_equal(shown.app.lessons.lesson[count - 2].name, "tides");
    press(&shown, "End");
    assert_true(says(&shown, "Your lessons"));
    assert_true(says(&shown, "tides.md"));
    assert_true(says(&shown, "High and low."));
    assert_true(says(&shown, "waves.md, line 1: its program is missing"));
    assert_null(menu_picture(shown.app.pictures, count - 2));
    assert_non_null(menu_picture(shown.app.pictures, 0));
    press(&shown, "Return");
    assert_string_equal(shown.app.want_lesson->name, "waves");
    hide(&shown);
    folder_close();
}

/* Its program does not run for the menu; once it was chosen and has run, the card has what that run was like, also in the next session. */
static void a_lesson_from_a_folder_gets_its_picture_from_its_run(void **state)
{
    (void)state;
    static const char words[] = "# Tides\n\nThey come.\n\n```python\nprint(1)\n```\n";
    static const char none_yet[] = "Its timeline stands here once it has run.";
    static const char *const damaged[] = {"0:2:0", "9:2:0-100", "0:99:0-100", "0:2:200-100", "0:2:0-99999", "nonsense"};
    assert_true(folder_read("tides.md", words, sizeof words - 1));
    size_t own = lesson_all().count - 1;
    Shown shown;
    show(&shown);
    press(&shown, "End");
    assert_true(says(&shown, none_yet));
    assert_null(menu_picture(shown.app.pictures, own));
    assert_null(app_card_picture(&shown.app)); /* a lesson that is compiled in is shown */
    /* A run, as Python's would come. */
    Trace *run = trace_new();
    lesson_record(lesson_find("gather"), trace_sink(run));
    assert_true(app_open(&shown.app, run, &shown.app.lessons.lesson[own], LIVE_NONE));
    char *text = app_card_picture(&shown.app);
    assert_non_null(text);
    MenuPicture picture = *menu_picture(shown.app.pictures, own);
    assert_int_equal(picture.lanes, 4);
    press(&shown, "Ctrl+M");
    assert_false(says(&shown, none_yet));
    hide(&shown);
    trace_free(run);
    /* The next session reads it, and nothing else. */
    show(&shown);
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        app_set_card_picture(&shown.app, &shown.app.lessons.lesson[own], damaged[i]);
        assert_null(menu_picture(shown.app.pictures, own));
    }
    app_set_card_picture(&shown.app, &shown.app.lessons.lesson[own], text);
    assert_non_null(menu_picture(shown.app.pictures, own));
    assert_int_equal(menu_picture(shown.app.pictures, own)->count, picture.count);
    assert_int_equal(menu_picture(shown.app.pictures, own)->lanes, picture.lanes);
    hide(&shown);
    free(text);
    folder_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lessons_from_a_folder_stand_last_and_say_what_is_wrong_with_them),
        cmocka_unit_test(a_lesson_from_a_folder_gets_its_picture_from_its_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
