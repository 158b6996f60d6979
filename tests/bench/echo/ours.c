/* ours.c: the engine's: ours streams|sock|protocol [hook]: with the hook on, each event is written into a ring */
#include <async_stream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 65536 };

CORO(by_streams, async_stream stream; async_value data; bool goes_on;)
{
    CORO_BEGIN;
    do {
        ROUND
        {
            AWAIT_TO(self->data, async_read(self->stream, BLOCK));
            self->goes_on = async_length(self->data) > 0;
            async_write(self->stream, self->data);
            AWAIT(async_drain(self->stream));
        }
        END_ROUND;
    } while (self->goes_on);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(by_socket, int descriptor; async_value data; bool goes_on;)
{
    CORO_BEGIN;
    do {
        ROUND
        {
            AWAIT_TO(self->data, async_sock_recv(self->descriptor, BLOCK));
            self->goes_on = async_length(self->data) > 0;
            AWAIT(async_sock_sendall(self->descriptor, async_data(self->data), async_length(self->data)));
        }
        END_ROUND;
    } while (self->goes_on);
    (void)async_close(self->descriptor);
    CORO_END;
}

static void say_port(int port)
{
    printf("%d\n", port);
    fflush(stdout);
}

CORO(main_streams, async_value server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), by_streams));
    say_port(async_server_port(async_server_of(self->server)));
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

CORO(main_socket, async_value socket, connection;)
{
    CORO_BEGIN;
    self->socket = async_socket(ASYNC_TCP);
    RAISE_IF_ERROR(self->socket);
    RAISE_IF_ERROR(async_bind((int)self->socket.as.integer, ASYNC_ADDRESS("127.0.0.1", 0)));
    RAISE_IF_ERROR(async_listen((int)self->socket.as.integer, 4096));
    say_port(async_port((int)self->socket.as.integer));
    for (;;) {
        ROUND
        {
            AWAIT_TO(self->connection, async_sock_accept((int)self->socket.as.integer));
            async_create_task(call(by_socket, (int)self->connection.as.integer));
        }
        END_ROUND;
    }
    CORO_END;
}

typedef struct echo {
    async_transport transport;
} echo;

static void *make(void *context)
{
    (void)context;
    return calloc(1, sizeof(echo));
}

static void made(void *self, async_transport transport) { ((echo *)self)->transport = transport; }

static void received(void *self, const char *data, size_t size) { async_transport_write(((echo *)self)->transport, data, size); }

static void lost(void *self, async_value error)
{
    (void)error;
    free(self);
}

static void pause(void *self) { async_transport_pause_reading(((echo *)self)->transport); }

static void resume(void *self) { async_transport_resume_reading(((echo *)self)->transport); }

static const async_protocol protocol = {.name = "echo",
                                        .connection_made = made,
                                        .data_received = received,
                                        .connection_lost = lost,
                                        .pause_writing = pause,
                                        .resume_writing = resume};

CORO(main_protocol, async_value server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_create_server(&protocol, make, NULL, ASYNC_ADDRESS("127.0.0.1", 0)));
    say_port(async_server_port(async_server_of(self->server)));
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

enum { RING = 4096 };
static Event ring[RING];
static uint64_t told;

static void tell(void *context, const Event *event)
{
    (void)context;
    ring[told++ % RING] = *event;
}

static uint32_t count_text(void *context, const char *text, size_t length)
{
    (void)context, (void)text, (void)length;
    return 1;
}

static uint32_t count_place(void *context, const TracePlace *place)
{
    (void)context, (void)place;
    return 1;
}

static void ignore(void *context, TraceMeta meta, uint32_t a, uint32_t b) { (void)context, (void)meta, (void)a, (void)b; }

int main(int count, char **arguments)
{
    const char *how = count > 1 ? arguments[1] : "streams";
    TraceSink sink = {.event = tell, .text = count_text, .place = count_place, .meta = ignore};
    async_use(&(async_settings){.sink = count > 2 ? &sink : NULL});
    return strcmp(how, "sock") == 0       ? async_run(call(main_socket))
           : strcmp(how, "protocol") == 0 ? async_run(call(main_protocol))
                                          : async_run(call(main_streams));
}
