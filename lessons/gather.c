/* gather: three coroutines at once, and one wait for all. */
#include "async.h"

CORO(fetch_data, const char *source_name; double delay;)
{
    CORO_BEGIN;
    async_print("%s - Starting to fetch data from %s "
                "(will take %gs)",
                async_clock_text(), self->source_name, self->delay);
    AWAIT(async_sleep(self->delay));
    async_print("%s - Finished fetching from %s",
                async_clock_text(), self->source_name);
    CORO_RETURN(async_str("Data from %s", self->source_name));
    CORO_END;
}

CORO(main_, double start_time; async_value results;)
{
    CORO_BEGIN;
    self->start_time = async_time();
    async_print("%s - --- Starting concurrent tasks ---",
                async_clock_text());

    AWAIT_TO(self->results, async_gather(
        call(fetch_data, "API A", 2),
        call(fetch_data, "Database B", 1),
        call(fetch_data, "File C", 3)));
    async_print("\n%s - All results from gather: %s",
                async_clock_text(), async_repr(self->results));

    async_print("\n%s - --- All tasks completed ---",
                async_clock_text());
    async_print("Total time taken: %.2f seconds",
                async_time() - self->start_time);
    CORO_END;
}

int main(void)
{
    return async_run(call(main_));
}
