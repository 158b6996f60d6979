/* server_waits: a server is closed while a client is still connected */
#include "async_stream.h"

CORO(serve, async_stream stream;)
{
    CORO_BEGIN;
    AWAIT(async_read(self->stream, -1));
    async_print("the client has gone");
    async_stream_close(self->stream);
    CORO_END;
}

CORO(client, int port; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    AWAIT(async_sleep(2));
    async_stream_close(async_stream_of(self->opened));
    CORO_END;
}

CORO(main_, async_value started; async_server server; async_task connected;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->started);
    self->connected = async_create_task(call(client, async_server_port(self->server)));
    AWAIT(async_sleep(1));
    async_server_close(self->server);
    AWAIT(async_server_wait_closed(self->server));
    async_print("the server is closed");
    AWAIT(self->connected);
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
