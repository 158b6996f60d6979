/* series.c: see series.h. */
#include "series.h"

#include <string.h>

static _Thread_local struct {
    uint32_t tasks, futures, handles, timers, things[THING_COUNT];
    uint32_t turn;
    int64_t time;            /* ns: when the last run ended */
    int64_t origin, started; /* of its clock, as in Poll */
    bool any, real;
} before;

static void continue_clock(Poll *poll)
{
    if (poll->real && before.real) { /* what passed between them has passed */
        poll->origin = before.origin;
    } else {
        poll->origin = poll->real ? poll->origin - before.time : before.time;
    }
    poll->started = poll->real == before.real ? before.started : poll->started - before.time;
}

void series_continue(async_loop *loop)
{
    if (!before.any) {
        return;
    }
    loop->task_numbers = before.tasks;
    loop->future_numbers = before.futures;
    loop->handle_numbers = before.handles;
    loop->timer_numbers = before.timers;
    memcpy(loop->thing_numbers, before.things, sizeof loop->thing_numbers);
    loop->turn = loop->turns_before = before.turn;
    continue_clock(loop->poll);
    loop->now = loop->poll->now(loop->poll);
}

void series_keep(async_loop *loop)
{
    before.tasks = loop->task_numbers;
    before.futures = loop->future_numbers;
    before.handles = loop->handle_numbers;
    before.timers = loop->timer_numbers;
    memcpy(before.things, loop->thing_numbers, sizeof before.things);
    before.turn = loop->turn;
    before.time = loop_time(loop);
    before.origin = loop->poll->origin;
    before.started = loop->poll->started;
    before.real = loop->poll->real;
    before.any = true;
}

void series_forget(void) { before.any = false; }
