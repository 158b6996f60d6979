/* corners.c: corners that random programs found: one task twice in a gather, several sleep(0) at once, an error that a cancel has seen, a task that awaits
   itself. */
#include "async.h"

CORO(work, const char *name;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(1));
    }
    FINALLY {
        async_print("%s is asked to end %u times", self->name, async_cancelling(async_current_task()));
    }
    END_TRY
    CORO_END;
}

CORO(itself, async_value error;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    TRY {
        AWAIT(async_current_task());
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("nobody awaits itself");
    }
    END_TRY
    AWAIT(async_sleep(1));
    CORO_END;
}

CORO(impatient, async_task other; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->other);
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY
    CORO_END;
}

static void tell(async_future future, void *context)
{
    (void)future;
    (void)context;
    async_print("while the last are cancelled");
}

CORO(last, int unused;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    FINALLY {
        async_call_soon(tell, NULL);
        AWAIT(async_gather(async_sleep(0), async_sleep(3)));
    }
    END_TRY
    CORO_END;
}

CORO(main_, async_task task; async_future both; async_future none; async_future seen; async_task tied; async_task waiting; async_value error;
     async_completion zeros; async_coroutine next; async_value value; async_future not_begun;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(work, "work"));
    self->both = async_gather(self->task, self->task);
    AWAIT(async_sleep(0));
    async_cancel(self->both);
    TRY {
        AWAIT(self->both);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("both are cancelled");
    }
    END_TRY
    AWAIT(async_gather(async_sleep(0), async_sleep(0), async_sleep(0)));
    self->zeros = async_as_completed(ASYNC_NO_TIMEOUT, async_sleep(0), async_sleep(-1));
    while ((self->next = async_next_completed(self->zeros))) {
        AWAIT_TO(self->value, self->next);
        async_print("%s", async_text(self->value));
    }
    self->none = async_gather_list(NULL, 0, false);
    async_cancel(self->none);
    self->seen = async_create_future();
    async_set_error(self->seen, async_error(&ASYNC_VALUE_ERROR, "never reported"));
    async_cancel(self->seen);
    self->tied = async_create_task(call(itself));
    AWAIT(async_sleep(0));
    self->waiting = async_create_task(call(impatient, self->tied));
    AWAIT(async_sleep(0));
    AWAIT(async_gather(self->tied, self->waiting));
    self->not_begun = async_gather(async_sleep(0));
    async_cancel(self->not_begun);
    async_create_task(call(last));
    AWAIT(async_sleep(0));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
