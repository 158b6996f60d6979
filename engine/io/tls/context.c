/* context.c: asyncio's SSLContext: what a program lets its connections with TLS trust and show, and what goes wrong with it as Python's errors. */
#include "context.h"

#include <errno.h>
#include <string.h>

static void dispose(void *object) { tls_context_free(((tls_context_object *)object)->context); }

static const custom_class context_class = {.name = "SSLContext", .dispose = dispose};

tls_context_object *context_of(async_ssl_context object) { return custom_is(object, &context_class); }

async_value layer_error(const TlsError *error)
{
    if (error->number || !error->text[0]) {
        return error_of_system(error->number ? error->number : ENOMEM, NULL);
    }
    async_value value = error_new(error->is_certificate ? &ASYNC_SSL_CERT_VERIFICATION_ERROR : &ASYNC_SSL_ERROR, error->text);
    if (async_is(value, &ASYNC_SSL_ERROR)) {
        ((error_object *)value.as.object)->number = 1; /* Python's SSL_ERROR_SSL */
    }
    return value;
}

TlsContext *layer_context(const tls_wish *wish, TlsContext **own, TlsError *error)
{
    if (wish->context) {
        return wish->context->context;
    }
    *own = tls_context_new(false, error);
    if (*own && !tls_context_trust(*own, NULL, error)) {
        tls_context_free(*own);
        *own = NULL;
    }
    return *own;
}

/* ---- The program's own ---- */

static async_value none_or(bool good, const TlsError *error) { return good ? async_none() : io_given(layer_error(error)); }

/* The context, filled: as a value for the current scope; or the error. */
static async_value made(bool is_server, TlsContext *context, bool good, const TlsError *error)
{
    tls_context_object *object = good ? object_new(OBJECT_CUSTOM, sizeof *object) : NULL;
    if (!object) {
        tls_context_free(context);
        return good ? error_out_of_memory() : io_given(layer_error(error));
    }
    object->custom.class = &context_class;
    object->context = context;
    object->is_server = is_server;
    return io_given((async_value){ASYNC_OBJECT, {.object = &object->custom.object}});
}

async_value async_ssl_client(const char *trusted)
{
    TlsError error;
    TlsContext *context = tls_context_new(false, &error);
    return made(false, context, context && tls_context_trust(context, trusted, &error), &error);
}

async_value async_ssl_server(const char *certificate, const char *key)
{
    TlsError error;
    TlsContext *context = tls_context_new(true, &error);
    return made(true, context, context && tls_context_show(context, certificate, key, &error), &error);
}

async_ssl_context async_ssl_context_of(async_value value) { return value.type == ASYNC_OBJECT ? object_handle(value.as.object) : NULL; }

static const char A_CONTEXT[] = "a context of async_ssl_client() or async_ssl_server()";

async_value async_ssl_load_cert_chain(async_ssl_context object, const char *certificate, const char *key)
{
    const tls_context_object *context = context_of(object);
    TlsError error;
    return context ? none_or(tls_context_show(context->context, certificate, key, &error), &error) : custom_misused(object, A_CONTEXT);
}

async_value async_ssl_load_verify_locations(async_ssl_context object, const char *trusted)
{
    const tls_context_object *context = context_of(object);
    TlsError error;
    return context ? none_or(tls_context_trust(context->context, trusted, &error), &error) : custom_misused(object, A_CONTEXT);
}

void async_ssl_set_verify(async_ssl_context object, bool certificate, bool name)
{
    const tls_context_object *context = context_of(object);
    if (context) {
        tls_context_verify(context->context, certificate, name && !context->is_server);
    }
}

void async_ssl_ask_certificate(async_ssl_context object)
{
    const tls_context_object *context = context_of(object);
    if (context) {
        tls_context_ask(context->context);
    }
}

/* None, or what is wrong with what is to be spoken: Python's words, but for what it finds out only in the handshake. */
static async_value unspeakable(const char *const *names)
{
    enum { LONGEST_NAME = 255, LONGEST_LIST = 65535 };
    size_t all = 0;
    for (size_t i = 0; names[i]; i++) {
        size_t length = strlen(names[i]);
        if (length == 0 || length > LONGEST_NAME) {
            return async_error(&ASYNC_SSL_ERROR, "ALPN protocols must be 1 to 255 in length");
        }
        for (size_t k = 0; k < length; k++) {
            if ((unsigned char)names[i][k] > 127) {
                return async_error(&ASYNC_VALUE_ERROR, "ALPN protocols must be ASCII, got %s", async_repr(async_str("%s", names[i])));
            }
        }
        all += 1 + length;
    }
    return all > LONGEST_LIST ? async_error(&ASYNC_SSL_ERROR, "ALPN protocols must be at most 65535 in length together, got %zu", all)
                              : async_none();
}

async_value async_ssl_set_alpn_protocols_(async_ssl_context object, const char *const *names)
{
    const tls_context_object *context = context_of(object);
    if (!context) {
        return custom_misused(object, A_CONTEXT);
    }
    async_value wrong = unspeakable(names);
    return wrong.type == ASYNC_ERROR || tls_context_speak(context->context, names) ? wrong : error_out_of_memory();
}

async_value async_ssl_set_versions(async_ssl_context object, const char *least, const char *most)
{
    const tls_context_object *context = context_of(object);
    if (!context) {
        return custom_misused(object, A_CONTEXT);
    }
    return tls_context_versions(context->context, least, most)
               ? async_none()
               : async_error(&ASYNC_VALUE_ERROR, "from %s to %s there is no version of TLS: there are TLSv1.2 and TLSv1.3",
                             least ? least : "the oldest", most ? most : "the newest");
}

async_value async_ssl_set_ciphers(async_ssl_context object, const char *list)
{
    const tls_context_object *context = context_of(object);
    if (!context) {
        return custom_misused(object, A_CONTEXT);
    }
    return tls_context_ciphers(context->context, list) ? async_none() : async_error(&ASYNC_SSL_ERROR, "No cipher can be selected.");
}
