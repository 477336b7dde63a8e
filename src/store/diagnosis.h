/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts about the cache for an administrator; nothing of anybody's. Main thread. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct {
    char *name;    /* (owned): "centre:114" */
    int64_t seq;   /* how far it has come */
    bool complete; /* fetched to its end at least once */
} SzScopeState;

/* By name. (element-type SzScopeState) */
GPtrArray *sz_store_scopes (SzStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes of the cache with all that stands beside it, and bytes that are free on its disk; -1 when unknown. */
int64_t sz_store_size (SzStore *self);
int64_t sz_store_free_space (SzStore *self);

/* "4.6.1 community"; free with g_free. */
char *sz_store_cipher_version (SzStore *self);

G_END_DECLS
