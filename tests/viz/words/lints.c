/* lints.c: each kind of remark is found in a program that has the mistake, and none in programs that do it right. */
#include "async.h"
#include "lesson/lesson.h"
#include "model/spans.h"
#include "words/lints/lint.h"
#include "support/golden.h"
#include "support/programs.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const int64_t second = 1000000000; /* ns */

typedef struct Found {
    Trace *trace;
    Model *model;
    Lints *lints;
} Found;

static Found find(Trace *trace)
{
    Found found = {trace, model_new(trace), lints_new(trace)};
    assert_non_null(found.model);
    assert_non_null(found.lints);
    assert_true(lints_update(found.lints));
    return found;
}

static void forget(Found *found)
{
    lints_free(found->lints);
    model_free(found->model);
    trace_free(found->trace);
}

static Found run(async_coroutine main, unsigned turns)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink, .turn_limit = turns});
    async_run(main);
    async_use(NULL);
    return find(trace);
}

static size_t count_of(const Found *found, LintKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < lints_count(found->lints); i++) {
        count += lints_at(found->lints, i)->kind == kind;
    }
    return count;
}

static const Lint *only(const Found *found, LintKind kind)
{
    assert_int_equal(lints_count(found->lints), 1);
    assert_int_equal(count_of(found, kind), 1);
    return lints_at(found->lints, 0);
}

/* ---- small programs: a mistake, and beside it the same done right ---- */

CORO(sleeps, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    CORO_END;
}

CORO(sleeps_otherwise, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    CORO_END;
}

CORO(in_a_row, int unused;)
{
    CORO_BEGIN;
    AWAIT(call(sleeps, 1));
    async_print("between");
    AWAIT(call(sleeps, 3));
    AWAIT(call(sleeps, 2));
    CORO_END;
}

CORO(with_work_between, async_future done;)
{
    CORO_BEGIN;
    AWAIT(call(sleeps, 1));
    self->done = async_create_future(); /* what stands between may need the first, and the second may need it */
    async_set_result(self->done, async_int(1));
    AWAIT(call(sleeps, 1));
    AWAIT(call(sleeps_otherwise, 1));
    AWAIT(call(sleeps, 0));
    CORO_END;
}

CORO(in_a_loop, int round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 3; self->round++) {
        AWAIT(call(sleeps, 1));
    }
    CORO_END;
}

CORO(spins, int rounds; bool in_company;)
{
    CORO_BEGIN;
    while (self->rounds-- > 0) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(spins_alone, int rounds;)
{
    CORO_BEGIN;
    AWAIT(call(spins, self->rounds, false));
    CORO_END;
}

CORO(spins_in_company, async_task other;)
{
    CORO_BEGIN;
    self->other = async_create_task(call(spins, 200, true));
    AWAIT(call(spins, 200, true));
    AWAIT(self->other);
    CORO_END;
}

CORO(blocks, bool others; async_task other;)
{
    CORO_BEGIN;
    if (self->others) {
        self->other = async_create_task(call(sleeps, 1));
        AWAIT(async_sleep(0));
    }
    async_block(2);
    if (self->others) {
        AWAIT(self->other);
    }
    CORO_END;
}

CORO(cleans_up, bool swallow; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        if (!self->swallow) {
            RAISE_AGAIN(self->error);
        }
    }
    END_TRY
    CORO_END;
}

CORO(cancels, bool swallow; async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(cleans_up, self->swallow));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_wait(ASYNC_ALL_COMPLETED, ASYNC_NO_TIMEOUT, self->task));
    CORO_END;
}

CORO(task_by_task, bool first_all; int round; async_task tasks[4];)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 4; self->round++) {
        self->tasks[self->round] = async_create_task(call(sleeps, 1 + self->round));
        if (!self->first_all) {
            AWAIT(self->tasks[self->round]);
        }
    }
    while (self->first_all && self->round-- > 0) {
        AWAIT(self->tasks[self->round]);
    }
    CORO_END;
}

CORO(tidies_up, double delay; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    FINALLY {
        AWAIT(async_sleep(self->delay));
    }
    END_TRY
    CORO_END;
}

CORO(limits, double delay; bool by_block; async_timeout_block limit; async_value error;)
{
    CORO_BEGIN;
    TRY {
        if (self->by_block) {
            self->limit = async_timeout(1);
            WITH(self->limit) {
                AWAIT(call(tidies_up, self->delay));
            }
            END_WITH;
        } else {
            AWAIT(async_wait_for(call(tidies_up, self->delay), 1));
        }
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY
    CORO_END;
}

CORO(fails, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    RAISE(ASYNC_VALUE_ERROR, "no");
    CORO_END;
}

CORO(gathers, double delay; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_gather(call(sleeps, self->delay), call(fails, 1)));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {}
    END_TRY
    CORO_END;
}

static void calls_in_a_row_are_counted_with_what_would_be_saved(void **state)
{
    (void)state;
    Found found = run(call(in_a_row), 0);
    const Lint *lint = only(&found, LINT_IN_A_ROW);
    assert_int_equal(lint->count, 3);
    assert_true(lint->time == 6000000000 && lint->least == 3000000000);
    assert_int_equal(trace_event(found.trace, lint->index)->kind, EV_ENTER);
    forget(&found);
}

static void calls_with_other_work_between_or_in_a_loop_are_nobodys_business(void **state)
{
    (void)state;
    Found between = run(call(with_work_between), 0), loop = run(call(in_a_loop), 0);
    assert_int_equal(lints_count(between.lints), 0);
    assert_int_equal(lints_count(loop.lints), 0);
    forget(&between);
    forget(&loop);
}

static void a_task_that_yields_and_yields_alone_is_busy(void **state)
{
    (void)state;
    Found alone = run(call(spins_alone, 200), 0), company = run(call(spins_in_company), 0), few = run(call(spins_alone, 20), 0);
    const Lint *lint = only(&alone, LINT_BUSY);
    assert_int_equal(lint->count, 200);
    assert_int_equal(lints_count(company.lints), 0);
    assert_int_equal(lints_count(few.lints), 0);
    forget(&alone);
    forget(&company);
    forget(&few);
}

static void a_run_without_an_end_says_so(void **state)
{
    (void)state;
    Found found = run(call(spins_alone, 100000), 40);
    assert_int_equal(count_of(&found, LINT_LIMIT), 1);
    forget(&found);
}

static void a_step_blocks_only_when_somebody_had_to_wait(void **state)
{
    (void)state;
    Found others = run(call(blocks, true), 0), nobody = run(call(blocks, false), 0);
    const Lint *lint = only(&others, LINT_BLOCKS);
    assert_true(lint->time == 2000000000);
    assert_int_equal(lint->count, 1);
    assert_int_equal(lints_count(nobody.lints), 0);
    forget(&others);
    forget(&nobody);
}

static void a_cancellation_is_swallowed_unless_it_is_raised_again(void **state)
{
    (void)state;
    Found swallowed = run(call(cancels, true), 0), passed = run(call(cancels, false), 0);
    const Lint *lint = only(&swallowed, LINT_SWALLOWED);
    assert_int_equal(trace_event(swallowed.trace, lint->index)->kind, EV_STEP);
    assert_int_equal(ref_number(lint->task), 2);
    assert_int_equal(lints_count(passed.lints), 0);
    forget(&swallowed);
    forget(&passed);
}

static void tasks_that_are_awaited_as_soon_as_they_are_made_gain_nothing(void **state)
{
    (void)state;
    Found at_once = run(call(task_by_task, false), 0), together = run(call(task_by_task, true), 0);
    const Lint *lint = only(&at_once, LINT_AT_ONCE);
    assert_int_equal(lint->count, 4);
    assert_true(lint->time == 10 * second && lint->least == 4 * second);
    assert_int_equal(lints_count(together.lints), 0);
    forget(&at_once);
    forget(&together);
}

static void a_limit_comes_late_when_what_it_cancels_goes_on(void **state)
{
    (void)state;
    for (int by_block = 0; by_block < 2; by_block++) {
        Found late = run(call(limits, 3, by_block), 0), soon = run(call(limits, 0.01, by_block), 0);
        const Lint *lint = only(&late, LINT_OVERDUE);
        assert_true(lint->time == 3 * second && lint->count == 1);
        assert_int_equal(lints_count(soon.lints), 0);
        forget(&late);
        forget(&soon);
    }
}

static void who_is_left_by_a_gather_that_failed_is_said_to_be(void **state)
{
    (void)state;
    Found left = run(call(gathers, 5), 0), before = run(call(gathers, 0.5), 0);
    assert_int_equal(only(&left, LINT_FORGOTTEN)->count, 1);
    assert_int_equal(lints_count(before.lints), 0);
    forget(&left);
    forget(&before);
}

/* ---- what is found where ---- */

static void list(FILE *out, const char *name, const Trace *trace)
{
    char sentence[LINT_TEXT], advice[LINT_TEXT];
    Model *model = model_new(trace);
    Spans *spans = spans_of_model(model);
    Lints *lints = lints_of_model(model); /* as the window finds them; elsewhere here they walk by themselves */
    spans_update(spans);
    assert_true(lints_update(lints));
    fprintf(out, "%s\n", name);
    for (size_t i = 0; i < lints_count(lints); i++) {
        const Lint *lint = lints_at(lints, i);
        assert_true(lint->index < trace_count(trace));
        assert_true(i == 0 || lints_at(lints, i - 1)->index <= lint->index);
        fprintf(out, "    %s %u: %s\n", lint_name(lint->kind), (unsigned)trace_place(trace, lint->place)->line,
                lint_sentence(LANGUAGE_ENGLISH, lint, model, trace, sentence, sizeof sentence));
        assert_true(strlen(lint_advice(LANGUAGE_ENGLISH, lint, model, trace, advice, sizeof advice)) > 20);
        assert_true(strlen(sentence) > 20 && strlen(sentence) < LINT_TEXT - 1);
    }
    spans_free(spans);
    model_free(model);
    lints_free(lints);
}

static FILE *listed; /* where the programs' remarks go */

static void list_program(const char *name, const Trace *trace) { list(listed, name + strlen("program_"), trace); }

static void every_program_has_the_remarks_it_should_have(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < lesson_count(); i++) {
        Trace *trace = trace_new();
        lesson_record(lesson_at(i), trace_sink(trace));
        list(out, lesson_at(i)->name, trace);
        trace_free(trace);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        Trace *trace = runs_record(i);
        list(out, runs_name(i), trace);
        trace_free(trace);
    }
    listed = out;
    programs_each(list_program);
    fclose(out);
    golden_check("lints.txt", text, size);
    free(text);
}

static void remarks_are_the_same_however_the_trace_grew(void **state)
{
    (void)state;
    Found whole = run(call(in_a_row), 0);
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    Lints *lints = lints_new(trace);
    for (size_t i = 1; i <= trace_text_count(whole.trace); i++) {
        sink.text(sink.context, trace_text(whole.trace, (uint32_t)i), trace_text_length(whole.trace, (uint32_t)i));
    }
    for (size_t i = 1; i <= trace_place_count(whole.trace); i++) {
        sink.place(sink.context, trace_place(whole.trace, (uint32_t)i));
    }
    for (size_t i = 0; i < trace_count(whole.trace); i++) {
        sink.event(sink.context, trace_event(whole.trace, i));
        assert_true(lints_update(lints));
    }
    assert_int_equal(lints_count(lints), lints_count(whole.lints));
    const Lint *grown = lints_at(lints, 0), *at_once = lints_at(whole.lints, 0);
    assert_true(grown->kind == at_once->kind && grown->index == at_once->index && grown->task == at_once->task);
    assert_true(grown->count == at_once->count && grown->time == at_once->time && grown->least == at_once->least);
    lints_free(lints);
    trace_free(trace);
    forget(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_in_a_row_are_counted_with_what_would_be_saved),
        cmocka_unit_test(calls_with_other_work_between_or_in_a_loop_are_nobodys_business),
        cmocka_unit_test(a_task_that_yields_and_yields_alone_is_busy),
        cmocka_unit_test(a_run_without_an_end_says_so),
        cmocka_unit_test(a_step_blocks_only_when_somebody_had_to_wait),
        cmocka_unit_test(a_cancellation_is_swallowed_unless_it_is_raised_again),
        cmocka_unit_test(tasks_that_are_awaited_as_soon_as_they_are_made_gain_nothing),
        cmocka_unit_test(a_limit_comes_late_when_what_it_cancels_goes_on),
        cmocka_unit_test(who_is_left_by_a_gather_that_failed_is_said_to_be),
        cmocka_unit_test(remarks_are_the_same_however_the_trace_grew),
        cmocka_unit_test(every_program_has_the_remarks_it_should_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
