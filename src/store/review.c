/* SPDX-License-Identifier: EUPL-1.2 */
/* Decides reviews by ordinary operations (review.h). */
#define G_LOG_DOMAIN "sz-review"

#include "config.h"

#include "store/review.h"

#include "base/errors.h"
#include "record/json.h"
#include "store/writer.h"

GPtrArray *
sz_store_open_reviews (SzStore *self, GError **error)
{
    SzValue open = { .type = SZ_VALUE_TEXT, .text = (char *) "open" };

    return sz_store_list (self, sz_kind_by_name ("review"), "state", &open, error);
}

typedef struct {
    SzId review;
    SzResolve how;
} Deciding;

/* The author's values over the record as it is now. */
static bool
add_mine (SzDb *db, SzOperation *op, const SzRecord *review, GError **error)
{
    const SzKind *kind = sz_kind_by_name (sz_record_text (review, "about_kind"));
    const SzId *id = sz_record_reference (review, "about_id");
    g_autoptr (SzRecord) before = NULL;
    g_autoptr (SzRecord) after = NULL;
    g_autoptr (GError) local = NULL;

    if (kind == NULL || id == NULL || sz_record_text (review, "mine") == NULL)
        return true;
    before = sz_records_get (db, kind, id, NULL, &local);
    after = before != NULL ? sz_record_copy (before) : sz_record_new (kind, id);
    if (!sz_record_fields_from_json (after, sz_record_text (review, "mine"), error))
        return false;
    if (before != NULL)
        sz_operation_edit (op, before, after);
    else
        sz_operation_create (op, g_steal_pointer (&after));
    return true;
}

/* A parked operation's parts once more, in an operation of their own. */
static bool
add_parked (SzOperation *op, const SzRecord *review, GError **error)
{
    const char *mine = sz_record_text (review, "mine");
    g_autoptr (SzOperation) parked = mine != NULL ? sz_operation_from_json (mine, error) : NULL;

    if (parked == NULL)
        return mine == NULL;
    while (parked->parts->len > 0)
        g_ptr_array_add (op->parts, g_ptr_array_steal_index (parked->parts, 0));
    return true;
}

static bool
decide (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Deciding *deciding = data;
    g_autoptr (SzRecord) before =
        sz_records_get (db, sz_kind_by_name ("review"), &deciding->review, NULL, error);
    g_autoptr (SzRecord) after = NULL;
    g_autoptr (SzOperation) op = sz_operation_new (sz_env_default ());
    bool ok = true;

    if (before == NULL)
        return false;
    if (g_strcmp0 (sz_record_text (before, "state"), "open") != 0) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                             "this review was decided already");
        return false;
    }
    if (deciding->how == SZ_RESOLVE_MINE)
        ok = g_strcmp0 (sz_record_text (before, "reason"), "parked") == 0
                 ? add_parked (op, before, error)
                 : add_mine (db, op, before, error);
    if (!ok)
        return false;
    after = sz_record_copy (before);
    sz_record_set_text (after, "state",
                        deciding->how == SZ_RESOLVE_MINE ? "kept_mine" : "kept_theirs");
    sz_operation_edit (op, before, after);
    return sz_cache_save (db, op, true, touched, error);
}

static bool
decide_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, decide, data, error);
}

static void
decided_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

void
sz_store_resolve_async (SzStore *self,
                        const SzId *review,
                        SzResolve how,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        void *data)
{
    GTask *task = g_task_new (self, cancellable, callback, data);
    Deciding *deciding = g_new (Deciding, 1);

    *deciding = (Deciding){ *review, how };
    g_task_set_name (task, "sz-store-resolve");
    g_task_set_task_data (task, deciding, g_free);
    sz_store_work_async (self, SZ_PRIORITY_URGENT, decide_work, deciding, cancellable, decided_cb,
                         task);
}

gboolean
sz_store_resolve_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    return g_task_propagate_boolean (G_TASK (result), error);
}
