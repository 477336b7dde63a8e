/* SPDX-License-Identifier: EUPL-1.2 */
/* The file key.wrap: a cache key and a session token under a passphrase. Slow on purpose: not on the
 * main thread. */
#pragma once

#include "sync/keys.h"

G_BEGIN_DECLS

#define SZ_TOKEN_MAX 128

/* `token` may be NULL. Replaces the file in one step. */
bool sz_key_wrap (const char *path,
                  const char *passphrase,
                  const uint8_t key[SZ_KEY_BYTES],
                  const char *token,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* *token: free with g_free; NULL when there is none. SZ_SYNC_ERROR_WRONG_PASSPHRASE, also for a damaged file. */
bool sz_key_unwrap (const char *path,
                    const char *passphrase,
                    uint8_t key[SZ_KEY_BYTES],
                    char **token,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes the file, after writing over what it held. */
bool sz_key_wrap_remove (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
