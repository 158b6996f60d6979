/* object.c: counting references, and the scopes that own what a coroutine makes. */
#include "generator.h"
#include "report.h"
#include "sleep.h"

#include <assert.h>
#include <string.h>

typedef struct hold_object {
    async_object object;
    async_object *held; /* a reference */
} hold_object;

typedef struct mark_object {
    async_object object;
    int depth; /* of the ROUND */
} mark_object;

async_object object_gone = {.type = OBJECT_FREE, .references = REFERENCES_OF_STATIC};
async_object object_gone_coroutine = {.type = OBJECT_COROUTINE, .references = REFERENCES_OF_STATIC};

static _Thread_local async_scope before_run; /* what is made before async_run() has a loop */

void *object_new(object_type type, size_t size)
{
    uint8_t size_class;
    bool unnamed = type == OBJECT_STR || type == OBJECT_LIST;
    async_object *object = unnamed ? pool_take_unnamed(size, &size_class) : pool_take_raw(size, &size_class);
    if (object) {
        object_begin(object, type, size_class);
        size_t cleared = type == OBJECT_STR ? sizeof(string_object) : size; /* its text is written by whoever makes it */
        memset(object + 1, 0, cleared - sizeof *object);
        ((char *)object)[size - 1] = '\0';
    }
    return object;
}

static void dispose_custom(custom_object *custom)
{
    if (custom->class->dispose) {
        custom->class->dispose(custom);
    }
}

static void release_items(list_object *list)
{
    for (size_t i = 0; i < list->count; i++) {
        value_release(list->items[i]);
    }
}

/* What is freed lets go of what it held, and so on: as deep as a user's lists, tasks and futures hold each other. From some depth on they wait until those
   before them are gone. */
enum { MOST_FREED_INSIDE = 200 };
static _Thread_local struct {
    unsigned depth;
    async_object *waiting; /* a list by `next`, which nothing needs that nobody refers to */
} freeing;

static void dispose(async_object *object)
{
    switch ((object_type)object->type) {
    case OBJECT_LIST: release_items((list_object *)object); break;
    case OBJECT_COROUTINE: coro_dispose((async_frame *)object); break;
    case OBJECT_SLEEP:
        if (object->unstarted) {
            break;
        }
        future_dispose((future_object *)object);
        break;
    case OBJECT_FUTURE: future_dispose((future_object *)object); break;
    case OBJECT_TASK: task_dispose((task_object *)object); break;
    case OBJECT_OUTER: outer_dispose((outer_future *)object); break;
    case OBJECT_CUSTOM: dispose_custom((custom_object *)object); break;
    case OBJECT_HOLD: object_release(((hold_object *)object)->held); break;
    case OBJECT_ERROR:
        object_release((async_object *)((error_object *)object)->errors);
        object_release(((error_object *)object)->carries);
        break;
    case OBJECT_HANDLE: object_release(((user_handle *)object)->held); break;
    case OBJECT_STR:
    case OBJECT_MARK: break;
    case OBJECT_YIELD:
    case OBJECT_FREE: assert(0 && "an object is freed once"); break;
    }
    pool_give(object, object->size_class);
}

static OUT_OF_LINE void free_holder(async_object *object)
{
    if (freeing.depth >= MOST_FREED_INSIDE) {
        object->next = freeing.waiting;
        freeing.waiting = object;
        return;
    }
    freeing.depth++;
    dispose(object);
    freeing.depth--;
    while (!freeing.depth && freeing.waiting) {
        async_object *next = freeing.waiting;
        freeing.waiting = next->next;
        freeing.depth++;
        dispose(next);
        freeing.depth--;
    }
}

static bool holds_nothing(const async_object *object)
{
    switch ((object_type)object->type) {
    case OBJECT_STR:
    case OBJECT_MARK: return true;
    case OBJECT_COROUTINE: return coro_holds_nothing((const async_frame *)object);
    case OBJECT_FUTURE: return future_holds_nothing((const future_object *)object);
    case OBJECT_SLEEP: return object->unstarted || future_holds_nothing((const future_object *)object);
    case OBJECT_TASK: return task_holds_nothing((const task_object *)(const void *)object);
    default: return false;
    }
}

void object_free(async_object *object)
{
    if (holds_nothing(object)) { /* as most of what goes */
        pool_give(object, object->size_class);
    } else {
        free_holder(object);
    }
}

async_scope *scope_current(void)
{
    if (!loop_running) {
        return &before_run;
    }
    if (loop_running->guest) {
        return loop_running->guest;
    }
    task_object *task = loop_running->current;
    return task && task->frame ? coro_scope(task->frame) : &loop_running->outside;
}

/* ---- Scopes: a list in which each coroutine that has not started knows the one before it, so that it can be taken out ---- */

/* A frame, or a sleep, until it starts: its place in the list lies in fields which it needs only later. */
typedef struct unstarted_coroutine {
    async_object object;
    void *before, *scope; /* an async_object, an async_scope: as what lies there later is written under other types, these have none */
} unstarted_coroutine;
_Static_assert(offsetof(async_frame, owned) >= sizeof(unstarted_coroutine), "of a frame that is caller and cleanup");
_Static_assert(offsetof(sleep_object, future.delay) >= sizeof(unstarted_coroutine), "of a sleep that is all but its delay");

static inline unstarted_coroutine *unstarted_of(async_object *coroutine) { return (unstarted_coroutine *)(void *)coroutine; }

void scope_add(async_scope *scope, async_object *object)
{
    object->kept = true;
    object->next = scope->owned;
    if (object_is_unstarted(object->next)) {
        unstarted_of(object->next)->before = object;
    }
    scope->owned = object;
}

void *scope_keep(async_scope *scope, async_object *object)
{
    if (!object || object->references >= REFERENCES_OF_STATIC) {
        return object;
    }
    if (!object->kept) {
        scope_add(scope, object);
        return object;
    }
    hold_object *hold = object_new(OBJECT_HOLD, sizeof *hold);
    if (!hold) {
        object_release(object);
        return NULL;
    }
    hold->held = object;
    scope_add(scope, &hold->object);
    return object;
}

static inline void remember_in(async_scope *scope, async_object *coroutine)
{
    scope_add(scope, coroutine);
    coroutine->unstarted = true;
    unstarted_of(coroutine)->before = NULL;
    unstarted_of(coroutine)->scope = scope;
}

void scope_remember(async_object *coroutine) { remember_in(scope_current(), coroutine); }

static inline void take_out(async_object *coroutine)
{
    async_object *before = unstarted_of(coroutine)->before, *next = coroutine->next;
    *(before ? &before->next : &((async_scope *)unstarted_of(coroutine)->scope)->owned) = next;
    if (object_is_unstarted(next)) {
        unstarted_of(next)->before = before;
    }
    coroutine->next = NULL;
    coroutine->kept = false;
}

/* From here on the fields are what they are for. */
static inline void make_ready(async_object *coroutine)
{
    unstarted_of(coroutine)->before = unstarted_of(coroutine)->scope = NULL;
    if (coroutine->type == OBJECT_COROUTINE) {
        coro_forget_call((async_frame *)coroutine);
    }
}

void scope_forget(async_object *coroutine)
{
    take_out(coroutine);
    make_ready(coroutine);
}

const async_object *object_held(const async_object *object)
{
    return object->type == OBJECT_HOLD ? ((const hold_object *)object)->held : NULL;
}

bool scope_adopt(async_scope *scope, async_object *object)
{
    if (object && object->type != OBJECT_YIELD && object_is_unstarted(object)) {
        take_out(object);
        remember_in(scope, object);
        return true;
    }
    return !object || scope_keep(scope, object_retain(object));
}

bool scope_give_up(async_scope *scope, async_object *object)
{
    if (scope->owned != object) {
        return false;
    }
    scope->owned = object->next;
    if (object_is_unstarted(scope->owned)) {
        unstarted_of(scope->owned)->before = NULL;
    }
    object->next = NULL;
    object->kept = false;
    return true;
}

/* What was added since `until`, taken out, the oldest first. */
static async_object *cut_off(async_scope *scope, const async_object *until)
{
    async_object *oldest = NULL;
    while (scope->owned != until) {
        async_object *object = scope->owned;
        scope->owned = object->next;
        object->next = oldest;
        oldest = object;
    }
    if (object_is_unstarted(scope->owned)) {
        unstarted_of(scope->owned)->before = NULL;
    }
    return oldest;
}

static async_object *next_of(async_object **oldest)
{
    async_object *object = *oldest;
    *oldest = object->next;
    object->next = NULL;
    object->kept = false;
    if (object_is_unstarted(object)) {
        report_never_awaited(object);
        make_ready(object);
    }
    return object;
}

/* Lets go of what was added since `until`, in the order in which it was made. */
static void scope_cut(async_scope *scope, const async_object *until)
{
    async_object *oldest = cut_off(scope, until);
    while (oldest) {
        object_release(next_of(&oldest));
    }
}

/* An error that nobody can fetch any more once the scope has let go of the future. */
static void report_if_lost(async_object *object)
{
    async_object *of = object->type == OBJECT_HOLD ? ((hold_object *)object)->held : object;
    if (is_future(of) && of->references == 1 && ((future_object *)of)->unretrieved) {
        report_unretrieved((future_object *)of);
        ((future_object *)of)->unretrieved = false;
    }
}

/* What main made is there until the run is over, since its tasks can outlive it. What is to be reported when main ends is reported all the same. */
static void scope_outlive(async_scope *scope, async_scope *heir)
{
    async_object *oldest = cut_off(scope, NULL), *first = NULL, **last = &first;
    while (oldest) { /* a coroutine that goes may be the last but one to hold something of the others */
        async_object *object = next_of(&oldest);
        if (object_is_unstarted(object)) {
            object_release(object);
        } else {
            report_if_lost(object);
            *last = object;
            last = &object->next;
        }
    }
    while (first) {
        async_object *object = next_of(&first);
        generator_end_of_main(object);
        scope_add(heir, object);
    }
}

void scope_end(async_scope *scope)
{
    async_loop *loop = loop_running;
    if (loop && scope == loop->main_scope) {
        loop->main_scope = NULL;
        scope_outlive(scope, &loop->outlived);
    }
    while (scope->owned) { /* again if letting go made something new */
        scope_cut(scope, NULL);
    }
}

void async_round_(async_frame *frame, int depth)
{
    mark_object *mark = object_new(OBJECT_MARK, sizeof *mark);
    if (mark) { /* else all that is made is kept for longer */
        mark->depth = depth;
        scope_add(coro_scope(frame), &mark->object);
    }
}

void async_end_round_(async_frame *frame, int depth)
{
    for (const async_object *object = frame->owned; object; object = object->next) {
        if (object->type == OBJECT_MARK && ((const mark_object *)(const void *)object)->depth == depth) {
            scope_cut(coro_scope(frame), object->next);
            return;
        }
    }
}
