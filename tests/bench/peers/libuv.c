/* libuv.c: libuv's bare timers, with a callback and no coroutine: a timer of its own on the heap for each sleeper. */
#include "../measure.h"

#include <uv.h>

static void closed(uv_handle_t *timer) { free(timer); }
static void woken(uv_timer_t *timer) { uv_close((uv_handle_t *)timer, closed); }

int main(int argument_count, char **arguments)
{
    long count = measure_argument(argument_count, arguments, 2);
    double *delays = measure_delays(count, (double)measure_argument(argument_count, arguments, 3));
    uv_loop_t *loop = uv_default_loop();
    double memory = measure_memory("VmRSS:"), before = measure_time();
    uv_update_time(loop);
    for (long i = 0; i < count; i++) {
        uv_timer_t *timer = malloc(sizeof *timer);
        if (timer == NULL || uv_timer_init(loop, timer) != 0 || uv_timer_start(timer, woken, (uint64_t)(delays[i] * 1e3), 0) != 0) {
            return 1;
        }
    }
    double asleep = measure_memory("VmRSS:");
    uv_run(loop, UV_RUN_DEFAULT);
    measure_report("ns", (measure_time() - before) / (double)count);
    measure_report("bytes", (asleep - memory) / (double)count);
    return uv_loop_close(loop) == 0 ? 0 : 1;
}
