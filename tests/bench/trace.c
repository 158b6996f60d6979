/* trace.c: how long a step back takes in a long run, and how much memory an event costs with all that is derived from it. */
#include "model/model.h"
#include "model/spans.h"
#include "support/runs.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Of this program's own work, so that what else the machine does is not counted. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 20;
}

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Goes to random n and measures the step to n - 1, where `seeks` is false, or the way to n, where it is true. */
static void measure(Model *model, size_t events, bool seeks)
{
    enum { TRIES = 1000 };
    static double taken[TRIES];
    uint64_t seed = 1;
    for (int i = 0; i < TRIES; i++) {
        size_t n = 1 + (size_t)(next_random(&seed) % events);
        double before = seconds();
        model_at(model, n);
        if (!seeks) {
            before = seconds();
            model_at(model, n - 1);
        }
        taken[i] = seconds() - before;
    }
    qsort(taken, TRIES, sizeof taken[0], by_value);
    printf("  %s: median %.0f us, 99 of 100 within %.0f us, slowest of %d %.0f us\n", seeks ? "a jump anywhere" : "a step back anywhere",
           taken[TRIES / 2] * 1e6, taken[TRIES * 99 / 100] * 1e6, TRIES, taken[TRIES - 1] * 1e6);
}

static void bench(unsigned tasks, size_t wanted)
{
    double start = seconds();
    Trace *trace = runs_many_sleepers(tasks, wanted);
    double recorded = seconds();
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    size_t events = trace_count(trace);
    model_at(model, events);
    double folded = seconds();
    spans_update(spans);
    double built = seconds();
    const char *error = model_error(model);
    printf("%zu events of %u tasks%s%s\n", events, tasks, error ? ": " : "", error ? error : "");
    printf("  recorded in %.2f s, folded in %.2f s, spans in %.2f s\n", recorded - start, folded - recorded, built - folded);
    double each = (double)events;
    printf("  bytes an event: trace %.1f, spans %.1f, model %.1f, together %.1f\n", (double)trace_memory(trace) / each,
           (double)spans_memory(spans) / each, (double)model_memory(model) / each,
           (double)(trace_memory(trace) + spans_memory(spans) + model_memory(model)) / each);
    measure(model, events, false);
    measure(model, events, true);
    spans_free(spans);
    model_free(model);
    trace_free(trace);
}

int main(void)
{
    bench(10, 1000000);
    bench(1000, 1000000);
    bench(1000, 10000000);
    bench(10000, 10000000);
    return 0;
}
