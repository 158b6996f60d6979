/* facts.c: what is to be said of a transport with TLS: how it is encrypted, what is spoken over it, what its other end has shown of itself. */
#include "context.h"

#include <stdlib.h>
#include <string.h>

static const Tls *tls_of(async_transport object)
{
    const transport_object *transport = custom_is(object, &transport_class);
    return transport && transport->kind == TRANSPORT_OVER ? layer_of(transport)->tls : NULL;
}

const char *async_transport_tls_version(async_transport object)
{
    const Tls *tls = tls_of(object);
    return tls && tls_cipher(tls) ? tls_version(tls) : NULL;
}

const char *async_transport_cipher(async_transport object)
{
    const Tls *tls = tls_of(object);
    return tls ? tls_cipher(tls) : NULL;
}

const char *async_transport_alpn_protocol(async_transport object)
{
    const Tls *tls = tls_of(object);
    return tls ? tls_alpn(tls) : NULL;
}

/* In the current scope: None where there is none. */
static async_value fact(const Tls *tls, TlsField field, size_t index)
{
    char *data = NULL;
    size_t size = 0;
    TlsFact known = tls ? tls_certificate(tls, field, index, &data, &size) : TLS_NOT_THERE;
    async_value value = known == TLS_NO_MEMORY   ? error_out_of_memory()
                        : known == TLS_NOT_THERE ? async_none()
                        : field == TLS_ITSELF    ? async_bytes(data, size)
                        : field == TLS_VERSION   ? async_int(strtol(data, NULL, 10))
                                                 : async_str("%s", data);
    free(data);
    return value;
}

async_value async_transport_peercert_bytes(async_transport object) { return fact(tls_of(object), TLS_ITSELF, 0); }

static async_value all_names(const Tls *tls)
{
    enum { MOST = 1000 }; /* who has more names is not told all of them */
    size_t count = 0;
    async_value *names = calloc(MOST, sizeof *names), all = names ? async_none() : error_out_of_memory();
    while (names && count < MOST) {
        async_value name = fact(tls, TLS_ALTERNATIVE, count);
        if (name.type != ASYNC_STR) {
            all = name;
            break;
        }
        names[count++] = name;
    }
    all = all.type != ASYNC_ERROR && count > 0 ? async_list(names, count) : all;
    free(names);
    return all;
}

async_value async_transport_peercert(async_transport object, const char *field)
{
    static const struct {
        const char *name;
        TlsField field;
    } fields[] = {
        {"subject", TLS_SUBJECT},      {"issuer", TLS_ISSUER},      {"version", TLS_VERSION},           {"serialNumber", TLS_SERIAL_NUMBER},
        {"notBefore", TLS_NOT_BEFORE}, {"notAfter", TLS_NOT_AFTER}, {"subjectAltName", TLS_ALTERNATIVE}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].name, field) == 0) {
            return fields[i].field == TLS_ALTERNATIVE ? all_names(tls_of(object)) : fact(tls_of(object), fields[i].field, 0);
        }
    }
    return async_error(&ASYNC_KEY_ERROR, "%s", field);
}
