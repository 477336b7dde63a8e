/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens sealed operations (seal.h). */
#define G_LOG_DOMAIN "sz-seal"

#include "server/seal.h"

#include "server/hex.h"

#include <sodium.h>
#include <string.h>

static void
make_keys (SzCore *core,
           uint8_t public[crypto_box_PUBLICKEYBYTES],
           uint8_t secret[crypto_box_SECRETKEYBYTES])
{
    static const char purpose[] = "seal";
    uint8_t seed[crypto_box_SEEDBYTES];

    crypto_generichash (seed, sizeof seed, (const uint8_t *) purpose, sizeof purpose,
                        core->cursor_key, SZ_CURSOR_KEY);
    crypto_box_seed_keypair (public, secret, seed);
    sodium_memzero (seed, sizeof seed);
}

char *
sz_seal_public (SzCore *core)
{
    uint8_t public[crypto_box_PUBLICKEYBYTES];
    uint8_t secret[crypto_box_SECRETKEYBYTES];
    char *hex = g_malloc (2 * sizeof public + 1);

    make_keys (core, public, secret);
    sodium_memzero (secret, sizeof secret);
    sz_hex_encode (public, sizeof public, hex);
    return hex;
}

char *
sz_seal_open (SzCore *core, const char *sealed)
{
    uint8_t public[crypto_box_PUBLICKEYBYTES];
    uint8_t secret[crypto_box_SECRETKEYBYTES];
    size_t length = strlen (sealed);
    g_autofree uint8_t *bytes = g_malloc (length + 1);
    char *text = g_malloc0 (length + 1);
    size_t n = 0;
    bool opened;

    make_keys (core, public, secret);
    opened = sodium_base642bin (bytes, length, sealed, length, NULL, &n, NULL,
                                sodium_base64_VARIANT_ORIGINAL) == 0 &&
             n > crypto_box_SEALBYTES &&
             crypto_box_seal_open ((uint8_t *) text, bytes, n, public, secret) == 0;
    sodium_memzero (secret, sizeof secret);
    if (opened)
        return text;
    g_free (text);
    return NULL;
}
