/* each_call.h: runs a program once for each call of the system that it makes, and has that one fail: it must come to its end, and leave no descriptor open. */
#ifndef LOOPSCOPE_ENGINE_IO_EACH_CALL_H
#define LOOPSCOPE_ENGINE_IO_EACH_CALL_H

#include "async.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef async_coroutine (*each_program)(void); /* makes the program's coroutine, anew for each run */

static bool each_hung;

CORO(each_in_time, each_program program; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_wait_for(self->program(), 5));
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        each_hung = true;
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    CORO_END;
}

/* The call fails with each of the errors, a list that ends with 0. How often it was made where nothing failed. */
static inline int each_call(each_program program, const char *name, const int *errors)
{
    int made = 0;
    for (int e = 0; errors[e]; e++) {
        for (int at = 1;; at++) {
            failing.name = name;
            failing.error = errors[e];
            failing.at = at;
            failing.count = 0;
            each_hung = false;
            int before = open_descriptors(), status = async_run(call(each_in_time, program));
            failing.name = NULL;
            if (each_hung || status > 1 || open_descriptors() != before) {
                fail_msg("%s, %s at call %d: %s, status %d, %d descriptors and %d", name, strerror(errors[e]), at,
                         each_hung ? "it hangs" : "it ends", status, before, open_descriptors());
            }
            made = failing.count;
            if (failing.count < at) {
                break;
            }
        }
    }
    return made;
}

#define ERRORS(...) ((const int[]){__VA_ARGS__, 0})

#endif
