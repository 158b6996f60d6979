/* lesson_template: a program that does nothing yet; the start of a new lesson. */
#include "async.h"

CORO(main_, int unused;)
{
    CORO_BEGIN;
    async_print("%s - Starting", async_clock_text());
    AWAIT(async_sleep(1));
    async_print("%s - Done", async_clock_text());
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
