/* certificate.c: what stands in the certificate that the other end of a connection has shown. */
#include "openssl.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

/* "countryName=DE, commonName=localhost": what would be taken for more than one name has a \ before it. */
static bool say_name(BIO *out, X509_NAME *name)
{
    unsigned long how = (ASN1_STRFLGS_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) | XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_LN;
    return X509_NAME_print_ex(out, name, 0, how) >= 0;
}

static bool say_serial(BIO *out, const X509 *certificate)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *text = number ? BN_bn2hex(number) : NULL;
    bool said = text && BIO_puts(out, text) >= 0;
    OPENSSL_free(text);
    BN_free(number);
    return said;
}

/* "DNS:localhost", "IP Address:127.0.0.1". */
static TlsFact say_alternative(BIO *out, const X509 *certificate, int index)
{
    GENERAL_NAMES *all = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    TlsFact fact = !all || index >= sk_GENERAL_NAME_num(all)                        ? TLS_NOT_THERE
                   : GENERAL_NAME_print(out, sk_GENERAL_NAME_value(all, index)) > 0 ? TLS_THERE
                                                                                    : TLS_NO_MEMORY;
    GENERAL_NAMES_free(all);
    return fact;
}

static TlsFact there(bool said) { return said ? TLS_THERE : TLS_NO_MEMORY; }

static TlsFact say(BIO *out, X509 *certificate, TlsField field, size_t index)
{
    switch (field) {
    case TLS_ITSELF: return there(i2d_X509_bio(out, certificate) == 1);
    case TLS_SUBJECT: return there(say_name(out, X509_get_subject_name(certificate)));
    case TLS_ISSUER: return there(say_name(out, X509_get_issuer_name(certificate)));
    case TLS_VERSION: return there(BIO_printf(out, "%ld", X509_get_version(certificate) + 1) > 0);
    case TLS_SERIAL_NUMBER: return there(say_serial(out, certificate));
    case TLS_NOT_BEFORE: return there(ASN1_TIME_print(out, X509_get0_notBefore(certificate)) == 1);
    case TLS_NOT_AFTER: return there(ASN1_TIME_print(out, X509_get0_notAfter(certificate)) == 1);
    case TLS_ALTERNATIVE: return say_alternative(out, certificate, (int)index);
    }
    return TLS_NOT_THERE;
}

/* A copy, with a NUL behind it. */
static TlsFact take(BIO *out, char **data, size_t *size)
{
    char *said;
    long length = BIO_get_mem_data(out, &said);
    *data = calloc(1, (size_t)length + 1);
    *size = (size_t)length;
    if (*data && length > 0) {
        memcpy(*data, said, (size_t)length);
    }
    return there(*data != NULL);
}

TlsFact tls_certificate(const Tls *tls, TlsField field, size_t index, char **data, size_t *size)
{
    *data = NULL;
    *size = 0;
    bool is_checked = (SSL_get_verify_mode(tls->ssl) & SSL_VERIFY_PEER) != 0;
    X509 *certificate = SSL_is_init_finished(tls->ssl) && (is_checked || field == TLS_ITSELF) ? SSL_get1_peer_certificate(tls->ssl) : NULL;
    if (!certificate) {
        return TLS_NOT_THERE;
    }
    BIO *out = BIO_new(BIO_s_mem());
    TlsFact fact = out ? say(out, certificate, field, index) : TLS_NO_MEMORY;
    fact = fact == TLS_THERE ? take(out, data, size) : fact;
    BIO_free(out);
    X509_free(certificate);
    ERR_clear_error();
    return fact;
}
