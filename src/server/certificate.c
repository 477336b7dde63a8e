/* SPDX-License-Identifier: EUPL-1.2 */
/* A certificate of the server's own, for desks that pin it. The only file that sees OpenSSL, which the
 * database's cipher already brings into the process. */
#define G_LOG_DOMAIN "sz-certificate"

#include "base/errors.h"
#include "server/data_directory.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define LIFE_SECONDS (INT64_C (3650) * 24 * 3600)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)

static bool
add_extension (X509 *x509, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb (&context);
    X509V3_set_ctx (&context, x509, x509, NULL, NULL, 0);
    g_autoptr (X509_EXTENSION) extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
    return extension != NULL && X509_add_ext (x509, extension, -1) == 1;
}

static bool
set_names (X509 *x509)
{
    static const char name[] = "Schoolzicht server";
    uint8_t serial[16];
    g_autofree char *names =
        g_strdup_printf ("DNS:%s,DNS:localhost,IP:127.0.0.1,IP:::1", g_get_host_name ());
    X509_NAME *subject = X509_get_subject_name (x509);
    if (RAND_bytes (serial, sizeof serial) != 1)
        return false;
    serial[0] &= 0x7f;
    BIGNUM *number = BN_bin2bn (serial, sizeof serial, NULL);
    bool set = number != NULL && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (x509)) != NULL;
    BN_free (number);
    return set &&
           X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const uint8_t *) name, -1, -1,
                                       0) == 1 &&
           X509_set_issuer_name (x509, subject) == 1 &&
           add_extension (x509, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension (x509, NID_key_usage, "critical,digitalSignature") &&
           add_extension (x509, NID_ext_key_usage, "serverAuth") &&
           add_extension (x509, NID_subject_alt_name, names);
}

static X509 *
make_signed (EVP_PKEY *key)
{
    g_autoptr (X509) x509 = X509_new ();
    if (x509 == NULL || X509_set_version (x509, X509_VERSION_3) != 1 ||
        X509_gmtime_adj (X509_getm_notBefore (x509), -3600) == NULL ||
        X509_gmtime_adj (X509_getm_notAfter (x509), LIFE_SECONDS) == NULL ||
        X509_set_pubkey (x509, key) != 1 || !set_names (x509) ||
        X509_sign (x509, key, EVP_sha256 ()) == 0)
        return NULL;
    return g_steal_pointer (&x509);
}

static char *
take_text (BIO *bio)
{
    char *data;
    long n = BIO_get_mem_data (bio, &data);
    return g_strndup (data, (size_t) n);
}

bool
sz_certificate_make (char **certificate_pem, char **key_pem, GError **error)
{
    g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
    g_autoptr (X509) x509 = key != NULL ? make_signed (key) : NULL;
    g_autoptr (BIO) certificate_text = BIO_new (BIO_s_mem ());
    g_autoptr (BIO) key_text = BIO_new (BIO_s_secmem ());
    if (x509 == NULL || certificate_text == NULL || key_text == NULL ||
        PEM_write_bio_X509 (certificate_text, x509) != 1 ||
        PEM_write_bio_PrivateKey (key_text, key, NULL, NULL, 0, NULL, NULL) != 1) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FAILED,
                             "no certificate could be made");
        return false;
    }
    *certificate_pem = take_text (certificate_text);
    *key_pem = take_text (key_text);
    return true;
}
