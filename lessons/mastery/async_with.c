/* async_with: async for takes values, async with sees to the end. */
#include "async.h"

KNOB(pause, "a reading", 1, "s", 0, 3, 0.1);
KNOB(enough, "stop after", 2, "", 1, 4, 1);
KNOB(off_takes, "switching off", 1, "s", 0, 3, 0.1);
SWITCH(close_it, "close it", false);

GENERATOR(readings, const char *name; int i;)
{
    CORO_BEGIN;
    TRY {
        // -- Give one value after another
        for (self->i = 1; self->i <= 3; self->i++) {
            AWAIT(async_sleep(pause));
            YIELD(async_int(self->i));
        }
    }
    FINALLY {
        // -- Tidy up at the end
        AWAIT(async_sleep(off_takes));
        async_print("%s: sensor off", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(listen, const char *name; async_lock line;
     async_generator sensor; async_value value;)
{
    CORO_BEGIN;
    // -- Hold the line while readings come
    WITH(self->line) {
        self->sensor = generate(readings, self->name);
        FOR_AWAIT(self->value, self->sensor) {
            async_print("%s: reading %s", self->name,
                        async_text(self->value));
            if (self->value.as.integer == (int)enough) {
                break;
            }
        }
        END_FOR;
        if (close_it) {
            AWAIT(async_generator_close(self->sensor));
        }
    }
    END_WITH;
    async_print("%s: line free", self->name);
    CORO_END;
}

CORO(main_, async_lock line;)
{
    CORO_BEGIN;
    self->line = async_create_lock();
    AWAIT(async_gather(call(listen, "A", self->line),
                       call(listen, "B", self->line)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
