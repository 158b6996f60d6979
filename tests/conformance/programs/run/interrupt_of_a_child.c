/* interrupt_of_a_child.c: a task raises KeyboardInterrupt while others wait for it, each in its own way: what they see is that they are cancelled. */
#include "async.h"

CORO(child, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("child is interrupted");
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

CORO(other, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("other goes on");
    AWAIT(async_sleep(self->delay));
    CORO_END;
}

CORO(waits, const char *how; async_awaitable what; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->what);
        async_print("%s is through", self->how);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is cancelled", self->how);
        RAISE_AGAIN(self->error);
    }
    CATCH(ASYNC_KEYBOARD_INTERRUPT, self->error) {
        async_print("%s: %s", self->how, async_repr(self->error));
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(through_gather, async_task child;)
{
    CORO_BEGIN;
    AWAIT(call(waits, "gather", async_gather(self->child, async_sleep(5))));
    CORO_END;
}

CORO(through_errors, async_task child;)
{
    CORO_BEGIN;
    AWAIT(call(waits, "gather of errors", async_gather_errors(self->child, async_sleep(5))));
    CORO_END;
}

CORO(through_shield, async_task child;)
{
    CORO_BEGIN;
    AWAIT(call(waits, "shield", async_shield(self->child)));
    CORO_END;
}

CORO(through_wait, async_task child;)
{
    CORO_BEGIN;
    AWAIT(call(waits, "wait", async_wait(ASYNC_FIRST_EXCEPTION, ASYNC_NO_TIMEOUT, self->child)));
    CORO_END;
}

CORO(through_wait_for, async_task child;)
{
    CORO_BEGIN;
    AWAIT(call(waits, "wait_for", async_wait_for(self->child, 3)));
    CORO_END;
}

CORO(through_timeout, async_task child;)
{
    CORO_BEGIN;
    WITH(async_timeout(3)) {
        AWAIT(call(waits, "timeout", self->child));
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_task child; async_value error;)
{
    CORO_BEGIN;
    self->child = async_create_task(call(child, 1));
    async_create_task(call(other, 1));
    async_create_task(call(through_gather, self->child));
    async_create_task(call(through_errors, self->child));
    async_create_task(call(through_shield, self->child));
    async_create_task(call(through_wait, self->child));
    async_create_task(call(through_wait_for, self->child));
    async_create_task(call(through_timeout, self->child));
    TRY {
        AWAIT(self->child);
    }
    CATCH(ASYNC_KEYBOARD_INTERRUPT, self->error) {
        async_print("main never sees it");
    }
    FINALLY {
        async_print("main tidies up");
        AWAIT(async_sleep(1));
        async_print("main is done");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
