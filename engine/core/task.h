/* task.h: a coroutine that the loop runs: a future with a place in the ready queue. */
#ifndef LOOPSCOPE_TASK_H
#define LOOPSCOPE_TASK_H

#include "future.h"

typedef struct task_object {
    future_object future;
    async_entry entry;    /* its step or wake-up: in the ready queue, or among the callbacks of what it awaits */
    async_object *waiter; /* the future it awaits (asyncio's _fut_waiter), or NULL; a reference. Once it is done: what goes with it */
    async_frame *frame;   /* the innermost coroutine */
    union {
        struct task_object *next;      /* while it is not done: all of those, in order of creation */
        string_object *cancel_message; /* once it is done: that of a cancel() which it swallowed; a reference, or NULL */
    };
    struct task_object *previous;
    string_object *name; /* NULL: Task- and its number */
    uint32_t cancel_requests;
    uint8_t resume; /* TraceResume of the next step */
    bool must_cancel;
    bool in_sleep_zero : 1;      /* the bare yield was that of asyncio.sleep, which is a coroutine to leave */
    bool being_cancelled : 1;    /* while cancel() is under way: tasks that await each other in a ring end there */
    bool destroyed_silently : 1; /* made by a gather: nobody is told when it is left behind pending */
    bool begins_to_close : 1;    /* a generator, which gets its GeneratorExit with the next step into which nothing else is thrown */
    bool is_told_so : 1;         /* its next step begins with the error of having done that, unless it is cancelled before */
    bool awaited_itself : 1;     /* an attempt, after which asyncio lets nobody await it any more, not until it is done */
} task_object;
_Static_assert(sizeof(task_object) == 104 || sizeof(void *) != 8, "a million tasks fit into little memory");

typedef enum coro_exit { CORO_YIELDED, CORO_SUSPENDED, CORO_FINISHED, CORO_ERROR } coro_exit; /* how a step ends */
/* How its first step begins: as the loop's setting says, at once, or in the next turn. */
typedef enum eager_start { EAGER_AS_SET, EAGER_YES, EAGER_NO } eager_start;
eager_start eager_asked_for(async_eager_start asked); /* of what a program asks for; under rules without eager tasks it asks for nothing */
static inline eager_start task_eager(async_eager_start asked) { return asked == ASYNC_AS_SET_ ? EAGER_AS_SET : eager_asked_for(asked); }
/* Takes the coroutine, one that task_can_begin(). NULL: task_not_made() says why. An eager one may be done already. */
task_object *task_new(async_coroutine coroutine, const char *name, TraceVia via, eager_start eager, const TracePlace *place);
/* Of a NULL: what an eager step raised that ends the run (it comes out of whoever makes the task), that such steps are too deep inside each other, or
   MemoryError. In the current scope. */
async_object *task_not_made(void);
/* asyncio's ensure_future: a coroutine object that has not started becomes a task; a future or task stays what it is. A reference; NULL: as task_new().
   Only for what task_can_ensure() is true of. */
future_object *task_ensure(async_awaitable awaitable, TraceVia via, const TracePlace *place);
bool task_can_ensure(const async_object *awaitable);
bool task_can_begin(
    const async_object *coroutine); /* may a task be made of it? Also of one that has been started: then its first step raises */
void task_step(async_loop *loop, task_object *task);
void task_eager_step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value);
void task_step_ends(async_loop *loop, task_object *task, coro_exit how, async_value value);
const char *task_name(const task_object *task, char buffer[32]); /* in the buffer, or the task's own */
void task_dispose(task_object *task);
static inline bool task_holds_nothing(const task_object *task) /* of one that is done: the same */
{
    return !task->frame && !task->waiter && !task->name && !task->cancel_message && future_holds_nothing(&task->future);
}
bool task_cancel(task_object *task, string_object *message, const TracePlace *place);
void task_abandon(task_object *task); /* at the end of a deadlocked run: frees its coroutines without running them */
static inline task_object *task_of(async_entry *entry) { return (task_object *)(void *)((char *)entry - offsetof(task_object, entry)); }

/* ---- Eager tasks (eager.c), whose first step runs at once, inside of whoever makes them ---- */

bool eager_may_go_deeper(async_loop *loop); /* false: loop->not_made says that eager steps are too deep inside each other */
/* Where a loop's task factory gives a task its name only when the task has been made (before Python 3.14): takes the name away meanwhile, and gives what to
   give to eager_begin(). NULL: nothing. */
string_object *eager_name_of_factory(string_object **name);
/* Runs its eager step, then names it (a reference to the name is taken over). False: what the step raised, in loop->not_made, comes out of making the task,
   which goes. */
bool eager_begin(async_loop *loop, task_object *task, string_object *name_of_factory);

#endif
