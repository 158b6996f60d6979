/* batch_boundary.c: what a turn adds waits for the next one; soon goes before timers due; callbacks and waiters run in the order they were added. */
#include "async.h"

static void third(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("third");
}

static void second(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("second");
    async_call_soon(third, NULL);
}

static void first(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("first");
    async_call_soon(second, NULL);
    async_call_later(0, third, NULL);
}

static void soon(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("soon");
}

static void before(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("before");
}

static void between(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("between");
}

static void after(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("after");
}

CORO(waits, const char *name; async_future future; async_value value;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, self->future);
    async_print("%s %s", self->name, async_text(self->value));
    CORO_END;
}

CORO(main_, async_future future;)
{
    CORO_BEGIN;
    async_call_later(0, second, NULL);
    async_call_later(-1, third, NULL);
    async_call_soon(soon, NULL);
    async_call_soon(first, NULL);
    AWAIT(async_sleep(0));
    async_print("main");
    AWAIT(async_sleep(1));
    self->future = async_create_future();
    async_add_done_callback(self->future, before, NULL);
    async_create_task(call(waits, "one", self->future));
    AWAIT(async_sleep(0));
    async_add_done_callback(self->future, between, NULL);
    async_create_task(call(waits, "two", self->future));
    AWAIT(async_sleep(0));
    async_add_done_callback(self->future, after, NULL);
    async_add_done_callback(self->future, soon, NULL);
    async_print("%zu removed", async_remove_done_callback(self->future, soon, NULL));
    async_set_result(self->future, async_str("wakes"));
    async_print("%zu removed", async_remove_done_callback(self->future, after, NULL));
    async_add_done_callback(self->future, soon, NULL);
    AWAIT(self->future);
    async_print("no turn was needed");
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
