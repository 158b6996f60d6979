/* deadline: what takes too long is cancelled. */
#include "async.h"

KNOB(limit, "the limit", 2.5, "s", 0.5, 5, 0.5);
KNOB(delay_a, "A takes", 1, "s", 0.1, 5, 0.1);
KNOB(delay_b, "B takes", 2, "s", 0.1, 5, 0.1);
SWITCH(for_each, "a limit for each", false);

CORO(fetch, const char *source; double delay; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(self->delay));
        async_print("%s has answered", self->source);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is given up", self->source);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_timeout_block deadline; async_value error;)
{
    CORO_BEGIN;
    TRY {
        if (for_each) {
            // -- A limit for each of the two
            AWAIT(async_wait_for(call(fetch, "A", delay_a), limit));
            AWAIT(async_wait_for(call(fetch, "B", delay_b), limit));
        } else {
            // -- One limit for both
            self->deadline = async_timeout(limit);
            WITH(self->deadline) {
                AWAIT(call(fetch, "A", delay_a));
                AWAIT(call(fetch, "B", delay_b));
            }
            END_WITH;
        }
        async_print("main has both");
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("main: too late");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
