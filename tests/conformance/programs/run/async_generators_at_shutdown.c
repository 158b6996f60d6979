/* async_generators_at_shutdown.c: generators that somebody outside still holds are closed together when the run ends */
#include "async.h"

GENERATOR(counts, const char *name; int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0; self->i < 9; self->i++) {
            YIELD(async_int(self->i));
            AWAIT(async_sleep(0.25));
        }
    }
    FINALLY {
        async_print("%s tidies up", self->name);
        AWAIT(async_sleep(0.5));
        async_print("%s is gone", self->name);
    }
    END_TRY;
    CORO_END;
}

static async_generator first, second, untouched;

CORO(main_, async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, first) {
        async_print("first %s", async_text(self->value));
        if (self->value.as.integer == 1) {
            break;
        }
    }
    END_FOR;
    FOR_AWAIT(self->value, second) {
        async_print("second %s", async_text(self->value));
        break;
    }
    END_FOR;
    async_print("end");
    CORO_END;
}

int main(void)
{
    first = generate(counts, "first");
    second = generate(counts, "second");
    untouched = generate(counts, "untouched");
    return async_run(call(main_));
}
