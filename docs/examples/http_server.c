/* http_server.c: an HTTP/1.1 server of the files in a folder; with a certificate of HTTPS: http_server FOLDER [CERTIFICATE KEY] */
#include <async.h>
#include <async_ssl.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file that is asked for, if it is one and lies in the folder; else NULL. */
static FILE *open_file(const char *path, size_t *size)
{
    struct stat about;
    bool is_inside = path[0] == '/' && path[1] != '/' && !strstr(path, "..");
    bool is_file = is_inside && stat(path + 1, &about) == 0 && S_ISREG(about.st_mode);
    *size = is_file ? (size_t)about.st_size : 0;
    return is_file ? fopen(path + 1, "rb") : NULL;
}

/* One request and its answer; gives whether there may be another on this connection. */
CORO(answer, async_stream stream; async_value line; char method[8], path[1024], version[16]; bool goes_on; FILE * file; size_t left;)
{
    CORO_BEGIN;
    AWAIT_TO(self->line, async_readline(self->stream));
    if (sscanf(async_data(self->line), "%7s %1023s %15s", self->method, self->path, self->version) < 3) {
        CORO_RETURN(async_bool(false)); /* the end of the connection, or no HTTP */
    }
    self->goes_on = strcmp(self->version, "HTTP/1.1") == 0;
    while (async_length(self->line) > 2) { /* as far as the empty one */
        AWAIT_TO(self->line, async_readline(self->stream));
        self->goes_on = self->goes_on && strncasecmp(async_data(self->line), "connection: close", 17) != 0;
    }
    self->file = open_file(self->path, &self->left);
    TRY {
        async_write_text(self->stream, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n", self->file ? "200 OK" : "404 Not Found", self->left);
        async_write_text(self->stream, "Connection: %s\r\n\r\n", self->goes_on ? "keep-alive" : "close");
        while (self->file && self->left > 0 && strcmp(self->method, "HEAD") != 0) {
            char block[16384];
            size_t size = fread(block, 1, self->left < sizeof block ? self->left : sizeof block, self->file);
            if (size == 0) {
                RAISE(ASYNC_RUNTIME_ERROR, "%s is shorter by now", self->path);
            }
            self->left -= size;
            async_write_data(self->stream, block, size);
            AWAIT(async_drain(self->stream)); /* no more than the other end reads */
        }
    }
    FINALLY {
        if (self->file) {
            fclose(self->file);
        }
    }
    END_TRY;
    CORO_RETURN(async_bool(self->goes_on));
    CORO_END;
}

CORO(serve, async_stream stream; async_value goes_on;)
{
    CORO_BEGIN;
    do {
        AWAIT_TO(self->goes_on, call(answer, self->stream));
    } while (self->goes_on.as.boolean);
    async_stream_close(self->stream);
    CORO_END;
}

CORO(main_, const char *certificate, *key; async_value context, server;)
{
    CORO_BEGIN;
    if (self->certificate) {
        self->context = async_ssl_server(self->certificate, self->key);
        RAISE_IF_ERROR(self->context);
        RAISE_IF_ERROR(async_ssl_set_alpn_protocols(async_ssl_context_of(self->context), "http/1.1"));
        AWAIT_TO(self->server, async_start_server_ssl(ASYNC_ADDRESS("127.0.0.1", 0), serve, async_ssl_context_of(self->context)));
    } else {
        AWAIT_TO(self->server, async_start_server(ASYNC_ADDRESS("127.0.0.1", 0), serve));
    }
    async_print("%d", async_server_port(async_server_of(self->server)));
    fflush(stdout);
    AWAIT(async_server_serve_forever(async_server_of(self->server)));
    CORO_END;
}

int main(int count, char **arguments)
{
    bool is_well_called = (count == 2 || count == 4) && chdir(arguments[1]) == 0;
    return is_well_called ? async_run(call(main_, count == 4 ? arguments[2] : NULL, count == 4 ? arguments[3] : NULL)) : 2;
}
