/* queue.c: asyncio.Queue, PriorityQueue and LifoQueue: values handed from task to task, with a line of those who wait at each end. */
#include "order.h"
#include "sync.h"
#include "core/coro.h"
#include "core/custom.h"

#include <stdio.h>
#include <string.h>

const async_error_class ASYNC_QUEUE_EMPTY = {"QueueEmpty", &ASYNC_EXCEPTION};
const async_error_class ASYNC_QUEUE_FULL = {"QueueFull", &ASYNC_EXCEPTION};
const async_error_class ASYNC_QUEUE_SHUT_DOWN = {"QueueShutDown", &ASYNC_EXCEPTION};

typedef enum queue_order { QUEUE_FIRST_IN, QUEUE_SMALLEST, QUEUE_LAST_IN } queue_order;

typedef struct queue_object {
    thing_object thing;
    sync_line getters, putters; /* whoever is woken leaves the line at once */
    event_object *finished;     /* set while there is nothing to be done: a reference */
    int64_t maxsize;            /* 0 or less: none */
    size_t unfinished;          /* values put in for which task_done() has not been called */
    queue_order order;
    bool shut_down;                /* nothing is put in any more */
    async_value *items;            /* a reference each; of QUEUE_FIRST_IN a ring, else from items[0] on */
    size_t first, count, capacity; /* capacity: a power of two, or 0 */
    uint8_t size_class;            /* of the items, in the pool */
} queue_object;

static bool is_empty(const queue_object *queue) { return queue->count == 0; }

static bool is_full(const queue_object *queue) { return queue->maxsize > 0 && queue->count >= (uint64_t)queue->maxsize; }

static size_t slot(const queue_object *queue, size_t index) { return (queue->first + index) & (queue->capacity - 1); }

static bool make_room(queue_object *queue)
{
    if (queue->count < queue->capacity) {
        return true;
    }
    uint8_t size_class;
    size_t capacity = queue->capacity ? queue->capacity * 2 : 8;
    async_value *items = pool_take_plain(capacity * sizeof *items, &size_class);
    if (!items) {
        return false;
    }
    for (size_t i = 0; i < queue->count; i++) {
        items[i] = queue->items[slot(queue, i)];
    }
    if (queue->items) {
        pool_give_plain(queue->items, queue->size_class);
    }
    queue->items = items;
    queue->size_class = size_class;
    queue->capacity = capacity;
    queue->first = 0;
    return true;
}

/* Adds a value. The error that Python's heap raises, with the value left in it; or MemoryError; or None. */
static async_value add(queue_object *queue, async_value value)
{
    async_value error = async_none();
    if (!make_room(queue)) {
        return error_out_of_memory();
    }
    queue->items[slot(queue, queue->count++)] = value_retain(value);
    if (queue->order == QUEUE_SMALLEST) {
        order_push(queue->items, queue->count, &error);
    }
    return error;
}

/* Takes the next value out: a reference. *error: as of add(); the value is lost then, as in Python. */
static async_value take(queue_object *queue, async_value *error)
{
    if (queue->order == QUEUE_FIRST_IN) {
        async_value value = queue->items[queue->first];
        queue->first = slot(queue, 1);
        queue->count--;
        return value;
    }
    if (queue->order == QUEUE_SMALLEST) {
        order_pop(queue->items, queue->count, error);
    }
    return queue->items[--queue->count];
}

static void wake_next(sync_line *line)
{
    while (line->first) {
        sync_waiter *waiter = line->first;
        sync_leave(waiter);
        if (!sync_done(waiter)) {
            sync_wake(waiter, async_none());
            return;
        }
    }
}

static async_value put_now(queue_object *queue, async_value value, const TracePlace *place)
{
    if (queue->shut_down) {
        return async_error(&ASYNC_QUEUE_SHUT_DOWN, "%s", "");
    }
    if (is_full(queue)) {
        return async_error(&ASYNC_QUEUE_FULL, "%s", "");
    }
    async_value error = add(queue, value);
    if (error.type == ASYNC_ERROR) {
        return error;
    }
    queue->unfinished++;
    queue->finished->set = false;
    if (hooked(loop_running)) {
        custom_use_slowly(&queue->thing, USE_PUT, queue->maxsize <= 0, sync_count(queue->count), place);
    }
    wake_next(&queue->getters);
    return async_none();
}

/* The value goes to *value, in the current scope. The error, or None. */
static async_value get_now(queue_object *queue, async_value *value, const TracePlace *place)
{
    async_value error = async_none();
    if (is_empty(queue) && queue->shut_down) {
        return async_error(&ASYNC_QUEUE_SHUT_DOWN, "%s", "");
    }
    if (is_empty(queue)) {
        return async_error(&ASYNC_QUEUE_EMPTY, "%s", "");
    }
    *value = take(queue, &error);
    if (error.type == ASYNC_ERROR) {
        value_release(*value);
        return error;
    }
    sync_use(&queue->thing, USE_GOT, queue->count, place);
    wake_next(&queue->putters);
    return value_object(*value) && !scope_keep(scope_current(), value_object(*value)) ? error_out_of_memory() : error;
}

/* One who waited is over, by an error: if it was woken already, the next in line gets its chance. */
static void give_up(sync_waiter *waiter, sync_line *line, bool chance)
{
    sync_leave(waiter);
    if (chance && !sync_cancelled(waiter)) {
        wake_next(line);
    }
}

static void put_dispose(void *variables);
static void get_dispose(void *variables);
static void join_dispose(void *variables);

LIBRARY_CORO_WITH(queue_put, "asyncio.Queue.put", put_dispose, queue_object *queue; async_value value; sync_waiter * waiter;
                  async_value error;)
{
    CORO_BEGIN;
    while (is_full(self->queue)) {
        if (self->queue->shut_down) {
            RAISE(ASYNC_QUEUE_SHUT_DOWN, "%s", "");
        }
        sync_drop(self->waiter);
        self->waiter = sync_join(&self->queue->putters, VIA_QUEUE_PUT);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
        TRY {
            AWAIT(&self->waiter->future.object);
        }
        CATCH(ASYNC_BASE_EXCEPTION, self->error) {
            give_up(self->waiter, &self->queue->putters, !is_full(self->queue));
            RAISE_AGAIN(self->error);
        }
        END_TRY;
    }
    RAISE_IF_ERROR(put_now(self->queue, self->value, NULL));
    CORO_END;
}

static void put_dispose(void *variables)
{
    struct queue_put_frame *self = variables;
    sync_drop(self->waiter);
    value_release(self->value);
    object_release(&self->queue->thing.custom.object);
}

LIBRARY_CORO_WITH(queue_get, "asyncio.Queue.get", get_dispose, queue_object *queue; TraceVia via; sync_waiter * waiter; async_value value;
                  async_value error;)
{
    CORO_BEGIN;
    while (is_empty(self->queue)) {
        if (self->queue->shut_down) {
            RAISE(ASYNC_QUEUE_SHUT_DOWN, "%s", "");
        }
        sync_drop(self->waiter);
        self->waiter = sync_join(&self->queue->getters, self->via);
        if (!self->waiter) {
            RAISE_AGAIN(error_out_of_memory());
        }
        TRY {
            AWAIT(&self->waiter->future.object);
        }
        CATCH(ASYNC_BASE_EXCEPTION, self->error) {
            give_up(self->waiter, &self->queue->getters, !is_empty(self->queue));
            RAISE_AGAIN(self->error);
        }
        END_TRY;
    }
    RAISE_IF_ERROR(get_now(self->queue, &self->value, NULL));
    CORO_RETURN(self->value);
    CORO_END;
}

static void get_dispose(void *variables)
{
    struct queue_get_frame *self = variables;
    sync_drop(self->waiter);
    object_release(&self->queue->thing.custom.object);
}

LIBRARY_CORO_WITH(queue_join, "asyncio.Queue.join", join_dispose, queue_object *queue;)
{
    CORO_BEGIN;
    if (self->queue->unfinished > 0) {
        AWAIT(event_wait_via(self->queue->finished, VIA_QUEUE_JOIN, ASYNC_HERE_("")));
    }
    CORO_END;
}

static void join_dispose(void *variables)
{
    struct queue_join_frame *self = variables;
    object_release(&self->queue->thing.custom.object);
}

/* ---- The object ---- */

static void dispose(void *object)
{
    queue_object *queue = object;
    for (size_t i = 0; i < queue->count; i++) {
        value_release(queue->items[slot(queue, i)]);
    }
    if (queue->items) {
        pool_give_plain(queue->items, queue->size_class);
    }
    object_release(&queue->finished->thing.custom.object);
}

static const custom_class queue_class = {.name = "Queue", .dispose = dispose, .thing = THING_QUEUE};

static queue_object *queue_of(async_object *object) { return custom_is(object, &queue_class); }

void queue_silence(async_object *object)
{
    queue_object *queue = queue_of(object);
    if (queue) {
        queue->thing.silent = true;
    }
}

static void explain(const async_object *of, char *text, size_t size)
{
    const queue_object *queue = (const queue_object *)(const void *)of;
    snprintf(text, size,
             is_empty(queue) ? "the queue is empty and nobody puts anything in" : "the queue is full and nobody takes anything out");
}

static void explain_join(const async_object *of, char *text, size_t size)
{
    (void)of;
    snprintf(text, size, "not everything that was put into the queue is done (task_done)");
}

static async_queue create(int64_t maxsize, queue_order order, const TracePlace *place)
{
    event_object *finished = event_new();
    queue_object *queue = finished ? object_new(OBJECT_CUSTOM, sizeof *queue) : NULL;
    if (!queue) {
        object_release(finished ? &finished->thing.custom.object : NULL);
        return error_out_of_memory().as.object;
    }
    finished->set = true;
    finished->line.explain = explain_join;
    finished->line.of = &queue->thing.custom.object;
    queue->thing.custom.class = &queue_class;
    queue->getters.of = queue->putters.of = &queue->thing.custom.object;
    queue->getters.explain = queue->putters.explain = explain;
    queue->finished = finished;
    queue->maxsize = maxsize;
    queue->order = order;
    return custom_made_at(queue, maxsize > 0 ? sync_count((size_t)maxsize) : 0, place);
}

async_queue async_create_queue_(int64_t maxsize, const TracePlace *place) { return create(maxsize, QUEUE_FIRST_IN, place); }

async_queue async_create_priority_queue_(int64_t maxsize, const TracePlace *place) { return create(maxsize, QUEUE_SMALLEST, place); }

async_queue async_create_lifo_queue_(int64_t maxsize, const TracePlace *place) { return create(maxsize, QUEUE_LAST_IN, place); }

static const char A_QUEUE[] = "a queue";

async_coroutine async_put_(async_queue queue, async_value value, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    if (!of) {
        return object_handle(custom_misused(queue, A_QUEUE).as.object);
    }
    async_coroutine put = custom_keep(call_at(place, queue_put, of, value), queue);
    if (put->type == OBJECT_COROUTINE) {
        value_retain(value);
    }
    return object_handle(put);
}

async_coroutine queue_get_via(async_queue queue, TraceVia via, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    return of ? custom_keep(call_at(place, queue_get, of, via), queue) : custom_misused(queue, A_QUEUE).as.object;
}

async_coroutine async_get_(async_queue queue, const TracePlace *place) { return object_handle(queue_get_via(queue, VIA_QUEUE_GET, place)); }

async_coroutine async_join_(async_queue queue, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    return object_handle(of ? custom_keep(call_at(place, queue_join, of), queue) : custom_misused(queue, A_QUEUE).as.object);
}

async_value async_put_nowait_(async_queue queue, async_value value, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    return of ? put_now(of, value, place) : custom_misused(queue, A_QUEUE);
}

async_value async_get_nowait_(async_queue queue, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    if (!of) {
        return custom_misused(queue, A_QUEUE);
    }
    async_value value = async_none();
    async_value error = get_now(of, &value, place);
    return error.type == ASYNC_ERROR ? error : value;
}

async_value async_task_done_(async_queue queue, const TracePlace *place)
{
    queue_object *of = queue_of(queue);
    if (!of) {
        return custom_misused(queue, A_QUEUE);
    }
    if (of->unfinished == 0) {
        return async_error(&ASYNC_VALUE_ERROR, "task_done() called too many times");
    }
    of->unfinished--;
    sync_use(&of->thing, USE_DEALT, of->unfinished, place);
    if (of->unfinished == 0) {
        event_set(of->finished);
    }
    return async_none();
}

static void wake_line(sync_line *line)
{
    while (line->first) {
        wake_next(line);
    }
}

/* None, or the error of a heap that cannot compare two of its values: the rest stays in it then, and whoever waits is not woken. */
static async_value throw_away(queue_object *queue)
{
    while (!is_empty(queue)) {
        async_value error = async_none();
        value_release(take(queue, &error));
        if (error.type == ASYNC_ERROR) {
            return error;
        }
        queue->unfinished -= queue->unfinished > 0;
    }
    if (queue->unfinished == 0) {
        event_set(queue->finished);
    }
    return async_none();
}

async_value async_queue_shutdown_(async_queue object, bool immediate, const TracePlace *place)
{
    queue_object *queue = queue_of(object);
    if (!queue) {
        return async_none();
    }
    queue->shut_down = true;
    sync_use(&queue->thing, USE_SHUT, queue->count, place);
    async_value error = immediate ? throw_away(queue) : async_none();
    if (error.type != ASYNC_ERROR) {
        wake_line(&queue->getters);
        wake_line(&queue->putters);
    }
    return error;
}

size_t async_qsize(async_queue queue)
{
    const queue_object *of = queue_of(queue);
    return of ? of->count : 0;
}

bool async_empty(async_queue queue)
{
    const queue_object *of = queue_of(queue);
    return !of || is_empty(of);
}

bool async_full(async_queue queue)
{
    const queue_object *of = queue_of(queue);
    return of && is_full(of);
}
