/* A stream carries a trace unchanged, in pieces of any size; damaged in any way it gives a sentence and keeps what came before. */
#include "trace_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson.h"

#include <stdlib.h>
#include <string.h>

typedef struct Bytes {
    unsigned char *bytes;
    size_t length;
} Bytes;

static bool keep(void *context, const void *bytes, size_t length)
{
    Bytes *into = context;
    unsigned char *grown = realloc(into->bytes, into->length + length);
    if (!grown) {
        return false;
    }
    memcpy(grown + into->length, bytes, length);
    into->bytes = grown;
    into->length += length;
    return true;
}

static Trace *original;
static Bytes stream;

static int make_stream(void **state)
{
    (void)state;
    original = trace_new();
    lesson_record(lesson_find("gather"), trace_sink(original));
    TraceWriter *writer = trace_writer_new(keep, &stream);
    trace_replay(original, trace_writer_sink(writer));
    assert_true(trace_writer_flush(writer));
    trace_writer_free(writer);
    return 0;
}

static int drop_stream(void **state)
{
    (void)state;
    trace_free(original);
    free(stream.bytes);
    return 0;
}

static void assert_same_events(const Trace *one, const Trace *other, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(trace_event(one, i), trace_event(other, i), sizeof(Event));
    }
}

static void what_is_written_is_what_is_read(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 4000; piece = piece * 3 + 1) {
        Trace *trace = trace_new();
        TraceReader *reader = trace_reader_new(trace);
        for (size_t at = 0; at < stream.length; at += piece) {
            assert_true(trace_reader_feed(reader, stream.bytes + at, stream.length - at < piece ? stream.length - at : piece));
        }
        assert_true(trace_reader_finish(reader));
        assert_int_equal(trace_count(trace), trace_count(original));
        assert_same_events(trace, original, trace_count(original));
        assert_int_equal(trace_text_count(trace), trace_text_count(original));
        assert_string_equal(trace_title(trace), trace_title(original));
        assert_int_equal(trace_source_count(trace), 2);
        assert_string_equal(trace_source_text(trace, 0), trace_source_text(original, 0));
        for (uint32_t id = 0; id <= trace_place_count(original); id++) {
            assert_string_equal(trace_place(trace, id)->text, trace_place(original, id)->text);
            assert_int_equal(trace_place(trace, id)->line, trace_place(original, id)->line);
        }
        trace_reader_free(reader);
        trace_free(trace);
    }
}

static void a_stream_cut_off_anywhere_opens_up_to_its_last_whole_record(void **state)
{
    (void)state;
    size_t before = 0;
    for (size_t length = 0; length < stream.length; length++) {
        Trace *trace = trace_new();
        TraceReader *reader = trace_reader_new(trace);
        assert_true(trace_reader_feed(reader, stream.bytes, length));
        bool whole = trace_reader_finish(reader);
        assert_true(whole || trace_reader_error(reader) != NULL);
        assert_true(!whole || length % STREAM_RECORD == 0);
        assert_true(trace_count(trace) >= before);
        before = trace_count(trace);
        trace_reader_free(reader);
        trace_free(trace);
    }
    assert_int_equal(before, trace_count(original) - 1);
}

static void a_flipped_bit_never_crashes_and_keeps_what_came_before(void **state)
{
    (void)state;
    unsigned seed = 20240102;
    print_message("seed %u\n", seed);
    unsigned char *copy = malloc(stream.length);
    assert_non_null(copy);
    for (size_t at = 0; at < stream.length; at++) {
        memcpy(copy, stream.bytes, stream.length);
        seed = seed * 1103515245U + 12345U;
        copy[at] ^= (unsigned char)(1U << ((seed >> 16) % 8));
        Trace *trace = trace_new();
        TraceReader *reader = trace_reader_new(trace);
        bool good = trace_reader_feed(reader, copy, stream.length) && trace_reader_finish(reader);
        assert_true(good == (trace_reader_error(reader) == NULL));
        trace_reader_free(reader);
        trace_free(trace);
    }
    free(copy);
}

static const char *error_of(const void *bytes, size_t length, char *buffer, size_t size)
{
    Trace *trace = trace_new();
    TraceReader *reader = trace_reader_new(trace);
    if (trace_reader_feed(reader, bytes, length)) {
        trace_reader_finish(reader);
    }
    const char *error = trace_reader_error(reader);
    strncpy(buffer, error ? error : "", size - 1);
    buffer[size - 1] = '\0';
    trace_reader_free(reader);
    trace_free(trace);
    return buffer;
}

static void each_fault_has_its_sentence(void **state)
{
    (void)state;
    char text[256];
    unsigned char bytes[96] = {0};
    memcpy(bytes, "hello, this is no recording at all", 34);
    assert_string_equal(error_of(bytes, 96, text, sizeof text), "this is not a Loopscope recording");
    assert_string_equal(error_of(bytes, 0, text, sizeof text), "this is not a Loopscope recording");
    memcpy(bytes, stream.bytes, 32);
    bytes[8] = 9;
    assert_string_equal(error_of(bytes, 32, text, sizeof text), "this recording has format 9, and this Loopscope reads format 1 only");
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, stream.bytes, 32);
    bytes[32] = EV_OUT;
    bytes[32 + 20] = 7;
    assert_string_equal(error_of(bytes, 64, text, sizeof text), "damaged at byte 32: string 7 is used before it is defined");
    bytes[32] = 200;
    assert_string_equal(error_of(bytes, 64, text, sizeof text), "damaged at byte 32: there is no event of kind 200");
    memset(bytes + 32, 0, 32);
    bytes[32] = EV_ADVANCE;
    assert_string_equal(error_of(bytes, 70, text, sizeof text), "cut off at byte 70: 6 bytes of an unfinished record were dropped");
}

static bool refuse(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return false;
}

static void a_writer_that_cannot_write_says_so_and_goes_on_quietly(void **state)
{
    (void)state;
    TraceWriter *writer = trace_writer_new(refuse, NULL);
    trace_replay(original, trace_writer_sink(writer));
    assert_false(trace_writer_flush(writer));
    assert_true(trace_writer_failed(writer));
    trace_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_what_is_read),
        cmocka_unit_test(a_stream_cut_off_anywhere_opens_up_to_its_last_whole_record),
        cmocka_unit_test(a_flipped_bit_never_crashes_and_keeps_what_came_before),
        cmocka_unit_test(each_fault_has_its_sentence),
        cmocka_unit_test(a_writer_that_cannot_write_says_so_and_goes_on_quietly),
    };
    return cmocka_run_group_tests(tests, make_stream, drop_stream);
}
