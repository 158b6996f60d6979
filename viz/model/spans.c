/* spans.c: what every task was doing from when to when, found by folding the trace once. */
#include "spans.h"

#include "origin.h"
#include "spans_parts.h"

#include "trace/pages.h"

#include <stdlib.h>
#include <string.h>

typedef struct TaskSpans {
    Span *spans;
    uint32_t count, capacity;
    Ref parent;
    uint32_t depth;
    uint32_t cause;     /* task number, or 0 */
    uint32_t libraries; /* how many tasks of libraries it is the cause of */
    bool library;
    bool closing;                                   /* one of the two with which asyncio closes a loop */
    uint32_t first_child, last_child, next_sibling; /* task numbers, 0: none; next_sibling also links those without a parent */
} TaskSpans;

/* Task numbers in the order of lanes. Put in order when they are asked for: while a long run is read, that is more rarely than it grows. */
typedef struct Lanes {
    uint32_t *numbers;
    uint32_t *places; /* of task i + 1 in it */
    size_t count, capacity;
} Lanes;

struct Spans {
    const Trace *trace;
    Model *model;       /* whose front is walked */
    Model *own;         /* the model, when nobody else has it */
    const State *state; /* the front: the fold so far; never more than the trace was long at the last update */
    TaskSpans *tasks;   /* zeroed beyond task_count, but for room that was made for spans */
    size_t task_count, task_capacity;
    uint32_t first_root, last_root;
    size_t libraries;  /* tasks of libraries */
    uint32_t runs_for; /* the task until whose end the loop runs, or 0 */
    struct Lanes *lanes;
    SpanLinks links;
    SpanOutsides outsides;
    IndexList landmarks[LANDMARK_COUNT];
    LineRuns lines;
};

static Spans *spans_walk(Model *model, Model *own)
{
    Spans *spans = calloc(1, sizeof *spans);
    if (spans == NULL) {
        return NULL;
    }
    *spans = (Spans){.trace = model_trace(model), .model = model, .own = own, .state = model_front(model)};
    spans->lanes = calloc(1, sizeof *spans->lanes);
    if (spans->state == NULL || spans->lanes == NULL) {
        free(spans->lanes);
        free(spans);
        return NULL;
    }
    return spans;
}

Spans *spans_of_model(Model *model) { return spans_walk(model, NULL); }

Spans *spans_new(const Trace *trace)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_walk(model, model) : NULL;
    if (spans == NULL) {
        model_free(model);
    }
    return spans;
}

void spans_free(Spans *spans)
{
    if (spans == NULL) {
        return;
    }
    for (size_t i = 0; i < spans->task_capacity; i++) {
        free(spans->tasks[i].spans);
    }
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        free(spans->landmarks[i].indices);
    }
    free(spans->tasks);
    free(spans->lanes->numbers);
    free(spans->lanes->places);
    free(spans->lanes);
    links_free(&spans->links);
    outsides_free(&spans->outsides);
    lines_free(&spans->lines);
    model_free(spans->own);
    free(spans);
}

bool index_add(IndexList *list, uint32_t index)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity + list->capacity / 4 + 4;
        uint32_t *indices = realloc(list->indices, capacity * sizeof *indices);
        if (indices == NULL) {
            return false;
        }
        pages_wish_within(indices + list->count, (capacity - list->count) * sizeof *indices);
        list->indices = indices;
        list->capacity = capacity;
    }
    list->indices[list->count++] = index;
    return true;
}

static bool reserve_task(Spans *spans)
{
    if (spans->task_count < spans->task_capacity) {
        return true;
    }
    size_t capacity = spans->task_capacity * 2 + 16;
    TaskSpans *tasks = realloc(spans->tasks, capacity * sizeof *tasks);
    if (tasks == NULL) {
        return false;
    }
    memset(tasks + spans->task_capacity, 0, (capacity - spans->task_capacity) * sizeof *tasks);
    spans->tasks = tasks;
    spans->task_capacity = capacity;
    return true;
}

static bool reserve_span(TaskSpans *task)
{
    if (task->count < task->capacity) {
        return true;
    }
    uint32_t capacity = task->capacity + task->capacity / 4 + 6;
    Span *bigger = realloc(task->spans, capacity * sizeof *bigger);
    if (bigger == NULL) {
        return false;
    }
    task->spans = bigger;
    task->capacity = capacity;
    return true;
}

static void begin_span(Spans *spans, TaskSpans *task, TaskState to)
{
    uint32_t index = (uint32_t)(spans->state->n - 1); /* of the event just folded */
    if (task->count > 0) {
        task->spans[task->count - 1].to = index;
        task->spans[task->count - 1].to_time = spans->state->now;
    }
    task->spans[task->count++] =
        (Span){.from = index, .to = UINT32_MAX, .from_time = spans->state->now, .to_time = spans->state->now, .state = (uint8_t)to};
}

/* Makes room for what the event may add, so that nothing can fail once it is folded. */
static bool reserve_for(Spans *spans, const Event *event)
{
    uint32_t number = 0;
    switch (event->kind) {
    case EV_TASK_NEW: return reserve_task(spans) && reserve_span(&spans->tasks[spans->task_count]);
    case EV_STEP:
    case EV_STEP_END: number = event->a; break;
    case EV_READY: number = event->detail <= CALL_WAKEUP ? ref_number(event->b) : 0; break;
    case EV_RESOLVE: number = ref_kind(event->b) == REF_TASK ? ref_number(event->b) : 0; break;
    default: break;
    }
    return number == 0 || number > spans->task_count || reserve_span(&spans->tasks[number - 1]);
}

/* The fold has accepted the task as the next one. */
static void add_task(Spans *spans, const Event *event)
{
    TaskSpans *task = &spans->tasks[spans->task_count++];
    task->parent = event->by;
    task->closing = event->detail == VIA_SHUTDOWN_ASYNCGENS || event->detail == VIA_SHUTDOWN_EXECUTOR;
    task->cause = spans->runs_for;
    uint32_t *first = &spans->first_root, *last = &spans->last_root;
    if (ref_kind(event->by) == REF_TASK && ref_number(event->by) >= 1 && ref_number(event->by) < event->a) {
        TaskSpans *parent = &spans->tasks[ref_number(event->by) - 1];
        task->depth = parent->depth + 1;
        task->cause = ref_number(event->by);
        first = &parent->first_child;
        last = &parent->last_child;
    }
    if (*first == 0) {
        *first = event->a;
    } else {
        spans->tasks[*last - 1].next_sibling = event->a;
    }
    *last = event->a;
    if (task->cause != 0 && origin_is_library(spans->trace, event)) {
        task->library = true;
        spans->tasks[task->cause - 1].libraries++;
        spans->libraries++;
    }
}

/* Whose a task is, and for whom the loop runs. */
static void note_origin(Spans *spans, const Event *event)
{
    TaskSpans *task = NULL;
    switch (event->kind) {
    case EV_TASK_NEW: add_task(spans, event); break;
    case EV_RUN:
        spans->runs_for = ref_kind(event->b) == REF_TASK && ref_number(event->b) <= spans->task_count ? ref_number(event->b) : 0;
        break;
    case EV_RUN_END: spans->runs_for = 0; break;
    case EV_ENTER:
        task = &spans->tasks[ref_number(event->by) - 1];
        if (task->library && origin_is_program(spans->trace, event)) {
            task->library = false;
            spans->tasks[task->cause - 1].libraries--;
            spans->libraries--;
        }
        break;
    default: break;
    }
}

/* The task that comes below `number` in the order of lanes; 0: none. */
static uint32_t next_lane(const Spans *spans, uint32_t number)
{
    const TaskSpans *task = &spans->tasks[number - 1];
    if (task->first_child != 0) {
        return task->first_child;
    }
    while (task->next_sibling == 0 && task->depth > 0) {
        task = &spans->tasks[ref_number(task->parent) - 1];
    }
    return task->next_sibling;
}

static bool reserve_lanes(Spans *spans)
{
    Lanes *lanes = spans->lanes;
    if (lanes->capacity < spans->task_count) {
        uint32_t *numbers = realloc(lanes->numbers, spans->task_capacity * sizeof *numbers);
        if (numbers == NULL) {
            return false;
        }
        lanes->numbers = numbers;
        uint32_t *places = realloc(lanes->places, spans->task_capacity * sizeof *places);
        if (places == NULL) {
            return false;
        }
        lanes->places = places;
        lanes->capacity = spans->task_capacity;
    }
    return true;
}

/* What kind of landmark an event is beside an await point; LANDMARK_COUNT: none. */
static Landmark landmark_of(const Event *event)
{
    switch (event->kind) {
    case EV_STEP: return LANDMARK_STEP;
    case EV_ITER: return LANDMARK_TURN;
    case EV_OUT: return LANDMARK_OUTPUT;
    case EV_BYTES:
    case EV_ARRIVED:
    case EV_FLOW: return LANDMARK_OUTSIDE;
    default: return LANDMARK_COUNT;
    }
}

/* Everything that is looked up by index, but for the spans themselves. Called after the event was folded. */
static bool note(Spans *spans, const Event *event, uint32_t index)
{
    Landmark landmark = landmark_of(event);
    bool await_point = (event->kind == EV_STEP || event->kind == EV_STEP_END) && !spans->tasks[event->a - 1].closing;
    return (landmark == LANDMARK_COUNT || index_add(&spans->landmarks[landmark], index)) &&
           (!await_point || index_add(&spans->landmarks[LANDMARK_AWAIT], index)) && outsides_note(&spans->outsides, event, index) &&
           links_note(&spans->links, spans->state, event, index) && lines_note(&spans->lines, spans->trace, event, index);
}

/* One event. False: there is none, it is illegal, or out of memory. */
static bool take(Spans *spans)
{
    uint32_t index = (uint32_t)spans->state->n;
    const Event *event = trace_event(spans->trace, index);
    if (!reserve_for(spans, event) || !model_advance(spans->model)) {
        return false;
    }
    note_origin(spans, event);
    uint32_t changed = ref_number(spans->state->changed);
    if (changed != 0) {
        begin_span(spans, &spans->tasks[changed - 1], spans->state->tasks[changed - 1].state);
    }
    return note(spans, event, index); /* without memory the lists lack this event, and the bars are right all the same */
}

bool spans_update(Spans *spans)
{
    bool well = true;
    while (well && spans->state->n < trace_count(spans->trace)) {
        well = take(spans);
    }
    return reserve_lanes(spans) && well;
}

size_t spans_task_count(const Spans *spans) { return spans->task_count; }

static const TaskSpans *task_spans(const Spans *spans, uint32_t number)
{
    return number == 0 || number > spans->task_count ? NULL : &spans->tasks[number - 1];
}

size_t spans_of(const Spans *spans, uint32_t task_number, const Span **first)
{
    const TaskSpans *task = task_spans(spans, task_number);
    if (task == NULL) {
        *first = NULL;
        return 0;
    }
    task->spans[task->count - 1].to_time = spans->state->now; /* the last one lasts until now */
    *first = task->spans;
    return task->count;
}

size_t spans_at(const Spans *spans, uint32_t task_number, size_t n)
{
    const TaskSpans *task = task_spans(spans, task_number);
    if (task == NULL) {
        return SIZE_MAX;
    }
    size_t low = 0, high = task->count;
    while (low < high) { /* the last span that begins before n */
        size_t middle = low + (high - low) / 2;
        if (task->spans[middle].from < n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? SIZE_MAX : low - 1;
}

size_t spans_before(const uint32_t *indices, size_t count, size_t n)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (indices[middle] < n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

Ref spans_parent(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task == NULL ? TRACE_NOBODY : task->parent;
}

uint32_t spans_depth(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task == NULL ? 0 : task->depth;
}

bool spans_has_children(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task != NULL && task->first_child != 0;
}

bool spans_has_libraries(const Spans *spans) { return spans->libraries > 0; }

bool spans_is_library(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task != NULL && task->library;
}

uint32_t spans_cause(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task == NULL ? 0 : task->cause;
}

bool spans_causes_library(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task != NULL && task->libraries > 0;
}

bool spans_closes_loop(const Spans *spans, uint32_t task_number)
{
    const TaskSpans *task = task_spans(spans, task_number);
    return task != NULL && task->closing;
}

const uint32_t *spans_lanes(const Spans *spans, size_t *count)
{
    Lanes *lanes = spans->lanes;
    if (lanes->count != spans->task_count && lanes->capacity >= spans->task_count) {
        lanes->count = 0;
        for (uint32_t number = spans->first_root; number != 0; number = next_lane(spans, number)) {
            lanes->places[number - 1] = (uint32_t)lanes->count;
            lanes->numbers[lanes->count++] = number;
        }
    }
    *count = lanes->count;
    return lanes->numbers;
}

size_t spans_lane(const Spans *spans, uint32_t task_number)
{
    size_t count = 0;
    spans_lanes(spans, &count);
    return task_spans(spans, task_number) == NULL || count < spans->task_count ? count : spans->lanes->places[task_number - 1];
}

const Link *spans_links(const Spans *spans, size_t *count)
{
    *count = spans->links.count;
    return spans->links.links;
}

const uint32_t *spans_landmarks(const Spans *spans, Landmark landmark, size_t *count)
{
    *count = spans->landmarks[landmark].count;
    return spans->landmarks[landmark].indices;
}

size_t spans_line_runs(const Spans *spans, const char *file, uint32_t line, const uint32_t **first)
{
    return lines_find(&spans->lines, file, line, first);
}

const SpanOutsides *spans_outsides(const Spans *spans) { return &spans->outsides; }
const Trace *spans_trace(const Spans *spans) { return spans->trace; }

size_t spans_memory(const Spans *spans)
{
    size_t bytes = sizeof *spans + spans->task_capacity * sizeof(TaskSpans) + 2 * spans->lanes->capacity * sizeof(uint32_t);
    for (size_t i = 0; i < spans->task_count; i++) {
        bytes += spans->tasks[i].capacity * sizeof(Span);
    }
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        bytes += spans->landmarks[i].capacity * sizeof(uint32_t);
    }
    return bytes + links_memory(&spans->links) + outsides_memory(&spans->outsides) + lines_memory(&spans->lines) +
           (spans->own != NULL ? model_memory(spans->own) : 0);
}
