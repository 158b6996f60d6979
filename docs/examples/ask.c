/* ask.c: a client that one can talk with: what is typed goes to the other end, what comes from there is printed, and both at any time: ask HOST PORT */
#include <async.h>
#include <async_stream.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Everything from one to the other, until nothing more comes. */
CORO(pass, async_stream from, to; async_value block;)
{
    CORO_BEGIN;
    do {
        ROUND
        {
            AWAIT_TO(self->block, async_read(self->from, 4096));
            RAISE_IF_ERROR(async_write(self->to, self->block));
            AWAIT(async_drain(self->to));
        }
        END_ROUND;
    } while (!async_at_eof(self->from));
    CORO_END;
}

CORO(talk, async_stream input, connection;)
{
    CORO_BEGIN;
    AWAIT(call(pass, self->input, self->connection));
    RAISE_IF_ERROR(async_write_eof(self->connection));
    CORO_END;
}

CORO(main_, const char *host; int port; async_value typed, shown, opened; async_task talking;)
{
    CORO_BEGIN;
    AWAIT_TO(self->typed, async_open_read_pipe(STDIN_FILENO));
    AWAIT_TO(self->shown, async_open_write_pipe(STDOUT_FILENO));
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS(self->host, self->port)));
    self->talking = async_create_task(call(talk, async_stream_of(self->typed), async_stream_of(self->opened)));
    AWAIT(call(pass, async_stream_of(self->opened), async_stream_of(self->shown)));
    async_cancel(self->talking); /* nobody is there any more who would hear the rest */
    async_stream_close(async_stream_of(self->opened));
    async_stream_close(async_stream_of(self->shown));
    AWAIT(async_stream_wait_closed(async_stream_of(self->shown)));
    CORO_END;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "ask HOST PORT\n");
        return 2;
    }
    return async_run(call(main_, arguments[1], atoi(arguments[2])));
}
