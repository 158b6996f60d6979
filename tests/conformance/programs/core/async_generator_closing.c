/* async_generator_closing.c: who asks a generator that is being closed, closes one that did not let itself be closed, or is cancelled before it begins to close one */
#include "async.h"

GENERATOR(slow, const char *name; double delay; async_value error;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s is cancelled", self->name);
        AWAIT(async_sleep(self->delay));
        async_print("%s goes on", self->name);
    }
    FINALLY {
        async_print("%s tidies up", self->name);
        AWAIT(async_sleep(self->delay));
        async_print("%s is gone", self->name);
    }
    END_TRY;
    CORO_END;
}

GENERATOR(stubborn, const async_error_class *caught; async_value error;)
{
    CORO_BEGIN;
    TRY {
        YIELD(async_int(1));
    }
    CATCH(*self->caught, self->error) {
        YIELD(async_str("not yet"));
    }
    END_TRY;
    CORO_END;
}

CORO(asks, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    TRY {
        FOR_AWAIT(self->value, self->generator) {
            async_print("got %s", async_text(self->value));
        }
        END_FOR;
        async_print("nothing more");
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->value) {
        async_print("%s", async_error_message(self->value));
    }
    END_TRY;
    CORO_END;
}

CORO(closes, async_generator generator; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_generator_close(self->generator));
        async_print("closed");
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("%s: %s", async_error_name(self->error), async_error_message(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(cancelled, async_generator generator; const char *message; async_value value; async_task closing;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, self->generator) {
        break;
    }
    END_FOR;
    self->closing = async_create_task(async_generator_close(self->generator));
    async_cancel_with(self->closing, self->message);
    TRY {
        AWAIT_TO(self->value, self->closing);
        async_print("%s", async_text(self->value));
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->value) {
        async_print("%s", async_repr(self->value));
    }
    END_TRY;
    self->closing = NULL;
    CORO_END;
}

CORO(left_unbegun, async_generator generator; async_coroutine closing;)
{
    CORO_BEGIN;
    self->generator = generate(slow, "never begun", 1);
    self->closing = async_generator_close(self->generator);
    AWAIT(self->closing);
    CORO_END;
}

GENERATOR(asks_itself, async_task task;)
{
    CORO_BEGIN;
    YIELD(async_int(1));
    AWAIT(self->task);
    CORO_END;
}

CORO(goes_round, async_value value;)
{
    CORO_BEGIN;
    TRY {
        FOR_AWAIT(self->value, generate(asks_itself, async_current_task())) {
            async_print("round %s", async_text(self->value));
        }
        END_FOR;
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->value) {
        async_print("refused");
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_generator generator; async_value value; async_task task;)
{
    CORO_BEGIN;
    self->generator = generate(slow, "asked", 0.5);
    FOR_AWAIT(self->value, self->generator) {
        break;
    }
    END_FOR;
    self->task = async_create_task(call(closes, self->generator));
    AWAIT(async_sleep(0));
    AWAIT(call(asks, self->generator));
    AWAIT(call(closes, self->generator));
    AWAIT(self->task);
    AWAIT(call(asks, self->generator));

    self->generator = generate(stubborn, &ASYNC_GENERATOR_EXIT);
    FOR_AWAIT(self->value, self->generator) {
        break;
    }
    END_FOR;
    AWAIT(call(closes, self->generator));
    AWAIT(call(closes, self->generator));
    AWAIT(call(asks, self->generator));

    AWAIT(call(cancelled, generate(slow, "by a timer", 0.5), "stop"));
    AWAIT(call(cancelled, generate(slow, "in the next turn", 0), "stop"));
    self->generator = generate(stubborn, &ASYNC_CANCELLED_ERROR);
    AWAIT(call(cancelled, self->generator, "not you"));
    AWAIT(call(asks, self->generator));
    AWAIT(async_create_task(call(goes_round)));
    AWAIT(call(left_unbegun));
    async_print("end");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
