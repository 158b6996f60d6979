/* program.c: the program's panel shows whole lines, and whoever runs stands on one of them until its step is over. */
#include "lesson/program.h"
#include "panels/panels.h"
#include "support/view.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The first step begins before its coroutine does, and what a library does has no line in the program: from the first line of a step on there is one. */
static void whoever_runs_stands_on_a_line_until_its_step_is_over(void **state)
{
    (void)state;
    size_t left = 0; /* moments at which the coroutine is left, and the step is not over */
    for (size_t i = 0; i < lesson_count(); i++) {
        Stage stage;
        bool placed = false;
        Trace *trace = trace_new();
        assert_non_null(trace);
        lesson_record(lesson_at(i), trace_sink(trace)); /* some end by an error */
        stage_open(&stage, trace, true);
        stage.view.lesson = lesson_at(i);
        for (size_t n = 1; n <= trace_count(stage.trace); n++) {
            stage_at(&stage, n);
            const ModelTask *task = state_running_task(stage.view.state);
            ProgramText shown = view_program_text(&stage.view);
            uint32_t line = task != NULL ? program_line(&shown, program_place(&shown, task)) : 0;
            placed = task != NULL && (placed || line > 0) && trace_event(stage.trace, n - 1)->kind != EV_STEP;
            if (placed && line == 0) {
                fail_msg("%s: at %zu of its events nobody stands on a line", lesson_at(i)->name, n);
            }
            left += placed && task->frame_count == 0;
        }
        stage_close(&stage);
    }
    assert_true(left > 100);
}

static void every_line_that_is_shown_is_shown_whole(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), true);
    stage.view.lesson = lesson_find("gather");
    for (float height = 120; height < 640; height += 7) {
        for (size_t n = 0; n <= trace_count(stage.trace); n += 40) {
            Rect clip = {0, 0, 0, 0};
            size_t numbers = 0;
            stage_at(&stage, n);
            drawlist_clear(&stage.list);
            view_program(&stage.list, &stage.view, (Rect){0, 0, 560, height});
            for (size_t i = 0; i < stage.list.count; i++) {
                const DrawCommand *command = &stage.list.commands[i];
                clip = command->kind == DRAW_CLIP ? command->rect : clip;
                const char *text = command->kind == DRAW_TEXT && command->rect.x < 40 ? stage.list.text + command->text : "";
                bool number = *text >= '0' && *text <= '9',
                     inside = command->rect.y + command->rect.h > clip.y && command->rect.y < clip.y + clip.h;
                if (number && inside) {
                    assert_true(command->rect.y >= clip.y && command->rect.y + command->rect.h <= clip.y + clip.h);
                    numbers++;
                }
            }
            assert_true(numbers >= 3 && clip.y + clip.h <= height);
        }
    }
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_runs_stands_on_a_line_until_its_step_is_over),
        cmocka_unit_test(every_line_that_is_shown_is_shown_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
