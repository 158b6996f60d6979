/* closing_is_missed: a generator is closed, but for the await */
#include "async.h"

GENERATOR(counts, )
{
    CORO_BEGIN;
    YIELD(async_int(1));
    CORO_END;
}

CORO(main_, async_generator generator;)
{
    CORO_BEGIN;
    self->generator = generate(counts);
    async_generator_close(self->generator);
    async_print("closed, or so it seems");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
