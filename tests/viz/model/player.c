/* player.c: where a step leads, and when a playing cursor makes one, with made-up times. */
#include "model/player.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t ms = 1000000;

typedef struct Fixture {
    Trace *trace;
    Spans *spans;
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture.trace = runs_record(0);
    fixture.spans = spans_new(fixture.trace);
    *state = &fixture;
    return spans_update(fixture.spans) ? 0 : -1;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    spans_free(fixture->spans);
    trace_free(fixture->trace);
    return 0;
}

static void a_step_forward_and_back_returns_to_a_landmark(void **state)
{
    const Fixture *f = *state;
    for (int size = 0; size < STEP_SIZE_COUNT; size++) {
        size_t steps = 0;
        for (size_t n = 0; n < trace_count(f->trace); steps++) {
            size_t next = player_target(f->spans, f->trace, n, (StepSize)size, +1);
            assert_true(next > n);
            assert_int_equal(player_target(f->spans, f->trace, next, (StepSize)size, -1), n);
            n = next;
        }
        assert_true(steps > 2);
    }
}

static void a_step_stays_at_the_ends(void **state)
{
    const Fixture *f = *state;
    size_t end = trace_count(f->trace);
    for (int size = 0; size < STEP_SIZE_COUNT; size++) {
        assert_int_equal(player_target(f->spans, f->trace, 0, (StepSize)size, -1), 0);
        assert_int_equal(player_target(f->spans, f->trace, end, (StepSize)size, +1), end);
        assert_int_equal(player_target(f->spans, f->trace, end + 99, (StepSize)size, +1), end);
    }
}

static void await_point_steps_show_a_task_running_and_then_suspended(void **state)
{
    const Fixture *f = *state;
    Model *model = model_new(f->trace);
    size_t n = 0;
    for (int i = 0; i < 8; i++) {
        n = player_target(f->spans, f->trace, n, STEP_AWAIT, +1);
        assert_non_null(state_running_task(model_at(model, n)));
        assert_int_equal(model_at(model, n)->step_count, i + 1);
        n = player_target(f->spans, f->trace, n, STEP_AWAIT, +1);
        assert_null(state_running_task(model_at(model, n)));
    }
    model_free(model);
}

static void from_between_landmarks_a_step_goes_to_the_nearest(void **state)
{
    const Fixture *f = *state;
    size_t count;
    const uint32_t *steps = spans_landmarks(f->spans, LANDMARK_AWAIT, &count);
    assert_true(count > 3);
    size_t between = (size_t)steps[2] + 2;
    assert_int_equal(player_target(f->spans, f->trace, between, STEP_AWAIT, -1), steps[2] + 1);
    assert_int_equal(player_target(f->spans, f->trace, between, STEP_AWAIT, +1), steps[3] + 1);
    assert_int_equal(player_target(f->spans, f->trace, between, STEP_EVENT, -1), between - 1);
}

static void playing_makes_a_step_each_600_ms(void **state)
{
    const Fixture *f = *state;
    Player player;
    player_init(&player);
    player.playing = true;
    player.next_at = 1000 * ms;
    assert_int_equal(player_due(&player, 0), 1000 * ms);
    assert_false(player_tick(&player, f->spans, f->trace, 999 * ms));
    assert_true(player_tick(&player, f->spans, f->trace, 1010 * ms));
    assert_int_equal(player.n, player_target(f->spans, f->trace, 0, STEP_AWAIT, +1));
    assert_int_equal(player_due(&player, 1010 * ms), 1600 * ms); /* a late frame is made up for */
    player.speed_percent = 200;
    assert_true(player_tick(&player, f->spans, f->trace, 1600 * ms));
    assert_int_equal(player_due(&player, 1600 * ms), 1900 * ms);
    assert_true(player_tick(&player, f->spans, f->trace, 9000 * ms)); /* but not a whole pause */
    assert_int_equal(player_due(&player, 9000 * ms), 9300 * ms);
}

static void playing_stops_at_the_end(void **state)
{
    const Fixture *f = *state;
    Player player;
    player_init(&player);
    player.playing = true;
    int64_t now = 0;
    size_t moves = 0, total, k;
    while (player.playing && moves < 1000) {
        now = player_due(&player, now);
        moves += player_tick(&player, f->spans, f->trace, now);
    }
    player_position(&player, f->spans, &k, &total);
    assert_int_equal(player.n, trace_count(f->trace));
    assert_int_equal(k, total);
    assert_int_equal(moves, total + 1); /* each await point, and then the end */
    assert_int_equal(player_due(&player, now), INT64_MAX);
    assert_false(player_tick(&player, f->spans, f->trace, now + 5000 * ms));
}

static void a_following_cursor_stays_at_the_end_until_it_is_moved(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    Spans *spans = spans_new(trace);
    Player player;
    player_init(&player);
    player.following = true;
    for (uint32_t i = 1; i <= 3; i++) {
        sink.event(trace, &(Event){.kind = EV_OUT});
        spans_update(spans);
        assert_true(player_tick(&player, spans, trace, i));
        assert_int_equal(player.n, i);
        assert_false(player_tick(&player, spans, trace, i));
    }
    player_step(&player, spans, trace, STEP_EVENT, -1, 5);
    assert_false(player.following);
    sink.event(trace, &(Event){.kind = EV_OUT});
    assert_false(player_tick(&player, spans, trace, 6));
    assert_int_equal(player.n, 2);
    player.following = true;
    player_seek(&player, trace, 1);
    assert_false(player.following);
    spans_free(spans);
    trace_free(trace);
}

static void one_step_glides_and_a_seek_does_not(void **state)
{
    const Fixture *f = *state;
    Player player;
    player_init(&player);
    player_step(&player, f->spans, f->trace, STEP_AWAIT, +1, 1000 * ms);
    assert_int_equal(player.previous, 0);
    assert_float_equal(player_progress(&player, 1000 * ms, false), 0, 1e-6);
    float half = player_progress(&player, 1080 * ms, false);
    assert_true(half > 0.5F && half < 1);
    assert_float_equal(player_progress(&player, 1160 * ms, false), 1, 1e-6);
    assert_float_equal(player_progress(&player, 1000 * ms, true), 1, 1e-6);
    player_seek(&player, f->trace, 9);
    assert_float_equal(player_progress(&player, 1000 * ms, false), 1, 1e-6);
    assert_int_equal(player.previous, 9);
    player_seek(&player, f->trace, SIZE_MAX);
    assert_int_equal(player.n, trace_count(f->trace));
    player_step(&player, f->spans, f->trace, STEP_AWAIT, +1, 2000 * ms);
    assert_float_equal(player_progress(&player, 2000 * ms, false), 1, 1e-6); /* it did not move */
}

static void the_position_counts_await_points(void **state)
{
    const Fixture *f = *state;
    Player player;
    player_init(&player);
    size_t k, total;
    player_position(&player, f->spans, &k, &total);
    assert_int_equal(k, 0);
    for (size_t i = 1; i <= total; i++) {
        player_step(&player, f->spans, f->trace, STEP_AWAIT, +1, 0);
        player_position(&player, f->spans, &k, &total);
        assert_int_equal(k, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_forward_and_back_returns_to_a_landmark),
        cmocka_unit_test(a_step_stays_at_the_ends),
        cmocka_unit_test(await_point_steps_show_a_task_running_and_then_suspended),
        cmocka_unit_test(from_between_landmarks_a_step_goes_to_the_nearest),
        cmocka_unit_test(playing_makes_a_step_each_600_ms),
        cmocka_unit_test(playing_stops_at_the_end),
        cmocka_unit_test(a_following_cursor_stays_at_the_end_until_it_is_moved),
        cmocka_unit_test(one_step_glides_and_a_seek_does_not),
        cmocka_unit_test(the_position_counts_await_points),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
