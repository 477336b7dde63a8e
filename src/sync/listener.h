/* SPDX-License-Identifier: EUPL-1.2 */
/* The open stream on which the server says that a scope has moved on (PROTOCOL.md section 10). */
#pragma once

#include "sync/http.h"

G_BEGIN_DECLS

typedef struct {
    const char *scope;
    int64_t seq;
    const char *after; /* (nullable): the cursor that the rows follow on */
    const char *rows;  /* (nullable): what a pull from there would have answered */
} SzNews;

/* Called for each event, and once with NULL when the stream has ended, however it ended. Main thread. */
typedef void (*SzListenFunc) (const SzNews *news, void *data);

/* Listens until cancelled or ended. `data` must live until then. */
void sz_listen (SzHttp *http, GCancellable *cancellable, SzListenFunc func, void *data);

G_END_DECLS
