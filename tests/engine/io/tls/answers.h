/* answers.h: for tests of connections with TLS: a run that leaves no descriptor open, and a server that gives each line back. */
#ifndef LOOPSCOPE_TESTS_ANSWERS_H
#define LOOPSCOPE_TESTS_ANSWERS_H

#include "async_ssl.h"
#include "support/failing_calls.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static inline void run(async_coroutine main, bool real)
{
    int before = open_descriptors();
    async_use(&(async_settings){.virtual_time = !real, .quiet = true, .turn_limit = 1000000});
    assert_int_equal(async_run(main), 0);
    assert_int_equal(open_descriptors(), before);
}

CORO(answers, async_stream stream; async_value line, error; bool goes_on;)
{
    CORO_BEGIN;
    TRY {
        do {
            ROUND
            {
                AWAIT_TO(self->line, async_readline(self->stream));
                self->goes_on = async_length(self->line) > 0;
                async_write(self->stream, self->line);
                AWAIT(async_drain(self->stream));
            }
            END_ROUND;
        } while (self->goes_on);
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    async_stream_close(self->stream);
    CORO_END;
}

#endif
