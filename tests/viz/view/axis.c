/* axis.c: the three axes of the timeline and the part of them that is seen. */
#include "view/axis.h"
#include "panels/timeline/timeline.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const Axis axes[] = {AXIS_ELASTIC, AXIS_TIME, AXIS_STEPS};
static const Rect panel = {10, 20, 1000, 300};

static void add(Trace *trace, EventKind kind, int64_t t)
{
    TraceSink sink = trace_sink(trace);
    Event event = {.kind = (uint8_t)kind, .by = ref_make(REF_TASK, 1), .t = t, .a = 1};
    sink.event(sink.context, &event);
}

/* A linear congruence: the same numbers everywhere. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static Trace *random_trace(uint32_t seed, size_t count)
{
    static const EventKind kinds[] = {EV_STEP, EV_STEP_END, EV_OUT, EV_READY, EV_ITER, EV_ADVANCE, EV_CB, EV_RESOLVE, EV_TASK_NEW};
    Trace *trace = trace_new();
    int64_t t = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t gap = next_random(&seed) % 8;
        t += gap < 5 ? 0 : gap == 5 ? next_random(&seed) % 1000 : gap == 6 ? next_random(&seed) : (int64_t)next_random(&seed) * 1000;
        add(trace, kinds[next_random(&seed) % (sizeof kinds / sizeof kinds[0])], t);
    }
    return trace;
}

static AxisMap *map_of(const Trace *trace)
{
    AxisMap *map = axis_new();
    assert_true(axis_update(map, trace));
    return map;
}

/* `pairs` steps, each followed by a silence of `gap`. */
static Trace *steady_trace(size_t pairs, int64_t gap)
{
    Trace *trace = trace_new();
    for (size_t i = 0; i < pairs; i++) {
        add(trace, EV_STEP, (int64_t)i * gap);
        add(trace, EV_STEP_END, (int64_t)i * gap);
        add(trace, EV_ADVANCE, (int64_t)(i + 1) * gap);
    }
    return trace;
}

static void positions_grow_strictly_and_the_cursor_stands_between_two_events(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed <= 12; seed++) {
        print_message("seed %" PRIu32 "\n", seed);
        Trace *trace = random_trace(seed, 50 + seed * 97);
        AxisMap *map = map_of(trace);
        for (size_t k = 0; k < 3; k++) {
            for (size_t n = 0; n <= trace_count(trace); n++) {
                double cursor = axis_cursor(map, axes[k], n);
                assert_true(cursor < axis_event(map, axes[k], n));
                assert_true(n == 0 || axis_event(map, axes[k], n - 1) < cursor);
                assert_true(cursor >= 0 && cursor <= axis_length(map, axes[k]));
                assert_int_equal(axis_n_at(map, axes[k], cursor), n);
            }
        }
        axis_free(map);
        trace_free(trace);
    }
}

static void going_to_the_right_never_goes_back_in_events_or_time(void **unused)
{
    (void)unused;
    for (uint32_t seed = 21; seed <= 28; seed++) {
        print_message("seed %" PRIu32 "\n", seed);
        Trace *trace = random_trace(seed, 300 + seed * 41);
        AxisMap *map = map_of(trace);
        for (size_t k = 0; k < 3; k++) {
            double length = axis_length(map, axes[k]), left = -1;
            size_t before = 0;
            int64_t earlier = INT64_MIN, last = trace_event(trace, trace_count(trace) - 1)->t;
            for (int x = 0; x <= 2000; x++) {
                double units = length * x / 2000;
                size_t n = axis_n_at(map, axes[k], units);
                int64_t time = axis_time_at(map, axes[k], units);
                assert_true(n >= before && n <= trace_count(trace));
                assert_true(time >= earlier && time <= last);
                /* Exactly the events that stand at or left of it have happened there. */
                assert_true(n == 0 || axis_event(map, axes[k], n - 1) <= units);
                assert_true(n == trace_count(trace) || axis_event(map, axes[k], n) > units);
                before = n;
                earlier = time;
            }
            for (int part = 0; part <= 200; part++) {
                double at = axis_time(map, axes[k], last / 200 * part);
                assert_true(at >= left && at <= length);
                left = at;
            }
        }
        axis_free(map);
        trace_free(trace);
    }
}

static void a_map_that_grew_in_pieces_equals_one_made_at_once(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed <= 4; seed++) {
        print_message("seed %" PRIu32 "\n", seed);
        uint32_t pieces = seed;
        Trace *whole = random_trace(seed, 5000), *growing = trace_new();
        TraceSink sink = trace_sink(growing);
        AxisMap *grown = axis_new(), *once = map_of(whole);
        for (size_t i = 0; i < trace_count(whole); i++) {
            sink.event(sink.context, trace_event(whole, i));
            if (next_random(&pieces) % 100 == 0 || i + 1 == trace_count(whole)) {
                assert_true(axis_update(grown, growing));
            }
        }
        for (size_t k = 0; k < 3; k++) {
            for (size_t n = 0; n <= trace_count(whole); n += 7) {
                assert_true(axis_event(grown, axes[k], n) == axis_event(once, axes[k], n));
            }
        }
        axis_free(grown);
        axis_free(once);
        trace_free(whole);
        trace_free(growing);
    }
}

static void on_the_steps_axis_every_step_is_one_unit_from_the_next(void **unused)
{
    (void)unused;
    Trace *trace = random_trace(5, 800);
    AxisMap *map = map_of(trace);
    double last = -1;
    for (size_t i = 0; i < trace_count(trace); i++) {
        if (trace_event(trace, i)->kind == EV_STEP) {
            double at = axis_event(map, AXIS_STEPS, i);
            assert_true(last < 0 || fabs(at - last - 1) < 1e-9);
            last = at;
        }
    }
    axis_free(map);
    trace_free(trace);
}

static void on_the_proportional_axis_a_silence_twice_as_long_is_twice_as_wide(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    add(trace, EV_STEP, 0);
    add(trace, EV_ADVANCE, 1000000000);
    add(trace, EV_ADVANCE, 3000000000);
    AxisMap *map = map_of(trace);
    double one = axis_event(map, AXIS_TIME, 1) - axis_silence(map, AXIS_TIME, 1);
    double two = axis_event(map, AXIS_TIME, 2) - axis_silence(map, AXIS_TIME, 2);
    assert_true(fabs(two - 2 * one) < 1e-9);
    axis_free(map);
    trace_free(trace);
}

static void on_the_elastic_axis_a_long_silence_shrinks_but_stays_the_longest(void **unused)
{
    (void)unused;
    Trace *trace = steady_trace(20, 1000000);
    int64_t end = 20000000;
    add(trace, EV_ADVANCE, end + 1000000000000); /* a million times longer */
    AxisMap *map = map_of(trace);
    size_t last = trace_count(trace) - 1;
    double usual = axis_event(map, AXIS_ELASTIC, 2) - axis_silence(map, AXIS_ELASTIC, 2);
    double longest = axis_event(map, AXIS_ELASTIC, last) - axis_silence(map, AXIS_ELASTIC, last);
    assert_true(longest > usual);
    assert_true(longest < axis_length(map, AXIS_ELASTIC) * 0.7);
    axis_free(map);
    trace_free(trace);
}

static void bursts_of_microseconds_between_seconds_stay_readable(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    int64_t t = 0;
    for (int burst = 0; burst < 5; burst++) {
        for (int step = 0; step < 10; step++) {
            add(trace, EV_STEP, t += 3000);
            add(trace, EV_STEP_END, t += 5000);
        }
        add(trace, EV_ADVANCE, t += 1000000000);
    }
    AxisMap *map = map_of(trace);
    double whole = axis_length(map, AXIS_ELASTIC);
    for (size_t i = 0; i + 1 < trace_count(trace); i++) {
        if (trace_event(trace, i)->kind == EV_STEP) { /* at 1000 px, each of the fifty steps has at least three */
            assert_true((axis_event(map, AXIS_ELASTIC, i + 1) - axis_event(map, AXIS_ELASTIC, i)) / whole > 0.003);
        }
    }
    axis_free(map);
    trace_free(trace);
}

static void a_time_and_its_place_are_inverse_inside_a_silence(void **unused)
{
    (void)unused;
    Trace *trace = steady_trace(4, 1000000000);
    AxisMap *map = map_of(trace);
    for (size_t k = 0; k < 2; k++) {
        for (int64_t ns = 50000000; ns < 4000000000; ns += 130000000) {
            int64_t back = axis_time_at(map, axes[k], axis_time(map, axes[k], ns));
            assert_true(llabs(back - ns) <= 2);
        }
        assert_true(axis_time(map, axes[k], 1000000000) == axis_event(map, axes[k], 2));
    }
    axis_free(map);
    trace_free(trace);
}

/* A program of one's own imports for a while before its loop runs. */
static void the_time_before_the_first_event_begins_at_the_left_edge_and_is_short(void **unused)
{
    (void)unused;
    const int64_t second = 1000000000;
    Trace *trace = trace_new();
    for (int64_t i = 1; i <= 4; i++) {
        add(trace, EV_STEP, i * second);
        add(trace, EV_STEP_END, i * second);
    }
    AxisMap *map = map_of(trace);
    for (size_t k = 0; k < 2; k++) {
        assert_true(axis_time(map, axes[k], 0) < axis_event(map, axes[k], 0));
        assert_true(axis_time(map, axes[k], 0) >= axis_cursor(map, axes[k], 0));
        assert_true(axis_time(map, axes[k], second) == axis_event(map, axes[k], 0));
        assert_true(llabs(axis_time_at(map, axes[k], axis_time(map, axes[k], second / 2)) - second / 2) <= 2);
    }
    double start = axis_time(map, AXIS_ELASTIC, second) - axis_time(map, AXIS_ELASTIC, 0);
    assert_true(start < (axis_time(map, AXIS_ELASTIC, 2 * second) - axis_time(map, AXIS_ELASTIC, second)) / 2);
    axis_free(map);
    trace_free(trace);
}

static void an_empty_trace_has_a_place_for_the_cursor(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    AxisMap *map = map_of(trace);
    for (size_t k = 0; k < 3; k++) {
        assert_true(axis_length(map, axes[k]) > 0);
        assert_int_equal(axis_n_at(map, axes[k], axis_cursor(map, axes[k], 0)), 0);
        assert_true(axis_time_at(map, axes[k], 5) == 0);
    }
    axis_free(map);
    trace_free(trace);
}

/* Zoomed so far in that neighbours are apart, what stands at a place in px is what was placed there. */
static void px_and_event_are_inverse_at_any_zoom_and_pan(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed <= 6; seed++) {
        print_message("seed %" PRIu32 "\n", seed);
        Trace *trace = random_trace(seed, 120);
        Ui ui = {.axis = axes[seed % 3], .zoom = 1, .pan = 0};
        View view = {.trace = trace, .ui = &ui, .axis = seed % 2 ? axis_new() : NULL};
        Rect plot = timeline_plot(&view, panel);
        uint32_t random = seed;
        for (int i = 0; i < 30; i++) {
            ui.zoom = 200;
            size_t n = next_random(&random) % (trace_count(trace) + 1);
            timeline_reveal(&ui, &view, panel, n);
            float x = timeline_x_of(&view, panel, n);
            assert_true(x >= plot.x && x <= plot.x + plot.w);
            assert_int_equal(timeline_n_at(&view, panel, x), n);
        }
        axis_free(view.axis);
        trace_free(trace);
    }
}

static void zooming_keeps_what_is_under_the_pointer(void **unused)
{
    (void)unused;
    Trace *trace = steady_trace(30, 1000000);
    Ui ui = {.axis = AXIS_ELASTIC, .zoom = 1, .pan = 0};
    View view = {.trace = trace, .ui = &ui};
    uint32_t seed = 7;
    for (int i = 0; i < 40; i++) {
        size_t n = 40;
        float x = timeline_x_of(&view, panel, n);
        timeline_zoom_at(&ui, panel, x, 1.0 + next_random(&seed) % 100 / 100.0);
        assert_true(fabsf(timeline_x_of(&view, panel, n) - x) < 1);
        if (ui.zoom > 1000) {
            ui.zoom = 1;
            ui.pan = 0;
        }
    }
    timeline_zoom_at(&ui, panel, 500, 0);
    assert_true(ui.zoom == 1 && ui.pan == 0);
    trace_free(trace);
}

static void hostile_zoom_and_pan_are_clamped(void **unused)
{
    (void)unused;
    Trace *trace = steady_trace(3, 1000);
    const double hostile[] = {0, -5, 1e300, (double)INFINITY, (double)NAN};
    for (size_t i = 0; i < 25; i++) {
        Ui ui = {.axis = AXIS_TIME, .zoom = hostile[i % 5], .pan = hostile[i / 5]};
        View view = {.trace = trace, .ui = &ui};
        float x = timeline_x_of(&view, panel, 4);
        assert_true(x > -5000 && x < 7000);
        assert_true(timeline_n_at(&view, panel, 500) <= trace_count(trace));
    }
    trace_free(trace);
}

static void a_time_is_told_in_its_shortest_exact_form(void **unused)
{
    (void)unused;
    static const struct {
        int64_t ns;
        const char *text;
    } cases[] = {{0, "0 s"},  {1000000000, "1 s"}, {1500000000, "1.5 s"},         {250000000, "250 ms"}, {12000, "12 µs"},
                 {1, "1 ns"}, {999, "999 ns"},     {1000000001, "1.000000001 s"}, {-2000000000, "-2 s"}, {1050000, "1.05 ms"}};
    char buffer[32];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(axis_time_text(cases[i].ns, buffer, sizeof buffer), cases[i].text);
    }
    assert_true(strlen(axis_time_text(INT64_MIN, buffer, sizeof buffer)) < sizeof buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_grow_strictly_and_the_cursor_stands_between_two_events),
        cmocka_unit_test(going_to_the_right_never_goes_back_in_events_or_time),
        cmocka_unit_test(a_map_that_grew_in_pieces_equals_one_made_at_once),
        cmocka_unit_test(on_the_steps_axis_every_step_is_one_unit_from_the_next),
        cmocka_unit_test(on_the_proportional_axis_a_silence_twice_as_long_is_twice_as_wide),
        cmocka_unit_test(on_the_elastic_axis_a_long_silence_shrinks_but_stays_the_longest),
        cmocka_unit_test(bursts_of_microseconds_between_seconds_stay_readable),
        cmocka_unit_test(a_time_and_its_place_are_inverse_inside_a_silence),
        cmocka_unit_test(the_time_before_the_first_event_begins_at_the_left_edge_and_is_short),
        cmocka_unit_test(an_empty_trace_has_a_place_for_the_cursor),
        cmocka_unit_test(px_and_event_are_inverse_at_any_zoom_and_pan),
        cmocka_unit_test(zooming_keeps_what_is_under_the_pointer),
        cmocka_unit_test(hostile_zoom_and_pan_are_clamped),
        cmocka_unit_test(a_time_is_told_in_its_shortest_exact_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
