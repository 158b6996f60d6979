/* alpn.c: what is spoken over a connection with TLS: the names that one end offers, and the one that both have agreed on. */
#include "openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* As they are sent: before each name its length. They belong to OpenSSL's context, which a connection may keep longer than whoever made it. */
typedef struct names {
    unsigned size;
    unsigned char sent[];
} names;

static int names_index = -1;
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static void free_names(void *parent, void *of, CRYPTO_EX_DATA *data, int index, long argument, void *pointer)
{
    (void)parent;
    (void)data;
    (void)index;
    (void)argument;
    (void)pointer;
    free(of);
}

static void find_index(void) { names_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_names); }

/* Of a server: the first of its own that the client offers. If there is none, nothing is agreed on, and the connection is made all the same, as in Python. */
static int choose(SSL *ssl, const unsigned char **chosen, unsigned char *length, const unsigned char *offered, unsigned size, void *ignored)
{
    (void)ignored;
    const names *own = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), names_index);
    unsigned char *found = NULL;
    if (!own || own->size == 0 || SSL_select_next_proto(&found, length, own->sent, own->size, offered, size) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

static names *in_order(const char *const *offered)
{
    size_t size = 0;
    for (size_t i = 0; offered[i]; i++) {
        size += 1 + strlen(offered[i]);
    }
    names *all = malloc(sizeof *all + size);
    if (all) {
        unsigned char *to = all->sent;
        all->size = (unsigned)size;
        for (size_t i = 0; offered[i]; i++) {
            size_t length = strlen(offered[i]);
            *to++ = (unsigned char)length;
            memcpy(to, offered[i], length);
            to += length;
        }
    }
    return all;
}

bool tls_context_speak(TlsContext *context, const char *const *offered)
{
    pthread_once(&names_once, find_index);
    names *all = names_index < 0 ? NULL : in_order(offered);
    names *before = all ? SSL_CTX_get_ex_data(context->ssl, names_index) : NULL;
    bool good = all && SSL_CTX_set_alpn_protos(context->ssl, all->size ? all->sent : NULL, all->size) == 0 &&
                SSL_CTX_set_ex_data(context->ssl, names_index, all) == 1;
    free(good ? before : all);
    if (good) {
        SSL_CTX_set_alpn_select_cb(context->ssl, choose, NULL);
    }
    ERR_clear_error();
    return good;
}

bool alpn_is_known(Tls *tls)
{
    const unsigned char *name;
    unsigned length = 0;
    SSL_get0_alpn_selected(tls->ssl, &name, &length);
    free(tls->alpn);
    tls->alpn = length ? calloc(1, length + 1) : NULL;
    if (tls->alpn) {
        memcpy(tls->alpn, name, length);
    }
    return tls->alpn || !length;
}

const char *tls_alpn(const Tls *tls) { return tls->alpn; }
