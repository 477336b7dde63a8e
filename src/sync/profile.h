/* SPDX-License-Identifier: EUPL-1.2 */
/* A desk's profile: a directory with everything one user in one centre on one server has on this machine:
 * profile.json (server address, user, pinned certificate, device id), cache.db, key.wrap (only where there is no
 * Secret Service). */
#pragma once

#include "record/record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
    char *directory;
    char *server;      /* https://host:port */
    char *user;        /* sign-in name */
    char *certificate; /* pinned, SHA-256 of DER in hex; NULL before first use */
    char *
        token; /* session token; kept in the key store, not in profile.json; NULL when signed out */
    SzId device;
} SzProfile;

/* `directory` NULL: $SCHOOLZICHT_PROFILE_DIR, else the user's data directory + "/schoolzicht/desk". A directory without
 * profile.json gives a profile with server NULL: first run. */
SzProfile *sz_profile_load (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_profile_save (SzProfile *profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_profile_free (SzProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzProfile, sz_profile_free)

char *sz_profile_cache_path (const SzProfile *profile);

/* The key of the cache and the session token. Asked from the Secret Service when there is one; else from key.wrap with the
 * passphrase (Argon2id + XChaCha20-Poly1305). A new key is made only when there is no cache file. Errors: SZ_SYNC_ERROR_KEY_LOCKED
 * (a cache is there but its key cannot be had now; also: passphrase needed and NULL given), SZ_SYNC_ERROR_WRONG_PASSPHRASE. `key` has 32 bytes. */
void sz_keys_open_async (SzProfile *profile,
                         const char *passphrase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean
sz_keys_open_finish (SzProfile *profile, GAsyncResult *result, uint8_t *key, GError **error);

/* Keeps profile->token where the key is kept. */
void sz_keys_store_token_async (SzProfile *profile,
                                const char *passphrase,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                void *data);
gboolean sz_keys_store_token_finish (SzProfile *profile, GAsyncResult *result, GError **error);

G_END_DECLS
