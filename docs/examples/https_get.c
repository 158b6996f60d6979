/* https_get.c: fetches a page over HTTPS from whom the system trusts, or whom a file of certificates names: https_get HOST PORT PATH [TRUSTED] */
#include <async.h>
#include <async_ssl.h>

#include <stdio.h>
#include <stdlib.h>

CORO(get, const char *host; int port; const char *path; async_ssl_context trust; async_value opened, line, block; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS(self->host, self->port), self->trust, .handshake_timeout = 10));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", self->path, self->host);
    AWAIT_TO(self->line, async_readline(self->stream));
    if (!async_length(self->line)) {
        RAISE(ASYNC_EOF_ERROR, "%s has said nothing", self->host);
    }
    fprintf(stderr, "%s: %s", async_transport_tls_version(async_stream_transport(self->stream)), async_data(self->line));
    while (async_length(self->line) > 2) { /* as far as the empty one */
        AWAIT_TO(self->line, async_readline(self->stream));
    }
    do {
        ROUND
        {
            AWAIT_TO(self->block, async_read(self->stream, 65536));
            fwrite(async_data(self->block), 1, async_length(self->block), stdout);
        }
        END_ROUND;
    } while (!async_at_eof(self->stream));
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(main_, char **arguments; async_value trust;)
{
    CORO_BEGIN;
    self->trust = async_ssl_client(self->arguments[4]); /* NULL: there is none, and the system is asked */
    RAISE_IF_ERROR(self->trust);
    AWAIT(call(get, self->arguments[1], atoi(self->arguments[2]), self->arguments[3], async_ssl_context_of(self->trust)));
    CORO_END;
}

int main(int count, char **arguments)
{
    if (count != 4 && count != 5) {
        fprintf(stderr, "https_get HOST PORT PATH [TRUSTED]\n");
        return 2;
    }
    return async_run(call(main_, arguments));
}
