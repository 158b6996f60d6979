/* accept_cancelled: who waits for a connection is cancelled in the turn in which one comes, and another has taken it already; then one comes that the next takes */
#include "async_io.h"
#include "async_wait.h"

CORO(connects, int port; int client;)
{
    CORO_BEGIN;
    self->client = (int)async_socket(ASYNC_TCP).as.integer;
    AWAIT(async_sock_connect(self->client, ASYNC_ADDRESS("127.0.0.1", self->port)));
    (void)async_close(self->client);
    CORO_END;
}

CORO(accepts, int listener; async_value connection, error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT_TO(self->connection, async_sock_accept(self->listener));
        async_print("a connection");
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("cancelled, and once more");
        AWAIT_TO(self->connection, async_sock_accept(self->listener));
        async_print("another connection");
    }
    END_TRY;
    (void)async_close((int)self->connection.as.integer);
    CORO_END;
}

CORO(main_, int listener; async_task first; async_task connecting; async_value connection; bool again;)
{
    CORO_BEGIN;
    self->listener = (int)async_socket(ASYNC_TCP).as.integer;
    RAISE_IF_ERROR(async_bind(self->listener, ASYNC_ADDRESS("127.0.0.1", 0)));
    RAISE_IF_ERROR(async_listen(self->listener, 5));
    self->first = async_create_task(call(accepts, self->listener));
    self->connecting = async_create_task(call(connects, async_port(self->listener)));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    AWAIT_TO(self->connection, async_sock_accept(self->listener));
    (void)async_close((int)self->connection.as.integer);
    async_cancel(self->first);
    AWAIT(self->connecting);
    AWAIT(async_sleep(0.1));
    self->connecting = async_create_task(call(connects, async_port(self->listener)));
    AWAIT(async_gather(self->first, self->connecting));
    async_print("is still watched: %s", async_remove_reader(self->listener) ? "True" : "False");
    (void)async_close(self->listener);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
