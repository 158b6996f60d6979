/* lost_update: a race without threads. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(save_takes, "saving takes", 1, "s", 0, 3, 0.1);
KNOB(bob_later, "Bob comes later by", 0, "s", 0, 3, 0.1);
CHOICE(guard, "the lock is held", 0, "never", "for the writing",
       "from reading to writing");

static int balance;

CORO(pay_in, const char *name; int amount; async_lock lock;
     int seen;)
{
    CORO_BEGIN;
    if (guard == 2) {
        AWAIT(async_acquire(self->lock));
    }
    // -- Read
    self->seen = balance;
    async_print("%s reads %d", self->name, self->seen);
    // -- Wait in between
    AWAIT(async_sleep(save_takes));
    if (guard == 1) {
        AWAIT(async_acquire(self->lock));
    }
    // -- Write
    balance = self->seen + self->amount;
    async_print("%s writes %d", self->name, balance);
    if (guard > 0) {
        async_release(self->lock);
    }
    CORO_END;
}

CORO(main_, async_lock lock; async_task ann, bob;)
{
    CORO_BEGIN;
    balance = 100;
    self->lock = async_create_lock();
    self->ann = async_create_task(
        call(pay_in, "Ann", 50, self->lock));
    if (bob_later > 0) {
        AWAIT(async_sleep(bob_later));
    }
    self->bob = async_create_task(
        call(pay_in, "Bob", 30, self->lock));
    AWAIT(self->ann);
    AWAIT(self->bob);
    async_print("balance: %d", balance);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
