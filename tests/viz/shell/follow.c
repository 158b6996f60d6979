/* follow.c: a recording that is read while it is written: what is there is there, and its end is known from that of the writer. */
#include "shell/subject/source.h"
#include "trace/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { RECORD = 32, MANY = 400000 };

typedef struct Recording {
    char name[64];
    FILE *file; /* held by its writer, until that is gone */
    TraceWriter *writer;
    TraceSink sink;
} Recording;

static bool write_file(void *context, const void *bytes, size_t length) { return fwrite(bytes, 1, length, context) == length; }

static void begin(Recording *recording)
{
    snprintf(recording->name, sizeof recording->name, "/tmp/loopscope-follow-XXXXXX");
    int descriptor = mkstemp(recording->name);
    assert_true(descriptor >= 0);
    recording->file = fdopen(descriptor, "wb");
    assert_int_equal(flock(descriptor, LOCK_EX | LOCK_NB), 0);
    recording->writer = trace_writer_new(write_file, recording->file);
    assert_non_null(recording->writer);
    recording->sink = trace_writer_sink(recording->writer);
}

static void add(Recording *recording, int events)
{
    for (int i = 0; i < events; i++) {
        Event event = {.kind = EV_ITER_END, .a = 1};
        recording->sink.event(recording->sink.context, &event);
    }
    assert_true(trace_writer_flush(recording->writer));
    fflush(recording->file);
}

static void writer_goes(Recording *recording)
{
    trace_writer_free(recording->writer);
    fclose(recording->file);
}

static void open_it(const Recording *recording, Source *source)
{
    bool wrong_call = false;
    assert_true(source_open_beginning(source, recording->name, &wrong_call));
}

static void what_is_written_later_is_read_until_the_writer_has_gone(void **unused)
{
    (void)unused;
    Recording recording;
    Source source;
    begin(&recording);
    add(&recording, 3);
    open_it(&recording, &source);
    assert_int_equal(trace_count(source.trace), 3);
    assert_non_null(source.rest);
    assert_true(follow_is_written(source.rest));
    assert_int_equal(follow_state(source.rest), FOLLOW_WAITS);
    assert_false(source_read_on(&source, SIZE_MAX));
    add(&recording, 4);
    assert_true(source_read_on(&source, SIZE_MAX));
    assert_int_equal(trace_count(source.trace), 7);
    add(&recording, 2);
    writer_goes(&recording);
    assert_true(source_read_on(&source, SIZE_MAX)); /* what was written last is not lost */
    assert_int_equal(trace_count(source.trace), 9);
    assert_null(source.rest);
    assert_string_equal(source.notice, "");
    source_close(&source);
    unlink(recording.name);
}

static void a_writer_that_is_killed_in_a_record_leaves_what_was_whole(void **unused)
{
    (void)unused;
    Recording recording;
    Source source;
    begin(&recording);
    add(&recording, 5);
    open_it(&recording, &source);
    fwrite("part of a record", 1, 16, recording.file);
    writer_goes(&recording);
    (void)source_read_on(&source, SIZE_MAX);
    assert_int_equal(trace_count(source.trace), 5);
    assert_null(source.rest);
    assert_non_null(strstr(source.notice, "is damaged: cut off"));
    assert_non_null(strstr(source.notice, "what comes before it is shown"));
    source_close(&source);
    unlink(recording.name);
}

static void what_is_damaged_says_so_once(void **unused)
{
    (void)unused;
    Recording recording;
    Source source;
    begin(&recording);
    add(&recording, 5);
    open_it(&recording, &source);
    fwrite("a record that has no kind of all", 1, 32, recording.file);
    writer_goes(&recording);
    (void)source_read_on(&source, SIZE_MAX);
    assert_non_null(strstr(source.notice, "something is damaged at byte "));
    assert_null(strstr(strstr(source.notice, "damaged") + 1, "damaged"));
    assert_non_null(strstr(source.notice, "what comes before it is shown"));
    source_close(&source);
    unlink(recording.name);
}

static void a_long_recording_shows_its_beginning_first(void **unused)
{
    (void)unused;
    Recording recording;
    Source source;
    begin(&recording);
    add(&recording, MANY);
    writer_goes(&recording);
    open_it(&recording, &source);
    size_t before = trace_count(source.trace);
    assert_in_range(before, 1, MANY - 1);
    assert_non_null(source.rest);
    assert_false(follow_is_written(source.rest));
    assert_in_range(follow_percent(source.rest), 1, 99);
    assert_true(source_read_on(&source, 10 * RECORD));
    assert_int_equal(trace_count(source.trace), before + 10);
    while (source.rest != NULL) {
        (void)source_read_on(&source, 1 << 20);
    }
    assert_int_equal(trace_count(source.trace), MANY);
    source_close(&source);
    unlink(recording.name);
}

/* For tell and export: they do not wait. */
static void what_somebody_writes_can_be_taken_as_it_stands(void **unused)
{
    (void)unused;
    Recording recording;
    Source source;
    bool wrong_call = false;
    begin(&recording);
    add(&recording, 6);
    fwrite("part of a record", 1, 16, recording.file);
    fflush(recording.file);
    assert_true(source_open(&source, recording.name, &wrong_call));
    assert_int_equal(trace_count(source.trace), 6);
    assert_null(source.rest);
    assert_string_equal(source.notice, "");
    source_close(&source);
    writer_goes(&recording);
    unlink(recording.name);
}

#if !defined(__SANITIZE_ADDRESS__) /* whose own memory no limit has room for */
/* With so little memory: a window that reads on, and a telling that takes all at once. */
static void of_a_recording_that_does_not_fit_the_first_part_is_shown(void **state)
{
    enum { LIMIT = 200 << 20, EVENTS = 3000000 };
    (void)state;
    Recording recording;
    Source source;
    bool wrong_call = false;
    struct rlimit before, little;
    begin(&recording);
    add(&recording, EVENTS);
    writer_goes(&recording);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    little = before;
    little.rlim_cur = LIMIT;
    assert_int_equal(setrlimit(RLIMIT_AS, &little), 0);
    for (int at_once = 0; at_once < 2; at_once++) {
        if (at_once) {
            assert_true(source_open(&source, recording.name, &wrong_call));
        } else {
            open_it(&recording, &source);
            while (source.rest != NULL) {
                (void)source_read_on(&source, 1 << 20);
            }
        }
        size_t count = trace_count(source.trace);
        assert_true(count > EVENTS / 2 && count < EVENTS);
        char said[64];
        snprintf(said, sizeof said, ": its first %zu events are shown", count);
        assert_non_null(strstr(source.notice, "there is not enough memory for all of /tmp/loopscope-follow-"));
        assert_non_null(strstr(source.notice, said));
        source_close(&source);
    }
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    unlink(recording.name);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_later_is_read_until_the_writer_has_gone),
        cmocka_unit_test(a_writer_that_is_killed_in_a_record_leaves_what_was_whole),
        cmocka_unit_test(what_is_damaged_says_so_once),
        cmocka_unit_test(a_long_recording_shows_its_beginning_first),
        cmocka_unit_test(what_somebody_writes_can_be_taken_as_it_stands),
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(of_a_recording_that_does_not_fit_the_first_part_is_shown),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
