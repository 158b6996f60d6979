/* deadlock: two tasks that wait for each other. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(between, "between the two locks", 1, "s", 0, 3, 0.1);
KNOB(bob_later, "Bob comes later by", 0, "s", 0, 3, 0.1);
ORDER(bob_takes, "Bob picks up", "the paper", "the pen");

CORO(writer, const char *name; async_lock first, second;)
{
    CORO_BEGIN;
    // -- Hold the first
    WITH(self->first) {
        async_print("%s holds one", self->name);
        AWAIT(async_sleep(between));
        // -- Wait for the second, still holding the first
        WITH(self->second) {
            async_print("%s holds both and writes", self->name);
        }
        END_WITH;
    }
    END_WITH;
    CORO_END;
}

CORO(main_, async_lock pen, paper; async_task ann, bob;)
{
    CORO_BEGIN;
    self->pen = async_create_lock();
    self->paper = async_create_lock();
    self->ann = async_create_task(
        call(writer, "Ann", self->pen, self->paper));
    if (bob_later > 0) {
        AWAIT(async_sleep(bob_later));
    }
    // -- Give Bob the same two, in which order?
    {
        async_lock two[] = {self->paper, self->pen};
        self->bob = async_create_task(
            call(writer, "Bob", two[async_order(bob_takes, 2, 0)],
                 two[async_order(bob_takes, 2, 1)]));
    }
    AWAIT(self->ann);
    AWAIT(self->bob);
    async_print("both have written");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
