/* SPDX-License-Identifier: EUPL-1.2 */
/* POST /v1/session (PROTOCOL.md section 3): who one is, which scopes there are and how far they have come. */
#pragma once

#include "sync/http.h"

G_BEGIN_DECLS

typedef struct {
    char *name;
    int64_t seq;
} SzSessionScope;

typedef struct {
    char *epoch;
    char *user_name;
    char *display_name;
    char *role;
    char *centre; /* (nullable): its number */
    char *seal;   /* (nullable): the server's public key, in hex (store/seal.h) */
    bool allow_test_numbers;
    bool wipe;             /* when everything made here has been sent */
    int64_t lease_seconds; /* how long a desk may be read from now on without the server */
    int64_t offset_ms;     /* the server's clock less this one's */
    GPtrArray *scopes;     /* (element-type SzSessionScope) */
} SzSession;

void sz_session_free (SzSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzSession, sz_session_free)

/* SZ_SYNC_ERROR_VERSION when the server speaks another protocol. */
void sz_session_async (SzHttp *http,
                       const SzId *device,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       void *data);
SzSession *sz_session_finish (SzHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
