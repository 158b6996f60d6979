/* runs.c: the programs, and the recording of them. */
#include "runs.h"

#include "async.h"

#include <assert.h>

CORO(fetch, const char *source; double delay;)
{
    CORO_BEGIN;
    async_print("fetching %s", self->source);
    AWAIT(async_sleep(self->delay));
    if (self->delay == 0.5) {
        RAISE(ASYNC_VALUE_ERROR, "no %s", self->source);
    }
    CORO_RETURN(async_str("data from %s", self->source));
    CORO_END;
}

CORO(gathers, async_value results;)
{
    CORO_BEGIN;
    AWAIT_TO(self->results, async_gather(call(fetch, "A", 2), call(fetch, "B", 1), call(fetch, "A", 3)));
    async_print("%s", async_repr(self->results));
    CORO_END;
}

CORO(recurses, int depth;)
{
    CORO_BEGIN;
    if (self->depth > 0) {
        AWAIT(call(recurses, self->depth - 1));
    } else {
        AWAIT(async_sleep(0));
    }
    async_print("back at %d", self->depth);
    CORO_END;
}

CORO(deep, int unused;)
{
    CORO_BEGIN;
    AWAIT(async_gather(call(recurses, 12), call(recurses, 9), call(recurses, 2)));
    CORO_END;
}

CORO(waits_for_ever, async_future never;)
{
    CORO_BEGIN;
    self->never = async_create_future();
    AWAIT(self->never);
    CORO_END;
}

CORO(cancels, async_task first; async_task second; async_task third; async_value error;)
{
    CORO_BEGIN;
    self->first = async_create_task(call(waits_for_ever));
    self->second = async_create_task(call(fetch, "C", 9));
    self->third = async_create_task(call(fetch, "D", 9));
    async_cancel(self->third); /* before its first step */
    AWAIT(async_sleep(1));
    async_cancel(self->first);
    async_cancel(self->second);
    TRY {
        AWAIT(self->second);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled");
    }
    END_TRY
    async_create_task(call(fetch, "E", 4)); /* cancelled when main has returned */
    AWAIT(async_sleep(0));
    CORO_END;
}

CORO(fails, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_gather(call(fetch, "slow", 1), call(fetch, "bad", 0.5)));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("caught %s", async_error_message(self->error));
    }
    END_TRY
    AWAIT_TO(self->error, async_gather_errors(call(fetch, "slow", 1), call(fetch, "bad", 0.5)));
    RAISE(ASYNC_VALUE_ERROR, "the end");
    CORO_END;
}

static void ring(async_future future, void *context)
{
    (void)future;
    (void)context;
    async_print("ring");
}

static void answer(async_future future, void *context)
{
    (void)context;
    async_print("answered");
    (void)async_done(future);
}

static void give(async_future future, void *context)
{
    (void)future;
    async_set_result(context, async_int(42));
}

CORO(calls_back, async_future future; async_value got; async_handle * handle;)
{
    CORO_BEGIN;
    self->future = async_create_future();
    async_add_done_callback(self->future, answer, NULL);
    async_call_soon(ring, NULL);
    self->handle = async_call_soon(ring, NULL);
    async_handle_cancel(self->handle);
    async_call_later(0.5, give, self->future);
    self->handle = async_call_later(0.25, ring, NULL);
    async_handle_cancel(self->handle);
    async_call_later(0.75, ring, NULL);
    AWAIT_TO(self->got, self->future);
    async_print("%s", async_text(self->got));
    CORO_END;
}

CORO(deadlocks, async_task waiting;)
{
    CORO_BEGIN;
    self->waiting = async_create_task(call(waits_for_ever));
    AWAIT(self->waiting);
    CORO_END;
}

CORO(shares, const char *name; async_condition condition; async_queue queue; async_semaphore semaphore; async_value item;)
{
    CORO_BEGIN;
    WITH(self->condition) {
        AWAIT(async_condition_wait(self->condition));
    }
    END_WITH;
    WITH(self->semaphore) {
        AWAIT_TO(self->item, async_get(self->queue));
        AWAIT(async_sleep(0.5));
        RAISE_IF_ERROR(async_task_done(self->queue));
    }
    END_WITH;
    CORO_END;
}

CORO(waits_for_a_sign, async_event sign;)
{
    CORO_BEGIN;
    AWAIT(async_event_wait(self->sign));
    CORO_END;
}

CORO(share, async_condition condition; async_queue queue; async_semaphore semaphore; async_event sign; async_task a; async_task b;
     async_task impatient;)
{
    CORO_BEGIN;
    self->condition = async_create_condition(NULL);
    self->queue = async_create_queue(1);
    self->semaphore = async_create_semaphore(1);
    self->sign = async_create_event();
    self->a = async_create_task(call(shares, "A", self->condition, self->queue, self->semaphore));
    self->b = async_create_task(call(shares, "B", self->condition, self->queue, self->semaphore));
    async_create_task(call(waits_for_a_sign, self->sign));
    self->impatient = async_create_task(call(shares, "impatient", self->condition, self->queue, self->semaphore));
    AWAIT(async_sleep(0));
    WITH(self->condition) {
        async_cancel(self->impatient);
        RAISE_IF_ERROR(async_notify_all(self->condition));
        AWAIT(async_sleep(0));
    }
    END_WITH;
    AWAIT(async_put(self->queue, async_str("one")));
    AWAIT(async_put(self->queue, async_str("two")));
    AWAIT(async_join(self->queue));
    AWAIT(async_gather(self->a, self->b));
    async_event_set(self->sign);
    AWAIT(async_event_wait(self->sign));
    CORO_END;
}

static Trace *record(async_coroutine main)
{
    Trace *trace = trace_new();
    assert(trace != NULL);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink});
    async_run(main);
    async_use(NULL);
    return trace;
}

static const char *const names[RUN_COUNT] = {"gather", "deep", "cancel", "failure", "callbacks", "deadlock", "sharing"};

const char *runs_name(int index) { return names[index]; }

Trace *runs_record(int index)
{
    switch (index) {
    case 0: return record(call(gathers));
    case 1: return record(call(deep));
    case 2: return record(call(cancels));
    case 3: return record(call(fails));
    case 4: return record(call(calls_back));
    case 5: return record(call(deadlocks));
    default: return record(call(share));
    }
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

CORO(sleeps_on, uint64_t seed; size_t rounds;)
{
    CORO_BEGIN;
    for (; self->rounds > 0; self->rounds--) {
        AWAIT(async_sleep((double)(next_random(&self->seed) % 1000 + 1) / 1e6));
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(many, unsigned tasks; size_t rounds; unsigned made;)
{
    CORO_BEGIN;
    for (self->made = 0; self->made < self->tasks; self->made++) {
        async_create_task(call(sleeps_on, self->made * 7919U, self->rounds));
    }
    AWAIT(async_sleep((double)self->rounds)); /* longer than any of them */
    CORO_END;
}

Trace *runs_many_sleepers(unsigned tasks, size_t events)
{
    enum { EVENTS_A_ROUND = 16 }; /* at least */
    return record(call(many, tasks, events / tasks / EVENTS_A_ROUND + 1));
}
