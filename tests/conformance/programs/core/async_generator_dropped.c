/* async_generator_dropped.c: a generator that is dropped before its end is closed by a task of its own, also one that main held, which is cancelled */
#include "async.h"

GENERATOR(counts, const char *name; double delay; int i; async_value error;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0; self->i < 9; self->i++) {
            AWAIT(async_sleep(self->delay));
            YIELD(async_int(self->i));
        }
    }
    CATCH(ASYNC_GENERATOR_EXIT, self->error) {
        async_print("%s is told to go", self->name);
        RAISE_AGAIN(self->error);
    }
    FINALLY {
        async_print("%s tidies up", self->name);
        AWAIT(async_sleep(0.5));
        async_print("%s is gone", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(breaks, const char *name; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts, self->name, 0)) {
        async_print("%s %s", self->name, async_text(self->value));
        if (self->value.as.integer == 1) {
            break;
        }
    }
    END_FOR;
    async_print("%s after", self->name);
    CORO_END;
}

CORO(returns, const char *name; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts, self->name, 0.25)) {
        CORO_RETURN(self->value);
    }
    END_FOR;
    CORO_END;
}

CORO(raises, const char *name; async_generator generator; async_value value;)
{
    CORO_BEGIN;
    TRY {
        FOR_AWAIT(self->value, generate(counts, self->name, 0)) {
            RAISE(ASYNC_KEY_ERROR, "%s", self->name);
        }
        END_FOR;
    }
    CATCH(ASYNC_KEY_ERROR, self->value) {
        async_print("caught %s", async_text(self->value));
    }
    END_TRY;
    self->value = async_none();
    AWAIT(async_sleep(2));
    CORO_END;
}

CORO(closes, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    self->generator = generate(counts, "closed", 0);
    FOR_AWAIT(self->value, self->generator) {
        break;
    }
    END_FOR;
    AWAIT(async_generator_close(self->generator));
    async_print("closed it");
    FOR_AWAIT(self->value, self->generator) {
        async_print("never");
    }
    END_FOR;
    AWAIT(async_generator_close(self->generator));
    CORO_END;
}

CORO(main_, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_gather(call(breaks, "A"), call(returns, "B")));
    async_print("%s", async_text(self->value));
    AWAIT(async_sleep(2));
    AWAIT(call(closes));
    AWAIT(call(raises, "C"));
    AWAIT(async_sleep(1));
    self->generator = generate(counts, "D", 0);
    FOR_AWAIT(self->value, self->generator) {
        async_print("D %s", async_text(self->value));
        break;
    }
    END_FOR;
    async_print("end");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
