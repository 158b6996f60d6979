/* views.c: panels as text, with stub metrics: what stands where on the screen does not change unseen.

   LOOPSCOPE_REWRITE_GOLDENS=1 rewrites tests/golden/panels_*.txt; every difference is then read before it is kept. */
#include "app/parts.h"
#include "panels/panels.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Shown {
    App app;
    Trace *trace;
    DrawList frame;
} Shown;

static void show(Shown *shown, const char *lesson_name)
{
    const Lesson *lesson = lesson_find(lesson_name);
    assert_non_null(lesson);
    shown->trace = trace_new();
    assert_non_null(shown->trace);
    lesson_record(lesson, trace_sink(shown->trace));
    assert_true(app_init(&shown->app));
    assert_true(app_open(&shown->app, shown->trace, lesson, LIVE_NONE));
    shown->app.ui.reduced_motion = true;
    drawlist_init(&shown->frame, drawlist_stub_metrics());
}

static void hide(Shown *shown)
{
    app_free(&shown->app);
    trace_free(shown->trace);
    drawlist_free(&shown->frame);
}

static char *frame_text(Shown *shown, float width, float height, size_t *length)
{
    char *text = NULL;
    drawlist_clear(&shown->frame);
    app_draw(&shown->app, &shown->frame, width, height, 0);
    assert_false(shown->frame.failed);
    FILE *out = open_memstream(&text, length);
    assert_non_null(out);
    drawlist_dump(&shown->frame, out);
    fclose(out);
    return text;
}

/* A sentence of this test's own, so that only its look is kept here. */
static void example_sentence(const View *view, Sentence *sentence)
{
    static const Word words[] = {
        {WORD_TASK, TASK_CREATED, 0, "API A", 5},      {WORD_PLAIN, TASK_CREATED, 0, " stands still at its ", 21},
        {WORD_STRONG, TASK_CREATED, 0, "await", 5},    {WORD_PLAIN, TASK_CREATED, 0, " for ", 5},
        {WORD_CODE, TASK_CREATED, 0, "2 s", 3},        {WORD_PLAIN, TASK_CREATED, 0, " and is now ", 12},
        {WORD_STATE, TASK_SLEEPING, 0, "sleeping", 8}, {WORD_PLAIN, TASK_CREATED, 0, ": nothing of it runs until its timer makes it ", 46},
        {WORD_STATE, TASK_READY, 0, "ready", 5},       {WORD_PLAIN, TASK_CREATED, 0, " again.", 7},
    };
    memset(sentence, 0, sizeof *sentence);
    memcpy(sentence->words, words, sizeof words);
    sentence->count = sizeof words / sizeof words[0];
    sentence->subject = sentence->words[0].task = view->state->task_count > 1 ? ref_make(REF_TASK, 2) : TRACE_NOBODY;
}

static void check_panels(Shown *shown, float width, float height, const char *golden)
{
    static const struct {
        const char *name;
        Panel panel;
        void (*draw)(DrawList *, const View *, Rect);
    } panels[] = {{"top bar", PANEL_TOPBAR, view_topbar},
                  {"program", PANEL_PROGRAM, view_program},
                  {"output", PANEL_OUTPUT, view_output},
                  {"sentence", PANEL_SENTENCE, view_sentence},
                  {"transport", PANEL_TRANSPORT, view_transport}};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    View view;
    Sentence sentence;
    assert_non_null(out);
    shown->app.width = width;
    shown->app.height = height;
    assert_true(app_view(&shown->app, &view, &sentence, 0));
    example_sentence(&view, &sentence);
    Layout layout = app_layout(&shown->app);
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++) {
        drawlist_clear(&shown->frame);
        panels[i].draw(&shown->frame, &view, layout.panel[panels[i].panel]);
        fprintf(out, "# %s\n", panels[i].name);
        drawlist_dump(&shown->frame, out);
    }
    fclose(out);
    golden_check(golden, text, length);
    free(text);
}

static void check_frame(Shown *shown, float width, float height, const char *golden)
{
    size_t length;
    char *text = frame_text(shown, width, height, &length);
    golden_check(golden, text, length);
    free(text);
}

static void steps(Shown *shown, int count)
{
    for (int i = 0; i < count; i++) {
        app_command(&shown->app, COMMAND_STEP, 0);
    }
}

static void a_lesson_in_the_middle_of_its_run(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, "gather");
    steps(&shown, 9);
    check_panels(&shown, 1440, 900, "panels_gather.txt");
    hide(&shown);
}

static void a_narrow_window_in_python_with_a_task_selected(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, "create_task");
    steps(&shown, 7);
    app_command(&shown.app, COMMAND_LANGUAGE, 0);
    app_command(&shown.app, COMMAND_SELECT_DOWN, 0);
    check_panels(&shown, 960, 600, "panels_narrow.txt");
    hide(&shown);
}

static void the_menu(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, "say_after");
    app_command(&shown.app, COMMAND_MENU, 0);
    check_frame(&shown, 1440, 900, "panels_menu.txt");
    hide(&shown);
}

static void the_help(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, "say_after");
    app_command(&shown.app, COMMAND_MENU, 0); /* little stands behind it */
    app_command(&shown.app, COMMAND_HELP, 0);
    check_frame(&shown, 1440, 900, "panels_help.txt");
    hide(&shown);
}

static void a_frame_is_the_same_whichever_way_the_cursor_came(void **state)
{
    (void)state;
    Shown there, back;
    size_t there_length, back_length;
    show(&there, "gather");
    show(&back, "gather");
    steps(&there, 3);
    steps(&back, 9);
    for (int i = 0; i < 6; i++) {
        app_command(&back.app, COMMAND_BACK, 0);
    }
    assert_int_equal(there.app.player.n, back.app.player.n);
    char *a = frame_text(&there, 1440, 900, &there_length), *b = frame_text(&back, 1440, 900, &back_length);
    assert_int_equal(there_length, back_length);
    assert_string_equal(a, b);
    free(a);
    free(b);
    hide(&there);
    hide(&back);
}

/* Nothing is drawn outside the window, at any step, size and lesson: text that is not clipped lies inside. */
static void no_text_leaves_the_window(void **state)
{
    (void)state;
    const float sizes[][2] = {{960, 600}, {1199, 700}, {1200, 800}, {1440, 900}, {1920, 1080}, {3840, 2160}};
    for (size_t l = 0; l < lesson_count(); l++) {
        Shown shown;
        show(&shown, lesson_at(l)->name);
        for (size_t i = 0; i < 6 * 14; i++) {
            float w = sizes[i % 6][0], h = sizes[i % 6][1];
            if (i % 6 == 0) {
                steps(&shown, 1);
            }
            drawlist_clear(&shown.frame);
            app_draw(&shown.app, &shown.frame, w, h, 0);
            int clips = 0;
            for (size_t c = 0; c < shown.frame.count; c++) {
                const DrawCommand *command = &shown.frame.commands[c];
                clips += command->kind == DRAW_CLIP ? 1 : command->kind == DRAW_UNCLIP ? -1 : 0;
                if (command->kind == DRAW_TEXT && clips == 0) {
                    Rect r = command->rect;
                    if (r.x < 0 || r.y < 0 || r.x + r.w > w + 1 || r.y + r.h > h + 1) {
                        fail_msg("%s, %gx%g: \"%s\" leaves the window", lesson_at(l)->name, (double)w, (double)h,
                                 shown.frame.text + command->text);
                    }
                }
            }
            assert_int_equal(clips, 0);
        }
        hide(&shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_in_the_middle_of_its_run),
        cmocka_unit_test(a_narrow_window_in_python_with_a_task_selected),
        cmocka_unit_test(the_menu),
        cmocka_unit_test(the_help),
        cmocka_unit_test(a_frame_is_the_same_whichever_way_the_cursor_came),
        cmocka_unit_test(no_text_leaves_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
