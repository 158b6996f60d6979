/* datagrams_path: create_datagram_endpoint at paths: one that answers, one that is connected, one that nobody can answer; nobody is there; a path that is taken over; what cannot be mixed */
#include "async_transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[40];

/* A path in the folder: valid until the fourth next one. */
static async_address at(const char *name)
{
    static char paths[4][80];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return ASYNC_PATH(path);
}

typedef struct end {
    const char *name;
    async_transport transport;
    bool answers;
} end;

static void made(void *self, async_transport transport)
{
    end *of = self;
    of->transport = transport;
    async_print("%s: made", of->name);
}

static void received(void *self, const char *data, size_t size, async_address from)
{
    end *of = self;
    async_print("%s: %s from %s", of->name, async_repr(async_bytes(data, size)), from.host ? strrchr(from.host, '/') + 1 : "None");
    if (of->answers && from.host) {
        async_transport_sendto(of->transport, data, size, from);
    }
}

static void failed(void *self, async_value error) { async_print("%s: error %s", ((end *)self)->name, async_error_name(error)); }

static void lost(void *self, async_value error) { async_print("%s: lost %s", ((end *)self)->name, async_repr(error)); }

static const async_protocol protocol = {
    .connection_made = made, .datagram_received = received, .error_received = failed, .connection_lost = lost};

CORO(open_at, end *of; async_address local, remote; async_value opened;)
{
    CORO_BEGIN;
    AWAIT_TO(self->opened, async_create_datagram_endpoint(&protocol, NULL, self->of, self->local, self->remote));
    CORO_RETURN(self->opened);
    CORO_END;
}

CORO(is_refused, async_address local, remote; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(call(open_at, NULL, self->local, self->remote));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("%s", async_error_name(self->error));
    }
    CATCH(ASYNC_TYPE_ERROR, self->error) {
        async_print("%s", async_error_name(self->error));
    }
    END_TRY;
    CORO_END;
}

static end server = {"server", NULL, true}, second = {"second", NULL, true}, named = {"named", NULL, false}, connected = {"connected", NULL, false},
           unnamed = {"unnamed", NULL, false};

CORO(main_, async_value error;)
{
    CORO_BEGIN;
    AWAIT(call(open_at, &server, at("server"), ASYNC_NOWHERE));
    AWAIT(call(open_at, &named, at("named"), ASYNC_NOWHERE));
    async_transport_sendto(named.transport, "one", 3, at("server"));
    async_transport_sendto(named.transport, "lost", 4, at("nowhere"));
    AWAIT(async_sleep(0.05));
    AWAIT(call(open_at, &connected, at("connected"), at("server")));
    async_transport_sendto(connected.transport, "two", 3, ASYNC_NOWHERE);
    async_transport_sendto(connected.transport, "three", 5, at("server"));
    self->error = async_transport_sendto(connected.transport, "elsewhere", 9, at("named"));
    async_print("%s", async_error_name(self->error));
    AWAIT(async_sleep(0.05));
    AWAIT(call(open_at, &unnamed, ASYNC_NOWHERE, at("server")));
    async_transport_sendto(unnamed.transport, "who am I?", 9, ASYNC_NOWHERE);
    AWAIT(async_sleep(0.05));
    AWAIT(call(is_refused, ASYNC_NOWHERE, at("nobody")));
    AWAIT(call(open_at, &second, at("server"), ASYNC_NOWHERE));
    async_transport_sendto(named.transport, "four", 4, at("server"));
    AWAIT(async_sleep(0.05));
    async_transport_close(server.transport);
    async_transport_close(second.transport);
    async_transport_close(named.transport);
    async_transport_close(connected.transport);
    async_transport_close(unnamed.transport);
    AWAIT(async_sleep(0.05));
    CORO_END;
}

int main(void)
{
    static const char *const names[] = {"server", "named", "connected"};
    strcpy(folder, "/tmp/loopscope-paths-XXXXXX");
    if (!mkdtemp(folder)) {
        return 1;
    }
    int status = async_run(call(main_));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(at(names[i]).host);
    }
    rmdir(folder);
    return status;
}
