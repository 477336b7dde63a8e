/* SPDX-License-Identifier: EUPL-1.2 */
/* What the server has of a scope by what stands in the cache's own tables, whatever was made here since: to be compared with the
 * server's checksums (PROTOCOL.md section 5). */
#pragma once

#include "db/sums.h"
#include "store/store.h"

G_BEGIN_DECLS

/* A record as db/row_line.h writes it. */
typedef void (*SzStoredFunc) (const SzKind *kind,
                              const SzId *id,
                              const char *line,
                              size_t length,
                              void *data);

/* Those of one kind, within a transaction of the caller. */
bool sz_stored_rows (SzDb *db,
                     const SzKind *kind,
                     int64_t scope,
                     SzStoredFunc func,
                     void *data,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How far a scope has come; -1: it was never fetched to its end, or is being fetched anew. */
bool
sz_stored_seq (SzDb *db, const char *scope, int64_t *seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    char *epoch;  /* (owned) */
    int64_t seq;  /* as above */
    SzSums *sums; /* (owned) */
} SzStored;

void sz_stored_free (SzStored *stored);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzStored, sz_stored_free)

/* Of a whole scope, in one snapshot. */
SzStored *sz_stored_sums (SzDb *db, const char *scope, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same where reports run: nobody who saves waits for it. */
void sz_store_sums_async (SzStore *self,
                          const char *scope,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          void *data);
SzStored *sz_store_sums_finish (SzStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
