/* libev.c: libev's watchers around recv() and send() */
#define _GNU_SOURCE /* accept4 */
#include <arpa/inet.h>
#include <errno.h>
#include <ev.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct connection {
    ev_io reads, writes;
    char *rest;
    size_t start, count;
} connection;

static char block[65536];

static void readable(struct ev_loop *loop, ev_io *watcher, int events)
{
    connection *of = (connection *)watcher;
    ssize_t count = recv(watcher->fd, block, sizeof block, 0), sent;
    (void)events;
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        ev_io_stop(loop, watcher);
        close(watcher->fd);
        free(of);
        return;
    }
    sent = count > 0 ? send(watcher->fd, block, (size_t)count, MSG_NOSIGNAL) : 0;
    sent = sent < 0 ? 0 : sent;
    if (sent < count) {
        of->count = (size_t)(count - sent);
        of->start = 0;
        of->rest = malloc(of->count);
        memcpy(of->rest, block + sent, of->count);
        ev_io_stop(loop, &of->reads);
        ev_io_start(loop, &of->writes);
    }
}

static void writable(struct ev_loop *loop, ev_io *watcher, int events)
{
    connection *of = watcher->data;
    ssize_t sent = send(watcher->fd, of->rest + of->start, of->count, MSG_NOSIGNAL);
    (void)events;
    of->start += sent > 0 ? (size_t)sent : 0;
    of->count -= sent > 0 ? (size_t)sent : 0;
    if (of->count == 0 || (sent < 0 && errno != EAGAIN)) {
        free(of->rest);
        ev_io_stop(loop, watcher);
        ev_io_start(loop, &of->reads);
    }
}

static void connected(struct ev_loop *loop, ev_io *watcher, int events)
{
    int yes = 1;
    (void)events;
    for (int one; (one = accept4(watcher->fd, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        connection *of = calloc(1, sizeof *of);
        setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        ev_io_init(&of->reads, readable, one, EV_READ);
        ev_io_init(&of->writes, writable, one, EV_WRITE);
        of->writes.data = of;
        ev_io_start(loop, &of->reads);
    }
}

int main(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    ev_io accepts;
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 4096) != 0) {
        return 1;
    }
    getsockname(listener, (struct sockaddr *)&here, &size);
    printf("%d\n", ntohs(here.sin_port));
    fflush(stdout);
    ev_io_init(&accepts, connected, listener, EV_READ);
    ev_io_start(EV_DEFAULT, &accepts);
    return ev_run(EV_DEFAULT, 0);
}
