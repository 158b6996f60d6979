/* cleanup.c: try, except and finally round awaits: what runs, in which order, and what comes out. */
#include "async.h"

CORO(work, const char *name; double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->name);
    }
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

CORO(returns_early, async_value value;)
{
    CORO_BEGIN;
    TRY {
        TRY {
            AWAIT_TO(self->value, call(work, "early", 1, 0));
            CORO_RETURN(self->value);
        }
        FINALLY {
            async_print("inner finally");
            AWAIT(async_sleep(1));
        }
        END_TRY;
    }
    FINALLY {
        async_print("outer finally");
        AWAIT(async_sleep(0));
    }
    END_TRY;
    async_print("never printed");
    CORO_END;
}

CORO(chooses, int fails; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(call(work, "chosen", 0.5, self->fails));
        if (self->fails == 0) {
            RAISE(ASYNC_KEY_ERROR, "a key");
        }
    }
    CATCH(ASYNC_KEY_ERROR, self->error) {
        async_print("KeyError");
        AWAIT(async_sleep(0));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("ValueError %s", async_text(self->error));
        CORO_RETURN(async_int(1));
    }
    FINALLY {
        async_print("finally");
        AWAIT(async_sleep(0.5));
    }
    END_TRY;
    CORO_RETURN(async_int(2));
    CORO_END;
}

CORO(replaces, async_value error;)
{
    CORO_BEGIN;
    TRY {
        TRY {
            AWAIT(call(work, "first", 0.25, 1));
        }
        FINALLY {
            AWAIT(call(work, "second", 0.25, 1));
        }
        END_TRY;
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("caught %s", async_text(self->error));
    }
    END_TRY;
    TRY {
        TRY {
            AWAIT(call(work, "third", 0.25, 1));
        }
        CATCH(ASYNC_VALUE_ERROR, self->error) {
            RAISE_AGAIN(self->error);
        }
        FINALLY {
            async_print("after the handler");
        }
        END_TRY;
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("caught %s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(overrides, )
{
    CORO_BEGIN;
    TRY {
        AWAIT(call(work, "lost", 0.25, 1));
    }
    FINALLY {
        CORO_RETURN(async_str("the error is lost"));
    }
    END_TRY;
    CORO_END;
}

CORO(tries_again, int round; async_value error;)
{
    CORO_BEGIN;
    for (self->round = 0; self->round < 5; self->round++) {
        TRY {
            AWAIT(call(work, "again", 0.125, self->round % 2 == 0));
            if (self->round == 1) {
                continue;
            }
            break;
        }
        CATCH(ASYNC_VALUE_ERROR, self->error) {
            async_print("round %d failed", self->round);
            continue;
        }
        END_TRY;
        async_print("never printed");
    }
    CORO_RETURN(async_int(self->round));
    CORO_END;
}

CORO(cleans_up_cancelled, const char *name;)
{
    CORO_BEGIN;
    TRY {
        TRY {
            AWAIT(async_sleep(10));
        }
        FINALLY {
            async_print("%s cleans up", self->name);
            AWAIT(async_sleep(1));
            async_print("%s has cleaned up", self->name);
        }
        END_TRY;
    }
    FINALLY {
        AWAIT(async_sleep(0));
        async_print("%s ends", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value value; async_value error; async_task task;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, call(returns_early));
    async_print("%s", async_text(self->value));
    AWAIT_TO(self->value, async_gather(call(chooses, 0), call(chooses, 1), call(replaces), call(overrides), call(tries_again)));
    async_print("%s", async_text(self->value));
    self->task = async_create_task(call(cleans_up_cancelled, "A"));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_sleep(0.5));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
