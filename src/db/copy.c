/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies table by table (copy.h); postgres_copy.c moves the rows. */
#define G_LOG_DOMAIN "sz-copy"
#include "config.h"

#include "db/copy.h"

#include "base/errors.h"
#include "db/postgres_private.h"

#include <string.h>

/* Tables are known by name only: what a later schema adds is copied too. */
typedef struct {
    SzDb *from; /* (borrowed) */
    SzDb *to;   /* (borrowed) */
    SzTemplate words;
    SzCopiedTable *table; /* (borrowed) */
    int n_columns;
} Job;

static void
table_free (void *data)
{
    SzCopiedTable *table = data;

    g_free (table->name);
    g_free (table);
}

/* The first column of each row. Frees the statement. */
static GPtrArray *
take_texts (SzStatement *statement, GError **error)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    SzStep step;

    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_ptr_array_add (texts, g_strdup (sz_column_text (statement, 0)));
    return step == SZ_STEP_DONE ? g_steal_pointer (&texts) : NULL;
}

static GPtrArray *
list_tables (SzDb *db, GError **error)
{
    return take_texts (sz_db_own_statement (db, "tables", error), error);
}

static GPtrArray *
list_columns (SzDb *db, const char *table, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, "table_columns", error);

    if (statement != NULL)
        sz_bind_text (statement, "table", table);
    return take_texts (statement, error);
}

int
sz_db_is_empty (SzDb *db, GError **error)
{
    g_autoptr (GPtrArray) tables = list_tables (db, error);

    return tables == NULL ? -1 : tables->len == 0;
}

/* Whether both hold the same texts, in any order. */
static bool
same_texts (GPtrArray *a, GPtrArray *b)
{
    for (unsigned i = 0; i < a->len; i++)
        if (!g_ptr_array_find_with_equal_func (b, a->pdata[i], g_str_equal, NULL))
            return false;
    return a->len == b->len;
}

static bool
differ (const char *what, GError **error)
{
    g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT, "%s: not the same in both databases",
                 what);
    return false;
}

static char *
join_columns (GPtrArray *columns)
{
    GString *out = g_string_new (NULL);

    for (unsigned i = 0; i < columns->len; i++)
        g_string_append_printf (out, "%s\"%s\"", i > 0 ? ", " : "", (char *) columns->pdata[i]);
    return g_string_free (out, FALSE);
}

static bool
send_rows (Job *job, GError **error)
{
    SzStatement *rows = sz_db_template_statement (job->from, "db/table_rows", &job->words, error);
    bool ok =
        rows != NULL && pg_copy_in (job->to, &job->words, rows, job->n_columns, job->table, error);

    if (rows != NULL)
        sz_statement_free (rows);
    return ok;
}

static bool
read_back (Job *job, GError **error)
{
    SzCopiedTable there = { 0 };

    if (!pg_copy_out (job->to, &job->words, &there, error))
        return false;
    return (there.rows == job->table->rows &&
            memcmp (there.sum, job->table->sum, sizeof there.sum) == 0) ||
           differ (job->table->name, error);
}

static bool
copy_table (Job *job, GError **error)
{
    g_autoptr (GPtrArray) columns = list_columns (job->from, job->table->name, error);
    g_autoptr (GPtrArray) theirs =
        columns != NULL ? list_columns (job->to, job->table->name, error) : NULL;
    g_autofree char *joined = NULL;

    if (theirs == NULL)
        return false;
    if (!same_texts (columns, theirs))
        return differ (job->table->name, error);
    joined = join_columns (columns);
    job->words = (SzTemplate){ .table = job->table->name, .columns = joined };
    job->n_columns = (int) columns->len;
    return sz_db_define_words (job->to, "empty", &job->words, error) && send_rows (job, error) &&
           read_back (job, error);
}

static bool
number_on (SzDb *db, const char *table, const char *column, GError **error)
{
    const SzTemplate words = { .table = table, .columns = column };
    SzStatement *statement =
        sz_db_template_statement (db, "db/postgresql/number_on", &words, error);
    bool ok = statement != NULL && sz_run (statement, error);

    if (statement != NULL)
        sz_statement_free (statement);
    return ok;
}

/* A result is there whole, so that another statement may run between its rows. */
static bool
number_all_on (SzDb *db, GError **error)
{
    SzStatement *numbered = sz_db_own_statement (db, "numbered", error);
    SzStep step;

    if (numbered == NULL)
        return false;
    while ((step = sz_step (numbered, error)) == SZ_STEP_ROW)
        if (!number_on (db, sz_column_text (numbered, 0), sz_column_text (numbered, 1), error))
            break;
    return step == SZ_STEP_DONE;
}

static GPtrArray *
copy_all (SzDb *from, SzDb *to, GPtrArray *names, GError **error)
{
    g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);

    for (unsigned i = 0; i < names->len; i++) {
        SzCopiedTable *table = g_new0 (SzCopiedTable, 1);
        Job job = { .from = from, .to = to, .table = table };

        table->name = g_strdup (names->pdata[i]);
        g_ptr_array_add (tables, table);
        if (!copy_table (&job, error)) {
            g_prefix_error (error, "%s: ", table->name);
            return NULL;
        }
    }
    return g_steal_pointer (&tables);
}

GPtrArray *
sz_db_copy (SzDb *from, SzDb *to, GError **error)
{
    g_autoptr (GPtrArray) names = list_tables (from, error);
    g_autoptr (GPtrArray) theirs = names != NULL ? list_tables (to, error) : NULL;
    g_autoptr (GPtrArray) tables = NULL;

    if (theirs == NULL)
        return NULL;
    if (!same_texts (names, theirs)) {
        differ ("the list of tables", error);
        return NULL;
    }
    if (!sz_indexes_drop (to, error))
        return NULL;
    tables = copy_all (from, to, names, error);
    if (tables == NULL || !sz_indexes_make (to, error) || !number_all_on (to, error) ||
        !sz_db_script (to, "db/postgresql/analyze", error))
        return NULL;
    return g_steal_pointer (&tables);
}
