/* folds.c: which lanes of the timeline stand for others, and what they show then. */
#include "panels/panels.h"
#include "panels/timeline/lanes.h"
#include "support/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const Rect panel = {0, 0, 1200, 400};

enum { MAIN = 1, CONNECT, HANDLER, PING, OPEN, ACCEPT, HIDDEN, USERS };

/* main makes a connection and a handler in a library's file; the library's handler calls the program; each has a task of the library's under it; a callback of
   the loop's accepts a connection; the library makes one that makes one of the program's. */
static Trace *with_libraries(void)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    uint32_t own = sink.place(trace, &(TracePlace){"/home/ann/chat.py", "main", "", 9});
    uint32_t library = sink.place(trace, &(TracePlace){"/usr/lib/python3/dist-packages/websockets/server.py", "start", "", 40});
    uint32_t handler = sink.text(trace, "handler", 7), accept = sink.text(trace, "asyncio.BaseSelectorEventLoop._accept_connection2", 49);
    const struct {
        Ref by;
        uint32_t coroutine, place;
    } tasks[] = {{TRACE_NOBODY, handler, own},
                 {ref_make(REF_TASK, MAIN), handler, library},
                 {ref_make(REF_TASK, MAIN), handler, library},
                 {ref_make(REF_TASK, HANDLER), handler, library},
                 {ref_make(REF_TASK, CONNECT), handler, library},
                 {ref_make(REF_HANDLE, 2), accept, 0},
                 {ref_make(REF_TASK, MAIN), handler, library},
                 {ref_make(REF_TASK, HIDDEN), handler, own}};
    for (uint32_t i = 0; i < 8; i++) {
        sink.event(trace, &(Event){.kind = EV_TASK_NEW, .a = i + 1, .by = tasks[i].by, .c = tasks[i].coroutine, .d = tasks[i].place});
        if (i == 0) {
            sink.event(trace, &(Event){.kind = EV_RUN, .b = ref_make(REF_TASK, MAIN), .detail = VIA_RUN});
        }
    }
    sink.event(trace, &(Event){.kind = EV_ENTER, .by = ref_make(REF_TASK, HANDLER), .b = handler, .c = library});
    sink.event(trace, &(Event){.kind = EV_ENTER, .by = ref_make(REF_TASK, HANDLER), .b = handler, .c = own});
    return trace;
}

static void a_librarys_tasks_lie_in_the_lane_of_the_programs_that_caused_them(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, with_libraries(), true);
    stage_at(&stage, trace_count(stage.trace));
    const uint32_t shown[] = {MAIN, MAIN, HANDLER, HANDLER, MAIN, MAIN, MAIN, USERS};
    for (uint32_t task = 1; task <= USERS; task++) {
        assert_int_equal(timeline_shown_for(&stage.view, task), shown[task - 1]);
    }
    uint32_t some[3];
    assert_int_equal(timeline_folded_tasks(&stage.view, MAIN, some, 3), 4);
    assert_int_equal(some[0], CONNECT);
    assert_int_equal(timeline_folded_tasks(&stage.view, HANDLER, some, 3), 1);
    assert_int_equal(some[0], PING);
    char *text = stage_draw(&stage, view_timeline, panel);
    assert_non_null(strstr(text, "\"+4\""));
    free(text);
    stage_close(&stage);
}

static void a_lane_is_opened_and_folded_and_so_are_all(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, with_libraries(), true);
    timeline_fold(&stage.ui, &stage.view, MAIN); /* opened: what lies below those is still folded into them */
    assert_int_equal(timeline_shown_for(&stage.view, CONNECT), CONNECT);
    assert_int_equal(timeline_shown_for(&stage.view, OPEN), CONNECT);
    assert_int_equal(timeline_shown_for(&stage.view, ACCEPT), ACCEPT);
    timeline_fold(&stage.ui, &stage.view, MAIN); /* all that it made */
    assert_int_equal(timeline_shown_for(&stage.view, USERS), MAIN);
    assert_int_equal(timeline_shown_for(&stage.view, HANDLER), MAIN);
    timeline_fold_all(&stage.ui, &stage.view); /* something was folded by hand: everything has a lane */
    for (uint32_t task = 1; task <= USERS; task++) {
        assert_int_equal(timeline_shown_for(&stage.view, task), task);
    }
    timeline_fold_all(&stage.ui, &stage.view); /* as at first */
    assert_int_equal(timeline_shown_for(&stage.view, CONNECT), MAIN);
    assert_int_equal(timeline_shown_for(&stage.view, USERS), USERS);
    timeline_fold_all(&stage.ui, &stage.view);
    assert_int_equal(timeline_shown_for(&stage.view, USERS), MAIN);
    stage_close(&stage);
}

static void whoever_filters_the_lanes_finds_a_librarys_too(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, with_libraries(), true);
    snprintf(stage.ui.filter, sizeof stage.ui.filter, "ping");
    assert_int_equal(timeline_shown_for(&stage.view, PING), PING);
    stage_close(&stage);
}

static void a_folded_lane_sums_up_what_the_task_made(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), true);
    stage_at(&stage, stage_after(&stage, EV_OUT, ref_make(REF_TASK, 3), 2));
    timeline_fold(&stage.ui, &stage.view, 1);
    char *text = stage_draw(&stage, view_timeline, panel);
    assert_null(strstr(text, "\"API A\""));
    assert_non_null(strstr(text, "\"+3\""));
    assert_non_null(strstr(text, "\"gather\"")); /* its own bar says what it waits for all the same */
    free(text);
    size_t lanes = 0;
    for (size_t i = 0; i < stage.list.hit_count; i++) {
        lanes += stage.list.hits[i].kind == HIT_TASK;
    }
    assert_int_equal(lanes, 2); /* main, and the one in which the loop is closed */
    /* Three sleepers fill the height, two leave a third of it free, one two thirds: the sum goes down in steps. */
    float highest = 0, lowest = 1000;
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind == DRAW_FILL && command->token == TOKEN_SLEEPING && command->radius <= 0) {
            highest = command->rect.h > highest ? command->rect.h : highest;
            lowest = command->rect.h < lowest ? command->rect.h : lowest;
        }
    }
    assert_true(highest > lowest * 2);
    stage_close(&stage);
}

static void more_folds_than_are_remembered_unfold_the_oldest(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, with_libraries(), true);
    for (uint32_t task = 101; task <= 100 + TIMELINE_FOLDS + 3; task++) {
        timeline_fold(&stage.ui, &stage.view, task);
    }
    assert_int_equal(stage.ui.timeline.folded.count, TIMELINE_FOLDS);
    assert_false(timeline_is_folded(&stage.view, 103));
    assert_true(timeline_is_folded(&stage.view, 104));
    timeline_fold(&stage.ui, &stage.view, 104);
    assert_false(timeline_is_folded(&stage.view, 104));
    assert_int_equal(stage.ui.timeline.folded.count, TIMELINE_FOLDS - 1);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_librarys_tasks_lie_in_the_lane_of_the_programs_that_caused_them),
        cmocka_unit_test(a_lane_is_opened_and_folded_and_so_are_all),
        cmocka_unit_test(whoever_filters_the_lanes_finds_a_librarys_too),
        cmocka_unit_test(a_folded_lane_sums_up_what_the_task_made),
        cmocka_unit_test(more_folds_than_are_remembered_unfold_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
