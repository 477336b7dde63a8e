/* SPDX-License-Identifier: EUPL-1.2 */
/* Records of any kind filled from a seeded environment, for tests that hold for every record. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* A text with quotes, backslashes, control characters that JSON escapes, accents and emoji; never empty.
 * Free with g_free. */
char *random_text (const SzEnv *env);

/* Any value that field `index` of the record's kind can have, or NULL. */
void random_set (SzRecord *record, size_t index, const SzEnv *env);

/* Every field present, some NULL. */
SzRecord *random_record (const SzKind *kind, const SzEnv *env);

/* Same kind, id, fields present, and values. */
bool same_record (const SzRecord *a, const SzRecord *b);

G_END_DECLS
