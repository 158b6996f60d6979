/* accepts_one_more: as many connections as a server lets wait come at once, and one more */
#include "async_stream.h"

enum { CLIENTS = 101 };

static int served;

static void tell(async_future ignored, void *context)
{
    (void)ignored;
    (void)context;
    async_print("%d of %d are served at once", served, CLIENTS);
}

CORO(serve, async_stream stream;)
{
    CORO_BEGIN;
    served++;
    if (served == 1) {
        async_call_soon(tell, NULL);
    }
    AWAIT(async_read(self->stream, -1));
    async_stream_close(self->stream);
    CORO_END;
}

CORO(client, int port; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS("127.0.0.1", self->port)));
    AWAIT(async_sleep(1));
    async_stream_close(async_stream_of(self->opened));
    CORO_END;
}

CORO(main_, async_value started; async_server server; async_group clients;)
{
    CORO_BEGIN;
    served = 0;
    AWAIT_TO(self->started, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->started);
    self->clients = async_create_task_group();
    WITH(self->clients) {
        for (int i = 0; i < CLIENTS; i++) {
            async_group_create_task(self->clients, call(client, async_server_port(self->server)));
        }
    }
    END_WITH;
    async_server_close(self->server);
    AWAIT(async_sleep(1));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
