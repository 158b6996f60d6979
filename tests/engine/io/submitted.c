/* submitted.c: coroutines that other threads have the loop run: what the thread gets, also when the loop ends first. */
#include "async_thread.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

CORO(gives, const char *text; int what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    if (self->what == 0) {
        CORO_RETURN(async_str("%s!", self->text));
    }
    if (self->what == 1) {
        CORO_RETURN(async_float(0.5));
    }
    if (self->what == 2) {
        RAISE(ASYNC_KEY_ERROR, "%s", self->text);
    }
    AWAIT(async_sleep(1000));
    CORO_END;
}

static pthread_t waiting;
static async_concurrent_future *left; /* to be waited for by a thread when the loop has gone */

static int64_t asks(void *loop)
{
    async_concurrent_future *future = async_run_coroutine_threadsafe(loop, gives, "text", 0);
    assert_int_equal(async_concurrent_wait(future, -1), ASYNC_CONCURRENT_DONE);
    assert_string_equal(async_concurrent_text(future), "text!");
    assert_int_equal(async_concurrent_result(future).type, ASYNC_NONE);
    assert_false(async_concurrent_cancel(future));
    async_concurrent_free(future);

    future = async_run_coroutine_threadsafe(loop, gives, "text", 1);
    assert_int_equal(async_concurrent_wait(future, 100), ASYNC_CONCURRENT_DONE);
    assert_true(async_concurrent_result(future).as.number == 0.5);
    async_concurrent_free(future);

    future = async_run_coroutine_threadsafe(loop, gives, "text", 2);
    assert_int_equal(async_concurrent_wait(future, -1), ASYNC_CONCURRENT_FAILED);
    assert_ptr_equal(async_concurrent_error(future), &ASYNC_KEY_ERROR);
    assert_string_equal(async_concurrent_text(future), "text");
    async_concurrent_free(future);

    left = async_run_coroutine_threadsafe(loop, gives, "text", 3);
    assert_int_equal(async_concurrent_wait(left, 0), ASYNC_CONCURRENT_PENDING);
    assert_string_equal(async_concurrent_text(left), "");
    return 0;
}

static void *waits(void *context)
{
    (void)context;
    assert_int_equal(async_concurrent_wait(left, -1), ASYNC_CONCURRENT_CANCELLED);
    return NULL;
}

CORO(main_, bool real; pthread_t * thread; async_concurrent_future * own;)
{
    CORO_BEGIN;
    AWAIT(async_to_thread(asks, async_running_loop()));
    self->own = async_run_coroutine_threadsafe(async_running_loop(), gives, "text", 0);
    assert_int_equal(async_concurrent_wait(self->own, -1), ASYNC_CONCURRENT_PENDING); /* it would wait for itself */
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    assert_int_equal(async_concurrent_wait(self->own, -1), ASYNC_CONCURRENT_DONE);
    async_concurrent_free(self->own);
    assert_int_equal(pthread_create(&waiting, NULL, waits, NULL), 0);
    CORO_END;
}

static void a_thread_waits_for_a_coroutine(void **state)
{
    (void)state;
    async_use(&(async_settings){.quiet = true});
    assert_int_equal(async_run(call(main_)), 0);
    pthread_join(waiting, NULL);
    assert_true(async_concurrent_cancel(left)); /* nothing is there any more that could be cancelled, and it has been */
    async_concurrent_free(left);
}

/* The loop ends before it has looked at what another thread has left for it. */
static async_concurrent_future *late;

static void *comes_late(void *loop)
{
    late = async_run_coroutine_threadsafe(loop, gives, "text", 0);
    return NULL;
}

CORO(ends_at_once, int unused;)
{
    CORO_BEGIN;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, comes_late, async_running_loop()), 0);
    pthread_join(thread, NULL);
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

static void nobody_waits_for_a_loop_that_has_ended(void **state)
{
    (void)state;
    async_use(&(async_settings){.quiet = true});
    (void)async_run(call(ends_at_once));
    assert_int_not_equal(async_concurrent_wait(late, -1), ASYNC_CONCURRENT_PENDING);
    async_concurrent_free(late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_thread_waits_for_a_coroutine),
                                       cmocka_unit_test(nobody_waits_for_a_loop_that_has_ended)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
