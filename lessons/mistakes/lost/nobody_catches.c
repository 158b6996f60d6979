/* nobody_catches: an error goes out of main, and the run ends. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(read_file, const char *name; bool there;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    if (!self->there) {
        RAISE(ASYNC_VALUE_ERROR, "no file %s", self->name);
    }
    async_print("%s: read", self->name);
    CORO_END;
}

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    if (!mended) {
        // -- The mistake: nothing catches the error
        AWAIT(call(read_file, "settings", false));
    } else {
        // -- Mended: main can do without this file
        TRY {
            AWAIT(call(read_file, "settings", false));
        }
        CATCH(ASYNC_VALUE_ERROR, self->error) {
            async_print("none: %s", async_text(self->error));
        }
        END_TRY;
    }
    AWAIT(call(read_file, "text", true));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
