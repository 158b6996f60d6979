/* async_for_is_no_hop.c: a generator runs in the task that asks for the next value; errors and cancellation go through it */
#include "async.h"

GENERATOR(counts, const char *name; int count; double delay; int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0; self->i < self->count; self->i++) {
            if (self->delay >= 0) {
                AWAIT(async_sleep(self->delay));
            }
            YIELD(async_str("%s%d", self->name, self->i));
        }
        if (self->count == 3) {
            RAISE(ASYNC_VALUE_ERROR, "%s fails", self->name);
        }
    }
    FINALLY {
        async_print("%s tidies up", self->name);
        AWAIT(async_sleep(0));
    }
    END_TRY;
    CORO_END;
}

CORO(prints, const char *name; int count; double delay; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts, self->name, self->count, self->delay)) {
        async_print("%s", async_text(self->value));
    }
    END_FOR;
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

CORO(catches, async_value value;)
{
    CORO_BEGIN;
    TRY {
        FOR_AWAIT(self->value, generate(counts, "e", 3, 0)) {
            async_print("%s", async_text(self->value));
        }
        END_FOR;
    }
    CATCH(ASYNC_VALUE_ERROR, self->value) {
        async_print("%s", async_text(self->value));
    }
    END_TRY;
    CORO_END;
}

CORO(twice, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    self->generator = generate(counts, "t", 4, 0);
    FOR_AWAIT(self->value, self->generator) {
        async_print("first %s", async_text(self->value));
        AWAIT(async_sleep(0.25));
        if (self->generator && async_text(self->value)[1] == '1') {
            break;
        }
        continue;
    }
    END_FOR;
    async_print("between");
    FOR_AWAIT(self->value, self->generator) {
        async_print("second %s", async_text(self->value));
    }
    END_FOR;
    FOR_AWAIT(self->value, self->generator) {
        async_print("never");
    }
    END_FOR;
    CORO_END;
}

CORO(main_, async_value value; async_task task; async_generator generator;)
{
    CORO_BEGIN;
    AWAIT_TO(self->value, async_gather(call(prints, "a", 2, -1), call(prints, "b", 2, 1), call(prints, "c", 0, 0), call(prints, "d", 2, 0.5)));
    async_print("%s", async_text(self->value));
    AWAIT(call(catches));
    AWAIT(call(twice));
    self->task = async_create_task(call(prints, "x", 5, 1));
    AWAIT(async_sleep(1.5));
    async_cancel(self->task);
    TRY {
        AWAIT(self->task);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->value) {
        async_print("cancelled");
    }
    END_TRY;
    self->generator = generate(counts, "z", 2, 0);
    AWAIT(async_generator_close(self->generator));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
