/* outside.c: see outside.h. */
#include "outside.h"

#include <string.h>

#define T(n) ref_make(REF_TASK, n)
#define F(n) ref_make(REF_FUTURE, n)
#define H(n) ref_make(REF_HANDLE, n)
#define MS INT64_C(1000000)

static Trace *trace;
static TraceSink sink;
static int64_t now;
static Ref by;
static uint32_t handles, turns;

static uint32_t text(const char *string) { return sink.text(sink.context, string, strlen(string)); }

static uint32_t line(uint32_t number) { return sink.place(sink.context, &(TracePlace){"echo.py", "serve", "", number}); }

static void put(Event event)
{
    event.t = now;
    event.by = by;
    sink.event(sink.context, &event);
}

static void turn(uint32_t ready, int64_t until)
{
    by = TRACE_LOOP;
    if (turns > 0) {
        put((Event){.kind = EV_ITER_END, .a = turns, .b = ready});
    }
    Event iter = {.kind = EV_ITER, .a = ++turns, .b = ready};
    trace_set_time(&iter, ready > 0 ? 0 : TRACE_FOREVER);
    put(iter);
    if (until > now) {
        now = until;
        put((Event){.kind = EV_ADVANCE});
    }
}

static void task(uint32_t number, const char *name)
{
    put((Event){.kind = EV_TASK_NEW, .detail = number == 1 ? VIA_RUN : VIA_CREATE_TASK, .a = number, .b = text(name), .c = text(name)});
    put((Event){.kind = EV_LABEL, .a = number, .b = text(name)});
    put((Event){.kind = EV_READY, .detail = CALL_STEP, .a = ++handles, .b = T(number)});
}

static void step(uint32_t number, uint32_t handle, uint32_t future)
{
    by = T(number);
    put((Event){.kind = EV_STEP,
                .detail = future != 0 ? RESUME_WAKEUP : RESUME_START,
                .a = number,
                .b = H(handle),
                .c = future != 0 ? F(future) : 0});
}

/* A future that waits for what lies outside. */
static void await(uint32_t number, uint32_t future, uint32_t outside, const char *what, uint32_t at)
{
    put((Event){.kind = EV_FUT_NEW, .detail = VIA_USER, .a = future});
    put((Event){.kind = EV_NAME, .a = outside, .b = F(future), .c = text(what)});
    put((Event){.kind = EV_STEP_END, .detail = REASON_AWAIT, .flags = VIA_FUTURE, .a = number, .b = F(future), .d = line(at)});
}

static uint32_t callback(const char *name)
{
    put((Event){.kind = EV_READY, .detail = CALL_USER, .a = ++handles, .b = text(name)});
    return handles;
}

static void runs(uint32_t handle)
{
    by = H(handle);
    put((Event){.kind = EV_CB, .detail = CALL_USER, .b = H(handle)});
}

static void wakes(uint32_t future, uint32_t number)
{
    put((Event){.kind = EV_RESOLVE, .b = F(future), .c = text("None")});
    put((Event){.kind = EV_READY, .detail = CALL_WAKEUP, .a = ++handles, .b = T(number), .c = F(future)});
}

static void callback_ends(void)
{
    put((Event){.kind = EV_CB_END, .b = by});
    by = TRACE_LOOP;
}

static void arrived(uint32_t outside, TraceDirection direction)
{
    put((Event){.kind = EV_ARRIVED, .detail = (uint8_t)direction, .a = outside});
}

static void outside(uint32_t number, TraceOutside kind, const char *name, uint32_t of, uint32_t at)
{
    put((Event){.kind = EV_OUTSIDE_NEW, .detail = (uint8_t)kind, .a = number, .b = text(name), .c = of, .d = at == 0 ? 0 : line(at)});
}

static void bytes(TraceBytes what, uint32_t count, const char *first)
{
    put((Event){.kind = EV_BYTES, .detail = (uint8_t)what, .a = OUT_CLIENT, .b = count, .c = text(first)});
}

static void begins(void)
{
    by = TRACE_NOBODY;
    task(1, "main");
    put((Event){.kind = EV_RUN, .detail = VIA_RUN, .b = T(1)});
    turn(1, 0);
    step(1, 1, 0);
    outside(OUT_SERVER, OUTSIDE_LISTENER, "127.0.0.1:4242", 0, 3);
    put((Event){.kind = EV_WATCH, .detail = DIRECTION_READ, .a = OUT_SERVER});
    outside(OUT_SIGNAL, OUTSIDE_SIGNAL, "SIGTERM", 0, 4);
    outside(OUT_CALL, OUTSIDE_CALL, "count_words", 0, 5);
    outside(OUT_CHILD, OUTSIDE_PROCESS, "child 4711", 0, 6);
    outside(OUT_PIPE, OUTSIDE_PIPE, "stdout of child 4711", OUT_CHILD, 6);
}

static void somebody_calls(void)
{
    turn(0, 10 * MS);
    arrived(OUT_SERVER, DIRECTION_READ);
    uint32_t accept = callback("_accept_connection");
    runs(accept);
    outside(OUT_CLIENT, OUTSIDE_CONNECTION, "127.0.0.1:50000", OUT_SERVER, 0);
    put((Event){.kind = EV_WATCH, .detail = DIRECTION_READ, .a = OUT_CLIENT});
    task(2, "echo");
    uint32_t first = handles;
    callback_ends();
    turn(1, 0);
    step(2, first, 0);
    await(2, 2, OUT_CLIENT, "data from 127.0.0.1:50000", 9);
}

static void it_is_answered(void)
{
    turn(0, 30 * MS);
    arrived(OUT_CLIENT, DIRECTION_READ);
    uint32_t reads = callback("_read_ready");
    runs(reads);
    bytes(BYTES_READ, 12, "hello world\\n");
    wakes(2, 2);
    uint32_t woken = handles;
    callback_ends();
    turn(1, 0);
    step(2, woken, 2);
    bytes(BYTES_SENT, 8, "hello wo");
    bytes(BYTES_KEPT, 4, "");
    put((Event){.kind = EV_WATCH, .detail = DIRECTION_WRITE, .a = OUT_CLIENT});
    put((Event){.kind = EV_FLOW, .detail = FLOW_WRITING_PAUSED, .a = OUT_CLIENT, .b = 4});
    put((Event){.kind = EV_FLOW, .detail = FLOW_READING_PAUSED, .a = OUT_CLIENT});
    await(2, 3, OUT_CLIENT, "room to write to 127.0.0.1:50000", 11);
    turn(0, 40 * MS);
    arrived(OUT_CLIENT, DIRECTION_WRITE);
    uint32_t writes = callback("_write_ready");
    runs(writes);
    bytes(BYTES_SENT, 4, "rld\\n");
    put((Event){.kind = EV_UNWATCH, .detail = DIRECTION_WRITE, .a = OUT_CLIENT});
    put((Event){.kind = EV_FLOW, .detail = FLOW_WRITING_RESUMED, .a = OUT_CLIENT});
    put((Event){.kind = EV_FLOW, .detail = FLOW_READING_RESUMED, .a = OUT_CLIENT});
    wakes(3, 2);
    woken = handles;
    callback_ends();
    turn(1, 0);
    step(2, woken, 3);
    await(2, 4, OUT_CLIENT, "data from 127.0.0.1:50000", 9);
}

static void a_call_a_child_and_a_signal_come(void)
{
    turn(0, 50 * MS);
    arrived(OUT_CALL, DIRECTION_READ);
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_DONE, .a = OUT_CALL});
    uint32_t call = callback("_set_state");
    arrived(OUT_CHILD, DIRECTION_READ);
    uint32_t child = callback("_child_watcher_callback");
    arrived(OUT_SIGNAL, DIRECTION_READ);
    uint32_t comes = callback("stop");
    runs(call);
    wakes(1, 1);
    callback_ends();
    runs(child);
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_DONE, .a = OUT_CHILD, .c = 3});
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_LOST, .a = OUT_PIPE, .b = text("BrokenPipeError(32, 'Broken pipe')")});
    callback_ends();
    runs(comes);
    callback_ends();
}

static void all_is_closed(void)
{
    turn(1, 60 * MS);
    arrived(OUT_CLIENT, DIRECTION_READ);
    uint32_t reads = callback("_read_ready"), woken = reads - 1;
    step(1, woken, 1);
    put((Event){.kind = EV_UNWATCH, .detail = DIRECTION_READ, .a = OUT_SERVER});
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_CLOSED, .a = OUT_SERVER, .d = line(5)});
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_CLOSED, .a = OUT_SIGNAL});
    put((Event){.kind = EV_STEP_END, .detail = REASON_AWAIT, .flags = VIA_TASK, .a = 1, .b = T(2), .d = line(6)});
    runs(reads);
    bytes(BYTES_READ, 0, "");
    put((Event){.kind = EV_UNWATCH, .detail = DIRECTION_READ, .a = OUT_CLIENT});
    wakes(4, 2);
    woken = handles;
    callback_ends();
    turn(1, 0);
    step(2, woken, 4);
    put((Event){.kind = EV_OUTSIDE_END, .detail = GONE_CLOSED, .a = OUT_CLIENT, .d = line(12)});
    put((Event){.kind = EV_RESOLVE, .b = T(2), .c = text("None")});
    put((Event){.kind = EV_READY, .detail = CALL_WAKEUP, .a = ++handles, .b = T(1), .c = T(2)});
    put((Event){.kind = EV_STEP_END, .detail = REASON_RETURN, .a = 2, .b = text("None")});
    turn(1, 0);
    by = T(1);
    put((Event){.kind = EV_STEP, .detail = RESUME_WAKEUP, .a = 1, .b = H(handles), .c = T(2)});
    put((Event){.kind = EV_RESOLVE, .b = T(1), .c = text("None")});
    put((Event){.kind = EV_STEP_END, .detail = REASON_RETURN, .a = 1, .b = text("None")});
    by = TRACE_NOBODY;
    put((Event){.kind = EV_DONE});
}

Trace *outside_record(void)
{
    trace = trace_new();
    sink = trace_sink(trace);
    sink.meta(sink.context, META_CLOCK, 1, 0);
    now = 0;
    by = TRACE_NOBODY;
    handles = turns = 0;
    begins();
    await(1, 1, OUT_CALL, "a thread that runs count_words", 5);
    somebody_calls();
    it_is_answered();
    a_call_a_child_and_a_signal_come();
    all_is_closed();
    return trace;
}
