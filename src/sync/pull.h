/* SPDX-License-Identifier: EUPL-1.2 */
/* Pulls one scope to its end line: asks from the stored cursor, feeds the store's thread. */
#pragma once

#include "store/store.h"
#include "sync/http.h"

G_BEGIN_DECLS

/* Rows done and rows to come, as they are; main thread. */
typedef void (*SzProgressFunc) (int64_t done, int64_t rows, void *data);

/* A resync (409) is begun by itself: everything from the start, and what was not named goes. */
void sz_pull_async (SzHttp *http,
                    SzStore *store,
                    const char *scope,
                    SzProgressFunc progress,
                    void *progress_data,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data);
gboolean sz_pull_finish (SzHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
