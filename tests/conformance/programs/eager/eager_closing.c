/* eager_closing.c: eager tasks that close a generator: one that was dropped, one that waits while it tidies up, and ones that have nothing to do. (since Python 3.12) */
#include "async.h"

GENERATOR(counts, const char *name; double delay;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    FINALLY {
        async_print("%s tidies up", self->name);
        if (self->delay >= 0) {
            AWAIT(async_sleep(self->delay));
        }
        async_print("%s is gone", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(drops, const char *name; double delay; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, generate(counts, self->name, self->delay)) {
        break;
    }
    END_FOR;
    CORO_END;
}

CORO(main_, async_generator begun, untouched; async_value value;)
{
    CORO_BEGIN;
    self->begun = generate(counts, "begun", 0.25);
    FOR_AWAIT(self->value, self->begun) {
        break;
    }
    END_FOR;
    self->untouched = generate(counts, "untouched", 0);
    async_set_eager_tasks(true);
    AWAIT_TO(self->value, async_gather(async_generator_close(self->begun), async_generator_close(self->untouched)));
    async_print("%s", async_text(self->value));
    AWAIT(call(drops, "at once", -1));
    AWAIT(call(drops, "later", 0.5));
    AWAIT(async_sleep(1));
    AWAIT(async_shield(async_generator_close(self->begun)));
    async_print("end");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
