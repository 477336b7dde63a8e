/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a profile's cache and its session token: in the Secret Service, or where there is none in
 * key.wrap under a passphrase (Argon2id, XChaCha20-Poly1305). Never a new key beside an existing cache. */
#pragma once

#include "sync/profile.h"

G_BEGIN_DECLS

#define SZ_KEY_BYTES 32

/* Gives the key in `key` and fills profile->token and ->lease_key. A new key is made only when there is no cache. With a passphrase and no
 * key yet, the key goes into key.wrap and the Secret Service is left alone. Errors: SZ_SYNC_ERROR_KEY_LOCKED (a passphrase is
 * needed, or a cache is there but its key cannot be had now), SZ_SYNC_ERROR_WRONG_PASSPHRASE. */
void sz_keys_open_async (SzProfile *profile,
                         const char *passphrase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         void *data);
gboolean sz_keys_open_finish (SzProfile *profile,
                              GAsyncResult *result,
                              uint8_t key[SZ_KEY_BYTES],
                              GError **error);

/* Keeps profile->token (NULL: forgets it) where the key is kept. */
void sz_keys_store_token_async (SzProfile *profile,
                                const char *passphrase,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                void *data);
gboolean sz_keys_store_token_finish (SzProfile *profile, GAsyncResult *result, GError **error);

/* Takes key and token away for good, from key.wrap and, with `from_service`, from the Secret Service. Blocks; any thread but that of
 * `context`, where its time limit runs. Nothing there is no error. */
bool sz_keys_forget (const SzProfile *profile,
                     bool from_service,
                     GMainContext *context,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the key is in key.wrap. */
bool sz_keys_are_wrapped (const SzProfile *profile);

G_END_DECLS
