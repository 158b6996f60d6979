/* against.c: two runs are compared wherever one of them ends: as a recording does that was cut off, or a program that was killed. */
#include "lesson/knobs.h"
#include "lesson/lesson.h"
#include "trace/stream.h"
#include "words/tell/against.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A sink that hands on the first events only. */
typedef struct Beginning {
    TraceSink to;
    size_t left;
} Beginning;

static void event_of(void *context, const Event *event)
{
    Beginning *beginning = context;
    if (beginning->left > 0) {
        beginning->left--;
        beginning->to.event(beginning->to.context, event);
    }
}

static uint32_t text_of(void *context, const char *text, size_t length)
{
    const Beginning *beginning = context;
    return beginning->to.text(beginning->to.context, text, length);
}

static uint32_t place_of(void *context, const TracePlace *place)
{
    const Beginning *beginning = context;
    return beginning->to.place(beginning->to.context, place);
}

static void meta_of(void *context, TraceMeta meta, uint32_t a, uint32_t b)
{
    const Beginning *beginning = context;
    beginning->to.meta(beginning->to.context, meta, a, b);
}

static Trace *beginning_of(const Trace *trace, size_t count)
{
    Trace *part = trace_new();
    assert_non_null(part);
    Beginning beginning = {trace_sink(part), count};
    trace_replay(trace, (TraceSink){.context = &beginning, .event = event_of, .text = text_of, .place = place_of, .meta = meta_of});
    assert_int_equal(trace_count(part), count);
    return part;
}

static void a_run_that_ends_early_is_compared_up_to_its_end(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("gather");
    KnobValues usual = knobs_usual(lesson);
    Trace *whole = trace_new();
    assert_non_null(whole);
    lesson_run(lesson, &usual, trace_sink(whole), false);
    bool parts = true;
    for (size_t count = 0; count <= trace_count(whole); count++) {
        char one[AGAINST_TEXT], other[AGAINST_TEXT], closely[AGAINST_TEXT];
        Trace *part = beginning_of(whole, count);
        assert_true(against_sentence(LANGUAGE_ENGLISH, part, whole, one, sizeof one));
        assert_true(against_sentence(LANGUAGE_ENGLISH, whole, part, other, sizeof other));
        assert_true(against_closely(LANGUAGE_ENGLISH, part, whole, closely, sizeof closely));
        bool first_ends = strstr(one, "The first: there is no more of it. The second: ") != NULL;
        bool second_ends = strstr(other, "The second: there is no more of it.") != NULL;
        bool alike = strstr(one, "Both run on the same schedule") != NULL && strstr(other, "Both run on the same schedule") != NULL;
        assert_true(parts ? (first_ends && second_ends) || alike : alike);
        parts = !alike;
        trace_free(part);
    }
    assert_false(parts);
    trace_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_run_that_ends_early_is_compared_up_to_its_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
