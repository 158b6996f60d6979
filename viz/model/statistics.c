/* statistics.c: see statistics.h. One walk through the run: each change of a task's state ends a step, a wait for its turn, or a wait for something. */
#include "statistics.h"

#include <inttypes.h>
#include <stdio.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What is known of a task since its last change. */
typedef struct Before {
    TaskState state;
    int64_t since;
    size_t index; /* of the event that changed it */
    TraceVia via;
    uint32_t name, place;
} Before;

typedef struct Walk {
    Statistics *found;
    const Trace *trace;
    Before *before; /* by task */
    size_t task_capacity, latency_capacity, wait_capacity;
} Walk;

static bool grow(void **array, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity) {
        return true;
    }
    size_t wanted = needed + needed / 2 + 64;
    void *bigger = realloc(*array, wanted * size);
    if (bigger == NULL) {
        return false;
    }
    memset((char *)bigger + *capacity * size, 0, (wanted - *capacity) * size);
    *array = bigger;
    *capacity = wanted;
    return true;
}

static void note_step(Statistics *found, StatisticsStep step)
{
    size_t at = found->longest_count;
    while (at > 0 && found->longest[at - 1].took < step.took) {
        at--;
    }
    if (at == STATISTICS_STEPS || step.took <= 0) {
        return;
    }
    size_t moved = found->longest_count - at - (found->longest_count == STATISTICS_STEPS);
    memmove(&found->longest[at + 1], &found->longest[at], moved * sizeof step);
    found->longest[at] = step;
    found->longest_count += found->longest_count < STATISTICS_STEPS;
}

static bool note_latency(Walk *walk, const ModelTask *task, const Before *before, int64_t now)
{
    Statistics *found = walk->found;
    void *latencies = found->latencies;
    bool grown = grow(&latencies, &walk->latency_capacity, found->latency_count + 1, sizeof *found->latencies);
    found->latencies = latencies;
    if (!grown) {
        return false;
    }
    int64_t took = now - before->since;
    found->latencies[found->latency_count++] = took;
    if (took > found->late.took) {
        found->late = (StatisticsStep){ref_make(REF_TASK, task->number), before->place, now, took, before->index};
    }
    return true;
}

/* Where the waits of that kind are counted; wait_count: nowhere yet. */
static size_t wait_like(const Statistics *found, const Before *before, uint32_t name)
{
    size_t at = 0;
    while (at < found->wait_count &&
           !(found->waits[at].place == before->place && found->waits[at].via == before->via && found->waits[at].name == name)) {
        at++;
    }
    return at;
}

static bool note_wait(Walk *walk, const ModelTask *task, const Before *before, const State *state)
{
    enum { NAMES = 256 /* ten thousand connections each have a name: then they are counted together */ };
    Statistics *found = walk->found;
    uint32_t name = before->name;
    size_t at = wait_like(found, before, name);
    if (at == found->wait_count && at >= NAMES) {
        name = 0;
        at = wait_like(found, before, name);
    }
    if (at == found->wait_count) {
        void *waits = found->waits;
        bool grown = grow(&waits, &walk->wait_capacity, at + 1, sizeof *found->waits);
        found->waits = waits;
        if (!grown) {
            return false;
        }
        found->waits[found->wait_count++] = (StatisticsWait){.via = before->via, .name = name, .place = before->place, .longest = -1};
    }
    StatisticsWait *wait = &found->waits[at];
    int64_t took = state->now - before->since;
    wait->count++;
    wait->sum += took;
    if (took > wait->longest) {
        wait->longest = took;
        wait->who = ref_make(REF_TASK, task->number);
        wait->index = state->n - 1;
    }
    return true;
}

/* A task has changed its state. False: out of memory. */
static bool note_change(Walk *walk, const State *state, const ModelTask *task)
{
    void *known = walk->before;
    bool grown = grow(&known, &walk->task_capacity, task->number, sizeof *walk->before);
    walk->before = known;
    if (!grown) {
        return false;
    }
    assert(task->number > 0 && walk->before != NULL && "tasks are numbered from one");
    Before *before = &walk->before[task->number - 1];
    bool noted = true;
    if (before->state == TASK_READY && task->state == TASK_RUNNING) {
        noted = note_latency(walk, task, before, state->now);
    } else if (before->state == TASK_RUNNING && task->state != TASK_RUNNING) {
        note_step(walk->found, (StatisticsStep){ref_make(REF_TASK, task->number), before->place, before->since, state->now - before->since,
                                                before->index});
    } else if (before->state == TASK_AWAITING || before->state == TASK_SLEEPING) {
        noted = note_wait(walk, task, before, state);
    }
    bool waits = task->state == TASK_AWAITING || task->state == TASK_SLEEPING;
    const ModelFuture *future = waits ? state_future(state, task->awaits) : NULL;
    *before = (Before){.state = task->state,
                       .since = state->now,
                       .index = state->n - 1,
                       .via = waits && task->via == VIA_NONE && future != NULL ? future->via : task->via,
                       .name = future != NULL ? future->name : 0,
                       .place = task->state == TASK_RUNNING ? before->place : model_task_place(task, walk->trace)};
    return noted;
}

static int by_time(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static int by_sum(const void *one, const void *other)
{
    const StatisticsWait *a = one, *b = other;
    return a->sum != b->sum ? (a->sum < b->sum) - (a->sum > b->sum) : (a->place > b->place) - (a->place < b->place);
}

static void note_outside(Statistics *statistics, const Event *event)
{
    if (event->kind == EV_OUTSIDE_NEW && event->detail < OUTSIDE_COUNT) {
        statistics->outsides[event->detail]++;
    } else if (event->kind == EV_BYTES && event->detail != BYTES_KEPT) {
        *(event->detail == BYTES_READ ? &statistics->read : &statistics->sent) += event->b;
    }
}

bool statistics_find(Statistics *statistics, Model *model, const Trace *trace)
{
    *statistics = (Statistics){0};
    Walk walk = {.found = statistics, .trace = trace};
    const State *state = NULL;
    bool good = true;
    for (size_t n = 0; n < trace_count(trace) && good; n++) {
        state = model_at(model, n + 1);
        good = state != NULL;
        note_outside(statistics, trace_event(trace, n));
        const ModelTask *task = good && state->n == n + 1 ? state_task(state, state->changed) : NULL;
        good = good && (task == NULL || note_change(&walk, state, task));
    }
    free(walk.before);
    if (!good || state == NULL) {
        return good;
    }
    statistics->events = state->n;
    statistics->turns = state->turn;
    statistics->step_count = state->step_count;
    statistics->took = state->now;
    if (statistics->latency_count > 0) {
        qsort(statistics->latencies, statistics->latency_count, sizeof *statistics->latencies, by_time);
    }
    if (statistics->wait_count > 0) {
        qsort(statistics->waits, statistics->wait_count, sizeof *statistics->waits, by_sum);
    }
    return true;
}

void statistics_free(Statistics *statistics)
{
    free(statistics->latencies);
    free(statistics->waits);
    *statistics = (Statistics){0};
}

int64_t statistics_latency(const Statistics *statistics, double part)
{
    if (statistics->latency_count == 0) {
        return 0;
    }
    double wanted = part * (double)statistics->latency_count;
    size_t at = wanted < 1 ? 0 : (size_t)(wanted - 0.5);
    return statistics->latencies[at < statistics->latency_count ? at : statistics->latency_count - 1];
}
