/* engine_resume.c: what the engine takes to resume a bare coroutine and come back when it suspends, with no loop in between. */
#include "measure.h"

#include "internal.h"

static long count;
enum { SUSPENDED = 1 };

/* Suspends without waiting for anything, as the innermost line of asyncio.sleep(0) does. */
LIBRARY_CORO(suspender, "suspender", long left;)
{
    CORO_BEGIN;
    while (self->left-- > 0) {
        frame_->resume = SUSPENDED;
        return ASYNC_SUSPENDED_;
    case SUSPENDED:;
    }
    CORO_END;
}

static void measure(async_loop *loop, task_object *task)
{
    long left = count;
    double before = measure_time();
    while (left-- > 0) {
        async_value value;
        coro_run(loop, task, async_none(), &value);
    }
    measure_report("ns", (measure_time() - before) / (double)count);
}

CORO(resume_often, async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(suspender, count + 1));
    measure(loop_running, (task_object *)(void *)self->task);
    CORO_END;
}

int main(int argument_count, char **arguments)
{
    count = measure_argument(argument_count, arguments, 2);
    return async_run(call(resume_often));
}
