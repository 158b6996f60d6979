/* forever_closes_clients: a server that serves for ever is cancelled while a client is still connected */
#include "async_stream.h"

CORO(serve, async_stream stream;)
{
    CORO_BEGIN;
    AWAIT(async_read(self->stream, -1));
    async_stream_close(self->stream);
    CORO_END;
}

CORO(client, int port; async_value opened, error; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    TRY {
        WITH(async_timeout(2)) {
            AWAIT(async_read(self->stream, -1));
            async_print("the server has closed the connection");
        }
        END_WITH;
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("the server waits for its client");
    }
    END_TRY;
    async_stream_close(self->stream);
    CORO_END;
}

CORO(main_, async_value started; async_server server; async_task forever, connected;)
{
    CORO_BEGIN;
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->started);
    self->forever = async_create_task(async_server_serve_forever(self->server));
    self->connected = async_create_task(call(client, async_server_port(self->server)));
    AWAIT(async_sleep(1));
    async_cancel(self->forever);
    AWAIT(async_gather_errors(self->forever));
    async_print("the server is closed");
    AWAIT(self->connected);
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
