/* generator.c: asynchronous generators: a coroutine that is entered for each value, and closed when nobody holds it any more. */
#include "generator.h"

#include "coro.h"
#include "custom.h"
#include "loop.h"
#include "report.h"

#include <stddef.h>

const async_error_class ASYNC_GENERATOR_EXIT = {"GeneratorExit", &ASYNC_BASE_EXCEPTION};
static const async_error_class STOP_ASYNC_ITERATION = {"StopAsyncIteration", &ASYNC_EXCEPTION};

typedef struct generator_object {
    custom_object custom;
    async_frame *frame;                       /* a reference; NULL: it has come to its end, or was closed */
    async_handle to_close;                    /* of one that was dropped: makes the task that closes it */
    struct generator_object *next, *previous; /* all that somebody holds who has asked for a value, or to close it */
    bool listed;
    bool left;    /* it has been in the list, and will not be again */
    bool closed;  /* aclose() has begun: none is begun again. Who gave a value instead of ending still gives the next */
    bool dropped; /* nobody but its closing holds it */
} generator_object;

static void dispose(void *object);

static const custom_class generator_class = {.name = "generator", .dispose = dispose};

static void list(generator_object *generator)
{
    async_loop *loop = loop_running;
    if (generator->listed || generator->left) {
        return;
    }
    generator->listed = true;
    generator->previous = loop->generators_last;
    *(generator->previous ? &generator->previous->next : &loop->generators) = generator;
    loop->generators_last = generator;
}

static void unlist(generator_object *generator)
{
    async_loop *loop = loop_running;
    if (!generator->listed) {
        return;
    }
    generator->listed = false;
    generator->left = true;
    *(generator->previous ? &generator->previous->next : &loop->generators) = generator->next;
    *(generator->next ? &generator->next->previous : &loop->generators_last) = generator->previous;
    generator->next = generator->previous = NULL;
}

/* It will not be entered again. In its list it stays for as long as somebody holds it, as in asyncio, which at the end of a run closes it once more. */
static void end(generator_object *generator)
{
    async_frame *frame = generator->frame;
    generator->frame = NULL;
    object_release((async_object *)frame);
}

static generator_object *generator_new(async_frame *frame)
{
    generator_object *generator = object_new(OBJECT_CUSTOM, sizeof *generator);
    if (generator) {
        generator->custom.class = &generator_class;
        generator->frame = frame;
    }
    return generator;
}

async_generator async_generate_(const async_coroutine_class *const *variables, const TracePlace *place)
{
    async_object *coroutine = coro_call(variables, false, place);
    if (coroutine->type != OBJECT_COROUTINE) {
        return coroutine;
    }
    async_frame *frame = (async_frame *)coroutine;
    scope_forget(coroutine);
    coroutine->unstarted = false;
    frame->generating = GENERATOR_WAITS;
    generator_object *generator = generator_new(frame);
    if (!generator) {
        object_release(coroutine);
        return error_out_of_memory().as.object;
    }
    return custom_made(generator);
}

/* ---- Its body ---- */

bool async_yield_(async_frame *frame, async_value value)
{
    if (frame->generating != GENERATOR_RUNS) {
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "YIELD in a coroutine that was not made by generate()"));
        return false;
    }
    frame->generating = GENERATOR_YIELDED;
    async_step_.given = value;
    return true;
}

/* ---- Asking it for values ---- */

static generator_object *held(async_frame *frame, int depth) { return (generator_object *)(void *)coro_held(frame, depth); }

bool async_for_(async_frame *frame, async_generator handle, bool made_here, int depth)
{
    async_object *object = object_of(handle);
    if (!custom_is(object, &generator_class)) {
        async_raise_(frame, custom_misused(object, "FOR_AWAIT: a generator"));
        return false;
    }
    if (!coro_hold(frame, depth, object)) {
        async_raise_(frame, error_out_of_memory());
        return false;
    }
    if (made_here && scope_give_up(coro_scope(frame), object)) {
        object_release(object); /* the loop alone holds it: nobody else knows it */
    }
    return true;
}

static async_signal run_on(async_frame *frame, generator_object *generator, async_value error)
{
    generator->frame->generating = GENERATOR_RUNS;
    return coro_enter_again(frame, generator->frame, error);
}

async_signal async_next_(async_frame *frame, int depth)
{
    generator_object *generator = held(frame, depth);
    if (generator->frame && generator->frame->generating == GENERATOR_RUNS) {
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "anext(): asynchronous generator is already running"));
        return ASYNC_GO_ON_;
    }
    if (!generator->frame) {
        return ASYNC_GO_ON_;
    }
    list(generator);
    return run_on(frame, generator, async_none());
}

bool async_has_next_(async_frame *frame, int depth, async_value *value)
{
    generator_object *generator = held(frame, depth);
    if (!generator->frame) {
        return false;
    }
    if (generator->frame->generating != GENERATOR_YIELDED) {
        end(generator);
        return false;
    }
    generator->frame->generating = GENERATOR_WAITS;
    *value = async_step_.given;
    return true;
}

/* An error that came out of it is its end. */
static void end_if_failed(const async_frame *asked, generator_object *generator)
{
    if (generator->frame && generator->frame->generating == GENERATOR_RUNS && generator->frame->caller == asked) {
        end(generator);
    }
}

void async_end_for_(async_frame *frame, int depth)
{
    end_if_failed(frame, held(frame, depth));
    coro_let_go(frame, depth);
}

/* ---- Closing ---- */

typedef struct close_frame {
    const async_coroutine_class *coroutine;
    generator_object *generator; /* a reference */
} close_frame;

static async_signal close_resume(async_frame *frame, void *variables);

static void close_dispose(void *variables)
{
    close_frame *self = variables;
    object_release(&self->generator->custom.object);
}

const async_coroutine_class generator_close = {"asyncio.aclose", sizeof(close_frame), close_resume, close_dispose, {"", "", "", 0}, NULL};

static async_signal close_begins(async_frame *frame, generator_object *generator)
{
    bool is_thrown = frame->leaving; /* cancelled before its first step: that is what comes out of the YIELD */
    async_value thrown = is_thrown ? async_step_.given : async_none();
    if (generator->frame && generator->frame->generating == GENERATOR_RUNS) {
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "aclose(): asynchronous generator is already running"));
        return ASYNC_FAILED_;
    }
    if (generator->frame && generator->closed && !is_thrown) { /* it gave a value instead of ending */
        async_raise_(frame, async_error(&STOP_ASYNC_ITERATION, "%s", ""));
        return ASYNC_FAILED_;
    }
    if (generator->frame && !generator->frame->resume) { /* it has not begun: no line of it runs */
        end(generator);
    }
    if (!generator->frame) {
        return is_thrown ? ASYNC_FAILED_ : async_return_(frame, async_none());
    }
    if (is_thrown && !rule_holds(RULE_CLOSING_IS_CANCELLED)) { /* it only then begins to close it: that gets its GeneratorExit as well */
        loop_running->current->begins_to_close = true;
    }
    generator->closed = generator->closed || !is_thrown;
    frame->resume = 1;
    frame->leaving = ASYNC_STAYS_;
    return run_on(frame, generator, is_thrown ? thrown : async_error(&ASYNC_GENERATOR_EXIT, "%s", ""));
}

static async_signal close_resume(async_frame *frame, void *variables)
{
    generator_object *generator = ((close_frame *)variables)->generator;
    if (!frame->resume) {
        return close_begins(frame, generator);
    }
    bool yielded = generator->frame->generating == GENERATOR_YIELDED;
    if (yielded) {
        generator->frame->generating = GENERATOR_WAITS;
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "async generator ignored GeneratorExit"));
        if (!frame->caller) { /* what aclose() gave is the task's own, and stays until that goes; in Python it has the generator */
            loop_running->current->waiter = object_retain(&generator->custom.object);
        }
        return ASYNC_FAILED_;
    }
    end(generator);
    if (frame->leaving && !async_is(async_step_.given, &ASYNC_GENERATOR_EXIT)) {
        return ASYNC_FAILED_;
    }
    frame->leaving = ASYNC_STAYS_;
    return async_return_(frame, async_none());
}

static async_coroutine close_at(generator_object *generator, const TracePlace *place)
{
    close_frame variables = {&generator_close, generator};
    return custom_keep(coro_call(&variables.coroutine, false, place), &generator->custom.object);
}

async_coroutine async_generator_close_(async_generator object, const TracePlace *place)
{
    generator_object *generator = custom_is(object, &generator_class);
    if (generator && loop_running) {
        list(generator);
    }
    return object_handle(generator ? close_at(generator, place) : custom_misused(object, "a generator").as.object);
}

static void make_task(async_loop *loop, async_handle *handle)
{
    async_coroutine close = close_at((generator_object *)(void *)handle->owner, ASYNC_HERE_(""));
    if (close->type != OBJECT_COROUTINE) { /* there is no memory for it */
        return;
    }
    task_object *task = task_new(close, NULL, VIA_CREATE_TASK, EAGER_AS_SET, NULL);
    if (!task) { /* and the coroutine may be gone with it */
        loop_escape(loop, (async_value){ASYNC_ERROR, {.object = task_not_made()}});
        return;
    }
    object_release(&task->future.object);
}

void generator_stays_open(const async_handle *handle)
{
    if (!handle || handle->call != CALL_CLOSE_GENERATOR) {
        return;
    }
    async_coroutine close = close_at((generator_object *)(void *)handle->owner, ASYNC_HERE_(""));
    if (close->type == OBJECT_COROUTINE) { /* else there is no memory for it */
        scope_forget(close);
        report_never_awaited(close);
    }
    object_release(close);
}

/* Was it ever asked for something, and can it be closed? */
static bool is_open(const generator_object *generator)
{
    return generator->left && generator->frame && generator->frame->generating == GENERATOR_WAITS && !generator->closed;
}

/* Nobody holds it any more, but it stands at a YIELD: another object takes its place, which asks the loop for a task that closes it. */
static void close_later(generator_object *generator)
{
    generator_object *heir = generator_new(generator->frame);
    if (!heir) {
        return;
    }
    generator->frame = NULL;
    heir->dropped = true;
    heir->to_close.run = make_task;
    heir->to_close.owner = &heir->custom.object;
    heir->to_close.call = CALL_CLOSE_GENERATOR;
    loop_schedule(loop_running, &heir->to_close.entry, NULL);
    object_release(&heir->custom.object);
}

static void dispose(void *object)
{
    generator_object *generator = object;
    unlist(generator);
    if (loop_running && !loop_running->closing && is_open(generator) && !generator->dropped) {
        close_later(generator);
    }
    object_release((async_object *)generator->frame);
}

/* ---- At the end of a run ---- */

size_t generator_count(const async_loop *loop)
{
    size_t count = 0;
    for (const generator_object *generator = loop->generators; generator; generator = generator->next) {
        count++;
    }
    return count;
}

async_coroutine generator_close_next(async_loop *loop)
{
    generator_object *generator = loop->generators;
    async_coroutine close = close_at(generator, ASYNC_HERE_(""));
    unlist(generator);
    return close;
}

void generator_end(async_loop *loop)
{
    while (loop->generators) {
        unlist(loop->generators);
    }
}

void generator_end_of_main(async_object *object)
{
    generator_object *generator = custom_is(object, &generator_class);
    if (!generator || generator->custom.object.references != 1) {
        return;
    }
    unlist(generator);
    if (is_open(generator)) {
        close_later(generator);
    }
}
