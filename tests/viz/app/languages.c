/* languages.c: in another language the window draws no text that its catalogue has, in English: walked through, screen by screen, in two sizes. */
#include "app/parts.h"
#include "language/words_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t wrong;

/* The English of a text that reads otherwise in that language; NULL: there is none. */
static const char *english_of(Language language, const char *text)
{
    const char *value = words_in(language, text);
    return value != text && strcmp(value, text) != 0 ? value : NULL;
}

/* What a program is called or prints is no text of ours. */
static bool is_named(const App *app, const char *text)
{
    for (uint32_t id = 1; app->trace != NULL && id <= trace_text_count(app->trace); id++) {
        if (strcmp(trace_text(app->trace, id), text) == 0) {
            return true;
        }
    }
    return false;
}

/* Nor is what stands in its source: `call` is a word of C there. */
static bool is_source(const App *app, const DrawCommand *command, const char *text)
{
    bool found = false;
    for (size_t i = 0; command->font >= FONT_CODE && app->trace != NULL && i < trace_source_count(app->trace); i++) {
        found = found || strstr(trace_source_text(app->trace, i), text) != NULL;
    }
    return found;
}

static void look(App *app, const char *where)
{
    static const float sizes[][2] = {{960, 600}, {1440, 900}};
    for (size_t size = 0; size < sizeof sizes / sizeof sizes[0]; size++) {
        DrawList list;
        drawlist_init(&list, app->metrics);
        app->width = sizes[size][0];
        app->height = sizes[size][1];
        app_draw(app, &list, app->width, app->height, INT64_C(1000000000));
        for (size_t i = 0; i < list.count; i++) {
            const char *text = list.text + list.commands[i].text;
            if (list.commands[i].kind == DRAW_TEXT && english_of(app->ui.language, text) != NULL && !is_named(app, text) &&
                !is_source(app, &list.commands[i], text)) {
                print_error("%s: \"%s\" is drawn, and not \"%s\"\n", where, text, english_of(app->ui.language, text));
                wrong++;
            }
        }
        drawlist_free(&list);
    }
}

/* The sheets, the help and the menu, each opened, looked at, and closed again. */
static void open_everything(App *app, const char *lesson)
{
    static const Command opens[] = {COMMAND_HELP, COMMAND_SETTINGS,    COMMAND_STATISTICS, COMMAND_GLOSSARY, COMMAND_PREDICTIONS,
                                    COMMAND_FIND, COMMAND_GO_TO,       COMMAND_PALETTE,    COMMAND_FILTER,   COMMAND_EXPORT,
                                    COMMAND_PAGE, COMMAND_REMARK_NEXT, COMMAND_WHY,        COMMAND_MORE,     COMMAND_MENU};
    look(app, lesson);
    for (size_t i = 0; i < sizeof opens / sizeof opens[0]; i++) {
        app_command(app, opens[i], 0);
        look(app, command_info(opens[i])->name);
        if (app->ui.screen == SCREEN_MENU) {
            app->ui.screen = SCREEN_LESSON;
        } else {
            app_command(app, COMMAND_ESCAPE, 0);
        }
    }
}

static void the_window_speaks_the_language_that_was_chosen(void **state)
{
    (void)state;
    static const char *const names[] = {"gather", "deadlock", "lost_update", "echo", "spins"};
    wrong = 0;
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            App app;
            Trace *trace = trace_new();
            const Lesson *lesson = lesson_find(names[i]);
            lesson_record(lesson, trace_sink(trace));
            assert_true(app_init(&app) && app_open(&app, trace, lesson, LIVE_NONE));
            app.ui.language = (Language)language;
            app.ui.reduced_motion = true;
            for (size_t part = 0; part <= 10; part++) {
                app_seek(&app, trace_count(trace) * part / 10);
                look(&app, names[i]);
            }
            app_seek(&app, trace_count(trace) / 2);
            app.ui.loop_code = true;
            open_everything(&app, names[i]);
            app_command(&app, COMMAND_PREDICT_ALL, 0);
            look(&app, "predict");
            app_free(&app);
            trace_free(trace);
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_speaks_the_language_that_was_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
