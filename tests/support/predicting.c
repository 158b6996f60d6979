/* predicting.c: see predicting.h. */
#include "support/predicting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int64_t second = 1000000000; /* ns */

void predicting_show(Shown *shown, Trace *trace, const Lesson *lesson, LiveState live)
{
    memset(shown, 0, sizeof *shown);
    shown->trace = trace;
    assert_true(app_init(&shown->app));
    assert_true(app_open(&shown->app, trace, lesson, live));
    shown->app.ui.reduced_motion = true;
    drawlist_init(&shown->frame, drawlist_stub_metrics());
}

Trace *predicting_recorded(const Lesson *lesson)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_record(lesson, trace_sink(trace));
    return trace;
}

void predicting_show_lesson(Shown *shown, const char *name)
{
    const Lesson *lesson = lesson_find(name);
    assert_non_null(lesson);
    predicting_show(shown, predicting_recorded(lesson), lesson, LIVE_NONE);
}

void predicting_hide(Shown *shown)
{
    app_free(&shown->app);
    trace_free(shown->trace);
    drawlist_free(&shown->frame);
}

char *predicting_frame_text(Shown *shown)
{
    char *text = NULL;
    size_t length = 0;
    drawlist_clear(&shown->frame);
    app_draw(&shown->app, &shown->frame, 1440, 900, shown->now);
    assert_false(shown->frame.failed);
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    drawlist_dump(&shown->frame, out);
    fclose(out);
    return text;
}

void predicting_press(Shown *shown, const char *key)
{
    shown->now += second;
    if (!app_key(&shown->app, key, false, shown->now)) {
        app_command(&shown->app, command_by_key(key), shown->now);
    }
    app_tick(&shown->app, shown->now);
}

const PredictUi *predicting_ui(const Shown *shown) { return &shown->app.ui.predict; }

void predicting_go_to_question(Shown *shown, int skipped)
{
    for (int i = 0; i < STEPS; i++) {
        if (predicting_ui(shown)->phase == PREDICT_ASKED && skipped-- == 0) {
            return;
        }
        if (predicting_ui(shown)->phase == PREDICT_ASKED) {
            predicting_press(shown, "Escape");
        }
        predicting_press(shown, "Right");
    }
    fail_msg("no question is asked");
}

void predicting_answer(Shown *shown, bool rightly)
{
    const Question *question = &predicting_ui(shown)->question;
    char key[2] = {(char)('1' + (rightly ? question->right : (question->right + 1) % question->choice_count)), '\0'};
    predicting_press(shown, key);
}
