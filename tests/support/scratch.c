/* SPDX-License-Identifier: EUPL-1.2 */
/* Folders, keys and databases that a test throws away; see scratch.h. */
#include "config.h"

#include "support/scratch.h"

#include "db/postgres.h"
#include "db/schema.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

char *
scratch_new (void)
{
    g_autoptr (GError) error = NULL;
    char *folder = g_dir_make_tmp ("schoolzicht-XXXXXX", &error);

    g_assert_no_error (error);
    return folder;
}

static void
remove_tree (const char *path)
{
    g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
        g_autofree char *child = g_build_filename (path, name, NULL);

        remove_tree (child);
    }
    g_remove (path);
}

void
scratch_free (char *folder)
{
    if (folder == NULL)
        return;
    remove_tree (folder);
    g_free (folder);
}

char *
scratch_path (const char *folder, const char *name)
{
    return g_build_filename (folder, name, NULL);
}

const uint8_t *
scratch_key (uint8_t seed)
{
    static uint8_t keys[256][32];

    memset (keys[seed], seed, sizeof keys[seed]);
    keys[seed][0] = 0xa5;
    return keys[seed];
}

#ifdef SZ_POSTGRESQL
/* In the PostgreSQL that postgres.sh has started. */
static SzDb *
new_postgres (const char *words, const char *name, const char *pattern)
{
    g_autofree char *create = g_strdup_printf ("CREATE DATABASE %s TEMPLATE %s", name, pattern);
    g_autofree char *admin = g_strconcat (words, " dbname=postgres", NULL);
    g_autofree char *own = g_strconcat (words, " dbname=", name, NULL);
    const char *const psql[] = { "psql", "-qAt", "-c", create, admin, NULL };
    g_autoptr (GError) error = NULL;
    int status;
    SzDb *db;

    g_spawn_sync (NULL, (char **) psql, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                  &error);
    g_assert_no_error (error);
    g_spawn_check_wait_status (status, &error);
    g_assert_no_error (error);
    db = sz_db_open_postgres (own, SZ_DB_CREATE, &error);
    g_assert_no_error (error);
    return db;
}

/* The tables of a room take seconds, a copy of them a tenth of one: each database but the first of a room is a copy. */
static SzDb *
open_postgres (const char *words, const char *room)
{
    static unsigned made;
    static GHashTable *patterns;
    g_autofree char *name = g_strdup_printf ("scratch_%u", made++);
    g_autofree char *pattern = g_strdup_printf ("pattern_%s", room);
    g_autoptr (GError) error = NULL;

    if (patterns == NULL)
        patterns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_contains (patterns, room)) {
        g_autoptr (SzDb) first = new_postgres (words, pattern, "template0");
        bool upgraded = sz_schema_upgrade (first, room, &error);

        g_assert_no_error (error);
        g_assert_true (upgraded);
        g_hash_table_add (patterns, g_strdup (room));
    }
    return new_postgres (words, name, pattern);
}
#else
static SzDb *
open_postgres (const char *words, const char *room)
{
    g_assert_not_reached ();
}
#endif

SzDb *
scratch_database (const char *folder, const char *room)
{
    const char *postgres = g_getenv ("SCHOOLZICHT_POSTGRESQL");
    g_autofree char *name = g_strconcat (room, ".db", NULL);
    g_autofree char *path = scratch_path (folder, name);
    g_autoptr (GError) error = NULL;
    SzDb *db = postgres != NULL ? open_postgres (postgres, room)
                                : sz_db_open_sqlite (path, scratch_key (1), SZ_DB_CREATE, &error);
    bool made;

    g_assert_no_error (error);
    made = sz_schema_upgrade (db, room, &error);
    g_assert_no_error (error);
    g_assert_true (made);
    return db;
}
