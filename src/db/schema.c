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
#define CALENDAR_LAST_YEAR 2045

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

/* "pupil, vaccine" -> "vaccination_pupil_vaccine". */
static char *
index_name (const SzKind *kind, const char *columns)
{
    GString *name = g_string_new (kind->name);

    g_string_append_c (name, '_');
    for (const char *c = columns; *c != '\0'; c++) {
        if (*c == ',')
            g_string_append_c (name, '_');
        else if (*c != ' ' && *c != '"')
            g_string_append_c (name, *c);
    }
    return g_string_free (name, FALSE);
}

/* The key fields, quoted, in catalogue order; NULL when the kind has none. */
static char *
key_columns (const SzKind *kind)
{
    g_autoptr (GString) columns = g_string_new (NULL);

    for (size_t i = 0; i < kind->n_fields; i++)
        if (kind->fields[i].flags & SZ_FIELD_KEY)
            g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "",
                                    kind->fields[i].name);
    return columns->len > 0 ? g_string_free (g_steal_pointer (&columns), FALSE) : NULL;
}

typedef bool (*IndexFunc) (SzDb *db, const SzKind *kind, const char *columns, GError **error);

static bool
make_index (SzDb *db, const SzKind *kind, const char *columns, GError **error)
{
    g_autofree char *name = index_name (kind, columns);

    return sz_db_define (db, "create_index", kind, NULL, name, columns, error);
}

static bool
drop_index (SzDb *db, const SzKind *kind, const char *columns, GError **error)
{
    g_autofree char *name = index_name (kind, columns);

    return sz_db_define (db, "drop_index", kind, NULL, name, columns, error);
}

/* Indexes of the catalogue, and one on the key fields unless one of those begins with them. The key is not
 * UNIQUE: two desks may name the same thing before the server has seen either. */
static bool
for_each_index (SzDb *db, IndexFunc func, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        g_autofree char *key = key_columns (kinds[i]);
        g_autofree char *key_name = key != NULL ? index_name (kinds[i], key) : NULL;

        for (const char *const *columns = kinds[i]->indexes; columns != NULL && *columns != NULL;
             columns++) {
            g_autofree char *name = index_name (kinds[i], *columns);

            if (!func (db, kinds[i], *columns, error))
                return false;
            if (key_name != NULL && g_str_has_prefix (name, key_name))
                g_clear_pointer (&key, g_free);
        }
        if (key != NULL && !func (db, kinds[i], key, error))
            return false;
    }
    return true;
}

static bool
upgrade (SzDb *db, const char *room, GError **error)
{
    g_autoptr (GHashTable) versions = read_versions (db, error);
    int generation = sz_catalogue_generation ();

    if (versions == NULL || !check_versions (versions, error))
        return false;
    if (g_hash_table_size (versions) == 0 &&
        !sz_db_define (db, "versions", NULL, NULL, NULL, NULL, error))
        return false;
    if (!upgrade_room (db, "db", GPOINTER_TO_INT (g_hash_table_lookup (versions, "db")), error) ||
        !upgrade_kinds (db, error) || !for_each_index (db, make_index, error))
        return false;
    if (GPOINTER_TO_INT (g_hash_table_lookup (versions, CATALOGUE)) != generation &&
        !set_version (db, CATALOGUE, generation, error))
        return false;
    return upgrade_room (db, room, GPOINTER_TO_INT (g_hash_table_lookup (versions, room)), error);
}

/* Ends the transaction in which the work was done, or was not. */
static bool
finish (SzDb *db, bool done, GError **error)
{
    if (done && sz_db_commit (db, error))
        return true;
    sz_db_rollback (db);
    return false;
}

bool
sz_schema_upgrade (SzDb *db, const char *room, GError **error)
{
    return sz_db_begin (db, error) && finish (db, upgrade (db, room, error), error);
}

bool
sz_schema_drop_indexes (SzDb *db, GError **error)
{
    return sz_db_begin (db, error) && finish (db, for_each_index (db, drop_index, error), error);
}

bool
sz_schema_make_indexes (SzDb *db, GError **error)
{
    return sz_db_begin (db, error) && finish (db, for_each_index (db, make_index, error), error);
}
