/* error.c: what OpenSSL complains of, in the words that Python's ssl has for it. */
#include "openssl.h"

#include <ctype.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static const char *library_of(unsigned long code)
{
    switch (ERR_GET_LIB(code)) {
    case ERR_LIB_SSL: return "SSL";
    case ERR_LIB_X509: return "X509";
    case ERR_LIB_PEM: return "PEM";
    default: return NULL;
    }
}

/* "wrong version number" as Python has it, WRONG_VERSION_NUMBER. What newer versions of OpenSSL call an alert of SSL/TLS has kept its old name there. */
static void name_of(const char *reason, char *name, size_t size)
{
    static const char newer[] = "ssl/tls alert ", older[] = "SSLV3_ALERT_";
    size_t length = 0;
    if (strncmp(reason, newer, sizeof newer - 1) == 0) {
        length = (size_t)snprintf(name, size, "%s", older);
        reason += sizeof newer - 1;
    }
    for (; *reason && length + 1 < size; reason++) {
        name[length++] = isalnum((unsigned char)*reason) ? (char)toupper((unsigned char)*reason) : '_';
    }
    name[length] = '\0';
}

/* Why the other end's certificate was not accepted. */
static void explain_certificate(const Tls *of, char *text, size_t size)
{
    long result = SSL_get_verify_result(of->ssl);
    if (result == X509_V_ERR_HOSTNAME_MISMATCH) {
        snprintf(text, size, "Hostname mismatch, certificate is not valid for '%s'.", of->name);
    } else if (result == X509_V_ERR_IP_ADDRESS_MISMATCH) {
        snprintf(text, size, "IP address mismatch, certificate is not valid for '%s'.", of->name);
    } else {
        snprintf(text, size, "%s", X509_verify_cert_error_string(result));
    }
}

void openssl_explain(const Tls *of, TlsError *error)
{
    unsigned long code = ERR_peek_error();
    const char *reason = code && !ERR_SYSTEM_ERROR(code) ? ERR_reason_error_string(code) : NULL, *library = library_of(code);
    *error = (TlsError){.number = code && ERR_SYSTEM_ERROR(code) ? ERR_GET_REASON(code) : 0};
    error->is_certificate = of && ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (code && ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE) {
        error->number = ENOMEM;
    } else if (reason && library) {
        char name[100], more[320] = "";
        name_of(reason, name, sizeof name);
        if (error->is_certificate) {
            explain_certificate(of, more, sizeof more);
        }
        snprintf(error->text, sizeof error->text, "[%s: %s] %s%s%s", library, name, reason, more[0] ? ": " : "", more);
    } else if (!error->number) {
        snprintf(error->text, sizeof error->text, "[SSL] %s", reason ? reason : "unknown error");
    }
    ERR_clear_error();
}
