/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving one operation: checked, then records, outbox and journal in one transaction of the store's thread. */
#define G_LOG_DOMAIN "sz-store"

#include "config.h"

#include "store/store_private.h"

#include "base/errors.h"

typedef struct {
    SzOperation *op; /* (owned) */
    bool undoable;
} Saving;

static void
saving_free (void *data)
{
    Saving *saving = data;

    sz_operation_free (saving->op);
    g_free (saving);
}

static bool
save_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Saving *saving = data;

    return sz_cache_save (db, saving->op, saving->undoable, touched, error);
}

static bool
check_parts (const SzOperation *op, bool allow_test, GError **error)
{
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (part->verb != SZ_VERB_DELETE &&
            !sz_record_check (part->set, part->verb == SZ_VERB_CREATE, allow_test, error))
            return false;
    }
    return true;
}

/* What came in after the last was sent would go unseen with the rest. */
static bool
may_save (const SzWriter *writer, GError **error)
{
    if (writer->ended)
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED, "this device is wiped");
    return !writer->ended;
}

static void
save_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzStore *self = source;
    Saving *saving = task_data;
    g_autofree char *test = sz_cache_fact (self->writer->db, "allow-test-numbers");
    GError *error = NULL;
    bool ok = may_save (self->writer, &error) &&
              check_parts (saving->op, g_strcmp0 (test, "1") == 0, &error);

    if (ok && !sz_writer_commit (self->writer, save_change, saving, &error)) {
        ok = false;
        /* What was kept free for this moment is given back, and the save tried once more. */
        if (g_error_matches (error, SZ_DB_ERROR, SZ_DB_ERROR_FULL) &&
            sz_writer_free_reserve (self->writer)) {
            g_clear_error (&error);
            ok = sz_writer_commit (self->writer, save_change, saving, &error);
        }
    }
    if (ok)
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static void
save (SzStore *self,
      SzOperation *op,
      bool undoable,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      void *data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
    Saving *saving = g_new0 (Saving, 1);

    *saving = (Saving){ op, undoable };
    g_task_set_name (task, "sz-store-save");
    g_task_set_task_data (task, saving, saving_free);
    sz_worker_queue (self->worker, SZ_PRIORITY_URGENT, task, save_cb);
}

void
sz_store_save_async (SzStore *self,
                     SzOperation *op,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *data)
{
    g_return_if_fail (SZ_IS_STORE (self) && self->worker != NULL);
    save (self, op, true, cancellable, callback, data);
}

gboolean
sz_store_save_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    return g_task_propagate_boolean (G_TASK (result), error);
}
