/* statistics.c: the figures of a run are those that its model holds, counted in another way; three pages are kept as text. */
#include "model/statistics.h"
#include "support/golden.h"
#include "support/outside.h"
#include "support/runs.h"
#include "support/view.h"
#include "words/tell/statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* What the tasks have waited for is what the places were waited at, but for the waits that are under way at the end. */
static void check_run(const Trace *trace)
{
    Statistics found;
    Model *model = model_new(trace);
    assert_true(statistics_find(&found, model, trace));
    const State *state = model_at(model, trace_count(trace));
    int64_t waited = 0, noted = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        waited += state->tasks[i].total[TASK_AWAITING] + state->tasks[i].total[TASK_SLEEPING];
    }
    for (size_t i = 0; i < found.wait_count; i++) {
        noted += found.waits[i].sum;
        assert_true(found.waits[i].longest <= found.waits[i].sum && found.waits[i].count > 0);
        assert_true(i == 0 || found.waits[i - 1].sum >= found.waits[i].sum);
    }
    assert_true(waited == noted);
    assert_int_equal(found.latency_count, state->step_count);
    assert_int_equal(found.events, trace_count(trace));
    for (size_t i = 1; i < found.longest_count; i++) {
        assert_true(found.longest[i - 1].took >= found.longest[i].took && found.longest[i].took > 0);
    }
    for (size_t i = 1; i < found.latency_count; i++) {
        assert_true(found.latencies[i - 1] <= found.latencies[i]);
    }
    assert_true(found.late.took == statistics_latency(&found, 1));
    statistics_free(&found);
    model_free(model);
}

static void the_figures_are_those_of_the_model(void **state)
{
    (void)state;
    for (int i = 0; i < RUN_COUNT; i++) {
        Trace *trace = runs_record(i);
        check_run(trace);
        trace_free(trace);
    }
    Trace *trace = runs_many_sleepers(300, 20000);
    check_run(trace);
    trace_free(trace);
}

static void check_page(const char *golden, Trace *trace)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    assert_true(tell_statistics(LANGUAGE_ENGLISH, trace, out));
    fclose(out);
    golden_check(golden, text, length);
    free(text);
    trace_free(trace);
}

static void the_pages_are_as_kept(void **state)
{
    (void)state;
    check_page("statistics_gather.txt", stage_lesson("gather"));
    check_page("statistics_sharing.txt", runs_record(6));
    check_page("statistics_outside.txt", outside_record());
}

static void an_empty_run_has_none(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    Statistics found;
    Model *model = model_new(trace);
    assert_true(statistics_find(&found, model, trace));
    assert_true(found.latency_count == 0 && found.wait_count == 0 && statistics_latency(&found, 0.5) == 0);
    statistics_free(&found);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_of_the_model),
        cmocka_unit_test(the_pages_are_as_kept),
        cmocka_unit_test(an_empty_run_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
