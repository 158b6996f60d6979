/* connections.c: very many connections in one process, one after the other and many at once; neither descriptors nor memory may be left in the end.

   soak_connections sequence COUNT        streams over loopback, one after the other
   soak_connections batches COUNT SIZE    the same, SIZE of them at once
   soak_connections pairs COUNT           pairs of sockets, one after the other, by sock_sendall() and sock_recv() */
#include "async_stream.h"
#include "soak/resident.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOSTS = 200,
    MOST_AT_ONCE = 1000
}; /* a port of a connection that is over is not free at once: there are more of them with more addresses */

static int descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder)) {
        count++;
    }
    if (folder) {
        closedir(folder);
    }
    return count;
}

/* What there was when the first tenth was done: by then all that is kept has been made. */
static double early;

static void tell(const char *what, long done, long of)
{
    early = done == of / 10 ? resident() : early;
    if (done == of / 100 || done == of / 10 || done == of / 2 || done == of) {
        printf("%-8s %9ld of %ld: %10.0f bytes resident, %d descriptors\n", what, done, of, resident(), descriptors());
        fflush(stdout);
    }
}

CORO(serve, async_stream stream; async_value line;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    async_write(self->stream, self->line);
    AWAIT(async_drain(self->stream));
    async_stream_close(self->stream);
    CORO_END;
}

CORO(talk, long number; int port; char host[20]; async_value opened, line; async_stream stream;)
{
    CORO_BEGIN;
    snprintf(self->host, sizeof self->host, "127.0.0.%ld", 1 + self->number % HOSTS);
    AWAIT_TO(self->opened, async_open_connection(ASYNC_ADDRESS(self->host, self->port)));
    self->stream = async_stream_of(self->opened);
    async_write_text(self->stream, "line %ld\n", self->number);
    AWAIT_TO(self->line, async_read(self->stream, -1));
    if (async_length(self->line) < 7) {
        RAISE(ASYNC_RUNTIME_ERROR, "connection %ld is not answered", self->number);
    }
    async_stream_close(self->stream);
    AWAIT(async_stream_wait_closed(self->stream));
    CORO_END;
}

static async_future batch_of(long first, long count, int port)
{
    async_awaitable all[MOST_AT_ONCE];
    for (long i = 0; i < count; i++) {
        all[i] = call(talk, first + i, port);
    }
    return async_gather_list(all, (size_t)count, false);
}

CORO(connections, long count, size, done, now; async_value server; int port;)
{
    CORO_BEGIN;
    AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("0.0.0.0", 0), serve));
    self->port = async_server_port(async_server_of(self->server));
    while (self->done < self->count) {
        self->now = self->size < self->count - self->done ? self->size : self->count - self->done;
        ROUND
        {
            if (self->size == 1) {
                AWAIT(call(talk, self->done, self->port));
            } else {
                AWAIT(batch_of(self->done, self->now, self->port));
            }
        }
        END_ROUND;
        for (long i = 1; i <= self->now; i++) {
            tell(self->size == 1 ? "sequence" : "batches", self->done + i, self->count);
        }
        self->done += self->now;
    }
    async_server_close(async_server_of(self->server));
    AWAIT(async_server_wait_closed(async_server_of(self->server)));
    CORO_END;
}

CORO(pairs, long count, done; int pair[2]; async_value got;)
{
    CORO_BEGIN;
    while (self->done < self->count) {
        ROUND
        {
            RAISE_IF_ERROR(async_socket_pair(self->pair));
            AWAIT(async_sock_sendall(self->pair[0], "a line", 6));
            AWAIT_TO(self->got, async_sock_recv(self->pair[1], 100));
            (void)async_close(self->pair[0]);
            (void)async_close(self->pair[1]);
        }
        END_ROUND;
        self->done++;
        tell("pairs", self->done, self->count);
    }
    CORO_END;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    long count = argc > 2 ? strtol(argv[2], NULL, 10) : 0, size = argc > 3 ? strtol(argv[3], NULL, 10) : 1;
    bool is_pairs = strcmp(what, "pairs") == 0;
    if (count < 100 || size < 1 || size > MOST_AT_ONCE || !(is_pairs || strcmp(what, "sequence") == 0 || strcmp(what, "batches") == 0)) {
        fprintf(stderr, "soak_connections sequence COUNT | batches COUNT SIZE | pairs COUNT\n");
        return 2;
    }
    int before = descriptors();
    int status = async_run(is_pairs ? call(pairs, count) : call(connections, count, size));
    double grown = resident() - early;
    int left = descriptors() - before;
    printf("%-8s %d descriptors are left, and %.0f bytes more than after a tenth\n", what, left, grown);
    return status ? status : left != 0 || grown > 1 << 20;
}
