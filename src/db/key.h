/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a database file in the form that SQLCipher takes, and what the first bytes of a file say. */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SZ_KEY_BYTES 32
#define SZ_KEY_SALT_BYTES 16

/* "x'" key salt "'" and the closing NUL, in hex: a raw key, no pass phrase to stretch. */
#define SZ_KEY_TEXT (2 + 2 * (SZ_KEY_BYTES + SZ_KEY_SALT_BYTES) + 1 + 1)

/* The caller wipes the text. */
void sz_key_format (const uint8_t *key, char text[static SZ_KEY_TEXT]);

typedef enum {
    SZ_HEADER_OTHER,
    SZ_HEADER_CLEAR,  /* a database that is not encrypted */
    SZ_HEADER_OF_KEY, /* made with this key */
} SzFileHeader;

/* What a file begins with; `key` may be NULL. */
SzFileHeader sz_key_judge_header (const uint8_t header[static SZ_KEY_SALT_BYTES],
                                  const uint8_t *key);

G_END_DECLS
