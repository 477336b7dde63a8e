/* SPDX-License-Identifier: EUPL-1.2 */
/* Sends the outbox, oldest first, and keeps the receipts (PROTOCOL.md section 7). */
#pragma once

#include "store/store.h"
#include "sync/http.h"

G_BEGIN_DECLS

/* Until nothing unsent is left. Errors: SZ_SYNC_ERROR_*; the problem "device-fork" is dealt with by itself (a new device id in the
 * profile, which the caller saves). */
void sz_push_async (SzHttp *http,
                    SzStore *store,
                    SzProfile *profile,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data);
gboolean sz_push_finish (SzHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
