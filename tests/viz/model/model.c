/* model.c: the state at n is the plain fold of the first n events, however the reader came to n. */
#include "put.h"
#include "model/fold.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *dump(const State *state, const Trace *trace)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    state_dump(state, trace, out);
    fclose(out);
    return text;
}

static void assert_same(const State *state, const State *expected, const Trace *trace)
{
    char *text = dump(state, trace), *wanted = dump(expected, trace);
    assert_string_equal(text, wanted);
    free(text);
    free(wanted);
}

static const Ref handle_1 = (Ref)REF_HANDLE << 29 | 1;

static void a_task_goes_through_its_states(void **unused)
{
    (void)unused;
    Trace *trace = one_ready_task();
    put(trace, first_step);
    put(trace, (Event){.kind = EV_STEP_END, .by = task_1, .a = 1, .detail = REASON_RETURN, .t = 5});
    Model *model = model_new(trace);
    const TaskState expected[] = {TASK_CREATED, TASK_READY, TASK_READY, TASK_READY, TASK_RUNNING, TASK_DONE};
    assert_int_equal(model_at(model, 0)->task_count, 0);
    for (size_t n = 1; n <= 6; n++) {
        const State *state = model_at(model, n);
        assert_int_equal(state->tasks[0].state, expected[n - 1]);
        assert_int_equal(state->totals[expected[n - 1]], 1);
    }
    assert_int_equal(model_at(model, 5)->running, task_1);
    assert_int_equal(model_at(model, 5)->current.handle, handle_1);
    assert_int_equal(model_at(model, 6)->tasks[0].total[TASK_RUNNING], 5);
    assert_null(model_error(model));
    model_free(model);
    trace_free(trace);
}

static void the_batch_is_fixed_when_its_first_entry_is_popped(void **unused)
{
    (void)unused;
    Trace *trace = one_ready_task();
    put(trace, first_step);
    put(trace, (Event){.kind = EV_READY, .by = task_1, .a = 2, .detail = CALL_USER});
    Model *model = model_new(trace);
    assert_int_equal(model_at(model, 4)->ready_count, 1);
    assert_int_equal(model_at(model, 4)->batch_left, 0);
    assert_int_equal(model_at(model, 6)->ready_count, 1);
    assert_int_equal(model_at(model, 6)->batch_left, 0); /* what came in waits for the next turn */
    model_free(model);
    trace_free(trace);
}

static void every_seek_gives_the_plain_fold(void **unused)
{
    (void)unused;
    for (int run = 0; run < RUN_COUNT; run++) {
        Trace *trace = runs_record(run);
        Model *model = model_new(trace);
        State fold;
        char why[FOLD_WHY];
        assert_true(storage_open(&fold));
        for (size_t n = 0; n <= trace_count(trace); n++) {
            assert_same(model_at(model, n), &fold, trace);            /* forwards */
            assert_non_null(model_at(model, trace_count(trace) - n)); /* somewhere else */
            assert_same(model_at(model, n), &fold, trace);            /* and back */
            assert_same(model_peek(model, n), &fold, trace);
            if (n < trace_count(trace)) {
                assert_int_equal(fold_event(&fold, trace, trace_event(trace, n), why), FOLD_OK);
            }
        }
        assert_null(model_error(model));
        storage_close(&fold);
        model_free(model);
        trace_free(trace);
    }
}

static void what_must_always_hold_holds_at_every_n(void **unused)
{
    (void)unused;
    for (int run = 0; run < RUN_COUNT; run++) {
        Trace *trace = runs_record(run);
        Model *model = model_new(trace);
        for (size_t n = 0; n <= trace_count(trace); n++) {
            const State *state = model_at(model, n);
            size_t running = 0, totals = 0;
            for (size_t i = 0; i < state->task_count; i++) {
                const ModelTask *task = &state->tasks[i];
                running += task->state == TASK_RUNNING;
                size_t entries = 0;
                for (size_t k = 0; k < state->ready_count; k++) {
                    entries += state->ready[k].task == ref_make(REF_TASK, task->number);
                }
                assert_int_equal(entries, task->ready_handle != TRACE_NOBODY);
                assert_true(task->state != TASK_SLEEPING || task->wake_at >= task->slept_at);
                assert_true(task->number == i + 1);
            }
            for (int k = 0; k < TASK_STATE_COUNT; k++) {
                totals += state->totals[k];
            }
            assert_true(running <= 1);
            assert_int_equal(running, state_running_task(state) != NULL);
            assert_int_equal(totals, state->task_count);
            assert_true(state->batch_left <= state->ready_count);
            for (size_t k = 1; k < state->timer_count; k++) {
                assert_true(state_timer(state, k - 1)->when <= state_timer(state, k)->when);
            }
        }
        model_free(model);
        trace_free(trace);
    }
}

/* The first n at which `task` is in `wanted`. */
static size_t first_n(Model *model, const Trace *trace, uint32_t task, TaskState wanted)
{
    for (size_t n = 0; n <= trace_count(trace); n++) {
        const ModelTask *found = state_task(model_at(model, n), ref_make(REF_TASK, task));
        if (found != NULL && found->state == wanted) {
            return n;
        }
    }
    fail_msg("task %u is never %s", task, model_state_name(wanted));
    return 0;
}

static void a_sleeper_knows_its_deadline_and_a_gather_its_children(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(0);
    Model *model = model_new(trace);
    const State *state = model_at(model, first_n(model, trace, 4, TASK_SLEEPING));
    assert_int_equal(state->tasks[3].wake_at, 3000000000);
    assert_int_equal(state->timer_count, 3);
    assert_int_equal(state_timer(state, 2)->task, ref_make(REF_TASK, 4));
    assert_int_equal(state->tasks[0].state, TASK_AWAITING);
    assert_int_equal(state->tasks[0].via, VIA_GATHER);
    const ModelFuture *outer = state_future(state, state->tasks[0].awaits);
    assert_int_equal(outer->children, 3);
    assert_int_equal(outer->children_done, 0);
    state = model_at(model, first_n(model, trace, 4, TASK_DONE));
    assert_int_equal(state_future(state, state->tasks[0].awaits)->children_done, 2);
    assert_string_equal(trace_text(trace, state->tasks[2].result), "'data from B'");
    assert_int_equal(state->tasks[2].total[TASK_SLEEPING], 1000000000);
    model_free(model);
    trace_free(trace);
}

static void a_deep_chain_keeps_its_outermost_and_its_innermost(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(1);
    Model *model = model_new(trace);
    uint32_t deepest = 0;
    for (size_t n = 0; n <= trace_count(trace); n++) {
        const ModelTask *task = state_task(model_at(model, n), ref_make(REF_TASK, 2));
        if (task == NULL || task->frame_count == 0) {
            continue;
        }
        deepest = task->frame_count > deepest ? task->frame_count : deepest;
        uint32_t kept = task->frame_count < MODEL_FRAMES ? task->frame_count : MODEL_FRAMES;
        assert_true(task->frames[kept - 1].name != 0);
        for (uint32_t i = 0; i + 1 < kept; i++) { /* every caller stands at the await of the coroutine it called */
            assert_string_equal(trace_text(trace, task->frames[i].name), "recurses");
        }
    }
    assert_int_equal(deepest, 14); /* thirteen calls, and asyncio.sleep */
    const State *end = model_at(model, trace_count(trace));
    assert_int_equal(end->tasks[1].state, TASK_DONE);
    assert_int_equal(end->tasks[1].frame_count, 0);
    model_free(model);
    trace_free(trace);
}

static void a_task_cancelled_before_its_first_step_runs_no_line(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(2);
    Model *model = model_new(trace);
    size_t n = first_n(model, trace, 4, TASK_RUNNING);
    assert_string_not_equal(trace_text(trace, model_at(model, n)->tasks[3].thrown), "");
    const ModelTask *task = &model_at(model, first_n(model, trace, 4, TASK_CANCELLED))->tasks[3];
    assert_int_equal(task->frame_count, 0);
    assert_int_equal(task->total[TASK_SLEEPING], 0);
    model_free(model);
    trace_free(trace);
}

static void a_deadlock_is_a_state_too(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(5);
    Model *model = model_new(trace);
    const State *end = model_at(model, SIZE_MAX);
    assert_true(end->deadlock);
    assert_int_equal(end->n, trace_count(trace));
    assert_int_equal(end->totals[TASK_AWAITING], 2);
    model_free(model);
    trace_free(trace);
}

static void an_illegal_event_is_named_and_the_fold_stops_before_it(void **unused)
{
    (void)unused;
    const struct {
        Event event;
        const char *says;
    } cases[] = {
        {{.kind = EV_STEP, .a = 2}, "event 5 (step) is not possible: T2 is not a task that has been made"},
        {{.kind = EV_STEP, .a = 1}, "event 5 (step) is not possible: task 1 cannot run while T1 runs"},
        {{.kind = EV_READY, .a = 9, .b = ref_make(REF_TASK, 4)}, "event 5 (ready) is not possible: T4 is not a task that has been made"},
        {{.kind = EV_TASK_NEW, .a = 3}, "event 5 (task_new) is not possible: task 3 is made where task 2 was expected"},
        {{.kind = EV_FUT_NEW, .a = 500000000}, "event 5 (fut_new) is not possible: future 500000000 is made where future 1 was expected"},
        {{.kind = EV_TIMER_FIRE, .a = 1}, "event 5 (timer_fire) is not possible: timer 1 is not set"},
        {{.kind = EV_CB, .b = handle_1}, "event 5 (cb) is not possible: T1 still runs"},
        {{.kind = EV_CB_END, .b = handle_1}, "event 5 (cb_end) is not possible: H1 does not run"},
        {{.kind = EV_ITER, .a = 2}, "event 5 (iter) is not possible: T1 still runs"},
        {{.kind = EV_RESOLVE, .b = ref_make(REF_FUTURE, 1)}, "event 5 (resolve) is not possible: future 1 has not been made"},
        {{.kind = EV_EXIT, .by = task_1}, "event 5 (exit) is not possible: task 1 is in no coroutine"},
        {{.kind = 99}, "event 5 (unknown) is not possible: there is no such event"},
        {{.kind = EV_OUT, .t = -1}, "event 5 (out) is not possible: the clock runs backwards by 1 ns"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Trace *trace = one_ready_task();
        put(trace, first_step);
        put(trace, cases[i].event);
        put(trace, (Event){.kind = EV_OUT});
        Model *model = model_new(trace);
        assert_null(model_error(model));
        assert_int_equal(model_at(model, 7)->n, 5);
        assert_string_equal(model_error(model), cases[i].says);
        assert_int_equal(model_at(model, 5)->tasks[0].state, TASK_RUNNING);
        assert_int_equal(model_at(model, 2)->n, 2);
        assert_int_equal(model_at(model, 6)->n, 5);
        model_free(model);
        trace_free(trace);
    }
}

static void an_entry_may_not_overtake_another_or_the_turn(void **unused)
{
    (void)unused;
    Trace *trace = one_ready_task();
    put(trace, (Event){.kind = EV_READY, .a = 2, .detail = CALL_USER});
    put(trace, (Event){.kind = EV_CB, .b = ref_make(REF_HANDLE, 2)});
    Model *model = model_new(trace);
    model_at(model, SIZE_MAX);
    assert_string_equal(model_error(model), "event 5 (cb) is not possible: H2 is not at the front of the ready queue: H1 is");
    model_free(model);
    trace_free(trace);

    trace = one_ready_task();
    put(trace, first_step);
    put(trace, (Event){.kind = EV_READY, .a = 2, .by = task_1, .detail = CALL_STEP, .b = task_1});
    put(trace, (Event){.kind = EV_STEP_END, .a = 1, .by = task_1, .detail = REASON_YIELD, .flags = VIA_SLEEP_ZERO});
    put(trace, (Event){.kind = EV_STEP, .a = 1, .b = ref_make(REF_HANDLE, 2), .detail = RESUME_NEXT});
    model = model_new(trace);
    assert_int_equal(model_at(model, 6)->tasks[0].state, TASK_RUNNING); /* its next step is queued while it still runs */
    assert_int_equal(model_at(model, 7)->tasks[0].state, TASK_READY);
    model_at(model, SIZE_MAX);
    assert_string_equal(model_error(model), "event 7 (step) is not possible: H2 belongs to the next turn of the loop");
    model_free(model);
    trace_free(trace);
}

static void tasks_that_would_read_the_same_are_numbered(void **unused)
{
    (void)unused;
    Trace *trace = runs_record(0);
    Model *model = model_new(trace);
    char label[32], tiny[4];
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 1), label, sizeof label), "gathers");
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 2), label, sizeof label), "A 1");
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 3), label, sizeof label), "B");
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 4), label, sizeof label), "A 2");
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 99), label, sizeof label), "Task 99");
    TraceSink sink = trace_sink(trace);
    put(trace, (Event){.kind = EV_LABEL, .a = 3, .b = put_text(&sink, "\xc3\xa9\xc3\xa9\xc3\xa9")});
    assert_string_equal(model_task_label(model, ref_make(REF_TASK, 3), tiny, sizeof tiny), "\xc3\xa9");
    model_free(model);
    trace_free(trace);
}

static void a_model_follows_a_trace_that_grows(void **unused)
{
    (void)unused;
    Trace *whole = runs_record(3), *growing = trace_new();
    Model *model = model_new(growing), *expected = model_new(whole);
    for (uint32_t id = 1; id <= trace_text_count(whole); id++) {
        trace_sink(growing).text(growing, trace_text(whole, id), trace_text_length(whole, id));
    }
    for (uint32_t id = 1; id <= trace_place_count(whole); id++) {
        trace_sink(growing).place(growing, trace_place(whole, id));
    }
    for (size_t n = 0; n <= trace_count(whole); n++) {
        assert_int_equal(model_at(model, SIZE_MAX)->n, n);
        assert_same(model_at(model, SIZE_MAX), model_at(expected, n), whole);
        if (n < trace_count(whole)) {
            put(growing, *trace_event(whole, n));
        }
    }
    model_free(model);
    model_free(expected);
    trace_free(whole);
    trace_free(growing);
}

/* Long enough for several keyframes; the states are compared at the seeks' ends. */
static void seeking_in_a_long_trace_gives_the_plain_fold(void **unused)
{
    (void)unused;
    Trace *trace = runs_many_sleepers(50, 120000);
    assert_true(trace_count(trace) >= 120000);
    Model *model = model_new(trace);
    assert_int_equal(model_at(model, SIZE_MAX)->n, trace_count(trace));
    assert_null(model_error(model));
    uint32_t random = 12345;
    for (int i = 0; i < 12; i++) {
        random = random * 1664525U + 1013904223U;
        size_t n = random % trace_count(trace);
        State fold;
        char why[FOLD_WHY];
        assert_true(storage_open(&fold));
        while (fold.n < n) {
            assert_int_equal(fold_event(&fold, trace, trace_event(trace, fold.n), why), FOLD_OK);
        }
        assert_same(model_at(model, n), &fold, trace);
        assert_same(model_peek(model, n), &fold, trace);
        assert_non_null(model_at(model, n / 2));
        assert_same(model_peek(model, n), &fold, trace);
        assert_same(model_at(model, n), &fold, trace);
        storage_close(&fold);
    }
    model_free(model);
    trace_free(trace);
}

/* Back from the end, one event after another, across the copies that lie near the reader. */
static void walking_back_gives_the_plain_fold(void **unused)
{
    (void)unused;
    Trace *trace = runs_many_sleepers(5, 9000);
    Model *model = model_new(trace), *fresh = model_new(trace);
    size_t end = trace_count(trace);
    for (size_t back = 0; back < 1200; back++) {
        assert_int_equal(model_at(model, end - back)->n, end - back);
        if (back % 37 == 0) {
            model_free(fresh);
            fresh = model_new(trace);
            assert_same(model_at(model, end - back), model_at(fresh, end - back), trace);
        }
    }
    model_free(fresh);
    model_free(model);
    trace_free(trace);
}

/* The front walks the whole run and leaves the copies; the cursor then goes anywhere from those. */
static void what_the_front_leaves_behind_gives_the_plain_fold(void **unused)
{
    (void)unused;
    Trace *trace = runs_many_sleepers(20, 120000);
    Model *model = model_new(trace), *plain = model_new(trace);
    size_t end = trace_count(trace);
    const State *front = model_front(model);
    while (model_advance(model)) {}
    assert_int_equal(front->n, end);
    assert_same(front, model_at(plain, end), trace);
    for (size_t part = 0; part <= 20; part++) {
        size_t n = end / 20 * (part * 7 % 21);
        assert_same(model_at(model, n), model_at(plain, n), trace);
    }
    assert_int_equal(front->n, end);
    model_free(plain);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_goes_through_its_states),
        cmocka_unit_test(the_batch_is_fixed_when_its_first_entry_is_popped),
        cmocka_unit_test(every_seek_gives_the_plain_fold),
        cmocka_unit_test(what_must_always_hold_holds_at_every_n),
        cmocka_unit_test(a_sleeper_knows_its_deadline_and_a_gather_its_children),
        cmocka_unit_test(a_deep_chain_keeps_its_outermost_and_its_innermost),
        cmocka_unit_test(a_task_cancelled_before_its_first_step_runs_no_line),
        cmocka_unit_test(a_deadlock_is_a_state_too),
        cmocka_unit_test(an_illegal_event_is_named_and_the_fold_stops_before_it),
        cmocka_unit_test(an_entry_may_not_overtake_another_or_the_turn),
        cmocka_unit_test(tasks_that_would_read_the_same_are_numbered),
        cmocka_unit_test(a_model_follows_a_trace_that_grows),
        cmocka_unit_test(walking_back_gives_the_plain_fold),
        cmocka_unit_test(what_the_front_leaves_behind_gives_the_plain_fold),
        cmocka_unit_test(seeking_in_a_long_trace_gives_the_plain_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
