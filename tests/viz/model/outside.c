/* outside.c: what lies outside of the loop in the states and in the spans: who is there, what goes in and out, whom it wakes. */
#include "model/model.h"
#include "model/spans.h"
#include "support/outside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Trace *trace;
static Model *model;
static Spans *spans;

static int open_run(void **state)
{
    (void)state;
    trace = outside_record();
    model = model_new(trace);
    spans = spans_new(trace);
    return spans_update(spans) ? 0 : -1;
}

static int close_run(void **state)
{
    (void)state;
    spans_free(spans);
    model_free(model);
    trace_free(trace);
    return 0;
}

/* The number of events up to and with the nth of that kind and detail that is about `outside`. */
static size_t after(EventKind kind, uint8_t detail, uint32_t outside, int nth)
{
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == kind && event->detail == detail && event->a == outside && --nth == 0) {
            return i + 1;
        }
    }
    fail_msg("there is no such event");
    return 0;
}

static void the_whole_run_is_legal(void **state)
{
    (void)state;
    assert_int_equal(model_at(model, SIZE_MAX)->n, trace_count(trace));
    assert_null(model_error(model));
    assert_int_equal(model_at(model, SIZE_MAX)->outside_count, 0);
}

static void bytes_are_counted_and_those_in_the_buffer_go_when_they_are_sent(void **state)
{
    (void)state;
    const ModelOutside *client = state_outside(model_at(model, after(EV_BYTES, BYTES_KEPT, OUT_CLIENT, 1)), OUT_CLIENT);
    assert_int_equal(client->read, 12);
    assert_int_equal(client->sent, 8);
    assert_int_equal(client->buffer, 4);
    client = state_outside(model_at(model, after(EV_BYTES, BYTES_SENT, OUT_CLIENT, 2)), OUT_CLIENT);
    assert_int_equal(client->sent, 12);
    assert_int_equal(client->buffer, 0);
}

static void flow_and_watching_follow_their_events(void **state)
{
    (void)state;
    const ModelOutside *client = state_outside(model_at(model, after(EV_FLOW, FLOW_READING_PAUSED, OUT_CLIENT, 1)), OUT_CLIENT);
    assert_true(client->writing_paused && client->reading_paused && client->watched[DIRECTION_WRITE] && client->watched[DIRECTION_READ]);
    client = state_outside(model_at(model, after(EV_FLOW, FLOW_READING_RESUMED, OUT_CLIENT, 1)), OUT_CLIENT);
    assert_false(client->writing_paused || client->reading_paused || client->watched[DIRECTION_WRITE]);
    client = state_outside(model_at(model, after(EV_UNWATCH, DIRECTION_READ, OUT_CLIENT, 1)), OUT_CLIENT);
    assert_true(client->ended_there);
    assert_false(outside_can_wake(client));
}

static void what_has_come_is_passed_on_to_the_task_that_it_wakes(void **state)
{
    (void)state;
    size_t n = after(EV_ARRIVED, DIRECTION_READ, OUT_CLIENT, 1);
    const ModelReady *entry = &model_at(model, n + 1)->ready[0];
    assert_true(entry->arrived);
    assert_int_equal(entry->outside, OUT_CLIENT);
    const State *woken = model_at(model, n + 5);
    assert_int_equal(woken->ready_count, 1);
    assert_int_equal(woken->ready[0].task, ref_make(REF_TASK, 2));
    assert_int_equal(woken->ready[0].outside, OUT_CLIENT);
    assert_false(woken->ready[0].arrived);
    size_t count = 0, from_outside = 0;
    const Link *links = spans_links(spans, &count);
    for (size_t i = 0; i < count; i++) {
        from_outside += links[i].from == ref_make(REF_OUTSIDE, OUT_CLIENT) && links[i].to == ref_make(REF_TASK, 2);
    }
    assert_int_equal(from_outside, 3);
}

/* The handler of a connection says what it does itself: what a task of the program's makes ready has not come from outside. */
static void a_task_of_the_programs_passes_nothing_on(void **state)
{
    (void)state;
    const State *last = model_at(model, trace_count(trace) - 6);
    assert_int_equal(last->ready_count, 1);
    assert_int_equal(last->ready[0].task, ref_make(REF_TASK, 1));
    assert_int_equal(last->ready[0].outside, 0);
}

static void what_has_ended_is_there_no_more_and_has_its_name(void **state)
{
    (void)state;
    size_t n = after(EV_OUTSIDE_END, GONE_DONE, OUT_CALL, 1);
    assert_non_null(state_outside(model_at(model, n - 1), OUT_CALL));
    assert_null(state_outside(model_at(model, n), OUT_CALL));
    const SpanOutside *call = spans_outside(spans, OUT_CALL);
    assert_int_equal(call->to, n - 1);
    assert_int_equal(call->gone, GONE_DONE);
    char label[64];
    assert_string_equal(spans_outside_label(spans, OUT_CALL, label, sizeof label), "count_words");
    assert_string_equal(spans_outside_label(spans, OUT_CLIENT, label, sizeof label), "from 127.0.0.1:50000");
    assert_string_equal(spans_outside_brief(spans, OUT_CLIENT, label, sizeof label), "from :50000");
    assert_string_equal(spans_outside_brief(spans, OUT_CHILD, label, sizeof label), "child 4711");
    assert_string_equal(spans_outside_label(spans, OUT_SERVER, label, sizeof label), "at 127.0.0.1:4242");
}

static void names_that_are_the_same_are_counted(void **state)
{
    (void)state;
    TraceSink sink = trace_sink(trace);
    for (uint32_t i = 1; i <= 2; i++) {
        Event event = {.kind = EV_OUTSIDE_NEW,
                       .detail = OUTSIDE_CALL,
                       .a = OUT_CLIENT + i,
                       .b = sink.text(sink.context, "count_words", 11),
                       .t = 60000000};
        sink.event(sink.context, &event);
    }
    assert_true(spans_update(spans));
    char label[64];
    assert_string_equal(spans_outside_label(spans, OUT_CLIENT + 2, label, sizeof label), "count_words (3)");
}

static void whatever_way_the_state_is_reached_it_is_the_same(void **state)
{
    (void)state;
    for (size_t n = trace_count(trace); n > 0; n -= n < 7 ? n : 7) {
        Model *other = model_new(trace);
        char *texts[2] = {NULL, NULL};
        size_t size;
        for (int i = 0; i < 2; i++) {
            FILE *out = open_memstream(&texts[i], &size);
            state_dump(i == 0 ? model_at(model, n) : model_at(other, n), trace, out);
            fclose(out);
        }
        assert_string_equal(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
        model_free(other);
    }
}

static void what_is_not_there_can_do_nothing(void **state)
{
    (void)state;
    TraceSink sink = trace_sink(trace);
    Event event = {.kind = EV_BYTES, .detail = BYTES_READ, .a = OUT_CLIENT, .b = 3, .t = 60000000};
    sink.event(sink.context, &event);
    model_at(model, SIZE_MAX);
    assert_non_null(strstr(model_error(model), "outside 6 is not there"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_whole_run_is_legal, open_run, close_run),
        cmocka_unit_test_setup_teardown(bytes_are_counted_and_those_in_the_buffer_go_when_they_are_sent, open_run, close_run),
        cmocka_unit_test_setup_teardown(flow_and_watching_follow_their_events, open_run, close_run),
        cmocka_unit_test_setup_teardown(what_has_come_is_passed_on_to_the_task_that_it_wakes, open_run, close_run),
        cmocka_unit_test_setup_teardown(a_task_of_the_programs_passes_nothing_on, open_run, close_run),
        cmocka_unit_test_setup_teardown(what_has_ended_is_there_no_more_and_has_its_name, open_run, close_run),
        cmocka_unit_test_setup_teardown(names_that_are_the_same_are_counted, open_run, close_run),
        cmocka_unit_test_setup_teardown(whatever_way_the_state_is_reached_it_is_the_same, open_run, close_run),
        cmocka_unit_test_setup_teardown(what_is_not_there_can_do_nothing, open_run, close_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
