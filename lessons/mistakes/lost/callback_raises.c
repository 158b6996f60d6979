/* callback_raises: an error in a callback, above it nobody. */
#include "async.h"

SWITCH(mended, "mended", false);

static async_future weight;

static void weigh(async_future future, void *context)
{
    (void)future;
    (void)context;
    async_value error = async_error(&ASYNC_VALUE_ERROR,
                                    "too heavy");
    if (!mended) {
        // -- The mistake: the error leaves the callback
        async_callback_failed(error);
    } else {
        // -- Mended: whoever awaits the future gets it
        async_set_error(weight, error);
    }
}

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    weight = async_create_future();
    async_call_later(1, weigh, NULL);
    AWAIT(async_sleep(2));
    TRY {
        if (mended) {
            AWAIT(weight);
        }
        async_print("the parcel is on its way");
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
