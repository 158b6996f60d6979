/* lints_outside.c: the remarks on programs that meet the outside: each mistake, and beside it the same done right. */
#include "model/model.h"
#include "support/outside.h"
#include "words/lints/lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MS INT64_C(1000000)
#define T(n) ref_make(REF_TASK, n)
#define F(n) ref_make(REF_FUTURE, n)
#define H(n) ref_make(REF_HANDLE, n)

enum { SERVER = 1, TO, FROM };

static Trace *trace;
static TraceSink sink;
static int64_t now;
static uint32_t handles, turns, futures;
static Ref by;

static uint32_t text(const char *string) { return sink.text(sink.context, string, strlen(string)); }

static uint32_t line(uint32_t number) { return sink.place(sink.context, &(TracePlace){"a.py", "main", "", number}); }

static void put(Event event)
{
    event.t = now;
    event.by = by;
    sink.event(sink.context, &event);
}

static void turn(uint32_t ready)
{
    by = TRACE_LOOP;
    Event iter = {.kind = EV_ITER, .a = ++turns, .b = ready};
    trace_set_time(&iter, ready > 0 ? 0 : TRACE_FOREVER);
    put(iter);
}

/* Two tasks, a listening socket, and the two ends of a connection; T1 runs. */
static int begin(void **state)
{
    (void)state;
    trace = trace_new();
    sink = trace_sink(trace);
    sink.meta(sink.context, META_CLOCK, 1, 0);
    now = 0;
    handles = turns = futures = 0;
    by = TRACE_NOBODY;
    for (uint32_t i = 1; i <= 2; i++) {
        const char *name = i == 1 ? "main" : "serve";
        put((Event){.kind = EV_TASK_NEW, .detail = i == 1 ? VIA_RUN : VIA_USER, .a = i, .b = text(name), .c = text(name)});
        put((Event){.kind = EV_LABEL, .a = i, .b = text(name)});
        put((Event){.kind = EV_READY, .detail = CALL_STEP, .a = ++handles, .b = T(i)});
    }
    put((Event){.kind = EV_RUN, .detail = VIA_RUN, .b = T(1)});
    turn(2);
    by = T(1);
    put((Event){.kind = EV_STEP, .a = 1, .b = H(1)});
    put((Event){.kind = EV_OUTSIDE_NEW, .detail = OUTSIDE_LISTENER, .a = SERVER, .b = text("127.0.0.1:4242"), .d = line(3)});
    put((Event){.kind = EV_OUTSIDE_NEW, .detail = OUTSIDE_CONNECTION, .a = TO, .b = text("127.0.0.1:4242"), .d = line(4)});
    put((Event){.kind = EV_OUTSIDE_NEW, .detail = OUTSIDE_CONNECTION, .a = FROM, .b = text("127.0.0.1:50000"), .c = SERVER});
    for (uint32_t i = SERVER; i <= FROM; i++) {
        put((Event){.kind = EV_WATCH, .a = i});
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    trace_free(trace);
    return 0;
}

/* The task that runs waits for `outside`; the next one of the turn takes its first step, if it is to. */
static void waits(uint32_t task, uint32_t outside)
{
    put((Event){.kind = EV_FUT_NEW, .detail = VIA_USER, .a = ++futures});
    put((Event){.kind = EV_NAME, .a = outside, .b = F(futures), .c = text("data")});
    put((Event){.kind = EV_STEP_END, .detail = REASON_AWAIT, .flags = VIA_FUTURE, .a = task, .b = F(futures), .d = line(task * 10)});
}

static void second_begins(void)
{
    by = T(2);
    put((Event){.kind = EV_STEP, .a = 2, .b = H(2)});
}

static void next_step(uint32_t task)
{
    put((Event){.kind = EV_READY, .detail = CALL_STEP, .a = ++handles, .b = T(task)});
    put((Event){.kind = EV_STEP_END, .detail = REASON_YIELD, .flags = VIA_SLEEP_ZERO, .a = task});
    if (futures == 0) { /* the other one's first step, which stands before it */
        second_begins();
        waits(2, FROM);
    }
    turn(1);
    by = T(task);
    put((Event){.kind = EV_STEP, .detail = RESUME_NEXT, .a = task, .b = H(handles)});
}

static void bytes(uint32_t outside, TraceBytes what, uint32_t count)
{
    put((Event){.kind = EV_BYTES, .detail = (uint8_t)what, .a = outside, .b = count, .d = line(7)});
}

static void closes(uint32_t outside, uint16_t flags) { put((Event){.kind = EV_OUTSIDE_END, .a = outside, .flags = flags}); }

static void over(void)
{
    by = TRACE_NOBODY;
    put((Event){.kind = EV_DONE});
}

/* There is one remark, of that kind and with that sentence; or, with NULL, none of that kind. */
static void expect(LintKind kind, const char *sentence)
{
    Model *model = model_new(trace);
    Lints *lints = lints_new(trace);
    assert_true(lints_update(lints));
    const Lint *found = NULL;
    for (size_t i = 0; i < lints_count(lints); i++) {
        if (lints_at(lints, i)->kind == kind) {
            assert_null(found);
            found = lints_at(lints, i);
        }
    }
    if (sentence == NULL) {
        assert_null(found);
    } else {
        char said[LINT_TEXT];
        assert_non_null(found);
        assert_string_equal(lint_sentence(LANGUAGE_ENGLISH, found, model, trace, said, sizeof said), sentence);
    }
    lints_free(lints);
    model_free(model);
}

static void writes_in_turns(bool waits_for_room)
{
    bytes(TO, BYTES_KEPT, 70000);
    put((Event){.kind = EV_FLOW, .detail = FLOW_WRITING_PAUSED, .a = TO, .b = 70000});
    for (int i = 0; i < 4; i++) {
        if (waits_for_room) {
            bytes(TO, BYTES_SENT, 70000);
            put((Event){.kind = EV_FLOW, .detail = FLOW_WRITING_RESUMED, .a = TO, .b = 0});
        }
        next_step(1);
        bytes(TO, BYTES_KEPT, 1000);
        if (waits_for_room) {
            put((Event){.kind = EV_FLOW, .detail = FLOW_WRITING_PAUSED, .a = TO, .b = 1000});
        }
    }
    closes(TO, 0);
}

static void writing_without_drain(void **state)
{
    (void)state;
    writes_in_turns(false);
    expect(
        LINT_NO_DRAIN,
        "main goes on writing to 127.0.0.1:4242 though its buffer is full (74000 bytes): write() never waits, so whatever cannot be sent stays in memory.");
}

static void writing_with_drain(void **state)
{
    (void)state;
    writes_in_turns(true);
    expect(LINT_NO_DRAIN, NULL);
}

static void what_the_recorder_has_said_is_not_said_again(void **state)
{
    (void)state;
    put((Event){.kind = EV_REMARK, .detail = REMARK_NO_LIMIT, .a = 1, .b = text("{T1} writes"), .c = text("Do not.")});
    writes_in_turns(false);
    expect(LINT_NO_DRAIN, NULL);
}

static void a_connection_that_is_open_at_the_end(void **state)
{
    (void)state;
    closes(FROM, 0);
    over();
    expect(LINT_NEVER_CLOSED, "main connects to 127.0.0.1:4242 and never closes the connection: it stays open until it is thrown away.");
}

static void a_connection_that_is_thrown_away(void **state)
{
    (void)state;
    closes(TO, 1);
    over();
    expect(LINT_NEVER_CLOSED, "main connects to 127.0.0.1:4242 and never closes the connection: it stays open until it is thrown away.");
}

static void a_connection_whose_other_end_has_gone(void **state)
{
    (void)state;
    closes(TO, 0);
    bytes(FROM, BYTES_READ, 0);
    over();
    expect(LINT_NEVER_CLOSED,
           "The connection with 127.0.0.1:50000 is never closed, though its other end has been: it stays open until it is thrown away.");
}

/* Those who are still connected when a server ends are none of its mistakes. */
static void connections_that_are_closed(void **state)
{
    (void)state;
    closes(TO, 0);
    over();
    expect(LINT_NEVER_CLOSED, NULL);
}

static void two_that_read(bool under_way)
{
    bytes(TO, BYTES_SENT, 5);
    waits(1, TO);
    second_begins();
    if (!under_way) {
        bytes(FROM, BYTES_READ, 5);
    }
    waits(2, FROM);
    turn(0);
}

static void both_ends_wait(void **state)
{
    (void)state;
    two_that_read(false);
    over();
    expect(LINT_BOTH_WAIT,
           "main and serve wait for each other: each reads from the connection with 127.0.0.1:4242, all that was sent has been read, and "
           "neither writes.");
}

static void both_ends_read_and_something_is_under_way(void **state)
{
    (void)state;
    two_that_read(true);
    over();
    expect(LINT_BOTH_WAIT, NULL);
}

static void both_ends_read_and_something_comes(void **state)
{
    (void)state;
    two_that_read(false);
    put((Event){.kind = EV_ARRIVED, .a = TO});
    over();
    expect(LINT_BOTH_WAIT, NULL);
}

static void something_comes_after(int64_t blocked, int64_t later)
{
    waits(1, TO);
    second_begins();
    now += 200 * MS;
    Event block = {.kind = EV_BLOCK, .detail = BLOCK_STEP, .a = line(21)};
    trace_set_time(&block, blocked);
    put(block);
    waits(2, FROM);
    turn(0);
    now += later;
    put((Event){.kind = EV_ARRIVED, .a = TO});
    put((Event){.kind = EV_READY, .detail = CALL_USER, .a = ++handles, .b = text("_read_ready")});
    by = H(handles);
    put((Event){.kind = EV_CB, .detail = CALL_USER, .b = by});
    put((Event){.kind = EV_CB_END, .b = by});
}

static void a_step_that_does_not_hear(void **state)
{
    (void)state;
    something_comes_after(150 * MS, 0);
    expect(LINT_DEAF, "serve blocks the loop for 0.150 s: what came from 127.0.0.1:4242 meanwhile had to wait until it let go.");
}

static void what_comes_later_did_not_have_to_wait(void **state)
{
    (void)state;
    something_comes_after(150 * MS, 5 * MS);
    expect(LINT_DEAF, NULL);
}

static void a_short_step_keeps_nothing_waiting(void **state)
{
    (void)state;
    something_comes_after(20 * MS, 0);
    expect(LINT_DEAF, NULL);
}

/* The run that all the panels are tried with does everything right. */
static void a_run_without_a_mistake(void **state)
{
    (void)state;
    trace_free(trace);
    trace = outside_record();
    for (int kind = LINT_NO_DRAIN; kind <= LINT_DEAF; kind++) {
        expect((LintKind)kind, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writing_without_drain, begin, end),
        cmocka_unit_test_setup_teardown(writing_with_drain, begin, end),
        cmocka_unit_test_setup_teardown(what_the_recorder_has_said_is_not_said_again, begin, end),
        cmocka_unit_test_setup_teardown(a_connection_that_is_open_at_the_end, begin, end),
        cmocka_unit_test_setup_teardown(a_connection_that_is_thrown_away, begin, end),
        cmocka_unit_test_setup_teardown(a_connection_whose_other_end_has_gone, begin, end),
        cmocka_unit_test_setup_teardown(connections_that_are_closed, begin, end),
        cmocka_unit_test_setup_teardown(both_ends_wait, begin, end),
        cmocka_unit_test_setup_teardown(both_ends_read_and_something_is_under_way, begin, end),
        cmocka_unit_test_setup_teardown(both_ends_read_and_something_comes, begin, end),
        cmocka_unit_test_setup_teardown(a_step_that_does_not_hear, begin, end),
        cmocka_unit_test_setup_teardown(what_comes_later_did_not_have_to_wait, begin, end),
        cmocka_unit_test_setup_teardown(a_short_step_keeps_nothing_waiting, begin, end),
        cmocka_unit_test_setup_teardown(a_run_without_a_mistake, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
