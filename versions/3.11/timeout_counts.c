/* timeout_counts: a task that has swallowed a cancellation sets a time limit */
#include "async.h"

CORO(work, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(2));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("not now");
    }
    END_TRY;
    TRY {
        WITH(async_timeout(1)) {
            AWAIT(async_sleep(5));
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("too late, something else then");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_task task; async_value error;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(work));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
        async_print("work is done");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("work was cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
