/* SPDX-License-Identifier: EUPL-1.2 */
/* Record ids: UUIDv7 (RFC 9562), kept and stored as 16 bytes, written as 36 lower-case characters. */
#pragma once

#include "base/env.h"

#include <stdbool.h>

G_BEGIN_DECLS

#define SZ_ID_TEXT 37 /* with the closing NUL */

typedef struct {
    uint8_t bytes[16];
} SzId;

/* A new id: ms of the clock, then randomness. Ids made in a row by one thread sort in that order. */
SzId sz_id_new (const SzEnv *env);

/* An id with the version and variant bits of a UUIDv7 that depends on the text alone. For
 * reference data with a public key (a school by its number), so that two servers agree. */
SzId sz_id_from_name (const char *space, const char *name);

void sz_id_format (const SzId *id, char text[static SZ_ID_TEXT]);

/* A newly allocated text form. */
char *sz_id_to_string (const SzId *id);

/* Only the 36-character form, upper or lower case. */
bool sz_id_parse (const char *text, SzId *id);

bool sz_id_is_null (const SzId *id);
bool sz_id_equal (const SzId *a, const SzId *b);
int sz_id_compare (const SzId *a, const SzId *b);

/* For GHashTable with SzId keys. */
unsigned sz_id_hash (const void *id);
gboolean sz_id_hash_equal (const void *a, const void *b);

G_END_DECLS
