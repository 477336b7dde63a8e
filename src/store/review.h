/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits for a person (PROTOCOL.md section 9): one click decides, for everybody. */
#pragma once

#include "store/cache.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
    SZ_RESOLVE_MINE,     /* the author's values after all */
    SZ_RESOLVE_THEIRS,   /* the colleague's stay */
    SZ_RESOLVE_ADJUSTED, /* neither: sz_store_adjust_async */
} SzResolve;

/* Open reviews, oldest first. (element-type SzRecord) */
GPtrArray *sz_store_open_reviews (SzStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Saves the operation that decides a review: an edit of the record where that is needed, and of the review's state. For a
 * parked operation MINE sends it again. SZ_DB_ERROR_NOT_FOUND when the review is not here or decided already. */
void sz_store_resolve_async (SzStore *self,
                             const SzId *review,
                             SzResolve how,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             void *data);
gboolean sz_store_resolve_finish (SzStore *self, GAsyncResult *result, GError **error);

/* The same with values of one's own, of the record that the review is about: the fields that are present in `values` (borrowed).
 * For a parked operation they go into its part about that record. */
void sz_store_adjust_async (SzStore *self,
                            const SzId *review,
                            const SzRecord *values,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            void *data);
gboolean sz_store_adjust_finish (SzStore *self, GAsyncResult *result, GError **error);

/* What these do, within a transaction of the caller. `values` (nullable) as above. */
bool sz_review_decide (SzDb *db,
                       const SzId *review,
                       SzResolve how,
                       const SzRecord *values,
                       SzTouched *touched,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
