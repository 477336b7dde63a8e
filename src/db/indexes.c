/* SPDX-License-Identifier: EUPL-1.2 */
/* The secondary indexes of the kinds: those the catalogue names, one on the key fields, and one on what a
 * correction supersedes. Works with schema.c. */
#define G_LOG_DOMAIN "sz-indexes"
#include "config.h"

#include "db/engine.h"
#include "db/schema.h"

#include <string.h>

/* "pupil, vaccine" -> "pupil,vaccine". */
static char *
strip_blanks (const char *columns)
{
    g_auto (GStrv) words = g_strsplit (columns, " ", -1);

    return g_strjoinv (NULL, words);
}

/* NULL when the kind has no key. */
static char *
key_columns (const SzKind *kind)
{
    g_autoptr (GString) columns = g_string_new (NULL);

    for (size_t i = 0; i < kind->n_fields; i++)
        if (kind->fields[i].flags & SZ_FIELD_KEY)
            g_string_append_printf (columns, "%s%s", columns->len > 0 ? "," : "",
                                    kind->fields[i].name);
    return columns->len > 0 ? g_string_free (g_steal_pointer (&columns), FALSE) : NULL;
}

/* An index on (pupil, vaccine) serves who looks by pupil as well. */
static bool
is_served (GPtrArray *indexes, unsigned i)
{
    g_autofree char *start = g_strconcat (indexes->pdata[i], ",", NULL);

    for (unsigned j = 0; j < indexes->len; j++)
        if (g_str_has_prefix (indexes->pdata[j], start) ||
            (j < i && g_str_equal (indexes->pdata[j], indexes->pdata[i])))
            return true;
    return false;
}

/* The key's index is not UNIQUE: two desks may name the same thing before the server has seen either. */
static GPtrArray *
list_indexes (const SzKind *kind)
{
    GPtrArray *indexes = g_ptr_array_new_with_free_func (g_free);
    char *key = key_columns (kind);

    for (const char *const *columns = kind->indexes; columns != NULL && *columns != NULL; columns++)
        g_ptr_array_add (indexes, strip_blanks (*columns));
    if (key != NULL)
        g_ptr_array_add (indexes, key);
    for (unsigned i = indexes->len; i > 0; i--)
        if (is_served (indexes, i - 1))
            g_ptr_array_remove_index (indexes, i - 1);
    return indexes;
}

/* What a correction supersedes: few records have it, and every report asks for it. */
static bool
is_correction (const SzKind *kind, const SzField *field)
{
    return kind->append_only && g_strcmp0 (field->refers_to, kind->name) == 0;
}

static bool
define_index (SzDb *db,
              const char *template,
              const SzKind *kind,
              const char *columns,
              GError **error)
{
    g_autofree char *underscored = g_strdelimit (g_strdup (columns), ",", '_');
    g_autofree char *name = g_strconcat (kind->name, "_", underscored, NULL);

    return sz_db_define (db, template, kind, NULL, name, columns, error);
}

static bool
define_indexes (SzDb *db, const char *template, const SzKind *kind, GError **error)
{
    g_autoptr (GPtrArray) indexes = list_indexes (kind);

    for (unsigned i = 0; i < indexes->len; i++)
        if (!define_index (db, template, kind, indexes->pdata[i], error))
            return false;
    return true;
}

static bool
define_all (SzDb *db, const char *template, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        if (!define_indexes (db, template, kinds[i], error))
            return false;
    return true;
}

/* They are nearly empty, and stay during a bulk load: making one afterwards reads the whole table. */
static bool
make_partial (SzDb *db, const SzKind *kind, GError **error)
{
    for (size_t i = 0; i < kind->n_fields; i++)
        if (is_correction (kind, &kind->fields[i]) &&
            !define_index (db, "create_partial_index", kind, kind->fields[i].name, error))
            return false;
    return true;
}

bool
sz_indexes_make (SzDb *db, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        if (!make_partial (db, kinds[i], error))
            return false;
    return define_all (db, "create_index", error);
}

bool
sz_indexes_drop (SzDb *db, GError **error)
{
    return define_all (db, "drop_index", error);
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
sz_schema_drop_indexes (SzDb *db, GError **error)
{
    return sz_db_begin (db, error) && finish (db, sz_indexes_drop (db, error), error);
}

/* A transaction each: one for all would make the log as long as all indexes together. */
bool
sz_schema_make_indexes (SzDb *db, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++)
        if (!sz_db_begin (db, error) ||
            !finish (db, define_indexes (db, "create_index", kinds[i], error), error))
            return false;
    return true;
}
