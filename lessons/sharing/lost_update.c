/* lost_update: a race without threads. */
#include "async.h"

KNOB(save_takes, "saving takes", 1, "s", 0, 3, 0.1);
KNOB(bob_later, "Bob comes later by", 0, "s", 0, 3, 0.1);
CHOICE(guard, "lock held", 0, "never", "to write", "from reading");

static int balance;
static async_lock lock;

CORO(pay_in, const char *name; int amount, seen;)
{
    CORO_BEGIN;
    if (guard == 2) {
        AWAIT(async_acquire(lock));
    }
    // -- Read
    self->seen = balance;
    async_print("%s reads %d", self->name, self->seen);
    // -- Wait in between
    AWAIT(async_sleep(save_takes));
    if (guard == 1) {
        AWAIT(async_acquire(lock));
    }
    // -- Write
    balance = self->seen + self->amount;
    async_print("%s writes %d", self->name, balance);
    if (guard > 0) {
        async_release(lock);
    }
    CORO_END;
}

CORO(main_, async_task ann, bob;)
{
    CORO_BEGIN;
    balance = 100;
    lock = async_create_lock();
    self->ann = async_create_task(call(pay_in, "Ann", 50));
    if (bob_later > 0) {
        AWAIT(async_sleep(bob_later));
    }
    self->bob = async_create_task(call(pay_in, "Bob", 30));
    AWAIT(self->ann);
    AWAIT(self->bob);
    async_print("balance: %d", balance);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
