/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares what stands in the cache with what the server has (PROTOCOL.md section 5): reads every stored record again, asks the server
 * for its checksums, and fetches those few that differ. Finds what went wrong on the disk, in this program, or by somebody's hand. */
#pragma once

#include "sync/engine.h"

G_BEGIN_DECLS

typedef struct {
    int64_t rows;     /* records that were compared */
    unsigned buckets; /* fetched as they differed */
    unsigned mended;  /* records that were put, or removed */
    bool anew;        /* that was not enough: everything was fetched anew */
    bool unlike;      /* server and desk are of different versions: not compared */
} SzVerified;

/* Exchanges first. One at a time. Errors as those of an exchange; SZ_SYNC_ERROR_TOO_MANY: others save so often that it has to wait.
 * What came of it stands in the facts "last-checked" (ISO time), and, as often as something was wrong, "last-mended" (ISO time) and "mended"
 * (how many records; "all"). */
void sz_verify_async (SzEngine *engine,
                      SzProfile *profile,
                      SzStore *store,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      void *data);
bool
sz_verify_finish (SzEngine *engine, GAsyncResult *result, SzVerified *verified, GError **error);

/* Whether the last time is a week ago. */
bool sz_verify_is_due (SzStore *store);

G_END_DECLS
