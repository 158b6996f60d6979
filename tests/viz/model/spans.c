/* spans.c: the bars and arrows of the timeline say the same as the state at every n. */
#include "model/spans.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_span_at_n_says_what_the_state_at_n_says(void **unused)
{
    (void)unused;
    for (int run = 0; run < RUN_COUNT; run++) {
        Trace *trace = runs_record(run);
        Model *model = model_new(trace);
        Spans *spans = spans_new(trace);
        assert_true(spans_update(spans));
        for (size_t n = 0; n <= trace_count(trace); n++) {
            const State *state = model_at(model, n);
            for (uint32_t number = 1; number <= spans_task_count(spans); number++) {
                const ModelTask *task = state_task(state, ref_make(REF_TASK, number));
                size_t at = spans_at(spans, number, n);
                assert_int_equal(at == SIZE_MAX, task == NULL);
                if (task == NULL) {
                    continue;
                }
                const Span *first;
                assert_true(at < spans_of(spans, number, &first));
                const Span *span = &first[at];
                assert_true(span->from < n && n <= span->to);
                assert_int_equal(span->state, task->state);
                assert_int_equal(span->from, task->since);
                assert_int_equal(span->from_time, task->since_time);
                assert_true(span->to_time >= state->now);
            }
        }
        spans_free(spans);
        model_free(model);
        trace_free(trace);
    }
}

static void the_spans_of_a_task_follow_one_another_without_a_gap(void **unused)
{
    (void)unused;
    Trace *trace = runs_many_sleepers(20, 20000);
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    for (uint32_t number = 1; number <= spans_task_count(spans); number++) {
        const Span *span;
        size_t count = spans_of(spans, number, &span);
        for (size_t i = 1; i < count; i++) {
            assert_int_equal(span[i].from, span[i - 1].to);
            assert_int_equal(span[i].from_time, span[i - 1].to_time);
            assert_int_not_equal(span[i].state, span[i - 1].state);
        }
        assert_int_equal(span[count - 1].to, UINT32_MAX);
        assert_int_equal(span[count - 1].to_time, trace_event(trace, trace_count(trace) - 1)->t);
    }
    spans_free(spans);
    trace_free(trace);
}

static void each_lane_lies_under_its_maker(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    const uint32_t makers[] = {0, 1, 1, 2, 0, 2, 4, 1}; /* of task 1, 2, … */
    for (uint32_t i = 0; i < 8; i++) {
        sink.event(trace, &(Event){.kind = EV_TASK_NEW, .a = i + 1, .by = makers[i] == 0 ? TRACE_NOBODY : ref_make(REF_TASK, makers[i])});
    }
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    const uint32_t expected[] = {1, 2, 4, 7, 6, 3, 8, 5}, depths[] = {0, 1, 1, 2, 0, 2, 3, 1};
    size_t count;
    const uint32_t *lanes = spans_lanes(spans, &count);
    assert_int_equal(count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(lanes[i], expected[i]);
        assert_int_equal(spans_depth(spans, i + 1), depths[i]);
    }
    assert_int_equal(spans_parent(spans, 7), ref_make(REF_TASK, 4));
    assert_int_equal(spans_parent(spans, 5), TRACE_NOBODY);
    spans_free(spans);
    trace_free(trace);
}

static bool has_link(const Spans *spans, Ref from, Ref to, bool spawn)
{
    size_t count;
    const Link *links = spans_links(spans, &count);
    for (size_t i = 0; i < count; i++) {
        if (links[i].from == from && links[i].to == to && links[i].spawn == spawn) {
            return true;
        }
    }
    return false;
}

static Ref task(uint32_t number) { return ref_make(REF_TASK, number); }

static void arrows_go_from_the_one_who_woke_to_the_one_who_was_woken(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(0);
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    for (uint32_t child = 2; child <= 4; child++) {
        assert_true(has_link(spans, task(1), task(child), true));
        assert_true(has_link(spans, ref_make(REF_TIMER, child - 1), task(child), false));
    }
    assert_true(has_link(spans, task(4), task(1), false)); /* through the gather's future, by the child that was last */
    assert_false(has_link(spans, task(2), task(1), false));
    size_t count;
    const Link *links = spans_links(spans, &count);
    for (size_t i = 1; i < count; i++) {
        assert_true(links[i - 1].index < links[i].index);
    }
    spans_free(spans);
    trace_free(trace);

    trace = runs_record(2);
    spans = spans_new(trace);
    assert_true(spans_update(spans));
    assert_true(has_link(spans, task(1), task(3), false)); /* a cancel wakes it */
    assert_true(has_link(spans, task(3), task(1), false)); /* and its end wakes the one who awaits it */
    spans_free(spans);
    trace_free(trace);

    trace = runs_record(4);
    spans = spans_new(trace);
    assert_true(spans_update(spans));
    assert_true(has_link(spans, ref_make(REF_TIMER, 1), task(1), false)); /* a callback of call_later that sets a result */
    spans_free(spans);
    trace_free(trace);
}

static void await_points_are_where_the_programs_own_steps_begin_and_end(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(0);
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    size_t count, found = 0;
    uint32_t closing = UINT32_MAX;
    const uint32_t *indices = spans_landmarks(spans, LANDMARK_AWAIT, &count);
    for (uint32_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_TASK_NEW && event->detail == VIA_SHUTDOWN_ASYNCGENS) {
            closing = event->a;
        }
        if ((event->kind == EV_STEP || event->kind == EV_STEP_END) && event->a < closing) {
            assert_true(found < count);
            assert_int_equal(indices[found++], i);
        }
    }
    assert_int_equal(found, count);
    assert_true(count >= 2 && closing != UINT32_MAX);
    spans_free(spans);
    trace_free(trace);
}

static void landmarks_are_the_events_of_their_kind(void **unused)
{
    (void)unused;
    const EventKind kinds[LANDMARK_COUNT] = {
        [LANDMARK_STEP] = EV_STEP, [LANDMARK_AWAIT] = EV_NONE, [LANDMARK_TURN] = EV_ITER, [LANDMARK_OUTPUT] = EV_OUT};
    Trace *trace = runs_record(3);
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    for (int landmark = 0; landmark < LANDMARK_COUNT; landmark++) {
        if (landmark == LANDMARK_AWAIT || landmark == LANDMARK_OUTSIDE) {
            continue; /* has a test of its own */
        }
        size_t count, found = 0;
        const uint32_t *indices = spans_landmarks(spans, (Landmark)landmark, &count);
        for (uint32_t i = 0; i < trace_count(trace); i++) {
            if (trace_event(trace, i)->kind == kinds[landmark]) {
                assert_true(found < count);
                assert_int_equal(indices[found++], i);
            }
        }
        assert_int_equal(found, count);
        assert_true(count > 0);
    }
    spans_free(spans);
    trace_free(trace);
}

static void a_line_knows_when_it_ran(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    uint32_t print = sink.place(trace, &(TracePlace){"a.c", "main", "", 4});
    uint32_t await = sink.place(trace, &(TracePlace){"a.c", "main", "sleep(1)", 5});
    uint32_t other = sink.place(trace, &(TracePlace){"b.c", "main", "", 4});
    const Event events[] = {
        {.kind = EV_OUT, .d = print},
        {.kind = EV_OUT, .d = print},
        {.kind = EV_FUT_NEW, .a = 1, .d = await},
        {.kind = EV_FUT_NEW, .a = 2, .d = await},
        {.kind = EV_OUT, .d = other},
        {.kind = EV_FUT_NEW, .a = 3, .d = await},
    };
    for (size_t i = 0; i < 6; i++) {
        sink.event(trace, &events[i]);
    }
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    const uint32_t *runs;
    assert_int_equal(spans_line_runs(spans, "a.c", 4, &runs), 2); /* two prints are two runs */
    assert_int_equal(runs[1], 1);
    assert_int_equal(spans_line_runs(spans, "a.c", 5, &runs), 2); /* what one await does is one run */
    assert_int_equal(runs[0], 2);
    assert_int_equal(runs[1], 5);
    assert_int_equal(spans_line_runs(spans, "b.c", 4, &runs), 1);
    assert_int_equal(spans_line_runs(spans, "b.c", 5, &runs), 0);
    spans_free(spans);
    trace_free(trace);
}

static void spans_of_a_growing_trace_end_up_the_same(void **unused)
{
    (void)unused;
    Trace *whole = runs_record(2), *growing = trace_new();
    Spans *expected = spans_new(whole), *spans = spans_new(growing);
    assert_true(spans_update(expected));
    TraceSink sink = trace_sink(growing);
    for (size_t i = 0; i < trace_count(whole); i++) {
        sink.event(growing, trace_event(whole, i));
        assert_true(spans_update(spans));
    }
    size_t lanes, links, other;
    const uint32_t *order = spans_lanes(spans, &lanes);
    assert_memory_equal(order, spans_lanes(expected, &other), lanes * sizeof *order);
    assert_int_equal(lanes, other);
    for (uint32_t number = 1; number <= lanes; number++) {
        const Span *one, *two;
        size_t count = spans_of(spans, number, &one);
        assert_int_equal(count, spans_of(expected, number, &two));
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(one[i].from, two[i].from);
            assert_int_equal(one[i].to_time, two[i].to_time);
            assert_int_equal(one[i].state, two[i].state);
        }
    }
    spans_links(spans, &links);
    spans_links(expected, &other);
    assert_int_equal(links, other);
    spans_free(spans);
    spans_free(expected);
    trace_free(whole);
    trace_free(growing);
}

static void an_illegal_event_ends_the_spans_before_it(void **unused)
{
    (void)unused;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    sink.event(trace, &(Event){.kind = EV_TASK_NEW, .a = 1, .t = 5});
    sink.event(trace, &(Event){.kind = EV_TASK_NEW, .a = 2, .t = 3}); /* before its time */
    sink.event(trace, &(Event){.kind = EV_TASK_NEW, .a = 3, .t = 6});
    Spans *spans = spans_new(trace);
    assert_false(spans_update(spans));
    assert_false(spans_update(spans));
    assert_int_equal(spans_task_count(spans), 1);
    assert_int_equal(spans_at(spans, 1, 3), 0);
    assert_int_equal(spans_at(spans, 2, 3), SIZE_MAX);
    spans_free(spans);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_span_at_n_says_what_the_state_at_n_says),
        cmocka_unit_test(the_spans_of_a_task_follow_one_another_without_a_gap),
        cmocka_unit_test(each_lane_lies_under_its_maker),
        cmocka_unit_test(arrows_go_from_the_one_who_woke_to_the_one_who_was_woken),
        cmocka_unit_test(await_points_are_where_the_programs_own_steps_begin_and_end),
        cmocka_unit_test(landmarks_are_the_events_of_their_kind),
        cmocka_unit_test(a_line_knows_when_it_ran),
        cmocka_unit_test(spans_of_a_growing_trace_end_up_the_same),
        cmocka_unit_test(an_illegal_event_ends_the_spans_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
