/* Futures that are their own results, alone, in lists or by way of each other, are let go of at the end of the run: the leak checker sees them if not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/object.h"
#include "support/record.h"

static size_t taken;

static void *counting(void *context, size_t size)
{
    (void)context;
    taken++;
    return malloc(size);
}

/* Runs it often enough that what stays behind would need new memory. */
static void assert_leaves_nothing(const async_coroutine_class *const *variables)
{
    for (int i = 0; i < 3000; i++) {
        async_use(&(async_settings){.virtual_time = true, .quiet = true, .allocate = counting});
        taken = i == 100 ? 0 : taken;
        assert_int_equal(async_run(async_call_(variables, false, ASYNC_HERE_(""))), 0);
    }
    async_use(NULL);
#if !defined(__SANITIZE_ADDRESS__) /* there the leak checker looks */
    assert_int_equal(taken, 0);
#endif
}

#define LEAVES_NOTHING(name) assert_leaves_nothing(&(struct name##_frame){.coroutine_ = name}.coroutine_)

CORO(own_result, async_future future;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_set_result(self->future, async_future_value(self->future));
    CORO_END;
}

CORO(in_a_list, async_future future; async_value value;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    self->value = async_future_value(self->future);
    self->value = async_list(&self->value, 1);
    self->value = async_list(&self->value, 1);
    async_set_result(self->future, self->value);
    CORO_END;
}

CORO(each_other, async_future one; async_future other; async_value both[2];)
{
    CORO_BEGIN;
    self->one = async_create_future();
    self->other = async_create_future();
    self->both[0] = async_future_value(self->one);
    self->both[1] = async_future_value(self->other);
    async_set_result(self->one, async_list(self->both, 2));
    async_set_result(self->other, async_list(self->both, 2));
    CORO_END;
}

CORO(returns_its_task, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    CORO_RETURN(async_future_value(async_current_task()));
    CORO_END;
}

CORO(task_of_itself, async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(returns_its_task));
    AWAIT(self->task);
    AWAIT(async_gather(self->task, self->task));
    CORO_END;
}

static void a_future_that_is_its_own_result_goes_at_the_end(void **state)
{
    (void)state;
    LEAVES_NOTHING(own_result);
    LEAVES_NOTHING(in_a_list);
}

static void futures_that_hold_each_other_go_at_the_end(void **state)
{
    (void)state;
    LEAVES_NOTHING(each_other);
}

static void a_task_that_returns_itself_goes_at_the_end(void **state)
{
    (void)state;
    LEAVES_NOTHING(task_of_itself);
    LEAVES_NOTHING(returns_its_task);
}

static async_queue kept;

CORO(puts_in, async_future future; async_value value;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_set_result(self->future, async_future_value(self->future));
    RAISE_IF_ERROR(async_put_nowait(kept, async_future_value(self->future)));
    CORO_END;
}

CORO(takes_out, async_value value;)
{
    CORO_BEGIN;
    self->value = async_get_nowait(kept);
    async_print("%d", async_awaitable_of(async_result(async_awaitable_of(self->value))) == async_awaitable_of(self->value));
    CORO_END;
}

static void what_is_held_from_outside_the_run_keeps_its_result(void **state)
{
    (void)state;
    kept = async_create_queue(0);
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(puts_in)), 0);
    assert_says(call(takes_out), "0 T1 says 1\n");
}

enum { MANY = 100000 };

CORO(gathers_for_long, int i; async_value value;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < MANY; self->i++) {
        ROUND
        {
            self->value = async_future_value(async_create_future());
            self->value = async_list(&self->value, 1);
            async_set_result(async_create_future(), self->value);
        }
        END_ROUND;
    }
    CORO_END;
}

static void a_long_run_keeps_no_list_of_what_is_gone(void **state)
{
    (void)state;
    taken = 0;
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .allocate = counting});
    assert_int_equal(async_run(call(gathers_for_long)), 0);
    async_use(NULL);
#if !defined(__SANITIZE_ADDRESS__)
    assert_in_range(taken, 0, 50); /* some pages of the pool, not one for every round */
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_future_that_is_its_own_result_goes_at_the_end),
        cmocka_unit_test(futures_that_hold_each_other_go_at_the_end),
        cmocka_unit_test(a_task_that_returns_itself_goes_at_the_end),
        cmocka_unit_test(what_is_held_from_outside_the_run_keeps_its_result),
        cmocka_unit_test(a_long_run_keeps_no_list_of_what_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
