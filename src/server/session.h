/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions: what a token may do. A token is 32 random bytes in base64url, kept as a hash; it ends 30
 * days after its last use, when it is revoked, or when its person is disabled. */
#pragma once

#include "server/device.h"

G_BEGIN_DECLS

typedef struct {
    SzId id;
    SzId account;
    SzId device;
    char *name;
    char *display_name;
    SzRole role;
    char *centre;   /* (nullable) */
    char *zone;     /* (nullable) */
    int64_t grants; /* rises when the person's rights change */
    int generation; /* of the catalogue that the desk knows */
    int64_t last_used_ms;
    SzWipe wipe; /* what its device is told */
} SzSession;

void sz_session_free (SzSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzSession, sz_session_free)

/* A new random token and its hash (32 bytes). */
char *sz_token_new (const SzEnv *env, uint8_t *hash);

/* Reads only. SZ_SERVER_ERROR_UNAUTHORIZED. SZ_SERVER_ERROR_WIPED: the device, of which the token is or was, must wipe itself now. */
SzSession *
sz_session_find (SzCore *core, const char *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for who has just signed in: a device that must wipe itself now gets a token to ask with, and is told then. */
SzSession *
sz_session_begun (SzCore *core, const char *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether both see and may do the same, and were told the same. */
bool sz_session_has_rights_of (const SzSession *session, const SzSession *other);

/* Whether its last use must be noted again (once an hour is enough). */
bool sz_session_is_stale (const SzEnv *env, const SzSession *session);

/* Notes the use, and the device and generation as they stand in `session`. */
bool sz_session_touch (SzCore *core, const SzSession *session, const char *version, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

bool sz_session_end (SzCore *core, const SzId *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends every session of a person. */
bool sz_session_end_all (SzCore *core, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    SzId id;
    char *name;
    char *device_name; /* (nullable) */
    char *version;     /* (nullable) */
    int64_t created_ms;
    int64_t last_used_ms;
} SzSessionRow;

/* Those still open: (element-type SzSessionRow). */
GPtrArray *sz_session_list (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The scopes this person may have: "reference", and the centre's for its staff. NULL-closed. */
char **sz_session_scopes (const SzSession *session);
bool sz_session_may_have (const SzSession *session, const char *scope);

/* "centre:114", where what this person writes goes; NULL for those who write no records. */
char *sz_session_home (const SzSession *session);

/* The two documents of PROTOCOL.md section 3. */
char *sz_session_describe (SzCore *core,
                           const SzSession *session,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *sz_session_describe_sign_in (const SzSession *session, const char *token);

G_END_DECLS
