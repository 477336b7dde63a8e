/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows that came with an event (PROTOCOL.md section 10): applied where they follow on what the desk has. */
#pragma once

#include "store/store.h"
#include "sync/listener.h"

G_BEGIN_DECLS

/* Copies what it needs of `news`, which has rows. */
void sz_news_async (SzStore *store,
                    const SzNews *news,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data);

/* True: the desk is where the event says. False: the scope has to be pulled, whether there was an error or not. */
gboolean sz_news_finish (SzStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
