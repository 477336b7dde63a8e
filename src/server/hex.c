/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes as text and back, in constant time (libsodium); see hex.h. */
#define G_LOG_DOMAIN "sz-hex"

#include "server/hex.h"

#include <sodium.h>
#include <string.h>

void
sz_hex_encode (const uint8_t *bytes, size_t n, char *text)
{
    sodium_bin2hex (text, 2 * n + 1, bytes, n);
}

bool
sz_hex_decode (const char *text, uint8_t *bytes, size_t n)
{
    size_t length = 0;
    if (strlen (text) != 2 * n)
        return false;
    return sodium_hex2bin (bytes, n, text, 2 * n, NULL, &length, NULL) == 0 && length == n;
}
