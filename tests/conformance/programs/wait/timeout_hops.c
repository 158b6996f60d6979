/* timeout_hops.c: a block with a time limit: in time, too late, no time at all, none, nested, moved, without an await; and a cancel from outside. */
#include "async.h"

CORO(limited, const char *name; double limit; double delay; async_timeout_block timeout; async_value error;)
{
    CORO_BEGIN;
    self->timeout = async_timeout(self->limit);
    TRY {
        WITH(self->timeout) {
            AWAIT(async_sleep(self->delay));
            async_print("%s: in time", self->name);
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("%s: %s", self->name, async_repr(self->error));
    }
    END_TRY;
    async_print("%s: expired %d, %u requests", self->name, async_timeout_expired(self->timeout), async_cancelling(async_current_task()));
    CORO_END;
}

CORO(nested, async_timeout_block outer; async_timeout_block inner; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->outer = async_timeout(1);
        WITH(self->outer) {
            TRY {
                self->inner = async_timeout(2);
                WITH(self->inner) {
                    AWAIT(async_sleep(3));
                }
                END_WITH;
            }
            FINALLY {
                async_print("inner expired %d, outer expired %d", async_timeout_expired(self->inner), async_timeout_expired(self->outer));
            }
            END_TRY;
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("the outer one is over");
    }
    END_TRY;
    CORO_END;
}

CORO(moved, async_timeout_block timeout; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->timeout = async_timeout(ASYNC_NO_TIMEOUT);
        WITH(self->timeout) {
            RAISE_IF_ERROR(async_timeout_reschedule(self->timeout, async_loop_time() + 5));
            AWAIT(async_sleep(1));
            RAISE_IF_ERROR(async_timeout_reschedule(self->timeout, async_loop_time() + 1));
            AWAIT(async_sleep(0.5));
            RAISE_IF_ERROR(async_timeout_reschedule(self->timeout, async_loop_time() - 1));
            AWAIT(async_sleep(0.5));
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("moved until it was over");
    }
    END_TRY;
    TRY {
        RAISE_IF_ERROR(async_timeout_reschedule(self->timeout, 9));
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(never_awaits, async_timeout_block timeout;)
{
    CORO_BEGIN;
    self->timeout = async_timeout(1);
    WITH(self->timeout) {
        AWAIT(async_sleep(0.5));
        async_block(2);
        async_print("too late, but nobody saw it");
    }
    END_WITH;
    AWAIT(async_sleep(0));
    CORO_RETURN(async_str("not disturbed"));
    CORO_END;
}

CORO(raises, async_timeout_block timeout; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->timeout = async_timeout_at(async_loop_time() + 1);
        WITH(self->timeout) {
            TRY {
                AWAIT(async_sleep(3));
            }
            CATCH(ASYNC_CANCELLED_ERROR, self->error) {
                RAISE(ASYNC_VALUE_ERROR, "instead");
            }
            END_TRY;
        }
        END_WITH;
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s, expired %d", async_repr(self->error), async_timeout_expired(self->timeout));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value; async_value error; async_task task;)
{
    CORO_BEGIN;
    AWAIT(call(limited, "one", 2, 1));
    AWAIT(call(limited, "two", 1, 2));
    AWAIT(call(limited, "three", 0, 1));
    AWAIT(call(limited, "four", ASYNC_NO_TIMEOUT, 1));
    AWAIT(call(limited, "five", -1, 0));
    AWAIT(call(limited, "same instant", 1, 1));
    AWAIT(call(nested));
    AWAIT(call(moved));
    AWAIT_TO(self->value, call(never_awaits));
    async_print("%s", async_text(self->value));
    AWAIT(call(raises));
    self->task = async_create_task(call(limited, "cancelled", 2, 9));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("a cancel is no timeout");
    }
    END_TRY;
    self->task = async_create_task(call(limited, "both", 1, 9));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("both: the cancel counts");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
