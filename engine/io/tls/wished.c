/* wished.c: connections and servers with TLS: what the functions without it are given besides. */
#include "context.h"

#include "io/connect.h"
#include "io/server.h"
#include "io/stream.h"

#include <stdio.h>
#include <string.h>

enum { HANDSHAKE_TIMEOUT = 60, SHUTDOWN_TIMEOUT = 30 }; /* s */

static void dispose_wish(void *object)
{
    const tls_wish *wish = object;
    object_release(wish->context ? &wish->context->custom.object : NULL);
}

static const custom_class wish_class = {.name = "ssl", .dispose = dispose_wish};

static async_value why_not(transport_wish *of, const char *host)
{
    tls_wish *wish = (tls_wish *)(void *)of;
    if (wish->is_server) {
        return async_none();
    }
    if (!wish->is_named && strlen(host) < sizeof wish->name) {
        strcpy(wish->name, host); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): it has just been measured
    }
    if (!wish->name[0] && !wish->is_named) {
        return error_new(&ASYNC_VALUE_ERROR, "You must set server_hostname when using ssl without a host");
    }
    return wish->name[0] && wish->name[0] != '.'
               ? async_none()
               : error_new(&ASYNC_VALUE_ERROR, "server_hostname cannot be an empty string or start with a leading dot.");
}

static transport_object *make(const transport_wish *of, int descriptor, const async_protocol *protocol, void *self, async_object *held,
                              future_object *waiter, struct server_object *server, async_value *error)
{
    transport_object *transport = layer_new((const tls_wish *)(const void *)of, protocol, self, held, waiter, descriptor, error);
    if (!transport) {
        net_close(loop_running->poll, descriptor);
        return NULL;
    }
    transport_object *under =
        transport_new(loop_running, descriptor, TRANSPORT_SOCKET, &layer_protocol, transport, &transport->custom.object, NULL, server);
    if (!under) {
        *error = error_out_of_memory();
        object_release(&transport->custom.object);
        return NULL;
    }
    layer_lies_over(transport, under);
    return transport;
}

/* asyncio's words. */
static async_value not_positive(const char *name, double seconds)
{
    return async_error(&ASYNC_VALUE_ERROR, "%s should be a positive number, got %s", name, async_text(async_float(seconds)));
}

/* In the current scope; or None: there is nothing wrong with it. */
static async_value wrong_with(const async_ssl *ssl, const tls_context_object *context, bool is_server)
{
    if (ssl->context && !context) {
        return custom_misused(ssl->context, "a context of async_ssl_client() or async_ssl_server()");
    }
    if (is_server && !context) {
        return async_error(&ASYNC_VALUE_ERROR, "Server side SSL needs a valid SSLContext");
    }
    if (context && context->is_server != is_server) {
        return async_error(&ASYNC_SSL_ERROR, is_server ? "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context"
                                                       : "Cannot create a client socket with a PROTOCOL_TLS_SERVER context");
    }
    if (!(ssl->handshake_timeout >= 0)) {
        return not_positive("ssl_handshake_timeout", ssl->handshake_timeout);
    }
    if (!(ssl->shutdown_timeout >= 0)) {
        return not_positive("ssl_shutdown_timeout", ssl->shutdown_timeout);
    }
    return ssl->server_hostname && strlen(ssl->server_hostname) >= sizeof((tls_wish){0}).name
               ? async_error(&ASYNC_VALUE_ERROR, "server_hostname is too long")
               : async_none();
}

tls_wish *wish_new(const async_ssl *ssl, bool is_server, async_value *error)
{
    tls_context_object *context = context_of(ssl->context);
    *error = wrong_with(ssl, context, is_server);
    tls_wish *wish = error->type == ASYNC_ERROR ? NULL : object_new(OBJECT_CUSTOM, sizeof *wish);
    if (!wish) {
        *error = error->type == ASYNC_ERROR ? *error : error_out_of_memory();
        return NULL;
    }
    wish->wish.custom.class = &wish_class;
    wish->wish.why_not = why_not;
    wish->wish.make = make;
    object_retain(context ? &context->custom.object : NULL);
    wish->context = context;
    wish->is_server = is_server;
    wish->is_named = ssl->server_hostname != NULL;
    snprintf(wish->name, sizeof wish->name, "%s", ssl->server_hostname ? ssl->server_hostname : "");
    wish->handshake_timeout = ssl->handshake_timeout > 0 ? ssl->handshake_timeout : HANDSHAKE_TIMEOUT;
    wish->shutdown_timeout = ssl->shutdown_timeout > 0 ? ssl->shutdown_timeout : SHUTDOWN_TIMEOUT;
    return wish;
}

/* ---- The program's own ---- */

async_coroutine async_open_connection_ssl_(async_address address, async_ssl ssl, const TracePlace *place)
{
    async_value error;
    tls_wish *wish = wish_new(&ssl, false, &error);
    return wish ? connect_open(&address, ssl.limit, &wish->wish, place) : object_handle(error.as.object);
}

async_coroutine async_create_connection_ssl_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                             async_address address, async_ssl ssl, const TracePlace *place)
{
    async_value error;
    tls_wish *wish = wish_new(&ssl, false, &error);
    return wish ? connect_create(protocol, factory, context, &address, &wish->wish, place) : object_handle(error.as.object);
}

async_coroutine async_start_server_ssl_(async_address address, const async_coroutine_class *coroutine, async_ssl ssl,
                                        const TracePlace *place)
{
    async_value error;
    tls_wish *wish = wish_new(&ssl, true, &error);
    return wish ? stream_start_server(&address, coroutine, ssl.limit, &wish->wish, place) : object_handle(error.as.object);
}

async_coroutine async_create_server_ssl_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                         async_address address, async_ssl ssl, const TracePlace *place)
{
    async_value error;
    tls_wish *wish = wish_new(&ssl, true, &error);
    server_maker maker = {.protocol = protocol, .factory = factory, .context = context, .wish = wish ? &wish->wish : NULL};
    return wish ? server_create(&maker, &address, place) : object_handle(error.as.object);
}
