/* notify_is_kept: of two tasks that wait the one that was woken is cancelled */
#include "async.h"

CORO(waits, const char *name; async_condition condition;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        AWAIT(async_condition_wait(self->condition));
        async_print("%s was woken", self->name);
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_condition condition; async_task a, b; async_value error;)
{
    CORO_BEGIN;
    self->condition = async_create_condition(NULL);
    self->a = async_create_task(call(waits, "A", self->condition));
    self->b = async_create_task(call(waits, "B", self->condition));
    AWAIT(async_sleep(1));
    WITH(self->condition) {
        async_notify(self->condition, 1);
        AWAIT(async_sleep(1));
        async_cancel(self->a);
    }
    END_WITH;
    TRY {
        AWAIT(async_wait_for(self->b, 2));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("nobody was woken");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
