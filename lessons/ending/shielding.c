/* shielding: who waits is cancelled, the shielded goes on. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(limit, "the limit", 1, "s", 0.5, 5, 0.5);
KNOB(stay, "main then stays for", 1, "s", 0, 5, 0.5);
SWITCH(shielded, "the saving is shielded", true);

CORO(save, const char *name;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(3));
        async_print("all is saved");
    }
    FINALLY {
        async_print("%s ends", self->name);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_task saving; async_timeout_block deadline;
     async_value error;)
{
    CORO_BEGIN;
    // -- Start to save
    self->saving = async_create_task(call(save, "saving"));

    // -- Wait for it, but not for long
    TRY {
        self->deadline = async_timeout(limit);
        WITH(self->deadline) {
            AWAIT(shielded ? async_shield(self->saving)
                           : self->saving);
        }
        END_WITH;
        async_print("main knows that it is saved");
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("main waits no longer");
    }
    END_TRY;
    // -- Do something else meanwhile
    AWAIT(async_sleep(stay));
    async_print("main is done");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
