/* executor_close.c: the end of the pool of threads: whoever closes the loop waits until all calls are back. */
#include "executor.h"

#include "core/report.h"
#include "rules/rules.h"

#include <stdlib.h>

static const double LONGEST_JOIN = 300; /* s; asyncio's THREAD_JOIN_TIMEOUT */

static void shut(executor_state *executor)
{
    pthread_mutex_lock(&executor->mutex);
    executor->shut = true;
    pthread_cond_broadcast(&executor->given);
    pthread_mutex_unlock(&executor->mutex);
}

static void join_all(executor_state *executor)
{
    shut(executor);
    for (size_t i = 0; executor->loop->poll->real && !executor->joined && i < executor->count; i++) {
        pthread_join(executor->threads[i], NULL);
    }
    executor->joined = true;
}

static void set_result(async_future ignored, void *context)
{
    (void)ignored;
    future_object *future = context;
    if (future->state == FUTURE_PENDING) {
        future_finish(future, FUTURE_RESULT, async_none());
    }
}

/* Before it had a limit, asyncio resolved the future by its own method. */
static void resolve_soon(const executor_state *executor, future_object *future)
{
    wake_state *wake = executor->wake;
    wake_call *call = malloc(sizeof *call);
    if (call && !executor->limited) {
        *call = (wake_call){.name = "set_result", .function = set_result, .context = future};
        wake_call_loop(wake, call);
    } else if (call) {
        *call = (wake_call){.future = &future->object, .resolves = true};
        wake_call_loop(wake, call);
    }
}

typedef struct joining {
    executor_state *executor;
    future_object *future;
} joining;

/* asyncio's _do_shutdown, in a thread of its own. */
static void *join_in_thread(void *context)
{
    joining *of = context;
    join_all(of->executor);
    resolve_soon(of->executor, of->future);
    free(of);
    return NULL;
}

void executor_close_if_idle(executor_state *executor)
{
    if (executor->closing && executor->count == 0 && !executor->first) {
        resolve_soon(executor, executor->closing);
        object_release(&executor->closing->object);
        executor->closing = NULL;
    }
}

static void nothing_runs(void *context, int64_t when)
{
    (void)when;
    executor_close_if_idle(context);
}

/* True: the thread is there that is to be joined in the end. In virtual time nobody has to join any. */
static bool begin_closing(executor_state *executor, future_object *future, pthread_t *thread)
{
    executor->wake->expected++;
    executor->resolved = (future_object *)object_retain(&future->object);
    if (!executor->loop->poll->real) {
        shut(executor);
        executor->closing = (future_object *)object_retain(&future->object);
        if (!poll_happens(executor->loop->poll, executor->loop->poll->origin, nothing_runs, executor)) {
            nothing_runs(executor, 0);
        }
        return false;
    }
    joining *of = malloc(sizeof *of);
    if (of) {
        *of = (joining){executor, future};
        if (pthread_create(thread, NULL, join_in_thread, of) == 0) {
            return true;
        }
        free(of);
    }
    join_all(executor);
    resolve_soon(executor, future);
    return false;
}

static void close_dispose(void *variables);

LIBRARY_CORO_WITH(shutdown_executor, "shutdown_default_executor", close_dispose, executor_state *executor; future_object * future;
                  pthread_t thread; bool joins; async_value error;)
{
    CORO_BEGIN;
    self->executor = loop_running->io_state ? loop_running->io_state->executor : NULL;
    if (!self->executor) {
        CORO_RETURN(async_none());
    }
    self->future = io_waiter();
    if (!self->future) {
        RAISE_AGAIN(error_out_of_memory());
    }
    self->executor->limited = rule_holds(RULE_EXECUTOR_LIMIT);
    self->joins = begin_closing(self->executor, self->future, &self->thread);
    if (self->executor->limited) {
        TRY {
            WITH(async_timeout(LONGEST_JOIN)) {
                AWAIT(&self->future->object);
            }
            END_WITH;
        }
        CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
            report_say("RuntimeWarning: calls in threads are not back after %g seconds, and asyncio.run() waits no longer\n", LONGEST_JOIN);
        }
        END_TRY;
    } else {
        AWAIT(&self->future->object);
    }
    self->executor->wake->expected--;
    CORO_END;
}

static void close_dispose(void *variables)
{
    struct shutdown_executor_frame *self = variables;
    if (self->joins) {
        pthread_join(self->thread, NULL);
    }
    object_release(self->future ? &self->future->object : NULL);
}

async_coroutine executor_close(void) { return call_at(ASYNC_HERE_(""), shutdown_executor); }

void executor_end(async_loop *loop, io_state *io)
{
    (void)loop;
    executor_state *executor = io->executor;
    if (!executor) {
        return;
    }
    pthread_mutex_lock(&executor->mutex);
    executor->first = NULL; /* what has not begun never will */
    executor->last = &executor->first;
    pthread_mutex_unlock(&executor->mutex);
    join_all(executor);
    while (executor->calls.after != &executor->calls) {
        thread_call *call = executor->calls.after;
        executor->calls.after = call->after;
        object_release(call->future ? &call->future->object : NULL);
        object_release(call->held);
        free(call);
    }
    object_release(executor->resolved ? &executor->resolved->object : NULL);
    object_release(executor->closing ? &executor->closing->object : NULL);
    pthread_mutex_destroy(&executor->mutex);
    pthread_cond_destroy(&executor->given);
    free(executor->threads);
    free(executor);
    io->executor = NULL;
}
