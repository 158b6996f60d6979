/* connection.c: one connection with TLS, by OpenSSL over two buffers in memory. */
#include "openssl.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_number(const char *name)
{
    ASN1_OCTET_STRING *number = a2i_IPADDRESS(name);
    bool is = number != NULL;
    ASN1_OCTET_STRING_free(number);
    ERR_clear_error();
    return is;
}

/* The name is sent, so that the other end knows which of its certificates to show, and is looked for in that. */
static bool set_name(Tls *tls, const TlsContext *context, const char *name)
{
    X509_VERIFY_PARAM *verify = SSL_get0_param(tls->ssl);
    bool number = is_number(name);
    snprintf(tls->name, sizeof tls->name, "%s", name);
    if (!number && SSL_set_tlsext_host_name(tls->ssl, name) != 1) {
        return false;
    }
    return !context->checks_name ||
           (number ? X509_VERIFY_PARAM_set1_ip_asc(verify, name) : X509_VERIFY_PARAM_set1_host(verify, name, 0)) == 1;
}

Tls *tls_new(TlsContext *context, bool is_server, const char *name, TlsError *error)
{
    Tls *tls = calloc(1, sizeof *tls);
    ERR_clear_error();
    SSL *ssl = tls ? SSL_new(context->ssl) : NULL;
    BIO *in = ssl ? BIO_new(BIO_s_mem()) : NULL, *out = in ? BIO_new(BIO_s_mem()) : NULL;
    *error = (TlsError){.number = ENOMEM};
    if (!out) {
        BIO_free(in);
        SSL_free(ssl);
        free(tls);
        ERR_clear_error();
        return NULL;
    }
    SSL_set_bio(ssl, in, out); /* they are the SSL's from here on */
    *tls = (Tls){.ssl = ssl, .in = in, .out = out};
    if (name && !set_name(tls, context, name)) {
        openssl_explain(tls, error);
        tls_free(tls);
        return NULL;
    }
    if (is_server) {
        SSL_set_accept_state(ssl);
    } else {
        SSL_set_connect_state(ssl);
    }
    return tls;
}

void tls_free(Tls *tls)
{
    if (tls) {
        SSL_free(tls->ssl);
        free(tls->alpn);
        free(tls);
    }
}

bool tls_feed(Tls *tls, const void *data, size_t size)
{
    size_t taken = 0;
    bool fed = BIO_write_ex(tls->in, data, size, &taken) == 1 && taken == size;
    ERR_clear_error();
    return fed;
}

size_t tls_waiting(Tls *tls) { return BIO_ctrl_pending(tls->in); }

const char *tls_outgoing(Tls *tls, size_t *size)
{
    char *data = NULL;
    long length = BIO_get_mem_data(tls->out, &data);
    *size = length > 0 ? (size_t)length : 0;
    return data;
}

void tls_sent(Tls *tls) { (void)BIO_reset(tls->out); }

size_t tls_unsent(Tls *tls) { return BIO_ctrl_pending(tls->out); }

/* Of a call that has not succeeded. */
static TlsResult why(const Tls *tls, int result, TlsError *error)
{
    switch (SSL_get_error(tls->ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return TLS_AGAIN;
    case SSL_ERROR_ZERO_RETURN: *error = (TlsError){.text = "TLS/SSL connection has been closed (EOF)"}; return TLS_FAILED;
    default: openssl_explain(tls, error); return TLS_FAILED;
    }
}

TlsResult tls_handshake(Tls *tls, TlsError *error)
{
    ERR_clear_error();
    int result = SSL_do_handshake(tls->ssl);
    if (result != 1) {
        return why(tls, result, error);
    }
    if (!alpn_is_known(tls)) {
        *error = (TlsError){.number = ENOMEM};
        return TLS_FAILED;
    }
    return TLS_DONE;
}

TlsResult tls_read(Tls *tls, void *data, size_t size, size_t *count, TlsError *error)
{
    *count = 0;
    ERR_clear_error();
    int result = SSL_read_ex(tls->ssl, data, size, count);
    if (result == 1) {
        return TLS_DONE;
    }
    bool ended = SSL_get_error(tls->ssl, result) == SSL_ERROR_ZERO_RETURN && SSL_get_shutdown(tls->ssl) == SSL_RECEIVED_SHUTDOWN;
    return ended ? TLS_ENDED : why(tls, result, error);
}

TlsResult tls_write(Tls *tls, const void *data, size_t size, TlsError *error)
{
    size_t written = 0;
    ERR_clear_error();
    int result = SSL_write_ex(tls->ssl, data, size, &written);
    return result == 1 ? TLS_DONE : why(tls, result, error);
}

/* The first call sends, the second looks for what the other end has sent; a second nothing is as good as an answer, as Python has it. */
TlsResult tls_close(Tls *tls, TlsError *error)
{
    ERR_clear_error();
    int result = SSL_shutdown(tls->ssl);
    result = result == 0 ? SSL_shutdown(tls->ssl) : result;
    return result >= 0 ? TLS_DONE : why(tls, result, error);
}

const char *tls_version(const Tls *tls) { return SSL_get_version(tls->ssl); }

const char *tls_cipher(const Tls *tls)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(tls->ssl);
    return cipher ? SSL_CIPHER_get_name(cipher) : NULL;
}
