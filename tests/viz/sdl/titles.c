/* titles.c: with the typefaces that are installed, no lesson's title is cut in the smallest window, nor is the legend left out, in any language. */
#include "app/app.h"
#include "sdl/picture.h"
#include "view/layout.h"
#include "view/state_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void look(App *app, const DrawList *list, size_t *cut)
{
    const char *runs = state_words(app->ui.language, TASK_RUNNING);
    bool legend = false;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        const char *text = command->kind == DRAW_TEXT && command->rect.y < LAYOUT_TOPBAR ? list->text + command->text : "";
        if (strstr(text, "\xe2\x80\xa6") != NULL) {
            print_error("%s: \"%s\"\n", app->lesson->name, text);
            (*cut)++;
        }
        legend = legend || (command->kind == DRAW_TEXT && command->font == FONT_SMALL && strcmp(list->text + command->text, runs) == 0);
    }
    if (!legend) {
        print_error("%s: nothing says what the colours of the timeline are\n", app->lesson->name);
        (*cut)++;
    }
}

static void every_title_is_whole_in_the_smallest_window_and_every_colour_named(void **state)
{
    (void)state;
    Picture *picture = NULL;
    size_t cut = 0;
    assert_null(picture_open(&picture, 960, 600, 1));
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < lesson_count() + lesson_mistake_count(); i++) {
            const Lesson *lesson = i < lesson_count() ? lesson_at(i) : lesson_mistake_at(i - lesson_count());
            App app;
            DrawList list;
            Trace *trace = trace_new();
            assert_non_null(trace);
            lesson_record(lesson, trace_sink(trace));
            drawlist_init(&list, picture_metrics(picture));
            assert_true(app_init(&app) && app_open(&app, trace, lesson, LIVE_NONE));
            app.ui.language = (Language)language;
            app_draw(&app, &list, 960, 600, 0);
            assert_false(list.failed);
            look(&app, &list, &cut);
            drawlist_free(&list);
            app_free(&app);
            trace_free(trace);
        }
    }
    picture_close(picture);
    assert_int_equal(cut, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_title_is_whole_in_the_smallest_window_and_every_colour_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
