/* header.c: the examples in the documentation of engine/async*.h, word for word. */
#include "async.h"

KNOB(delay, "API A takes", 2, "s", 0, 5, 0.1);
SWITCH(together, "all at once", true);
CHOICE(blank, "the missing line", 0, "await both", "await the first");
ORDER(steps, "the lines", "lock", "read", "write");

CORO(work, int64_t seconds;)
{
    CORO_BEGIN;
    AWAIT(async_sleep((double)self->seconds));
    if (self->seconds == 1) {
        RAISE(ASYNC_VALUE_ERROR, "one second is too short");
    }
    CORO_RETURN(async_int(self->seconds));
    CORO_END;
}

CORO(fetch_data, const char *source; double delay;)
{
    CORO_BEGIN;
    async_print("Starting to fetch data from %s", self->source);
    AWAIT(async_sleep(self->delay));
    CORO_RETURN(async_str("Data from %s", self->source));
    CORO_END;
}

CORO(gathers, async_value results;)
{
    CORO_BEGIN;
    AWAIT_TO(self->results, async_gather(call(fetch_data, "API A", 2), call(fetch_data, "Database B", 1)));
    async_print("%s", async_repr(self->results));
    CORO_END;
}

CORO(tries, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(call(work, 1));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("ValueError: %s", async_text(self->error));
        CORO_RETURN(async_str("caught"));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        AWAIT(async_sleep(0.5));
        RAISE_AGAIN(self->error);
    }
    FINALLY {
        AWAIT(async_sleep(1));
        async_print("tidied up");
    }
    END_TRY;
    CORO_END;
}

CORO(locks, async_lock lock;)
{
    CORO_BEGIN;
    WITH(self->lock) {
        AWAIT(call(work, 2));
    }
    END_WITH;
    RAISE_IF_ERROR(async_release(self->lock));
    CORO_END;
}

CORO(goes_round, int64_t rounds; int64_t round;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < self->rounds; self->round++) {
        ROUND {
            AWAIT(async_create_task(call(work, self->round)));
        }
        END_ROUND;
    }
    CORO_END;
}

CORO(completes, async_completion results; async_coroutine next; async_value value;)
{
    CORO_BEGIN;
    self->results = async_as_completed(ASYNC_NO_TIMEOUT, call(work, 1), call(work, 2));
    while ((self->next = async_next_completed(self->results))) {
        AWAIT_TO(self->value, self->next);
        async_print("%s", async_text(self->value));
    }
    CORO_END;
}

CORO(is_too_slow, async_timeout_block timeout;)
{
    CORO_BEGIN;
    self->timeout = async_timeout(1.5);
    WITH(self->timeout) {
        AWAIT(call(work, 3));
    }
    END_WITH;
    CORO_END;
}

CORO(groups, async_group group; async_task first; async_task second;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        self->first = async_group_create_task(self->group, call(work, 1));
        self->second = async_group_create_task(self->group, call(work, 2));
    }
    END_WITH;
    CORO_END;
}

CORO(fills, async_queue queue; int64_t number;)
{
    CORO_BEGIN;
    for (self->number = 0; self->number < 3; self->number++) {
        AWAIT(async_put(self->queue, async_int(self->number)));
    }
    AWAIT(async_join(self->queue));
    CORO_END;
}

CORO(empties, async_queue queue; async_value value;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->value, async_get(self->queue));
        async_print("got %s", async_text(self->value));
        RAISE_IF_ERROR(async_task_done(self->queue));
    }
    CORO_END;
}

GENERATOR(ticks, int count; int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < self->count; self->i++) {
        AWAIT(async_sleep(1));
        YIELD(async_int(self->i));
    }
    CORO_END;
}

CORO(counts, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(ticks, 3)) {
        async_print("%s", async_text(self->value));
    }
    END_FOR;
    CORO_END;
}

/* What Python's repr makes of the error that comes out, or of the value. */
CORO(shows, async_coroutine what; async_value value;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->value, self->what);
    }
    CATCH(ASYNC_EXCEPTION, self->value) {
    }
    END_TRY;
    async_print("%s", async_repr(self->value));
    CORO_END;
}

CORO(main_, async_task task; async_value error; async_queue queue; async_lock lock;)
{
    CORO_BEGIN;
    AWAIT(call(gathers));
    AWAIT(call(shows, call(tries)));
    self->task = async_create_task(call(tries));
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
    }
    END_TRY;
    self->lock = async_create_lock();
    AWAIT(call(shows, call(locks, self->lock)));
    AWAIT(call(shows, call(goes_round, 2)));
    AWAIT(call(shows, call(completes)));
    AWAIT(call(shows, call(is_too_slow)));
    AWAIT(call(shows, call(groups)));
    AWAIT(call(counts));
    self->queue = async_create_queue(1);
    self->task = async_create_task(call(empties, self->queue));
    AWAIT(call(shows, call(fills, self->queue)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
