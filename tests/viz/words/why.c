/* why.c: at every moment of every conformance program every task has a reason, and its causes lead back to the start of the run. */
#include "async.h"
#include "lesson/lesson.h"
#include "support/golden.h"
#include "support/outside.h"
#include "support/part_of.h"
#include "support/programs.h"
#include "words/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_chain(const char *name, const Why *why, size_t below)
{
    size_t before = below;
    for (size_t i = 0; i < why->cause_count; i++) {
        const WhyLink *link = &why->causes[i];
        if (link->index >= before || link->text[0] == '\0') {
            fail_msg("%s: cause %zu is event %zu, after event %zu: '%s'", name, i, link->index, before, link->text);
        }
        before = link->index;
    }
    if (why->cause_count == 0 || before != 0) {
        fail_msg("%s: the chain of %zu causes ends at event %zu", name, why->cause_count, before);
    }
}

/* Every event is asked about; every task at every moment, in a long run at every moment at which something changed for one. */
static void check_trace(const char *name, const Trace *trace)
{
    enum { LONGEST = 3000 }; /* events: a run with a hundred clients has no causes that one with three has not */
    if (trace_count(trace) > LONGEST) {
        return;
    }
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    static Why answer;
    Why *why = &answer;
    assert_true(model != NULL && spans != NULL && spans_update(spans));
    for (size_t n = 1; n <= trace_count(trace); n += (size_t)part_of_many(5)) {
        why_event(LANGUAGE_ENGLISH, model, spans, trace, n - 1, why);
        check_chain(name, why, n);
        size_t tasks = model_at(model, n)->task_count;
        for (size_t i = 1; i <= tasks; i++) {
            why_task(LANGUAGE_ENGLISH, model, spans, trace, ref_make(REF_TASK, (uint32_t)i), n, why);
            check_chain(name, why, n);
            assert_true(why->fact_count > 0);
            for (size_t fact = 0; fact < why->fact_count; fact++) {
                assert_true(why->facts[fact].index < n && why->facts[fact].text[0] != '\0');
            }
        }
    }
    spans_free(spans);
    model_free(model);
}

static void every_moment_of_every_program_has_causes_back_to_the_start(void **state)
{
    (void)state;
    programs_each(check_trace);
}

static void append(char *text, size_t size, const Why *why)
{
    for (size_t i = 0; i < why->fact_count; i++) {
        snprintf(text + strlen(text), size - strlen(text), "  now  %s\n", why->facts[i].text);
    }
    for (size_t i = 0; i < why->cause_count; i++) {
        snprintf(text + strlen(text), size - strlen(text), "%5zu  %s\n", why->causes[i].index, why->causes[i].text);
    }
}

/* The lesson "gather", asked about each task at a few moments: kept as text, so that the words are read by people. */
static void the_causes_in_a_lesson_read_well(void **state)
{
    (void)state;
    static const size_t moments[] = {20, 45, 75};
    static char text[65536];
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_int_equal(lesson_record(lesson_find("gather"), trace_sink(trace)), 0);
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    static Why answer;
    Why *why = &answer;
    assert_true(model != NULL && spans != NULL && spans_update(spans));
    text[0] = '\0';
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        for (uint32_t task = 1; task <= 4; task++) {
            char label[64];
            Ref ref = ref_make(REF_TASK, task);
            model_task_label(model, ref, label, sizeof label);
            why_task(LANGUAGE_ENGLISH, model, spans, trace, ref, moments[i], why);
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s after %zu events\n", label, moments[i]);
            append(text, sizeof text, why);
        }
    }
    why_event(LANGUAGE_ENGLISH, model, spans, trace, trace_count(trace) - 1, why);
    snprintf(text + strlen(text), sizeof text - strlen(text), "the last event\n");
    append(text, sizeof text, why);
    golden_check("why_gather.txt", text, strlen(text));
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

CORO(waits_for_the_other, const char *name; async_task * other;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    AWAIT(*self->other);
    CORO_END;
}

CORO(ring, async_task first; async_task second;)
{
    CORO_BEGIN;
    self->first = async_create_task(call(waits_for_the_other, "Anna", &self->second));
    self->second = async_create_task(call(waits_for_the_other, "Bert", &self->first));
    AWAIT(self->first);
    CORO_END;
}

static void tasks_that_wait_for_each_other_are_named_as_a_circle(void **state)
{
    (void)state;
    static Why why;
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink});
    async_run(call(ring));
    async_use(NULL);
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    assert_true(model != NULL && spans != NULL && spans_update(spans));
    size_t n = 0;
    while (n < trace_count(trace) && trace_event(trace, n)->kind != EV_DEADLOCK) {
        n++;
    }
    assert_true(n < trace_count(trace));
    why_task(LANGUAGE_ENGLISH, model, spans, trace, ref_make(REF_TASK, 1), n + 1, &why);
    assert_int_equal(why.fact_count, 4);
    assert_string_equal(why.facts[0].text, "ring awaits Anna, which is awaiting.");
    assert_string_equal(why.facts[1].text, "Anna awaits Bert, which is awaiting.");
    assert_string_equal(why.facts[2].text, "Bert awaits Anna, which is awaiting.");
    assert_string_equal(why.facts[3].text, "That is a circle: each waits for the next, and none can ever go on.");
    check_chain("ring", &why, n + 1);
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

/* What a server's handler and main wait for, and what woke the handler. */
static void what_came_from_outside_is_among_the_causes(void **state)
{
    (void)state;
    static Why why;
    static char text[16384];
    Trace *trace = outside_record();
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    assert_true(spans_update(spans));
    check_trace("outside", trace);
    text[0] = '\0';
    for (size_t n = 1; n <= trace_count(trace); n++) {
        const Event *event = trace_event(trace, n - 1);
        if (event->kind == EV_STEP_END && event->detail == REASON_AWAIT) {
            why_task(LANGUAGE_ENGLISH, model, spans, trace, ref_make(REF_TASK, event->a), n, &why);
            snprintf(text + strlen(text), sizeof text - strlen(text), "task %u after %zu events\n", (unsigned)event->a, n);
            append(text, sizeof text, &why);
        }
    }
    golden_check("why_outside.txt", text, strlen(text));
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_moment_of_every_program_has_causes_back_to_the_start),
        cmocka_unit_test(the_causes_in_a_lesson_read_well),
        cmocka_unit_test(tasks_that_wait_for_each_other_are_named_as_a_circle),
        cmocka_unit_test(what_came_from_outside_is_among_the_causes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
