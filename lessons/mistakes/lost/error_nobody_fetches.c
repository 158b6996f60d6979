/* error_nobody_fetches: a task fails, and nobody asks for it. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(send, const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE(ASYNC_VALUE_ERROR, "%s has no address", self->what);
    CORO_END;
}

CORO(main_, async_task letter; async_value error;)
{
    CORO_BEGIN;
    self->letter = async_create_task(call(send, "letter"));
    AWAIT(async_sleep(2));
    TRY {
        if (mended) {
            // -- Mended: whoever awaits it gets the error
            AWAIT(self->letter);
        }
        // -- The mistake: nobody has asked the task
        async_print("the letter is sent");
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("not sent: %s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
