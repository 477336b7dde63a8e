/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds, notes and ends sessions, and says what each may have; account.c begins them. */
#define G_LOG_DOMAIN "sz-session"

#include "server/session.h"

#include "base/errors.h"
#include "record/line.h"
#include "server/seal.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define TOKEN_TEXT 43
#define SESSION_LIFE_MS (INT64_C (30) * 24 * 3600 * 1000)
#define DAY_SECONDS (24 * 3600)
#define STALE_MS (3600 * 1000)

static void
hash_token (const char *token, uint8_t *hash)
{
    crypto_generichash (hash, crypto_generichash_BYTES, (const uint8_t *) token, strlen (token),
                        NULL, 0);
}

static void
row_free (void *data)
{
    SzSessionRow *row = data;
    g_free (row->name);
    g_free (row->device_name);
    g_free (row->version);
    g_free (row);
}

/* ,"name":"text" or ,"name":null */
static void
append_member (GString *json, const char *name, const char *text)
{
    g_string_append_printf (json, ",\"%s\":", name);
    if (text == NULL)
        g_string_append (json, "null");
    else
        sz_line_append_text (json, text);
}

static void
append_user (GString *json, const SzSession *session)
{
    g_string_append (json, "\"user\":{\"name\":");
    sz_line_append_text (json, session->name);
    append_member (json, "display_name", session->display_name);
    append_member (json, "role", sz_role_name (session->role));
    append_member (json, "centre", session->centre);
    append_member (json, "zone", session->zone);
    g_string_append_c (json, '}');
}

void
sz_session_free (SzSession *session)
{
    if (session == NULL)
        return;
    g_free (session->name);
    g_free (session->display_name);
    g_free (session->centre);
    g_free (session->zone);
    g_free (session);
}

char *
sz_token_new (const SzEnv *env, uint8_t *hash)
{
    uint8_t bytes[TOKEN_BYTES];
    char *token = g_malloc (TOKEN_TEXT + 1);
    sz_env_random (env, bytes, sizeof bytes);
    sodium_bin2base64 (token, TOKEN_TEXT + 1, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero (bytes, sizeof bytes);
    hash_token (token, hash);
    return token;
}

static SzSession *
session_from_row (SzStatement *statement)
{
    SzSession *session = g_new0 (SzSession, 1);
    sz_column_id (statement, 0, &session->id);
    sz_column_id (statement, 1, &session->account);
    sz_column_id (statement, 2, &session->device);
    session->generation = (int) sz_column_integer (statement, 3);
    session->last_used_ms = sz_column_integer (statement, 4);
    session->name = g_strdup (sz_column_text (statement, 5));
    session->display_name = g_strdup (sz_column_text (statement, 6));
    session->role = sz_role_parse (sz_column_text (statement, 7));
    session->centre = g_strdup (sz_column_text (statement, 8));
    session->zone = g_strdup (sz_column_text (statement, 9));
    session->grants = sz_column_integer (statement, 10);
    session->wipe = sz_wipe_of_row (statement, 11);
    return session;
}

/* A token that gives no rights any more still says whose device this is. */
static bool
is_condemned (SzCore *core, const uint8_t *hash, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/device_of_token", error);
    if (statement == NULL)
        return false;
    sz_bind_blob (statement, "token", hash, crypto_generichash_BYTES);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    bool condemned = sz_wipe_of_row (statement, 0) == SZ_WIPE_NOW;
    sz_reset (statement);
    return condemned;
}

static SzSession *
refuse (bool condemned, GError **error)
{
    if (condemned)
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_WIPED,
                             "the device must wipe itself");
    else
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_UNAUTHORIZED,
                             "no such session");
    return NULL;
}

SzSession *
sz_session_begun (SzCore *core, const char *token, GError **error)
{
    uint8_t hash[crypto_generichash_BYTES];
    SzStep step = SZ_STEP_DONE;
    SzStatement *statement = sz_db_statement (core->db, "server/session_find", error);
    if (statement == NULL)
        return NULL;
    if (strlen (token) == TOKEN_TEXT) {
        hash_token (token, hash);
        sz_bind_blob (statement, "token", hash, sizeof hash);
        sz_bind_integer (statement, "since", sz_env_now_ms (core->env) - SESSION_LIFE_MS);
        step = sz_step (statement, error);
    }
    if (step == SZ_STEP_FAILED)
        return NULL;
    if (step == SZ_STEP_DONE) {
        g_autoptr (GError) problem = NULL;
        bool condemned = strlen (token) == TOKEN_TEXT && is_condemned (core, hash, &problem);
        if (problem == NULL)
            return refuse (condemned, error);
        g_propagate_error (error, g_steal_pointer (&problem));
        return NULL;
    }
    g_autoptr (SzSession) session = session_from_row (statement);
    sz_reset (statement);
    return g_steal_pointer (&session);
}

SzSession *
sz_session_find (SzCore *core, const char *token, GError **error)
{
    g_autoptr (SzSession) session = sz_session_begun (core, token, error);
    if (session != NULL && session->wipe == SZ_WIPE_NOW)
        return refuse (true, error);
    return g_steal_pointer (&session);
}

bool
sz_session_has_rights_of (const SzSession *session, const SzSession *other)
{
    return session->role == other->role && session->grants == other->grants &&
           session->wipe == other->wipe && g_strcmp0 (session->centre, other->centre) == 0 &&
           g_strcmp0 (session->zone, other->zone) == 0;
}

bool
sz_session_is_stale (const SzEnv *env, const SzSession *session)
{
    return sz_env_now_ms (env) - session->last_used_ms > STALE_MS;
}

bool
sz_session_touch (SzCore *core, const SzSession *session, const char *version, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/session_touch", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", &session->id);
    sz_bind_id (statement, "device", &session->device);
    sz_bind_integer (statement, "generation", session->generation);
    sz_bind_text (statement, "version", version);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return sz_run (statement, error);
}

bool
sz_session_end (SzCore *core, const SzId *id, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/session_end", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    if (!sz_run (statement, error))
        return false;
    if (sz_db_changes (core->db) == 0) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no such open session");
        return false;
    }
    return true;
}

bool
sz_session_end_all (SzCore *core, const char *name, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/session_end_all", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return sz_run (statement, error);
}

GPtrArray *
sz_session_list (SzCore *core, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/session_list", error);
    if (statement == NULL)
        return NULL;
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
    sz_bind_integer (statement, "since", sz_env_now_ms (core->env) - SESSION_LIFE_MS);
    SzStep step;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzSessionRow *row = g_new0 (SzSessionRow, 1);
        sz_column_id (statement, 0, &row->id);
        row->name = g_strdup (sz_column_text (statement, 1));
        row->device_name = g_strdup (sz_column_text (statement, 2));
        row->version = g_strdup (sz_column_text (statement, 3));
        row->created_ms = sz_column_integer (statement, 4);
        row->last_used_ms = sz_column_integer (statement, 5);
        g_ptr_array_add (rows, row);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

char *
sz_session_home (const SzSession *session)
{
    if ((session->role & SZ_ROLES_CENTRE) == 0 || session->centre == NULL)
        return NULL;
    return g_strconcat ("centre:", session->centre, NULL);
}

char **
sz_session_scopes (const SzSession *session)
{
    g_autoptr (GStrvBuilder) scopes = g_strv_builder_new ();
    g_autofree char *home = sz_session_home (session);
    g_strv_builder_add (scopes, "reference");
    if (home != NULL)
        g_strv_builder_add (scopes, home);
    return g_strv_builder_end (scopes);
}

bool
sz_session_may_have (const SzSession *session, const char *scope)
{
    g_auto (GStrv) scopes = sz_session_scopes (session);
    return g_strv_contains ((const char *const *) scopes, scope);
}

static bool
append_scopes (SzCore *core, const SzSession *session, GString *json, GError **error)
{
    g_auto (GStrv) scopes = sz_session_scopes (session);
    for (char **scope = scopes; *scope != NULL; scope++) {
        g_autoptr (GError) problem = NULL;
        int64_t seq = 0;
        int64_t min_seq = 0;
        int64_t id = sz_core_scope (core, *scope, &problem);
        if (problem != NULL || (id >= 0 && !sz_core_clock (core, id, &seq, &min_seq, &problem))) {
            g_propagate_error (error, g_steal_pointer (&problem));
            return false;
        }
        g_string_append (json, scope == scopes ? "{\"name\":" : ",{\"name\":");
        sz_line_append_text (json, *scope);
        g_string_append_printf (json, ",\"seq\":%" G_GINT64_FORMAT "}", seq);
    }
    return true;
}

char *
sz_session_describe (SzCore *core, const SzSession *session, GError **error)
{
    int days;
    if (!sz_core_refresh (core, error) || !sz_device_lease (core, &days, error))
        return NULL;
    g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (sz_env_now_ms (core->env) / 1000);
    g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *seal = sz_seal_public (core);
    g_autoptr (GString) json = g_string_new (NULL);
    g_string_append_printf (json,
                            "{\"protocol\":%d,\"generation\":%d,\"time\":\"%s\",\"epoch\":\"%s\","
                            "\"allow_test_numbers\":%s,\"seal\":\"%s\",",
                            SZ_PROTOCOL, sz_catalogue_generation (), time, core->epoch,
                            core->allow_test_numbers ? "true" : "false", seal);
    g_string_append_printf (json, "\"lease\":%d,", days * DAY_SECONDS);
    append_user (json, session);
    g_string_append (json, ",\"scopes\":[");
    if (!append_scopes (core, session, json, error))
        return NULL;
    g_string_append (json, "],\"directives\":[");
    if (session->wipe != SZ_WIPE_NONE)
        g_string_append_printf (json, "{\"wipe\":\"%s\"}", sz_wipe_name (session->wipe));
    g_string_append (json, "]}");
    return g_string_free (g_steal_pointer (&json), FALSE);
}

char *
sz_session_describe_sign_in (const SzSession *session, const char *token)
{
    GString *json = g_string_new ("{\"token\":");
    sz_line_append_text (json, token);
    g_string_append_c (json, ',');
    append_user (json, session);
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}
