/* streams_echo.c: a server that answers lines, three clients that talk with it, and the end of all of them */
#include "async_stream.h"

#include <ctype.h>
#include <string.h>

static void write_upper(async_stream stream, async_value line)
{
    char text[64];
    size_t length = async_length(line);
    for (size_t i = 0; i < length && i < sizeof text; i++) {
        text[i] = (char)toupper((unsigned char)async_data(line)[i]);
    }
    async_write_data(stream, text, length);
}

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    for (;;) {
        AWAIT_TO(self->line, async_readline(self->stream));
        if (async_length(self->line) == 0) {
            break;
        }
        write_upper(self->stream, self->line);
        AWAIT(async_drain(self->stream));
    }
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(client, const char *name; int port; async_value opened; async_stream stream; async_value answer;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "hello %s\n", self->name);
    AWAIT(async_drain(self->stream));
    AWAIT_TO(self->answer, async_readline(self->stream));
    async_print("%s", async_text(self->answer));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(main_, async_value started; async_server server; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->started);
    self->port = async_server_port(self->server);
    WITH(self->server) {
        AWAIT(async_gather(call(client, "a", self->port), call(client, "b", self->port), call(client, "c", self->port)));
    }
    END_WITH;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
