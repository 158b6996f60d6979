/* view.c: sets up a View as the app does, without the app. */
#include "view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

Trace *stage_lesson(const char *name)
{
    Trace *trace = trace_new();
    const Lesson *lesson = lesson_find(name);
    assert_non_null(lesson);
    assert_int_equal(lesson_record(lesson, trace_sink(trace)), 0);
    return trace;
}

void stage_open(Stage *stage, Trace *trace, bool spans)
{
    memset(stage, 0, sizeof *stage);
    stage->trace = trace ? trace : trace_new();
    stage->model = model_new(stage->trace);
    assert_non_null(stage->model);
    if (spans) {
        stage->spans = spans_new(stage->trace);
        assert_non_null(stage->spans);
        assert_true(spans_update(stage->spans));
    }
    player_init(&stage->player);
    drawlist_init(&stage->list, drawlist_stub_metrics());
    stage->ui = (Ui){.scale = 1, .zoom = 1, .mouse_x = -1, .mouse_y = -1};
    stage->view = (View){.trace = stage->trace,
                         .model = stage->model,
                         .spans = stage->spans,
                         .player = &stage->player,
                         .ui = &stage->ui,
                         .progress = 1,
                         .axis = axis_new()};
    stage_at(stage, 0);
}

void stage_close(Stage *stage)
{
    axis_free(stage->view.axis);
    drawlist_free(&stage->list);
    if (stage->spans) {
        spans_free(stage->spans);
    }
    model_free(stage->model);
    trace_free(stage->trace);
}

void stage_at(Stage *stage, size_t n)
{
    stage->player.n = n;
    stage->view.state = model_at(stage->model, n);
    assert_non_null(stage->view.state);
    assert_null(model_error(stage->model));
}

size_t stage_after(const Stage *stage, EventKind kind, Ref by, int which)
{
    for (size_t i = 0; i < trace_count(stage->trace); i++) {
        const Event *event = trace_event(stage->trace, i);
        Ref who = kind == EV_STEP || kind == EV_STEP_END ? ref_make(REF_TASK, event->a) : event->by;
        if (event->kind == kind && who == by && --which == 0) {
            return i + 1;
        }
    }
    fail_msg("no such event");
    return 0;
}

char *stage_draw(Stage *stage, void (*draw)(DrawList *, const View *, Rect), Rect area)
{
    drawlist_clear(&stage->list);
    draw(&stage->list, &stage->view, area);
    assert_false(stage->list.failed);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    drawlist_dump(&stage->list, out);
    assert_int_equal(fclose(out), 0);
    return text;
}
