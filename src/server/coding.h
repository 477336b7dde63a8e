/* SPDX-License-Identifier: EUPL-1.2 */
/* Compresses a stream piece by piece: zstd, gzip or not at all, as the desk can read. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct SzCoder SzCoder;

/* The best coding that a Schoolzicht-Accept header (NULL: none) names. */
SzCoder *sz_coder_new (const char *accept);
void sz_coder_free (SzCoder *coder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzCoder, sz_coder_free)

/* What the Schoolzicht-Coding header says. */
const char *sz_coder_name (const SzCoder *coder);

/* Appends to `out` what can already be sent; all of it when `last`. */
void sz_coder_code (SzCoder *coder, const char *text, size_t length, bool last, GByteArray *out);

G_END_DECLS
