/* focus.c: the keyboard alone reaches everything that the mouse does: by a command, or by the focus and Enter. */
#include "app/parts.h"
#include "view/focus.h"
#include "support/part_of.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

enum { MOST_REACHED = 4096 };

typedef struct Stage {
    App app;
    Trace *trace;
    DrawList frame;
    float width, height;
    HitArea reached[MOST_REACHED]; /* by the focus; the rectangle is not looked at */
    size_t count;
} Stage;

static const int64_t now = 1000000000; /* ns */

static void open_lesson(Stage *stage, const char *name, float width, float height)
{
    memset(stage, 0, sizeof *stage);
    stage->width = width;
    stage->height = height;
    assert_true(app_init(&stage->app));
    stage->app.ui.reduced_motion = true;
    stage->trace = trace_new();
    assert_non_null(stage->trace);
    lesson_record(lesson_find(name), trace_sink(stage->trace));
    assert_true(app_open(&stage->app, stage->trace, lesson_find(name), LIVE_NONE));
    drawlist_init(&stage->frame, drawlist_stub_metrics());
}

static void close_lesson(Stage *stage)
{
    app_free(&stage->app);
    drawlist_free(&stage->frame);
    trace_free(stage->trace);
}

static void draw(Stage *stage)
{
    drawlist_clear(&stage->frame);
    app_draw(&stage->app, &stage->frame, stage->width, stage->height, now);
    assert_false(stage->frame.failed);
}

static void key(Stage *stage, const char *name)
{
    if (!app_key(&stage->app, name, false, now)) {
        app_command(&stage->app, command_by_key(name), now);
    }
    draw(stage);
}

static bool is_reached(const Stage *stage, HitKind kind, uint32_t id)
{
    for (size_t i = 0; i < stage->count; i++) {
        if (stage->reached[i].kind == kind && stage->reached[i].id == id) {
            return true;
        }
    }
    return false;
}

static bool same(const FocusUi *a, const FocusUi *b) { return a->kind == b->kind && a->id == b->id && a->nth == b->nth; }

/* Goes through every panel, in each up to its first area and down to its last, and keeps what had the focus on the way. */
static void walk(Stage *stage)
{
    const FocusUi *focus = &stage->app.ui.focus;
    stage->count = 0;
    key(stage, "F6");
    size_t first = focus->panel;
    assert_int_not_equal(first, 0);
    do {
        if (focus->panel == PANEL_TIMELINE + 1) {
            for (size_t i = 0; i < spans_task_count(stage->app.spans); i++) {
                key(stage, "Down");
                assert_true(stage->count < MOST_REACHED);
                stage->reached[stage->count++] = (HitArea){.kind = HIT_TASK, .id = stage->app.ui.selected};
            }
        } else {
            FocusUi before;
            do {
                before = *focus;
                key(stage, "Up");
            } while (!same(focus, &before));
            do {
                before = *focus;
                assert_true(stage->count < MOST_REACHED);
                stage->reached[stage->count++] = (HitArea){.kind = focus->kind, .id = focus->id};
                key(stage, "Down");
            } while (!same(focus, &before));
        }
        key(stage, "F6");
    } while (focus->panel != first && stage->count < MOST_REACHED);
}

static bool has_key(Command command) { return *command_info(command)->keys != '\0'; }

static bool is_mark(const Stage *stage, size_t n)
{
    const Stops *stops = &stage->app.ui.stops;
    for (size_t i = 0; i < stops->mark_count; i++) {
        if (stops->marks[i] == n) {
            return true;
        }
    }
    return false;
}

/* Whether keys do what a click on that area does. No default: a new kind of area must be thought of here. */
static bool reachable(const Stage *stage, HitArea hit)
{
    switch (hit.kind) {
    case HIT_NONE:
    case HIT_PANEL: return true; /* nothing happens there */
    case HIT_MEASURE: return has_key(COMMAND_MEASURE);
    case HIT_COMMAND: return has_key((Command)hit.id) || is_reached(stage, hit.kind, hit.id);
    case HIT_SCRUBBER:
    case HIT_CURSOR: return has_key(COMMAND_STEP) && has_key(COMMAND_FIRST) && has_key(COMMAND_GO_TO);
    case HIT_TIMELINE: return has_key(COMMAND_SELECT_DOWN) && has_key(COMMAND_STEP) && has_key(COMMAND_MEASURE);
    case HIT_MINIMAP: return has_key(COMMAND_PAN_LEFT) && has_key(COMMAND_ZOOM_IN) && has_key(COMMAND_FIT);
    case HIT_SPLITTER: return has_key(COMMAND_PANEL_LARGER) && has_key(COMMAND_PANEL_SMALLER);
    case HIT_FOLD: return has_key(COMMAND_FOLD);
    case HIT_BREAKPOINT: return has_key(COMMAND_BREAKPOINT) && is_reached(stage, HIT_LINE, hit.id);
    case HIT_TERM: return has_key(COMMAND_GLOSSARY);
    case HIT_REMARK: return has_key(COMMAND_REMARK_NEXT);
    case HIT_ORDER: return is_reached(stage, hit.kind, hit.id);
    case HIT_NUDGE: return has_key(COMMAND_KNOB_NEXT) && has_key(COMMAND_STEP) && has_key(COMMAND_BACK);
    case HIT_KNOB: return has_key(COMMAND_KNOB_NEXT) && is_reached(stage, hit.kind, hit.id);
    case HIT_LESSON:
    case HIT_WAY:
    case HIT_RECENT:
    case HIT_ANSWER:
    case HIT_SETTING:
    case HIT_EXPORT:
    case HIT_TABLE:
    case HIT_COLUMN:
    case HIT_TAUGHT:
    case HIT_CHOICE: return has_key(COMMAND_SELECT_DOWN) && has_key(COMMAND_ACTIVATE); /* arrows and Enter, without a focus */
    case HIT_SPEED: return has_key(COMMAND_FASTER) && is_reached(stage, hit.kind, hit.id);
    case HIT_TASK:
    case HIT_ENTRY:
    case HIT_PICK:
    case HIT_LINE: return is_reached(stage, hit.kind, hit.id);
    case HIT_EVENT: return is_mark(stage, hit.id) ? has_key(COMMAND_MARK_NEXT) : is_reached(stage, hit.kind, hit.id);
    }
    return false;
}

static void assert_all_reachable(Stage *stage, const char *screen)
{
    draw(stage);
    DrawList seen = stage->frame; /* of the screen before the walk */
    drawlist_init(&stage->frame, drawlist_stub_metrics());
    Ui ui = stage->app.ui;
    walk(stage);
    stage->app.ui = ui;
    for (size_t i = 0; i < seen.hit_count; i++) {
        if (!reachable(stage, seen.hits[i])) {
            fail_msg("%s: area of kind %d, id %u cannot be reached by keys", screen, (int)seen.hits[i].kind, (unsigned)seen.hits[i].id);
        }
    }
    drawlist_free(&seen);
}

static void what_the_mouse_reaches_the_keyboard_reaches(void **state)
{
    (void)state;
    static const char *const screens[] = {"",        "details", "remark", "marks", "python loop-code",
                                          "present", "predict", "folded", "page",  "page glossary"};
    static const char *const names[] = {"gather", "say_after", "create_task"};
    static const float sizes[][2] = {{1440, 900}, {960, 600}};
    for (size_t i = 0; i < 3 * 2 * sizeof screens / sizeof screens[0]; i += (size_t)part_of_many(7)) {
        static Stage stage;
        size_t screen = i / 6;
        open_lesson(&stage, names[i % 3], sizes[i / 3 % 2][0], sizes[i / 3 % 2][1]);
        draw(&stage);
        for (int step = 0; step < 12; step++) {
            app_command(&stage.app, COMMAND_STEP, now);
        }
        switch (screen) {
        case 1: app_command(&stage.app, COMMAND_WHY, now); break;
        case 2: app_command(&stage.app, COMMAND_REMARK_NEXT, now); break;
        case 3: app_command(&stage.app, COMMAND_MARK, now); break;
        case 4:
            app_command(&stage.app, COMMAND_LANGUAGE, now);
            app_command(&stage.app, COMMAND_LOOP_CODE, now);
            break;
        case 5: app_command(&stage.app, COMMAND_PRESENT, now); break;
        case 6:
            app_command(&stage.app, COMMAND_PREDICT, now);
            app_command(&stage.app, COMMAND_STEP, now);
            break;
        case 7: app_command(&stage.app, COMMAND_FOLD, now); break;
        default: break;
        }
        assert_all_reachable(&stage, screens[screen]);
        close_lesson(&stage);
    }
}

static void open_run(Stage *stage, Trace *trace)
{
    assert_non_null(trace);
    assert_true(app_open(&stage->app, trace, NULL, LIVE_NONE));
    trace_free(stage->trace);
    stage->trace = trace;
    app_seek(&stage->app, trace_count(trace) / 2);
}

static void also_in_recordings_and_among_many_tasks(void **state)
{
    (void)state;
    for (int i = 0; i <= RUN_COUNT; i += part_of_many(3)) {
        static Stage stage;
        open_lesson(&stage, "gather", i % 2 ? 960 : 1440, i % 2 ? 600 : 900);
        open_run(&stage, i < RUN_COUNT ? runs_record(i) : runs_many_sleepers(40, 2000));
        assert_all_reachable(&stage, i < RUN_COUNT ? runs_name(i) : "many sleepers");
        app_command(&stage.app, COMMAND_SELECT_DOWN, now);
        app_command(&stage.app, COMMAND_WHY, now);
        assert_all_reachable(&stage, i < RUN_COUNT ? runs_name(i) : "many sleepers");
        close_lesson(&stage);
    }
}

static void the_buttons_of_the_menu_are_reached(void **state)
{
    (void)state;
    static Stage stage;
    open_lesson(&stage, "gather", 1440, 900);
    app_command(&stage.app, COMMAND_MENU, now);
    assert_all_reachable(&stage, "menu");
    close_lesson(&stage);
}

/* In a run of more tasks than the timeline has room for. */
static void the_chosen_lane_is_seen(void **state)
{
    (void)state;
    static Stage stage;
    open_lesson(&stage, "gather", 960, 600);
    open_run(&stage, runs_many_sleepers(40, 2000));
    draw(&stage);
    app_command(&stage.app, COMMAND_LAST, now);
    Rect area = app_layout(&stage.app).panel[PANEL_TIMELINE];
    for (int i = 0; i < 100; i++) {
        key(&stage, i < 60 ? "Down" : "Up");
        bool seen = false;
        for (size_t h = 0; h < stage.frame.hit_count; h++) {
            const HitArea *hit = &stage.frame.hits[h];
            seen |= hit->kind == HIT_TASK && hit->id == stage.app.ui.selected && hit->rect.h > 12 && hit->rect.y > area.y;
        }
        assert_true(seen);
    }
    close_lesson(&stage);
}

/* What has the focus is known by what it is: also when it stands elsewhere in the next frame, or is not there for a while. */
static void the_focus_outlives_a_frame_without_its_area(void **state)
{
    (void)state;
    static Stage stage;
    HitArea areas[FOCUS_AREAS];
    open_lesson(&stage, "gather", 1440, 900);
    app_seek(&stage.app, 60);
    key(&stage, "F6");
    key(&stage, "F6");
    for (int i = 0; i < 9 && stage.app.ui.focus.kind != HIT_TASK; i++) {
        key(&stage, "Down");
    }
    FocusUi held = stage.app.ui.focus;
    assert_int_equal(held.kind, HIT_TASK);
    app_command(&stage.app, COMMAND_FIRST, now); /* nobody is there yet */
    draw(&stage);
    assert_int_equal(focus_index(areas, focus_areas(&stage.frame, held.panel, areas), &stage.app.ui.focus), SIZE_MAX);
    app_seek(&stage.app, 60);
    draw(&stage);
    size_t count = focus_areas(&stage.frame, held.panel, areas), at = focus_index(areas, count, &stage.app.ui.focus);
    assert_true(at < count);
    assert_int_equal(areas[at].id, held.id);
    close_lesson(&stage);
}

static size_t shades(const DrawList *frame)
{
    size_t count = 0;
    for (size_t i = 0; i < frame->count; i++) {
        const DrawCommand *command = &frame->commands[i];
        count += command->kind == DRAW_FILL && command->token == TOKEN_BG && command->alpha > 200 && command->alpha < 255;
    }
    return count;
}

static void the_spotlight_leaves_one_panel_as_it_is(void **state)
{
    (void)state;
    static Stage stage;
    open_lesson(&stage, "gather", 1440, 900);
    draw(&stage);
    assert_int_equal(shades(&stage.frame), 0);
    key(&stage, "Z");
    assert_int_equal(shades(&stage.frame), 4);
    Layout layout = app_layout(&stage.app);
    for (int panel = 0; panel < PANEL_COUNT; panel++) {
        Rect r = layout.panel[panel];
        app_mouse_move(&stage.app, &stage.frame, r.x + r.w / 2, r.y + r.h / 2, now);
        assert_true(app_tick(&stage.app, now)); /* a frame is drawn for it */
        draw(&stage);
        for (size_t i = 0; i < stage.frame.count; i++) {
            const DrawCommand *shade = &stage.frame.commands[i];
            if (shade->kind == DRAW_FILL && shade->token == TOKEN_BG && shade->alpha > 200 && shade->alpha < 255) {
                assert_false(rect_contains(shade->rect, r.x + r.w / 2, r.y + r.h / 2));
            }
        }
    }
    key(&stage, "Escape");
    assert_int_equal(shades(&stage.frame), 0);
    close_lesson(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_mouse_reaches_the_keyboard_reaches), cmocka_unit_test(also_in_recordings_and_among_many_tasks),
        cmocka_unit_test(the_buttons_of_the_menu_are_reached),         cmocka_unit_test(the_chosen_lane_is_seen),
        cmocka_unit_test(the_focus_outlives_a_frame_without_its_area), cmocka_unit_test(the_spotlight_leaves_one_panel_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
