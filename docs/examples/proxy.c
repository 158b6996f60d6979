/* proxy.c: passes on what comes, both ways, to another port: proxy HOST PORT */
#include <async.h>
#include <async_stream.h>

#include <stdio.h>
#include <stdlib.h>

static async_address target;

/* What one end says to the other, until it has no more to say. Nothing is read that the other end does not take. */
CORO(pass_on, async_stream from; async_stream to; async_value block;)
{
    CORO_BEGIN;
    do {
        ROUND
        { // with its end the block is let go of
            AWAIT_TO(self->block, async_read(self->from, 65536));
            async_write(self->to, self->block);
            AWAIT(async_drain(self->to));
            self->block = async_int((int64_t)async_length(self->block));
        }
        END_ROUND;
    } while (self->block.as.integer > 0);
    RAISE_IF_ERROR(async_write_eof(self->to));
    CORO_END;
}

CORO(forward, async_stream client; async_value opened, error; async_stream server;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->opened, async_open_connection(target));
        self->server = async_stream_of(self->opened);
        TRY {
            AWAIT(async_gather(call(pass_on, self->client, self->server), call(pass_on, self->server, self->client)));
        }
        FINALLY {
            async_stream_close(self->server);
        }
        END_TRY;
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        fprintf(stderr, "%s: %s\n", async_error_name(self->error), async_error_message(self->error));
    }
    FINALLY {
        async_stream_close(self->client);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), forward));
    async_print("%d", async_server_port(async_server_of(self->server)));
    fflush(stdout);
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: proxy HOST PORT\n");
        return 2;
    }
    target = ASYNC_ADDRESS(arguments[1], atoi(arguments[2]));
    return async_run(call(main_));
}
