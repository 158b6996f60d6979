/* Whoever runs a program can choose who runs next: what then happens is told, and only the order within a turn is another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

/* Who is asked, and what was offered. */
typedef struct Chooser {
    size_t (*index)(size_t count);
    size_t asked;
    char offered[400];
} Chooser;

static size_t first(size_t count) { return count - count; }
static size_t last(size_t count) { return count - 1; }
static size_t beyond(size_t count) { return count; }

static size_t choose(void *context, const async_task *ready, size_t count)
{
    Chooser *chooser = context;
    size_t used = strlen(chooser->offered);
    chooser->asked++;
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(chooser->offered + used, sizeof chooser->offered - used, "%s%s", i > 0 ? "," : "",
                                 ready[i] != NULL ? async_name(ready[i]) : "callback");
    }
    snprintf(chooser->offered + used, sizeof chooser->offered - used, ";");
    return chooser->index(count);
}

static Trace *record_chosen(async_coroutine main, Chooser *chooser, int *status)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink, .choose = chooser ? choose : NULL, .context = chooser});
    *status = async_run(main);
    async_use(NULL);
    return trace;
}

static void assert_chosen(async_coroutine main, Chooser *chooser, const char *expected)
{
    int status;
    Trace *trace = record_chosen(main, chooser, &status);
    char *text = record_tell(trace, (EventKind[]){EV_OUT}, 1);
    assert_string_equal(text, expected);
    assert_int_equal(status, 0);
    free(text);
    trace_free(trace);
}

static size_t count_kind(const Trace *trace, EventKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < trace_count(trace); i++) {
        count += trace_event(trace, i)->kind == kind;
    }
    return count;
}

CORO(twice, const char *name;)
{
    CORO_BEGIN;
    async_print("%s begins", self->name);
    AWAIT(async_sleep(0));
    async_print("%s ends", self->name);
    CORO_END;
}

CORO(three, async_task tasks[3];)
{
    CORO_BEGIN;
    self->tasks[0] = async_create_named_task(call(twice, "a"), "A");
    self->tasks[1] = async_create_named_task(call(twice, "b"), "B");
    self->tasks[2] = async_create_named_task(call(twice, "c"), "C");
    AWAIT(self->tasks[0]);
    AWAIT(self->tasks[1]);
    AWAIT(self->tasks[2]);
    CORO_END;
}

static void the_last_can_be_chosen_each_time_and_the_turn_stays_what_it_was(void **state)
{
    (void)state;
    Chooser chooser = {.index = last};
    assert_chosen(call(three), &chooser,
                  "0 T4 says c begins\n0 T3 says b begins\n0 T2 says a begins\n"
                  "0 T2 says a ends\n0 T3 says b ends\n0 T4 says c ends\n");
    assert_int_equal(strncmp(chooser.offered, "A,B,C;A,B;C,B,A;C,B;", 20), 0);
}

static void to_choose_the_first_is_what_asyncio_does(void **state)
{
    (void)state;
    Chooser chooser = {.index = first};
    int status;
    Trace *usual = record_chosen(call(three), NULL, &status), *chosen = record_chosen(call(three), &chooser, &status);
    size_t choices = count_kind(chosen, EV_CHOOSE), at = 0;
    assert_int_equal(chooser.asked, choices);
    assert_true(choices > 3);
    assert_int_equal(trace_count(chosen), trace_count(usual) + choices);
    for (size_t i = 0; i < trace_count(chosen); i++) {
        const Event *event = trace_event(chosen, i);
        if (event->kind == EV_CHOOSE) {
            assert_int_equal(event->a, 0);
            assert_int_equal(event->d, 1);
            continue;
        }
        assert_memory_equal(event, trace_event(usual, at++), sizeof *event);
    }
    assert_int_equal(count_kind(usual, EV_CHOOSE), 0);
    trace_free(usual);
    trace_free(chosen);
}

static void a_choice_is_told_with_its_place_in_the_queue(void **state)
{
    (void)state;
    Chooser chooser = {.index = last};
    int status;
    Trace *trace = record_chosen(call(three), &chooser, &status);
    const Event *event = NULL, *next = NULL;
    for (size_t i = 0; event == NULL; i++) {
        event = trace_event(trace, i)->kind == EV_CHOOSE ? trace_event(trace, i) : NULL;
        next = trace_event(trace, i + 1);
    }
    assert_int_equal(event->a, 2);
    assert_int_equal(event->c, 3);
    assert_int_equal(event->d, 3);
    assert_int_equal(event->by, TRACE_LOOP);
    assert_int_equal(next->kind, EV_STEP);
    assert_int_equal(next->b, event->b);
    trace_free(trace);
}

static char names[][6] = {"one", "two", "three"};

static void ring(async_future future, void *context)
{
    (void)future;
    async_print("%s", (const char *)context);
}

CORO(calls, async_handle *handle;)
{
    CORO_BEGIN;
    async_call_soon(ring, names[0]);
    self->handle = async_call_soon(ring, names[1]);
    async_call_soon(ring, names[2]);
    async_handle_cancel(self->handle);
    AWAIT(async_sleep(0));
    CORO_END;
}

static void callbacks_have_no_task_and_cancelled_ones_are_not_offered(void **state)
{
    (void)state;
    Chooser chooser = {.index = last};
    int status;
    Trace *trace = record_chosen(call(calls), &chooser, &status);
    char *text = record_tell(trace, (EventKind[]){EV_OUT, EV_SKIP}, 2);
    assert_string_equal(text, "0 H4 says three\n0 H2 says one\n0 skip\n");
    assert_int_equal(strncmp(chooser.offered, "callback,callback,Task-1;callback,callback;", 43), 0);
    free(text);
    trace_free(trace);
}

static void whoever_stands_alone_is_not_asked_about(void **state)
{
    (void)state;
    Chooser chooser = {.index = last};
    assert_chosen(call(twice, "alone"), &chooser, "0 T1 says alone begins\n0 T1 says alone ends\n");
    assert_int_equal(chooser.asked, 0);
}

static void a_number_that_nobody_has_ends_the_run_with_an_error(void **state)
{
    (void)state;
    Chooser chooser = {.index = beyond};
    int status;
    Trace *trace = record_chosen(call(three), &chooser, &status);
    const char *error = NULL;
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        error = event->kind == EV_RUN_END && event->c != 0 && error == NULL ? trace_text(trace, event->c) : error;
    }
    assert_int_equal(status, 1);
    assert_non_null(error);
    assert_string_equal(error, "RuntimeError('async_settings.choose: 3 is none of the 3 that can run, which are 0 to 2.')");
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_can_be_chosen_each_time_and_the_turn_stays_what_it_was),
        cmocka_unit_test(to_choose_the_first_is_what_asyncio_does),
        cmocka_unit_test(a_choice_is_told_with_its_place_in_the_queue),
        cmocka_unit_test(callbacks_have_no_task_and_cancelled_ones_are_not_offered),
        cmocka_unit_test(whoever_stands_alone_is_not_asked_about),
        cmocka_unit_test(a_number_that_nobody_has_ends_the_run_with_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
