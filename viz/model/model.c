/* model.c: the state at any n: a fold from the nearest copy kept on the way. */
#include "fold.h"
#include "labels.h"

#include <stdlib.h>
#include <string.h>

/* A copy of the state is kept every KEYFRAME_EVENTS events, or more rarely when states are large, so that the copies together cost at
   most about KEYFRAME_BYTES an event. Short traces have none: folding them from the start is faster than a frame. */
enum { KEYFRAME_EVENTS = 16384, KEYFRAME_BYTES = 6 };

/* Besides these a few copies are kept where the reader is: NEAR_STEP and NEAR_JUMP events before it, so that stepping back from there, again
   and again, folds few events however far the last keyframe is. */
enum { NEAR_COPIES = 6, NEAR_STEP = 256, NEAR_JUMP = 4096 };

struct Model {
    const Trace *trace;
    State at, peek;
    State front;             /* opened when first asked for */
    State near[NEAR_COPIES]; /* opened when first used */
    size_t near_oldest;
    State *keyframes; /* in order of n */
    size_t keyframe_count, keyframe_capacity;
    size_t next_keyframe; /* n of the next one; no cursor is ever beyond it */
    FuturePage *frozen;   /* pages of futures that keyframes hold */
    ModelWatch watch;     /* of the front; NULL: nobody */
    void *watcher;
    size_t legal; /* events before the first illegal one, or SIZE_MAX as long as none was found */
    char error[FOLD_WHY + 64];
    ModelLabels *labels;
    const Model *whole; /* whose labels count, or NULL: its own */
};

Model *model_new(const Trace *trace)
{
    Model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return NULL;
    }
    model->trace = trace;
    model->next_keyframe = KEYFRAME_EVENTS;
    model->legal = SIZE_MAX;
    model->labels = labels_new(trace);
    bool opened = storage_open(&model->at);
    opened = storage_open(&model->peek) && opened;
    if (!opened || model->labels == NULL) {
        model_free(model);
        return NULL;
    }
    return model;
}

void model_free(Model *model)
{
    if (model == NULL) {
        return;
    }
    storage_close(&model->at);
    storage_close(&model->peek);
    storage_close(&model->front);
    for (int i = 0; i < NEAR_COPIES; i++) {
        storage_close(&model->near[i]);
    }
    for (size_t i = 0; i < model->keyframe_count; i++) {
        storage_close(&model->keyframes[i]);
    }
    free(model->keyframes);
    storage_free_pages(model->frozen);
    labels_free(model->labels);
    free(model);
}

/* Keeps a copy of `state`. Without memory for it there is none, and seeking here is slower. */
static void keep_keyframe(Model *model, State *state)
{
    size_t distance = KEYFRAME_EVENTS;
    if (model->keyframe_count == model->keyframe_capacity) {
        size_t capacity = model->keyframe_capacity * 2 + 4;
        State *keyframes = realloc(model->keyframes, capacity * sizeof *keyframes);
        if (keyframes == NULL) {
            model->next_keyframe += distance;
            return;
        }
        model->keyframes = keyframes;
        model->keyframe_capacity = capacity;
    }
    storage_freeze(state, &model->frozen);
    State *keyframe = &model->keyframes[model->keyframe_count];
    if (storage_keep(keyframe, state)) {
        model->keyframe_count++;
        size_t bytes = storage_bytes(keyframe);
        distance = bytes / KEYFRAME_BYTES > distance ? bytes / KEYFRAME_BYTES : distance;
    }
    model->next_keyframe += distance;
}

/* The last keyframe at or before n, or NULL. */
static const State *keyframe_before(const Model *model, size_t n)
{
    size_t low = 0, high = model->keyframe_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->keyframes[middle].n <= n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? NULL : &model->keyframes[low - 1];
}

static void report(Model *model, const State *state, const Event *event, const char *why)
{
    model->legal = state->n;
    snprintf(model->error, sizeof model->error, "event %zu (%s) is not possible: %s", state->n, trace_event_name((EventKind)event->kind),
             why);
}

/* The copy from which n is reached soonest, or NULL. */
static const State *copy_before(const Model *model, size_t n)
{
    const State *best = keyframe_before(model, n);
    for (int i = 0; i < NEAR_COPIES; i++) {
        const State *near = &model->near[i];
        if (near->storage != NULL && near->n <= n && near->n > (best == NULL ? 0 : best->n)) {
            best = near;
        }
    }
    return best;
}

/* Leaves a copy where the cursor is, in place of the oldest. Without memory there is none. */
static void leave_copy(Model *model, const State *state)
{
    State *near = &model->near[model->near_oldest];
    model->near_oldest = (model->near_oldest + 1) % NEAR_COPIES;
    if (near->storage != NULL || storage_open(near)) {
        if (!storage_copy(near, state)) {
            storage_reset(near);
        }
    }
}

/* Folds one event, which the trace has. */
static FoldResult fold_one(Model *model, State *state)
{
    char why[FOLD_WHY];
    const Event *event = trace_event(model->trace, state->n);
    FoldResult result = fold_event(state, model->trace, event, why);
    if (result == FOLD_ILLEGAL) {
        report(model, state, event, why);
    } else if (result == FOLD_OK && state->n == model->next_keyframe) {
        keep_keyframe(model, state);
    }
    return result;
}

/* Folds on to n, which is no further than the trace goes. False: out of memory. */
static bool fold_to(Model *model, State *state, size_t n)
{
    size_t begun = state->n;
    while (state->n < n) {
        FoldResult result = fold_one(model, state);
        if (result != FOLD_OK) {
            return result == FOLD_ILLEGAL;
        }
        if (n - begun > 2 * NEAR_STEP && (n - state->n == NEAR_STEP || n - state->n == NEAR_JUMP)) {
            leave_copy(model, state);
        }
    }
    return true;
}

/* Moves a cursor to n. False: out of memory. */
static bool seek(Model *model, State *state, size_t n)
{
    size_t end = trace_count(model->trace);
    end = end < model->legal ? end : model->legal;
    n = n < end ? n : end;
    const State *copy = copy_before(model, n);
    if (n < state->n || (copy != NULL && copy->n > state->n + NEAR_STEP)) {
        if (copy == NULL) {
            storage_reset(state);
        } else if (!storage_copy(state, copy)) {
            return false;
        }
    }
    if (!fold_to(model, state, n)) {
        return false;
    }
    copy = copy_before(model, n);
    if (state->n - (copy == NULL ? 0 : copy->n) > 2 * NEAR_JUMP) { /* the reader walks forwards, far from any copy */
        leave_copy(model, state);
    }
    return true;
}

const State *model_at(Model *model, size_t n) { return seek(model, &model->at, n) ? &model->at : NULL; }

const State *model_peek(Model *model, size_t n) { return seek(model, &model->peek, n) ? &model->peek : NULL; }

const State *model_front(Model *model) { return model->front.storage != NULL || storage_open(&model->front) ? &model->front : NULL; }

void model_watch(Model *model, ModelWatch watch, void *context)
{
    model->watch = watch;
    model->watcher = context;
}

bool model_advance(Model *model)
{
    State *front = &model->front;
    if (front->n >= trace_count(model->trace) || front->n >= model->legal) {
        return false;
    }
    if (model->watch != NULL) {
        model->watch(model->watcher, front, trace_event(model->trace, front->n));
    }
    return fold_one(model, front) == FOLD_OK;
}

const Trace *model_trace(const Model *model) { return model->trace; }

const char *model_error(const Model *model) { return model->legal == SIZE_MAX ? NULL : model->error; }

void model_share_labels(Model *model, const Model *whole) { model->whole = whole; }

const char *model_task_label(const Model *model, Ref task, char *buffer, size_t size)
{
    return labels_of(model->whole ? model->whole->labels : model->labels, task, buffer, size);
}

/* What a state inside the model holds. */
static size_t cursor_bytes(const State *state)
{
    return state->storage == NULL ? 0 : storage_bytes(state) - sizeof *state + storage_page_bytes(state->storage->own_pages);
}

size_t model_memory(const Model *model)
{
    size_t bytes = sizeof *model + model->keyframe_capacity * sizeof(State) + storage_page_bytes(model->frozen);
    for (size_t i = 0; i < model->keyframe_count; i++) {
        bytes += storage_bytes(&model->keyframes[i]) - sizeof(State);
    }
    bytes += cursor_bytes(&model->at) + cursor_bytes(&model->peek) + cursor_bytes(&model->front);
    for (int i = 0; i < NEAR_COPIES; i++) {
        bytes += cursor_bytes(&model->near[i]);
    }
    return bytes;
}
