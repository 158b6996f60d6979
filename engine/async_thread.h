/* async_thread.h: the part of async.h about threads and signals: what reaches the loop from outside of it. Include it besides async.h. */
#ifndef LOOPSCOPE_ASYNC_THREAD_H
#define LOOPSCOPE_ASYNC_THREAD_H

#include "async.h"

/* ---- Calls in threads ---- */

/* What a thread runs: it sees nothing of the loop, and what it shares with the program it shares through the context. Its number is what the await gives. In virtual
   time it runs at once, and its async_block() makes only the thread wait: the await goes on when that time is over. */
typedef int64_t (*async_thread_function)(void *context);
/* In such a function: the await raises this error instead of giving a number. */
void async_thread_failed(const async_error_class *class, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* asyncio.to_thread(), a coroutine; loop.run_in_executor(None, …), a future of a call that is under way: in the pool of threads that the loop has, as many as
   Python's ThreadPoolExecutor. A call that has begun cannot be cancelled, only given up. */
#define async_to_thread(function, context) async_to_thread_((function), (context), #function, ASYNC_HERE_(""))
#define async_run_in_executor(function, context) async_run_in_executor_((function), (context), #function)
/* At most so many threads, from the next call on; as set_default_executor(ThreadPoolExecutor(count)). Only before the first call. */
bool async_set_threads(size_t count);

/* ---- Other threads reach the loop ---- */

struct async_loop;
/* asyncio.get_running_loop(): for async_call_soon_threadsafe(), which other threads may use as long as that loop runs. NULL: none runs, or out
   of memory. */
struct async_loop *async_running_loop(void);
/* False: out of memory, or there is no such loop. */
#define async_call_soon_threadsafe(loop, function, context) async_call_soon_threadsafe_((loop), (function), (context), #function)

/* asyncio.run_coroutine_threadsafe(): the loop makes a task of call(coroutine, arguments…), and the thread can wait for what comes of that: with what Python has as a
   concurrent.futures.Future, which the thread frees in the end. A coroutine belongs to the thread of its loop, so it is given as the two that call() puts together:

       async_concurrent_future *future = async_run_coroutine_threadsafe(loop, add, 1, 2);
       if (async_concurrent_wait(future, -1) == ASYNC_CONCURRENT_DONE) {
           got = async_concurrent_result(future).as.integer;
       }
       async_concurrent_free(future);

   NULL: out of memory, which the functions below take for one that has failed with a MemoryError. A loop that ends first has cancelled it. */
typedef struct async_concurrent_future async_concurrent_future;
typedef enum async_concurrent_state {
    ASYNC_CONCURRENT_PENDING,
    ASYNC_CONCURRENT_DONE,
    ASYNC_CONCURRENT_FAILED,
    ASYNC_CONCURRENT_CANCELLED
} async_concurrent_state;
#define async_run_coroutine_threadsafe(loop, ...)                                                                                          \
    async_run_coroutine_threadsafe_((loop),                                                                                                \
                                    &(struct ASYNC_PASTE_(ASYNC_FIRST_(__VA_ARGS__, 0), _frame)){.coroutine_ = __VA_ARGS__}.coroutine_,    \
                                    ASYNC_HAS_TEXT_(ASYNC_SECOND_(__VA_ARGS__, 0, 0)), ASYNC_HERE_(""))
/* Waits at most so many seconds; less than 0: as long as it takes; 0: only looks. In the loop's own thread it does not wait, since the loop would wait for itself. */
async_concurrent_state async_concurrent_wait(async_concurrent_future *future, double seconds);
/* The thread waits no longer, and the task is cancelled. False: it has a result or an error already; or out of memory. */
bool async_concurrent_cancel(async_concurrent_future *future);
/* Of what is done: its result, if that is a number, a truth value or None; else None, and the text has what async_text() says of it. Of what failed: the class of its
   error, and as the text the message. The text lives as long as the future. */
async_value async_concurrent_result(async_concurrent_future *future);
const char *async_concurrent_text(async_concurrent_future *future);
const async_error_class *async_concurrent_error(async_concurrent_future *future);
void async_concurrent_free(async_concurrent_future *future);

/* ---- Signals ---- */

/* loop.add_signal_handler(): the function runs in a turn of the loop, as any callback. None, or the error. Only in real time. */
#define async_add_signal_handler(number, function, context)                                                                                \
    async_add_signal_handler_((number), (function), (context), #function, ASYNC_HERE_(""))
bool async_remove_signal_handler(int number); /* false: there was none */

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_to_thread_(async_thread_function function, void *context, const char *name, const TracePlace *place);
async_future async_run_in_executor_(async_thread_function function, void *context, const char *name);
async_concurrent_future *async_run_coroutine_threadsafe_(struct async_loop *loop, const async_coroutine_class *const *variables,
                                                         bool first_is_text, const TracePlace *place);
bool async_call_soon_threadsafe_(struct async_loop *loop, async_callback function, void *context, const char *name);
async_value async_add_signal_handler_(int number, async_callback function, void *context, const char *name, const TracePlace *place);

#endif
