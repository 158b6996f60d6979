/* However deep a program's lists, tasks and errors stand in each other, nothing recurses over them without a bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under valgrind what is looked for is memory that nobody has set, and shows at any depth. */
static int deep(void) { return getenv("LOOPSCOPE_VALGRIND") ? 20000 : 200000; }

static async_value nested(size_t depth)
{
    async_value value = async_list(NULL, 0);
    for (size_t i = 1; i < depth; i++) {
        value = async_list(&value, 1);
    }
    return value;
}

CORO(shows, async_value value; size_t length;)
{
    CORO_BEGIN;
    ROUND
    {
        self->value = nested((size_t)deep());
        const char *text = async_repr(self->value);
        self->length = strlen(text);
        async_print("%.3s … %s, %zu", text, text + self->length - 3, self->length);
    }
    END_ROUND;
    async_print("let go of");
    CORO_END;
}

static void a_list_nested_200000_deep_is_shown_whole_and_let_go_of(void **state)
{
    (void)state;
    char said[100];
    snprintf(said, sizeof said, "0 T1 says [[[ … ]]], %d\n0 T1 says let go of\n", 2 * deep());
    assert_says(call(shows), said);
}

CORO(returns_deep, int unused;)
{
    CORO_BEGIN;
    CORO_RETURN(nested(30));
    CORO_END;
}

static void the_trace_shows_what_is_deep_in_short(void **state)
{
    (void)state;
    Trace *trace = record(call(returns_deep), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_STEP_END}, 1);
    assert_non_null(strstr(text, "0 T1 returns [[[[[[[[[[[[[[[[[[[[...]]]]]]]]]]]]]]]]]]]]\n"));
    free(text);
    trace_free(trace);
}

CORO(returns_long, async_value items[60];)
{
    CORO_BEGIN;
    for (int i = 0; i < 60; i++) {
        self->items[i] = async_int(i % 10);
    }
    CORO_RETURN(async_list(self->items, 60));
    CORO_END;
}

static void the_trace_shows_fifty_of_a_long_list(void **state)
{
    (void)state;
    Trace *trace = record(call(returns_long), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_STEP_END}, 1);
    assert_non_null(strstr(text, "6, 7, 8, 9, ...]\n"));
    assert_int_equal(strcspn(strstr(text, "["), "\n"), strlen("[") + 50 * strlen("1, ") + strlen("...]"));
    free(text);
    trace_free(trace);
}

CORO(waits, async_task for_whom;)
{
    CORO_BEGIN;
    AWAIT(self->for_whom);
    CORO_END;
}

CORO(cancels_a_chain, async_task last; int made; async_value error;)
{
    CORO_BEGIN;
    self->last = async_create_future();
    for (self->made = 0; self->made < deep(); self->made++) {
        self->last = async_create_task(call(waits, self->last));
    }
    AWAIT(async_sleep(1));
    async_cancel_with(self->last, "all of it");
    TRY {
        AWAIT(self->last);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

static void a_cancel_goes_through_200000_tasks_that_await_each_other(void **state)
{
    (void)state;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(cancels_a_chain)), 0);
    async_use(NULL);
}

CORO(deadlocks_in_a_chain, async_task last; int made;)
{
    CORO_BEGIN;
    self->last = async_create_future();
    for (self->made = 0; self->made < deep(); self->made++) {
        self->last = async_create_task(call(waits, self->last));
    }
    AWAIT(self->last);
    CORO_END;
}

static void a_deadlock_of_200000_tasks_that_await_each_other_is_let_go_of(void **state)
{
    (void)state;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(deadlocks_in_a_chain)), 3);
    async_use(NULL);
}

CORO(cancels_gathers, async_future last; int made;)
{
    CORO_BEGIN;
    self->last = async_create_future();
    for (self->made = 0; self->made < deep(); self->made++) {
        self->last = async_gather(self->last);
    }
    async_print("%s", async_cancel(self->last) ? "taken" : "not taken");
    CORO_END;
}

static void a_cancel_of_gathers_in_gathers_ends_where_pythons_stack_does(void **state)
{
    (void)state;
    assert_says(call(cancels_gathers), "0 T1 says not taken\n");
}

CORO(compares, async_queue queue; async_value error;)
{
    CORO_BEGIN;
    self->queue = async_create_priority_queue(0);
    RAISE_IF_ERROR(async_put_nowait(self->queue, nested((size_t)deep())));
    self->error = async_put_nowait(self->queue, nested((size_t)deep()));
    async_print("%s", async_repr(self->error));
    CORO_END;
}

static void lists_too_deep_to_compare_are_an_error_as_in_python(void **state)
{
    (void)state;
    assert_says(call(compares), "0 T1 says RecursionError('maximum recursion depth exceeded in comparison')\n");
}

CORO(raises_groups, async_value error; int made;)
{
    CORO_BEGIN;
    self->error = async_error(&ASYNC_VALUE_ERROR, "bad");
    for (self->made = 0; self->made < deep(); self->made++) {
        self->error = async_error_group("one of them", &self->error, 1);
    }
    async_print("%zu", strlen(async_repr(self->error)));
    RAISE_AGAIN(self->error);
    CORO_END;
}

static void errors_in_errors_are_reported_and_let_go_of(void **state)
{
    (void)state;
    int status;
    Trace *trace = record(call(raises_groups), 0, &status);
    assert_int_equal(status, 1);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_nested_200000_deep_is_shown_whole_and_let_go_of),
        cmocka_unit_test(the_trace_shows_what_is_deep_in_short),
        cmocka_unit_test(the_trace_shows_fifty_of_a_long_list),
        cmocka_unit_test(a_cancel_goes_through_200000_tasks_that_await_each_other),
        cmocka_unit_test(a_deadlock_of_200000_tasks_that_await_each_other_is_let_go_of),
        cmocka_unit_test(a_cancel_of_gathers_in_gathers_ends_where_pythons_stack_does),
        cmocka_unit_test(lists_too_deep_to_compare_are_an_error_as_in_python),
        cmocka_unit_test(errors_in_errors_are_reported_and_let_go_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
