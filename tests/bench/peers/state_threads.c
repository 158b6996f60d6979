/* state_threads.c: State Threads: a stack for each thread, a scheduler in the process; its one way to yield is a sleep of no length. */
#include "../measure.h"

#include <st.h>

static long rounds;

static void *yielder(void *unused)
{
    (void)unused;
    for (long left = rounds; left > 0; left--) {
        st_usleep(0);
    }
    return NULL;
}

static void *answer(void *number) { return number; }

/* A batch of threads is made, then waited for. */
static int batches(long count, long batch, void *(*body)(void *))
{
    st_thread_t *threads = measure_array(batch, sizeof(st_thread_t));
    for (long made = 0; made < count; made += batch) {
        for (long i = 0; i < batch; i++) {
            threads[i] = st_thread_create(body, NULL, 1, 16 * 1024);
            if (threads[i] == NULL) {
                return 1;
            }
        }
        for (long i = 0; i < batch; i++) {
            st_thread_join(threads[i], NULL);
        }
    }
    free(threads);
    return 0;
}

int main(int argument_count, char **arguments)
{
    const char *figure = argument_count > 1 ? arguments[1] : "";
    long count = measure_argument(argument_count, arguments, 2);
    rounds = measure_argument(argument_count, arguments, 3);
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() != 0) {
        return 1;
    }
    double before = measure_time();
    int failed = strcmp(figure, "sleep_zero") == 0       ? batches(count, count, yielder)
                 : strcmp(figure, "create_in_turn") == 0 ? batches(count, 1, answer)
                                                         : batches(count, 1000, answer);
    measure_report("ns", (measure_time() - before) / (double)count / (double)(rounds > 0 ? rounds : 1));
    return failed;
}
