/* load.c: the client of all servers: load PORT CONNECTIONS BYTES SECONDS: each connection sends a message and waits for it to come back */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct connection {
    int descriptor;
    size_t sent, back; /* bytes of the message */
} connection;

static char *message, *block;
static size_t size;
static long count;
static int set;
static int64_t messages;

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void send_more(connection *of)
{
    while (of->sent < size) {
        ssize_t done = send(of->descriptor, message + of->sent, size - of->sent, MSG_NOSIGNAL);
        if (done < 0 && errno == EAGAIN) {
            return;
        }
        if (done < 0) {
            fail("send");
        }
        of->sent += (size_t)done;
    }
}

static void receive(connection *of)
{
    ssize_t done = recv(of->descriptor, block, size, 0);
    if (done == 0 || (done < 0 && errno != EAGAIN)) {
        fail("recv");
    }
    of->back += done > 0 ? (size_t)done : 0;
    if (of->back == size) {
        messages++;
        of->sent = of->back = 0;
        send_more(of);
    }
}

static void turn(connection *all, int timeout)
{
    static struct epoll_event found[1024];
    (void)all;
    int ready = epoll_wait(set, found, 1024, timeout);
    for (int i = 0; i < ready; i++) {
        connection *of = found[i].data.ptr;
        send_more(of);
        receive(of);
    }
}

int main(int arguments, char **values)
{
    if (arguments < 5) {
        return 2;
    }
    count = strtol(values[2], NULL, 10);
    size = strtoul(values[3], NULL, 10);
    double seconds = strtod(values[4], NULL);
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(values[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    connection *all = calloc((size_t)count, sizeof *all);
    message = calloc(1, size);
    block = malloc(size);
    set = epoll_create1(0);
    int yes = 1;
    for (long i = 0; i < count; i++) {
        int descriptor = socket(AF_INET, SOCK_STREAM, 0);
        if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&to, sizeof to) != 0) {
            fail("connect");
        }
        fcntl(descriptor, F_SETFL, O_NONBLOCK);
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        all[i].descriptor = descriptor;
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &all[i]};
        epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
    }
    for (long i = 0; i < count; i++) {
        send_more(&all[i]);
    }
    while (messages < count) { /* all are served by now */
        turn(all, 1000);
    }
    puts("ready");
    fflush(stdout);
    (void)getchar(); /* until whoever measures has read the server's time */
    int64_t before = messages;
    for (double end = now() + seconds; now() < end;) {
        turn(all, 100);
    }
    printf("%lld\n", (long long)(messages - before));
    fflush(stdout);
    (void)getchar();
    return 0;
}
