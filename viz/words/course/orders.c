/* orders.c: see orders.h. A breadth-first walk over lists of changed sleeps, so that the first that goes wrong has the fewest. */
#include "orders.h"

#include "lesson/timing.h"
#include "words/narrate/parts.h"

#include <stdlib.h>
#include <string.h>

typedef struct Search {
    const Lesson *lesson;
    KnobValues values;
    Orders *orders;
    Outcome usual;
    Trace *usual_trace;
    uint32_t best_steps;
    Timing *waiting; /* to be tried, those with fewer changes first */
    size_t first, count, capacity;
    uint64_t *seen; /* hashes of orders, in an open table; 0: free */
    size_t seen_count, seen_capacity;
} Search;

/* ---- what has been seen, and what is still to be tried ---- */

static bool grow_seen(Search *search)
{
    size_t capacity = search->seen_capacity > 0 ? search->seen_capacity * 2 : 256;
    uint64_t *seen = calloc(capacity, sizeof *seen);
    if (seen == NULL) {
        return false;
    }
    for (size_t i = 0; i < search->seen_capacity; i++) {
        size_t at = search->seen[i] % capacity;
        while (search->seen[i] != 0 && seen[at] != 0) {
            at = (at + 1) % capacity;
        }
        if (search->seen[i] != 0) {
            seen[at] = search->seen[i];
        }
    }
    free(search->seen);
    search->seen = seen;
    search->seen_capacity = capacity;
    return true;
}

/* False: out of memory. */
static bool note(Search *search, uint64_t hash, bool *is_new)
{
    if (search->seen_count * 2 >= search->seen_capacity && !grow_seen(search)) {
        return false;
    }
    hash += hash == 0;
    size_t at = hash % search->seen_capacity;
    while (search->seen[at] != 0 && search->seen[at] != hash) {
        at = (at + 1) % search->seen_capacity;
    }
    *is_new = search->seen[at] == 0;
    search->seen_count += *is_new;
    search->seen[at] = hash;
    return true;
}

static bool put(Search *search, const Timing *timing)
{
    if (search->count == search->capacity) {
        size_t capacity = search->capacity > 0 ? search->capacity * 2 : 64;
        Timing *waiting = realloc(search->waiting, capacity * sizeof *waiting);
        if (waiting == NULL) {
            return false;
        }
        search->waiting = waiting;
        search->capacity = capacity;
    }
    search->waiting[search->count++] = *timing;
    return true;
}

/* The same with one sleep more elsewhere, of those that begin after the last one that is. */
static bool vary(Search *search, const Timing *timing, const TimingRun *run)
{
    uint32_t last = timing->count > 0 ? timing->change[timing->count - 1].sleep : 0;
    if (timing->count == TIMING_CHANGES) {
        search->orders->all = search->orders->all && last >= run->count; /* else more of them could end elsewhere */
        return true;
    }
    for (uint32_t i = last; i < run->count && i < TIMING_SLEEPS; i++) {
        for (uint32_t place = 0; place < run->sleep[i].places; place++) {
            Timing more = *timing;
            more.change[more.count].sleep = i + 1;
            more.change[more.count++].place = place;
            if (place != run->sleep[i].place && !put(search, &more)) {
                return false;
            }
        }
    }
    search->orders->all = search->orders->all && run->count <= TIMING_SLEEPS;
    return true;
}

/* ---- what is told of the shortest that is wrong ---- */

/* The nth sleep's timer, or SIZE_MAX. */
static size_t sleep_at(const Trace *trace, uint32_t number)
{
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_TIMER_NEW && event->detail == CALL_RESOLVE && --number == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Where whoever sets that timer then waits, as a place id. */
static uint32_t line_of(const Trace *trace, size_t timer)
{
    for (size_t i = timer; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_STEP_END) {
            return event->d;
        }
    }
    return 0;
}

/* `was`: how long it takes usually, where that is known; `line`: where its task waits, or "". */
static int describe_sleep(const Telling *telling, const char *who, const char *line, const char *now, const char *was, char *buffer,
                          size_t size)
{
    if (line[0] != '\0' && was != NULL) {
        return snprintf(buffer, size, say_words(telling, "the sleep of %s at %s takes %s and not %s"), who, line, now, was);
    }
    if (line[0] != '\0') {
        return snprintf(buffer, size, say_words(telling, "the sleep of %s at %s takes %s"), who, line, now);
    }
    if (was != NULL) {
        return snprintf(buffer, size, say_words(telling, "the sleep of %s takes %s and not %s"), who, now, was);
    }
    return snprintf(buffer, size, say_words(telling, "the sleep of %s takes %s"), who, now);
}

static void describe_sleeps(const Search *search, const Trace *trace, const Model *model)
{
    Orders *orders = search->orders;
    const Telling telling = {.language = orders->language, .trace = trace};
    size_t used = 0;
    for (uint32_t i = 0; i < orders->timing.count && used < sizeof orders->sleeps; i++) {
        size_t at = sleep_at(trace, orders->timing.change[i].sleep), before = sleep_at(search->usual_trace, orders->timing.change[i].sleep);
        if (at == SIZE_MAX) {
            continue;
        }
        const Event *event = trace_event(trace, at), *usual = before != SIZE_MAX ? trace_event(search->usual_trace, before) : NULL;
        char task[PHRASE], now[PHRASE], then[PHRASE], line[PHRASE];
        bool compared = usual != NULL && i == 0; /* only before the first change is it surely the same sleep */
        const char *who =
            ref_kind(event->by) == REF_TASK ? model_task_label(model, event->by, task, sizeof task) : say_words(&telling, "the program");
        say_duration(&telling, trace_time(event) - event->t, now);
        if (i > 0) {
            int joint = snprintf(orders->sleeps + used, sizeof orders->sleeps - used, "%s", say_words(&telling, ", and "));
            used += joint > 0 ? (size_t)joint : 0;
        }
        if (used < sizeof orders->sleeps) {
            int more = describe_sleep(&telling, who, say_line(&telling, line_of(trace, at), line), now,
                                      compared ? say_duration(&telling, trace_time(usual) - usual->t, then) : NULL, orders->sleeps + used,
                                      sizeof orders->sleeps - used);
            used += more > 0 ? (size_t)more : 0;
        }
    }
}

static bool keep(Search *search, const Timing *timing, const Outcome *outcome, const Trace *trace)
{
    Orders *orders = search->orders;
    bool worse = orders->fault == ORDER_HOLDS || outcome->fault < orders->fault;
    bool shorter = outcome->fault == orders->fault && timing->count == orders->timing.count && outcome->step_count < search->best_steps;
    if (!worse && !shorter) {
        return true;
    }
    Model *model = model_new(trace);
    if (model == NULL) {
        return false;
    }
    orders->fault = outcome->fault;
    orders->remark = outcome->remark;
    orders->timing = *timing;
    search->best_steps = outcome->step_count;
    describe_sleeps(search, trace, model);
    outcome_line_only_in(search->usual_trace, trace, orders->usual, sizeof orders->usual);
    outcome_line_only_in(trace, search->usual_trace, orders->printed, sizeof orders->printed);
    model_free(model);
    return true;
}

/* ---- the search ---- */

static Trace *run(Search *search, const Timing *timing, TimingRun *noted)
{
    Trace *trace = trace_new();
    if (trace == NULL) {
        return NULL;
    }
    search->values.timing = *timing;
    *noted = (TimingRun){.timing = &search->values.timing};
    (void)lesson_run_timed(search->lesson, &search->values, trace_sink(trace), false, noted);
    search->orders->runs++;
    return trace;
}

/* One more order. False: out of memory. */
static bool try_one(Search *search, const Timing *timing)
{
    TimingRun noted;
    Outcome outcome;
    bool is_new = false;
    Trace *trace = run(search, timing, &noted);
    bool kept = trace != NULL && outcome_of(trace, &outcome) && note(search, outcome.steps, &is_new);
    if (kept && is_new) {
        outcome_compare(&search->usual, &outcome);
        search->orders->different++;
        search->orders->faults[outcome.fault]++;
        search->orders->wrong += outcome.fault != ORDER_HOLDS;
        kept = (outcome.fault == ORDER_HOLDS || keep(search, timing, &outcome, trace)) && vary(search, timing, &noted);
    }
    trace_free(trace);
    return kept;
}

static bool begin(Search *search)
{
    TimingRun noted;
    Timing none = {.count = 0};
    bool is_new;
    search->usual_trace = run(search, &none, &noted);
    if (search->usual_trace == NULL || !outcome_of(search->usual_trace, &search->usual) || !note(search, search->usual.steps, &is_new)) {
        return false;
    }
    search->orders->different = 1;
    search->orders->as_it_stands = search->usual.fault;
    search->orders->all = true;
    return vary(search, &none, &noted);
}

bool orders_search(Language language, const Lesson *lesson, const KnobValues *values, uint32_t most,
                   bool (*goes_on)(void *context, uint32_t runs), void *context, Orders *orders)
{
    *orders = (Orders){.language = language};
    Search search = {.lesson = lesson, .values = *values, .orders = orders};
    bool kept = begin(&search);
    while (kept && orders->as_it_stands == ORDER_HOLDS && search.first < search.count) {
        if (orders->runs >= most || (goes_on != NULL && !goes_on(context, orders->runs))) {
            orders->all = false;
            break;
        }
        Timing timing = search.waiting[search.first++];
        kept = try_one(&search, &timing);
    }
    trace_free(search.usual_trace);
    free(search.waiting);
    free(search.seen);
    return kept;
}

static const char *as_it_stands(const Orders *orders)
{
    return orders->as_it_stands == ORDER_DEADLOCK
               ? words_in(orders->language, "As it stands it stands still: no other order is needed for that.")
               : words_in(orders->language, "As it stands it ends with an error: no other order is needed for that.");
}

/* What is wrong, for the number of those that are. */
static const char *goes_otherwise(const Orders *orders)
{
    if (orders->all) {
        return words_counted(orders->language, "Of %u orders in which its waits can end, %u goes otherwise. The shortest: %s. Then %s.",
                             "Of %u orders in which its waits can end, %u go otherwise. The shortest: %s. Then %s.", orders->wrong);
    }
    return words_counted(
        orders->language, "Of %u orders in which its waits can end (there are more), %u goes otherwise. The shortest: %s. Then %s.",
        "Of %u orders in which its waits can end (there are more), %u go otherwise. The shortest: %s. Then %s.", orders->wrong);
}

const char *orders_sentence(const Orders *orders, char *buffer, size_t size)
{
    char wrong[300];
    if (orders->as_it_stands != ORDER_HOLDS) {
        return as_it_stands(orders);
    }
    if (orders->different == 1 && orders->all) {
        return words_in(orders->language, "There is no other order: no sleep of this program can end before or after another one.");
    }
    if (orders->fault == ORDER_HOLDS) {
        snprintf(buffer, size,
                 orders->all
                     ? words_in(orders->language,
                                "It holds in %u orders in which its waits can end: in each it prints the same lines, and nothing is stuck.")
                     : words_in(orders->language, "It holds in %u orders in which its waits can end (there are more): in each it prints "
                                                  "the same lines, and nothing is stuck."),
                 orders->different);
        return buffer;
    }
    snprintf(buffer, size, goes_otherwise(orders), orders->different, orders->wrong, orders->sleeps,
             outcome_fault_text(orders->language, orders->fault, orders->remark, orders->usual, orders->printed, wrong, sizeof wrong));
    return buffer;
}

const char *orders_in_short(const Orders *orders, char *buffer, size_t size)
{
    char wrong[300];
    if (orders->as_it_stands != ORDER_HOLDS) {
        return as_it_stands(orders);
    }
    if (orders->different == 1 && orders->all) {
        return words_in(orders->language, "No other order: no sleep here can end before or after another one.");
    }
    if (orders->fault == ORDER_HOLDS) {
        snprintf(buffer, size,
                 orders->all ? words_in(orders->language, "It holds in %u orders, and there are no more.")
                             : words_in(orders->language, "It holds in %u orders; there are more."),
                 orders->different);
        return buffer;
    }
    snprintf(buffer, size, words_in(orders->language, "Where %s, %s."), orders->sleeps,
             outcome_fault_text(orders->language, orders->fault, orders->remark, orders->usual, orders->printed, wrong, sizeof wrong));
    return buffer;
}
