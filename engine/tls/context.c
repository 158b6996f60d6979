/* context.c: what connections with TLS have in common, read from files of certificates and keys. */
#include "openssl.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As Python's create_default_context(): TLS 1.2 or newer, no compression, certificates by the letter of their standard, and a trusted one need not be a root. */
static void set_usual(SSL_CTX *ssl)
{
    SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
    SSL_CTX_set_options(ssl, SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(ssl, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_id_context(ssl, (const unsigned char *)"loopscope", sizeof "loopscope" - 1);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(ssl), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(ssl), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
}

TlsContext *tls_context_new(bool is_server, TlsError *error)
{
    TlsContext *context = calloc(1, sizeof *context);
    ERR_clear_error();
    SSL_CTX *ssl = context ? SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method()) : NULL;
    if (!ssl) {
        free(context);
        ERR_clear_error();
        *error = (TlsError){.number = ENOMEM};
        return NULL;
    }
    context->ssl = ssl;
    set_usual(ssl);
    tls_context_verify(context, !is_server, !is_server);
    return context;
}

void tls_context_free(TlsContext *context)
{
    if (context) {
        SSL_CTX_free(context->ssl);
        free(context);
    }
}

/* OpenSSL says of a file that is missing only that something in it is wrong. */
static bool can_be_read(const char *file, TlsError *error)
{
    if (access(file, R_OK) != 0) {
        *error = (TlsError){.number = errno};
        return false;
    }
    return true;
}

bool tls_context_trust(TlsContext *context, const char *file, TlsError *error)
{
    ERR_clear_error();
    if (file && !can_be_read(file, error)) {
        return false;
    }
    if ((file ? SSL_CTX_load_verify_file(context->ssl, file) : SSL_CTX_set_default_verify_paths(context->ssl)) != 1) {
        openssl_explain(NULL, error);
        return false;
    }
    return true;
}

bool tls_context_show(TlsContext *context, const char *certificate, const char *key, TlsError *error)
{
    key = key ? key : certificate;
    ERR_clear_error();
    if (!can_be_read(certificate, error) || !can_be_read(key, error)) {
        return false;
    }
    if (SSL_CTX_use_certificate_chain_file(context->ssl, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context->ssl, key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(context->ssl) != 1) {
        openssl_explain(NULL, error);
        return false;
    }
    return true;
}

void tls_context_verify(TlsContext *context, bool certificate, bool name)
{
    context->checks_name = certificate && name;
    SSL_CTX_set_verify(context->ssl, certificate ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE, NULL);
}

bool tls_context_checks_name(const TlsContext *context) { return context->checks_name; }

void tls_context_ask(TlsContext *context)
{
    context->checks_name = false;
    SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER, NULL);
}

/* 0: there is none of that name. */
static int version_of(const char *name)
{
    return strcmp(name, "TLSv1.2") == 0 ? TLS1_2_VERSION : strcmp(name, "TLSv1.3") == 0 ? TLS1_3_VERSION : 0;
}

bool tls_context_versions(TlsContext *context, const char *least, const char *most)
{
    long from = least ? version_of(least) : SSL_CTX_get_min_proto_version(context->ssl);
    long to = most ? version_of(most) : SSL_CTX_get_max_proto_version(context->ssl);
    if ((least && !from) || (most && !to) || (to && from > to)) { /* no highest one: the newest that there is */
        return false;
    }
    return SSL_CTX_set_min_proto_version(context->ssl, from) == 1 && SSL_CTX_set_max_proto_version(context->ssl, to) == 1;
}

bool tls_context_ciphers(TlsContext *context, const char *list)
{
    ERR_clear_error();
    bool good = SSL_CTX_set_cipher_list(context->ssl, list) == 1;
    ERR_clear_error();
    return good;
}
