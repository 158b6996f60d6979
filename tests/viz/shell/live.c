/* live.c: whatever a live run's process does, what arrived is kept and how it ended is known; nobody is left behind. */
#include "lesson/lesson.h"
#include "shell/live.h"
#include "trace/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <poll.h> /* <poll.h> would be the engine's own header */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { EVENTS = 5, PATIENCE = 20000 /* ms: far longer than any of this takes */ };

static char stream_file[] = "/tmp/loopscope-live-XXXXXX";

static bool write_file(void *context, const void *bytes, size_t length) { return fwrite(bytes, 1, length, context) == length; }

/* A recording of a few events, for shell scripts to send down the pipe. */
static int make_stream(void **state)
{
    (void)state;
    int descriptor = mkstemp(stream_file);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "wb");
    TraceWriter *writer = trace_writer_new(write_file, file);
    assert_non_null(writer);
    TraceSink sink = trace_writer_sink(writer);
    uint32_t text = sink.text(sink.context, "hello", 5);
    for (int i = 0; i < EVENTS; i++) {
        Event event = {.kind = EV_OUT, .t = i * 1000, .b = text};
        sink.event(sink.context, &event);
    }
    trace_writer_free(writer);
    return fclose(file);
}

static int remove_stream(void **state)
{
    (void)state;
    return unlink(stream_file);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* $0 is the stream's file; the pipe is descriptor 3. */
static Live *start_script(const char *script, Trace *trace)
{
    char shell[] = "/bin/sh", option[] = "-c", text[300], error[200] = "";
    snprintf(text, sizeof text, "%s", script);
    Live *live = live_start((char *const[]){shell, option, text, stream_file, NULL}, trace, error, sizeof error);
    assert_string_equal(error, "");
    assert_non_null(live);
    return live;
}

/* Waits on the pipe for what comes next; after its end the process itself is all there is to wait for. */
static void wait_for_more(Live *live)
{
    struct pollfd pipe = {.fd = live_descriptor(live), .events = POLLIN};
    int timeout = pipe.fd < 0 ? 1 : PATIENCE;
    int ready = poll(&pipe, 1, timeout);
    assert_true(ready > 0 || pipe.fd < 0);
}

static void follow_to_the_end(Live *live)
{
    while (live_running(live)) {
        wait_for_more(live);
        (void)live_read(live, now());
    }
}

static void follow_until(Live *live, const Trace *trace, size_t count)
{
    while (trace_count(trace) < count) {
        wait_for_more(live);
        (void)live_read(live, now());
    }
}

static void assert_end(const Trace *trace, size_t arrived, TraceEnd how, uint32_t number)
{
    assert_int_equal(trace_count(trace), arrived + 1);
    const Event *last = trace_event(trace, arrived);
    assert_int_equal(last->kind, EV_PROCESS_END);
    assert_int_equal(last->detail, how);
    assert_int_equal(last->a, number);
    assert_int_equal(last->t, arrived > 0 ? trace_event(trace, arrived - 1)->t : 0);
}

static void assert_nobody_is_left(void)
{
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void run(const char *script, size_t arrived, TraceEnd how, uint32_t number, const char *notice)
{
    Trace *trace = trace_new();
    Live *live = start_script(script, trace);
    follow_to_the_end(live);
    assert_end(trace, arrived, how, number);
    assert_non_null(strstr(live_notice(live), notice));
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static void a_process_that_exits_in_the_middle_says_with_which_status(void **state)
{
    (void)state;
    run("cat \"$0\" >&3; exit 3", EVENTS, END_EXITED, 3, "exit status 3");
}

/* As the tracer writes it before os._exit(): an event of 32 bytes, kind EV_PROCESS_END, at 8 the time of the last event, at 16 the status. */
static void a_program_that_has_said_itself_how_it_ends_is_told_so_once(void **state)
{
    (void)state;
    assert_int_equal(EV_PROCESS_END, 040); /* the first byte below */
    run("cat \"$0\" >&3; { printf '\\040'; head -c 7 /dev/zero; printf '\\240\\017\\000\\000\\000\\000\\000\\000'; printf '\\003'; head -c 15 /dev/zero; } >&3; exit 3",
        EVENTS, END_EXITED, 3, "exit status 3");
}

static void a_process_that_sends_nothing_ends_too(void **state)
{
    (void)state;
    run("exit 0", 0, END_EXITED, 0, "middle of its run");
}

static void a_killed_process_keeps_what_it_had_sent(void **state)
{
    (void)state;
    run("cat \"$0\" >&3; kill -KILL $$", EVENTS, END_KILLED, SIGKILL, "was killed");
}

static void a_crash_is_called_a_crash(void **state)
{
    (void)state;
    run("cat \"$0\" >&3; kill -SEGV $$", EVENTS, END_KILLED, SIGSEGV, "crashed");
}

static void rubbish_ends_the_run_with_a_sentence(void **state)
{
    (void)state;
    run("echo this is not a stream of events, and it is longer than a header >&3; exec cat /dev/zero >&3", 0, END_LOST, 0,
        "could not be read");
}

static void rubbish_after_good_events_keeps_those(void **state)
{
    (void)state;
    run("cat \"$0\" >&3; yes this is not an event at all >&3", EVENTS, END_LOST, 0, "could not be read");
}

static void a_stream_cut_within_a_record_keeps_the_whole_ones(void **state)
{
    (void)state;
    run("head -c -7 \"$0\" >&3; kill -KILL $$", EVENTS - 1, END_KILLED, SIGKILL, "was killed");
}

static void a_program_that_does_not_exist_is_named_as_such(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    char path[] = "/nonexistent/program", error[200] = "";
    Live *live = live_start((char *const[]){path, NULL}, trace, error, sizeof error);
    assert_non_null(live);
    follow_to_the_end(live);
    assert_string_equal(live_notice(live), "The program could not be started.");
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static void a_process_that_hangs_can_be_stopped(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    Live *live = start_script("cat \"$0\" >&3; while :; do :; done", trace);
    follow_until(live, trace, EVENTS);
    assert_true(live_running(live));
    live_stop(live);
    assert_false(live_running(live));
    assert_end(trace, EVENTS, END_KILLED, SIGKILL);
    assert_non_null(strstr(live_notice(live), "was stopped"));
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static void a_process_that_closes_its_pipe_and_hangs_is_stopped_after_its_grace(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    Live *live = start_script("cat \"$0\" >&3; exec 3>&-; while :; do :; done", trace);
    while (live_descriptor(live) >= 0) {
        wait_for_more(live);
        (void)live_read(live, 1);
    }
    assert_true(live_running(live));
    while (live_running(live)) {
        (void)poll(NULL, 0, 1);
        (void)live_read(live, 2000000000); /* the clock is ours: the grace of a second is over */
    }
    assert_end(trace, EVENTS, END_KILLED, SIGKILL);
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static void closing_the_window_ends_the_process_and_what_it_started(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    int alive[2];
    assert_int_equal(pipe(alive), 0);
    /* A grandchild holds the writing end of its standard error: it reads as closed only when all of them are gone. */
    int keep = dup(STDERR_FILENO);
    dup2(alive[1], STDERR_FILENO);
    close(alive[1]);
    Live *live = start_script("sh -c 'while :; do :; done' & cat \"$0\" >&3; wait", trace);
    dup2(keep, STDERR_FILENO);
    close(keep);
    follow_until(live, trace, EVENTS);
    live_free(live);
    assert_nobody_is_left();
    struct pollfd gone = {.fd = alive[0], .events = POLLIN};
    assert_int_equal(poll(&gone, 1, PATIENCE), 1);
    char byte;
    assert_int_equal(read(alive[0], &byte, 1), 0);
    close(alive[0]);
    trace_free(trace);
}

/* The program itself, as a test of the other end of the pipe; NULL: not built here. */
static Live *start_lesson(char *lesson, Trace *trace)
{
    char *program = getenv("LOOPSCOPE");
    if (program == NULL || access(program, X_OK) != 0) {
        return NULL;
    }
    char child[] = "--child", option[] = "--fd", descriptor[] = "3", error[200] = "";
    return live_start((char *const[]){program, child, lesson, option, descriptor, NULL}, trace, error, sizeof error);
}

static size_t count_kind(const Trace *trace, EventKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        count += trace_event(trace, i)->kind == kind;
    }
    return count;
}

static void a_lesson_runs_live_to_its_end(void **state)
{
    (void)state;
    Trace *live_trace = trace_new(), *recorded = trace_new();
    char name[] = "say_after";
    Live *live = start_lesson(name, live_trace);
    if (live == NULL) {
        skip();
    }
    follow_to_the_end(live);
    assert_string_equal(live_notice(live), "");
    assert_int_equal(lesson_record(lesson_find(name), trace_sink(recorded)), 0);
    assert_true(trace_real_time(live_trace));
    assert_string_equal(trace_title(live_trace), trace_title(recorded));
    assert_int_equal(count_kind(live_trace, EV_OUT), count_kind(recorded, EV_OUT));
    assert_int_equal(count_kind(live_trace, EV_STEP), count_kind(recorded, EV_STEP));
    assert_int_equal(count_kind(live_trace, EV_DONE), 1);
    const Event *last = trace_event(live_trace, trace_count(live_trace) - 1);
    assert_int_equal(last->kind, EV_PROCESS_END);
    assert_int_equal(last->a, 0);
    live_free(live);
    trace_free(live_trace);
    trace_free(recorded);
    assert_nobody_is_left();
}

static void what_a_lesson_prints_arrives_before_it_ends(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    char name[] = "gather";
    Live *live = start_lesson(name, trace);
    if (live == NULL) {
        skip();
    }
    while (count_kind(trace, EV_OUT) < 4) {
        wait_for_more(live);
        (void)live_read(live, now());
        assert_true(live_running(live)); /* its first wait lasts a second */
    }
    live_stop(live);
    assert_int_equal(trace_event(trace, trace_count(trace) - 1)->kind, EV_PROCESS_END);
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static Live *reserve_script(const char *script)
{
    char shell[] = "/bin/sh", option[] = "-c", text[300], error[200] = "";
    snprintf(text, sizeof text, "%s", script);
    Live *live = live_reserve((char *const[]){shell, option, text, stream_file, NULL}, error, sizeof error);
    assert_string_equal(error, "");
    assert_non_null(live);
    return live;
}

static const char when_told[] = "[ -n \"$(head -c 1 <&3 | od -An -c)\" ] && cat \"$0\" >&3; exit 4";

static void a_process_made_ready_begins_when_it_is_told(void **state)
{
    (void)state;
    Live *live = reserve_script(when_told);
    struct pollfd pipe = {.fd = live_descriptor(live), .events = POLLIN};
    assert_int_equal(poll(&pipe, 1, 100), 0); /* it waits */
    Trace *trace = trace_new();
    assert_true(live_begin(live, trace));
    follow_to_the_end(live);
    assert_end(trace, EVENTS, END_EXITED, 4);
    live_free(live);
    trace_free(trace);
    assert_nobody_is_left();
}

static void a_process_made_ready_that_has_gone_cannot_begin(void **state)
{
    (void)state;
    Live *live = reserve_script("exit 0");
    struct pollfd pipe = {.fd = live_descriptor(live), .events = POLLIN};
    assert_int_equal(poll(&pipe, 1, PATIENCE), 1); /* its end is closed */
    Trace *trace = trace_new();
    assert_false(live_begin(live, trace));
    live_free(live);
    assert_int_equal(trace_count(trace), 0);
    trace_free(trace);
    assert_nobody_is_left();
}

static void a_process_made_ready_for_nothing_goes_with_the_window(void **state)
{
    (void)state;
    live_free(reserve_script(when_told));
    assert_nobody_is_left();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_that_exits_in_the_middle_says_with_which_status),
        cmocka_unit_test(a_program_that_has_said_itself_how_it_ends_is_told_so_once),
        cmocka_unit_test(a_process_that_sends_nothing_ends_too),
        cmocka_unit_test(a_killed_process_keeps_what_it_had_sent),
        cmocka_unit_test(a_crash_is_called_a_crash),
        cmocka_unit_test(rubbish_ends_the_run_with_a_sentence),
        cmocka_unit_test(rubbish_after_good_events_keeps_those),
        cmocka_unit_test(a_stream_cut_within_a_record_keeps_the_whole_ones),
        cmocka_unit_test(a_program_that_does_not_exist_is_named_as_such),
        cmocka_unit_test(a_process_that_hangs_can_be_stopped),
        cmocka_unit_test(a_process_that_closes_its_pipe_and_hangs_is_stopped_after_its_grace),
        cmocka_unit_test(a_lesson_runs_live_to_its_end),
        cmocka_unit_test(what_a_lesson_prints_arrives_before_it_ends),
        cmocka_unit_test(a_process_made_ready_begins_when_it_is_told),
        cmocka_unit_test(a_process_made_ready_that_has_gone_cannot_begin),
        cmocka_unit_test(a_process_made_ready_for_nothing_goes_with_the_window),
        cmocka_unit_test(closing_the_window_ends_the_process_and_what_it_started),
    };
    return cmocka_run_group_tests(tests, make_stream, remove_stream);
}
