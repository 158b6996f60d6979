/* create_task: two tasks, started together, awaited in turn. */
#include "async.h"

// Knobs: name, in words, value, unit, least, most, step.
KNOB(delay_1, "API 1 takes", 2, "s", 0, 5, 0.1);
KNOB(delay_2, "Database takes", 3, "s", 0, 5, 0.1);

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

CORO(main_, double start_time; async_task task1, task2;
     async_value result1, result2;)
{
    CORO_BEGIN;
    self->start_time = async_time();
    async_print("%s - --- Starting concurrent tasks ---",
                async_clock_text());

    // -- Make two tasks: neither runs a line yet
    self->task1 = async_create_task(
        call(fetch_data, "API 1", delay_1));
    self->task2 = async_create_task(
        call(fetch_data, "Database", delay_2));
    // -- Await them in turn
    AWAIT_TO(self->result1, self->task1);
    AWAIT_TO(self->result2, self->task2);
    async_print("%s - Results: [%s, %s]", async_clock_text(),
                async_text(self->result1),
                async_text(self->result2));

    async_print("\n%s - --- All tasks completed ---",
                async_clock_text());
    async_print("Total time taken: %.2f seconds",
                async_time() - self->start_time);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
