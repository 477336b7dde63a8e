/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's side of PROTOCOL.md: signs in, pulls, pushes, listens, and says in one state how things stand.
 * Lives on the main thread; network is asynchronous, pages are applied on the store's worker. */
#pragma once

#include "store/store.h"
#include "sync/profile.h"

G_BEGIN_DECLS

typedef enum {
    SZ_STATE_SIGNED_OUT, /* no session: sign in */
    SZ_STATE_CONNECTING,
    SZ_STATE_PULLING, /* rows_done of rows_total */
    SZ_STATE_PUSHING,
    SZ_STATE_SAVED,   /* outbox empty and every scope verified to its end line */
    SZ_STATE_OFFLINE, /* waits for a connection; `waiting` operations kept */
    SZ_STATE_ACTION,  /* a person must do something: `error` says what */
} SzStateKind;

typedef struct {
    SzStateKind kind;
    unsigned waiting; /* operations on their way */
    unsigned reviews; /* open reviews */
    int64_t rows_done;
    int64_t rows_total;
    int64_t verified_ms; /* wall clock of the last verified end line, 0 never */
    const GError *error; /* (nullable) (borrowed) */
} SzState;

#define SZ_TYPE_ENGINE (sz_engine_get_type ())
G_DECLARE_FINAL_TYPE (SzEngine, sz_engine, SZ, ENGINE, GObject)

/* Signal "state-changed". Borrows the profile, which must outlive it; holds the store. */
SzEngine *sz_engine_new (SzProfile *profile, SzStore *store);

SzState sz_engine_get_state (SzEngine *self);

/* Begins (and goes on by itself); stop ends the stream and cancels what runs. */
void sz_engine_start (SzEngine *self);
void sz_engine_stop (SzEngine *self);

/* Tries at once: a click, a save, the network came back. */
void sz_engine_kick (SzEngine *self);

/* One full exchange (push all, pull all scopes to their end line), for the command line and for tests. */
void sz_engine_sync_async (SzEngine *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           void *data);
gboolean sz_engine_sync_finish (SzEngine *self, GAsyncResult *result, GError **error);

/* Sign in: fills profile->token and ->certificate; the caller saves both. With no pin and a certificate that the system does
 * not trust: SZ_SYNC_ERROR_UNTRUSTED, and *fingerprint (hex, free) is what to show; call again with accept = that text. */
void sz_sign_in_async (SzProfile *profile,
                       const char *password,
                       const char *accept,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       void *data);
gboolean
sz_sign_in_finish (SzProfile *profile, GAsyncResult *result, char **fingerprint, GError **error);

G_END_DECLS
