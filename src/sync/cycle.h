/* SPDX-License-Identifier: EUPL-1.2 */
/* One exchange with the server: session where one is wanted, push, then pull of the scopes that are
 * behind. The engine runs one at a time. */
#pragma once

#include "store/store.h"
#include "sync/http.h"
#include "sync/pull.h"

G_BEGIN_DECLS

typedef struct {
    bool session;       /* ask for a session first, and pull every scope of it */
    GHashTable *scopes; /* (owned) (nullable): names to pull otherwise */
} SzCycleWish;

typedef enum {
    SZ_CYCLE_SESSION,
    SZ_CYCLE_PUSH,
    SZ_CYCLE_PULL,
} SzCycleStep;

/* Told at each step; main thread. */
typedef void (*SzCycleFunc) (SzCycleStep step, int64_t done, int64_t rows, void *data);

/* Takes wish->scopes. */
void sz_cycle_async (SzHttp *http,
                     SzStore *store,
                     SzProfile *profile,
                     SzCycleWish wish,
                     SzCycleFunc func,
                     void *func_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *data);
gboolean sz_cycle_finish (SzHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
