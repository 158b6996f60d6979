/* submit.c: run_coroutine_threadsafe: a coroutine that another thread has the loop run, and what that thread hears of it. */
#include "io/wake.h"

#include "async_thread.h"
#include "core/task.h"
#include "poll/poll.h"
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

/* Python's concurrent.futures.Future; by malloc, since two threads have it. */
struct async_concurrent_future {
    pthread_mutex_t mutex; /* guards all of the first group */
    pthread_cond_t settled;
    async_concurrent_state state;
    async_value result; /* a plain one, or None */
    const async_error_class *failed;
    char *text; /* of the result or the error; NULL: none */
    int references;
    async_loop *loop; /* NULL: it has ended, or all is over */
    bool chained;     /* the loop has a task for it */

    const async_coroutine_class **variables; /* the coroutine and its arguments, as call() would be given them */
    bool first_is_text;
    TracePlace place;
    struct loop_side *side;
    future_object *task; /* that the side serves as a callback; NULL: there is none, or it is over. No reference: the task keeps the side */
};

/* What the loop has of it: when that goes, there is nothing more to wait for. */
typedef struct loop_side {
    custom_object custom;
    async_concurrent_future *future;
    struct loop_side *next, **link; /* in the list of the loop's wake_state */
} loop_side;

static void let_go(void *context)
{
    async_concurrent_future *future = context;
    pthread_mutex_lock(&future->mutex);
    bool last = --future->references == 0;
    pthread_mutex_unlock(&future->mutex);
    if (last) {
        pthread_mutex_destroy(&future->mutex);
        pthread_cond_destroy(&future->settled);
        free(future->variables);
        free(future->text);
        free(future);
    }
}

/* With the mutex held. */
static void settle(async_concurrent_future *future, async_concurrent_state state)
{
    if (future->state == ASYNC_CONCURRENT_PENDING) {
        future->state = state;
        pthread_cond_broadcast(&future->settled);
    }
}

static void drop(void *context)
{
    async_concurrent_future *future = context;
    pthread_mutex_lock(&future->mutex);
    settle(future, ASYNC_CONCURRENT_CANCELLED);
    future->loop = NULL;
    pthread_mutex_unlock(&future->mutex);
    let_go(future);
}

static void unlink_side(loop_side *side)
{
    if (side->link) {
        *side->link = side->next;
        if (side->next) {
            side->next->link = side->link;
        }
        side->link = NULL;
    }
}

static void dispose_side(void *object)
{
    loop_side *side = object;
    unlink_side(side);
    side->future->task = NULL;
    drop(side->future);
}

static const custom_class side_class = {.name = "run_coroutine_threadsafe", .dispose = dispose_side};

/* In the loop's thread, which has it from here on. NULL: out of memory. */
static async_object *hold(void *context)
{
    async_concurrent_future *future = context;
    loop_side *side = object_new(OBJECT_CUSTOM, sizeof *side), **first = (loop_side **)&loop_running->io_state->wake->submitted;
    if (side) {
        side->custom.class = &side_class;
        side->future = future;
        side->next = *first;
        side->link = first;
        if (*first) {
            (*first)->link = &side->next;
        }
        *first = side;
        future->side = side;
    }
    return side ? &side->custom.object : NULL;
}

void submit_end(wake_state *wake)
{
    for (loop_side *side = wake->submitted, *next; side; side = next) {
        next = side->next;
        unlink_side(side);
        pthread_mutex_lock(&side->future->mutex);
        settle(side->future, ASYNC_CONCURRENT_CANCELLED);
        side->future->loop = NULL;
        pthread_mutex_unlock(&side->future->mutex);
    }
}

/* One more of the loop's, for a call that comes when all may be over. */
typedef struct later_side {
    custom_object custom;
    async_concurrent_future *future;
} later_side;

static void dispose_later(void *object) { let_go(((later_side *)object)->future); }

static const custom_class later_class = {.name = "cancel", .dispose = dispose_later};

static async_object *hold_later(void *context)
{
    later_side *side = object_new(OBJECT_CUSTOM, sizeof *side);
    if (side) {
        side->custom.class = &later_class;
        side->future = context;
    }
    return side ? &side->custom.object : NULL;
}

/* From any thread. The loop has `future` from here on, by what `hold_it` gives or until `drop_it` is called. */
static bool call_in_loop(async_loop *loop, const char *name, async_callback function, async_concurrent_future *future,
                         async_object *(*hold_it)(void *context), void (*drop_it)(void *context))
{
    if (loop == loop_running) {
        async_object *held = hold_it(future);
        bool put_in = held && io_soon(name, function, future, held, NULL);
        object_release(held);
        if (!held) {
            drop_it(future);
        }
        wake_ring(loop->io_state->wake);
        return put_in;
    }
    wake_call *call = calloc(1, sizeof *call);
    if (!call) {
        drop_it(future);
        return false;
    }
    *call = (wake_call){.name = name, .function = function, .context = future, .hold = hold_it, .drop = drop_it};
    wake_call_loop(loop->io_state->wake, call);
    return true;
}

static async_concurrent_future *also_had(async_concurrent_future *future)
{
    pthread_mutex_lock(&future->mutex);
    future->references++;
    pthread_mutex_unlock(&future->mutex);
    return future;
}

/* ---- In the loop: its task, and what comes of it ---- */

static void cancel_task(async_future ignored, void *context)
{
    (void)ignored;
    async_concurrent_future *future = context;
    if (future->task && future->task->state == FUTURE_PENDING) {
        future_cancel(future->task, NULL);
    }
}

static void take_over(async_concurrent_future *future, future_object *task)
{
    if (task->state == FUTURE_CANCELLED) {
        settle(future, ASYNC_CONCURRENT_CANCELLED);
    }
    if (future->state != ASYNC_CONCURRENT_PENDING) {
        return;
    }
    task->unretrieved = false;
    async_value value = future_value(task);
    bool is_error = value.type == ASYNC_ERROR;
    if (value.type != ASYNC_NONE) {
        const char *text = is_error ? async_error_message(value) : async_text(value);
        future->text = strdup(text); /* without memory it has none */
    }
    future->failed = is_error ? error_class(value) : NULL;
    future->result = is_error || value_object(value) ? async_none() : value;
    settle(future, is_error ? ASYNC_CONCURRENT_FAILED : ASYNC_CONCURRENT_DONE);
}

/* asyncio's _chain_future: what came of the task is the waiting thread's. */
static void call_set_state(async_future task, void *context)
{
    async_concurrent_future *future = context;
    future->task = NULL;
    pthread_mutex_lock(&future->mutex);
    take_over(future, (future_object *)object_of(task));
    pthread_mutex_unlock(&future->mutex);
}

static void fail(async_concurrent_future *future, const async_error_class *class)
{
    pthread_mutex_lock(&future->mutex);
    future->failed = class;
    settle(future, ASYNC_CONCURRENT_FAILED);
    pthread_mutex_unlock(&future->mutex);
}

/* A reference; NULL: out of memory, or what an eager step raised ends the run. */
static future_object *task_of_it(const async_concurrent_future *future)
{
    async_object *coroutine = coro_call(future->variables, future->first_is_text, &future->place);
    if (coroutine->type != OBJECT_COROUTINE) {
        return NULL;
    }
    task_object *task = task_new(coroutine, NULL, VIA_USER, EAGER_AS_SET, NULL);
    return task ? &task->future : NULL;
}

static void begin(async_future ignored, void *context)
{
    (void)ignored;
    async_concurrent_future *future = context;
    async_object *side = &future->side->custom.object;
    user_handle *over = io_handle("_call_set_state", call_set_state, future, side, NULL);
    future_object *task = over ? task_of_it(future) : NULL;
    future->task = task;
    if (!task) {
        object_release(over ? &over->object : NULL);
        fail(future, &ASYNC_MEMORY_ERROR);
        return;
    }
    pthread_mutex_lock(&future->mutex);
    bool given_up = future->state == ASYNC_CONCURRENT_CANCELLED;
    future->chained = true;
    pthread_mutex_unlock(&future->mutex);
    if (given_up && rule_holds(RULE_GIVEN_UP_AT_ONCE)) { /* before it began: the task is made all the same, and then cancelled */
        cancel_task(NULL, future);
    } else if (given_up) {
        call_in_loop(loop_running, "cancel", cancel_task, also_had(future), hold_later, let_go);
    }
    future_add_callback(task, &over->handle);
    object_release(&over->object);
    object_release(&task->object);
}

/* ---- In the other thread ---- */

static async_concurrent_future *future_for(async_loop *loop, const async_coroutine_class *const *variables, bool first_is_text,
                                           const TracePlace *place)
{
    async_concurrent_future *future = calloc(1, sizeof *future);
    size_t size = (*variables)->size;
    const async_coroutine_class **copy = future ? malloc(size) : NULL;
    if (!copy) {
        free(future);
        return NULL;
    }
    memcpy(copy, variables, size);
    pthread_mutex_init(&future->mutex, NULL);
    pthread_cond_init(&future->settled, NULL);
    future->references = 2; /* the thread's, and the loop's */
    future->result = async_none();
    future->loop = loop;
    future->variables = copy;
    future->first_is_text = first_is_text;
    future->place = *place;
    return future;
}

async_concurrent_future *async_run_coroutine_threadsafe_(struct async_loop *loop, const async_coroutine_class *const *variables,
                                                         bool first_is_text, const TracePlace *place)
{
    async_concurrent_future *future = loop ? future_for(loop, variables, first_is_text, place) : NULL;
    if (future && !call_in_loop(loop, "run_coroutine_threadsafe", begin, future, hold, drop)) {
        let_go(future); // NOLINT(clang-analyzer-unix.Malloc): the loop's reference has gone, and this is the thread's
        return NULL;
    }
    return future;
}

bool async_concurrent_cancel(async_concurrent_future *future)
{
    wake_call *call = future ? calloc(1, sizeof *call) : NULL;
    if (!call) {
        return false;
    }
    pthread_mutex_lock(&future->mutex);
    bool pending = future->state == ASYNC_CONCURRENT_PENDING;
    settle(future, ASYNC_CONCURRENT_CANCELLED);
    bool cancelled = future->state == ASYNC_CONCURRENT_CANCELLED;
    async_loop *loop = pending && future->chained ? future->loop : NULL; /* the loop finds out by itself when it begins with it */
    future->references += loop != NULL;
    if (loop && loop != loop_running) { /* with the mutex held: it cannot end before this is done */
        *call = (wake_call){.name = "cancel", .function = cancel_task, .context = future, .hold = hold_later, .drop = let_go};
        wake_call_loop(loop->io_state->wake, call);
        call = NULL;
    }
    pthread_mutex_unlock(&future->mutex);
    if (loop && call && rule_holds(RULE_GIVEN_UP_AT_ONCE)) {
        cancel_task(NULL, future);
        let_go(future);
    } else if (loop && call) {
        call_in_loop(loop, "cancel", cancel_task, future, hold_later, let_go);
    }
    free(call);
    return cancelled;
}

static void wait_until(async_concurrent_future *future, double seconds)
{
    struct timespec until = poll_after(loop_ns(seconds));
    while (future->state == ASYNC_CONCURRENT_PENDING) {
        if (pthread_cond_timedwait(&future->settled, &future->mutex, &until) != 0) {
            break;
        }
    }
}

async_concurrent_state async_concurrent_wait(async_concurrent_future *future, double seconds)
{
    if (!future) {
        return ASYNC_CONCURRENT_FAILED;
    }
    pthread_mutex_lock(&future->mutex);
    bool may_wait = !loop_running || future->loop != loop_running; /* the loop would wait for itself */
    if (may_wait && seconds >= 0) {
        wait_until(future, seconds);
    } else if (may_wait) {
        while (future->state == ASYNC_CONCURRENT_PENDING) {
            pthread_cond_wait(&future->settled, &future->mutex);
        }
    }
    async_concurrent_state state = future->state;
    pthread_mutex_unlock(&future->mutex);
    return state;
}

/* What has been settled changes no more. */
static bool is_settled(async_concurrent_future *future)
{
    if (!future) {
        return false;
    }
    pthread_mutex_lock(&future->mutex);
    bool settled = future->state != ASYNC_CONCURRENT_PENDING;
    pthread_mutex_unlock(&future->mutex);
    return settled;
}

async_value async_concurrent_result(async_concurrent_future *future) { return is_settled(future) ? future->result : async_none(); }

const char *async_concurrent_text(async_concurrent_future *future) { return is_settled(future) && future->text ? future->text : ""; }

const async_error_class *async_concurrent_error(async_concurrent_future *future)
{
    return !future ? &ASYNC_MEMORY_ERROR : is_settled(future) ? future->failed : NULL;
}

void async_concurrent_free(async_concurrent_future *future)
{
    if (future) {
        let_go(future);
    }
}
