/* context.h: asyncio's SSLContext, and what is asked for with one. */
#ifndef LOOPSCOPE_CONTEXT_H
#define LOOPSCOPE_CONTEXT_H

#include "async_ssl.h"
#include "layer.h"

typedef struct tls_context_object {
    custom_object custom;
    TlsContext *context; /* its own */
    bool is_server;
} tls_context_object;

tls_context_object *context_of(async_ssl_context object); /* NULL: it is none */

/* What is asked for: one reference. NULL: *error, in the current scope. */
tls_wish *wish_new(const async_ssl *ssl, bool is_server, async_value *error);

#endif
