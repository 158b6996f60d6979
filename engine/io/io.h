/* io.h: what a loop keeps of its outside, once it is asked for; and the errors of the outside. */
#ifndef LOOPSCOPE_IO_H
#define LOOPSCOPE_IO_H

#include "async_io.h"
#include "core/coro.h"
#include "core/custom.h"
#include "core/hook.h"
#include "net/net.h"

struct transport_object;

/* A descriptor that the loop knows. */
typedef struct watch_slot {
    user_handle *reader, *writer;       /* what runs when it can be read, written: references; NULL: nothing */
    uint8_t wanted, told;               /* POLL_READ, POLL_WRITE: what is to be watched for; what the poll has been told */
    bool changed;                       /* it stands in the list of those of which the poll is to be told */
    uint32_t number;                    /* in the trace; 0: it has not been told of */
    struct transport_object *transport; /* that has it, or NULL */
} watch_slot;

typedef struct watch_table {
    watch_slot *slots; /* by descriptor */
    size_t count;
} watch_table;

/* A transport that is open, in the order in which they were made: what is left of them goes with the loop. */
typedef struct io_member {
    struct io_member *next, *previous;
} io_member;

enum { IO_LARGEST_READ = 256 * 1024 }; /* asyncio's max_size */

typedef struct io_state {
    watch_table system, simulated;
    int *changed; /* descriptors */
    size_t changed_count, changed_capacity;
    size_t watched;                  /* descriptors that are watched for the sake of the program */
    char *scratch;                   /* for transports to read into; made with the first read: io_scratch() */
    string_object *block;            /* what sock_recv() reads into, of the length that there is room for; NULL: none yet */
    uint32_t numbers;                /* of what is outside, in the trace */
    io_member members;               /* a ring */
    struct wake_state *wake;         /* callbacks from other threads and signals; NULL: none yet */
    struct executor_state *executor; /* NULL: no call has been given to a thread */
} io_state;

io_state *io_of(async_loop *loop); /* made when it is first asked for; NULL: out of memory */
char *io_scratch(io_state *io);    /* NULL: out of memory */

/* What the system says by that errno; `text`: instead of its own words, or NULL. One reference. */
async_value error_of_system(int number, const char *text);
async_value io_given(async_value value); /* a reference, handed over to the current scope */
static inline async_value io_error(int number) { return io_given(error_of_system(number, NULL)); }

/* The next turn runs it. `future`: its argument, shown in the trace, or NULL; `held` is retained until it has run. False: out of memory. */
bool io_soon(const char *name, async_callback function, void *context, async_object *held, async_object *future);
/* A callback for a descriptor or a future: one reference. */
user_handle *io_handle(const char *name, async_callback function, void *context, async_object *held, async_object *future);
void io_schedule(async_loop *loop, user_handle *user); /* into the ready queue, unless it stands there */
future_object *io_future(void);                        /* loop.create_future(): one reference; NULL: out of memory */
/* The same, of one that io_resolve_soon() resolves: asyncio's call_soon(futures._set_result_unless_cancelled, waiter, None). */
future_object *io_waiter(void);
void io_resolve_soon(future_object *waiter);

/* ---- watch.c ---- */

watch_slot *watch_find(const io_state *io, int descriptor); /* NULL: it was never watched */
watch_slot *watch_make(async_loop *loop, int descriptor);   /* NULL: out of memory, or no descriptor */
/* They take over the handle's reference, also when they fail. 0, or errno. */
int watch_reader(async_loop *loop, int descriptor, user_handle *handle);
int watch_writer(async_loop *loop, int descriptor, user_handle *handle);
bool watch_no_reader(async_loop *loop, int descriptor); /* false: there was none */
bool watch_no_writer(async_loop *loop, int descriptor);
void watch_before_wait(async_loop *loop);
void watch_collect(async_loop *loop);
void watch_closed(async_loop *loop, int descriptor); /* before it is closed: its number may be another's afterwards */
int watch_close(async_loop *loop, int descriptor);   /* forgets it and closes it: as net_close() */
void watch_end(io_state *io);
/* Is it a transport's? Then the error that asyncio raises for whoever uses it besides: one reference; else None. */
async_value watch_taken(const io_state *io, int descriptor);

/* ---- outside.c: what the trace is told of it ---- */

uint32_t outside_number(async_loop *loop, int descriptor, TraceOutside kind,
                        uint32_t of);                                                     /* of the descriptor; 0: nobody watches the run */
uint32_t outside_new(async_loop *loop, TraceOutside kind, const char *name, uint32_t of); /* of what is no descriptor */
void outside_gone(async_loop *loop, uint32_t number, TraceGone how, async_value error, int status);
void outside_watch(async_loop *loop, int descriptor, unsigned event, bool watched);
void outside_arrived(async_loop *loop, int descriptor, unsigned event);
void outside_bytes(async_loop *loop, int descriptor, TraceBytes what, size_t count, const void *data);
void outside_flow(async_loop *loop, int descriptor, TraceFlow flow, size_t buffered);
void outside_end(async_loop *loop, int descriptor, TraceGone how, async_value error);
/* There is a transport, of a thing of that kind, and the waiter waits until it is connected. */
void outside_made(async_loop *loop, const future_object *waiter, int descriptor, TraceOutside kind);
void outside_awaited(async_loop *loop, const future_object *future, int descriptor, const char *what); /* the future waits for that one */

/* ---- wake.c, executor.c ---- */
void wake_hear(async_loop *loop);
bool wake_is_called(const io_state *io);
bool wake_may_come(const io_state *io);
void wake_end(async_loop *loop, io_state *io);

#endif
