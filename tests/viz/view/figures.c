/* figures.c: the tables of a run's statistics: sorted by each column, both ways, and each row leads to its moment. */
#include "view/figures.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Run {
    Trace *trace;
    Model *model;
    Spans *spans;
    Figures *figures;
} Run;

static Run open_run(Trace *trace)
{
    Run run = {.trace = trace, .model = model_new(trace)};
    run.spans = spans_of_model(run.model);
    assert_true(spans_update(run.spans));
    run.figures = figures_new(run.model, run.spans);
    assert_non_null(run.figures);
    return run;
}

static void close_run(Run *run)
{
    figures_free(run->figures);
    spans_free(run->spans);
    model_free(run->model);
    trace_free(run->trace);
}

static void each_column_sorts_both_ways(void **unused)
{
    (void)unused;
    Run run = open_run(runs_many_sleepers(50, 20000));
    for (int table = 0; table < FIGURES_TABLES; table++) {
        for (size_t column = 0; figures_column_name((FigureTable)table, column) != NULL && column < FIGURE_COLUMNS; column++) {
            for (int ascending = 0; ascending < 2; ascending++) {
                size_t count = 0;
                assert_true(figures_sort(run.figures, LANGUAGE_ENGLISH, (FigureTable)table, column, ascending == 1));
                const FigureRow *rows = figures_rows(run.figures, &count);
                for (size_t i = 1; i < count; i++) {
                    int64_t before = rows[i - 1].figure[column], after = rows[i].figure[column];
                    assert_true(ascending == 1 ? before <= after : before >= after);
                    assert_true(before != after || rows[i - 1].n <= rows[i].n);
                }
            }
        }
    }
    close_run(&run);
}

static void a_row_leads_to_its_moment(void **unused)
{
    (void)unused;
    for (int number = 0; number < RUN_COUNT; number++) {
        Run run = open_run(runs_record(number));
        for (int table = 0; table < FIGURES_TABLES; table++) {
            size_t count = 0;
            assert_true(figures_sort(run.figures, LANGUAGE_ENGLISH, (FigureTable)table, 0, false));
            const FigureRow *rows = figures_rows(run.figures, &count);
            for (size_t i = 0; i < count; i++) {
                assert_in_range(rows[i].n, 1, trace_count(run.trace));
                const Event *event = trace_event(run.trace, rows[i].n - 1);
                assert_true(table != FIGURES_STEPS || event->kind == EV_STEP);
                assert_true(table != FIGURES_TASKS || event->kind == EV_TASK_NEW);
                assert_true(rows[i].name[0] != '\0');
            }
            assert_true(table != FIGURES_TASKS || count == spans_task_count(run.spans));
        }
        close_run(&run);
    }
}

static void latencies_are_counted_in_doubling_parts(void **unused)
{
    (void)unused;
    int64_t took[] = {0, 1000, 1001, 2000, 2001, 1000000000000};
    Statistics found = {.latencies = took, .latency_count = sizeof took / sizeof took[0]};
    size_t shares[FIGURE_SHARES];
    figures_latencies(&found, shares);
    assert_int_equal(shares[0], 2);
    assert_int_equal(shares[1], 2);
    assert_int_equal(shares[2], 1);
    assert_int_equal(shares[FIGURE_SHARES - 1], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_sorts_both_ways),
        cmocka_unit_test(a_row_leads_to_its_moment),
        cmocka_unit_test(latencies_are_counted_in_doubling_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
