/* async_generator_held_to_the_end.c: a generator that has come to its end, or was closed before it began, is closed once more when the run ends, as long as somebody holds it */
#include "async.h"

GENERATOR(counts, int count; int i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < self->count; self->i++) {
        YIELD(async_int(self->i));
    }
    CORO_END;
}

static async_generator ended, closed, asked, untouched;

CORO(main_, async_value value; async_coroutine closing;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, ended) {
        async_print("ended %s", async_text(self->value));
    }
    END_FOR;
    AWAIT(async_generator_close(closed));
    FOR_AWAIT(self->value, closed) {
        async_print("never");
    }
    END_FOR;
    self->closing = async_generator_close(asked);
    AWAIT(self->closing);
    FOR_AWAIT(self->value, generate(counts, 1)) {
        async_print("nobody holds this one");
    }
    END_FOR;
    async_print("end");
    CORO_END;
}

int main(void)
{
    ended = generate(counts, 2);
    closed = generate(counts, 2);
    asked = generate(counts, 2);
    untouched = generate(counts, 2);
    return async_run(call(main_));
}
