/* coro.h: coroutines: how a frame is run, suspended and let go of, and how asyncio's own coroutines are written here. */
#ifndef LOOPSCOPE_CORO_H
#define LOOPSCOPE_CORO_H

#include "task.h"

/* Runs the task's coroutines until the task suspends or ends. `error`: thrown in at the await point (a reference is taken over), or None. The value with
   which it ended goes to *value (a reference). */
coro_exit coro_run(async_loop *loop, task_object *task, async_value error, async_value *value);
/* The same from where the innermost coroutine has left off with a signal. */
coro_exit coro_go_on(async_loop *loop, task_object *task, async_frame *frame, async_signal signal, async_value *value);
void coro_free(async_frame *frame); /* and its callers */
/* A new coroutine object, in the current scope; MemoryError if there was no memory for it. */
async_object *coro_call(const async_coroutine_class *const *variables, bool first_is_text, const TracePlace *place);
/* Stands for a coroutine that is started a second time: a coroutine that raises asyncio's error for that. */
async_object *coro_again(const async_object *coroutine, const TracePlace *place);
#define AWAITED_BEFORE "cannot reuse already awaited coroutine"
#define AWAITED_NOW "coroutine is being awaited already"
const char *coro_name(const async_coroutine_class *class, char *buffer, size_t size);
void coro_dispose(async_frame *frame);
/* Where call() stands, of a coroutine that has not started. */
const char *coro_called_in(const async_frame *frame, uint32_t *line);
void coro_forget_call(async_frame *frame);
const char *coro_label(const async_frame *frame); /* its first argument when that is a text, else NULL */
static inline void *coro_variables(const async_frame *frame) { return (char *)(uintptr_t)frame + sizeof *frame; }
static inline const async_coroutine_class *coro_class(const async_frame *frame)
{
    return *(const async_coroutine_class *const *)coro_variables(frame);
}
static inline bool coro_holds_nothing(const async_frame *frame) { return !frame->owned && !frame->cleanup && !coro_class(frame)->dispose; }
static inline async_signal coro_resume(async_frame *frame) { return coro_class(frame)->resume(frame, coro_variables(frame)); }
static inline async_scope *coro_scope(async_frame *frame) { return (async_scope *)(void *)&frame->owned; }
static inline bool coro_is_library(const async_frame *frame) { return !coro_class(frame)->definition.line; }

/* A coroutine of asyncio's own, written like any other: its frames are left out where the program's own lines are wanted. `shown`: "asyncio.Lock.acquire"; it
   begins with "asyncio.", by which trace_is_library() knows it. */
#define LIBRARY_CORO(function, shown, ...) LIBRARY_CORO_WITH(function, shown, NULL, __VA_ARGS__)
/* With a function that lets go of what the variables hold, however the coroutine ends: void dispose(void *self). */
#define LIBRARY_CORO_WITH(function, shown, dispose, ...)                                                                                   \
    struct function##_frame {                                                                                                              \
        const async_coroutine_class *coroutine;                                                                                            \
        __VA_ARGS__                                                                                                                        \
    };                                                                                                                                     \
    static async_signal function##_body_(async_frame *frame_, struct function##_frame *self);                                              \
    static async_signal function##_resume_(async_frame *frame, void *self)                                                                 \
    {                                                                                                                                      \
        return function##_body_(frame, (struct function##_frame *)self);                                                                   \
    }                                                                                                                                      \
    static const async_coroutine_class function##_class_ = {                                                                               \
        shown, sizeof(struct function##_frame), function##_resume_, dispose, {"", "", "", 0}, NULL};                                       \
    static const async_coroutine_class *const function = &function##_class_;                                                               \
    static async_signal function##_body_(async_frame *frame_, struct function##_frame *self)
/* The body, where LIBRARY_CORO(…); stands further up as a declaration. */
#define LIBRARY_BODY(function) static async_signal function##_body_(async_frame *frame_, struct function##_frame *self)
/* As call(), for a coroutine object that the program asked for at `place`. */
#define call_at(place, ...)                                                                                                                \
    coro_call(&(struct ASYNC_PASTE_(ASYNC_FIRST_(__VA_ARGS__, 0), _frame)){.coroutine = __VA_ARGS__}.coroutine, false, (place))

/* Enters a coroutine that its maker holds and that may have been entered before: it goes on where it left off, with the error (borrowed) if there is
   one. */
async_signal coro_enter_again(async_frame *frame, async_frame *child, async_value error);
/* Gives a frame the value of what it awaited; the reference is taken over by what the frame owns. */
static inline void coro_give(async_frame *frame, async_value value)
{
    if (value_object(value) && !scope_keep(coro_scope(frame), value_object(value))) {
        value = error_out_of_memory();
        frame->leaving = ASYNC_FAILS_;
    }
    async_step_.given = value;
}

static inline void coro_fail(async_frame *frame, async_value error)
{
    frame->leaving = ASYNC_FAILS_;
    coro_give(frame, error);
}

/* What the frame holds at that depth of FINALLYs, WITHs and FOR_AWAITs (cleanup.c). coro_hold: false: out of memory. */
bool coro_hold(async_frame *frame, int depth, async_object *object);
async_object *coro_held(async_frame *frame, int depth);
void coro_let_go(async_frame *frame, int depth);
void coro_drop_cleanups(async_frame *frame); /* all of them, as when a coroutine goes that was not finished */

#endif
