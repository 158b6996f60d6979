/* executor.h: functions that threads run for the loop. */
#ifndef LOOPSCOPE_EXECUTOR_H
#define LOOPSCOPE_EXECUTOR_H

#include "async_thread.h"
#include "wake.h"

/* A call: made by malloc, since a thread holds it. */
typedef struct thread_call {
    struct thread_call *next;           /* in the queue */
    struct thread_call *before, *after; /* all that there are */
    struct executor_state *executor;
    async_thread_function function;
    void *context;
    const char *name;
    enum { CALL_QUEUED, CALL_RUNS, CALL_RETURNED, CALL_GIVEN_UP } state; /* guarded by the executor's mutex */
    int64_t result;
    const async_error_class *failed; /* NULL: it has not */
    char message[256];
    future_object *future; /* the loop's: a reference until it has been told */
    async_object *held;    /* what the context is part of: a reference, or NULL */
    uint32_t number;       /* in the trace */
    bool told, checked;    /* set_state() and check_cancel() have run: with the later of them it goes */
} thread_call;

typedef struct executor_state {
    pthread_mutex_t mutex;
    pthread_cond_t given; /* there is a call, or the end has come */
    thread_call *first, **last;
    thread_call calls; /* a ring of all, the loop's thread's */
    pthread_t *threads;
    size_t count, most, idle; /* threads; in virtual time: calls that run */
    bool shut;                /* no more calls: threads end when the queue is empty */
    bool joined;
    bool limited; /* whoever closes the loop waits for so long and no longer */
    wake_state *wake;
    async_loop *loop;
    future_object *
        resolved; /* what is resolved when all threads have come to their end: a reference, since that is under way in another thread; NULL: nothing */
    future_object *closing; /* virtual: who waits for the end; a reference */
} executor_state;

/* The future of a call that is under way: one reference; or NULL: there is no memory for it, or no thread. */
future_object *executor_call(async_loop *loop, async_thread_function function, void *context, async_object *held, const char *name);
/* loop.shutdown_default_executor(): a coroutine object. */
async_coroutine executor_close(void);
void executor_close_if_idle(executor_state *executor); /* virtual: whoever waits for the end of all calls, if that has come */
void executor_end(async_loop *loop, io_state *io);

#endif
