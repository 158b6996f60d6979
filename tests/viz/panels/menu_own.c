/* menu_own.c: lessons from a folder in the menu: where they stand, what is wrong with them, and their pictures. */
#include "in_menu.h"

#include "lesson/folder.h"
#include "panels/menu/pictures.h"

#include <stdlib.h>

/* Lessons from a folder stand behind all others, under their own heading; one with a fault shows its sentence, and its program does not run for a picture. */
static void lessons_from_a_folder_stand_last_and_say_what_is_wrong_with_them(void **state)
{
    (void)state;
    static const char good[] = "# Tides\n\nHigh and low.\n\n```python\nx = 1\n```\n", bad[] = "# Waves\n\nUp and down.\n";
    Shown shown;
    assert_true(folder_read("tides.md", good, sizeof good - 1));
    assert_true(folder_read("waves.md", bad, sizeof bad - 1));
    show(&shown, 0, 1440, 900);
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
    show(&shown, 0, 1440, 900);
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
    show(&shown, 0, 1440, 900);
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
