/* gather_goes_on: gather fails, and the others go on. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(book, const char *what; double delay; bool full;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    if (self->full) {
        RAISE(ASYNC_VALUE_ERROR, "%s is full", self->what);
    }
    async_print("%s: booked", self->what);
    CORO_END;
}

CORO(main_, async_group trip; async_value error;)
{
    CORO_BEGIN;
    TRY {
        if (!mended) {
            // -- The mistake: gather cancels nobody
            AWAIT(async_gather(call(book, "Hotel", 1, true),
                               call(book, "Car", 3, false)));
        } else {
            // -- Mended: a group cancels the others
            self->trip = async_create_task_group();
            WITH(self->trip) {
                async_group_create_task(
                    self->trip, call(book, "Hotel", 1, true));
                async_group_create_task(
                    self->trip, call(book, "Car", 3, false));
            }
            END_WITH;
        }
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("no trip");
    }
    END_TRY;
    AWAIT(async_sleep(4));
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
