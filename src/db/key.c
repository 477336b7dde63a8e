/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a database file as SQLCipher takes it; see key.h. Used by sqlite.c. */
#define G_LOG_DOMAIN "sz-key"
#include "config.h"

#include "db/key.h"

#include <string.h>

/* The salt in a file's first 16 bytes follows from its key. So a damaged file can be told from a wrong key;
 * the key itself is random and never used for two files' secrets, so a random salt would add nothing. */
static void
make_salt (const uint8_t *key, uint8_t salt[static SZ_KEY_SALT_BYTES])
{
    static const char purpose[] = "schoolzicht database salt";
    g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, SZ_KEY_BYTES);
    uint8_t digest[32];
    size_t n = sizeof digest;

    g_hmac_update (hmac, (const uint8_t *) purpose, sizeof purpose - 1);
    g_hmac_get_digest (hmac, digest, &n);
    memcpy (salt, digest, SZ_KEY_SALT_BYTES);
}

static char *
append_hex (char *text, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    return text;
}

void
sz_key_format (const uint8_t *key, char text[static SZ_KEY_TEXT])
{
    uint8_t salt[SZ_KEY_SALT_BYTES];
    char *end;

    make_salt (key, salt);
    text[0] = 'x';
    text[1] = '\'';
    end = append_hex (text + 2, key, SZ_KEY_BYTES);
    end = append_hex (end, salt, SZ_KEY_SALT_BYTES);
    end[0] = '\'';
    end[1] = '\0';
}

SzFileHeader
sz_key_judge_header (const uint8_t header[static SZ_KEY_SALT_BYTES], const uint8_t *key)
{
    static const char clear[SZ_KEY_SALT_BYTES] = "SQLite format 3";
    uint8_t salt[SZ_KEY_SALT_BYTES];

    if (memcmp (header, clear, sizeof clear) == 0)
        return SZ_HEADER_CLEAR;
    if (key == NULL)
        return SZ_HEADER_OTHER;
    make_salt (key, salt);
    return memcmp (header, salt, sizeof salt) == 0 ? SZ_HEADER_OF_KEY : SZ_HEADER_OTHER;
}
