/* certificates.h: certificates for tests of TLS, made anew each time: self-signed, for localhost and 127.0.0.1. */
#ifndef LOOPSCOPE_CERTIFICATES_H
#define LOOPSCOPE_CERTIFICATES_H

#include <assert.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void certificate_extend(X509 *certificate, X509V3_CTX *context, int id, const char *text)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, context, id, text);
    assert(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

/* Writes certificate and key into the file, one behind the other. Valid from `begins` to `ends`, s from now. */
static inline void certificate_write(const char *file, const char *names, long begins, long ends)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"); /* whose signatures are all of one length */
    X509 *certificate = X509_new();
    X509V3_CTX context;
    assert(key && certificate);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), begins);
    X509_gmtime_adj(X509_getm_notAfter(certificate), ends);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_set_pubkey(certificate, key);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    certificate_extend(certificate, &context, NID_basic_constraints, "critical,CA:TRUE");
    certificate_extend(certificate, &context, NID_key_usage, "critical,digitalSignature,keyCertSign");
    certificate_extend(certificate, &context, NID_subject_key_identifier, "hash");
    certificate_extend(certificate, &context, NID_authority_key_identifier, "keyid");
    certificate_extend(certificate, &context, NID_subject_alt_name, names);
    bool is_signed = X509_sign(certificate, key, NULL) > 0;
    FILE *out = fopen(file, "w");
    assert(is_signed && out);
    (void)is_signed;
    PEM_write_X509(out, certificate);
    PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL);
    fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

/* A file with a certificate and its key: the one that $LOOPSCOPE_CERTIFICATE names, or one that is made when it is first asked for, and goes with the process. */
static char certificate_file[] = "/tmp/loopscope-certificate-XXXXXX";

static inline void certificate_forget(void) { unlink(certificate_file); }

static inline const char *certificate_for_tests(void)
{
    const char *given = getenv("LOOPSCOPE_CERTIFICATE");
    static bool is_made;
    if (!given && !is_made) {
        int descriptor = mkstemp(certificate_file);
        assert(descriptor >= 0);
        close(descriptor);
        certificate_write(certificate_file, "DNS:localhost,IP:127.0.0.1", -3600, 86400);
        atexit(certificate_forget);
        is_made = true;
    }
    return given ? given : certificate_file;
}

#endif
