/* streams_reading.c: exactly so many bytes, until a separator, until the end; a line that is too long; a stream that ends too early; two readers at once */
#include "async_stream.h"

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->line, async_readline(self->stream));
        if (async_length(self->line) == 0) {
            break;
        }
        async_write(self->stream, self->line);
        AWAIT(async_drain(self->stream));
    }
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(send_in_pieces, async_stream stream;)
{
    CORO_BEGIN;
    async_write_text(self->stream, "head:12345");
    AWAIT(async_drain(self->stream));
    AWAIT(async_sleep(0.05));
    async_write_text(self->stream, "678;tail");
    AWAIT(async_sleep(0.05));
    async_write_text(self->stream, "ab");
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(waits_too, async_stream stream; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_read(self->stream, 10));
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(pieces, int port; async_value opened; async_stream stream; async_task other; async_value got; async_value error;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    self->other = async_create_task(call(waits_too, self->stream));
    AWAIT_TO(self->got, async_readuntil(self->stream, ":"));
    async_print("%s", async_text(self->got));
    AWAIT_TO(self->got, async_readexactly(self->stream, 8));
    async_print("%s", async_text(self->got));
    AWAIT_TO(self->got, async_readuntil(self->stream, ";"));
    async_print("%s", async_text(self->got));
    AWAIT(self->other);
    TRY {
        AWAIT(async_readexactly(self->stream, 100));
    }
    CATCH(ASYNC_INCOMPLETE_READ_ERROR, self->error) {
        async_print("%s %s", async_text(self->error), async_repr(async_incomplete(self->error)));
    }
    END_TRY;
    AWAIT_TO(self->got, async_read(self->stream, 5));
    async_print("%s %s", async_text(self->got), async_at_eof(self->stream) ? "True" : "False");
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(long_line, int port; async_value opened; async_stream stream; async_value got; async_value error;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_with(ASYNC_ADDRESS("127.0.0.1", self->port), 8));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "short\n");
    AWAIT_TO(self->got, async_readline(self->stream));
    async_print("%s", async_text(self->got));
    async_write_text(self->stream, "a line that is too long\nnext\n");
    TRY {
        AWAIT(async_readline(self->stream));
    }
    CATCH(ASYNC_VALUE_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    AWAIT_TO(self->got, async_read(self->stream, 100));
    async_print("%s", async_text(self->got));
    async_write_eof(self->stream);
    AWAIT_TO(self->got, async_read(self->stream, -1));
    async_print("%s", async_text(self->got));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(main_, async_value started; async_server echo; async_server slow;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->echo = async_server_of(self->started);
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), send_in_pieces));
    self->slow = async_server_of(self->started);
    AWAIT(call(pieces, async_server_port(self->slow)));
    AWAIT(call(long_line, async_server_port(self->echo)));
    async_server_close(self->echo);
    async_server_close(self->slow);
    AWAIT(async_server_wait_closed(self->echo));
    AWAIT(async_server_wait_closed(self->slow));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
