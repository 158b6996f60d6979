/* context.c: a page has no OpenSSL, and says so where a program asks for it first: nothing of the rest is ever reached. */
#include "tls/tls.h"

TlsContext *tls_context_new(bool is_server, TlsError *error)
{
    (void)is_server;
    *error = (TlsError){.text = "TLS is not in the browser edition: run the program on your machine"};
    return NULL;
}

void tls_context_free(TlsContext *context) { (void)context; }

static bool none(TlsError *error) { return tls_context_new(false, error) != NULL; }

bool tls_context_trust(TlsContext *context, const char *file, TlsError *error)
{
    (void)context;
    (void)file;
    return none(error);
}

bool tls_context_show(TlsContext *context, const char *certificate, const char *key, TlsError *error)
{
    (void)context;
    (void)certificate;
    (void)key;
    return none(error);
}

void tls_context_verify(TlsContext *context, bool certificate, bool name)
{
    (void)context;
    (void)certificate;
    (void)name;
}

bool tls_context_checks_name(const TlsContext *context)
{
    (void)context;
    return false;
}

void tls_context_ask(TlsContext *context) { (void)context; }

bool tls_context_speak(TlsContext *context, const char *const *offered)
{
    (void)context;
    (void)offered;
    return false;
}

bool tls_context_versions(TlsContext *context, const char *least, const char *most)
{
    (void)context;
    (void)least;
    (void)most;
    return false;
}

bool tls_context_ciphers(TlsContext *context, const char *list)
{
    (void)context;
    (void)list;
    return false;
}

Tls *tls_new(TlsContext *context, bool is_server, const char *name, TlsError *error)
{
    (void)context;
    (void)is_server;
    (void)name;
    (void)none(error);
    return NULL;
}

void tls_free(Tls *tls) { (void)tls; }

bool tls_feed(Tls *tls, const void *data, size_t size)
{
    (void)tls;
    (void)data;
    (void)size;
    return false;
}

size_t tls_waiting(Tls *tls)
{
    (void)tls;
    return 0;
}

const char *tls_outgoing(Tls *tls, size_t *size)
{
    *size = 0;
    (void)tls;
    return "";
}

void tls_sent(Tls *tls) { (void)tls; }

size_t tls_unsent(Tls *tls)
{
    (void)tls;
    return 0;
}

static TlsResult fails(TlsError *error)
{
    (void)none(error);
    return TLS_FAILED;
}

TlsResult tls_handshake(Tls *tls, TlsError *error)
{
    (void)tls;
    return fails(error);
}

TlsResult tls_read(Tls *tls, void *data, size_t size, size_t *count, TlsError *error)
{
    (void)tls;
    (void)data;
    (void)size;
    *count = 0;
    return fails(error);
}

TlsResult tls_write(Tls *tls, const void *data, size_t size, TlsError *error)
{
    (void)tls;
    (void)data;
    (void)size;
    return fails(error);
}

TlsResult tls_close(Tls *tls, TlsError *error)
{
    (void)tls;
    return fails(error);
}

const char *tls_version(const Tls *tls)
{
    (void)tls;
    return NULL;
}

const char *tls_cipher(const Tls *tls)
{
    (void)tls;
    return NULL;
}

const char *tls_alpn(const Tls *tls)
{
    (void)tls;
    return NULL;
}

TlsFact tls_certificate(const Tls *tls, TlsField field, size_t index, char **data, size_t *size)
{
    (void)tls;
    (void)field;
    (void)index;
    *data = NULL;
    *size = 0;
    return TLS_NOT_THERE;
}
