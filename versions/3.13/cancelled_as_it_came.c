/* cancelled_as_it_came: a task is cancelled, with a message, while it takes the lock of its condition again */
#include "async.h"

CORO(waits, async_condition condition; async_value error;)
{
    CORO_BEGIN;
    TRY {
        WITH(self->condition) {
            AWAIT(async_condition_wait(self->condition));
        }
        END_WITH;
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_condition condition; async_task task;)
{
    CORO_BEGIN;
    self->condition = async_create_condition(NULL);
    self->task = async_create_task(call(waits, self->condition));
    AWAIT(async_sleep(1));
    WITH(self->condition) {
        async_notify(self->condition, 1);
        AWAIT(async_sleep(1));
        async_cancel_with(self->task, "we close");
        AWAIT(async_sleep(1));
    }
    END_WITH;
    AWAIT(self->task);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
