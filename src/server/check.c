/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares what the tables say of each other; see check.h. */
#define G_LOG_DOMAIN "sz-check"

#include "server/check.h"

#include "base/errors.h"
#include "db/records.h"

static void fault (SzCheck *check, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fault (SzCheck *check, const char *format, ...)
{
    va_list arguments;
    va_start (arguments, format);
    g_ptr_array_add (check->faults, g_strdup_vprintf (format, arguments));
    va_end (arguments);
}

static bool
check_clocks (SzCore *core, SzCheck *check, GError **error)
{
    SzStatement *row = sz_db_statement (core->db, "server/check_clock", error);
    if (row == NULL)
        return false;
    SzStep step;
    while ((step = sz_step (row, error)) == SZ_STEP_ROW) {
        const char *scope = sz_column_text (row, 0);
        int64_t clock = sz_column_integer (row, 1);
        int64_t first = sz_column_integer (row, 2);
        int64_t last = sz_column_integer (row, 3);
        check->changes += sz_column_integer (row, 4);
        if (last != clock)
            fault (check,
                   "%s: the clock stands at %" G_GINT64_FORMAT
                   ", the last change is %" G_GINT64_FORMAT,
                   scope, clock, last);
        if (last > 0 && first < 1)
            fault (check, "%s: a change at %" G_GINT64_FORMAT, scope, first);
    }
    return step == SZ_STEP_DONE;
}

/* A statement that counts what is wrong and gives the id of one of them. */
static bool
count_faults (SzStatement *statement,
              SzCheck *check,
              const char *kind,
              const char *what,
              GError **error)
{
    SzId id;
    char text[SZ_ID_TEXT] = "?";
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    int64_t n = sz_column_integer (statement, 0);
    if (sz_column_id (statement, 1, &id))
        sz_id_format (&id, text);
    sz_reset (statement);
    if (n > 0)
        fault (check, "%" G_GINT64_FORMAT " %s: %s, such as %s", n, kind, what, text);
    return true;
}

static bool
check_places (SzCore *core, SzCheck *check, const SzKind *kind, GError **error)
{
    SzStatement *statement =
        sz_db_statement_for_kind (core->db, "server/check_places", kind, error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", kind->number);
    return count_faults (statement, check, kind->name, "not at their place in the change index",
                         error);
}

/* Two counts of one kind. */
static bool
read_pair (SzCore *core,
           const char *resource,
           const SzKind *kind,
           int64_t pair[static 2],
           GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, resource, error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", kind->number);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    pair[0] = sz_column_integer (statement, 0);
    pair[1] = sz_column_integer (statement, 1);
    sz_reset (statement);
    return true;
}

/* Records that have no line of their own in the change index, as they came with a file. */
static bool
read_entered (SzCore *core, const SzKind *kind, int64_t *entered, GError **error)
{
    SzStatement *statement =
        sz_db_statement_for_kind (core->db, "server/check_entered", kind, error);
    if (statement == NULL || sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    *entered = sz_column_integer (statement, 0);
    sz_reset (statement);
    return true;
}

static bool
check_departures (SzCore *core, SzCheck *check, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/check_departures", error);
    if (statement == NULL || sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    if (sz_column_integer (statement, 0) > 0 || sz_column_integer (statement, 1) > 0)
        fault (check, "files that left and change index differ");
    sz_reset (statement);
    return true;
}

static bool
check_counts (SzCore *core, SzCheck *check, const SzKind *kind, GError **error)
{
    int64_t changes[2];
    int64_t tombstones[2];
    int64_t records = sz_records_count (core->db, kind, error);
    int64_t entered;
    if (records < 0 || !read_entered (core, kind, &entered, error) ||
        !read_pair (core, "server/check_changes", kind, changes, error) ||
        !read_pair (core, "server/check_tombstones", kind, tombstones, error))
        return false;
    check->records += records;
    check->entered += entered;
    check->deleted += tombstones[0];
    if (changes[0] + entered != records)
        fault (check, "%s: %" G_GINT64_FORMAT " records, %" G_GINT64_FORMAT " changes", kind->name,
               records, changes[0] + entered);
    if (changes[1] != tombstones[0] || tombstones[1] > 0)
        fault (check, "%s: tombstones and change index differ", kind->name);
    return true;
}

static bool
check_references (SzCore *core,
                  SzCheck *check,
                  const SzKind *kind,
                  int64_t reference,
                  GError **error)
{
    for (size_t i = 0; i < kind->n_fields; i++) {
        const SzField *field = &kind->fields[i];
        if (field->type != SZ_TYPE_REFERENCE)
            continue;
        SzStatement *statement =
            sz_db_statement_for_field (core->db, "server/check_reference", kind, field, error);
        if (statement == NULL)
            return false;
        g_autofree char *what = g_strdup_printf ("%s leads nowhere", field->name);
        sz_bind_integer (statement, "reference", reference);
        if (!count_faults (statement, check, kind->name, what, error))
            return false;
        check->references++;
    }
    return true;
}

static bool
run (SzCore *core, SzCheck *check, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    int64_t reference = sz_scope_id (core->db, "reference", error);
    if (reference < 0 || !sz_db_check (core->db, error) || !check_clocks (core, check, error) ||
        !check_departures (core, check, error))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!check_places (core, check, kinds[i], error) ||
            !check_counts (core, check, kinds[i], error) ||
            !check_references (core, check, kinds[i], reference, error))
            return false;
    return true;
}

SzCheck *
sz_check_run (SzCore *core, GError **error)
{
    g_autoptr (SzCheck) check = g_new0 (SzCheck, 1);
    check->faults = g_ptr_array_new_with_free_func (g_free);
    return run (core, check, error) ? g_steal_pointer (&check) : NULL;
}

void
sz_check_free (SzCheck *check)
{
    if (check == NULL)
        return;
    g_ptr_array_unref (check->faults);
    g_free (check);
}
