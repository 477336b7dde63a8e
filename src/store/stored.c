/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the tables again for their checksums (stored.h). */
#define G_LOG_DOMAIN "sz-stored"

#include "config.h"

#include "store/stored.h"

#include "db/row_line.h"
#include "record/json.h"
#include "store/store_private.h"

static bool
read_table (SzDb *db,
            const SzKind *kind,
            int64_t scope,
            SzStoredFunc func,
            void *data,
            GError **error)
{
    SzStatement *row = sz_db_statement_for_kind (db, "store/stored_rows", kind, error);
    g_autoptr (GString) line = g_string_new (NULL);
    SzStep step;
    SzId id;

    if (row == NULL)
        return false;
    sz_bind_integer (row, "scope", scope);
    while ((step = sz_step (row, error)) == SZ_STEP_ROW) {
        if (!sz_column_id (row, 0, &id))
            continue;
        g_string_truncate (line, 0);
        sz_row_line_append (line, kind, &id, row);
        func (kind, &id, line->str, line->len, data);
    }
    return step == SZ_STEP_DONE;
}

/* What cannot be read is not what the server has. */
static void
tell_base (const SzKind *kind, SzStatement *row, SzStoredFunc func, void *data)
{
    g_autoptr (GString) line = g_string_new (NULL);
    g_autoptr (SzRecord) record = NULL;
    SzId id;

    if (!sz_column_id (row, 0, &id))
        return;
    record = sz_record_new (kind, &id);
    record->rev = sz_column_integer (row, 1);
    if (sz_record_fields_from_json (record, sz_column_text (row, 2), NULL))
        sz_row_line_append_record (line, record);
    func (kind, &id, line->str, line->len, data);
}

static bool
read_bases (SzDb *db,
            const SzKind *kind,
            int64_t scope,
            SzStoredFunc func,
            void *data,
            GError **error)
{
    SzStatement *row = sz_db_statement (db, "store/stored_bases", error);
    SzStep step;

    if (row == NULL)
        return false;
    sz_bind_integer (row, "scope", scope);
    sz_bind_integer (row, "kind", kind->number);
    while ((step = sz_step (row, error)) == SZ_STEP_ROW)
        tell_base (kind, row, func, data);
    return step == SZ_STEP_DONE;
}

bool
sz_stored_rows (SzDb *db,
                const SzKind *kind,
                int64_t scope,
                SzStoredFunc func,
                void *data,
                GError **error)
{
    return read_table (db, kind, scope, func, data, error) &&
           read_bases (db, kind, scope, func, data, error);
}

void
sz_stored_free (SzStored *stored)
{
    if (stored == NULL)
        return;
    g_free (stored->epoch);
    sz_sums_free (stored->sums);
    g_free (stored);
}

bool
sz_stored_seq (SzDb *db, const char *scope, int64_t *seq, GError **error)
{
    SzStatement *row = sz_db_statement (db, "store/cursor_get", error);
    SzStep step;

    *seq = -1;
    if (row == NULL)
        return false;
    sz_bind_text (row, "scope", scope);
    step = sz_step (row, error);
    if (step == SZ_STEP_ROW && sz_column_integer (row, 2) != 0)
        *seq = sz_column_integer (row, 1);
    sz_reset (row);
    return step != SZ_STEP_FAILED;
}

static void
add (const SzKind *kind, const SzId *id, const char *line, size_t length, void *data)
{
    sz_sums_add (data, kind->number, id, line, length);
}

static bool
add_all (SzDb *db, const char *scope, SzSums *sums, GCancellable *cancellable, GError **error)
{
    int64_t id = sz_scope_id (db, scope, error);
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    if (id < 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
            !sz_stored_rows (db, kinds[i], id, add, sums, error))
            return false;
    return true;
}

SzStored *
sz_stored_sums (SzDb *db, const char *scope, GCancellable *cancellable, GError **error)
{
    g_autoptr (SzStored) stored = g_new0 (SzStored, 1);
    bool read;

    stored->sums = sz_sums_new ();
    if (!sz_db_begin_read (db, error))
        return NULL;
    stored->epoch = sz_cache_fact (db, "epoch");
    read = sz_stored_seq (db, scope, &stored->seq, error) &&
           (stored->seq < 0 || add_all (db, scope, stored->sums, cancellable, error));
    sz_db_rollback (db);
    return read ? g_steal_pointer (&stored) : NULL;
}

static void
sum_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    GError *error = NULL;
    SzDb *db = sz_store_report_db (source, &error);
    SzStored *stored = db != NULL ? sz_stored_sums (db, task_data, cancellable, &error) : NULL;

    if (stored != NULL)
        g_task_return_pointer (task, stored, (GDestroyNotify) sz_stored_free);
    else
        g_task_return_error (task, error);
}

void
sz_store_sums_async (SzStore *self,
                     const char *scope,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

    g_return_if_fail (SZ_IS_STORE (self) && self->reports != NULL);
    g_task_set_name (task, "sz-store-sums");
    g_task_set_task_data (task, g_strdup (scope), g_free);
    sz_worker_queue (self->reports, SZ_PRIORITY_IDLE, task, sum_cb);
}

SzStored *
sz_store_sums_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
