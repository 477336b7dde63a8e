/* SPDX-License-Identifier: EUPL-1.2 */
/* Takes back the last save of this desk: an ordinary operation, sent like any other. */
#pragma once

#include "store/cache.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Nothing happens when there is nothing to take back. An inverted operation is not itself undoable. */
void sz_store_undo_async (SzStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          void *data);
gboolean sz_store_undo_finish (SzStore *self, GAsyncResult *result, GError **error);

/* What this does, within a transaction of the caller. */
bool sz_undo_last (SzDb *db, SzTouched *touched, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
