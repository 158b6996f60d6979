/* engine.c: what the engine takes for each figure of the table: measured through async.h, as any program uses it. */
#include "measure.h"

#include "async.h"
#include "trace/store.h"

static long count, rounds;
static async_task *tasks;
static double *delays;
static double memory_before, memory_asleep;

/* ---- sleep(0) ---- */

CORO(yielder, long left;)
{
    CORO_BEGIN;
    while (self->left-- > 0) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

CORO(yield_all, long i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < count; self->i++) {
        tasks[self->i] = async_create_task(call(yielder, rounds));
    }
    for (self->i = 0; self->i < count; self->i++) {
        AWAIT(tasks[self->i]);
    }
    CORO_END;
}

static double run_timed(async_coroutine main)
{
    double before = measure_time();
    if (async_run(main) != 0) {
        exit(1);
    }
    return measure_time() - before;
}

static void sleep_zero(long often)
{
    tasks = measure_array(count, sizeof *tasks);
    double time = 0;
    for (long i = 0; i < often; i++) {
        time += run_timed(call(yield_all));
    }
    measure_report("ns", time / (double)often / (double)count / (double)rounds);
}

/* ---- create_task and await ---- */

enum { BATCH = 1000 };

CORO(answer, int64_t number;)
{
    CORO_BEGIN;
    CORO_RETURN(async_int(self->number));
    CORO_END;
}

/* What a coroutine makes lives until it returns, hence a coroutine a batch. */
CORO(create_in_turn, long i; async_value result;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < BATCH; self->i++) {
        AWAIT_TO(self->result, async_create_task(call(answer, self->i)));
    }
    CORO_END;
}

CORO(create_together, long i; async_value result;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < BATCH; self->i++) {
        tasks[self->i] = async_create_task(call(answer, self->i));
    }
    for (self->i = 0; self->i < BATCH; self->i++) {
        AWAIT_TO(self->result, tasks[self->i]);
    }
    CORO_END;
}

CORO(batches, bool together; long i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < count / BATCH; self->i++) {
        AWAIT(self->together ? call(create_together) : call(create_in_turn));
    }
    CORO_END;
}

static void create(bool together)
{
    tasks = measure_array(BATCH, sizeof *tasks);
    measure_report("ns", run_timed(call(batches, together)) / (double)(count / BATCH * BATCH));
}

/* ---- tasks asleep ---- */

CORO(sleeper, double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    CORO_END;
}

CORO(sleep_all, long i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < count; self->i++) {
        tasks[self->i] = async_create_task(call(sleeper, delays[self->i]));
    }
    AWAIT(async_sleep(0));
    memory_asleep = measure_memory("VmRSS:");
    for (self->i = 0; self->i < count; self->i++) {
        AWAIT(tasks[self->i]);
    }
    CORO_END;
}

static void asleep(void)
{
    tasks = measure_array(count, sizeof *tasks);
    delays = measure_delays(count, (double)rounds);
    async_use(&(async_settings){.virtual_time = true});
    memory_before = measure_memory("VmRSS:");
    measure_report("ns", run_timed(call(sleep_all)) / (double)count);
    measure_report("bytes", (memory_asleep - memory_before) / (double)count);
    measure_report("megabytes", (measure_memory("VmHWM:") - memory_before) / 1e6);
}

/* ---- the hook ---- */

typedef struct Ring {
    Event events[4096];
    size_t full; /* how often it was */
    TraceRoom room;
} Ring;

static size_t ring_count(const Ring *ring) { return ring->full * 4096 + (size_t)(ring->room.next - ring->events); }

static void ring_event(void *context, const Event *event)
{
    Ring *ring = context;
    if (ring->room.next == ring->room.end) {
        ring->full++;
        ring->room.next = ring->events;
    }
    *ring->room.next++ = *event;
}
static uint32_t ring_text(void *context, const char *text, size_t length)
{
    (void)context, (void)text, (void)length;
    return 1;
}
static uint32_t ring_place(void *context, const TracePlace *place)
{
    (void)context, (void)place;
    return 1;
}
static void ring_meta(void *context, TraceMeta meta, uint32_t a, uint32_t b) { (void)context, (void)meta, (void)a, (void)b; }

/* The same run with the hook off and on, four times in turn: what the events add, divided by how many they are. */
static void record(bool in_memory)
{
    static Ring ring;
    tasks = measure_array(count, sizeof *tasks);
    double off = 0, on = 0, events = 0;
    for (int i = 0; i < 4; i++) {
        async_use(&(async_settings){.virtual_time = true});
        off += run_timed(call(yield_all));
        ring.full = 0;
        ring.room = (TraceRoom){ring.events, ring.events + 4096};
        Trace *trace = in_memory ? trace_new() : NULL;
        TraceSink sink = trace != NULL ? trace_sink(trace) : (TraceSink){&ring, ring_event, ring_text, ring_place, ring_meta, &ring.room};
        async_use(&(async_settings){.virtual_time = true, .sink = &sink});
        on += run_timed(call(yield_all));
        events += trace != NULL ? (double)trace_count(trace) : (double)ring_count(&ring);
        trace_free(trace);
    }
    measure_report("ns", (on - off) / events);
}

/* What memory alone takes: as many bytes as an event has, written into memory that nobody has used. */
static void fresh_memory(void)
{
    enum { EVENTS = 4096 };
    double before = measure_time();
    for (long block = 0; block < count; block++) {
        Event *events = malloc(EVENTS * sizeof *events); /* kept until the end: what is given back would not be fresh */
        if (events == NULL) {
            exit(1);
        }
        for (uint32_t i = 0; i < EVENTS; i++) {
            events[i] = (Event){.kind = EV_READY, .t = i, .a = i};
        }
        __asm__ volatile("" : : "r"(events) : "memory"); /* the compiler must believe that they are read */
    }
    measure_report("ns", (measure_time() - before) / (double)(count * EVENTS));
}

/* ---- for ever ---- */

CORO(steady_main, long i;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < count; self->i++) {
        tasks[self->i] = async_create_task(call(yielder, rounds));
    }
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    measure_memory("VmRSS:"); /* what reading takes the first time is not ours */
    memory_before = measure_memory("VmRSS:");
    for (self->i = 0; self->i < rounds - 4; self->i++) {
        AWAIT(async_sleep(0));
    }
    memory_asleep = measure_memory("VmRSS:");
    for (self->i = 0; self->i < count; self->i++) {
        AWAIT(tasks[self->i]);
    }
    CORO_END;
}

static void steady(void)
{
    tasks = measure_array(count, sizeof *tasks);
    measure_report("ns", run_timed(call(steady_main)) / (double)count / (double)rounds);
    measure_report("bytes", memory_asleep - memory_before);
}

int main(int argument_count, char **arguments)
{
    const char *figure = argument_count > 1 ? arguments[1] : "";
    count = measure_argument(argument_count, arguments, 2);
    rounds = measure_argument(argument_count, arguments, 3);
    if (strcmp(figure, "sleep_zero") == 0) {
        sleep_zero(argument_count > 4 ? measure_argument(argument_count, arguments, 4) : 1);
    } else if (strcmp(figure, "create_in_turn") == 0) {
        create(false);
    } else if (strcmp(figure, "create_together") == 0) {
        create(true);
    } else if (strcmp(figure, "asleep") == 0) {
        asleep();
    } else if (strcmp(figure, "record_ring") == 0) {
        record(false);
    } else if (strcmp(figure, "record_trace") == 0) {
        record(true);
    } else if (strcmp(figure, "fresh_memory") == 0) {
        fresh_memory();
    } else if (strcmp(figure, "steady") == 0) {
        steady();
    } else {
        return 1;
    }
    return 0;
}
