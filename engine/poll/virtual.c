/* virtual.c: a clock that jumps instead of waiting: three seconds of sleep take no time and come out the same on every run. */
#include "async.h"
#include "happening.h"
#include "trace/trace.h"

static int64_t virtual_now(Poll *poll) { return poll->origin; }

static bool is_woken(const Poll *poll)
{
    return (poll->set && poll->set->class->is_ready(poll->set)) || (poll->woken && poll->woken(poll->woken_context));
}

static void let_happen(Poll *poll)
{
    while (poll->happening_count > 0 && poll->happenings[0].when <= poll->origin) {
        PollHappening next = happening_take(poll);
        next.happen(next.context, next.when);
    }
}

static void virtual_wait(Poll *poll, int64_t timeout)
{
    int64_t left = TRACE_LATEST - poll->origin;
    int64_t end = poll->origin + (timeout < left ? timeout : left);
    let_happen(poll);
    bool woken = is_woken(poll);
    while (!woken && poll->happening_count > 0 && poll->happenings[0].when <= end) {
        poll->origin = poll->happenings[0].when;
        let_happen(poll);
        woken = is_woken(poll);
    }
    if (!woken && timeout != INT64_MAX) {
        poll->origin = end;
    }
    if (poll->set) {
        poll->set->class->wait(poll->set, 0);
    }
}

static void virtual_stand_still(Poll *poll, int64_t duration)
{
    int64_t left = TRACE_LATEST - poll->origin;
    poll->origin += duration < left ? duration : left;
}

void poll_virtual(Poll *poll)
{
    *poll = (Poll){
        .now = virtual_now, .wait = virtual_wait, .stand_still = virtual_stand_still, .started = (int64_t)ASYNC_VIRTUAL_EPOCH * 1000000000};
}
