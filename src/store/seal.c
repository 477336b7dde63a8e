/* SPDX-License-Identifier: EUPL-1.2 */
/* Seals operations (seal.h). */
#define G_LOG_DOMAIN "sz-seal"

#include "config.h"

#include "store/seal.h"

#include "record/json.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_ORIGINAL

static char *
seal (const uint8_t *key, const char *text)
{
    size_t n = strlen (text);
    size_t length = sodium_base64_encoded_len (n + crypto_box_SEALBYTES, VARIANT);
    g_autofree uint8_t *sealed = g_malloc (n + crypto_box_SEALBYTES);
    char *base64 = g_malloc (length);

    if (crypto_box_seal (sealed, (const uint8_t *) text, n, key) != 0)
        g_assert_not_reached ();
    return sodium_bin2base64 (base64, length, sealed, n + crypto_box_SEALBYTES, VARIANT);
}

char *
sz_seal_operation (SzDb *db, const char *body, const char *proof, GError **error)
{
    g_autofree char *hex = sz_cache_fact (db, "seal");
    g_autofree char *whole = sz_cache_with_proof (body, proof);
    g_autoptr (SzOperation) op = NULL;
    uint8_t key[crypto_box_PUBLICKEYBYTES];
    size_t n = 0;

    if (hex == NULL || sodium_hex2bin (key, sizeof key, hex, strlen (hex), NULL, &n, NULL) != 0 ||
        n != sizeof key)
        return NULL;
    op = sz_operation_from_json (body, error);
    if (op == NULL)
        return NULL;
    if (op->sealed != NULL)
        return g_strdup (body);
    op->sealed = seal (key, whole);
    g_clear_pointer (&op->reason, g_free);
    return sz_operation_to_json (op);
}
