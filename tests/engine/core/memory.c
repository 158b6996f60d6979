/* Steps, wake-ups and sleeps ask the system for no memory once a program is under way; a run leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

static size_t allocations;

static void *counting(void *context, size_t size)
{
    (void)context;
    allocations++;
    return malloc(size);
}

CORO(naps, double delay; int left;)
{
    CORO_BEGIN;
    for (; self->left > 0; self->left--) {
        AWAIT(async_sleep(self->delay));
    }
    CORO_END;
}

CORO(two_nap, double delay; int times;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(naps, self->delay, self->times), call(naps, self->delay, self->times)));
    CORO_END;
}

static size_t allocations_of(double delay, int times)
{
    allocations = 0;
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .allocate = counting});
    assert_int_equal(async_run(call(two_nap, delay, times)), 0);
    async_use(NULL);
    return allocations;
}

static void a_step_a_wake_up_and_a_sleep_ask_for_no_memory(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* there the pool is off, so that the sanitizer sees every block */
#endif
    allocations_of(0.001, 10); /* the first run fills the pool */
    assert_int_equal(allocations_of(0, 10), 0);
    assert_int_equal(allocations_of(0, 100000), 0);
    assert_int_equal(allocations_of(0.001, 100000), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_step_a_wake_up_and_a_sleep_ask_for_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
