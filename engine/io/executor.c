/* executor.c: a pool of threads, as Python's ThreadPoolExecutor: functions that block run there, and the loop hears when they are back. */
#include "executor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_THREADS = 32, MORE_THAN_PROCESSORS = 4 };

static _Thread_local thread_call *running_call; /* in a thread, or while one is simulated */

void async_thread_failed(const async_error_class *class, const char *format, ...)
{
    if (running_call) {
        running_call->failed = class;
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(running_call->message, sizeof running_call->message, format, arguments);
        va_end(arguments);
    }
}

static void run(thread_call *call)
{
    thread_call *outer = running_call;
    running_call = call;
    call->result = call->function(call->context);
    running_call = outer;
}

/* ---- What the loop hears ---- */

static void free_call(thread_call *call)
{
    call->before->after = call->after;
    call->after->before = call->before;
    object_release(call->future ? &call->future->object : NULL);
    object_release(call->held);
    free(call);
}

/* asyncio's futures._set_state: what came of the call, unless nobody waits for it any more. */
static void set_state(async_future ignored, void *context)
{
    (void)ignored;
    thread_call *call = context;
    future_object *future = call->future;
    call->executor->wake->expected--;
    outside_gone(loop_running, call->number, GONE_DONE, async_none(), 0);
    if (future->state == FUTURE_PENDING) {
        async_value value = call->failed ? error_new(call->failed, call->message) : async_int(call->result);
        future_finish(future, call->failed ? FUTURE_ERROR : FUTURE_RESULT, value);
        value_release(value);
    }
    call->told = true;
    if (call->checked) {
        free_call(call);
    }
}

static void tell_loop(thread_call *call)
{
    wake_call *heard = malloc(sizeof *heard);
    if (heard) { /* else the loop hears nothing of it, and says that it stands still */
        *heard = (wake_call){
            .name = "_set_state", .function = set_state, .context = call, .future = &call->future->object, .number = call->number};
        wake_call_loop(call->executor->wake, heard);
    }
}

/* ---- Threads ---- */

static thread_call *take_first(executor_state *executor)
{
    thread_call *call = executor->first;
    if (call) {
        executor->first = call->next;
        if (!executor->first) {
            executor->last = &executor->first;
        }
        call->state = CALL_RUNS;
    }
    return call;
}

static void *work(void *context)
{
    executor_state *executor = context;
    bool idle = false;
    pthread_mutex_lock(&executor->mutex);
    for (;;) {
        thread_call *call = take_first(executor);
        if (call) {
            idle = false;
            pthread_mutex_unlock(&executor->mutex);
            run(call);
            pthread_mutex_lock(&executor->mutex);
            call->state = CALL_RETURNED;
            tell_loop(call);
        } else if (executor->shut) {
            break;
        } else {
            executor->idle += !idle;
            idle = true;
            pthread_cond_wait(&executor->given, &executor->mutex);
        }
    }
    pthread_mutex_unlock(&executor->mutex);
    return NULL;
}

/* With the mutex held. A thread for each call that finds none idle, up to the most. False: there is none at all. */
static bool add_thread(executor_state *executor)
{
    if (executor->idle > 0) {
        executor->idle--; /* one of them will take it: the next call must not count on the same */
        return true;
    }
    if (executor->count == executor->most) {
        return true;
    }
    if (pthread_create(&executor->threads[executor->count], NULL, work, executor) == 0) {
        executor->count++;
    }
    return executor->count > 0;
}

/* ---- The same in virtual time: a call runs at once, and comes back when the time is over that it took ---- */

static void begin_next(executor_state *executor);

static void comes_back(void *context, int64_t when)
{
    (void)when;
    thread_call *call = context;
    executor_state *executor = call->executor;
    call->state = CALL_RETURNED;
    executor->count--;
    tell_loop(call);
    begin_next(executor);
}

static void begin_next(executor_state *executor)
{
    async_loop *loop = executor->loop;
    while (executor->count < executor->most && executor->first) {
        thread_call *call = take_first(executor);
        executor->count++;
        int64_t took = 0, *outer = loop->thread_time;
        loop->thread_time = &took;
        run(call);
        loop->thread_time = outer;
        if (!poll_happens(loop->poll, loop->poll->origin + took, comes_back, call)) {
            comes_back(call, 0);
        }
    }
    executor_close_if_idle(executor);
}

/* ---- The loop's side ---- */

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

static executor_state *executor_of(async_loop *loop)
{
    io_state *io = io_of(loop);
    wake_state *wake = io ? wake_of(loop) : NULL;
    if (!wake || io->executor) {
        return wake ? io->executor : NULL;
    }
    executor_state *executor = calloc(1, sizeof *executor);
    if (!executor) {
        return NULL;
    }
    size_t most = loop->poll->real ? processors() + MORE_THAN_PROCESSORS : MOST_THREADS;
    executor->most = most < MOST_THREADS ? most : MOST_THREADS;
    executor->threads = calloc(MOST_THREADS, sizeof *executor->threads);
    executor->last = &executor->first;
    executor->calls.before = executor->calls.after = &executor->calls;
    executor->wake = wake;
    executor->loop = loop;
    pthread_mutex_init(&executor->mutex, NULL);
    pthread_cond_init(&executor->given, NULL);
    io->executor = executor;
    return executor;
}

bool async_set_threads(size_t count)
{
    executor_state *executor = loop_running ? executor_of(loop_running) : NULL;
    bool may = executor && executor->count == 0 && count > 0 && count <= MOST_THREADS;
    if (may) {
        executor->most = count;
    }
    return may;
}

/* Takes a call that has not begun out of the queue. False: it has begun. */
static bool take_out(executor_state *executor, thread_call *call)
{
    pthread_mutex_lock(&executor->mutex);
    bool queued = call->state == CALL_QUEUED;
    if (queued) {
        thread_call **at = &executor->first;
        while (*at != call) {
            at = &(*at)->next;
        }
        *at = call->next;
        if (!*at) {
            executor->last = at;
        }
        call->state = CALL_GIVEN_UP;
    }
    pthread_mutex_unlock(&executor->mutex);
    return queued;
}

/* asyncio's _call_check_cancel: who gives up waiting gives up the call, if it has not begun. */
static void check_cancel(async_future ignored, void *context)
{
    (void)ignored;
    thread_call *call = context;
    call->checked = true;
    if (call->told) {
        free_call(call);
    } else if (call->future->state == FUTURE_CANCELLED && take_out(call->executor, call)) {
        if (rule_holds(RULE_GIVEN_UP_AT_ONCE)) {
            set_state(NULL, call);
            return;
        }
        io_soon("_set_state", set_state, call, NULL, &call->future->object);
        wake_ring(call->executor->wake);
    }
}

static bool submit(executor_state *executor, thread_call *call)
{
    pthread_mutex_lock(&executor->mutex);
    bool taken = !executor->shut && (!executor->loop->poll->real || (executor->threads && add_thread(executor)));
    if (taken) {
        *executor->last = call;
        executor->last = &call->next;
        executor->wake->expected++;
        pthread_cond_signal(&executor->given);
    }
    pthread_mutex_unlock(&executor->mutex);
    return taken;
}

future_object *executor_call(async_loop *loop, async_thread_function function, void *context, async_object *held, const char *name)
{
    executor_state *executor = executor_of(loop);
    thread_call *call = executor ? calloc(1, sizeof *call) : NULL;
    future_object *future = call ? io_future() : NULL;
    user_handle *over = future ? io_handle("_call_check_cancel", check_cancel, call, NULL, NULL) : NULL;
    if (!over) {
        object_release(future ? &future->object : NULL);
        free(call);
        return NULL;
    }
    *call = (thread_call){
        .executor = executor, .function = function, .context = context, .name = name, .future = future, .held = object_retain(held)};
    call->before = executor->calls.before;
    call->after = &executor->calls;
    call->before->after = call->after->before = call;
    object_retain(&future->object); /* the call's; the other is the caller's */
    future_add_callback(future, &over->handle);
    object_release(&over->object);
    call->number = outside_new(loop, OUTSIDE_CALL, name, 0);
    if (hooked(loop)) {
        hook_emit(loop, EV_NAME, 0, 0, call->number, future_ref(&future->object), hook_text(loop, name), 0);
    }
    if (!submit(executor, call)) {
        outside_gone(loop, call->number, GONE_LOST, async_none(), 0);
        async_value error =
            error_new(&ASYNC_RUNTIME_ERROR, executor->shut ? "Executor shutdown has been called" : "can't start new thread");
        executor->wake->expected++; /* which set_state() takes back */
        call->failed = &ASYNC_RUNTIME_ERROR;
        snprintf(call->message, sizeof call->message, "%s", async_error_message(error));
        value_release(error);
        tell_loop(call);
    } else if (!loop->poll->real) {
        begin_next(executor);
    }
    return future;
}

async_future async_run_in_executor_(async_thread_function function, void *context, const char *name)
{
    async_loop *loop = loop_running;
    future_object *future = loop ? executor_call(loop, function, context, NULL, name) : NULL;
    if (!future) {
        return loop ? error_out_of_memory().as.object : async_error(&ASYNC_RUNTIME_ERROR, "no running event loop").as.object;
    }
    return object_handle(scope_keep(scope_current(), &future->object));
}

static void to_thread_dispose(void *variables);

LIBRARY_CORO_WITH(to_thread, "asyncio.to_thread", to_thread_dispose, async_thread_function function; void *context; const char *name;
                  future_object * future; async_value value;)
{
    CORO_BEGIN;
    self->future = executor_call(loop_running, self->function, self->context, NULL, self->name);
    if (!self->future) {
        RAISE_AGAIN(error_out_of_memory());
    }
    AWAIT_TO(self->value, &self->future->object);
    CORO_RETURN(self->value);
    CORO_END;
}

static void to_thread_dispose(void *variables)
{
    struct to_thread_frame *self = variables;
    object_release(self->future ? &self->future->object : NULL);
}

async_coroutine async_to_thread_(async_thread_function function, void *context, const char *name, const TracePlace *place)
{
    return object_handle(call_at(place, to_thread, function, context, name));
}
