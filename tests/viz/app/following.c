/* following.c: where a run has more lanes than fit, the timeline shows the lane of whom it is told of, and where the cursor stands, after each movement; between them the reader scrolls. */
#include "support/reader.h"
#include "support/runs.h"

#include "panels/timeline/lanes.h"
#include "panels/timeline/timeline.h"

/* Thirty tasks, and a timeline that has room for few. */
static void sit_down(Reader *reader)
{
    reader_sit_down(reader, 960, 600);
    reader->trace = runs_many_sleepers(30, 600);
    assert_true(app_open(&reader->app, reader->trace, NULL, LIVE_NONE));
    reader_serve(reader);
}

static Rect timeline_of(const Reader *reader) { return app_layout(&reader->app).panel[PANEL_TIMELINE]; }

static bool is_in_sight(const Reader *reader, uint32_t task)
{
    Rect timeline = timeline_of(reader);
    for (size_t i = 0; i < reader->frame.hit_count; i++) {
        const HitArea *hit = &reader->frame.hits[i];
        if (hit->kind == HIT_TASK && hit->id == task && rect_contains(timeline, hit->rect.x + 1, hit->rect.y - 2)) {
            return rect_contains(timeline, hit->rect.x + 1, hit->rect.y + hit->rect.h);
        }
    }
    return false;
}

/* The task that the sentence is about, and its lane's; 0: it is about the loop. */
static uint32_t told_of(Reader *reader)
{
    View view;
    Sentence sentence;
    assert_true(app_view(&reader->app, &view, &sentence, reader->now));
    return ref_kind(sentence.subject) == REF_TASK ? timeline_shown_for(&view, ref_number(sentence.subject)) : 0;
}

static void whoever_is_told_of_is_in_sight(void **state)
{
    (void)state;
    Reader reader;
    sit_down(&reader);
    size_t told = 0, moved = 0, count = trace_count(reader.trace);
    for (size_t step = 0; step < 2 * count; step++) {
        float before = reader.app.ui.scroll_timeline;
        app_step(&reader.app, STEP_EVENT, step < count ? 1 : -1, reader.now);
        reader_serve(&reader);
        uint32_t task = told_of(&reader);
        if (task != 0 && !is_in_sight(&reader, task)) {
            fail_msg("at %zu task %u is out of sight", reader.app.player.n, (unsigned)task);
        }
        told += task != 0;
        moved += reader.app.ui.scroll_timeline != before;
    }
    printf("%zu of %zu moments are told of a task, it scrolled %zu times\n", told, 2 * count, moved);
    assert_true(told > count / 2 && moved > 30 && moved < told); /* it scrolls where it must, and else stands still */
    reader_stand_up(&reader);
}

static void what_the_reader_has_scrolled_stays_until_the_cursor_moves(void **state)
{
    (void)state;
    Reader reader;
    sit_down(&reader);
    Rect timeline = timeline_of(&reader);
    float x = timeline.x + timeline.w / 2, y = timeline.y + 70;
    uint32_t task = 0;
    for (size_t n = trace_count(reader.trace) / 2; task == 0; n++) {
        app_seek(&reader.app, n);
        reader_serve(&reader);
        task = told_of(&reader);
    }
    assert_true(is_in_sight(&reader, task));
    for (int away = -1; away <= 1; away += 2) {
        for (int i = 0; i < 9; i++) {
            app_mouse_wheel(&reader.app, &reader.frame, x, y, 0, (float)away, false, false, reader.now);
            reader_serve(&reader);
        }
    }
    float scrolled = reader.app.ui.scroll_timeline;
    assert_false(is_in_sight(&reader, task));
    app_tick(&reader.app, reader.now + 1000000000);
    reader_serve(&reader);
    assert_true(reader.app.ui.scroll_timeline == scrolled);
    app_step(&reader.app, STEP_EVENT, 1, reader.now);
    reader_serve(&reader);
    assert_true(is_in_sight(&reader, told_of(&reader)));
    reader_stand_up(&reader);
}

static void nothing_scrolls_under_a_mouse_that_holds_the_cursor(void **state)
{
    (void)state;
    Reader reader;
    sit_down(&reader);
    Rect timeline = timeline_of(&reader);
    float y = timeline.y + 70;
    bool scrolled = false;
    app_mouse_button(&reader.app, &reader.frame, timeline.x + timeline.w / 3, y, true, reader.now);
    float before = reader.app.ui.scroll_timeline;
    for (float x = timeline.x + timeline.w / 3; x < timeline.x + timeline.w - 30; x += 11) {
        app_mouse_move(&reader.app, &reader.frame, x, y, reader.now);
        reader_serve(&reader);
        assert_true(reader.app.ui.scroll_timeline == before);
        scrolled = scrolled || (told_of(&reader) != 0 && !is_in_sight(&reader, told_of(&reader)));
    }
    assert_true(scrolled && reader.app.player.n > 0); /* there was reason to */
    app_mouse_button(&reader.app, &reader.frame, timeline.x + timeline.w - 40, y, false, reader.now);
    reader_serve(&reader);
    uint32_t task = told_of(&reader);
    assert_true(task == 0 || is_in_sight(&reader, task));
    reader_stand_up(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_is_told_of_is_in_sight),
        cmocka_unit_test(what_the_reader_has_scrolled_stays_until_the_cursor_moves),
        cmocka_unit_test(nothing_scrolls_under_a_mouse_that_holds_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
