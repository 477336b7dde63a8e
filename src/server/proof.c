/* SPDX-License-Identifier: EUPL-1.2 */
/* Proofs are MACs under the server's key, which lives as long as its database and its copies (proof.h). */
#define G_LOG_DOMAIN "sz-proof"

#include "server/proof.h"

#include "server/hex.h"

#include <sodium.h>
#include <string.h>

#define MAC_BYTES 16

/* From "parts" to the last bracket: what comes before it changes with the history, what comes after it is the proof. */
void
sz_proof_digest (const char *line, uint8_t digest[SZ_DIGEST])
{
    const char *parts = strstr (line, "\"parts\":");
    const char *end = parts != NULL ? strrchr (parts, ']') : NULL;

    crypto_generichash (digest, SZ_DIGEST, (const uint8_t *) (end != NULL ? parts : ""),
                        end != NULL ? (size_t) (end - parts) : 0, NULL, 0);
}

char *
sz_proof_new (SzCore *core, const SzId *op, const char *scope, const uint8_t digest[SZ_DIGEST])
{
    static const char purpose[] = "proof";
    uint8_t mac[MAC_BYTES];
    char *hex = g_malloc (2 * MAC_BYTES + 1);
    crypto_generichash_state state;

    crypto_generichash_init (&state, core->cursor_key, SZ_CURSOR_KEY, MAC_BYTES);
    crypto_generichash_update (&state, (const uint8_t *) purpose, sizeof purpose);
    crypto_generichash_update (&state, op->bytes, sizeof op->bytes);
    crypto_generichash_update (&state, digest, SZ_DIGEST);
    crypto_generichash_update (&state, (const uint8_t *) scope, strlen (scope));
    crypto_generichash_final (&state, mac, MAC_BYTES);
    sz_hex_encode (mac, sizeof mac, hex);
    return hex;
}

char *
sz_proof_scope (SzCore *core, SzControl *operation, const SzId *op, const uint8_t digest[SZ_DIGEST])
{
    SzControl *proof = sz_control_object (operation, "proof");
    const char *scope = proof != NULL ? sz_control_text (proof, "scope") : NULL;
    const char *mac = proof != NULL ? sz_control_text (proof, "mac") : NULL;
    g_autofree char *own = scope != NULL ? sz_proof_new (core, op, scope, digest) : NULL;

    if (own == NULL || mac == NULL || strlen (mac) != strlen (own) ||
        sodium_memcmp (own, mac, strlen (own)) != 0)
        return NULL;
    return g_strdup (scope);
}
