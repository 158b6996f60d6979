/* embed.c: a run inside of somebody else's loop: a turn at a time, and what to wait for in between. */
#include "async_embed.h"
#include "run.h"

#include <stdlib.h>

static _Thread_local run_state *running;

bool async_begin(async_coroutine main)
{
    run_state *run = malloc(sizeof *run);
    if (!run || !run_begin(run, main, false)) {
        free(run);
        return false;
    }
    run->loop.embedded = true;
    (void)poll_descriptor(&run->poll); /* made now, so that it is there before the first turn */
    running = run;
    return true;
}

bool async_run_once(void)
{
    bool goes_on = running && run_turn(running);
    if (running) {
        running->loop.author = TRACE_NOBODY;
    }
    return goes_on;
}

int async_poll_fd(void)
{
    int descriptor = running ? poll_descriptor(&running->poll) : -1;
    if (descriptor >= 0 && running->loop.io) {
        running->loop.io->before_wait(&running->loop); /* what is not wanted any more must not wake anybody */
    }
    return descriptor < 0 ? -1 : descriptor;
}

int async_poll_timeout(void)
{
    if (!running) {
        return -1;
    }
    int64_t timeout = loop_timeout(&running->loop);
    bool is_over = !running->task || running->loop.stopping || running->end != LOOP_COMPLETE;
    return is_over ? 0 : timeout == TRACE_FOREVER ? -1 : (int)((timeout + 999999) / 1000000);
}

int async_end(void)
{
    run_state *run = running;
    if (!run) {
        return 1;
    }
    running = NULL;
    run->loop.embedded = false;
    if (run->task && run->task->future.state == FUTURE_PENDING && run->end == LOOP_COMPLETE) {
        task_cancel(run->task, NULL, NULL);
        run_turns(run); /* until it has tidied up */
    }
    int status = run_end(run);
    free(run);
    return status;
}
