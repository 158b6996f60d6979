/* engine_resume.c: what the engine takes to resume a bare coroutine and come back when it suspends, with no loop in between. */
#include "measure.h"

#include "core/coro.h"

static long count;

CORO(suspender, long left;)
{
    CORO_BEGIN;
    while (self->left-- > 0) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

static void measure(async_frame *frame)
{
    long left = count;
    double before = measure_time();
    while (left-- > 0) {
        if (coro_resume(frame) != ASYNC_YIELDED_) {
            abort();
        }
    }
    measure_report("ns", (measure_time() - before) / (double)count);
}

CORO(resume_often, async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(suspender, count));
    measure(((task_object *)(void *)object_of(self->task))->frame);
    CORO_END;
}

int main(int argument_count, char **arguments)
{
    count = measure_argument(argument_count, arguments, 2);
    return async_run(call(resume_often));
}
