/* SPDX-License-Identifier: EUPL-1.2 */
/* Accounts and passwords; works with session.c, which takes over once the password was right. */
#define G_LOG_DOMAIN "sz-account"

#include "config.h"

#include "server/account.h"

#include "base/errors.h"
#include "base/text.h"
#include "server/session.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define TRIES_MAX 10
#define TRIES_WINDOW_MS (15 * 60 * 1000)
#define PASSWORD_MIN 10
#define PASSWORD_MAX 256
#define NAME_MAX_LENGTH 64

G_STATIC_ASSERT (SZ_PASSWORD_HASH >= crypto_pwhash_STRBYTES);

/* Of a random text that was thrown away, with the same costs as a real one. */
static const char *const nobodys_hash =
    "$argon2id$v=19$m=65536,t=2,p=1$PE5q1HdudQJI8hfoyyhDMw$1nKjo8SlOZLY/fVfdj0t7WnEsldV3bQR59QgQxf6+tE";

static bool
is_name (const char *name)
{
    size_t n = strlen (name);
    if (n == 0 || n > NAME_MAX_LENGTH)
        return false;
    return strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == n;
}

static bool
is_number (const char *text)
{
    size_t n = strlen (text);
    return n > 0 && n <= 10 && strspn (text, "0123456789") == n;
}

static bool
check_password (const char *password, GError **error)
{
    if (g_utf8_strlen (password, -1) >= PASSWORD_MIN && strlen (password) <= PASSWORD_MAX)
        return true;
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                         N_ ("a password has 10 to 256 characters"));
    return false;
}

static bool
check_account (const SzAccount *account, GError **error)
{
    bool of_centre = (account->role & SZ_ROLES_CENTRE) != 0;
    const char *fault = NULL;
    if (!is_name (account->name))
        fault = N_ ("a sign-in name has at most 64 of a-z 0-9 . - _ @");
    else if (account->role == SZ_ROLE_SERVER || account->role == 0)
        fault = N_ (
            "no such role; there are worker, coordinator, director, population-manager, administrator");
    else if (of_centre && (account->centre == NULL || !is_number (account->centre)))
        fault = N_ ("this role needs the number of a centre");
    else if (!of_centre && account->centre != NULL)
        fault = N_ ("this role belongs to no centre");
    else if (account->role == SZ_ROLE_POPULATION_MANAGER && account->zone == NULL)
        fault = N_ ("this role needs a zone");
    else if (account->role != SZ_ROLE_POPULATION_MANAGER && account->zone != NULL)
        fault = N_ ("only a population manager has a zone");
    else if (account->display_name != NULL && !sz_text_is_clean (account->display_name))
        fault = N_ ("the display name holds characters that are no text");
    if (fault != NULL)
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE, fault);
    return fault == NULL;
}

void
sz_account_free (SzAccount *account)
{
    g_free (account->name);
    g_free (account->display_name);
    g_free (account->centre);
    g_free (account->zone);
    g_free (account);
}

static bool
hash_password (const char *password, char hash[static crypto_pwhash_STRBYTES], GError **error)
{
    if (crypto_pwhash_str (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                           crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0)
        return true;
    g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FAILED,
                         "no memory for the hash of a password");
    return false;
}

bool
sz_account_add (SzCore *core, const SzAccount *account, const char *password, GError **error)
{
    char hash[crypto_pwhash_STRBYTES];
    if (!check_account (account, error) || !check_password (password, error) ||
        !hash_password (password, hash, error))
        return false;
    SzId id = sz_id_new (core->env);
    SzStatement *statement = sz_db_statement (core->db, "server/account_add", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", &id);
    sz_bind_text (statement, "name", account->name);
    sz_bind_text (statement, "display_name", account->display_name);
    sz_bind_text (statement, "role", sz_role_name (account->role));
    sz_bind_text (statement, "centre", account->centre);
    sz_bind_text (statement, "zone", account->zone);
    sz_bind_text (statement, "password", hash);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return sz_run (statement, error);
}

GPtrArray *
sz_account_list (SzCore *core, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/account_list", error);
    if (statement == NULL)
        return NULL;
    g_autoptr (GPtrArray) accounts =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sz_account_free);
    SzStep step;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzAccount *account = g_new0 (SzAccount, 1);
        account->name = g_strdup (sz_column_text (statement, 0));
        account->display_name = g_strdup (sz_column_text (statement, 1));
        account->role = sz_role_parse (sz_column_text (statement, 2));
        account->centre = g_strdup (sz_column_text (statement, 3));
        account->zone = g_strdup (sz_column_text (statement, 4));
        account->disabled_ms = sz_column_integer (statement, 5);
        account->last_used_ms = sz_column_integer (statement, 6);
        g_ptr_array_add (accounts, account);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&accounts) : NULL;
}

/* Of a statement that changes one account. */
static bool
run_for_one (SzCore *core, SzStatement *statement, GError **error)
{
    if (!sz_run (statement, error))
        return false;
    if (sz_db_changes (core->db) > 0)
        return true;
    g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                         N_ ("nobody of that name can sign in"));
    return false;
}

bool
sz_account_disable (SzCore *core, const char *name, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/account_disable", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return run_for_one (core, statement, error) && sz_session_end_all (core, name, error);
}

bool
sz_account_enable (SzCore *core, const char *name, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/account_enable", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    return run_for_one (core, statement, error);
}

static bool
assign (SzCore *core, const SzAccount *account, GError **error)
{
    SzStatement *former = sz_db_statement (core->db, "server/former_put", error);
    SzStatement *statement;
    if (former == NULL)
        return false;
    sz_bind_text (former, "name", account->name);
    sz_bind_integer (former, "at", sz_env_now_ms (core->env));
    if (!sz_run (former, error))
        return false;
    statement = sz_db_statement (core->db, "server/account_assign", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", account->name);
    sz_bind_text (statement, "role", sz_role_name (account->role));
    sz_bind_text (statement, "centre", account->centre);
    sz_bind_text (statement, "zone", account->zone);
    return run_for_one (core, statement, error);
}

bool
sz_account_assign (SzCore *core, const SzAccount *account, GError **error)
{
    if (!check_account (account, error) || !sz_db_begin (core->db, error))
        return false;
    if (assign (core, account, error) && sz_db_commit (core->db, error))
        return true;
    sz_db_rollback (core->db);
    return false;
}

bool
sz_account_set_password (SzCore *core, const char *name, const char *password, GError **error)
{
    char hash[crypto_pwhash_STRBYTES];
    SzStatement *statement;
    if (!check_password (password, error) || !hash_password (password, hash, error))
        return false;
    statement = sz_db_statement (core->db, "server/account_password", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_text (statement, "password", hash);
    return run_for_one (core, statement, error) && sz_session_end_all (core, name, error);
}

static bool
check_tries (SzCore *core, const char *name, const char *address, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/sign_in_count", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_text (statement, "address", address);
    sz_bind_integer (statement, "since", sz_env_now_ms (core->env) - TRIES_WINDOW_MS);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    bool enough = sz_column_integer (statement, 0) >= TRIES_MAX ||
                  sz_column_integer (statement, 1) >= TRIES_MAX;
    sz_reset (statement);
    if (enough)
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_TOO_MANY,
                             "too many failed sign-ins");
    return !enough;
}

static bool
note_try (SzCore *core, const char *name, const char *address, SzSignIn *sign_in, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/sign_in_add", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    sz_bind_text (statement, "name", name);
    sz_bind_text (statement, "address", address);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    sign_in->number = sz_column_integer (statement, 0);
    return sz_run (statement, error);
}

bool
sz_sign_in_begin (SzCore *core,
                  const char *name,
                  const char *address,
                  SzSignIn *sign_in,
                  GError **error)
{
    memset (sign_in, 0, sizeof *sign_in);
    g_strlcpy (sign_in->hash, nobodys_hash, sizeof sign_in->hash);
    /* What can be nobody's name is one name for the count, however long it is. */
    const char *counted = is_name (name) ? name : "?";
    if (!check_tries (core, counted, address, error) ||
        !note_try (core, counted, address, sign_in, error))
        return false;
    SzStatement *statement = sz_db_statement (core->db, "server/account_by_name", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", counted);
    SzStep step = sz_step (statement, error);
    if (step == SZ_STEP_FAILED)
        return false;
    if (step == SZ_STEP_ROW && sz_column_is_null (statement, 2)) {
        sign_in->known = sz_column_id (statement, 0, &sign_in->account);
        g_strlcpy (sign_in->hash, sz_column_text (statement, 1), sizeof sign_in->hash);
    }
    sz_reset (statement);
    return true;
}

bool
sz_sign_in_verify (const SzSignIn *sign_in, const char *password)
{
    size_t length = MIN (strlen (password), PASSWORD_MAX + 1);
    bool right = crypto_pwhash_str_verify (sign_in->hash, password, length) == 0;
    return right && sign_in->known;
}

static bool
note_right (SzCore *core, const SzSignIn *sign_in, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/sign_in_right", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "number", sign_in->number);
    return sz_run (statement, error);
}

char *
sz_sign_in_finish (SzCore *core,
                   const SzSignIn *sign_in,
                   const SzId *device,
                   const char *device_name,
                   const char *version,
                   GError **error)
{
    uint8_t hash[crypto_generichash_BYTES];
    g_autofree char *token = sz_token_new (core->env, hash);
    SzId id = sz_id_new (core->env);
    if (!note_right (core, sign_in, error))
        return NULL;
    SzStatement *statement = sz_db_statement (core->db, "server/session_add", error);
    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "id", &id);
    sz_bind_blob (statement, "token", hash, sizeof hash);
    sz_bind_id (statement, "account", &sign_in->account);
    sz_bind_id (statement, "device", device);
    sz_bind_text (statement, "device_name", device_name);
    sz_bind_text (statement, "version", version);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return sz_run (statement, error) ? g_steal_pointer (&token) : NULL;
}
