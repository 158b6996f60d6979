/* program.c: the program's panel shows whole lines, and whoever runs stands on one of them until its step is over; of the reader's own text, as long as there is a choice. */
#include "lesson/program.h"
#include "panels/panels.h"
#include "../model/put.h"
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

/* As wide as the typeface is. */
static float of_code(void *context, Font font, const char *text, size_t length)
{
    (void)context;
    (void)text;
    return (float)length * 0.6F * theme_font_size(font);
}

/* The largest font in which the program stands, and whether a line is cut. */
static Font code_font(Stage *stage, Rect area, bool *cut)
{
    Font font = FONT_CODE_SMALL;
    *cut = false;
    drawlist_clear(&stage->list);
    view_program(&stage->list, &stage->view, area);
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        const char *text = command->kind == DRAW_TEXT ? stage->list.text + command->text : "";
        bool code = command->kind == DRAW_TEXT && command->rect.y >= area.y + 40 && command->font >= FONT_CODE && *text != '\0';
        font = code && theme_font_size(command->font) > theme_font_size(font) && strchr("0123456789", *text) == NULL ? command->font : font;
        *cut = *cut || (code && strstr(text, "\xe2\x80\xa6") != NULL);
    }
    return font;
}

/* A room's last row reads the program of every lesson: in a window of 1280x720 with 18 px at least, of 1920x1080 with 28, and no line is cut. */
static void presenting_the_text_is_large_and_whole(void **state)
{
    (void)state;
    static const struct {
        float width, height, least; /* px */
    } sizes[] = {{1280 / 1.2F, 600, 18 / 1.2F - 0.01F}, {1280, 720, 28 / 1.5F}};
    for (size_t i = 0; i < 2 * lesson_count(); i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            Stage stage;
            bool cut = false;
            const Lesson *lesson = lesson_at(i / 2);
            stage_open(&stage, stage_lesson("gather"), true); /* nobody stands on a line of another lesson */
            stage.view.lesson = lesson;
            stage.list.metrics.width = of_code;
            stage.ui.present = true;
            stage.ui.python = i % 2 == 1;
            stage.ui.knobs.count = 0;
            stage_at(&stage, 0);
            Layout layout = layout_of(sizes[k].width, sizes[k].height, &stage.ui);
            Font font = code_font(&stage, layout.panel[PANEL_PROGRAM], &cut);
            if (theme_font_size(font) < sizes[k].least || cut) {
                fail_msg("%s: %g px%s", lesson->name, (double)theme_font_size(font), cut ? ", and a line is cut" : "");
            }
            stage_close(&stage);
        }
    }
}

static uint32_t place_of(TraceSink *sink, const char *file, uint32_t line)
{
    return sink->place(sink->context, &(TracePlace){.file = file, .line = line});
}

/* It made no task itself: the reader's own text stays, and the library's is one press away. */
static void while_a_librarys_task_runs_the_own_program_stays(void **state)
{
    (void)state;
    static const char own[] = "async def main():\n    await get()\n", library[] = "async def pump():\n    await self.wait()\n";
    Stage stage;
    Trace *trace = one_ready_task();
    TraceSink sink = trace_sink(trace);
    const uint32_t own_file = put_text(&sink, "own.py"), library_file = put_text(&sink, "/usr/lib/python3/dist-packages/pipe/pump.py");
    sink.meta(sink.context, META_SOURCE, own_file, put_text(&sink, own));
    sink.meta(sink.context, META_SOURCE, library_file, put_text(&sink, library));
    const uint32_t in_main = place_of(&sink, "own.py", 2), in_pump = place_of(&sink, "/usr/lib/python3/dist-packages/pipe/pump.py", 2);
    put(trace, first_step);
    put(trace, (Event){.kind = EV_ENTER, .by = task_1, .b = put_text(&sink, "main"), .c = place_of(&sink, "own.py", 1)});
    put(trace,
        (Event){.kind = EV_TASK_NEW, .by = task_1, .a = 2, .b = put_text(&sink, "Task-2"), .c = put_text(&sink, "pump"), .d = in_main});
    put(trace, (Event){.kind = EV_READY, .by = task_1, .a = 2, .detail = CALL_STEP, .b = ref_make(REF_TASK, 2)});
    put(trace, (Event){.kind = EV_OUT, .by = task_1, .b = put_text(&sink, "asked"), .d = in_main});
    put(trace, (Event){.kind = EV_STEP_END, .by = task_1, .a = 1, .detail = REASON_YIELD, .flags = VIA_SLEEP_ZERO, .d = in_main});
    put(trace, (Event){.kind = EV_READY, .a = 3, .detail = CALL_STEP, .b = task_1});
    put(trace, (Event){.kind = EV_ITER_END, .a = 1});
    put(trace, (Event){.kind = EV_ITER, .a = 2, .b = 2});
    put(trace, (Event){.kind = EV_STEP, .by = TRACE_LOOP, .a = 2, .b = ref_make(REF_HANDLE, 2), .detail = RESUME_START});
    put(trace, (Event){.kind = EV_ENTER,
                       .by = ref_make(REF_TASK, 2),
                       .b = put_text(&sink, "pump"),
                       .c = place_of(&sink, "/usr/lib/python3/dist-packages/pipe/pump.py", 1)});
    put(trace, (Event){.kind = EV_OUT, .by = ref_make(REF_TASK, 2), .b = put_text(&sink, "pumps"), .d = in_pump});
    stage_open(&stage, trace, true);
    stage_at(&stage, trace_count(trace));
    if (model_error(stage.model) != NULL) {
        fail_msg("%s", model_error(stage.model));
    }
    ProgramText shown = view_program_text(&stage.view);
    assert_string_equal(shown.file, "own.py");
    assert_true(shown.entered && !shown.library);
    assert_int_equal(program_focus(&shown), 2);
    stage.ui.library = true;
    shown = view_program_text(&stage.view);
    assert_string_equal(shown.file, "/usr/lib/python3/dist-packages/pipe/pump.py");
    assert_int_equal(program_focus(&shown), 2);
    stage_close(&stage);
}

/* As a server does that waits for its first request: the library's main runs, and none of the reader's coroutines has. */
static void before_any_of_it_has_run_the_own_program_stands_there(void **state)
{
    (void)state;
    static const char own[] = "async def hello(request):\n    return 1\n", library[] = "async def _run_app():\n    await sleep(3600)\n";
    Stage stage;
    Trace *trace = one_ready_task();
    TraceSink sink = trace_sink(trace);
    const uint32_t own_file = put_text(&sink, "own.py"), library_file = put_text(&sink, "/usr/lib/python3/dist-packages/web/web.py");
    sink.meta(sink.context, META_SOURCE, library_file, put_text(&sink, library));
    sink.meta(sink.context, META_SOURCE, own_file, put_text(&sink, own));
    const uint32_t in_library = place_of(&sink, "/usr/lib/python3/dist-packages/web/web.py", 1);
    put(trace, first_step);
    put(trace, (Event){.kind = EV_ENTER, .by = task_1, .b = put_text(&sink, "_run_app"), .c = in_library});
    put(trace, (Event){.kind = EV_OUT, .by = task_1, .b = put_text(&sink, "serving"), .d = in_library});
    stage_open(&stage, trace, true);
    stage_at(&stage, trace_count(trace));
    ProgramText shown = view_program_text(&stage.view);
    assert_string_equal(shown.file, "own.py");
    assert_true(shown.entered && !shown.library);
    stage.ui.library = true;
    shown = view_program_text(&stage.view);
    assert_string_equal(shown.file, "/usr/lib/python3/dist-packages/web/web.py");
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_runs_stands_on_a_line_until_its_step_is_over),
        cmocka_unit_test(while_a_librarys_task_runs_the_own_program_stays),
        cmocka_unit_test(before_any_of_it_has_run_the_own_program_stands_there),
        cmocka_unit_test(presenting_the_text_is_large_and_whole),
        cmocka_unit_test(every_line_that_is_shown_is_shown_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
