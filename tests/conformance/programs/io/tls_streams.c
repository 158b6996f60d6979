/* tls_streams: streams with TLS: a server that answers lines, three clients; who is not trusted, and who has another name; an end from the other side, and one without a word */
#include "async_ssl.h"
#include "conformance/certificates.h"

extern const int scarce_runs;
const int scarce_runs = 30; /* each with handshakes */

#include <string.h>

CORO(serve, async_stream stream; async_value line, error;)
{
    CORO_BEGIN;
    TRY {
        for (;;) {
            AWAIT_TO(self->line, async_readline(self->stream));
            if (async_length(self->line) == 0 || strcmp(async_data(self->line), "bye\n") == 0) {
                break;
            }
            async_write(self->stream, self->line);
            AWAIT(async_drain(self->stream));
        }
        async_print("server: end");
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("server: %s", async_repr(self->error));
    }
    END_TRY;
    async_stream_close(self->stream);
    TRY {
        AWAIT(async_stream_wait_closed(self->stream));
        async_print("server: closed");
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("server: closed with %s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(talk, const char *name; int port; async_ssl_context trust; async_value opened, answer; async_stream stream; int i;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust));
    self->stream = async_stream_of(self->opened);
    for (self->i = 0; self->i < 2; self->i++) {
        async_write_text(self->stream, "%s %d\n", self->name, self->i);
        AWAIT(async_drain(self->stream));
        AWAIT_TO(self->answer, async_readline(self->stream));
        async_print("%s", async_repr(self->answer));
    }
    async_stream_close(self->stream);
    async_print("closing: %s", async_stream_is_closing(self->stream) ? "True" : "False");
    AWAIT(async_stream_wait_closed(self->stream));
    async_print("%s: closed", self->name);
    CORO_END;
}

CORO(is_refused, int port; async_ssl_context trust; const char *name; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust, .server_hostname = self->name));
    }
    CATCH(ASYNC_SSL_CERT_VERIFICATION_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

/* The server ends it, and what the client writes meanwhile comes to nothing. */
CORO(say_bye, int port; async_ssl_context trust; async_value opened, answer, error; async_stream stream;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust, .server_hostname = "localhost", .limit = 100));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "bye\n");
    AWAIT_TO(self->answer, async_read(self->stream, -1));
    async_print("%s %s", async_repr(self->answer), async_at_eof(self->stream) ? "True" : "False");
    self->error = async_write_eof(self->stream);
    async_print("%s", async_repr(self->error));
    async_write_text(self->stream, "in vain");
    TRY {
        AWAIT(async_drain(self->stream));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

CORO(go_away, int port; async_ssl_context trust; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust));
    async_transport_abort(async_stream_transport(async_stream_of(self->opened)));
    AWAIT(async_stream_wait_closed(async_stream_of(self->opened)));
    AWAIT(async_sleep(0.1));
    CORO_END;
}

CORO(main_, async_value shown, trusted, usual, started; async_ssl_context trust; int port;)
{
    CORO_BEGIN;
    self->shown = async_ssl_server(certificate_for_tests(), NULL);
    RAISE_IF_ERROR(self->shown);
    self->trusted = async_ssl_client(certificate_for_tests());
    RAISE_IF_ERROR(self->trusted);
    self->trust = async_ssl_context_of(self->trusted);
    self->usual = async_ssl_client(NULL);
    AWAIT_TO(self->started, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), serve, async_ssl_context_of(self->shown)));
    self->port = async_server_port(async_server_of(self->started));
    WITH(async_server_of(self->started)) {
        AWAIT(call(talk, "a", self->port, self->trust));
        AWAIT(async_gather(call(talk, "b", self->port, self->trust), call(talk, "c", self->port, self->trust)));
        AWAIT(call(is_refused, self->port, async_ssl_context_of(self->usual), NULL));
        AWAIT(call(is_refused, self->port, self->trust, "example.org"));
        AWAIT(call(say_bye, self->port, self->trust));
        AWAIT(call(go_away, self->port, self->trust));
    }
    END_WITH;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
