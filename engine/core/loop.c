/* loop.c: one turn of the loop: choose how long to wait, wait, move due timers to the ready queue, run what was ready. */
#include "generator.h"
#include "sleep.h"

#include <assert.h>
#include <math.h>

_Thread_local async_loop *loop_running;

enum { MANY_TIMERS = 100 }; /* asyncio's threshold for clearing out cancelled timers */
static const int64_t LONGEST_WAIT = (int64_t)24 * 3600 * 1000000000;

int64_t loop_time(const async_loop *loop) { return loop->poll->now(loop->poll); }

int64_t loop_ns(double seconds) { return isnan(seconds) ? 0 : (int64_t)llround(fmin(fmax(seconds, -4e9), 4e9) * 1e9); }

/* A task needs nobody to keep it while it is not done; what else is queued is kept by the queue. */
static inline void keep_owner(const async_entry *entry)
{
    if (entry->call > CALL_WAKEUP) {
        object_retain(entry_owner(entry));
    }
}

static inline void append(async_loop *loop, async_entry *entry)
{
    entry->next = NULL;
    entry->queued = true;
    *loop->ready.last = entry;
    loop->ready.last = &entry->next;
    loop->ready.count++;
}

/* All entries, a list by `next`; whoever goes through it says of each that it is queued no more. */
static async_entry *take_all(async_loop *loop)
{
    async_entry *first = loop->ready.first;
    loop->ready = (entry_queue){.last = &loop->ready.first};
    return first;
}

/* What is left of them goes before what has been added meanwhile. */
static void put_back(async_loop *loop, async_entry *left)
{
    entry_queue added = loop->ready;
    loop->ready = (entry_queue){left, &loop->ready.first, added.count};
    for (async_entry *entry = left; entry; entry = entry->next) {
        loop->ready.last = &entry->next;
        loop->ready.count++;
    }
    if (added.first) {
        *loop->ready.last = added.first;
        loop->ready.last = added.last;
    }
}

/* What a callback is about, in the terms of TraceCall: b and c of the event. */
static void describe(async_loop *loop, const async_entry *entry, uint32_t *b, uint32_t *c)
{
    async_object *owner = entry_owner(entry);
    const async_handle *handle = entry_handle(entry);
    *b = 0;
    *c = handle ? future_ref(handle->future) : 0;
    switch ((TraceCall)entry->call) {
    case CALL_WAKEUP:
        *b = future_ref(owner);
        *c = future_ref(((task_object *)(void *)owner)->waiter);
        break;
    case CALL_RESOLVE: *c = future_ref(owner); break;
    case CALL_USER: *b = hook_text(loop, ((user_handle *)(void *)owner)->name); break;
    case CALL_STOP: break;
    default: *b = future_ref(entry_serves(entry)); break;
    }
}

static void announce_ready(async_loop *loop, const async_entry *entry, const TracePlace *place)
{
    uint32_t b, c;
    describe(loop, entry, &b, &c);
    hook_emit(loop, EV_READY, entry->call, 0, entry->number, b, c, hook_place(loop, place));
}

void loop_schedule(async_loop *loop, async_entry *entry, const TracePlace *place)
{
    assert(!entry->queued && "an entry stands in the ready queue once");
    entry->number = entry->silent ? 0 : ++loop->handle_numbers;
    entry->is_timer = false;
    keep_owner(entry);
    append(loop, entry);
    if (hooked(loop) && !entry->silent) {
        announce_ready(loop, entry, place);
    }
}

bool loop_add_timer(async_loop *loop, async_entry *timer, int64_t when)
{
    timer->number = ++loop->timer_numbers;
    timer->is_timer = true;
    when = when < -TRACE_LATEST ? -TRACE_LATEST : when > TRACE_LATEST ? TRACE_LATEST : when; /* sleep(inf) ends with the clock */
    if (!timers_push(&loop->timers, timer, when)) {
        return false;
    }
    keep_owner(timer);
    if (hooked(loop)) {
        uint32_t b, c;
        describe(loop, timer, &b, &c);
        hook_emit_time(loop, EV_TIMER_NEW, timer->call, timer->number, timer->call == CALL_RESOLVE ? c : b, when);
    }
    return true;
}

void loop_cancel_timer(async_loop *loop, async_entry *timer)
{
    if (timer->cancelled) {
        return;
    }
    if (timer->scheduled) { /* it stays in the heap until it comes to the top */
        timer->cancelled = true;
        loop->timers.cancelled++;
        if (hooked(loop)) {
            hook_emit(loop, EV_TIMER_CANCEL, 0, 0, timer->number, 0, 0, 0);
        }
    } else if (timer->queued) {
        timer->cancelled = true;
        if (hooked(loop)) {
            hook_emit(loop, EV_HANDLE_CANCEL, 0, 0, 0, entry_ref(timer), 0, 0);
        }
    }
}

static void drop(async_entry *timer) { object_release(entry_owner(timer)); }

static void drop_cancelled_timers(async_loop *loop)
{
    if (loop->timers.cancelled == 0) {
        return;
    }
    if (loop->timers.count > MANY_TIMERS && loop->timers.cancelled * 2 > loop->timers.count) {
        timers_purge(&loop->timers, drop);
        return;
    }
    const timer_slot *first;
    while ((first = timers_first(&loop->timers)) && first->timer->cancelled) {
        loop->timers.cancelled--;
        drop(timers_pop(&loop->timers));
    }
}

int64_t loop_timeout(const async_loop *loop)
{
    if (loop->ready.count || loop->stopping || (loop->io && loop->io->is_called(loop))) {
        return 0;
    }
    const timer_slot *first = timers_first(&loop->timers);
    if (!first) {
        return TRACE_FOREVER;
    }
    int64_t left = first->when - loop_time(loop);
    return left < 0 ? 0 : left > LONGEST_WAIT ? LONGEST_WAIT : left;
}

/* As asyncio.Runner's handler of SIGINT does: main is asked to cancel, and may clean up. */
static OUT_OF_LINE void take_interrupt(async_loop *loop)
{
    loop->interrupted = true;
    if (loop->main_task && loop->main_task->future.state == FUTURE_PENDING) {
        loop->author = TRACE_NOBODY;
        task_cancel(loop->main_task, NULL, NULL);
        loop->author = TRACE_LOOP;
    }
}

/* A loop inside of another one leaves the waiting to that. */
static int64_t patience(const async_loop *loop, int64_t timeout) { return loop->embedded && loop->poll->real ? 0 : timeout; }

/* select(): also when there is no time to wait, since a descriptor may be ready. */
static OUT_OF_LINE void look_outside(async_loop *loop, int64_t timeout)
{
    loop->io->before_wait(loop);
    loop->poll->wait(loop->poll, patience(loop, timeout));
    loop->now = loop_time(loop);
    loop->author = TRACE_NOBODY;
    loop->io->hear(loop);
    loop->author = TRACE_LOOP;
}

static void wait(async_loop *loop, int64_t timeout)
{
    if (loop->settings.before_wait) {
        loop->settings.before_wait(loop->settings.context);
    }
    int64_t before = loop->now;
    if (loop->io) {
        look_outside(loop, timeout);
    } else if (timeout > 0) {
        loop->poll->wait(loop->poll, patience(loop, timeout));
        loop->now = loop_time(loop);
    } else if (loop->timers.count) { /* else nobody asks what time it is: reading a clock costs more than a step */
        loop->now = loop_time(loop);
    }
    bool waited = timeout > 0 && (loop->poll->real || loop->now != before); /* in virtual time what is ready takes none */
    if (hooked(loop) && waited) {
        hook_emit(loop, EV_ADVANCE, 0, 0, 0, 0, 0, 0);
    }
    const volatile sig_atomic_t *interrupts = loop->poll->interrupts;
    if (interrupts && *interrupts && !loop->interrupted) {
        take_interrupt(loop);
    }
    if (loop->io) {
        loop->io->collect(loop);
    }
}

static void fire_due_timers(async_loop *loop)
{
    const timer_slot *first;
    while ((first = timers_first(&loop->timers)) && first->when <= loop->now) {
        async_entry *timer = timers_pop(&loop->timers);
        loop->timers.cancelled -= timer->cancelled;
        append(loop, timer); /* with the reference that the heap held */
        if (hooked(loop)) {
            hook_emit(loop, EV_TIMER_FIRE, 0, 0, timer->number, 0, 0, 0);
        }
    }
}

static void run_callback(async_loop *loop, async_entry *entry)
{
    Ref ref = entry_ref(entry);
    loop->author = TRACE_LOOP;
    if (hooked(loop) && !entry->silent) {
        uint32_t b, c;
        describe(loop, entry, &b, &c);
        hook_emit(loop, EV_CB, entry->call, 0, 0, ref, c, 0);
    }
    loop->author = entry->silent ? TRACE_LOOP : ref;
    async_handle *handle = entry_handle(entry);
    if (handle) {
        handle->run(loop, handle);
    } else {
        sleep_due(sleep_of(entry));
    }
    if (hooked(loop) && !entry->silent) {
        hook_emit(loop, EV_CB_END, 0, 0, 0, ref, 0, 0);
    }
    loop->author = TRACE_LOOP;
}

OUT_OF_LINE static void run_other(async_loop *loop, async_entry *entry)
{
    async_handle *handle = entry_handle(entry);
    async_object *owner = entry_owner(entry), *future = handle ? handle->future : NULL;
    if (entry->cancelled) {
        if (hooked(loop)) {
            hook_emit(loop, EV_SKIP, 0, 0, 0, entry_ref(entry), 0, 0);
        }
    } else {
        run_callback(loop, entry);
    }
    object_release(future);
    object_release(owner);
}

/* What there is to tell of a step that begins after a sleep(0), and of one that ends with it. */
static void tell_plain_begin(async_loop *loop, const task_object *task)
{
    int64_t now = hook_stamp(loop);
    Ref self = ref_make(REF_TASK, task->future.number), entry = ref_make(REF_HANDLE, task->entry.number);
    uint32_t sleep = hook_class_of(loop, &sleep_class)->name;
    Event spare[2], *to = hook_room(loop, 2, spare);
    to[0] = (Event){EV_STEP, RESUME_NEXT, 0, TRACE_LOOP, now, task->future.number, entry, 0, 0};
    to[1] = (Event){EV_EXIT, OUTCOME_RESULT, 0, self, now, 0, sleep, 0, 0};
    hook_tell_spare(loop, 2, to, spare);
}

static void tell_plain_end(async_loop *loop, const task_object *task)
{
    int64_t now = hook_stamp(loop);
    const async_frame *frame = task->frame;
    Ref self = ref_make(REF_TASK, task->future.number);
    uint32_t sleep = hook_class_of(loop, &sleep_class)->name, at = hook_await_place(loop, frame->place, coro_class(frame)),
             variables = hook_variables(loop, task->frame);
    Event spare[3], *to = hook_room(loop, 3, spare);
    to[0] = (Event){EV_ENTER, 0, 0, self, now, 0, sleep, 0, at};
    to[1] = (Event){EV_READY, CALL_STEP, 0, self, now, task->entry.number, self, 0, 0};
    to[2] = (Event){EV_STEP_END, REASON_YIELD, VIA_SLEEP_ZERO, self, now, task->future.number, 0, variables, at};
    hook_tell_spare(loop, 3, to, spare);
}

/* A step that began after a sleep(0), and does not end with one. */
OUT_OF_LINE static void leave_plain(async_loop *loop, task_object *task, async_signal signal)
{
    task->entry.queued = task->entry.plain = false;
    async_value value = async_none();
    coro_exit how = coro_go_on(loop, task, task->frame, signal, &value);
    task_step_ends(loop, task, how, value);
}

/* The next step of a task that sleep(0)s: what task_step() does, without what cannot be the case. False: it did not end with another one. `told`: is
   there a hook? Without one nobody ever sees a number or an author. */
static inline bool step_plainly(async_loop *loop, task_object *task, bool told)
{
    async_frame *frame = task->frame;
    loop->current = task;
    if (told) {
        loop->author = ref_make(REF_TASK, task->future.number);
        tell_plain_begin(loop, task);
    }
    async_step_.given.type = ASYNC_NONE;
    async_signal signal = coro_resume(frame);
    if (signal == ASYNC_YIELDED_ && task->entry.plain) { /* which it is no more when it was cancelled meanwhile */
        append(loop, &task->entry);
        if (told) {
            task->entry.number = ++loop->handle_numbers;
            tell_plain_end(loop, task);
            loop->author = TRACE_LOOP;
        }
        return true;
    }
    leave_plain(loop, task, signal);
    return false;
}

void loop_escape(async_loop *loop, async_value error)
{
    if (error_ends_run(error)) {
        value_release(loop->escaped);
        loop->escaped = value_retain(error);
    }
}

static inline bool run_entry(async_loop *loop, async_entry *entry, bool told)
{
    if (entry->plain) {
        if (step_plainly(loop, task_of(entry), told)) {
            return true;
        }
    } else if (entry->call <= CALL_WAKEUP) {
        entry->queued = false;
        task_step(loop, task_of(entry));
    } else {
        entry->queued = false;
        loop->current = NULL;
        run_other(loop, entry);
    }
    return loop->escaped.type == ASYNC_NONE;
}

/* In the order that somebody else than asyncio chooses. Leaves none: NULL. */
OUT_OF_LINE static async_entry *run_chosen(async_loop *loop, async_entry *batch)
{
    bool goes_on = true;
    for (async_entry *entry; goes_on && batch && (entry = loop_choose(loop, batch)) != NULL;) {
        batch = entry->next;
        goes_on = run_entry(loop, entry, hooked(loop));
    }
    put_back(loop, batch);
    return NULL;
}

/* The entries that are ready now, and no others: what is added meanwhile waits for the next turn. False: an error ends the run, and those behind the
   entry that it came out of stay where they are. */
static bool run_ready(async_loop *loop)
{
    const bool told = hooked(loop);
    async_entry *next, *entry = take_all(loop);
    if (loop->settings.choose) {
        entry = run_chosen(loop, entry);
    }
    for (; entry; entry = next) {
        next = entry->next;
        if (!run_entry(loop, entry, told)) {
            put_back(loop, next);
            break;
        }
    }
    loop->current = NULL;
    return loop->escaped.type == ASYNC_NONE;
}

static inline loop_end take_turn(async_loop *loop)
{
    loop->author = TRACE_LOOP;
    loop->turn++;
    drop_cancelled_timers(loop);
    int64_t timeout = loop_timeout(loop);
    if (hooked(loop)) {
        hook_emit_time(loop, EV_ITER, 0, loop->turn, loop->ready.count, timeout);
    }
    if (timeout == TRACE_FOREVER && !loop->embedded && !(loop->io && loop->io->may_wake(loop))) {
        return LOOP_DEADLOCK;
    }
    wait(loop, timeout);
    fire_due_timers(loop);
    if (!run_ready(loop)) {
        return LOOP_ESCAPED;
    }
    if (hooked(loop)) {
        hook_emit(loop, EV_ITER_END, 0, 0, loop->turn, loop->ready.count, 0, 0);
    }
    return LOOP_COMPLETE;
}

loop_end loop_turns(async_loop *loop, bool only_one)
{
    loop_end end;
    do {
        end = take_turn(loop);
        if (end == LOOP_COMPLETE && loop->settings.turn_limit && loop->turn - loop->turns_before >= loop->settings.turn_limit &&
            !loop->stopping) {
            end = LOOP_LIMIT;
        }
    } while (end == LOOP_COMPLETE && !loop->stopping && !only_one);
    return end;
}

void loop_empty(async_loop *loop)
{
    while (loop->ready.first) {
        async_entry *next;
        for (async_entry *entry = take_all(loop); entry; entry = next) {
            next = entry->next;
            entry->queued = false;
            async_handle *handle = entry_handle(entry);
            if (entry->call > CALL_WAKEUP) {
                async_object *owner = entry_owner(entry);
                generator_stays_open(handle);
                object_release(handle ? handle->future : NULL);
                object_release(owner);
            }
        }
    }
    async_entry *timer;
    while ((timer = timers_pop(&loop->timers))) {
        drop(timer);
    }
}
