/* derive.c: see derive.h. Numbers count up from 1 without gaps, so each kind of thing is one growing array. */
#include "derive.h"

#include <stdlib.h>
#include <string.h>

/* A growing array; `size` is that of one item. */
typedef struct List {
    void *items;
    size_t count, capacity;
} List;

typedef struct DerivedFuture {
    List children; /* Ref */
    int64_t delay; /* ns, -1 for none */
} DerivedFuture;

typedef struct DerivedTask {
    List frames; /* DeriveFrame */
} DerivedTask;

struct Derive {
    List handles, timers; /* DeriveCall */
    List futures;         /* DerivedFuture */
    List tasks;           /* DerivedTask */
    List ready;           /* Ref; those before `front` have been popped */
    size_t front;
};

static const DeriveCall unknown_call = {0, 0, 0, CALL_COUNT};

/* A new item at the end, all zero; NULL when out of memory. */
static void *list_add(List *list, size_t size)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 8;
        void *items = realloc(list->items, capacity * size);
        if (!items) {
            return NULL;
        }
        list->items = items;
        list->capacity = capacity;
    }
    void *item = (char *)list->items + list->count++ * size;
    memset(item, 0, size);
    return item;
}

static DerivedFuture *future_of(const Derive *derive, Ref ref)
{
    size_t number = ref_number(ref);
    if (ref_kind(ref) != REF_FUTURE || number == 0 || number > derive->futures.count) {
        return NULL;
    }
    return (DerivedFuture *)derive->futures.items + (number - 1);
}

static DerivedTask *task_of(const Derive *derive, uint32_t number)
{
    return number == 0 || number > derive->tasks.count ? NULL : (DerivedTask *)derive->tasks.items + (number - 1);
}

static bool new_call(List *calls, const Event *event, DeriveCall call)
{
    if (event->a != calls->count + 1) {
        return true;
    }
    DeriveCall *item = list_add(calls, sizeof *item);
    if (item) {
        *item = call;
    }
    return item != NULL;
}

static bool append_ready(Derive *derive, Ref handle)
{
    Ref *item = list_add(&derive->ready, sizeof *item);
    if (item) {
        *item = handle;
    }
    return item != NULL;
}

static void pop_ready(Derive *derive)
{
    List *ready = &derive->ready;
    if (derive->front < ready->count) {
        derive->front++;
    }
    if (derive->front * 2 >= ready->count) { /* keeps the array as long as the queue, at one move an entry */
        ready->count -= derive->front;
        if (ready->count > 0) {
            memmove(ready->items, (Ref *)ready->items + derive->front, ready->count * sizeof(Ref));
        }
        derive->front = 0;
    }
}

static void to_front(Derive *derive, Ref handle)
{
    size_t count = derive->ready.count - derive->front, place = 0;
    Ref *front = count > 0 ? (Ref *)derive->ready.items + derive->front : NULL;
    while (place < count && front[place] != handle) {
        place++;
    }
    if (place < count) {
        memmove(front + 1, front, place * sizeof *front);
        front[0] = handle;
    }
}

static bool new_timer(Derive *derive, const Event *event)
{
    int64_t when = trace_time(event);
    DerivedFuture *future = event->detail == CALL_RESOLVE ? future_of(derive, event->b) : NULL;
    if (future) {
        future->delay = when - event->t;
    }
    bool named = event->detail == CALL_USER, expires = event->detail == CALL_EXPIRE; /* which are about no future */
    DeriveCall call = {when, named ? event->b : 0, named || expires ? 0 : event->b, event->detail};
    return new_call(&derive->timers, event, call);
}

static bool enter_coroutine(Derive *derive, const Event *event)
{
    DerivedTask *task = ref_kind(event->by) == REF_TASK ? task_of(derive, ref_number(event->by)) : NULL;
    if (!task) {
        return true;
    }
    DeriveFrame *frame = list_add(&task->frames, sizeof *frame);
    if (frame) {
        frame->name = event->b;
        frame->awaited_at = event->d;
    }
    return frame != NULL;
}

static bool new_future(Derive *derive, const Event *event)
{
    if (event->a != derive->futures.count + 1) {
        return true;
    }
    DerivedFuture *future = list_add(&derive->futures, sizeof *future);
    if (future) {
        future->delay = -1;
    }
    return future != NULL;
}

static bool new_child(Derive *derive, const Event *event)
{
    DerivedFuture *future = future_of(derive, ref_make(REF_FUTURE, event->a));
    if (!future) {
        return true;
    }
    Ref *child = list_add(&future->children, sizeof *child);
    if (child) {
        *child = event->b;
    }
    return child != NULL;
}

Derive *derive_new(void) { return calloc(1, sizeof(Derive)); }

void derive_free(Derive *derive)
{
    if (!derive) {
        return;
    }
    for (size_t i = 0; i < derive->futures.count; i++) {
        free(((DerivedFuture *)derive->futures.items)[i].children.items);
    }
    for (size_t i = 0; i < derive->tasks.count; i++) {
        free(((DerivedTask *)derive->tasks.items)[i].frames.items);
    }
    free(derive->handles.items);
    free(derive->timers.items);
    free(derive->futures.items);
    free(derive->tasks.items);
    free(derive->ready.items);
    free(derive);
}

bool derive_event(Derive *derive, const Event *event)
{
    DeriveCall call = {0, event->b, event->c, event->detail};
    DerivedTask *task;
    switch ((EventKind)event->kind) {
    case EV_TASK_NEW: return event->a != derive->tasks.count + 1 || list_add(&derive->tasks, sizeof(DerivedTask));
    case EV_FUT_NEW: return new_future(derive, event);
    case EV_CHILD: return new_child(derive, event);
    case EV_READY: return new_call(&derive->handles, event, call) && append_ready(derive, ref_make(REF_HANDLE, event->a));
    case EV_TIMER_NEW: return new_timer(derive, event);
    case EV_TIMER_FIRE: return append_ready(derive, ref_make(REF_TIMER, event->a));
    case EV_STEP:
    case EV_CB:
    case EV_SKIP: pop_ready(derive); return true;
    case EV_CHOOSE: to_front(derive, event->b); return true;
    case EV_ENTER: return enter_coroutine(derive, event);
    case EV_EXIT:
        task = ref_kind(event->by) == REF_TASK ? task_of(derive, ref_number(event->by)) : NULL;
        if (task && task->frames.count > 0) {
            task->frames.count--;
        }
        return true;
    default: return true;
    }
}

size_t derive_ready(const Derive *derive, const Ref **first)
{
    *first = derive->ready.items ? (const Ref *)derive->ready.items + derive->front : NULL;
    return derive->ready.count - derive->front;
}

const DeriveCall *derive_call(const Derive *derive, Ref handle)
{
    const List *calls = ref_kind(handle) == REF_TIMER ? &derive->timers : &derive->handles;
    size_t number = ref_number(handle);
    if ((ref_kind(handle) != REF_TIMER && ref_kind(handle) != REF_HANDLE) || number == 0 || number > calls->count) {
        return &unknown_call;
    }
    return (const DeriveCall *)calls->items + (number - 1);
}

size_t derive_frames(const Derive *derive, uint32_t number, const DeriveFrame **first)
{
    const DerivedTask *task = task_of(derive, number);
    *first = task ? task->frames.items : NULL;
    return task ? task->frames.count : 0;
}

size_t derive_children(const Derive *derive, Ref ref, const Ref **first)
{
    const DerivedFuture *future = future_of(derive, ref);
    *first = future ? future->children.items : NULL;
    return future ? future->children.count : 0;
}

int64_t derive_delay(const Derive *derive, Ref ref)
{
    const DerivedFuture *future = future_of(derive, ref);
    return future ? future->delay : -1;
}
