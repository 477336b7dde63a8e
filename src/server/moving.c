/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies and marks; see moving.h. */
#define G_LOG_DOMAIN "sz-moving"

#include "config.h"

#include "server/moving.h"

#include "base/errors.h"
#include "db/postgres.h"
#include "db/schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    SzCore *from; /* (owned): without its facts, as it may be marked */
    SzDb *to;     /* (owned) */
    const char *url;
    char *place; /* (owned) */
} Move;

static void
move_clear (Move *move)
{
    sz_core_close (move->from);
    sz_db_close (move->to);
    g_free (move->place);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

static bool
open_both (Move *move, const char *file, const uint8_t *key, const SzEnv *env, GError **error)
{
    move->from = g_new0 (SzCore, 1);
    move->from->env = env;
    move->place = sz_postgres_place (move->url, error);
    if (move->place == NULL)
        return false;
    move->from->db = sz_db_open_sqlite (file, key, SZ_DB_DURABLE, error);
    if (move->from->db == NULL || !sz_schema_upgrade (move->from->db, "server", error))
        return false;
    move->to = sz_db_open_postgres (move->url, 0, error);
    return move->to != NULL;
}

/* Not to a second place: those who went to the first would be left there. */
static bool
may_go (Move *move, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *moved = sz_core_fact (move->from, SZ_FACT_MOVED, &problem);
    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    if (moved == NULL || strcmp (moved, move->place) == 0)
        return true;
    sz_core_refuse_moved (moved, error);
    return false;
}

static bool
is_empty (Move *move, GError **error)
{
    int empty = sz_db_is_empty (move->to, error);
    if (empty == 0)
        g_set_error (
            error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
            _ ("The PostgreSQL database %s is not empty. Nothing was copied: make a new one for this server."),
            move->place);
    return empty > 0;
}

static bool
remove_mark (SzCore *from, GError **error)
{
    SzStatement *statement = sz_db_statement (from->db, "server/meta_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", SZ_FACT_MOVED);
    return sz_run (statement, error);
}

/* The mark stays out of the copy. */
static GPtrArray *
copy (Move *move, GError **error)
{
    g_autoptr (GPtrArray) tables = NULL;
    if (!may_go (move, error) || !is_empty (move, error) ||
        !sz_schema_make (move->to, "server", error) || !remove_mark (move->from, error))
        return NULL;
    tables = sz_db_copy (move->from->db, move->to, error);
    if (tables == NULL || !sz_core_set_fact (move->from, SZ_FACT_MOVED, move->place, error))
        return NULL;
    return g_steal_pointer (&tables);
}

static bool
take_mark_back (Move *move, GError **error)
{
    if (!sz_db_begin (move->from->db, error))
        return false;
    if (remove_mark (move->from, error) && sz_db_commit (move->from->db, error))
        return true;
    sz_db_rollback (move->from->db);
    return false;
}

/* Whether the copy is there although the answer to its commit is not; -1 when that cannot be seen. */
static int
has_arrived (Move *move)
{
    g_autoptr (SzDb) again = sz_db_open_postgres (move->url, 0, NULL);
    int empty = again != NULL ? sz_db_is_empty (again, NULL) : -1;
    return empty < 0 ? -1 : !empty;
}

/* The file is marked first: should we be cut off in between, nobody serves, which is noticed, and the move is made again. */
static bool
commit_both (Move *move, GError **error)
{
    g_autoptr (GError) problem = NULL;
    if (!sz_db_commit (move->from->db, error))
        return false;
    if (sz_db_commit (move->to, &problem))
        return true;
    switch (has_arrived (move)) {
    case 1:
        return true;
    case 0:
        if (take_mark_back (move, error))
            g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    default:
        g_set_error (
            error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
            _ ("The connection to %s was lost at the last moment, and it cannot be seen whether the copy is there. Give the same command again when PostgreSQL answers: when it says that the database is not empty, the copy is there."),
            move->place);
        return false;
    }
}

GPtrArray *
sz_move (const char *file, const uint8_t *key, const char *url, const SzEnv *env, GError **error)
{
    g_auto (Move) move = { .url = url };
    g_autoptr (GPtrArray) tables = NULL;
    if (!open_both (&move, file, key, env, error) || !sz_db_begin (move.from->db, error) ||
        !sz_db_begin (move.to, error))
        return NULL;
    tables = copy (&move, error);
    return tables != NULL && commit_both (&move, error) ? g_steal_pointer (&tables) : NULL;
}
