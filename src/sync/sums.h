/* SPDX-License-Identifier: EUPL-1.2 */
/* The server's answer to GET /v1/sums (PROTOCOL.md section 5). No I/O, any thread. */
#pragma once

#include "db/sums.h"

G_BEGIN_DECLS

typedef struct {
    char *epoch;  /* (owned) */
    int64_t seq;  /* where the scope stood */
    bool unlike;  /* of another generation than this program's: not to be compared */
    SzSums *sums; /* (owned) */
} SzTheirSums;

/* SZ_WIRE_ERROR_*: not that, or not whole. */
SzTheirSums *sz_their_sums_read (const char *answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_their_sums_free (SzTheirSums *theirs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzTheirSums, sz_their_sums_free)

G_END_DECLS
