/* openssl.h: what the files of this room share of OpenSSL's. */
#ifndef LOOPSCOPE_OPENSSL_H
#define LOOPSCOPE_OPENSSL_H

#include "tls.h"

#include <openssl/ssl.h>

struct TlsContext {
    SSL_CTX *ssl;
    bool checks_name;
};

struct Tls {
    SSL *ssl;
    BIO *in, *out;  /* the connection's bytes: the SSL's own */
    char *alpn;     /* what is spoken over it: its own; NULL: nothing was agreed on, or not yet */
    char name[256]; /* of the other end, for sentences; "": none */
};

/* The handshake is over: what has been agreed on is kept. False: out of memory. */
bool alpn_is_known(Tls *tls);
/* Says what OpenSSL has complained of first since its errors were cleared. `of`: the connection that it was, or NULL. */
void openssl_explain(const Tls *of, TlsError *error);

#endif
