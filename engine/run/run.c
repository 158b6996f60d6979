/* run.c: asyncio.run: from the first task to the closing of the loop. */
#include "run.h"

#include "interrupt.h"
#include "record.h"
#include "series.h"

#include "core/generator.h"
#include "core/hook.h"
#include "core/knot.h"
#include "core/report.h"
#include "io/executor.h"

#include <stdlib.h>

static _Thread_local async_settings chosen;
static _Thread_local uint32_t runs;

void async_use(const async_settings *settings) { chosen = settings ? *settings : (async_settings){0}; }

static task_object *task_of_run(async_loop *loop, async_coroutine coroutine, TraceVia via)
{
    bool is_named_none = loop->eager_tasks && rule_holds(RULE_EAGER_NAMED_NONE) && !rule_holds(RULE_EAGER_NAMED_FIRST);
    task_object *task = object_is_unstarted(coroutine) ? task_new(coroutine, is_named_none ? "None" : NULL, via, EAGER_NO, NULL) : NULL;
    if (task && via != VIA_RUN) {
        task->destroyed_silently = true; /* as run_until_complete does with a task that it makes itself */
    }
    loop->main_task = via == VIA_RUN ? task : NULL;
    return task;
}

/* Every task that is not done is cancelled and waited for, however long it takes. */
static loop_end cancel_left_over(async_loop *loop)
{
    size_t count = 0;
    for (task_object *task = loop->tasks; task; task = task->next) {
        count++;
    }
    if (!count) {
        return LOOP_COMPLETE;
    }
    uint8_t size_class;
    async_awaitable *all = pool_take_plain(count * sizeof(async_awaitable), &size_class);
    if (!all) {
        return LOOP_NO_MEMORY;
    }
    count = 0;
    for (task_object *task = loop->tasks; task; task = task->next) {
        all[count++] = object_retain(&task->future.object);
    }
    for (size_t i = 0; i < count; i++) {
        task_cancel((task_object *)(void *)all[i], NULL, NULL);
    }
    /* A reference of our own: what is made outside coroutines goes with the next callback of the program's. */
    async_object *gather = object_retain(object_of(async_gather_(all, count, true, ASYNC_HERE_(""))));
    loop_end end = is_future(gather) ? until_done(loop, (future_object *)gather, VIA_CANCEL_ALL) : LOOP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const future_object *future = (future_object *)all[i];
        if (end == LOOP_COMPLETE && future->state == FUTURE_ERROR) {
            report_shutdown_error(loop, future);
        }
        object_release(all[i]);
    }
    object_release(gather);
    scope_end(&loop->outside); /* or it would keep the tasks, and what goes with them, until a callback of the program's runs */
    pool_give_plain(all, size_class);
    return end;
}

static loop_end close_loop(async_loop *loop)
{
    loop_end end = cancel_left_over(loop);
    TraceVia vias[] = {VIA_SHUTDOWN_ASYNCGENS, VIA_SHUTDOWN_EXECUTOR};
    for (size_t i = 0; i < 2 && end == LOOP_COMPLETE; i++) {
        task_object *task = task_of_run(loop, i == 0 ? close_generators() : executor_close(), vias[i]);
        end = task ? until_done(loop, &task->future, vias[i]) : LOOP_NO_MEMORY;
        object_release(task ? &task->future.object : NULL);
    }
    return end;
}

/* What is closed with the loop never runs. */
static void tell_what_is_left(async_loop *loop)
{
    size_t timers = loop->timers.count - loop->timers.cancelled;
    if (hooked(loop) && (loop->ready.count > 0 || timers > 0)) {
        hook_emit(loop, EV_LEFT, 0, 0, (uint32_t)loop->ready.count, (uint32_t)timers, 0, 0);
    }
}

/* A run that cannot go on: what is left is let go of without being run. */
static void abandon(async_loop *loop, loop_end end)
{
    if (end == LOOP_DEADLOCK) {
        deadlock_report(loop);
    }
    uint32_t pending = 0;
    for (task_object *task = loop->tasks; task; task = task->next) {
        pending++;
    }
    if (hooked(loop)) {
        if (end == LOOP_DEADLOCK) {
            hook_emit(loop, EV_DEADLOCK, 0, 0, pending, 0, 0, 0);
        } else if (end == LOOP_LIMIT) {
            hook_emit(loop, EV_LIMIT, 0, 0, loop->turn, 0, 0, 0);
        }
    }
    tell_what_is_left(loop);
    loop->sink = NULL;
    loop->settings.quiet = true;
    loop_empty(loop);
    while (loop->tasks) {
        task_abandon(loop->tasks);
    }
    loop_empty(loop);
}

/* Tasks that were made while the others were being cancelled: nobody runs them any more. */
static void destroy_pending(async_loop *loop)
{
    loop_empty(loop);
    while (loop->tasks) {
        const task_object *task = loop->tasks;
        if (!task->destroyed_silently) {
            report_destroyed_pending(loop, task);
        }
        if (task->resume == RESUME_START) {
            report_never_awaited((const async_object *)task->frame);
        }
        task_abandon(loop->tasks);
    }
}

/* The error that ends the run, a reference, or None. `end`: how the loop was left for main, or while it was closed. */
static async_value error_of(async_loop *loop, const task_object *task, loop_end end, bool interrupted)
{
    async_value error = async_none();
    if (end == LOOP_ESCAPED) {
        error = loop->escaped;
        loop->escaped = async_none();
    } else if (end == LOOP_NO_MEMORY) {
        error = error_out_of_memory();
    } else if (interrupted) {
        error = error_new(&ASYNC_KEYBOARD_INTERRUPT, "");
    } else if (end == LOOP_COMPLETE && task->future.state != FUTURE_RESULT) {
        error = future_error((future_object *)(uintptr_t)&task->future);
    }
    return error;
}

/* With which status the process of a Python program ends that nobody catches the error for. */
static int status_of(async_value error, loop_end end)
{
    if (end == LOOP_DEADLOCK || end == LOOP_LIMIT) {
        return 3;
    }
    if (async_is(error, &ASYNC_SYSTEM_EXIT)) {
        const error_object *exits = (const error_object *)(const void *)error.as.object;
        return exits->is_number ? (int)strtol(exits->message, NULL, 10) : exits->message[0] != '\0';
    }
    return async_is(error, &ASYNC_KEYBOARD_INTERRUPT) ? INTERRUPT_STATUS : error.type == ASYNC_ERROR;
}

static void stop_counting_interrupts(Poll *poll)
{
    const volatile sig_atomic_t *counted = poll->interrupts;
    poll_without_interrupts(poll);
    interrupt_end(counted);
}

/* What there is to do when main is done, or the loop cannot go on; the status of the run. */
static int close_main(async_loop *loop, task_object *task, loop_end end)
{
    loop->main_task = NULL;
    stop_counting_interrupts(loop->poll);
    bool interrupted = loop->interrupted && end == LOOP_COMPLETE && task->future.state == FUTURE_CANCELLED &&
                       async_uncancel_(object_handle(&task->future.object), NULL) == 0;
    async_value error = async_none();
    if (end == LOOP_COMPLETE || end == LOOP_ESCAPED) {
        error = error_of(loop, task, end, interrupted);
        if (end == LOOP_COMPLETE) {
            task->future.unretrieved = false; /* run() hands the error on to its caller */
        }
        end = close_loop(loop);
    }
    if (end == LOOP_ESCAPED || end == LOOP_NO_MEMORY) { /* what comes out of closing the loop is what comes out of run() */
        value_release(error);
        error = error_of(loop, task, end, false);
    }
    int status = status_of(error, end);
    if (end != LOOP_DEADLOCK && end != LOOP_LIMIT) {
        report_uncaught(error);
    }
    value_release(error);
    loop->closing = true;
    if (end != LOOP_COMPLETE && end != LOOP_ESCAPED) {
        abandon(loop, end);
    }
    tell_what_is_left(loop);
    destroy_pending(loop);
    object_release(&task->future.object);
    return status;
}

static bool may_run(const async_object *main)
{
    if (loop_running) {
        report_misuse("asyncio.run() cannot be called from a running event loop", ASYNC_HERE_(""));
        return false;
    }
    if (!object_is_unstarted(main)) {
        report_misuse(!main                            ? "a coroutine was expected"
                      : main->type == OBJECT_ERROR     ? "out of memory"
                      : main->type == OBJECT_COROUTINE ? AWAITED_BEFORE
                                                       : "a coroutine was expected",
                      ASYNC_HERE_(""));
        return false;
    }
    return true;
}

bool run_begin(run_state *run, async_coroutine handle, bool takes_interrupts)
{
    async_object *main = object_of(handle);
    if (!may_run(main)) {
        return false;
    }
    async_settings settings = chosen;
    bool recorded = main->type == OBJECT_COROUTINE && record_begin(&settings, &coro_class((async_frame *)main)->definition);
    *run = (run_state){.recorded = recorded, .follows = recorded || !settings.sink};
    (settings.virtual_time ? poll_virtual : poll_real)(&run->poll);
    run->poll.interrupts = run->poll.real && takes_interrupts ? interrupt_begin() : NULL;
    run->poll.interrupt_pipe = interrupt_pipe;
    async_loop *loop = &run->loop;
    *loop = (async_loop){
        .poll = &run->poll, .settings = settings, .sink = settings.sink, .rules = rules_at(settings.rules), .run_number = ++runs};
    loop->ready.last = &loop->ready.first;
    loop->main_scope = main->type == OBJECT_COROUTINE ? coro_scope((async_frame *)main) : NULL;
    loop->room = settings.sink && settings.sink->room ? settings.sink->room : &run->no_room;
    if (run->follows) {
        series_continue(loop);
    }
    pool_use(settings.allocate, settings.context);
    loop_running = loop;
    async_step_.yield = ASYNC_YIELD_MAY_;
    run->task = task_of_run(loop, main, VIA_RUN);
    if (run->task) {
        run->stops = until_begin(loop, &run->task->future, VIA_RUN);
        return true;
    }
    scope_forget(main); /* it never ran, and nobody else has hold of it */
    object_release(main);
    report_uncaught(error_out_of_memory());
    stop_counting_interrupts(&run->poll);
    return true;
}

void run_turns(run_state *run)
{
    if (run->task && !run->loop.stopping) {
        run->end = loop_turns(&run->loop, false);
    }
}

bool run_turn(run_state *run) { return run->task && !run->loop.stopping && until_turn(&run->loop, &run->end); }

int run_end(run_state *run)
{
    async_loop *loop = &run->loop;
    const async_settings *settings = &loop->settings;
    int status = run->task ? close_main(loop, run->task, until_end(loop, &run->task->future, VIA_RUN, run->stops, run->end)) : 1;
    loop->author = TRACE_NOBODY;
    scope_end(&loop->outside);
    scope_end(&loop->outlived);
    loop->loose_yields += async_step_.yield == ASYNC_YIELD_ASKED_;
    async_step_.yield = ASYNC_YIELD_NEVER_;
    for (; loop->loose_yields > 0; loop->loose_yields--) {
        report_never_awaited(&async_sleep_zero_);
    }
    if (hooked(loop) && !run->recorded) {
        hook_emit(loop, EV_DONE, 0, 0, (uint32_t)status, 0, 0, 0);
    }
    if (settings->before_wait) {
        settings->before_wait(settings->context);
    }
    loop_empty(loop);
    generator_end(loop);
    outer_end(loop);
    knot_end(loop);
    if (loop->io) {
        loop->io->end(loop);
    }
    poll_end(loop->poll);
    loop->sink = NULL; /* the trace is at its end */
    if (run->follows) {
        series_keep(loop);
    }
    if (run->recorded) {
        record_end(loop, status);
    }
    cycles_end(loop);
    rules_were_asked(loop->rules_asked);
    loop_running = NULL;
    timers_free(&loop->timers);
    pool_use(NULL, NULL);
    return status;
}

int async_run(async_coroutine main)
{
    run_state run;
    if (!run_begin(&run, main, true)) {
        return 1;
    }
    run_turns(&run);
    return run_end(&run);
}
