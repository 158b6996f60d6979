/* echo: awaiting the outside: a server and three clients. */
#include "async.h"
#include "async_stream.h"

KNOB(latency, "one way", 0.5, "s", 0, 2, 0.1);
KNOB(jitter, "chance", 0, "s", 0, 1, 0.1);
KNOB(bandwidth, "bandwidth", 0, "B/s", 0, 50, 5);
KNOB(thinks, "server thinks", 1, "s", 0, 3, 0.1);
KNOB(dawdles, "Cleo waits", 2, "s", 0, 5, 0.1);

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    // -- Answer a client's lines until it hangs up
    for (;;) {
        AWAIT_TO(self->line, async_readline(self->stream));
        if (async_length(self->line) == 0) {
            break;
        }
        AWAIT(async_sleep(thinks));
        async_write(self->stream, self->line);
        AWAIT(async_drain(self->stream));
    }
    async_stream_close(self->stream);
    CORO_END;
}

CORO(client, const char *name; int port; double pause;
     async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    // -- Call the server
    AWAIT_TO(self->opened, async_open_connection(
        ASYNC_ADDRESS("127.0.0.1", self->port)));
    self->stream = async_stream_of(self->opened);
    if (self->pause > 0) {
        AWAIT(async_sleep(self->pause));
    }
    // -- Say a line, and wait for its echo
    async_write_text(self->stream, "I am %s\n", self->name);
    AWAIT_TO(self->line, async_readline(self->stream));
    async_print("%s hears %s", self->name, async_repr(self->line));
    async_stream_close(self->stream);
    CORO_END;
}

CORO(main_, async_value started; async_server server; int port;)
{
    CORO_BEGIN;
    async_network((async_link){.latency = latency,
        .jitter = jitter, .bandwidth = bandwidth}, 1);
    AWAIT_TO(self->started, async_start_server(
        ASYNC_ADDRESS("127.0.0.1", 0), serve));
    self->server = async_server_of(self->started);
    self->port = async_server_port(self->server);
    // -- Let three clients talk with it at once
    WITH(self->server) {
        AWAIT(async_gather(call(client, "Ann", self->port, 0),
                           call(client, "Bob", self->port, 0),
                           call(client, "Cleo", self->port,
                                dawdles)));
    }
    END_WITH;
    async_print("the server has closed");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
