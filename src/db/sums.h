/* SPDX-License-Identifier: EUPL-1.2 */
/* Checksums of the records of a scope (PROTOCOL.md section 5): for each kind 256 buckets by the last byte of the id, each the sum
 * of a hash of every record in it. Two sides that have the same sums have the same records; where they differ it is soon told where. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

#define SZ_BUCKETS 256

/* Of one record, as 128 bits; of several, modulo 2^128. */
typedef struct {
    uint64_t high;
    uint64_t low;
} SzSum;

/* Of a record as row_line.h writes it. */
SzSum sz_sum_of (const char *line, size_t length);
bool sz_sum_equal (const SzSum *a, const SzSum *b);

typedef struct SzSums SzSums;

SzSums *sz_sums_new (void);
void sz_sums_free (SzSums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzSums, sz_sums_free)

/* One more record of the kind of this number. */
void sz_sums_add (SzSums *self, int kind, const SzId *id, const char *line, size_t length);

static inline int
sz_bucket_of (const SzId *id)
{
    return id->bytes[sizeof id->bytes - 1];
}

/* In all, and of one kind. */
int64_t sz_sums_rows (const SzSums *self);
int64_t sz_sums_rows_of (const SzSums *self, int kind);
bool sz_sums_equal (const SzSums *a, const SzSums *b);
bool sz_sums_bucket_equal (const SzSums *a, const SzSums *b, int kind, int bucket);

/* The sums of a kind as text: 32 digits a bucket. NULL when it has no records; free with g_free. */
char *sz_sums_format (const SzSums *self, int kind);

/* What format gave. False: it is not that. */
bool
sz_sums_parse (SzSums *self, int kind, int64_t rows, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
