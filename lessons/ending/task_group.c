/* task_group: tasks that stand and fall together. */
#include "async.h"

KNOB(flight, "Flight takes", 1, "s", 0, 5, 0.1);
KNOB(hotel, "Hotel takes", 2, "s", 0, 5, 0.1);
KNOB(car, "Car takes", 3, "s", 0, 5, 0.1);
SWITCH(is_full, "the hotel is full", true);

CORO(book, const char *what; double delay; bool full;
     async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(self->delay));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s: called off", self->what);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
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
        // -- Start all three in one group
        WITH(self->trip = async_create_task_group()) {
            async_group_create_task(self->trip,
                call(book, "Flight", flight, false));
            async_group_create_task(self->trip,
                call(book, "Hotel", hotel, is_full));
            async_group_create_task(self->trip,
                call(book, "Car", car, false));
        }
        END_WITH;
        // -- Go on when all have ended
        async_print("The whole trip is booked");
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("No trip: %s",
                    async_text(async_error_list(self->error)));
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
