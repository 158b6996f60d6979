/* scarce_memory.c: whichever allocation fails first, what records a run, keeps it, writes it and looks at it says so, and goes on where memory is back. */
#include "async.h"
#include "words/narrate/narrate.h"
#include "support/runs.h"
#include "trace/jsonl.h"
#include "trace/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"
#include "support/part_of.h"

/* Calls `once` with memory for no allocation, for one, for two ..., on each of the runs, until it has all that it wants: first so that there
   is none from then on, then so that one allocation fails and the next ones do not. */
static void with_ever_more_memory(void (*once)(const Trace *run))
{
    for (int i = 0; i <= 2 * RUN_COUNT + 1; i++) {
        Trace *run = i / 2 < RUN_COUNT ? runs_record(i / 2) : runs_many_sleepers(5, 17000);
        long refusals = 1;
        for (long allowed = 0; refusals > 0; allowed += part_of_many(5)) {
            assert_true(allowed < 5000);
            memory = (FailingMemory){.left = allowed, .returns = i % 2 == 1};
            once(run);
            refusals = memory.refusals;
            memory = enough_memory;
        }
        trace_free(run);
    }
}

static bool refused(void) { return memory.refusals > 0; }

static void assert_same_events(const Trace *trace, const Trace *whole, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const Event *event = trace_event(trace, i), *wanted = trace_event(whole, i);
        assert_int_equal(event->kind, wanted->kind);
        assert_int_equal(event->t, wanted->t);
        assert_int_equal(event->a, wanted->a);
        assert_int_equal(event->by, wanted->by);
    }
}

static void keep(const Trace *run)
{
    Trace *trace = trace_new();
    if (trace == NULL) {
        assert_true(refused());
        return;
    }
    trace_replay(run, trace_sink(trace));
    assert_int_equal(trace_full(trace), refused());
    assert_true(trace_count(trace) <= trace_count(run));
    assert_true(trace_full(trace) || trace_count(trace) == trace_count(run));
    assert_same_events(trace, run, trace_count(trace));
    trace_free(trace);
}

static void what_is_kept_of_a_run_is_its_beginning_and_the_rest_is_known_to_be_lost(void **unused)
{
    (void)unused;
    with_ever_more_memory(keep);
}

/* The memory of the engine, which is not what runs out here. */
static void *memory_of_the_engine(void *context, size_t size)
{
    (void)context;
    return __real_malloc(size);
}

CORO(naps, const char *name; int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 400; self->i++) {
        AWAIT(async_sleep(0.5));
        async_print("%s %d", self->name, self->i);
    }
    CORO_END;
}

CORO(two_nap, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(naps, "a"), call(naps, "b")));
    CORO_END;
}

static Trace *watch_two_naps(int *status)
{
    Trace *trace = trace_new();
    if (trace != NULL) {
        TraceSink sink = trace_sink(trace);
        async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink, .allocate = memory_of_the_engine});
        FailingMemory scarce = memory;
        memory = enough_memory; /* what is made before async_run() is not its allocator's */
        async_coroutine main = call(two_nap);
        memory = scarce;
        *status = async_run(main);
        async_use(NULL);
    }
    return trace;
}

static void a_run_goes_on_to_its_end_when_nothing_more_of_it_can_be_kept(void **unused)
{
    (void)unused;
    int status = 1;
    Trace *whole = watch_two_naps(&status);
    assert_int_equal(status, 0);
    bool full = true;
    for (long allowed = 0; full; allowed += part_of_many(5)) {
        memory = (FailingMemory){.left = allowed};
        status = 0;
        Trace *trace = watch_two_naps(&status);
        full = refused();
        memory = enough_memory;
        assert_int_equal(status, 0);
        if (trace != NULL) {
            assert_true(full || !trace_full(trace)); /* without memory to put a value into words, the run is whole but for those */
            assert_same_events(trace, whole, trace_count(trace));
        }
        trace_free(trace);
    }
    trace_free(whole);
}

/* ---- Bytes ---- */

typedef struct Bytes {
    char *bytes;
    size_t length;
} Bytes;

static bool append(void *context, const void *bytes, size_t length)
{
    Bytes *all = context;
    char *grown = __real_realloc(all->bytes, all->length + length);
    assert_non_null(grown);
    memcpy(grown + all->length, bytes, length);
    *all = (Bytes){grown, all->length + length};
    return true;
}

static bool write_all(const Trace *run, Bytes *into)
{
    TraceWriter *writer = trace_writer_new(append, into);
    if (writer == NULL) {
        return false;
    }
    trace_replay(run, trace_writer_sink(writer));
    bool written = trace_writer_flush(writer);
    assert_int_equal(written, !trace_writer_failed(writer));
    trace_writer_free(writer);
    return written;
}

static void write_recording(const Trace *run)
{
    Bytes bytes = {0};
    bool written = write_all(run, &bytes);
    assert_int_equal(written, !refused());
    free(bytes.bytes);
}

static void a_recording_that_could_not_be_written_whole_is_known_to_be_so(void **unused)
{
    (void)unused;
    with_ever_more_memory(write_recording);
}

static void read_recording(const Trace *run)
{
    FailingMemory scarce = memory;
    Bytes bytes = {0};
    memory = enough_memory;
    assert_true(write_all(run, &bytes));
    memory = scarce;
    Trace *trace = trace_new();
    TraceReader *reader = trace != NULL ? trace_reader_new(trace) : NULL;
    if (reader == NULL) {
        assert_true(refused());
    } else {
        bool well = true;
        for (size_t at = 0; well && at < bytes.length; at += 50) {
            well = trace_reader_feed(reader, bytes.bytes + at, bytes.length - at < 50 ? bytes.length - at : 50);
        }
        well = well && trace_reader_finish(reader);
        assert_int_equal(well, !refused());
        assert_true(well || strncmp(trace_reader_error(reader), "out of memory", 13) == 0);
        assert_same_events(trace, run, trace_count(trace));
    }
    trace_reader_free(reader);
    trace_free(trace);
    free(bytes.bytes);
}

static void a_recording_that_could_not_be_read_whole_says_so_in_a_sentence(void **unused)
{
    (void)unused;
    with_ever_more_memory(read_recording);
}

static void write_lines(const Trace *run)
{
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    bool written = trace_write_jsonl(run, nowhere);
    assert_int_equal(written, !refused());
    fclose(nowhere);
}

static void an_export_that_could_not_be_written_whole_is_known_to_be_so(void **unused)
{
    (void)unused;
    with_ever_more_memory(write_lines);
}

/* ---- Looking at it ---- */

static char *dump(const State *state, const Trace *trace)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    state_dump(state, trace, out);
    fclose(out);
    return text;
}

/* Of the fold from the first event. */
static char *dump_afresh(const Trace *run, size_t n)
{
    Model *model = model_new(run);
    char *text = dump(model_at(model, n), run);
    model_free(model);
    return text;
}

enum { PERCENT = 100 };

/* Goes to and fro, as a reader does, with little memory; and a little more when it is back. */
static void look(const Trace *run)
{
    static const size_t scarcely[] = {50, 100, 20, 99, 21, 0, 60, 61, 30, 100, 10}, again[] = {40, 90, 12};
    Model *model = model_new(run);
    if (model == NULL) {
        assert_true(refused());
        return;
    }
    for (size_t i = 0; i < sizeof scarcely / sizeof scarcely[0]; i++) {
        size_t n = trace_count(run) * scarcely[i] / PERCENT;
        const State *state = i % 3 == 0 ? model_peek(model, n) : model_at(model, n);
        assert_true(state != NULL || refused());
    }
    FailingMemory scarce = memory;
    memory = enough_memory;
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++) {
        size_t n = trace_count(run) * again[i] / PERCENT;
        char *text = dump(model_at(model, n), run), *wanted = dump_afresh(run, n);
        assert_string_equal(text, wanted);
        free(text);
        free(wanted);
    }
    model_free(model);
    memory = scarce; /* with_ever_more_memory() wants to know whether it was enough */
}

static void a_moment_is_the_same_as_ever_once_there_is_memory_again(void **unused)
{
    (void)unused;
    with_ever_more_memory(look);
}

static void look_along(const Trace *run)
{
    Model *model = model_new(run);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    if (spans != NULL && model != NULL) {
        bool whole = spans_update(spans);
        assert_true(whole || refused());
        for (size_t n = 0; n <= trace_count(run); n += trace_count(run) / 40 + 1) {
            Sentence sentence;
            narrate(LANGUAGE_ENGLISH, model, spans, run, n, &sentence);
        }
        FailingMemory scarce = memory;
        memory = enough_memory;
        for (int i = 0; i < 3 && !whole; i++) { /* each time it goes on where it could not */
            whole = spans_update(spans);
        }
        memory = scarce;
        assert_true(whole);
        size_t lanes = 0;
        spans_lanes(spans, &lanes);
        assert_int_equal(lanes, spans_task_count(spans));
    } else {
        assert_true(refused());
    }
    model_free(model);
    spans_free(spans);
}

static void bars_and_sentences_do_without_memory_and_go_on_when_there_is_some(void **unused)
{
    (void)unused;
    with_ever_more_memory(look_along);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_of_a_run_is_its_beginning_and_the_rest_is_known_to_be_lost),
        cmocka_unit_test(a_run_goes_on_to_its_end_when_nothing_more_of_it_can_be_kept),
        cmocka_unit_test(a_recording_that_could_not_be_written_whole_is_known_to_be_so),
        cmocka_unit_test(a_recording_that_could_not_be_read_whole_says_so_in_a_sentence),
        cmocka_unit_test(an_export_that_could_not_be_written_whole_is_known_to_be_so),
        cmocka_unit_test(a_moment_is_the_same_as_ever_once_there_is_memory_again),
        cmocka_unit_test(bars_and_sentences_do_without_memory_and_go_on_when_there_is_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
