/* wake.h: how other threads and signals reach a loop that waits. */
#ifndef LOOPSCOPE_WAKE_H
#define LOOPSCOPE_WAKE_H

#include "io.h"

#include <pthread.h>

/* A callback that another thread has for the loop; made by malloc, not by the pool, which belongs to the loop's thread. */
typedef struct wake_call {
    struct wake_call *next;
    const char *name;
    async_callback function; /* context: as below */
    void *context;
    async_object *future; /* its argument, which the loop's side holds, or NULL */
    uint32_t number;      /* of what lies outside and is back by this, in the trace; 0: none */
    bool resolves;        /* it is asyncio's _set_result_unless_cancelled of that future */
    /* Of a context that somebody waits for: gives what has it as long as the callback is there, a reference (NULL: out of memory), once the loop has heard of the
       call; and lets go of it when that does not come about. NULL: neither. */
    async_object *(*hold)(void *context);
    void (*drop)(void *context);
} wake_call;

enum { WAKE_SIGNALS = 65 };

typedef struct wake_state {
    pthread_mutex_t mutex;
    wake_call *first, **last;           /* guarded by the mutex */
    bool called;                        /* guarded: a byte is in the pipe */
    int pipe[2];                        /* real time: that wakes the loop; else -1 */
    size_t expected;                    /* calls in threads that have not come back */
    bool asked;                         /* somebody knows the loop and may call it at any time */
    user_handle *signals[WAKE_SIGNALS]; /* add_signal_handler: references */
    uint32_t numbers[WAKE_SIGNALS];     /* of the signals, in the trace */
    char names[WAKE_SIGNALS][64];       /* what the trace calls their handlers */
    size_t signal_count;
    struct loop_side *submitted; /* coroutines for which other threads wait */
} wake_state;

wake_state *wake_of(async_loop *loop); /* made when it is first asked for; NULL: out of memory, or no descriptors left */
/* From any thread. The call is taken over. */
void wake_call_loop(wake_state *wake, wake_call *call);
void wake_ring(wake_state *wake); /* the loop looks around, also if it waits */

/* thread/submit.c: nobody waits in vain for a loop that ends. */
void submit_end(wake_state *wake);

/* signals.c */
void signals_came(async_loop *loop, wake_state *wake, const unsigned char *numbers, size_t count);
void signals_end(async_loop *loop, wake_state *wake);

#endif
