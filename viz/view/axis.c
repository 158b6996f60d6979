/* axis.c: sums over the events of a trace, from which the three axes are computed. */
#include "axis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums are kept for every 16th event; what lies between is summed again when it is asked for: one byte an event. */
enum { BLOCK = 16, BUCKETS = 256, ALWAYS_WHOLE = 1024 };

static const double LEAD = 0.25, TRAIL = 0.6; /* units left free at both ends, so that the cursor has a place at 0 and at the end */
static const double USUAL = 10;               /* units that the usual silence takes on the elastic axis, if there are not too many */

typedef struct Sums {
    double width;   /* of the events before */
    double silence; /* of the gaps before, shrunk: log2(1 + gap / usual gap) */
} Sums;

typedef struct Indices {
    uint32_t *items;
    size_t count, capacity;
} Indices;

struct AxisMap {
    const Trace *trace; /* NULL: nothing taken in yet */
    size_t count;       /* events taken in */
    Sums *blocks;       /* blocks[i]: sums over the events before i * BLOCK, for i * BLOCK <= count */
    size_t block_capacity;
    Sums end;               /* over all events */
    int64_t end_time;       /* ns, of the last event */
    int64_t extended;       /* ns: how far the axis goes on, when that is later */
    Indices steps;          /* event indices of STEP */
    Indices columns;        /* of ADVANCE and BLOCK */
    Indices internal;       /* task numbers, rising */
    uint32_t gaps[BUCKETS]; /* how many gaps of each length, in quarter octaves of ns */
    size_t gaps_counted;    /* over the events before this one */
    double usual_gap;       /* ns */
};

AxisMap *axis_new(void) { return calloc(1, sizeof(AxisMap)); }

void axis_reset(AxisMap *map)
{
    free(map->blocks);
    free(map->steps.items);
    free(map->columns.items);
    free(map->internal.items);
    memset(map, 0, sizeof *map);
}

void axis_free(AxisMap *map)
{
    if (map) {
        axis_reset(map);
        free(map);
    }
}

static bool indices_add(Indices *list, uint32_t item)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 64;
        uint32_t *items = realloc(list->items, capacity * sizeof *items);
        if (!items) {
            return false;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = item;
    return true;
}

bool axis_is_internal(const AxisMap *map, uint32_t task_number)
{
    size_t low = 0, high = map->internal.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (map->internal.items[middle] < task_number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < map->internal.count && map->internal.items[low] == task_number;
}

/* The width of an event: chosen so that a plain step of a task is about one unit wide, and none vanishes. */
static double event_width(const AxisMap *map, const Event *event)
{
    static const float widths[EV_COUNT] = {
        [EV_TASK_NEW] = 0.15F,  [EV_READY] = 0.1F,   [EV_STEP] = 0.45F,       [EV_STEP_END] = 0.2F, [EV_ENTER] = 0.05F,
        [EV_TIMER_NEW] = 0.05F, [EV_RESOLVE] = 0.1F, [EV_CANCEL] = 0.1F,      [EV_OUT] = 0.25F,     [EV_BLOCK] = 0.1F,
        [EV_CB] = 0.2F,         [EV_CB_END] = 0.1F,  [EV_ITER] = 0.05F,       [EV_ADVANCE] = 0.05F, [EV_TIMER_FIRE] = 0.05F,
        [EV_DEADLOCK] = 0.5F,   [EV_USE] = 0.1F,     [EV_OUTSIDE_NEW] = 0.1F, [EV_ARRIVED] = 0.1F,  [EV_BYTES] = 0.1F,
        [EV_CHOOSE] = 0.05F,
    };
    double width = event->kind < EV_COUNT && widths[event->kind] > 0 ? (double)widths[event->kind] : 0.03;
    if (map->internal.count && ref_kind(event->by) == REF_TASK && axis_is_internal(map, ref_number(event->by))) {
        width *= 0.3;
    }
    return width;
}

static int64_t event_gap(const Trace *trace, size_t index)
{
    int64_t before = index ? trace_event(trace, index - 1)->t : 0;
    int64_t now = trace_event(trace, index)->t;
    return now > before ? now - before : 0; /* a clock that ran backwards is no silence */
}

static double shrunk_gap(const AxisMap *map, size_t index)
{
    const double of_start = 0.25; /* before the first event, while Python imports what the program needs, there is nothing to be seen */
    int64_t gap = event_gap(map->trace, index);
    return gap ? log2(1 + (double)gap / map->usual_gap) * (index == 0 ? of_start : 1) : 0;
}

/* The usual silence is the median of those that are not a thousand times shorter than the longest: between seconds of sleep, the
   microseconds that a step takes do not count. Returns true when it changed. */
static bool learn_usual_gap(AxisMap *map, size_t until)
{
    for (; map->gaps_counted < until; map->gaps_counted++) {
        int64_t gap = event_gap(map->trace, map->gaps_counted);
        if (gap) {
            map->gaps[(size_t)(4 * log2((double)gap))]++;
        }
    }
    size_t longest = BUCKETS - 1, total = 0, seen = 0;
    while (longest > 0 && !map->gaps[longest]) {
        longest--;
    }
    size_t first = longest > 40 ? longest - 40 : 0;
    for (size_t i = first; i <= longest; i++) {
        total += map->gaps[i];
    }
    size_t middle = first;
    for (; middle < longest; middle++) {
        seen += map->gaps[middle];
        if (seen * 2 > total) {
            break;
        }
    }
    double usual = total ? exp2(((double)middle + 0.5) / 4) : 1;
    bool changed = usual != map->usual_gap;
    map->usual_gap = usual;
    return changed;
}

static bool take_event(AxisMap *map, size_t index)
{
    if (index % BLOCK == 0) {
        if (index / BLOCK >= map->block_capacity) {
            size_t capacity = map->block_capacity ? map->block_capacity * 2 : 64;
            Sums *blocks = realloc(map->blocks, capacity * sizeof *blocks);
            if (!blocks) {
                return false;
            }
            map->blocks = blocks;
            map->block_capacity = capacity;
        }
        map->blocks[index / BLOCK] = map->end;
    }
    const Event *event = trace_event(map->trace, index);
    bool ok = true;
    if (event->kind == EV_STEP) {
        ok = indices_add(&map->steps, (uint32_t)index);
    } else if (event->kind == EV_ADVANCE || event->kind == EV_BLOCK) {
        ok = indices_add(&map->columns, (uint32_t)index);
    } else if (event->kind == EV_TASK_NEW && (event->detail == VIA_SHUTDOWN_ASYNCGENS || event->detail == VIA_SHUTDOWN_EXECUTOR)) {
        ok = indices_add(&map->internal, event->a);
    }
    if (!ok) {
        return false;
    }
    map->end.width += event_width(map, event);
    map->end.silence += shrunk_gap(map, index);
    map->end_time = event->t > map->end_time ? event->t : map->end_time;
    map->count = index + 1;
    return true;
}

bool axis_update(AxisMap *map, const Trace *trace)
{
    size_t count = trace_count(trace);
    if (map->trace != trace || count < map->count) {
        axis_reset(map);
        map->trace = trace;
    }
    if (count == map->count) {
        return true;
    }
    /* What is usual is learnt from all of a short trace, and from the first 2^k events of a long one: so it changes seldom while the
       trace grows, and does not depend on the pieces in which it grew. */
    size_t sample = ALWAYS_WHOLE;
    while (sample * 2 <= count) {
        sample *= 2;
    }
    sample = count < ALWAYS_WHOLE ? count : sample;
    if (sample > map->gaps_counted && learn_usual_gap(map, sample)) {
        map->count = 0;
        map->end = (Sums){0, 0};
        map->end_time = 0;
        map->steps.count = map->columns.count = map->internal.count = 0;
    }
    while (map->count < count) {
        if (!take_event(map, map->count)) {
            return false;
        }
    }
    return true;
}

const uint32_t *axis_columns(const AxisMap *map, size_t *count)
{
    *count = map->columns.count;
    return map->columns.items;
}

/* Sums over the events before n. */
static Sums sums_before(const AxisMap *map, size_t n)
{
    if (n >= map->count) {
        return map->end;
    }
    Sums sums = map->blocks[n / BLOCK];
    for (size_t i = n / BLOCK * BLOCK; i < n; i++) {
        sums.width += event_width(map, trace_event(map->trace, i));
        sums.silence += shrunk_gap(map, i);
    }
    return sums;
}

/* How many units one unit of shrunk silence takes: silence fills at most two thirds of the whole. */
static double silence_scale(const AxisMap *map)
{
    double most = 2 * map->end.width;
    return map->end.silence * USUAL > most ? most / map->end.silence : USUAL;
}

/* On the proportional axis, the steps of virtual time, which take no time, still get a seventh of the whole. */
static double time_share(const AxisMap *map) { return map->end_time <= 0 ? 0 : trace_real_time(map->trace) ? 0.98 : 0.86; }

/* Every step equally wide: what lies between two steps is squeezed or stretched to one unit. `width` is a sum reached at n. */
static double steps_units(const AxisMap *map, size_t n, double width)
{
    size_t low = 0, high = map->steps.count; /* steps whose event is before n */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (map->steps.items[middle] < n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    double from = low ? sums_before(map, map->steps.items[low - 1]).width : 0;
    double to = low < map->steps.count ? sums_before(map, map->steps.items[low]).width : map->end.width;
    double part = to > from ? (width - from) / (to - from) : 0;
    return (double)low + part; /* what comes before the first step has a unit of its own */
}

/* Units at which the silence before event n begins, less `back` of the width of the events before. */
static double units_before(const AxisMap *map, Axis axis, size_t n, double back)
{
    Sums sums = sums_before(map, n);
    double width = sums.width - back;
    switch (axis) {
    case AXIS_STEPS: return LEAD + steps_units(map, n, width);
    case AXIS_TIME: {
        double share = time_share(map);
        double time = n && share > 0 ? (double)trace_event(map->trace, n - 1)->t / (double)map->end_time : 0;
        return LEAD + width * (1 - share) + time * share * map->end.width;
    }
    case AXIS_ELASTIC:
    default: return LEAD + width + sums.silence * silence_scale(map);
    }
}

static size_t at_most(const AxisMap *map, size_t n) { return n < map->count ? n : map->count; }

void axis_extend(AxisMap *map, int64_t ns) { map->extended = ns; }

static int64_t extension(const AxisMap *map) { return map->extended > map->end_time ? map->extended - map->end_time : 0; }

static double shrunk_time(const AxisMap *map, Axis axis, double ns)
{
    return axis == AXIS_TIME ? ns : log2(1 + ns / (map->usual_gap > 0 ? map->usual_gap : 1));
}

/* Units for each unit of shrunk_time() behind the end: as before it, unless the run has no time of its own to measure by. */
static double extension_scale(const AxisMap *map, Axis axis)
{
    double scale = axis == AXIS_STEPS ? 1 : axis == AXIS_ELASTIC ? silence_scale(map) : 0;
    if (axis == AXIS_TIME && map->end_time > 0) {
        return time_share(map) * map->end.width / (double)map->end_time;
    }
    double most = 2 * units_before(map, axis, map->count, 0) / shrunk_time(map, axis, (double)extension(map));
    return scale <= 0 || scale > most ? most : scale;
}

/* From the end of the run to where the clock would show that time. */
static double units_behind(const AxisMap *map, Axis axis, int64_t ns)
{
    return extension(map) > 0 && ns > map->end_time ? shrunk_time(map, axis, (double)(ns - map->end_time)) * extension_scale(map, axis) : 0;
}

double axis_length(const AxisMap *map, Axis axis)
{
    return units_before(map, axis, map->count, 0) + units_behind(map, axis, map->extended) + TRAIL;
}

double axis_silence(const AxisMap *map, Axis axis, size_t index) { return units_before(map, axis, at_most(map, index), 0); }

double axis_event(const AxisMap *map, Axis axis, size_t index)
{
    index = at_most(map, index);
    double units = units_before(map, axis, index, 0);
    if (index < map->count && axis == AXIS_ELASTIC) {
        units += shrunk_gap(map, index) * silence_scale(map);
    } else if (index < map->count && axis == AXIS_TIME && map->end_time > 0) {
        units += (double)event_gap(map->trace, index) / (double)map->end_time * time_share(map) * map->end.width;
    }
    return units;
}

double axis_cursor(const AxisMap *map, Axis axis, size_t n)
{
    n = at_most(map, n);
    return n == 0 ? 0 : units_before(map, axis, n, event_width(map, trace_event(map->trace, n - 1)) / 2);
}

/* What is the same for all events of the elastic and of the proportional axis. */
typedef struct Scale {
    double silence; /* units of a unit of shrunk silence */
    double share;   /* of the whole that is time */
} Scale;

static Scale scale_of(const AxisMap *map, Axis axis)
{
    return axis == AXIS_TIME ? (Scale){0, time_share(map)} : (Scale){silence_scale(map), 0};
}

/* axis_event() for one whose sums before are known; not on the axis of steps. Adds in the same order, so that both agree to the last bit. */
static double event_units(const AxisMap *map, Axis axis, const Scale *scale, size_t index, Sums before)
{
    if (axis == AXIS_TIME) {
        double time = index && scale->share > 0 ? (double)trace_event(map->trace, index - 1)->t / (double)map->end_time : 0;
        double units = LEAD + before.width * (1 - scale->share) + time * scale->share * map->end.width;
        return map->end_time > 0 ? units + (double)event_gap(map->trace, index) / (double)map->end_time * scale->share * map->end.width
                                 : units;
    }
    return LEAD + before.width + before.silence * scale->silence + shrunk_gap(map, index) * scale->silence;
}

static size_t n_between(const AxisMap *map, Axis axis, double units, size_t low, size_t high)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (axis_event(map, axis, middle) <= units) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t axis_n_at(const AxisMap *map, Axis axis, double units)
{
    if (axis == AXIS_STEPS) { /* the unit says between which two steps it is */
        double unit = fmin(fmax(units - LEAD, 0), (double)map->steps.count);
        size_t step = (size_t)unit;
        size_t from = step > 1 ? map->steps.items[step - 2] : 0;
        size_t to = step + 1 < map->steps.count ? map->steps.items[step + 1] : map->count;
        return n_between(map, axis, units, from, to);
    }
    /* First among the events whose sums are kept, for they cost nothing; then on through one block, adding up. */
    Scale scale = scale_of(map, axis);
    size_t low = 0, high = map->count / BLOCK;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (event_units(map, axis, &scale, middle * BLOCK, map->blocks[middle]) <= units) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t n = low ? low * BLOCK - BLOCK : 0;
    Sums sums = map->count ? map->blocks[n / BLOCK] : map->end;
    while (n < map->count && event_units(map, axis, &scale, n, sums) <= units) {
        sums.width += event_width(map, trace_event(map->trace, n));
        sums.silence += axis == AXIS_ELASTIC ? shrunk_gap(map, n) : 0;
        n++;
    }
    return n;
}

double axis_time(const AxisMap *map, Axis axis, int64_t ns)
{
    size_t low = 0, high = map->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trace_event(map->trace, middle)->t < ns) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    double to = axis_event(map, axis, low);
    if (low == map->count) {
        return to + units_behind(map, axis, ns);
    }
    int64_t gap = event_gap(map->trace, low), before = low ? trace_event(map->trace, low - 1)->t : 0;
    double from = axis_silence(map, axis, low);
    double part = gap > 0 ? fmax((double)(ns - before) / (double)gap, 0) : 1;
    return from + (to - from) * part;
}

int64_t axis_time_at(const AxisMap *map, Axis axis, double units)
{
    size_t n = axis_n_at(map, axis, units);
    int64_t time = n ? trace_event(map->trace, n - 1)->t : 0;
    double from = axis_silence(map, axis, n), to = axis_event(map, axis, n);
    if (n < map->count && units > from && to > from) {
        time += (int64_t)((double)event_gap(map->trace, n) * fmin(1, (units - from) / (to - from)));
    } else if (n == map->count && units > to && extension(map) > 0) {
        double behind = (units - to) / extension_scale(map, axis);
        behind = axis == AXIS_TIME ? behind : (exp2(behind) - 1) * (map->usual_gap > 0 ? map->usual_gap : 1);
        time = map->end_time + (int64_t)fmin(behind, (double)extension(map));
    }
    return time;
}
