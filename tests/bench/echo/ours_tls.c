/* ours_tls.c: the engine's streams with TLS: ours_tls CERTIFICATE */
#include <async_ssl.h>
#include <stdio.h>

enum { BLOCK = 65536 };

CORO(serve, async_stream stream; async_value data, error; bool goes_on;)
{
    CORO_BEGIN;
    TRY {
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
    }
    CATCH(ASYNC_OS_ERROR, self->error) {}
    END_TRY;
    async_stream_close(self->stream);
    CORO_END;
}

CORO(main_, const char *certificate; async_value shown, server;)
{
    CORO_BEGIN;
    self->shown = async_ssl_server(self->certificate, NULL);
    RAISE_IF_ERROR(self->shown);
    AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), serve, async_ssl_context_of(self->shown)));
    printf("%d\n", async_server_port(async_server_of(self->server)));
    fflush(stdout);
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

int main(int count, char **arguments) { return count > 1 ? async_run(call(main_, arguments[1])) : 2; }
