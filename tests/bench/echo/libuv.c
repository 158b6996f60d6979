/* libuv.c: libuv's TCP streams, as its own benchmark uses them */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

static char block[65536];

typedef struct writing {
    uv_write_t request;
    char data[];
} writing;

static void allocate(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    (void)handle;
    (void)wanted;
    *buffer = uv_buf_init(block, sizeof block);
}

static void closed(uv_handle_t *handle) { free(handle); }

static void written(uv_write_t *request, int status)
{
    (void)status;
    free(request);
}

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    if (count < 0) {
        uv_close((uv_handle_t *)stream, closed);
        return;
    }
    uv_buf_t whole = uv_buf_init(buffer->base, (unsigned)count);
    int sent = count ? uv_try_write(stream, &whole, 1) : 0;
    sent = sent < 0 ? 0 : sent;
    if (sent < count) {
        writing *rest = malloc(sizeof *rest + (size_t)(count - sent));
        for (ssize_t i = sent; i < count; i++) {
            rest->data[i - sent] = buffer->base[i];
        }
        uv_buf_t left = uv_buf_init(rest->data, (unsigned)(count - sent));
        uv_write(&rest->request, stream, &left, 1, written);
    }
}

static void connected(uv_stream_t *server, int status)
{
    uv_tcp_t *client = malloc(sizeof *client);
    (void)status;
    uv_tcp_init(server->loop, client);
    uv_accept(server, (uv_stream_t *)client);
    uv_tcp_nodelay(client, 1);
    uv_read_start((uv_stream_t *)client, allocate, came);
}

int main(void)
{
    uv_tcp_t server;
    struct sockaddr_in here;
    int size = sizeof here;
    uv_tcp_init(uv_default_loop(), &server);
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_tcp_bind(&server, (struct sockaddr *)&here, 0);
    uv_listen((uv_stream_t *)&server, 4096, connected);
    uv_tcp_getsockname(&server, (struct sockaddr *)&here, &size);
    printf("%d\n", ntohs(here.sin_port));
    fflush(stdout);
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
