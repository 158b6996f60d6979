/* jsonl.c: a trace as JSON Lines says what the events say, and what follows from them. */
#include "trace/json.h"
#include "trace/jsonl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000000)
#define T(n) ref_make(REF_TASK, n)
#define F(n) ref_make(REF_FUTURE, n)
#define H(n) ref_make(REF_HANDLE, n)
#define M(n) ref_make(REF_TIMER, n)

static Trace *trace;
static TraceSink sink;

static uint32_t text(const char *string) { return sink.text(sink.context, string, strlen(string)); }

static uint32_t place(const char *function, uint32_t line) { return sink.place(sink.context, &(TracePlace){"a.c", function, "", line}); }

static void put(Event event) { sink.event(sink.context, &event); }

static void put_timed(Event event, int64_t ns)
{
    trace_set_time(&event, ns);
    put(event);
}

static int make_trace(void **state)
{
    (void)state;
    trace = trace_new();
    if (!trace) {
        return -1;
    }
    sink = trace_sink(trace);
    return 0;
}

static int drop_trace(void **state)
{
    (void)state;
    trace_free(trace);
    return 0;
}

static void assert_written(const char *expected)
{
    char *written = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&written, &length);
    assert_non_null(out);
    assert_true(trace_write_jsonl(trace, out));
    fclose(out);
    assert_string_equal(written, expected);
    free(written);
}

/* One task that calls say() which sleeps: the shape of every lesson. */
static void put_sleeping_task(void)
{
    put((Event){.kind = EV_TASK_NEW, .detail = VIA_RUN, .a = 1, .b = text("Task-1"), .c = text("main"), .d = place("<run>", 30)});
    put((Event){.kind = EV_READY, .detail = CALL_STEP, .a = 1, .b = T(1)});
    put((Event){.kind = EV_RUN, .detail = VIA_RUN, .b = T(1)});
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 1, .b = 1}, 0);
    put((Event){.kind = EV_STEP, .by = T(1), .a = 1, .b = H(1), .detail = RESUME_START});
    put((Event){.kind = EV_ENTER, .by = T(1), .a = 1, .b = text("main"), .c = place("main", 20)});
    put((Event){.kind = EV_OUT, .by = T(1), .b = text("say \"\xc3\xa9\""), .flags = 1, .d = place("main", 21)});
    put((Event){.kind = EV_ENTER, .by = T(1), .a = 1, .b = text("say"), .c = place("say", 10), .d = place("main", 22)});
    put((Event){.kind = EV_FUT_NEW, .by = T(1), .detail = VIA_SLEEP, .a = 1});
    put_timed((Event){.kind = EV_TIMER_NEW, .by = T(1), .detail = CALL_RESOLVE, .a = 1, .b = F(1)}, SECOND * 3 / 2);
    put((Event){.kind = EV_STEP_END, .by = T(1), .detail = REASON_AWAIT, .flags = VIA_SLEEP, .a = 1, .b = F(1), .d = place("say", 11)});
    put((Event){.kind = EV_ITER_END, .by = TRACE_LOOP, .a = 1});
}

static const char sleeping_task[] =
    "{\"e\":\"task_new\",\"task\":\"T1\",\"name\":\"Task-1\",\"coro\":\"main\",\"parent\":\"main\",\"via\":\"run\",\"line\":30}\n"
    "{\"e\":\"ready\",\"h\":\"H1\",\"what\":\"T1.step\",\"by\":\"main\"}\n"
    "{\"e\":\"run\",\"what\":\"T1\",\"via\":\"run\"}\n"
    "{\"e\":\"iter\",\"n\":1,\"t\":0,\"timeout\":0,\"ready\":1}\n"
    "{\"e\":\"batch\",\"n\":1,\"q\":[\"H1\"]}\n"
    "{\"e\":\"step\",\"task\":\"T1\",\"h\":\"H1\",\"resume\":\"start\"}\n"
    "{\"e\":\"out\",\"by\":\"T1\",\"line\":21,\"text\":\"say \\\"\xc3\xa9\\\"\",\"nl\":false}\n"
    "{\"e\":\"fut_new\",\"fut\":\"F1\",\"via\":\"sleep\",\"by\":\"T1\"}\n"
    "{\"e\":\"timer_new\",\"timer\":\"M1\",\"when\":1.5,\"cb\":\"sleep.resolve(F1)\",\"by\":\"T1\"}\n"
    "{\"e\":\"step_end\",\"task\":\"T1\",\"reason\":\"await\",\"on\":\"F1\",\"what\":\"sleep\",\"delay\":1.5,\"at\":\"say:11\","
    "\"chain\":[\"main:22\",\"say:11\",\"asyncio.sleep\"]}\n"
    "{\"e\":\"iter_end\",\"n\":1,\"t\":0,\"ready\":0}\n";

static void a_step_names_the_queue_before_it_and_the_chain_after_it(void **state)
{
    (void)state;
    put_sleeping_task();
    assert_written(sleeping_task);
}

static void a_timer_tells_its_deadline_again_when_it_fires(void **state)
{
    (void)state;
    put_sleeping_task();
    int64_t now = SECOND * 3 / 2;
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 2}, now);
    put((Event){.kind = EV_ADVANCE, .by = TRACE_LOOP, .t = now});
    put((Event){.kind = EV_TIMER_FIRE, .by = TRACE_LOOP, .t = now, .a = 1});
    put((Event){.kind = EV_CB, .by = M(1), .t = now, .b = M(1)});
    put((Event){.kind = EV_RESOLVE, .by = M(1), .t = now, .detail = OUTCOME_RESULT, .b = F(1), .c = text("None")});
    put((Event){.kind = EV_READY, .by = M(1), .t = now, .detail = CALL_WAKEUP, .a = 2, .b = T(1), .c = F(1)});
    put((Event){.kind = EV_CB_END, .by = M(1), .t = now, .b = M(1)});
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .t = now, .a = 3, .b = 1}, TRACE_FOREVER);
    put((Event){.kind = EV_STEP, .by = T(1), .t = now, .detail = RESUME_WAKEUP, .a = 1, .b = H(2), .c = F(1)});
    put((Event){.kind = EV_EXIT, .by = T(1), .t = now, .b = text("say")});
    put((Event){.kind = EV_STEP_END, .by = T(1), .t = now, .detail = REASON_RETURN, .a = 1, .b = text("'x'")});
    put((Event){.kind = EV_DONE, .t = now});
    char expected[4096];
    snprintf(expected, sizeof expected, "%s%s", sleeping_task,
             "{\"e\":\"iter\",\"n\":2,\"t\":0,\"timeout\":1.5,\"ready\":0}\n"
             "{\"e\":\"advance\",\"t\":1.5}\n"
             "{\"e\":\"timer_fire\",\"timer\":\"M1\",\"when\":1.5,\"cb\":\"sleep.resolve(F1)\",\"by\":\"loop\"}\n"
             "{\"e\":\"batch\",\"n\":2,\"q\":[\"M1\"]}\n"
             "{\"e\":\"cb\",\"h\":\"M1\",\"cb\":\"sleep.resolve(F1)\"}\n"
             "{\"e\":\"resolve\",\"fut\":\"F1\",\"state\":\"result\",\"value\":\"None\",\"by\":\"M1\"}\n"
             "{\"e\":\"ready\",\"h\":\"H2\",\"what\":\"T1.wakeup(F1)\",\"by\":\"M1\"}\n"
             "{\"e\":\"cb_end\",\"h\":\"M1\",\"cb\":\"sleep.resolve(F1)\"}\n"
             "{\"e\":\"iter\",\"n\":3,\"t\":1.5,\"timeout\":null,\"ready\":1}\n"
             "{\"e\":\"batch\",\"n\":3,\"q\":[\"H2\"]}\n"
             "{\"e\":\"step\",\"task\":\"T1\",\"h\":\"H2\",\"resume\":\"wakeup\",\"fut\":\"F1\"}\n"
             "{\"e\":\"step_end\",\"task\":\"T1\",\"reason\":\"return\",\"value\":\"'x'\"}\n"
             "{\"e\":\"exit\",\"t\":1.5}\n");
    assert_written(expected);
}

static void a_gather_names_its_children_and_a_batch_leaves_out_what_came_later(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= 3; n++) {
        put((Event){.kind = EV_TASK_NEW, .detail = VIA_GATHER, .by = T(1), .a = n, .b = text("t"), .c = text("f")});
        put((Event){.kind = EV_READY, .detail = CALL_STEP, .by = T(1), .a = n, .b = T(n)});
    }
    put((Event){.kind = EV_FUT_NEW, .by = T(1), .detail = VIA_GATHER, .a = 1});
    put((Event){.kind = EV_CHILD, .by = T(1), .a = 1, .b = T(2)});
    put((Event){.kind = EV_CHILD, .by = T(1), .a = 1, .b = T(3)});
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 1, .b = 3}, 0);
    put((Event){.kind = EV_STEP, .by = T(1), .a = 1, .b = H(1)});
    put((Event){.kind = EV_STEP_END, .by = T(1), .detail = REASON_AWAIT, .flags = VIA_GATHER, .a = 1, .b = F(1)});
    put((Event){.kind = EV_STEP, .by = T(2), .a = 2, .b = H(2)});
    put((Event){.kind = EV_READY, .detail = CALL_CHILD, .by = T(2), .a = 4, .b = F(1), .c = T(2)});
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 2, .b = 2}, 0);
    put((Event){.kind = EV_SKIP, .by = TRACE_LOOP, .b = H(3)});
    put((Event){.kind = EV_CB, .by = H(4), .b = H(4)});
    char *written = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&written, &length);
    assert_true(trace_write_jsonl(trace, out));
    fclose(out);
    assert_non_null(strstr(written, "\"on\":\"F1\",\"what\":\"gather\",\"children\":[\"T2\",\"T3\"],\"at\":null,\"chain\":[]}"));
    assert_non_null(strstr(written, "{\"e\":\"batch\",\"n\":1,\"q\":[\"H1\",\"H2\",\"H3\"]}"));
    assert_non_null(strstr(written, "{\"e\":\"batch\",\"n\":2,\"q\":[\"H3\",\"H4\"]}"));
    assert_non_null(strstr(written, "{\"e\":\"cb\",\"h\":\"H4\",\"cb\":\"gather.child(T2)\"}"));
    free(written);
}

static void a_batch_stands_before_who_is_chosen_from_it(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= 3; n++) {
        put((Event){.kind = EV_READY, .detail = CALL_USER, .a = n, .b = text("f")});
    }
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 1, .b = 3}, 0);
    put((Event){.kind = EV_CHOOSE, .by = TRACE_LOOP, .a = 1, .b = H(2), .c = 3, .d = 2});
    put((Event){.kind = EV_CB, .by = H(2), .b = H(2)});
    put((Event){.kind = EV_CB_END, .by = H(2), .b = H(2)});
    put_timed((Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 2, .b = 2}, 0);
    put((Event){.kind = EV_SKIP, .by = TRACE_LOOP, .b = H(1)});
    char *written = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&written, &length);
    assert_true(trace_write_jsonl(trace, out));
    fclose(out);
    assert_non_null(
        strstr(written, "{\"e\":\"batch\",\"n\":1,\"q\":[\"H1\",\"H2\",\"H3\"]}\n{\"e\":\"choose\",\"h\":\"H2\",\"place\":1,\"of\":3}\n"));
    assert_non_null(strstr(written, "{\"e\":\"batch\",\"n\":2,\"q\":[\"H1\",\"H3\"]}"));
    free(written);
}

static void events_that_contradict_each_other_are_written_and_harm_nothing(void **state)
{
    (void)state;
    put((Event){.kind = EV_CB, .by = H(9), .b = H(9)});
    put((Event){.kind = EV_TIMER_FIRE, .by = TRACE_LOOP, .a = 0x1fffffff});
    put((Event){.kind = EV_EXIT, .by = T(77)});
    put((Event){.kind = EV_CHILD, .a = 12});
    put((Event){.kind = EV_STEP_END, .detail = 99, .a = 5});
    put((Event){.kind = EV_READY, .detail = 99, .a = 1});
    assert_written("{\"e\":\"cb\",\"h\":\"H9\",\"cb\":null}\n"
                   "{\"e\":\"timer_fire\",\"timer\":\"M536870911\",\"when\":0,\"cb\":null,\"by\":\"loop\"}\n"
                   "{\"e\":\"step_end\",\"task\":\"T5\",\"reason\":\"?\"}\n"
                   "{\"e\":\"ready\",\"h\":\"H1\",\"what\":null,\"by\":\"main\"}\n");
}

static void what_lies_outside_of_the_loop_is_named_by_its_number(void **state)
{
    (void)state;
    put((Event){.kind = EV_OUTSIDE_NEW, .by = H(2), .detail = OUTSIDE_CONNECTION, .a = 2, .b = text("127.0.0.1:4242"), .c = 1});
    put((Event){.kind = EV_WATCH, .by = H(2), .detail = DIRECTION_WRITE, .a = 2});
    put((Event){.kind = EV_ARRIVED, .by = TRACE_LOOP, .a = 2});
    put((Event){.kind = EV_BYTES, .by = H(3), .detail = BYTES_KEPT, .a = 2, .b = 70000, .c = text("a\\n")});
    put((Event){.kind = EV_FLOW, .by = H(3), .detail = FLOW_WRITING_PAUSED, .a = 2, .b = 70000});
    put((Event){.kind = EV_OUTSIDE_END, .by = T(1), .detail = GONE_DONE, .a = 1, .c = 3});
    assert_written(
        "{\"e\":\"outside_new\",\"outside\":\"O2\",\"kind\":\"connection\",\"name\":\"127.0.0.1:4242\",\"of\":\"O1\",\"by\":\"H2\"}\n"
        "{\"e\":\"watch\",\"outside\":\"O2\",\"to\":\"write\",\"by\":\"H2\"}\n"
        "{\"e\":\"arrived\",\"outside\":\"O2\",\"to\":\"read\",\"by\":\"loop\"}\n"
        "{\"e\":\"bytes\",\"outside\":\"O2\",\"what\":\"kept\",\"count\":70000,\"first\":\"a\\\\n\",\"by\":\"H3\"}\n"
        "{\"e\":\"flow\",\"outside\":\"O2\",\"what\":\"writing_paused\",\"buffer\":70000,\"by\":\"H3\"}\n"
        "{\"e\":\"outside_end\",\"outside\":\"O1\",\"how\":\"done\",\"error\":null,\"status\":3,\"by\":\"T1\"}\n");
}

static void assert_json(void (*write)(FILE *out), const char *expected)
{
    char *written = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&written, &length);
    write(out);
    fclose(out);
    assert_string_equal(written, expected);
    free(written);
}

static void write_moments(FILE *out)
{
    const int64_t moments[] = {0, 2 * SECOND, SECOND / 2, 1000, -1, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        trace_json_seconds(out, moments[i]);
        putc(' ', out);
    }
}

static void seconds_have_no_more_digits_than_they_need(void **state)
{
    (void)state;
    assert_json(write_moments, "0 2 0.5 0.000001 -0.000000001 9223372036.854775807 -9223372036.854775808 ");
}

static void write_odd_bytes(FILE *out) { trace_json_string(out, "a\n\x01\\\xff\xc3\xa9\xed\xa0\x80\xc0\xaf\xf0\x9f\x8c\x80\xe2", 17); }

static void what_is_not_utf8_becomes_the_replacement_character(void **state)
{
    (void)state;
#define WRONG "\xef\xbf\xbd"
    assert_json(write_odd_bytes, "\"a\\n\\u0001\\\\" WRONG "\xc3\xa9" WRONG WRONG WRONG WRONG WRONG "\xf0\x9f\x8c\x80" WRONG "\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_have_no_more_digits_than_they_need),
        cmocka_unit_test(what_is_not_utf8_becomes_the_replacement_character),
        cmocka_unit_test_setup_teardown(a_step_names_the_queue_before_it_and_the_chain_after_it, make_trace, drop_trace),
        cmocka_unit_test_setup_teardown(a_timer_tells_its_deadline_again_when_it_fires, make_trace, drop_trace),
        cmocka_unit_test_setup_teardown(a_gather_names_its_children_and_a_batch_leaves_out_what_came_later, make_trace, drop_trace),
        cmocka_unit_test_setup_teardown(what_lies_outside_of_the_loop_is_named_by_its_number, make_trace, drop_trace),
        cmocka_unit_test_setup_teardown(a_batch_stands_before_who_is_chosen_from_it, make_trace, drop_trace),
        cmocka_unit_test_setup_teardown(events_that_contradict_each_other_are_written_and_harm_nothing, make_trace, drop_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
