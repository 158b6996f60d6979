/* libev.c: libev's bare timers, with a callback and no coroutine: a timer of its own on the heap for each sleeper. */
#include "../measure.h"

#include <ev.h>

static void woken(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop, (void)events;
    free(timer);
}

int main(int argument_count, char **arguments)
{
    long count = measure_argument(argument_count, arguments, 2);
    double *delays = measure_delays(count, (double)measure_argument(argument_count, arguments, 3));
    struct ev_loop *loop = ev_default_loop(EVFLAG_AUTO);
    double memory = measure_memory("VmRSS:"), before = measure_time();
    ev_now_update(loop);
    for (long i = 0; i < count; i++) {
        ev_timer *timer = malloc(sizeof *timer);
        if (timer == NULL) {
            return 1;
        }
        ev_init(timer, woken);
        ev_timer_set(timer, delays[i], 0.);
        ev_timer_start(loop, timer);
    }
    double asleep = measure_memory("VmRSS:");
    ev_run(loop, 0);
    measure_report("ns", (measure_time() - before) / (double)count);
    measure_report("bytes", (asleep - memory) / (double)count);
    return 0;
}
