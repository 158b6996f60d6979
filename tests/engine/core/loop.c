/* The order in which things run: each test is named after the rule of asyncio that it holds the engine to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

CORO(child, const char *what;)
{
    CORO_BEGIN;
    async_print("%s", self->what);
    CORO_RETURN(async_str("result of %s", self->what));
    CORO_END;
}

CORO(await_is_a_call, async_value v;)
{
    CORO_BEGIN;
    async_print("before");
    AWAIT_TO(self->v, call(child, "inside"));
    async_print("%s", async_text(self->v));
    CORO_END;
}

static void awaiting_a_coroutine_is_a_plain_call(void **state)
{
    (void)state;
    Trace *trace = record(call(await_is_a_call), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_OUT, EV_STEP, EV_STEP_END}, 3);
    assert_string_equal(text, "0 T1 step\n0 T1 says before\n0 T1 says inside\n0 T1 says result of inside\n0 T1 returns None\n"
                              "0 T2 step\n0 T2 returns None\n0 T3 step\n0 T3 returns None\n");
    free(text);
    trace_free(trace);
}

CORO(spawner, async_task a; async_task b;)
{
    CORO_BEGIN;
    self->a = async_create_task(call(child, "a"));
    self->b = async_create_task(call(child, "b"));
    async_print("main goes on");
    AWAIT(self->a);
    async_print("main has a");
    AWAIT(self->b);
    async_print("main has b");
    CORO_END;
}

static void a_task_starts_in_the_next_turn_in_creation_order(void **state)
{
    (void)state;
    assert_says(call(spawner), "0 T1 says main goes on\n0 T2 says a\n0 T3 says b\n0 T1 says main has a\n0 T1 says main has b\n");
}

CORO(yielder, const char *name; int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 2; self->i++) {
        async_print("%s%d", self->name, self->i);
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(two_yielders, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(yielder, "a"), call(yielder, "b")));
    CORO_END;
}

static void sleep_zero_goes_behind_everything_ready(void **state)
{
    (void)state;
    assert_says(call(two_yielders), "0 T2 says a0\n0 T3 says b0\n0 T2 says a1\n0 T3 says b1\n");
}

CORO(sleeper, const char *name; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s", self->name);
    CORO_END;
}

CORO(equal_deadlines, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(sleeper, "third", 0.3), call(sleeper, "first", 0.1), call(sleeper, "fourth", 0.1 + 0.2),
                       call(sleeper, "second", 0.1)));
    CORO_END;
}

static void equal_deadlines_fire_in_creation_order(void **state)
{
    (void)state;
    assert_says(call(equal_deadlines), "0.1 T3 says first\n0.1 T5 says second\n0.3 T2 says third\n0.3 T4 says fourth\n");
}

static void a_sleep_costs_two_turns(void **state)
{
    (void)state;
    Trace *trace = record(call(sleeper, "awake", 1), 0, NULL);
    char *text = record_tell(trace, (EventKind[]){EV_ITER, EV_CB, EV_STEP, EV_ADVANCE}, 4);
    assert_string_equal(text, "0 turn 1\n0 T1 step\n0 turn 2\n1 advance\n1 M1 runs\n1 turn 3\n1 T1 step\n1 turn 4\n1 H3 runs\n"
                              "1 turn 5\n1 T2 step\n1 turn 6\n1 H5 runs\n1 turn 7\n1 T3 step\n1 turn 8\n1 H7 runs\n");
    free(text);
    trace_free(trace);
}

CORO(leaves_at_once, async_task left;)
{
    CORO_BEGIN;
    self->left = async_create_task(call(yielder, "left"));
    async_print("main ends");
    CORO_END;
}

static void a_task_made_just_before_main_returns_gets_its_first_step(void **state)
{
    (void)state;
    assert_says(call(leaves_at_once), "0 T1 says main ends\n0 T2 says left0\n");
}

CORO(on_main_end, int unused;)
{
    CORO_BEGIN;
    TRY
        AWAIT(async_sleep(10));
    CATCH(ASYNC_CANCELLED_ERROR, *(async_value[]){{0}}) {
        async_print("told to stop");
        AWAIT(async_sleep(1));
        async_print("cleaned up");
    }
    END_TRY
    CORO_END;
}

CORO(leaves_one_behind, async_task left;)
{
    CORO_BEGIN;
    self->left = async_create_task(call(on_main_end));
    AWAIT(async_sleep(1));
    async_print("main ends");
    CORO_END;
}

static void what_is_left_when_main_ends_is_cancelled_and_waited_for(void **state)
{
    (void)state;
    assert_says(call(leaves_one_behind), "1 T1 says main ends\n1 T2 says told to stop\n2 T2 says cleaned up\n");
}

static char removed[] = "removed";

static void note(async_future future, void *context)
{
    (void)future;
    async_print("%s", (const char *)context);
}

CORO(callbacks, int unused;)
{
    CORO_BEGIN;
    async_call_later(0, note, "0 s");
    async_call_later(-1, note, "-1 s");
    async_call_soon(note, "soon");
    async_handle_cancel(async_call_soon(note, "never"));
    async_handle_cancel(async_call_later(0.5, note, "never"));
    async_print("main");
    AWAIT(async_sleep(1));
    CORO_END;
}

static void soon_runs_before_timers_that_are_due_and_timers_by_deadline(void **state)
{
    (void)state;
    assert_says(call(callbacks), "0 T1 says main\n0 H2 says soon\n0 M2 says -1 s\n0 M1 says 0 s\n");
}

CORO(future_callbacks, async_future future;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_add_done_callback(self->future, note, "first");
    async_add_done_callback(self->future, note, removed);
    async_add_done_callback(self->future, note, "second");
    async_print("%d", (int)async_remove_done_callback(self->future, note, removed));
    async_set_result(self->future, async_int(5));
    async_print("%d %d", async_set_result(self->future, async_none()), async_cancel(self->future));
    AWAIT(self->future);
    async_print("did not suspend");
    async_add_done_callback(self->future, note, "late");
    AWAIT(async_sleep(0));
    async_print("main");
    CORO_END;
}

static void a_future_runs_its_callbacks_in_the_order_added_one_turn_later(void **state)
{
    (void)state;
    assert_says(call(future_callbacks), "0 T1 says 1\n0 T1 says 0 0\n0 T1 says did not suspend\n"
                                        "0 H2 says first\n0 H3 says second\n0 H4 says late\n0 T1 says main\n");
}

CORO(never, async_coroutine forgotten;)
{
    CORO_BEGIN;
    self->forgotten = call(child, "never seen");
    async_print("main");
    CORO_END;
}

static void a_coroutine_never_awaited_is_reported(void **state)
{
    (void)state;
    assert_says(call(never), "0 T1 says main\n0 never awaited: child\n");
}

CORO(waits_for_ever, async_future future;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    AWAIT(self->future);
    CORO_END;
}

static void a_deadlock_ends_the_run_with_status_3(void **state)
{
    (void)state;
    int status;
    Trace *trace = record(call(waits_for_ever), 0, &status);
    assert_int_equal(status, 3);
    assert_int_equal(trace_event(trace, trace_count(trace) - 1)->kind, EV_DEADLOCK);
    trace_free(trace);
}

CORO(endless, int unused;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

static void an_endless_program_stops_at_the_limit_of_turns(void **state)
{
    (void)state;
    int status;
    Trace *trace = record(call(endless), 1000, &status);
    assert_int_equal(status, 3);
    assert_int_equal(trace_event(trace, trace_count(trace) - 2)->kind, EV_LIMIT);
    assert_int_equal(trace_event(trace, trace_count(trace) - 1)->kind, EV_LEFT); /* the entry that would have been the next */
    trace_free(trace);
}

CORO(prints_twice, int unused;)
{
    CORO_BEGIN;
    async_print("one");
    AWAIT(async_sleep(1));
    async_print("two\nlines");
    CORO_END;
}

static void observing_changes_nothing(void **state)
{
    (void)state;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(prints_twice)), 0);
    assert_says(call(prints_twice), "0 T1 says one\n1 T1 says two\n1 T1 says lines\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(awaiting_a_coroutine_is_a_plain_call),
        cmocka_unit_test(a_task_starts_in_the_next_turn_in_creation_order),
        cmocka_unit_test(sleep_zero_goes_behind_everything_ready),
        cmocka_unit_test(equal_deadlines_fire_in_creation_order),
        cmocka_unit_test(a_sleep_costs_two_turns),
        cmocka_unit_test(a_task_made_just_before_main_returns_gets_its_first_step),
        cmocka_unit_test(what_is_left_when_main_ends_is_cancelled_and_waited_for),
        cmocka_unit_test(soon_runs_before_timers_that_are_due_and_timers_by_deadline),
        cmocka_unit_test(a_future_runs_its_callbacks_in_the_order_added_one_turn_later),
        cmocka_unit_test(a_coroutine_never_awaited_is_reported),
        cmocka_unit_test(a_deadlock_ends_the_run_with_status_3),
        cmocka_unit_test(an_endless_program_stops_at_the_limit_of_turns),
        cmocka_unit_test(observing_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
