/* raw_tls.c: OpenSSL over epoll and nothing else: raw_tls CERTIFICATE: one buffer for all connections, and what cannot be sent at once is waited for */
#define _GNU_SOURCE /* accept4 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct connection {
    int descriptor;
    SSL *ssl;
    char *rest; /* that could not be sent at once */
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

static void end(connection *of)
{
    SSL_free(of->ssl);
    close(of->descriptor);
    free(of);
}

static void keep(connection *of, const char *data, size_t count)
{
    of->rest = malloc(count);
    memcpy(of->rest, data, count);
    of->start = 0;
    of->count = count;
    watch(of, EPOLL_CTL_MOD, EPOLLOUT);
}

/* All that has come goes back; the handshake is done by the first read. */
static void serve(connection *of)
{
    for (;;) {
        size_t count = 0, sent = 0;
        int why = SSL_ERROR_NONE;
        while (count < BLOCK) {
            size_t more = 0;
            int result = SSL_read_ex(of->ssl, block + count, BLOCK - count, &more);
            if (result != 1) {
                why = SSL_get_error(of->ssl, result);
                break;
            }
            count += more;
        }
        if (count > 0 && SSL_write_ex(of->ssl, block, count, &sent) != 1 && SSL_get_error(of->ssl, 0) != SSL_ERROR_WANT_WRITE) {
            end(of);
            return;
        }
        if (sent < count) {
            keep(of, block + sent, count - sent);
            return;
        }
        if (why == SSL_ERROR_WANT_READ) {
            return;
        }
        if (why != SSL_ERROR_NONE) {
            end(of);
            return;
        }
    }
}

static void send_rest(connection *of)
{
    size_t sent = 0;
    if (SSL_write_ex(of->ssl, of->rest + of->start, of->count, &sent) != 1 && SSL_get_error(of->ssl, 0) != SSL_ERROR_WANT_WRITE) {
        free(of->rest);
        end(of);
        return;
    }
    of->start += sent;
    of->count -= sent;
    if (of->count == 0) {
        free(of->rest);
        watch(of, EPOLL_CTL_MOD, EPOLLIN);
        serve(of); /* what OpenSSL has read already, epoll does not tell of */
    }
}

static SSL_CTX *context(const char *certificate)
{
    SSL_CTX *made = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(made, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(made, certificate, SSL_FILETYPE_PEM) != 1) {
        exit(1);
    }
    SSL_CTX_set_mode(made, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(made, 1); /* one recv() for a record, and not one more for its head */
    return made;
}

int main(int count, char **arguments)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    connection listener = {.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    SSL_CTX *shown = count > 1 ? context(arguments[1]) : NULL;
    if (!shown || bind(listener.descriptor, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener.descriptor, 4096) != 0) {
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
                new->ssl = SSL_new(shown);
                SSL_set_fd(new->ssl, one);
                SSL_set_accept_state(new->ssl);
                watch(new, EPOLL_CTL_ADD, EPOLLIN);
            }
        }
    }
}
