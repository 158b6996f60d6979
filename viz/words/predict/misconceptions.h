/* misconceptions.h: what learners are known to believe about event loops, and where that is known from. */
#ifndef LOOPSCOPE_MISCONCEPTIONS_H
#define LOOPSCOPE_MISCONCEPTIONS_H

/* BELIEF(identifier, name, what the learner believes, where it is told or set right). */
#define MISCONCEPTIONS(BELIEF)                                                                                                             \
    BELIEF(CALL_RUNS, "a call runs the coroutine", "Calling a coroutine runs its lines, as calling a function does.",                      \
           "asyncio documentation, Coroutines: simply calling a coroutine will not schedule it to be executed")                            \
    BELIEF(STARTS_AT_ONCE, "a new task starts at once", "A new task runs right away, before the call that makes it returns.",              \
           "Stack Overflow 78604802, create_task executed even without any awaits: described as running the coroutine immediately")        \
    BELIEF(STARTS_WHEN_AWAITED, "a task starts when it is awaited", "A task begins only when somebody awaits it.",                         \
           "PyTroubles, Asyncio Task Start Timing Explained: task 2 is expected to speak first, because it is awaited first")              \
    BELIEF(THREADS, "tasks run in parallel", "Each task runs beside the others, as in a thread of its own.",                               \
           "asyncio documentation, Developing with asyncio, Concurrency and Multithreading: no two tasks run at the same time")            \
    BELIEF(AWAIT_YIELDS, "every await yields", "Every await gives control back to the loop.",                                              \
           "Article on Python's async model: awaiting a coroutine does not yield to the event loop, only tasks create concurrency")        \
    BELIEF(AWAIT_MAKES_TASK, "await makes a task", "To await a coroutine hands it to the loop as a task of its own.",                      \
           "Stack Overflow 34753401, Difference between coroutine and future/task: an awaited coroutine is run directly")                  \
    BELIEF(ONE_AT_A_TIME, "tasks run one after another", "Each task runs to its end before the next begins, so their times add up.",       \
           "Building LLM Applications with DSPy, 7.5.1, asyncio.gather: five and three seconds take five together, not eight")             \
    BELIEF(ALL_AT_ONCE, "await alone is concurrent", "Awaits in a row run at the same time, so the longest one counts.",                   \
           "BestHub, Why async/await Does Not Give You Concurrency, Common Misunderstandings")                                             \
    BELIEF(ZERO_IS_NOTHING, "sleep(0) does nothing", "A sleep of zero seconds goes on at once.",                                           \
           "asyncio documentation, Coroutines and Tasks, Sleeping: sleep() always suspends the current task (bpo-34476)")                  \
    BELIEF(CALLS_AT_ONCE, "call_soon calls at once", "call_soon() runs the callback before it returns.",                                   \
           "asyncio documentation, loop.call_soon: the callback is called at the next iteration of the event loop")                        \
    BELIEF(ORDER_OF_ARRIVAL, "results in the order of arrival", "gather() lists the results in the order in which they come.",             \
           "asyncio documentation, gather: in the order of the original sequence, not necessarily the order of results arrival")           \
    BELIEF(FIRST_IS_ENOUGH, "gather goes on with the first", "gather() is done as soon as one of its children is.",                        \
           "asyncio documentation, Running Tasks Concurrently: the list is returned if all awaitables are completed")                      \
    BELIEF(GATHER_CANCELS, "gather cancels the rest", "When one child fails, gather() cancels the others.",                                \
           "CPython issue 76935, gather/wait cancel children on first exception; asyncio documentation, gather: the others run on")        \
    BELIEF(TIMERS_INTERRUPT, "timers interrupt", "When a timer is due, the loop interrupts whoever runs.",                                 \
           "Python Concurrency with asyncio, 2.7.1: a coroutine that computes holds up unrelated tasks, also those that only wait")        \
    BELIEF(CANCELS_AT_ONCE, "cancel acts at once", "cancel() raises the error inside the other task right away.",                          \
           "asyncio documentation, Task.cancel: the CancelledError is thrown on the next cycle of the event loop")                         \
    BELIEF(CANCEL_KILLS, "cancel kills", "A cancelled task is removed, and no line of it runs any more.",                                  \
           "asyncio documentation, Task.cancel: the coroutine has a chance to clean up or even deny the request")                          \
    BELIEF(LIMIT_AFTERWARDS, "a time limit looks afterwards", "What has a time limit runs to its end; only then is it told to be late.",   \
           "asyncio documentation, timeout: it cancels the task and turns the CancelledError into a TimeoutError when the time is over")   \
    BELIEF(RUN_WAITS, "asyncio.run waits for all", "asyncio.run() waits until every task is done.",                                        \
           "Stack Overflow 78604802: as the main task is over, the loop cancels the remaining tasks")                                      \
    BELIEF(BACKGROUND, "tasks live on", "A task that was started goes on in the background after main has ended, like a daemon thread.",   \
           "Stack Overflow 34753401, Difference between coroutine and future/task: like a daemon thread")                                  \
    BELIEF(WAKES_AT_ONCE, "who is woken runs at once", "A task runs in the very moment in which what it waits for is done.",               \
           "asyncio documentation, loop.call_soon: callbacks run at the next iteration of the event loop")                                 \
    BELIEF(LAST_COMES_FIRST, "the queue is not a queue", "Any of the tasks that are ready, or the newest of them, may run next.",          \
           "asyncio issue 432 and bpo-28809: the order in which gather starts its tasks was thought to be unpredictable")                  \
    BELIEF(LOCK_IS_A_RACE, "a lock is a race", "Whoever comes first when a lock is released gets it, in no fixed order.",                  \
           "asyncio documentation, Lock.acquire is fair (bpo-36794); async-sig, June 2017, on the order of waiters: no guarantee")         \
    BELIEF(                                                                                                                                \
        WRITE_WAITS, "write() waits", "write() comes back when the other end has got the bytes.",                                          \
        "asyncio documentation, StreamWriter.write: it attempts to write to the socket immediately, and queues what fails; drain() waits") \
    BELIEF(GROUP_GOES_ON, "a group lets the others go on", "When one task of a TaskGroup fails, the others run to their end.",             \
           "asyncio documentation, Task Groups: the first time that a task fails, the remaining tasks in the group are cancelled")         \
    BELIEF(DEADLOCK_IS_SEEN, "a deadlock is noticed", "asyncio sees that nobody can go on, and ends the run with an error.",               \
           "asyncio documentation, Developing with asyncio, Debug Mode: it tells of slow callbacks and of what is never awaited; no more") \
    BELIEF(THREAD_HOLDS, "the loop waits for threads", "While a call runs in a thread, the loop stands still until it is back.",           \
           "asyncio documentation, Running in Threads: to_thread() is for what would otherwise block the event loop")

typedef enum Misconception {
#define BELIEF(id, name, belief, source) BELIEF_##id,
    MISCONCEPTIONS(BELIEF)
#undef BELIEF
        MISCONCEPTION_COUNT
} Misconception;

/* Of one of them; "" for -1 and whatever else is none. */
const char *misconception_name(int misconception);   /* "every await yields" */
const char *misconception_belief(int misconception); /* a sentence */
const char *misconception_source(int misconception); /* where it is told or set right, in plain words */

#endif
