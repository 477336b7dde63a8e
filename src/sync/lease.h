/* SPDX-License-Identifier: EUPL-1.2 */
/* How long a desk may be read without the server (PROTOCOL.md section 3). lease.json beside the cache says until when, and the
 * greatest time that was ever seen; what is written there is bound to the key of the cache. */
#pragma once

#include "sync/profile.h"

G_BEGIN_DECLS

#define SZ_LEASE_SECONDS (14 * 24 * 3600) /* where no server has said how long */

/* What the machine says: a clock that nobody can set but that begins anew when it starts, and one that anybody can set. */
typedef struct {
    char boot[40];   /* this run of the machine */
    int64_t boot_ms; /* since it began, also asleep */
    int64_t wall_ms;
} SzLeaseClock;

typedef struct {
    int64_t until_ms;   /* by the server's clock */
    int64_t seen_ms;    /* the greatest time of the server's clock that has passed here */
    SzLeaseClock clock; /* at that time; wall_ms is the greatest that was seen */
} SzLease;

/* What has passed since: within a run of the machine by its own clock, across a new start by the clock on the wall, but never less
 * than this run has lasted. Nothing makes it go back. */
void sz_lease_advance (SzLease *lease, const SzLeaseClock *now);

/* Before the cache is opened, and while it is open: SZ_SYNC_ERROR_LEASE when it is over or not to be believed. Without a file all is
 * well so far: see settle. The key has been opened (keys.h); without it there is nothing to check. */
bool sz_lease_check (const SzProfile *profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* When the cache has been opened: where there is no file a lease begins, unless the cache's fact "lease" says that there was one. */
bool sz_lease_settle (const SzProfile *profile,
                      const char *fact,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The server was there, at that time of its own: from now on, so many seconds. */
void sz_lease_renew (const SzProfile *profile, int64_t server_ms, int64_t seconds);

/* Asks the server for a session, for nothing but a new lease. SZ_SYNC_ERROR_LEASE: it could not be had now; SZ_SYNC_ERROR_SIGN_IN,
 * SZ_SYNC_ERROR_CERTIFICATE, SZ_SYNC_ERROR_VERSION; SZ_SYNC_ERROR_WIPED: the wipe is begun. */
void sz_lease_ask_async (SzProfile *profile,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean sz_lease_ask_finish (SzProfile *profile, GAsyncResult *result, GError **error);

G_END_DECLS
