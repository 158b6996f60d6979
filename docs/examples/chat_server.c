/* chat_server.c: whoever connects says a name, and then hears what the others say: chat_server */
#include <async.h>
#include <async_stream.h>

#include <stdio.h>
#include <string.h>

enum { TOO_MUCH = 1 << 20 }; /* bytes that wait for somebody who does not read */

struct member {
    async_stream stream;
    char name[32];
    struct member *next;
};
static struct member *members;

static void tell_all(const struct member *except, const char *name, const char *text)
{
    for (struct member *of = members; of; of = of->next) {
        if (of != except && async_transport_buffer_size(async_stream_transport(of->stream)) > TOO_MUCH) {
            async_transport_abort(async_stream_transport(of->stream));
        } else if (of != except) {
            async_write_text(of->stream, "%s%s", name, text);
        }
    }
}

static void leave(const struct member *who)
{
    struct member **at = &members;
    while (*at != who) {
        at = &(*at)->next;
    }
    *at = who->next;
    tell_all(NULL, who->name, " is gone\n");
}

CORO(talk, async_stream stream; struct member me; async_value line, error; bool here;)
{
    CORO_BEGIN;
    async_write_text(self->stream, "Who are you?\n");
    AWAIT_TO(self->line, async_readline(self->stream));
    self->me.stream = self->stream;
    sscanf(async_data(self->line), "%31[^\r\n]", self->me.name);
    tell_all(NULL, self->me.name, " is here\n");
    self->me.next = members;
    members = &self->me;
    TRY {
        for (self->here = true; self->here;) {
            ROUND
            { // with its end the line is let go of
                AWAIT_TO(self->line, async_readline(self->stream));
                self->here = async_length(self->line) > 0;
                if (self->here) {
                    tell_all(&self->me, self->me.name, async_text(async_str(": %s", async_data(self->line))));
                }
            }
            END_ROUND;
        }
    }
    CATCH(ASYNC_CONNECTION_ERROR, self->error) {} /* gone without a word */
    FINALLY {
        leave(&self->me);
        async_stream_close(self->stream);
    }
    END_TRY;
    CORO_END;
}

CORO(main_, async_value server;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), talk));
    async_print("%d", async_server_port(async_server_of(self->server)));
    fflush(stdout);
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
