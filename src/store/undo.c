/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking back what was saved on this desk: the last one first (store.h). */
#define G_LOG_DOMAIN "sz-undo"

#include "config.h"

#include "record/json.h"
#include "store/undo.h"
#include "store/writer.h"

/* The last operation that can be taken back, and where it stands. */
static SzOperation *
load_last (SzDb *db, int64_t *at)
{
    SzStatement *statement = db != NULL ? sz_db_statement (db, "store/undo_last", NULL) : NULL;
    SzOperation *op = NULL;

    if (statement == NULL)
        return NULL;
    if (sz_step (statement, NULL) == SZ_STEP_ROW) {
        *at = sz_column_integer (statement, 0);
        op = sz_operation_from_json (sz_column_text (statement, 1), NULL);
    }
    sz_reset (statement);
    return op;
}

SzOperation *
sz_store_last_undoable (SzStore *self)
{
    int64_t at;

    return load_last (sz_store_reader (self), &at);
}

bool
sz_undo_last (SzDb *db, SzTouched *touched, GError **error)
{
    int64_t at = 0;
    g_autoptr (SzOperation) op = load_last (db, &at);
    g_autoptr (SzOperation) inverse = NULL;
    SzStatement *statement;

    if (op == NULL)
        return true;
    inverse = sz_operation_invert (op, sz_env_default ());
    statement = sz_db_statement (db, "store/undo_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "at", at);
    return sz_run (statement, error) &&
           (inverse->parts->len == 0 || sz_cache_save (db, inverse, false, touched, error));
}

static bool
undo_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_undo_last (db, touched, error);
}

static bool
undo_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, undo_change, NULL, error);
}

void
sz_store_undo_async (SzStore *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *data)
{
    sz_store_work_async (self, SZ_PRIORITY_URGENT, undo_work, NULL, cancellable, callback, data);
}

gboolean
sz_store_undo_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    return sz_store_work_finish (self, result, error);
}
