/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's cache: records, lists, search, and the outbox. One SQLite file per desk (one user in one
 * centre on one server), encrypted. The object lives on the main thread; it writes on its own worker and
 * reads small things (one record, one page of a list: under a millisecond) with a second connection
 * where it is asked. */
#pragma once

#include "base/worker.h"
#include "db/report.h"
#include "record/operation.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SZ_TYPE_STORE (sz_store_get_type ())
G_DECLARE_FINAL_TYPE (SzStore, sz_store, SZ, STORE, GObject)

/* Signals:
 *   "changed" (uint64 kinds): the kinds whose records changed, bit n for the n-th of sz_catalogue_kinds();
 *       at most one per 100 ms, on the main thread.
 *   "outbox-changed": the number of operations on their way, or of open reviews, changed. */

/* Opens or makes the cache at `path` with the raw 32-byte key. A damaged file is set aside (its outbox is
 * saved first where it can be read) and a new cache made: `recovered` in the finish says so. Errors: SZ_DB_ERROR_KEY,
 * _NEWER, _FULL, _BUSY (a second program has this cache open). */
void sz_store_open_async (const char *path,
                          const uint8_t *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          void *data);
SzStore *sz_store_open_finish (GAsyncResult *result, bool *recovered, GError **error);

/* Ends the worker; everything saved is on disk. Dispose calls it too. */
void sz_store_close (SzStore *self);

/* Saves one operation: records, outbox and journal in one transaction, on disk when it calls back. Takes `op`.
 * SZ_WIRE_ERROR_VALUE when a value cannot be; SZ_DB_ERROR_FULL when there is no room: nothing is written then. */
void sz_store_save_async (SzStore *self,
                          SzOperation *op,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          void *data);
gboolean sz_store_save_finish (SzStore *self, GAsyncResult *result, GError **error);

/* The last operation saved on this desk that can be taken back, NULL when none; transfer full. store/undo.h takes it back. */
SzOperation *sz_store_last_undoable (SzStore *self);

/* One record with all its fields, now, on the calling (main) thread. SZ_DB_ERROR_NOT_FOUND. */
SzRecord *sz_store_get (SzStore *self, const SzKind *kind, const SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A few records by one field (indexed references: the vaccinations of a pupil), on the calling thread. */
GPtrArray *sz_store_list (SzStore *self,
                          const SzKind *kind,
                          const char *field,
                          const SzValue *value,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A report, on the worker's reading connection. */
void sz_store_report_async (SzStore *self,
                            const char *name,
                            GHashTable *params,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            void *data);
SzTable *sz_store_report_finish (SzStore *self, GAsyncResult *result, GError **error);

/* Operations not yet done, and open reviews. */
unsigned sz_store_waiting (SzStore *self);
unsigned sz_store_reviews (SzStore *self);

/* Facts about the desk kept with the cache: "centre-id", "centre-number", "user-name", "display-name", "role",
 * "allow-test-numbers", "last-verified" (ISO time). NULL when unknown; borrowed. */
const char *sz_store_fact (SzStore *self, const char *name);

/* They are read when records change; now, too. */
void sz_store_read_facts (SzStore *self);

G_END_DECLS
