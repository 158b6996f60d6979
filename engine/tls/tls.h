/* tls.h: TLS as a machine: bytes of the connection go in and come out on one side, those of the program on the other. It knows no socket and no loop. */
#ifndef LOOPSCOPE_TLS_H
#define LOOPSCOPE_TLS_H

#include <stdbool.h>
#include <stddef.h>

/* What all connections of one kind have in common: whom this end trusts, and what it shows of itself. */
typedef struct TlsContext TlsContext;
/* One connection. */
typedef struct Tls Tls;

/* What has gone wrong, in Python's words: "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired". */
typedef struct TlsError {
    bool is_certificate; /* the other end's has not been accepted */
    int number;          /* errno of a file that cannot be read; 0: it is TLS itself that complains */
    char text[520];
} TlsError;

typedef enum TlsResult {
    TLS_DONE,
    TLS_AGAIN, /* more of the connection's bytes are needed first */
    TLS_ENDED, /* of reading: the other end has said in good order that it sends nothing more */
    TLS_FAILED
} TlsResult;

/* NULL: the error. A server trusts nobody and asks for no certificate, a client has one shown to it and checks it, and the name in it. */
TlsContext *tls_context_new(bool is_server, TlsError *error);
void tls_context_free(TlsContext *context); /* connections that are under way keep what they need */
/* Whose certificates are accepted: those in the file, or signed by one of them; NULL: those that the system trusts. False: the error. */
bool tls_context_trust(TlsContext *context, const char *file, TlsError *error);
/* What this end shows of itself: a certificate, behind it those that lead to one that others trust; and its key, NULL: in the same file. False: the error. */
bool tls_context_show(TlsContext *context, const char *certificate, const char *key, TlsError *error);
void tls_context_verify(TlsContext *context, bool certificate, bool name); /* a server that verifies asks clients for a certificate */
bool tls_context_checks_name(const TlsContext *context);
void tls_context_ask(TlsContext *context); /* for a certificate, which is checked; who has none is let in */
/* What would be spoken, what this end would rather speak first; NULL ends the list. Each has 1 to 255 bytes, all with a byte more each 65535. False: out of memory. */
bool tls_context_speak(TlsContext *context, const char *const *offered);
/* "TLSv1.2" or "TLSv1.3"; NULL: as it is. False: there is no such version, or none is left between them; then nothing is changed. */
bool tls_context_versions(TlsContext *context, const char *least, const char *most);
bool tls_context_ciphers(TlsContext *context, const char *list); /* of TLS 1.2, in OpenSSL's words; false: that is none at all */

/* `name`: the other end's, a host by name or number, or NULL. NULL: the error; its text is empty where it is that there is no memory. */
Tls *tls_new(TlsContext *context, bool is_server, const char *name, TlsError *error);
void tls_free(Tls *tls);

bool tls_feed(Tls *tls, const void *data, size_t size); /* from the connection; false: out of memory */
size_t tls_waiting(Tls *tls);                           /* bytes of the connection's that have come and not been looked at */
const char *tls_outgoing(Tls *tls, size_t *size);       /* for the connection; until something else is done with it */
void tls_sent(Tls *tls);                                /* all of that */
size_t tls_unsent(Tls *tls);

/* Each may have made something outgoing, also if it has failed. */
TlsResult tls_handshake(Tls *tls, TlsError *error);
TlsResult tls_read(Tls *tls, void *data, size_t size, size_t *count, TlsError *error);
TlsResult tls_write(Tls *tls, const void *data, size_t size, TlsError *error); /* all of it, or nothing */
TlsResult tls_close(Tls *tls, TlsError *error); /* says that nothing more is sent; done: so has the other end */

const char *tls_version(const Tls *tls); /* "TLSv1.3" */
const char *tls_cipher(const Tls *tls);  /* "TLS_AES_256_GCM_SHA384"; NULL: there is none yet */
const char *tls_alpn(const Tls *tls);    /* "h2"; NULL: nothing was agreed on */

/* What stands in the certificate that the other end has shown: once the handshake is over, and of one that was checked; the certificate itself also of others. */
typedef enum TlsField {
    TLS_ITSELF,  /* its bytes, DER */
    TLS_SUBJECT, /* "countryName=DE, commonName=localhost" */
    TLS_ISSUER,
    TLS_VERSION,       /* "3" */
    TLS_SERIAL_NUMBER, /* "0A1B" */
    TLS_NOT_BEFORE,    /* "Nov 30 09:00:00 2026 GMT" */
    TLS_NOT_AFTER,
    TLS_ALTERNATIVE /* its names, by their index: "DNS:localhost", "IP Address:127.0.0.1" */
} TlsField;
typedef enum TlsFact { TLS_THERE, TLS_NOT_THERE, TLS_NO_MEMORY } TlsFact;
/* There: a copy that is the caller's, with a NUL behind it. */
TlsFact tls_certificate(const Tls *tls, TlsField field, size_t index, char **data, size_t *size);

#endif
