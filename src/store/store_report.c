/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports on a connection and a thread of their own, so that a long one keeps nobody from saving. */
#define G_LOG_DOMAIN "sz-store"

#include "config.h"

#include "store/store_private.h"

#include "base/errors.h"

typedef struct {
    char *name;         /* (owned) */
    GHashTable *params; /* (owned) (nullable) */
} Asking;

static void
asking_free (void *data)
{
    Asking *asking = data;

    g_free (asking->name);
    g_clear_pointer (&asking->params, g_hash_table_unref);
    g_free (asking);
}

SzDb *
sz_store_report_db (SzStore *self, GError **error)
{
    if (self->report_db == NULL)
        self->report_db = sz_db_open_sqlite (self->path, self->key, SZ_DB_READ_ONLY, error);
    return self->report_db;
}

static void
report_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzStore *self = source;
    Asking *asking = task_data;
    const SzReport *report = sz_report_find (asking->name);
    SzTable *table = NULL;
    GError *error = NULL;

    if (report == NULL)
        error = g_error_new_literal (SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no report of that name");
    else if (sz_store_report_db (self, &error) != NULL)
        table = sz_report_run (self->report_db, report, asking->params, &error);
    if (table != NULL)
        g_task_return_pointer (task, table, (GDestroyNotify) sz_table_free);
    else
        g_task_return_error (task, error);
}

/* A copy that the worker can have for itself. */
static GHashTable *
copy_params (GHashTable *params)
{
    GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter iter;
    void *key, *value;

    if (params == NULL)
        return copy;
    g_hash_table_iter_init (&iter, params);
    while (g_hash_table_iter_next (&iter, &key, &value))
        g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
    return copy;
}

void
sz_store_report_async (SzStore *self,
                       const char *name,
                       GHashTable *params,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
    Asking *asking = g_new0 (Asking, 1);

    g_return_if_fail (SZ_IS_STORE (self) && self->reports != NULL);
    asking->name = g_strdup (name);
    asking->params = copy_params (params);
    g_task_set_name (task, "sz-store-report");
    g_task_set_task_data (task, asking, asking_free);
    sz_worker_queue (self->reports, SZ_PRIORITY_NORMAL, task, report_cb);
}

SzTable *
sz_store_report_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), NULL);
    return g_task_propagate_pointer (G_TASK (result), error);
}
