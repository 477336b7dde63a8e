/* SPDX-License-Identifier: EUPL-1.2 */
/* A desk as a whole: the profile, the key, the cache and the engine that keeps it in step. Opens what is there, signs
 * in, and knows nothing of windows. Main thread. */
#pragma once

#include "app/checker.h"

G_BEGIN_DECLS

#define SZ_TYPE_DESK (sz_desk_get_type ())
G_DECLARE_FINAL_TYPE (SzDesk, sz_desk, SZ, DESK, GObject)

/* `directory` NULL: the usual place. Reads the profile; no more. */
SzDesk *sz_desk_new (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No server is known yet: sign in first. */
gboolean sz_desk_is_new (SzDesk *self);

const char *sz_desk_get_server (SzDesk *self);
const char *sz_desk_get_user (SzDesk *self);

/* For the key where there is no key ring; kept in memory until the desk is closed. */
void sz_desk_set_passphrase (SzDesk *self, const char *passphrase);

/* Whether a passphrase has been chosen on this desk before. */
gboolean sz_desk_has_passphrase (SzDesk *self);

/* The key, the cache, the engine. `recovered`: a damaged cache was set aside. Errors of sz_keys_open, sz_store_open and,
 * where it has been too long without the server, sz_lease_ask. */
void sz_desk_open_async (SzDesk *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean
sz_desk_open_finish (SzDesk *self, GAsyncResult *result, gboolean *recovered, GError **error);

/* NULL before it is open. */
SzStore *sz_desk_get_store (SzDesk *self);
SzEngine *sz_desk_get_engine (SzDesk *self);
SzChecker *sz_desk_get_checker (SzDesk *self);

/* Asks the server (sz_sign_in_async); keeps nothing yet. `accept` NULL or the fingerprint the person agreed to. */
void sz_desk_sign_in_async (SzDesk *self,
                            const char *server,
                            const char *user,
                            const char *password,
                            const char *accept,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            void *data);
gboolean
sz_desk_sign_in_finish (SzDesk *self, GAsyncResult *result, char **fingerprint, GError **error);

/* Keeps what signing in gave: profile, key, token. SZ_SYNC_ERROR_KEY_LOCKED: a passphrase is needed; set it and keep again. */
void sz_desk_keep_async (SzDesk *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean sz_desk_keep_finish (SzDesk *self, GAsyncResult *result, GError **error);

/* A wipe that the server asked for was begun and is not done, or not told. */
gboolean sz_desk_must_wipe (SzDesk *self);

/* Closes the desk and wipes it (sz_wipe_async). *wiped: it is now one that nobody has signed in on. */
void sz_desk_wipe_async (SzDesk *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean sz_desk_wipe_finish (SzDesk *self, GAsyncResult *result, gboolean *wiped, GError **error);

/* Ends the engine and the cache; everything saved is on disk. Dispose does it too. */
void sz_desk_close (SzDesk *self);

G_END_DECLS
