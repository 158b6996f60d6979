/* ready.c: the ready queue where somebody else than asyncio chooses who runs next. */
#include "put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Three callbacks in the queue, and the loop about to choose. */
static Trace *three_ready(void)
{
    Trace *trace = one_ready_task();
    put(trace, first_step);
    for (uint32_t h = 2; h <= 4; h++) {
        put(trace, (Event){.kind = EV_READY, .a = h, .by = task_1, .detail = CALL_USER});
    }
    put(trace, (Event){.kind = EV_STEP_END, .a = 1, .by = task_1, .detail = REASON_RETURN});
    put(trace, (Event){.kind = EV_ITER, .a = 2, .b = 3, .by = TRACE_LOOP});
    return trace;
}

static void who_is_chosen_goes_to_the_front_and_the_others_keep_their_order(void **unused)
{
    (void)unused;
    Trace *trace = three_ready();
    size_t n = trace_count(trace);
    put(trace, (Event){.kind = EV_CHOOSE, .by = TRACE_LOOP, .a = 2, .b = ref_make(REF_HANDLE, 4), .c = 3, .d = 3});
    put(trace, (Event){.kind = EV_CB, .b = ref_make(REF_HANDLE, 4)});
    put(trace, (Event){.kind = EV_CB_END, .b = ref_make(REF_HANDLE, 4)});
    put(trace, (Event){.kind = EV_CHOOSE, .by = TRACE_LOOP, .a = 0, .b = ref_make(REF_HANDLE, 2), .c = 2, .d = 1});
    Model *model = model_new(trace);
    assert_true(state_can_be_chosen(model_at(model, n), 2));
    assert_false(state_can_be_chosen(model_at(model, n), 3));
    const State *state = model_at(model, n + 1);
    assert_null(model_error(model));
    assert_int_equal(state->ready[0].handle, ref_make(REF_HANDLE, 4));
    assert_int_equal(state->ready[1].handle, ref_make(REF_HANDLE, 2));
    assert_int_equal(state->ready[2].handle, ref_make(REF_HANDLE, 3));
    assert_int_equal(state->batch_left, 3);
    state = model_at(model, n + 4);
    assert_null(model_error(model));
    assert_int_equal(state->choices, 2);
    assert_int_equal(state->other_choices, 1);
    model_free(model);
    trace_free(trace);
}

static void nobody_is_chosen_who_is_not_there_or_does_not_belong_to_the_turn(void **unused)
{
    (void)unused;
    static const Event wrong[] = {{.kind = EV_CHOOSE, .a = 1, .b = (Ref)REF_HANDLE << 29 | 4, .c = 3, .d = 2},
                                  {.kind = EV_CHOOSE, .a = 3, .b = (Ref)REF_HANDLE << 29 | 4, .c = 3, .d = 2},
                                  {.kind = EV_CHOOSE, .a = UINT32_MAX, .b = (Ref)REF_HANDLE << 29 | 4, .c = 3, .d = 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Trace *trace = three_ready();
        put(trace, wrong[i]);
        Model *model = model_new(trace);
        model_at(model, SIZE_MAX);
        assert_non_null(
            strstr(model_error(model), "(choose) is not possible: H4 is chosen from a place in the ready queue where it is not"));
        model_free(model);
        trace_free(trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_chosen_goes_to_the_front_and_the_others_keep_their_order),
        cmocka_unit_test(nobody_is_chosen_who_is_not_there_or_does_not_belong_to_the_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
