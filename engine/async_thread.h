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
/* asyncio.get_running_loop(): for async_call_soon_threadsafe(), which other threads may use as long as that loop runs. NULL: none runs. */
struct async_loop *async_running_loop(void);
/* False: out of memory. */
#define async_call_soon_threadsafe(loop, function, context) async_call_soon_threadsafe_((loop), (function), (context), #function)

/* ---- Signals ---- */

/* loop.add_signal_handler(): the function runs in a turn of the loop, as any callback. None, or the error. Only in real time. */
#define async_add_signal_handler(number, function, context)                                                                                \
    async_add_signal_handler_((number), (function), (context), #function, ASYNC_HERE_(""))
bool async_remove_signal_handler(int number); /* false: there was none */

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_to_thread_(async_thread_function function, void *context, const char *name, const TracePlace *place);
async_future async_run_in_executor_(async_thread_function function, void *context, const char *name);
bool async_call_soon_threadsafe_(struct async_loop *loop, async_callback function, void *context, const char *name);
async_value async_add_signal_handler_(int number, async_callback function, void *context, const char *name, const TracePlace *place);

#endif
