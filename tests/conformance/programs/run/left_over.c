/* left_over.c: what main leaves behind: tasks that still sleep, one that has not begun, one that makes another as it ends, a call nobody awaits. */
#include "async.h"

CORO(sleeper, const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    } CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is told to end", self->name);
        AWAIT(async_sleep(1));
        async_print("%s ends", self->name);
        RAISE(ASYNC_CANCELLED_ERROR, "%s", "");
    } END_TRY
    CORO_END;
}

CORO(quick, int unused;)
{
    CORO_BEGIN;
    async_print("quick runs once more");
    CORO_END;
}

CORO(starter, async_task later;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    FINALLY {
        self->later = async_create_task(call(sleeper, "later"));
    }
    END_TRY
    CORO_END;
}

CORO(forgotten, int unused;)
{
    CORO_BEGIN;
    async_print("never printed");
    CORO_END;
}

CORO(main_, async_task one; async_task two; async_task three;)
{
    CORO_BEGIN;
    self->one = async_create_task(call(sleeper, "one"));
    self->two = async_create_task(call(sleeper, "two"));
    async_create_task(call(starter));
    AWAIT(async_sleep(1));
    call(forgotten);
    self->three = async_create_task(call(quick));
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
