/* SPDX-License-Identifier: EUPL-1.2 */
/* The people who may sign in, and the check of their passwords (security.md section 6). A sign-in has
 * three steps, so that the slow one (the hash) keeps no database waiting: begin, verify, finish. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

#define SZ_PASSWORD_HASH 128

typedef struct {
    char *name;
    char *display_name;
    SzRole role;
    char *centre;         /* (nullable): a number, "114" */
    char *zone;           /* (nullable) */
    int64_t disabled_ms;  /* 0: welcome */
    int64_t last_used_ms; /* 0: never */
} SzAccount;

void sz_account_free (SzAccount *account);

/* The roles of a centre need a centre, the others must have none. SZ_WIRE_ERROR_VALUE says what is
 * wrong, for the person at the terminal; SZ_DB_ERROR_CONSTRAINT: the name is taken. */
bool sz_account_add (SzCore *core, const SzAccount *account, const char *password, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* (element-type SzAccount), by name. */
GPtrArray *sz_account_list (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Shuts out and ends all sessions. SZ_DB_ERROR_NOT_FOUND. */
bool sz_account_disable (SzCore *core, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets in again who was shut out. SZ_DB_ERROR_NOT_FOUND. */
bool sz_account_enable (SzCore *core, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another role or centre (name, role, centre and zone of `account`); sessions go on. SZ_WIRE_ERROR_VALUE as above;
 * SZ_DB_ERROR_NOT_FOUND. */
bool sz_account_assign (SzCore *core,
                        const SzAccount *account,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new password, which ends all sessions. SZ_WIRE_ERROR_VALUE: it is too short; SZ_DB_ERROR_NOT_FOUND. */
bool sz_account_set_password (SzCore *core, const char *name, const char *password, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    bool known;
    SzId account;
    int64_t number; /* of this try */
    char hash[SZ_PASSWORD_HASH];
} SzSignIn;

/* Counts the try as failed until it is finished. An unknown or disabled name gets a hash that no
 * password fits, so that it costs the same. SZ_SERVER_ERROR_TOO_MANY after 10 failures in 15 minutes. */
bool sz_sign_in_begin (SzCore *core,
                       const char *name,
                       const char *address,
                       SzSignIn *sign_in,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Argon2id: about 0.1 s and 64 MiB. Touches no database; any thread. */
bool sz_sign_in_verify (const SzSignIn *sign_in, const char *password);

/* A new session for the device; its token, which is kept nowhere else. */
char *sz_sign_in_finish (SzCore *core,
                         const SzSignIn *sign_in,
                         const SzId *device,
                         const char *device_name,
                         const char *version,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
