/* datagrams_plain.c: sock_recvfrom, sock_recvfrom_into, sock_sendto; one that is cut, one that nobody waits for any more, one for a socket that is watched */
#include "async_io.h"

#include <string.h>

static const char zeros[70000];

static int bound(void)
{
    int one = (int)async_socket(ASYNC_UDP).as.integer;
    async_bind(one, ASYNC_ADDRESS("127.0.0.1", 0));
    return one;
}

CORO(receive, int one; async_value got;)
{
    CORO_BEGIN;
    AWAIT_TO(self->got, async_sock_recvfrom(self->one, 100));
    async_print("got %s", async_repr(async_item(self->got, 0)));
    CORO_RETURN(async_item(self->got, 0));
    CORO_END;
}

CORO(main_, int one, other; async_address here; async_value got, error; async_task task, second; char buffer[8];)
{
    CORO_BEGIN;
    self->one = bound();
    self->other = bound();
    self->here = ASYNC_ADDRESS("127.0.0.1", async_port(self->one));
    AWAIT_TO(self->got, async_sock_sendto(self->other, "first", 5, self->here));
    async_print("%s", async_text(self->got));
    AWAIT_TO(self->got, async_sock_recvfrom(self->one, 100));
    async_print("%s %s", async_repr(async_item(self->got, 0)), async_from(self->got).port == async_port(self->other) ? "True" : "False");
    self->task = async_create_task(call(receive, self->one));
    AWAIT(async_sleep(0.05));
    AWAIT_TO(self->got, async_sock_sendto(self->other, "second", 6, self->here));
    async_print("%s", async_text(self->got));
    AWAIT(self->task);
    self->task = async_create_task(call(receive, self->one));
    AWAIT(async_sleep(0.05));
    async_cancel(self->task);
    AWAIT_TO(self->got, async_gather_errors(self->task));
    async_print("%s", async_text(self->got));
    AWAIT(async_sock_sendto(self->other, "a long one", 10, self->here));
    AWAIT_TO(self->got, async_sock_recvfrom(self->one, 6));
    async_print("%s", async_repr(async_item(self->got, 0)));
    self->task = async_create_task(async_sock_recvfrom_into(self->one, self->buffer, 8));
    AWAIT(async_sleep(0.05));
    AWAIT(async_sock_sendto(self->other, "into", 4, self->here));
    AWAIT_TO(self->got, self->task);
    async_print("%s %s", async_text(async_item(self->got, 0)), async_repr(async_bytes(self->buffer, 4)));
    self->task = async_create_task(call(receive, self->one));
    self->second = async_create_task(call(receive, self->one));
    AWAIT(async_sleep(0.05));
    AWAIT(async_sock_sendto(self->other, "for one", 7, self->here));
    AWAIT(async_sleep(0.05));
    async_cancel(self->task);
    AWAIT_TO(self->got, async_gather_errors(self->task, self->second));
    async_print("%s", async_text(self->got));
    TRY {
        AWAIT(async_sock_sendto(self->other, zeros, sizeof zeros, self->here));
    }
    CATCH(ASYNC_OS_ERROR, self->error) {
        async_print("%d", async_errno(self->error));
    }
    END_TRY;
    (void)async_close(self->one);
    (void)async_close(self->other);
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
