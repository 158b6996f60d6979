/* store.c: what is put into a trace can be read back, under stable ids, at stable addresses. */
#include "trace/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static uint32_t put_text(TraceSink *sink, const char *text) { return sink->text(sink->context, text, strlen(text)); }

static void equal_texts_have_one_id_counted_from_1(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    assert_int_equal(put_text(&sink, "main"), 1);
    assert_int_equal(put_text(&sink, "worker"), 2);
    assert_int_equal(put_text(&sink, "main"), 1);
    assert_int_equal(put_text(&sink, ""), 3);
    assert_int_equal(sink.text(sink.context, "a\0b", 3), 4);
    assert_int_equal(sink.text(sink.context, "a\0c", 3), 5);
    assert_string_equal(trace_text(trace, 2), "worker");
    assert_int_equal(trace_text_length(trace, 4), 3);
    assert_memory_equal(trace_text(trace, 4), "a\0b", 4);
    assert_int_equal(trace_text_count(trace), 5);
    trace_free(trace);
}

static void an_unknown_id_reads_as_empty(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    assert_string_equal(trace_text(trace, 0), "");
    assert_string_equal(trace_text(trace, 77), "");
    assert_int_equal(trace_text_length(trace, 77), 0);
    assert_string_equal(trace_place(trace, 3)->file, "");
    assert_int_equal(trace_place(trace, 0)->line, 0);
    assert_string_equal(trace_title(trace), "");
    assert_string_equal(trace_source_text(trace, 0), "");
    trace_free(trace);
}

static void equal_places_have_one_id_and_never_move(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    char file[] = "sleep.c";
    uint32_t first = sink.place(sink.context, &(TracePlace){file, "main", "async_sleep(1)", 7});
    const TracePlace *address = trace_place(trace, first);
    const char *text = trace_text(trace, 1);
    for (uint32_t line = 100; line < 3000; line++) {
        assert_int_equal(sink.place(sink.context, &(TracePlace){file, "main", "", line}), first + line - 99);
    }
    assert_int_equal(sink.place(sink.context, &(TracePlace){"sleep.c", "main", "async_sleep(1)", 7}), first);
    assert_int_not_equal(sink.place(sink.context, &(TracePlace){"sleep.c", "main", "async_sleep(1)", 8}), first);
    memset(file, 'x', 3); /* the trace keeps copies */
    assert_ptr_equal(trace_place(trace, first), address);
    assert_ptr_equal(trace_text(trace, 1), text);
    assert_string_equal(address->file, "sleep.c");
    assert_string_equal(address->text, "async_sleep(1)");
    assert_int_equal(trace_place_count(trace), 2902);
    trace_free(trace);
}

static void events_keep_their_order_and_their_address(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    enum { COUNT = 50000 };
    sink.event(sink.context, &(Event){.kind = EV_RUN});
    const Event *first = trace_event(trace, 0);
    for (uint32_t i = 1; i < COUNT; i++) {
        sink.event(sink.context, &(Event){.kind = EV_OUT, .t = (int64_t)i * 3, .a = i});
    }
    assert_ptr_equal(trace_event(trace, 0), first);
    assert_int_equal(trace_count(trace), COUNT);
    for (uint32_t i = 1; i < COUNT; i++) {
        assert_int_equal(trace_event(trace, i)->a, i);
        assert_int_equal(trace_event(trace, i)->t, (int64_t)i * 3);
    }
    trace_free(trace);
}

static void many_texts_are_all_found_again(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    char text[32];
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 1; i <= 20000; i++) {
            snprintf(text, sizeof text, "line %u", i);
            assert_int_equal(put_text(&sink, text), i);
        }
    }
    static char large[100000];
    memset(large, 'x', sizeof large - 1);
    assert_int_equal(put_text(&sink, large), 20001);
    assert_int_equal(put_text(&sink, "after it"), 20002);
    assert_string_equal(trace_text(trace, 20001), large);
    assert_string_equal(trace_text(trace, 12345), "line 12345");
    trace_free(trace);
}

static void a_run_says_who_it_is_and_carries_its_sources(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    assert_false(trace_real_time(trace));
    sink.meta(sink.context, META_TITLE, 0, put_text(&sink, "Sleep"));
    sink.meta(sink.context, META_CLOCK, 1, 0);
    sink.meta(sink.context, META_PRODUCER, 0, put_text(&sink, "CPython"));
    sink.meta(sink.context, META_SOURCE, put_text(&sink, "a.py"), put_text(&sink, "import asyncio\n"));
    sink.meta(sink.context, META_SOURCE, put_text(&sink, "b.py"), put_text(&sink, "pass\n"));
    assert_string_equal(trace_title(trace), "Sleep");
    assert_string_equal(trace_producer(trace), "CPython");
    assert_true(trace_real_time(trace));
    assert_int_equal(trace_source_count(trace), 2);
    assert_string_equal(trace_source_file(trace, 1), "b.py");
    assert_string_equal(trace_source_text(trace, 0), "import asyncio\n");
    trace_free(trace);
}

static void names_are_those_of_the_vocabulary(void **state)
{
    (void)state;
    char name[16];
    assert_string_equal(trace_event_name(EV_TASK_NEW), "task_new");
    assert_string_equal(trace_event_name(EV_DONE), "exit");
    assert_string_equal(trace_event_name(EV_PROCESS_END), "process_end");
    assert_string_equal(trace_event_name((EventKind)200), "unknown");
    assert_string_equal(trace_via_name(VIA_QUEUE_GET), "Queue.get");
    assert_string_equal(trace_ref_name(ref_make(REF_TASK, 12), name), "T12");
    assert_string_equal(trace_ref_name(ref_make(REF_TIMER, 536870911), name), "M536870911");
    assert_string_equal(trace_ref_name(TRACE_LOOP, name), "loop");
    assert_string_equal(trace_ref_name(TRACE_NOBODY, name), "main");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_one_id_counted_from_1),  cmocka_unit_test(an_unknown_id_reads_as_empty),
        cmocka_unit_test(equal_places_have_one_id_and_never_move), cmocka_unit_test(events_keep_their_order_and_their_address),
        cmocka_unit_test(many_texts_are_all_found_again),          cmocka_unit_test(a_run_says_who_it_is_and_carries_its_sources),
        cmocka_unit_test(names_are_those_of_the_vocabulary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
