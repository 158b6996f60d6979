/* interrupt_in_callback.c: a callback that raises SystemExit ends the loop as a task does; an error of another class is reported, and the loop goes on. */
#include "async.h"

static void fails(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a callback fails");
    async_callback_failed(async_error(&ASYNC_BASE_EXCEPTION, "of no class that is known"));
}

static void leaves(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a callback exits");
    async_callback_failed(async_system_exit(5));
}

static void works(async_future future, void *context)
{
    (void)future, (void)context;
    async_print("a callback works");
}

CORO(child, const char *name;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(0));
        async_print("%s goes on", self->name);
        AWAIT(async_sleep(5));
    }
    FINALLY {
        async_print("%s ends", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_future future;)
{
    CORO_BEGIN;
    async_create_task(call(child, "child"));
    async_call_soon(fails, NULL);
    self->future = async_create_future();
    async_add_done_callback(self->future, leaves, NULL);
    async_add_done_callback(self->future, works, NULL);
    AWAIT(async_sleep(0));
    async_set_result(self->future, async_none());
    async_create_task(call(child, "late"));
    AWAIT(self->future);
    async_print("main has it");
    AWAIT(async_sleep(0));
    async_print("never");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
