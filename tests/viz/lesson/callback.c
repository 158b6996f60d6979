/* callback.c: while a callback of the program's runs, the line that it is at is known, in C and in Python. */
#include "lesson/callback.h"
#include "lesson/lesson.h"
#include "model/model.h"
#include "trace/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct Run {
    Trace *trace;
    Model *model;
    Spans *spans;
    const Lesson *lesson;
} Run;

static void open_run(Run *run, const char *name)
{
    run->lesson = lesson_find(name);
    run->trace = trace_new();
    assert_true(run->lesson != NULL && run->trace != NULL);
    assert_int_equal(lesson_record(run->lesson, trace_sink(run->trace)), 0);
    run->model = model_new(run->trace);
    run->spans = spans_new(run->trace);
    assert_true(run->model != NULL && run->spans != NULL && spans_update(run->spans));
}

static void close_run(Run *run)
{
    spans_free(run->spans);
    model_free(run->model);
    trace_free(run->trace);
}

static ProgramText text_at(const Run *run, size_t n, size_t source)
{
    ProgramText text = {.trace = run->trace, .spans = run->spans, .state = model_at(run->model, n), .lesson = run->lesson};
    assert_non_null(text.state);
    return program_source(text, source);
}

/* The name of the function in whose text the line stands: of the last head at or above it. */
static bool stands_in(const ProgramText *text, uint32_t line, const char *name)
{
    for (; line > 0; line--) {
        size_t length = 0;
        const char *at = program_find(text, line, &length);
        bool head = at != NULL && length > 0 && at[0] != ' ' && at[0] != '{' && at[0] != '}' && at[0] != '/' && at[0] != '#';
        if (head) {
            const char *found = strstr(at, name);
            return found != NULL && found + strlen(name) < at + length && found[strlen(name)] == '(';
        }
    }
    return false;
}

static bool is_called(const State *state)
{
    RefKind kind = ref_kind(state->running);
    return (kind == REF_HANDLE || kind == REF_TIMER) && state->current.call == CALL_USER;
}

/* A step may call another function of the program, which prints: then the line is there. */
static void every_callback_of_ones_own_loop_has_its_line(void **state)
{
    (void)state;
    static const char *const names[] = {"own_queue", "own_timers", "own_future", "own_coroutine", "own_await", "own_outside"};
    size_t seen = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Run run;
        open_run(&run, names[i]);
        for (size_t n = 0; n <= trace_count(run.trace); n++) {
            for (size_t source = 0; source < 2; source++) {
                ProgramText text = text_at(&run, n, source);
                uint32_t line = callback_line(&text);
                if (!is_called(text.state)) {
                    assert_int_equal(line, 0);
                    continue;
                }
                const char *name = trace_text(run.trace, text.state->current.name);
                if (!stands_in(&text, line, name) && !stands_in(&text, line, "go_on") && !stands_in(&text, line, "routine")) {
                    fail_msg("%s at %zu: %s is taken to be at line %u of %s", names[i], n, name, (unsigned)line, text.file);
                }
                assert_int_equal(program_focus(&text), line);
                seen++;
            }
        }
        close_run(&run);
    }
    assert_true(seen > 80);
}

static void what_it_prints_moves_the_line_on(void **state)
{
    (void)state;
    Run run;
    open_run(&run, "own_queue");
    size_t n = 0;
    while (trace_event(run.trace, n)->kind != EV_CB) {
        n++;
    }
    ProgramText text = text_at(&run, n + 1, 0);
    uint32_t head = callback_line(&text);
    while (trace_event(run.trace, n)->kind != EV_OUT) {
        n++;
    }
    text = text_at(&run, n + 1, 0);
    assert_true(head > 0 && callback_line(&text) > head);
    assert_int_equal(callback_line(&text), trace_place(run.trace, trace_event(run.trace, n)->d)->line);
    close_run(&run);
}

/* The program stays where it was while the loop goes on to the next callback. */
static void between_two_callbacks_the_line_of_the_last_one_is_looked_at(void **state)
{
    (void)state;
    Run run;
    open_run(&run, "own_await");
    size_t wakes = 0;
    uint32_t before = 0;
    for (size_t n = 1; n <= trace_count(run.trace); n++) {
        ProgramText text = text_at(&run, n, 1);
        bool ended = trace_event(run.trace, n - 1)->kind == EV_CB_END && before > 0;
        if (ended) {
            assert_int_equal(program_focus(&text), before);
            wakes++;
        }
        before = callback_line(&text);
    }
    assert_true(wakes >= 6);
    close_run(&run);
}

/* main's last step prints nothing, and the last fact with a line before it is a callback's. */
static void when_a_task_has_ended_its_own_last_line_is_looked_at(void **state)
{
    (void)state;
    Run run;
    open_run(&run, "own_queue");
    size_t n = trace_count(run.trace);
    while (!(trace_event(run.trace, n - 1)->kind == EV_STEP_END && trace_event(run.trace, n - 1)->a == 1)) {
        n--;
    }
    ProgramText text = text_at(&run, n, 0);
    assert_true(state_task(text.state, ref_make(REF_TASK, 1))->state == TASK_DONE);
    assert_true(stands_in(&text, program_focus(&text), "CORO"));
    close_run(&run);
}

/* Where two functions have the name, or none has, nothing is claimed. */
static void a_name_that_could_be_either_of_two_functions_has_no_line(void **state)
{
    (void)state;
    static const char one[] = "async def main():\n    pass\n\n\nclass A:\n    def hear(self):\n        pass\n";
    static const char two[] = "class A:\n    def hear(self):\n        pass\n\n\nclass B:\n    def hear(self):\n        pass\n";
    static const struct {
        const char *text;
        uint32_t line;
    } programs[] = {{one, 6}, {two, 0}, {"x = hear(1)\n", 0}};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        Trace *trace = trace_new();
        TraceSink sink = trace_sink(trace);
        uint32_t file = sink.text(sink.context, "own.py", 6);
        sink.meta(sink.context, META_SOURCE, file, sink.text(sink.context, programs[i].text, strlen(programs[i].text)));
        uint32_t name = sink.text(sink.context, "A.hear", 6);
        const Event events[] = {{.kind = EV_READY, .detail = CALL_USER, .a = 1, .b = name},
                                {.kind = EV_ITER, .by = TRACE_LOOP, .a = 1, .b = 1},
                                {.kind = EV_CB, .detail = CALL_USER, .by = TRACE_LOOP, .b = ref_make(REF_HANDLE, 1)}};
        for (size_t k = 0; k < sizeof events / sizeof *events; k++) {
            sink.event(sink.context, &events[k]);
        }
        Run run = {.trace = trace, .model = model_new(trace), .spans = spans_new(trace)};
        assert_true(run.model != NULL && run.spans != NULL && spans_update(run.spans));
        ProgramText text = text_at(&run, 3, 0);
        assert_true(is_called(text.state));
        assert_int_equal(callback_line(&text), programs[i].line);
        close_run(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_callback_of_ones_own_loop_has_its_line),
        cmocka_unit_test(what_it_prints_moves_the_line_on),
        cmocka_unit_test(between_two_callbacks_the_line_of_the_last_one_is_looked_at),
        cmocka_unit_test(when_a_task_has_ended_its_own_last_line_is_looked_at),
        cmocka_unit_test(a_name_that_could_be_either_of_two_functions_has_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
