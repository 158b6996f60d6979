/* spins: looking again and again instead of waiting. */
#include "async.h"

SWITCH(mended, "mended", false);

CORO(postman, async_event mail;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    async_event_set(self->mail);
    CORO_END;
}

CORO(main_, async_event mail; async_task post; int tries;)
{
    CORO_BEGIN;
    self->mail = async_create_event();
    self->post = async_create_task(call(postman, self->mail));
    if (!mended) {
        // -- The mistake: asking again and again
        while (!async_event_is_set(self->mail) &&
               self->tries < 60) {
            self->tries++;
            AWAIT(async_sleep(0));
        }
    } else {
        // -- Mended: waiting to be woken
        AWAIT(async_event_wait(self->mail));
    }
    async_print("mail: %s", async_event_is_set(self->mail)
                ? "yes" : "none so far");
    AWAIT(self->post);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
