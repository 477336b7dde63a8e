/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens the server's database and keeps the few facts that every request needs; see core.h. */
#define G_LOG_DOMAIN "sz-core"

#include "config.h"

#include "server/core.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/postgres.h"
#include "db/schema.h"
#include "server/hex.h"
#include "server/lineage.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
clock_free (void *data)
{
    SzClock *clock = data;
    g_free (clock->scope);
    g_free (clock);
}

char *
sz_core_fact (SzCore *core, const char *name, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/meta_get", error);
    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "name", name);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return NULL;
    char *value = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return value;
}

bool
sz_core_set_fact (SzCore *core, const char *name, const char *value, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/meta_put", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_text (statement, "value", value);
    return sz_run (statement, error);
}

bool
sz_core_new_epoch (SzCore *core, GError **error)
{
    uint8_t random[16];
    sz_env_random (core->env, random, sizeof random);
    sz_hex_encode (random, sizeof random, core->epoch);
    return sz_core_set_fact (core, "epoch", core->epoch, error);
}

bool
sz_core_leave_epoch (SzCore *core, const char *epoch, GError **error)
{
    if (!sz_db_begin (core->db, error))
        return false;
    if (sz_core_refresh (core, error) &&
        (strcmp (core->epoch, epoch) != 0 || SZ_MUTANT ("epoch-kept") ||
         sz_core_new_epoch (core, error)) &&
        sz_db_commit (core->db, error))
        return true;
    sz_db_rollback (core->db);
    return false;
}

static bool
make_facts (SzCore *core, GError **error)
{
    char text[2 * SZ_CURSOR_KEY + 1];
    sz_env_random (core->env, core->cursor_key, SZ_CURSOR_KEY);
    sz_hex_encode (core->cursor_key, SZ_CURSOR_KEY, text);
    core->is_new = true;
    if (!sz_db_begin (core->db, error))
        return false;
    if (sz_core_set_fact (core, "cursor-key", text, error) && sz_core_new_epoch (core, error) &&
        sz_db_commit (core->db, error))
        return true;
    sz_db_rollback (core->db);
    return false;
}

void
sz_core_refuse_moved (const char *place, GError **error)
{
    g_set_error (
        error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
        _ ("The data of this server were moved to the PostgreSQL database %s: this file serves nobody any more. Put the address of that database in the file “database” of the directory."),
        place);
}

static bool
load_facts (SzCore *core, bool writer, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *epoch = sz_core_fact (core, "epoch", &problem);
    g_autofree char *key = problem == NULL ? sz_core_fact (core, "cursor-key", &problem) : NULL;
    g_autofree char *moved = problem == NULL ? sz_core_fact (core, SZ_FACT_MOVED, &problem) : NULL;
    g_autofree char *run = problem == NULL ? sz_core_fact (core, "run", &problem) : NULL;
    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    if (moved != NULL) {
        sz_core_refuse_moved (moved, error);
        return false;
    }
    core->run = run != NULL ? g_ascii_strtoll (run, NULL, 10) : 0;
    if (epoch == NULL && writer)
        return make_facts (core, error);
    if (epoch == NULL || strlen (epoch) != SZ_EPOCH_TEXT - 1 || key == NULL ||
        !sz_hex_decode (key, core->cursor_key, SZ_CURSOR_KEY)) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT,
                             "the server's own facts are missing");
        return false;
    }
    memcpy (core->epoch, epoch, SZ_EPOCH_TEXT);
    return true;
}

bool
sz_core_refresh (SzCore *core, GError **error)
{
    g_autofree char *epoch = sz_core_fact (core, "epoch", error);

    if (epoch == NULL || strlen (epoch) != SZ_EPOCH_TEXT - 1)
        return false;
    memcpy (core->epoch, epoch, SZ_EPOCH_TEXT);
    return true;
}

static SzDb *
open_database (const char *path, const uint8_t *key, SzDbFlags flags, GError **error)
{
#ifdef SZ_POSTGRESQL
    if (sz_core_is_url (path))
        return sz_db_open_postgres (path, flags, error);
#endif
    return sz_db_open_sqlite (path, key, flags, error);
}

bool
sz_core_is_url (const char *path)
{
    return g_str_has_prefix (path, "postgresql://") || g_str_has_prefix (path, "postgres://");
}

static SzCore *
open_core (const char *path, const uint8_t *key, const SzEnv *env, SzDbFlags flags, GError **error)
{
    g_autoptr (SzCore) core = g_new0 (SzCore, 1);
    core->env = env;
    core->flags = flags;
    core->url = sz_core_is_url (path) ? g_strdup (path) : NULL;
    core->db = open_database (path, key, flags, error);
    return core->db != NULL ? g_steal_pointer (&core) : NULL;
}

/* Whoever may not write lets another connection begin the run. */
static bool
stand_on_ground (SzCore *core, GError **error)
{
    g_autoptr (SzCore) writer = NULL;
    bool same = false;
    if (core->url == NULL)
        return true;
    if (!(core->flags & SZ_DB_READ_ONLY))
        return sz_lineage_follow (core, error);
    if (!sz_lineage_on_same_ground (core, &same, error))
        return false;
    if (same)
        return true;
    writer = open_core (core->url, NULL, core->env, SZ_DB_DURABLE, error);
    return writer != NULL && sz_lineage_follow (writer, error);
}

/* A database that is in use already. */
static SzCore *
open_known (const char *path, const uint8_t *key, const SzEnv *env, SzDbFlags flags, GError **error)
{
    g_autoptr (SzCore) core = open_core (path, key, env, flags, error);
    return core != NULL && stand_on_ground (core, error) && load_facts (core, false, error)
               ? g_steal_pointer (&core)
               : NULL;
}

SzCore *
sz_core_open (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
{
    g_autoptr (SzCore) core = open_core (path, key, env, SZ_DB_CREATE | SZ_DB_DURABLE, error);
    if (core == NULL || !sz_schema_upgrade (core->db, "server", error) ||
        !load_facts (core, true, error) || !sz_lineage_begin (core, error))
        return NULL;
    return g_steal_pointer (&core);
}

SzCore *
sz_core_open_writer (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
{
    return open_known (path, key, env, SZ_DB_DURABLE, error);
}

SzCore *
sz_core_open_reader (const char *path, const uint8_t *key, const SzEnv *env, GError **error)
{
    return open_known (path, key, env, SZ_DB_READ_ONLY, error);
}

bool
sz_core_reopen (SzCore *core, GError **error)
{
    g_autoptr (SzCore) again = open_known (core->url, NULL, core->env, core->flags, error);
    if (again == NULL)
        return false;
    SzDb *lost = core->db;
    core->db = again->db;
    core->run = again->run;
    memcpy (core->epoch, again->epoch, sizeof core->epoch);
    memcpy (core->cursor_key, again->cursor_key, sizeof core->cursor_key);
    again->db = lost;
    return true;
}

void
sz_core_close (SzCore *core)
{
    if (core == NULL)
        return;
    g_clear_pointer (&core->db, sz_db_close);
    g_free (core->url);
    g_free (core);
}

int64_t
sz_core_scope (SzCore *core, const char *name, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/scope_find", error);
    if (statement == NULL)
        return -1;
    sz_bind_text (statement, "name", name);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return -1;
    int64_t id = sz_column_integer (statement, 0);
    sz_reset (statement);
    return id;
}

bool
sz_core_clock (SzCore *core, int64_t scope, int64_t *seq, int64_t *min_seq, GError **error)
{
    *seq = 0;
    *min_seq = 0;
    SzStatement *statement = sz_db_statement (core->db, "server/clock_get", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    SzStep step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    *seq = sz_column_integer (statement, 0);
    *min_seq = sz_column_integer (statement, 1);
    sz_reset (statement);
    return true;
}

GPtrArray *
sz_core_clocks (SzCore *core, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/clock_list", error);
    if (statement == NULL)
        return NULL;
    g_autoptr (GPtrArray) clocks = g_ptr_array_new_with_free_func (clock_free);
    SzStep step;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzClock *clock = g_new0 (SzClock, 1);
        clock->scope = g_strdup (sz_column_text (statement, 0));
        clock->seq = sz_column_integer (statement, 1);
        g_ptr_array_add (clocks, clock);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&clocks) : NULL;
}
