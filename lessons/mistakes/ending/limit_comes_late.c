/* limit_comes_late: cleaning up holds a time limit up. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(save_backup, )
{
    CORO_BEGIN;
    async_print("the backup is saved");
    AWAIT(async_sleep(3));
    CORO_END;
}

CORO(work, const char *name;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    FINALLY {
        async_print("%s cleans up", self->name);
        if (!mended) {
            // -- The mistake: a long wait in the clean-up
            AWAIT(call(save_backup));
        }
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_wait_for(call(work, "worker"), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("main waits no longer");
    }
    END_TRY;
    if (mended) {
        // -- Mended: saved when the limit is over
        AWAIT(call(save_backup));
    }
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
