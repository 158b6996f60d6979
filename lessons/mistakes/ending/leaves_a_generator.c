/* leaves_a_generator: it is left by a break, and not closed. */
#include "async.h"

SWITCH(mended, "mended", false);

GENERATOR(readings, int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 1; self->i <= 3; self->i++) {
            AWAIT(async_sleep(1));
            YIELD(async_int(self->i));
        }
    }
    FINALLY {
        AWAIT(async_sleep(1));
        async_print("the sensor is off");
    }
    END_TRY;
    CORO_END;
}

CORO(measure, async_generator sensor; async_value value;)
{
    CORO_BEGIN;
    self->sensor = generate(readings);
    FOR_AWAIT(self->value, self->sensor) {
        async_print("reading %s", async_text(self->value));
        break;
    }
    END_FOR;
    if (mended) {
        // -- Mended: closed where it is left
        AWAIT(async_generator_close(self->sensor));
    }
    // -- The mistake: it is left as it stands
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    AWAIT(call(measure));
    async_print("the door is locked");
    AWAIT(async_sleep(2));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
