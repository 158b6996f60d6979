/* stream.c: what is written as a stream is read back the same, and nothing that is read can do harm. */
#include "trace/stream.h"

#include "model/spans.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Bytes {
    unsigned char *bytes;
    size_t length, capacity;
    size_t limit; /* a write beyond it fails; 0: none */
} Bytes;

static bool keep(void *context, const void *bytes, size_t length)
{
    Bytes *kept = context;
    if (kept->limit != 0 && kept->length + length > kept->limit) {
        return false;
    }
    if (kept->length + length > kept->capacity) {
        kept->capacity = (kept->length + length) * 2;
        unsigned char *bigger = realloc(kept->bytes, kept->capacity);
        assert_non_null(bigger);
        kept->bytes = bigger;
    }
    memcpy(kept->bytes + kept->length, bytes, length);
    kept->length += length;
    return true;
}

static Bytes save(const Trace *trace)
{
    Bytes kept = {0};
    TraceWriter *writer = trace_writer_new(keep, &kept);
    trace_replay(trace, trace_writer_sink(writer));
    assert_true(trace_writer_flush(writer));
    assert_false(trace_writer_failed(writer));
    trace_writer_free(writer);
    return kept;
}

/* A trace with everything in it: runs, sources, an odd string, a long one. */
static Trace *sample(void)
{
    Trace *trace = runs_record(2);
    TraceSink sink = trace_sink(trace);
    sink.meta(trace, META_TITLE, 0, sink.text(trace, "a title", 7));
    sink.meta(trace, META_CLOCK, 1, 0);
    sink.meta(trace, META_SOURCE, sink.text(trace, "a.c", 3), sink.text(trace, "exactly 32 bytes of source code\n", 32));
    sink.event(trace, &(Event){.kind = EV_OUT, .by = TRACE_LOOP, .b = sink.text(trace, "nul \0 within", 12), .t = TRACE_LATEST});
    sink.event(trace, &(Event){.kind = EV_OUT, .by = TRACE_LOOP, .b = sink.text(trace, "", 0), .t = TRACE_LATEST});
    return trace;
}

static void assert_same_trace(const Trace *read, const Trace *written)
{
    assert_int_equal(trace_count(read), trace_count(written));
    assert_string_equal(trace_title(read), trace_title(written));
    assert_int_equal(trace_real_time(read), trace_real_time(written));
    assert_int_equal(trace_source_count(read), trace_source_count(written));
    for (size_t i = 0; i < trace_source_count(read); i++) {
        assert_string_equal(trace_source_file(read, i), trace_source_file(written, i));
        assert_string_equal(trace_source_text(read, i), trace_source_text(written, i));
    }
    /* Ids may differ, so the events are compared as bytes of a stream, where ids follow from the order. */
    Bytes one = save(read), two = save(written);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.bytes, two.bytes, one.length);
    free(one.bytes);
    free(two.bytes);
}

/* Reads `length` bytes fed in pieces of `piece`; the reader is left for its error. */
static TraceReader *feed(Trace *into, const unsigned char *bytes, size_t length, size_t piece)
{
    TraceReader *reader = trace_reader_new(into);
    for (size_t at = 0; at < length; at += piece) {
        size_t part = length - at < piece ? length - at : piece;
        if (!trace_reader_feed(reader, bytes + at, part)) {
            break;
        }
    }
    return reader;
}

static void what_was_written_is_read_back_in_pieces_of_any_size(void **state)
{
    (void)state;
    Trace *trace = sample();
    Bytes kept = save(trace);
    assert_int_equal(kept.length % STREAM_RECORD, 0);
    const size_t pieces[] = {1, 3, 31, 32, 33, 4096, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        Trace *read = trace_new();
        TraceReader *reader = feed(read, kept.bytes, kept.length, pieces[i]);
        assert_null(trace_reader_error(reader));
        assert_true(trace_reader_finish(reader));
        assert_same_trace(read, trace);
        trace_reader_free(reader);
        trace_free(read);
    }
    free(kept.bytes);
    trace_free(trace);
}

static void the_bytes_are_those_of_the_format(void **state)
{
    (void)state;
    Bytes kept = {0};
    TraceWriter *writer = trace_writer_new(keep, &kept);
    TraceSink sink = trace_writer_sink(writer);
    assert_int_equal(sink.text(sink.context, "hi", 2), 1);
    assert_int_equal(sink.text(sink.context, "hi", 2), 1);
    assert_int_equal(sink.place(sink.context, &(TracePlace){"f.c", "", "hi", 258}), 1);
    sink.event(sink.context,
               &(Event){.kind = EV_OUT, .flags = 0x0102, .by = 0x40000003, .t = 0x0807060504030201, .a = 1, .b = 1, .c = 2, .d = 1});
    trace_writer_free(writer);
    unsigned char expected[7 * 32] = {0x89, 'L', 'O', 'O', 'P', 'S', 'C', '\n', 1, 0, 0, 0, 4, 3, 2, 1};
    memcpy(expected + 32, (unsigned char[]){0xf1, [16] = 1, [20] = 2}, 21);
    memcpy(expected + 64, "hi", 2);
    memcpy(expected + 96, (unsigned char[]){0xf1, [16] = 2, [20] = 3}, 21);
    memcpy(expected + 128, "f.c", 3);
    memcpy(expected + 160, (unsigned char[]){0xf2, [4] = 2, 1, [16] = 1, [20] = 2, [28] = 1}, 29);
    memcpy(expected + 192, (unsigned char[]){EV_OUT, 0, 2, 1, 3, 0, 0, 0x40, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1},
           29);
    assert_int_equal(kept.length, sizeof expected);
    assert_memory_equal(kept.bytes, expected, sizeof expected);
    free(kept.bytes);
}

static void a_stream_cut_at_any_byte_keeps_what_was_whole(void **state)
{
    (void)state;
    Trace *trace = sample();
    Bytes kept = save(trace);
    size_t before = 0;
    for (size_t cut = 0; cut < kept.length; cut++) {
        Trace *read = trace_new();
        TraceReader *reader = feed(read, kept.bytes, cut, SIZE_MAX / 2);
        assert_null(trace_reader_error(reader));
        bool whole = trace_reader_finish(reader);
        assert_int_equal(whole, trace_reader_error(reader) == NULL);
        assert_true(!whole || cut % STREAM_RECORD == 0);
        assert_true(cut % STREAM_RECORD == 0 || strstr(trace_reader_error(reader), "cut off") != NULL);
        assert_true(trace_count(read) >= before);
        before = trace_count(read);
        trace_reader_free(reader);
        trace_free(read);
    }
    assert_int_equal(before, trace_count(trace) - 1);
    free(kept.bytes);
    trace_free(trace);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* A changed byte is refused with a sentence, or makes another trace that may be wrong but can be walked from end to end. */
static void a_stream_changed_at_any_byte_does_no_harm(void **state)
{
    (void)state;
    Trace *trace = sample();
    Bytes kept = save(trace);
    uint32_t seed = 4711;
    size_t refused = 0, step = getenv("LOOPSCOPE_VALGRIND") ? 5 : 1; /* there each byte of a record in one of five records */
    for (size_t at = 0; at < kept.length; at += step) {
        unsigned char good = kept.bytes[at];
        kept.bytes[at] = (unsigned char)(good ^ (1 + next_random(&seed) % 255));
        Trace *read = trace_new();
        TraceReader *reader = feed(read, kept.bytes, kept.length, 4096);
        trace_reader_finish(reader);
        const char *error = trace_reader_error(reader);
        refused += error != NULL;
        assert_true(error == NULL || strlen(error) > 20);
        Model *model = model_new(read);
        Spans *spans = spans_new(read);
        assert_true(spans_update(spans) == (model_at(model, SIZE_MAX)->n == trace_count(read)));
        assert_non_null(model_at(model, trace_count(read) / 2));
        spans_free(spans);
        model_free(model);
        trace_reader_free(reader);
        trace_free(read);
        kept.bytes[at] = good;
    }
    assert_true(refused > kept.length / step / 4);
    free(kept.bytes);
    trace_free(trace);
}

static void noise_behind_a_header_does_no_harm(void **state)
{
    (void)state;
    unsigned char bytes[32 + 4096] = {0x89, 'L', 'O', 'O', 'P', 'S', 'C', '\n', 1, 0, 0, 0, 4, 3, 2, 1};
    uint32_t seed = 7;
    for (int round = 0; round < 500; round++) {
        for (size_t i = 32; i < sizeof bytes; i++) {
            uint32_t random = next_random(&seed);
            bytes[i] = (unsigned char)(i % 32 == 0       ? (random % 8 == 0 ? 0xf1 + random / 8 % 3 : random / 8 % EV_COUNT)
                                       : random % 4 == 0 ? random / 4
                                                         : 0);
        }
        Trace *read = trace_new();
        TraceReader *reader = feed(read, bytes, sizeof bytes, 100);
        trace_reader_finish(reader);
        Model *model = model_new(read);
        assert_non_null(model_at(model, SIZE_MAX));
        model_free(model);
        trace_reader_free(reader);
        trace_free(read);
    }
}

static void assert_refused(const unsigned char *bytes, size_t length, const char *sentence)
{
    Trace *read = trace_new();
    TraceReader *reader = feed(read, bytes, length, 7);
    trace_reader_finish(reader);
    assert_string_equal(trace_reader_error(reader), sentence);
    assert_false(trace_reader_feed(reader, bytes, length)); /* and nothing more is taken */
    assert_int_equal(trace_count(read), 0);
    trace_reader_free(reader);
    trace_free(read);
}

static void what_is_wrong_is_said_in_one_sentence(void **state)
{
    (void)state;
    unsigned char bytes[128] = {0x89, 'L', 'O', 'O', 'P', 'S', 'C', '\n', 1, 0, 0, 0, 4, 3, 2, 1};
    assert_refused((const unsigned char *)"import asyncio\n", 15, "this is not a Loopscope recording");
    assert_refused(bytes, 0, "this is not a Loopscope recording: it is empty");
    assert_refused(bytes, 20, "cut off in its header");
    assert_refused(bytes, 40, "cut off at byte 40: 8 bytes of an unfinished record were dropped");
    bytes[32] = EV_OUT;
    bytes[32 + 20] = 1;
    assert_refused(bytes, 64, "damaged at byte 32: string 1 is used before it is defined");
    bytes[32 + 20] = 7;
    assert_refused(bytes, 64, "damaged at byte 32: string 7 is used before it is defined");
    bytes[32] = 0xf1;
    bytes[32 + 16] = 2;
    assert_refused(bytes, 64, "damaged at byte 32: string 2 is defined where string 1 was expected");
    bytes[32 + 16] = 1;
    bytes[32 + 22] = 0x11;
    assert_refused(bytes, 64, "damaged at byte 32: string 1 is said to have 1114119 bytes; more than 1048576 are not allowed");
    bytes[32 + 22] = 0;
    bytes[64 + 8] = 'x';
    assert_refused(bytes, 128, "damaged at byte 64: string 1 is longer than it is said to be");
    bytes[32] = 77;
    assert_refused(bytes, 64, "damaged at byte 32: 77 is no kind of record");
    bytes[32] = EV_STEP_END;
    bytes[33] = 9;
    assert_refused(bytes, 64, "damaged at byte 32: this step_end event has detail 9, which does not exist");
    bytes[33] = 0;
    bytes[39] = 0xe0;
    assert_refused(bytes, 64, "damaged at byte 32: this step_end event is by nobody who can exist");
    bytes[32] = EV_ADVANCE;
    bytes[33] = 1;
    bytes[39] = 0;
    assert_refused(bytes, 64, "damaged at byte 32: this advance event has detail 1, which does not exist");
    bytes[20] = 1;
    assert_refused(bytes, 64, "damaged at byte 0: the header is not as it should be");
    bytes[20] = 0;
    bytes[8] = 2;
    assert_refused(bytes, 64, "this recording was made by a newer Loopscope: its format is version 2, this one reads up to version 1");
}

static void time_does_not_run_backwards_in_a_stream(void **state)
{
    (void)state;
    Bytes kept = {0};
    TraceWriter *writer = trace_writer_new(keep, &kept);
    TraceSink sink = trace_writer_sink(writer);
    sink.event(sink.context, &(Event){.kind = EV_ADVANCE, .t = 5});
    sink.event(sink.context, &(Event){.kind = EV_ADVANCE, .t = 4});
    trace_writer_free(writer);
    Trace *read = trace_new();
    TraceReader *reader = feed(read, kept.bytes, kept.length, 32);
    assert_string_equal(trace_reader_error(reader), "damaged at byte 64: this advance event lies before the one that precedes it");
    assert_int_equal(trace_count(read), 1); /* what came before stays */
    trace_reader_free(reader);
    trace_free(read);
    free(kept.bytes);
}

static void assert_time_refused(Event event, const char *sentence)
{
    Bytes kept = {0};
    TraceWriter *writer = trace_writer_new(keep, &kept);
    TraceSink sink = trace_writer_sink(writer);
    sink.event(sink.context, &event);
    trace_writer_free(writer);
    Trace *read = trace_new();
    TraceReader *reader = feed(read, kept.bytes, kept.length, 32);
    if (sentence == NULL) {
        assert_null(trace_reader_error(reader));
    } else {
        assert_string_equal(trace_reader_error(reader), sentence);
    }
    trace_reader_free(reader);
    trace_free(read);
    free(kept.bytes);
}

/* So that whoever adds two times of a recording need not think of 64 bits. */
static void no_time_of_a_stream_is_more_than_73_years_away(void **state)
{
    (void)state;
    assert_time_refused((Event){.kind = EV_ADVANCE, .t = TRACE_LATEST}, NULL);
    assert_time_refused((Event){.kind = EV_ADVANCE, .t = TRACE_LATEST + 1},
                        "damaged at byte 32: this advance event lies more than 73 years after the start");
    Event timer = {.kind = EV_TIMER_NEW, .detail = CALL_CLOSE_GENERATOR, .a = 1};
    trace_set_time(&timer, -TRACE_LATEST);
    assert_time_refused(timer, NULL);
    trace_set_time(&timer, INT64_MIN);
    assert_time_refused(timer, "damaged at byte 32: this timer_new event has a negative time");
    trace_set_time(&timer, INT64_MAX);
    assert_time_refused(timer, "damaged at byte 32: this timer_new event has a time more than 73 years away");
    Event turn = {.kind = EV_ITER, .a = 1};
    trace_set_time(&turn, TRACE_FOREVER);
    assert_time_refused(turn, NULL);
    trace_set_time(&turn, TRACE_FOREVER - 1);
    assert_time_refused(turn, "damaged at byte 32: this iter event has a time more than 73 years away");
}

static void a_string_too_long_for_a_stream_is_cut_before_a_character(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    size_t length = STREAM_TEXT_LIMIT + 10;
    char *text = malloc(length);
    memset(text, 'x', length);
    memcpy(text + STREAM_TEXT_LIMIT - 2, "\xe2\x82\xac", 3); /* a euro sign across the limit */
    TraceSink sink = trace_sink(trace);
    sink.event(trace, &(Event){.kind = EV_OUT, .b = sink.text(trace, text, length)});
    Bytes kept = save(trace);
    Trace *read = trace_new();
    TraceReader *reader = feed(read, kept.bytes, kept.length, 1000);
    assert_true(trace_reader_finish(reader));
    assert_int_equal(trace_text_length(read, trace_event(read, 0)->b), STREAM_TEXT_LIMIT - 2);
    trace_reader_free(reader);
    trace_free(read);
    trace_free(trace);
    free(kept.bytes);
    free(text);
}

static void a_failed_write_is_remembered_and_nothing_more_is_written(void **state)
{
    (void)state;
    Bytes kept = {.limit = 20000};
    TraceWriter *writer = trace_writer_new(keep, &kept);
    TraceSink sink = trace_writer_sink(writer);
    for (int i = 0; i < 2000; i++) {
        sink.event(sink.context, &(Event){.kind = EV_OUT});
    }
    assert_false(trace_writer_flush(writer));
    assert_true(trace_writer_failed(writer));
    size_t length = kept.length;
    kept.limit = 0;
    sink.event(sink.context, &(Event){.kind = EV_OUT});
    trace_writer_free(writer);
    assert_int_equal(kept.length, length);
    free(kept.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_back_in_pieces_of_any_size),
        cmocka_unit_test(the_bytes_are_those_of_the_format),
        cmocka_unit_test(a_stream_cut_at_any_byte_keeps_what_was_whole),
        cmocka_unit_test(a_stream_changed_at_any_byte_does_no_harm),
        cmocka_unit_test(noise_behind_a_header_does_no_harm),
        cmocka_unit_test(what_is_wrong_is_said_in_one_sentence),
        cmocka_unit_test(time_does_not_run_backwards_in_a_stream),
        cmocka_unit_test(no_time_of_a_stream_is_more_than_73_years_away),
        cmocka_unit_test(a_string_too_long_for_a_stream_is_cut_before_a_character),
        cmocka_unit_test(a_failed_write_is_remembered_and_nothing_more_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
