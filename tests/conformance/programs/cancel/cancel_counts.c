/* cancel_counts.c: cancelling() counts the requests, uncancel() takes one back but calls no cancellation off; who runs, who is left, and names. */
#include "async.h"

CORO(stubborn, int i; async_value error;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        TRY {
            AWAIT(async_sleep(1));
        }
        CATCH(ASYNC_CANCELLED_ERROR, self->error) {
            async_print("%s cancelled, %u requests", async_name(async_current_task()), async_cancelling(async_current_task()));
        }
        END_TRY;
    }
    async_uncancel(async_current_task());
    async_print("%u requests left", async_cancelling(async_current_task()));
    CORO_RETURN(async_int(async_uncancel(async_current_task())));
    CORO_END;
}

CORO(takes_it_back, )
{
    CORO_BEGIN;
    async_cancel(async_current_task());
    async_uncancel(async_current_task());
    async_print("takes it back, and is cancelled all the same");
    AWAIT(async_sleep(0));
    async_print("never printed");
    CORO_END;
}

CORO(main_, async_task task; async_task other; async_value all; async_value value; async_value error; size_t i;)
{
    CORO_BEGIN;
    self->task = async_create_named_task(call(stubborn), "stubborn");
    self->other = async_create_task(call(takes_it_back));
    self->all = async_all_tasks();
    for (self->i = 0; self->i < async_length(self->all); self->i++) {
        async_print("%s", async_name(async_awaitable_of(async_item(self->all, self->i))));
    }
    async_set_name(async_current_task(), "the main one");
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    async_cancel(self->task);
    async_print("%u requests", async_cancelling(self->task));
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    AWAIT_TO(self->value, self->task);
    async_print("%s", async_text(self->value));
    TRY {
        AWAIT(self->other);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s: %zu left", async_name(async_current_task()), async_length(async_all_tasks()));
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
