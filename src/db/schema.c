/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes and upgrades tables: the kinds from the catalogue, the fixed tables from numbered scripts. Works
 * with db.c, through the templates in sql/sqlite/. */
#define G_LOG_DOMAIN "sz-schema"
#include "config.h"

#include "db/schema.h"

#include "base/date.h"
#include "base/errors.h"
#include "db/engine.h"

#include <string.h>

/* The days that reports can place in a week, a month and a school year. */
#define CALENDAR_FIRST_YEAR 2000
#ifndef CALENDAR_LAST_YEAR
#define CALENDAR_LAST_YEAR 2045
#endif

/* Beside the rooms, the part of schema_version that says which catalogue made the tables. */
#define CATALOGUE "catalogue"

/* The number of the last script that this program has for a room; 0 when it has none. */
static int
last_script (const char *room)
{
    for (int version = 1;; version++) {
        g_autofree char *resource = g_strdup_printf ("%s/schema-%03d", room, version);
        g_autofree char *text = sz_db_resource_text (resource);

        if (text == NULL)
            return version - 1;
    }
}

/* (element-type utf8 int): empty for a new file. */
static GHashTable *
read_versions (SzDb *db, GError **error)
{
    g_autoptr (GHashTable) versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    SzStatement *statement = sz_db_own_statement (db, "table_columns", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "table", "schema_version");
    step = sz_step (statement, error);
    if (step == SZ_STEP_FAILED)
        return NULL;
    if (step == SZ_STEP_DONE)
        return g_steal_pointer (&versions);
    sz_reset (statement);

    statement = sz_db_statement (db, "db/version_list", error);
    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_hash_table_insert (versions, g_strdup (sz_column_text (statement, 0)),
                             GINT_TO_POINTER ((int) sz_column_integer (statement, 1)));
    return step == SZ_STEP_DONE ? g_steal_pointer (&versions) : NULL;
}

/* A room this program knows nothing of counts as newer too: it must not write there. */
static bool
check_versions (GHashTable *versions, GError **error)
{
    GHashTableIter iter;
    void *key;
    void *value;

    g_hash_table_iter_init (&iter, versions);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
        const char *part = key;
        int have = GPOINTER_TO_INT (value);
        int known = g_str_equal (part, CATALOGUE) ? sz_catalogue_generation () : last_script (part);

        if (have > known) {
            g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NEWER,
                         "the file has version %d of %s, this program knows %d", have, part, known);
            return false;
        }
    }
    return true;
}

bool
sz_schema_is_readable (SzDb *db, GError **error)
{
    g_autoptr (GHashTable) versions = read_versions (db, error);

    return versions != NULL && check_versions (versions, error);
}

static bool
set_version (SzDb *db, const char *part, int version, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "db/version_set", error);

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "part", part);
    sz_bind_integer (statement, "version", version);
    return sz_run (statement, error);
}

static bool
add_day (SzDb *db, SzDate day, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "db/calendar_add", error);
    char text[SZ_DATE_TEXT];
    char monday[SZ_DATE_TEXT];
    char week_text[16];
    int year;
    int week;

    if (statement == NULL)
        return false;
    sz_date_week (day, &year, &week);
    sz_date_format (day, text);
    sz_date_format (sz_date_week_start (day), monday);
    g_snprintf (week_text, sizeof week_text, "%04d-W%02d", year, week);
    sz_bind_text (statement, "day", text);
    sz_bind_text (statement, "week", week_text);
    sz_bind_text (statement, "week_start", monday);
    text[strlen ("2020-09")] = '\0';
    sz_bind_text (statement, "month", text);
    sz_bind_integer (statement, "school_year", sz_school_year_of (day));
    return sz_run (statement, error);
}

/* The work of db/schema-001 that SQL cannot do alike on every engine. */
static bool
fill_calendar (SzDb *db, GError **error)
{
    SzDate last = sz_date_new (CALENDAR_LAST_YEAR, 12, 31);

    for (SzDate day = sz_date_new (CALENDAR_FIRST_YEAR, 1, 1); day <= last; day++)
        if (!add_day (db, day, error))
            return false;
    return true;
}

/* The scripts above `from`, in order. */
static bool
upgrade_room (SzDb *db, const char *room, int from, GError **error)
{
    int last = last_script (room);

    for (int version = from + 1; version <= last; version++) {
        g_autofree char *resource = g_strdup_printf ("%s/schema-%03d", room, version);

        if (!sz_db_script (db, resource, error))
            return false;
        if (g_str_equal (resource, "db/schema-001") && !fill_calendar (db, error))
            return false;
    }
    return from == last || set_version (db, room, last, error);
}

/* A room's indexes that a bulk load does without meanwhile are apart from its tables. */
static bool
make_room_indexes (SzDb *db, const char *room, GError **error)
{
    g_autofree char *resource = g_strconcat (room, "/schema-indexes", NULL);
    g_autofree char *text = sz_db_resource_text (resource);

    return text == NULL || sz_db_script (db, resource, error);
}

/* (element-type utf8): a set; empty when there is no table yet. */
static GHashTable *
read_columns (SzDb *db, const SzKind *kind, GError **error)
{
    g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    SzStatement *statement = sz_db_own_statement (db, "table_columns", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "table", kind->name);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_hash_table_add (columns, g_strdup (sz_column_text (statement, 0)));
    return step == SZ_STEP_DONE ? g_steal_pointer (&columns) : NULL;
}

static bool
upgrade_kind (SzDb *db, const SzKind *kind, GError **error)
{
    g_autoptr (GHashTable) columns = read_columns (db, kind, error);

    if (columns == NULL)
        return false;
    if (g_hash_table_size (columns) == 0)
        return sz_db_define (db, "create_table", kind, NULL, NULL, NULL, error);
    for (size_t i = 0; i < kind->n_fields; i++)
        if (!g_hash_table_contains (columns, kind->fields[i].name) &&
            !sz_db_define (db, "add_column", kind, &kind->fields[i], NULL, NULL, error))
            return false;
    return true;
}

static bool
upgrade_kinds (SzDb *db, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        if (!upgrade_kind (db, kinds[i], error))
            return false;
    return true;
}

static bool
set_choices (SzDb *db, const SzKind *kind, const SzField *field, GError **error)
{
    SzStatement *statement;

    for (int i = 0; field->choices != NULL && field->choices[i].code != NULL; i++) {
        statement = sz_db_statement (db, "db/choice_set", error);
        if (statement == NULL)
            return false;
        sz_bind_text (statement, "kind", kind->name);
        sz_bind_text (statement, "field", field->name);
        sz_bind_text (statement, "code", field->choices[i].code);
        sz_bind_integer (statement, "position", i);
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

/* So that SQL can put grades in their order. */
static bool
upgrade_choices (SzDb *db, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < kinds[i]->n_fields; j++)
            if (!set_choices (db, kinds[i], &kinds[i]->fields[j], error))
                return false;
    return true;
}

static bool
upgrade (SzDb *db, const char *room, GError **error)
{
    g_autoptr (GHashTable) versions = read_versions (db, error);
    int generation = sz_catalogue_generation ();

    if (versions == NULL || !check_versions (versions, error))
        return false;
#ifdef SZ_MUTANTS
    /* The simulation opens files that it has made itself, some hundred thousand times. */
    if (g_hash_table_contains (versions, room))
        return true;
#endif
    if (g_hash_table_size (versions) == 0 &&
        !sz_db_define (db, "versions", NULL, NULL, NULL, NULL, error))
        return false;
    if (!upgrade_room (db, "db", GPOINTER_TO_INT (g_hash_table_lookup (versions, "db")), error) ||
        !upgrade_kinds (db, error) || !upgrade_choices (db, error) || !sz_indexes_make (db, error))
        return false;
    if (GPOINTER_TO_INT (g_hash_table_lookup (versions, CATALOGUE)) != generation &&
        !set_version (db, CATALOGUE, generation, error))
        return false;
    return upgrade_room (db, room, GPOINTER_TO_INT (g_hash_table_lookup (versions, room)), error) &&
           make_room_indexes (db, room, error);
}

bool
sz_schema_make (SzDb *db, const char *room, GError **error)
{
    return upgrade (db, room, error);
}

bool
sz_schema_upgrade (SzDb *db, const char *room, GError **error)
{
    if (!sz_db_begin (db, error))
        return false;
    if (upgrade (db, room, error) && sz_db_commit (db, error))
        return true;
    sz_db_rollback (db);
    return false;
}
