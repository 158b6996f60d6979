/* async_try.h: statements with an end: TRY, CATCH and FINALLY, WITH, and ROUND. Included by async.h, whose macros they are made of. */
#ifndef LOOPSCOPE_ASYNC_TRY_H
#define LOOPSCOPE_ASYNC_TRY_H

/* Python's try/except/finally:

       TRY {
           AWAIT(call(work, 1));
       }
       CATCH(ASYNC_VALUE_ERROR, self->error) { // as many as are wanted, also none: the first that fits
           async_print("ValueError: %s", async_text(self->error));
           CORO_RETURN(async_str("caught"));
       }
       CATCH(ASYNC_CANCELLED_ERROR, self->error) { // whoever tidies up after being cancelled passes the cancellation on
           AWAIT(async_sleep(0.5));
           RAISE_AGAIN(self->error);
       }
       FINALLY { // may be left out: runs whatever happens, and may itself await
           AWAIT(async_sleep(1));
           async_print("tidied up");
       }
       END_TRY;

   The variable of a CATCH is an async_value that outlives awaits. CORO_RETURN and RAISE may stand anywhere in it. `break`, `continue` and `goto` must not
   lead out of a TRY that has a FINALLY, nor out of a WITH. */
#define TRY                                                                                                                                \
    {                                                                                                                                      \
        ASYNC_INSIDE_(try_ = -2 * ASYNC_NEW_LABEL_, after_ = try_ - 1);                                                                    \
        if (0) {                                                                                                                           \
        case try_:;                                                                                                                        \
        }                                                                                                                                  \
        if (!frame_->leaving) {                                                                                                            \
            ASYNC_INSIDE_(handler_ = try_, leave_ = after_, is_finally_ = 0);
#define CATCH(class, variable)                                                                                                             \
    }                                                                                                                                      \
    else if (async_catch_(frame_, &(class), &(variable)))                                                                                  \
    {                                                                                                                                      \
        ASYNC_INSIDE_(handler_ = after_, leave_ = after_, is_finally_ = 0);
#define FINALLY                                                                                                                            \
    if (0) {                                                                                                                               \
    case after_:;                                                                                                                          \
    }                                                                                                                                      \
    }                                                                                                                                      \
    {                                                                                                                                      \
        ASYNC_INSIDE_(after_ = -2 * ASYNC_NEW_LABEL_ - 1, cleanup_depth_ = cleanup_depth_ + 1, is_finally_ = 1);                           \
        async_finally_(frame_, cleanup_depth_);
#define END_TRY                                                                                                                            \
    if (0) {                                                                                                                               \
    case after_:;                                                                                                                          \
    }                                                                                                                                      \
    if (is_finally_) {                                                                                                                     \
        async_end_finally_(frame_, cleanup_depth_);                                                                                        \
    }                                                                                                                                      \
    }                                                                                                                                      \
    ASYNC_LEAVE_IF_LEAVING_;                                                                                                               \
    }

/* Python's `async with`, over a lock, a semaphore, a condition, a timeout, a task group:

       WITH(self->lock) {
           AWAIT(call(work, 2));
       }
       END_WITH; */
#define WITH(context)                                                                                                                      \
    {                                                                                                                                      \
        ASYNC_INSIDE_(after_ = -2 * ASYNC_NEW_LABEL_ - 1, cleanup_depth_ = cleanup_depth_ + 1);                                            \
        ASYNC_AWAIT_(async_enter_(frame_, (context), cleanup_depth_, ASYNC_HERE_("")), "WITH(" #context ")", (void)0);                     \
        {                                                                                                                                  \
            ASYNC_INSIDE_(handler_ = after_, leave_ = after_);
#define END_WITH                                                                                                                           \
    if (0) {                                                                                                                               \
    case after_:;                                                                                                                          \
    }                                                                                                                                      \
    }                                                                                                                                      \
    ASYNC_AWAIT_(async_exit_(frame_, cleanup_depth_), "END_WITH", (void)0);                                                                \
    async_end_with_(frame_, cleanup_depth_);                                                                                               \
    ASYNC_LEAVE_IF_LEAVING_;                                                                                                               \
    }

/* For a loop that runs for long: what is made inside it, and what awaits inside it give, is let go of at its end instead of when the coroutine returns.

       for (self->round = 0; self->round < self->rounds; self->round++) {
           ROUND {
               AWAIT(async_create_task(call(work, self->round)));
           }
           END_ROUND;
       } */
#define ROUND                                                                                                                              \
    {                                                                                                                                      \
        ASYNC_INSIDE_(round_depth_ = round_depth_ + 1);                                                                                    \
        async_round_(frame_, round_depth_);                                                                                                \
        {
#define END_ROUND                                                                                                                          \
    }                                                                                                                                      \
    async_end_round_(frame_, round_depth_);                                                                                                \
    }

#endif
