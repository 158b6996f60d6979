/* When memory runs out, at whatever moment, a run ends with a clean error: nothing is lost and nothing is touched after it is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

static int calls_left;

static void *failing(void *context, size_t size)
{
    (void)context;
    return calls_left-- > 0 ? malloc(size) : NULL;
}

CORO(worker, const char *name; double delay; int fail;)
{
    CORO_BEGIN;
    async_print("%s begins", self->name);
    AWAIT(async_sleep(self->delay));
    if (self->fail) {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->name);
    }
    CORO_RETURN(async_str("result of %s", self->name));
    CORO_END;
}

CORO(gathers, async_value v;)
{
    CORO_BEGIN;
    AWAIT_TO(self->v, async_gather_errors(call(worker, "a", 2, 0), call(worker, "b", 1, 1), async_sleep(1), call(worker, "c", 0, 0)));
    async_print("%s", async_repr(self->v));
    CORO_END;
}

CORO(catches, async_value v; async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(worker, "task", 1, 1));
    TRY
        AWAIT(call(worker, "called", 1, 1));
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("%s", async_repr(self->v));
    }
    END_TRY
    TRY
        AWAIT(self->task);
    CATCH(ASYNC_VALUE_ERROR, self->v) {
        async_print("%s", async_repr(self->v));
    }
    END_TRY
    CORO_END;
}

CORO(leaves_tasks, async_task one; async_task two;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(worker, "one", 9, 0));
    self->two = async_create_task(call(gathers));
    AWAIT(async_sleep(0.5));
    async_cancel(self->two);
    AWAIT(async_sleep(0));
    CORO_END;
}

static void note(async_future future, void *context)
{
    (void)future;
    async_print("%s", (const char *)context);
}

CORO(calls_back, async_future future; async_value v;)
{
    CORO_BEGIN;
    async_call_soon(note, "soon");
    async_call_later(0.1, note, "later");
    async_handle_cancel(async_call_later(0.2, note, "never"));
    self->future = async_create_future();
    async_add_done_callback(self->future, note, "done");
    async_set_result(self->future, async_str("value"));
    AWAIT_TO(self->v, self->future);
    AWAIT(async_sleep(1));
    async_print("%s", async_text(self->v));
    CORO_END;
}

CORO(waits_for_ever, async_task task; async_future future;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    self->task = async_create_task(call(worker, "other", 1, 0));
    AWAIT(async_gather(self->task, self->future));
    CORO_END;
}

CORO(shares, const char *name; async_lock lock; async_semaphore semaphore; async_queue queue; async_value v;)
{
    CORO_BEGIN;
    WITH(self->lock) {
        AWAIT(async_sleep(1));
    }
    END_WITH;
    WITH(self->semaphore) {
        AWAIT(async_put(self->queue, async_str("from %s", self->name)));
    }
    END_WITH;
    AWAIT_TO(self->v, async_get(self->queue));
    RAISE_IF_ERROR(async_task_done(self->queue));
    CORO_END;
}

static bool is_set(void *event) { return async_event_is_set(event); }

CORO(waits_for_it, async_condition condition; async_event event;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        AWAIT(async_condition_wait_for(self->condition, is_set, self->event));
    }
    END_WITH;
    AWAIT(async_event_wait(self->event));
    CORO_END;
}

CORO(shares_all, async_lock lock; async_semaphore semaphore; async_queue queue; async_condition condition; async_event event;
     async_task task;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    self->semaphore = async_create_bounded_semaphore(1);
    self->queue = async_create_priority_queue(1);
    self->condition = async_create_condition(self->lock);
    self->event = async_create_event();
    self->task = async_create_task(call(waits_for_it, self->condition, self->event));
    AWAIT(async_gather_errors(call(shares, "a", self->lock, self->semaphore, self->queue),
                              call(shares, "b", self->lock, self->semaphore, self->queue),
                              call(shares, "c", self->lock, self->semaphore, self->queue)));
    AWAIT(async_join(self->queue));
    WITH(self->condition) {
        async_event_set(self->event);
        RAISE_IF_ERROR(async_notify_all(self->condition));
    }
    END_WITH;
    AWAIT(self->task);
    CORO_END;
}

typedef async_coroutine (*program)(void);
static async_coroutine make_gathers(void) { return call(gathers); }
static async_coroutine make_catches(void) { return call(catches); }
static async_coroutine make_leaves_tasks(void) { return call(leaves_tasks); }
static async_coroutine make_calls_back(void) { return call(calls_back); }
static async_coroutine make_waits_for_ever(void) { return call(waits_for_ever); }
static async_coroutine make_shares_all(void) { return call(shares_all); }

static void every_failing_allocation_ends_in_a_clean_error(void **state)
{
    (void)state;
    static const program programs[] = {make_gathers,    make_catches,        make_leaves_tasks,
                                       make_calls_back, make_waits_for_ever, make_shares_all};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        int k = 0;
        do {
            calls_left = k++;
            async_use(&(async_settings){.virtual_time = true, .quiet = true, .allocate = failing});
            int status = async_run(programs[i]());
            assert_true(status == 0 || status == 1 || status == 3);
            async_use(NULL);
        } while (calls_left < 0 && k < 2000);
        assert_true(calls_left >= 0); /* at last there was enough */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failing_allocation_ends_in_a_clean_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
