/* SPDX-License-Identifier: EUPL-1.2 */
/* A desk's profile: a directory with everything one user in one centre on one server has on this machine:
 * profile.json (server address, user, pinned certificate, device id), cache.db, lease.json, key.wrap (only where there is no
 * Secret Service). */
#pragma once

#include "base/id.h"

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
    uint8_t lease_key[32]; /* follows from the cache's key, when that has been opened (keys.h) */
    bool has_lease_key;
} SzProfile;

/* `directory` NULL: $SCHOOLZICHT_PROFILE_DIR, else the user's data directory + "/schoolzicht/desk". A directory without
 * profile.json gives a profile with server NULL: first run. */
SzProfile *sz_profile_load (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_profile_save (SzProfile *profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_profile_free (SzProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzProfile, sz_profile_free)

/* Free with g_free. */
char *sz_profile_cache_path (const SzProfile *profile);

G_END_DECLS
