/* soak.c: the engine for a long time in one process: a loop that never ends doing a bit of everything, and many runs one after the other; memory must not grow.

   soak rounds COUNT          COUNT rounds inside one run
   soak programs FILE TIMES   the programs of FILE (a line each, as tests/conformance/generate.py makes them), all of them TIMES times */
#include "conformance/run_program.h"
#include "soak/resident.h"

#include <stdlib.h>
#include <string.h>

/* ---- One run that goes on and on ---- */

CORO(produce, async_queue queue; int64_t number;)
{
    CORO_BEGIN;
    for (self->number = 0; self->number < 5; self->number++) {
        AWAIT(async_put(self->queue, async_str("item %d", (int)self->number)));
        AWAIT(async_sleep(0.5));
    }
    CORO_END;
}

CORO(consume, async_queue queue; async_value value;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->value, async_get(self->queue));
        RAISE_IF_ERROR(async_task_done(self->queue));
    }
    CORO_END;
}

CORO(nap, double seconds; bool fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->seconds));
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "after %g seconds", self->seconds);
    }
    CORO_RETURN(async_str("%g", self->seconds));
    CORO_END;
}

CORO(hold, async_lock lock;)
{
    CORO_BEGIN;
    WITH(self->lock) {
        AWAIT(async_sleep(0.25));
    }
    END_WITH;
    CORO_END;
}

CORO(queues, async_queue queue; async_task consumer; async_value error;)
{
    CORO_BEGIN;
    self->queue = async_create_queue(2);
    self->consumer = async_create_task(call(consume, self->queue));
    AWAIT(async_gather(call(produce, self->queue), call(produce, self->queue)));
    AWAIT(async_join(self->queue));
    async_cancel(self->consumer);
    TRY {
        AWAIT(self->consumer);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {}
    END_TRY;
    CORO_END;
}

CORO(limits, async_timeout_block timeout; async_value error; async_task shielded;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_wait_for(call(nap, 3, false), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    AWAIT(async_wait_for(call(nap, 1, false), 3));
    TRY {
        self->timeout = async_timeout(0.5);
        WITH(self->timeout) {
            AWAIT(async_sleep(9));
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    self->shielded = async_create_task(call(nap, 2, false));
    TRY {
        AWAIT(async_wait_for(async_shield(self->shielded), 1));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {}
    END_TRY;
    AWAIT(self->shielded);
    CORO_END;
}

CORO(groups, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(nap, 1, true));
            async_group_create_task(self->group, call(nap, 2, false));
            AWAIT(async_sleep(5));
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {}
    END_TRY;
    AWAIT(async_gather_errors(call(nap, 1, true), call(nap, 0.5, false), async_sleep(0)));
    AWAIT(async_wait(ASYNC_FIRST_COMPLETED, 5, async_create_task(call(nap, 1, false)), async_create_task(call(nap, 2, false))));
    AWAIT(async_sleep(2));
    CORO_END;
}

static void tell(long done, long of, double hours)
{
    if (done == of / 100 || done == of / 10 || done == of / 2 || done == of) {
        printf("%9ld of %ld: %10.0f bytes resident, %.0f virtual hours\n", done, of, resident(), hours);
        fflush(stdout);
    }
}

CORO(rounds, long count; long done; async_lock lock;)
{
    CORO_BEGIN;
    self->lock = async_create_lock();
    for (self->done = 1; self->done <= self->count; self->done++) {
        ROUND { AWAIT(async_gather(call(queues), call(limits), call(groups), call(hold, self->lock), call(hold, self->lock))); }
        END_ROUND;
        tell(self->done, self->count, async_loop_time() / 3600);
    }
    CORO_END;
}

/* ---- Many runs ---- */

static int run_programs(const char *path, long times)
{
    FILE *file = fopen(path, "r"), *nowhere = fopen("/dev/null", "w");
    char **programs = NULL, *line = NULL, problem[512];
    size_t count = 0, capacity = 0;
    while (file && getline(&line, &capacity, file) > 0) {
        char **more = realloc(programs, (count + 1) * sizeof *programs);
        if (!more || !(programs = more, programs[count] = strdup(line))) {
            exit(1);
        }
        count++;
    }
    free(line);
    if (!count || !nowhere) {
        fprintf(stderr, "soak: there are no programs in %s\n", path);
        exit(2);
    }
    fclose(file);
    long done = 0;
    for (long i = 0; i < times; i++) {
        for (size_t j = 0; j < count; j++) {
            if (run_program_text(programs[j], strlen(programs[j]), nowhere, problem, sizeof problem) == 2) {
                fprintf(stderr, "soak: %s\n", problem);
                exit(1);
            }
            tell(++done, times * (long)count, 0);
        }
    }
    for (size_t j = 0; j < count; j++) {
        free(programs[j]);
    }
    free(programs);
    fclose(nowhere);
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "rounds") == 0) {
        async_use(&(async_settings){.virtual_time = true, .quiet = true});
        return async_run(call(rounds, strtol(arguments[2], NULL, 10)));
    }
    if (count == 4 && strcmp(arguments[1], "programs") == 0) {
        return run_programs(arguments[2], strtol(arguments[3], NULL, 10));
    }
    fprintf(stderr, "usage: soak rounds COUNT | soak programs FILE TIMES\n");
    return 2;
}
