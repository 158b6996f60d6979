/* raw.c: epoll and nothing else: one buffer for all connections, and what cannot be sent at once is waited for */
#define _GNU_SOURCE /* accept4 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct connection {
    int descriptor;
    char *rest;
    size_t start, count;
} connection;

enum { BLOCK = 65536 };
static char block[BLOCK];
static int set;

static void watch(connection *of, int what, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = of};
    epoll_ctl(set, what, of->descriptor, &event);
}

static void serve(connection *of)
{
    ssize_t count = recv(of->descriptor, block, BLOCK, 0);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        close(of->descriptor);
        free(of);
        return;
    }
    ssize_t sent = count > 0 ? send(of->descriptor, block, (size_t)count, MSG_NOSIGNAL) : 0;
    sent = sent < 0 ? 0 : sent;
    if (sent < count) {
        of->count = (size_t)(count - sent);
        of->start = 0;
        of->rest = malloc(of->count);
        memcpy(of->rest, block + sent, of->count);
        watch(of, EPOLL_CTL_MOD, EPOLLOUT);
    }
}

static void send_rest(connection *of)
{
    ssize_t sent = send(of->descriptor, of->rest + of->start, of->count, MSG_NOSIGNAL);
    of->start += sent > 0 ? (size_t)sent : 0;
    of->count -= sent > 0 ? (size_t)sent : 0;
    if (of->count == 0 || (sent < 0 && errno != EAGAIN)) {
        free(of->rest);
        of->count = 0;
        watch(of, EPOLL_CTL_MOD, EPOLLIN);
    }
}

int main(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    connection listener = {.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    if (bind(listener.descriptor, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener.descriptor, 4096) != 0) {
        return 1;
    }
    getsockname(listener.descriptor, (struct sockaddr *)&here, &size);
    printf("%d\n", ntohs(here.sin_port));
    fflush(stdout);
    set = epoll_create1(0);
    watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
    static struct epoll_event found[1024];
    for (;;) {
        int ready = epoll_wait(set, found, 1024, -1), yes = 1;
        for (int i = 0; i < ready; i++) {
            connection *of = found[i].data.ptr;
            if (of != &listener) {
                (of->count ? send_rest : serve)(of);
                continue;
            }
            for (int one; (one = accept4(listener.descriptor, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
                setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                connection *new = calloc(1, sizeof *new);
                new->descriptor = one;
                watch(new, EPOLL_CTL_ADD, EPOLLIN);
            }
        }
    }
}
