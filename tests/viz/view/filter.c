/* filter.c: which lanes are shown, by words in what is known of their tasks. */
#include "view/filter.h"
#include "support/runs.h"
#include "support/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static LaneFilter *filter;

/* The names of those that are shown, with a space behind each. */
static const char *shown(const Stage *stage, const char *words)
{
    static char names[400];
    size_t used = 0, count = spans_task_count(stage->spans), told = 0;
    filter_update(filter, words, stage->model, stage->spans, stage->view.state);
    names[0] = '\0';
    for (uint32_t number = 1; number <= count; number++) {
        if (!filter_hides(filter, number) && !spans_closes_loop(stage->spans, number)) {
            char label[64];
            model_task_label(stage->model, ref_make(REF_TASK, number), label, sizeof label);
            used += (size_t)snprintf(names + used, sizeof names - used, "%s, ", label);
        }
        told += !filter_hides(filter, number);
    }
    if (words[0] != '\0') {
        assert_int_equal(filter_count(filter), told);
    }
    return names;
}

static void words_are_looked_for_in_all_that_is_known_of_a_task(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), true);
    filter = filter_new();
    stage_at(&stage, trace_count(stage.trace) / 2);
    assert_string_equal(shown(&stage, ""), "main, API A, Database B, File C, ");
    assert_string_equal(shown(&stage, "database"), "Database B, ");
    assert_string_equal(shown(&stage, "FETCH_data"), "API A, Database B, File C, ");
    assert_string_equal(shown(&stage, "fetch_data api"), "API A, ");
    assert_string_equal(shown(&stage, "fetch_data -api"), "Database B, File C, ");
    assert_string_equal(shown(&stage, "  main  "), "main, ");
    assert_string_equal(shown(&stage, "no such thing"), "");
    assert_string_equal(shown(&stage, "lessons/first_steps/gather.c"), "main, API A, Database B, File C, ");
    filter_free(filter);
    stage_close(&stage);
}

static void a_state_is_that_at_the_cursor(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), true);
    filter = filter_new();
    size_t seen[3] = {0};
    for (size_t n = 0; n <= trace_count(stage.trace); n++) {
        stage_at(&stage, n);
        (void)shown(&stage, "sleeping");
        assert_int_equal(filter_count(filter), stage.view.state->totals[TASK_SLEEPING]);
        seen[filter_count(filter) < 2 ? filter_count(filter) : 2]++;
    }
    assert_true(seen[0] > 0 && seen[1] > 0 && seen[2] > 0);
    filter_free(filter);
    stage_close(&stage);
}

static void tasks_that_are_made_later_are_filtered_too(void **unused)
{
    (void)unused;
    Stage stage;
    stage_open(&stage, stage_lesson("gather"), true);
    filter = filter_new();
    stage_at(&stage, 0);
    assert_string_equal(shown(&stage, "File"), "File C, ");
    filter_reset(filter);
    assert_false(filter_hides(filter, 1));
    assert_false(filter_hides(NULL, 1));
    filter_free(filter);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_looked_for_in_all_that_is_known_of_a_task),
        cmocka_unit_test(a_state_is_that_at_the_cursor),
        cmocka_unit_test(tasks_that_are_made_later_are_filtered_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
