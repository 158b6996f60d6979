/* load.c: the client of all servers: load PORT CONNECTIONS BYTES SECONDS [plain|tls [RATE]]: each connection sends a message and waits for it to come back; or so many of them
   all together in a second, and then says how long half of them took, and 99 of 100 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct connection {
    int descriptor;
    SSL *ssl;          /* NULL: without TLS */
    size_t sent, back; /* bytes of the message */
    int64_t number;    /* of its message, of those of all connections together */
    bool busy;
} connection;

static char *message, *block;
static size_t size;
static long count;
static int set;
static int64_t messages;
static double rate, began; /* messages in a second; 0: as many as there can be */
static int64_t due;        /* the number of the next message whose time has not come */
static float *took;        /* seconds, of each message */
enum { MOST = 10000000 };

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

/* How many bytes went; -1: none for now. */
static ssize_t send_some(connection *of, const char *data, size_t most)
{
    size_t went = 0;
    if (of->ssl) {
        int result = SSL_write_ex(of->ssl, data, most, &went);
        if (result != 1 && SSL_get_error(of->ssl, result) != SSL_ERROR_WANT_WRITE) {
            fail("SSL_write_ex");
        }
        return result == 1 ? (ssize_t)went : -1;
    }
    ssize_t done = send(of->descriptor, data, most, MSG_NOSIGNAL);
    if (done < 0 && errno != EAGAIN) {
        fail("send");
    }
    return done;
}

static ssize_t receive_some(connection *of)
{
    size_t came = 0;
    if (of->ssl) {
        int result = SSL_read_ex(of->ssl, block, size, &came);
        if (result != 1 && SSL_get_error(of->ssl, result) != SSL_ERROR_WANT_READ) {
            fail("SSL_read_ex");
        }
        return result == 1 ? (ssize_t)came : -1;
    }
    ssize_t done = recv(of->descriptor, block, size, 0);
    if (done == 0 || (done < 0 && errno != EAGAIN)) {
        fail("recv");
    }
    return done;
}

static void send_more(connection *of)
{
    ssize_t done;
    while (of->sent < size && (done = send_some(of, message + of->sent, size - of->sent)) >= 0) {
        of->sent += (size_t)done;
    }
}

static void begin(connection *of)
{
    of->sent = of->back = 0;
    of->busy = true;
    send_more(of);
}

/* By the rate: the next message of this connection, if it is late already. */
static void is_back(connection *of)
{
    messages++;
    of->busy = false;
    if (rate > 0 && began > 0) {
        if (messages <= MOST) {
            took[messages - 1] = (float)(now() - (began + (double)of->number / rate));
        }
        of->number += count;
    }
    if (rate == 0 || (began > 0 && of->number < due)) {
        begin(of);
    }
}

/* With TLS more may be there that epoll does not tell of. */
static void receive(connection *of)
{
    ssize_t done;
    do {
        done = receive_some(of);
        of->back += done > 0 ? (size_t)done : 0;
        if (of->back == size) {
            is_back(of);
        }
    } while (of->ssl && done > 0);
}

static SSL *shake_hands(SSL_CTX *context, int descriptor)
{
    SSL *ssl = SSL_new(context);
    if (!ssl || SSL_set_fd(ssl, descriptor) != 1 || SSL_connect(ssl) != 1) {
        fail("SSL_connect");
    }
    return ssl;
}

static void turn(int timeout)
{
    static struct epoll_event found[1024];
    int ready = epoll_wait(set, found, 1024, timeout);
    for (int i = 0; i < ready; i++) {
        connection *of = found[i].data.ptr;
        if (of->busy) {
            send_more(of);
        }
        receive(of);
    }
}

static int by_size(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

/* Each message is sent at its time, or as soon as the one before it on its connection is back, which counts as waiting. */
static void keep_to_rate(connection *all, double seconds)
{
    for (long i = 0; i < count; i++) {
        all[i].number = i;
    }
    messages = 0;
    began = now();
    for (double at = began; at < began + seconds; at = now()) {
        for (; began + (double)due / rate <= at; due++) {
            connection *of = &all[due % count];
            if (!of->busy && of->number == due) {
                begin(of);
            }
        }
        turn(0);
    }
    int64_t counted = messages < MOST ? messages : MOST;
    qsort(took, (size_t)counted, sizeof *took, by_size);
    printf("%lld %.1f %.1f\n", (long long)messages, (double)took[counted / 2] * 1e6, (double)took[counted * 99 / 100] * 1e6);
}

int main(int arguments, char **values)
{
    if (arguments < 5) {
        return 2;
    }
    count = strtol(values[2], NULL, 10);
    size = strtoul(values[3], NULL, 10);
    double seconds = strtod(values[4], NULL);
    alarm((unsigned)seconds + 120); /* a server that answers no more is given up */
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(values[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    connection *all = calloc((size_t)count, sizeof *all);
    message = calloc(1, size);
    block = malloc(size);
    set = epoll_create1(0);
    SSL_CTX *context = arguments > 5 && strcmp(values[5], "tls") == 0 ? SSL_CTX_new(TLS_client_method()) : NULL;
    if (context) {
        SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_read_ahead(context, 1);
    }
    int yes = 1;
    for (long i = 0; i < count; i++) {
        int descriptor = socket(AF_INET, SOCK_STREAM, 0);
        if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&to, sizeof to) != 0) {
            fail("connect");
        }
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        all[i].descriptor = descriptor;
        all[i].ssl = context ? shake_hands(context, descriptor) : NULL;
        fcntl(descriptor, F_SETFL, O_NONBLOCK);
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &all[i]};
        epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
    }
    for (long i = 0; i < count; i++) {
        begin(&all[i]);
    }
    rate = arguments > 6 ? strtod(values[6], NULL) : 0;
    took = rate > 0 ? malloc(MOST * sizeof *took) : NULL;
    while (messages < count) { /* all are served by now */
        turn(1000);
    }
    puts("ready");
    fflush(stdout);
    (void)getchar(); /* until whoever measures has read the server's time */
    if (rate > 0) {
        keep_to_rate(all, seconds);
    } else {
        int64_t before = messages;
        for (double end = now() + seconds; now() < end;) {
            turn(100);
        }
        printf("%lld\n", (long long)(messages - before));
    }
    fflush(stdout);
    (void)getchar();
    return 0;
}
