/* accept_is_kept: who waits for a connection is cancelled in the turn in which one comes */
#include "async_io.h"
#include "async_wait.h"

CORO(main_, int listener; int client; async_task first; async_task connecting; async_timeout_block timeout; async_value connection;
     async_value error;)
{
    CORO_BEGIN;
    self->listener = (int)async_socket(ASYNC_TCP).as.integer;
    RAISE_IF_ERROR(async_bind(self->listener, ASYNC_ADDRESS("127.0.0.1", 0)));
    RAISE_IF_ERROR(async_listen(self->listener, 5));
    self->client = (int)async_socket(ASYNC_TCP).as.integer;
    self->first = async_create_task(async_sock_accept(self->listener));
    self->connecting = async_create_task(async_sock_connect(self->client, ASYNC_ADDRESS("127.0.0.1", async_port(self->listener))));
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    async_cancel(self->first);
    AWAIT(async_gather_errors(self->first, self->connecting));
    TRY {
        self->timeout = async_timeout(1);
        WITH(self->timeout) {
            AWAIT_TO(self->connection, async_sock_accept(self->listener));
        }
        END_WITH;
        async_print("the next one has the connection");
        (void)async_close((int)self->connection.as.integer);
    }
    CATCH(ASYNC_TIMEOUT_ERROR, self->error) {
        async_print("the connection is lost");
    }
    END_TRY;
    (void)async_close(self->client);
    (void)async_close(self->listener);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
