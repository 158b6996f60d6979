/* run_program_ops.c: the ops of a program that have no body and do not await, each as the line of Python that it stands for. */
#include "core/hook.h"
#include "run_program.h"

async_value program_value_of(const program_value *value) { return value->text ? async_str("%s", value->text) : async_int(value->number); }

/* ---- What is shared ---- */

static async_object *make(const program_object *object)
{
    switch (object->kind) {
    case OBJECT_OF_EVENT: return async_create_event();
    case OBJECT_OF_LOCK: return async_create_lock();
    case OBJECT_OF_SEMAPHORE: return async_create_semaphore(object->value);
    case OBJECT_OF_BOUNDED: return async_create_bounded_semaphore(object->value);
    case OBJECT_OF_CONDITION: return async_create_condition(NULL);
    case OBJECT_OF_QUEUE: return async_create_queue(object->value);
    case OBJECT_OF_PRIORITY: return async_create_priority_queue(object->value);
    case OBJECT_OF_LIFO: return async_create_lifo_queue(object->value);
    case OBJECT_OF_COUNT: break;
    }
    return NULL;
}

void program_begin(Program *program)
{
    program->begun = true;
    for (size_t i = 0; i < program->object_count; i++) {
        program->objects[i].object = make(&program->objects[i]);
    }
}

/* A slot keeps what it holds alive, as a Python module's variable does. */
void program_set_slot(Program *program, size_t slot, async_object *object)
{
    async_object *before = program->slots[slot];
    program->slots[slot] = object_retain(object_of(object));
    object_release(before);
}

void program_empty_slots(Program *program, bool run_is_over)
{
    for (size_t i = 0; i < program->slot_count; i++) {
        if (run_is_over || !program->holds_generator[i]) {
            program_set_slot(program, i, NULL);
        }
    }
}

/* What a function gave that in Python would have raised: an error is on its way. */
static async_value checked(async_frame *frame, async_value given)
{
    if (given.type == ASYNC_ERROR) {
        async_raise_(frame, given);
    }
    return given;
}

bool program_raised(async_frame *frame, async_object *object)
{
    if (object && object->type == OBJECT_ERROR) {
        async_raise_(frame, (async_value){ASYNC_ERROR, {.object = object}});
        return true;
    }
    return false;
}

/* ---- Ops ---- */

void program_spawn(Program *program, async_frame *frame, program_op *op, async_group group)
{
    const TracePlace *place = &op->place.place;
    async_coroutine coroutine = program_call(op->coroutine, place);
    async_object *task = object_of(group ? async_group_create_task_(group, coroutine, NULL, op->eager, place)
                                         : async_create_task_(coroutine, NULL, op->eager, place));
    if (!task) {
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "no running event loop"));
    } else if (!program_raised(frame, task)) {
        program_set_slot(program, op->slot, task);
    }
}

static void cancel(Program *program, async_frame *frame, const program_op *op)
{
    async_object *object = program_slot(program, frame, op->slot);
    if (object) {
        async_cancel_(object, op->text, &op->place.place);
    }
}

/* set_result and set_exception. */
static void settle(Program *program, async_frame *frame, const program_op *op)
{
    async_object *object = program_slot(program, frame, op->slot);
    if (!object) {
        return;
    }
    if (object->type == OBJECT_TASK) {
        const char *method = op->kind == OP_RESOLVE ? "set_result" : "set_exception";
        async_raise_(frame, async_error(&ASYNC_RUNTIME_ERROR, "Task does not support %s operation", method));
        return;
    }
    bool pending = op->kind == OP_RESOLVE ? async_set_result(object, program_value_of(&op->value))
                                          : async_set_error(object, async_error(op->error, "%s", op->text));
    if (!pending) {
        async_raise_(frame, async_error(&ASYNC_INVALID_STATE_ERROR, "invalid state"));
    }
}

static void assign(Program *program, async_frame *frame, const program_op *op)
{
    async_object *made = object_of(program_evaluate(program, frame, op->what, &op->place.place));
    if (made && !program_raised(frame, made)) {
        program_set_slot(program, op->slot, made);
    }
}

/* What is made and never awaited goes at once. */
static void forget(Program *program, async_frame *frame, const program_op *op)
{
    async_round_(frame, 1);
    if (program_evaluate(program, frame, op->what, &op->place.place)) {
        async_end_round_(frame, 1);
    }
}

/* The slot alone holds it: a generator that nobody holds any more is closed. */
static void make_generator(Program *program, async_frame *frame, const program_op *op)
{
    async_object *made = object_of(program_generate(op->coroutine, &op->place.place));
    if (program_raised(frame, made)) {
        return;
    }
    program_set_slot(program, op->slot, made);
    program->holds_generator[op->slot] = true;
    if (scope_give_up(scope_current(), made)) {
        object_release(made);
    }
}

static void reschedule(const Program *program, async_frame *frame, const program_op *op)
{
    async_object *timeout = program_slot(program, frame, op->slot);
    if (timeout) {
        checked(frame, async_timeout_reschedule(timeout, async_loop_time() + op->seconds));
    }
}

static void show_expired(const Program *program, async_frame *frame, const program_op *op)
{
    async_object *timeout = program_slot(program, frame, op->slot);
    if (timeout) {
        async_print_(&op->place.place, "%s %s", op->text, async_timeout_expired(timeout) ? "True" : "False");
    }
}

static void say(async_future future, void *context)
{
    (void)future;
    const program_op *op = context;
    async_print_(&op->place.place, "%s", op->text);
}

static void fail(async_future future, void *context)
{
    (void)future;
    const program_op *op = context;
    async_callback_failed(async_error(op->error, "%s", op->text));
}

static void done_callback(Program *program, async_frame *frame, program_op *op)
{
    async_object *object = program_slot(program, frame, op->slot);
    if (object) {
        async_add_done_callback_(object, say, op, "<lambda>", &op->place.place);
    }
}

static void get_nowait(const Program *program, async_frame *frame, const program_op *op)
{
    async_value got = checked(frame, async_get_nowait(program->objects[op->object].object));
    if (!frame->leaving) {
        async_print_(&op->place.place, "%s %s", op->text, async_text(got));
    }
}

/* Ops on locks, events and queues. */
static void run_shared_op(const Program *program, async_frame *frame, const program_op *op)
{
    async_object *object = program->objects[op->object].object;
    switch (op->kind) {
    case OP_SET: async_event_set(object); break;
    case OP_CLEAR: async_event_clear(object); break;
    case OP_RELEASE: checked(frame, async_release(object)); break;
    case OP_NOTIFY: checked(frame, async_notify(object, op->count)); break;
    case OP_PUT_NOWAIT: checked(frame, async_put_nowait(object, program_value_of(&op->value))); break;
    case OP_SHUTDOWN:
    case OP_SHUTDOWN_NOW: checked(frame, async_queue_shutdown(object, op->kind == OP_SHUTDOWN_NOW)); break;
    case OP_GET_NOWAIT: get_nowait(program, frame, op); break;
    default: checked(frame, async_task_done(object)); break;
    }
}

void program_run_op(Program *program, async_frame *frame, program_op *op)
{
    const TracePlace *place = &op->place.place;
    switch (op->kind) {
    case OP_PRINT: async_print_(place, "%s", op->text); break;
    case OP_SPAWN: program_spawn(program, frame, op, NULL); break;
    case OP_CANCEL: cancel(program, frame, op); break;
    case OP_RESOLVE:
    case OP_FAIL: settle(program, frame, op); break;
    case OP_RAISE: async_raise_(frame, async_error(op->error, "%s", op->text)); break;
    case OP_FUTURE: program_set_slot(program, op->slot, async_create_future_(place)); break;
    case OP_UNCANCEL: async_uncancel_(async_current_task(), place); break;
    case OP_CANCEL_SELF: async_cancel_(async_current_task(), op->text, place); break;
    case OP_CANCELLING: async_print_(place, "%s %u", op->text, async_cancelling(async_current_task())); break;
    case OP_BLOCK: async_block_(op->seconds, place); break;
    case OP_CALL_SOON: async_call_soon_(say, op, "<lambda>", place); break;
    case OP_CALL_LATER: async_call_later_(op->seconds, say, op, "<lambda>", place); break;
    case OP_CALLBACK_FAILS: async_call_soon_(fail, op, "<lambda>", place); break;
    case OP_EAGER: async_set_eager_tasks(op->on); break;
    case OP_ASSIGN: assign(program, frame, op); break;
    case OP_FORGET: forget(program, frame, op); break;
    case OP_GENERATE: make_generator(program, frame, op); break;
    case OP_RESCHEDULE: reschedule(program, frame, op); break;
    case OP_EXPIRED: show_expired(program, frame, op); break;
    case OP_DONE_CALLBACK: done_callback(program, frame, op); break;
    default: run_shared_op(program, frame, op); break;
    }
}
