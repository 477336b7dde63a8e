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
    SzRecord *values; /* (owned) (nullable): adjusted ones */
} Deciding;

static void
deciding_free (void *data)
{
    Deciding *deciding = data;

    g_clear_pointer (&deciding->values, sz_record_free);
    g_free (deciding);
}

static void
set_values (SzRecord *record, const SzRecord *values)
{
    for (size_t i = 0; i < values->kind->n_fields; i++) {
        if ((values->present & (UINT64_C (1) << i)) != 0)
            sz_record_set_value (record, i, &values->values[i]);
    }
}

/* What the author wanted, over the record as it is now: the whole unit, also what the author left as it was, so that the
 * street of one never meets the city of the other. */
static bool
add_wanted (SzDb *db,
            SzOperation *op,
            const SzRecord *review,
            const SzRecord *values,
            GError **error)
{
    const SzKind *kind = sz_kind_by_name (sz_record_text (review, "about_kind"));
    const SzId *id = sz_record_reference (review, "about_id");
    const char *base = sz_record_text (review, "base");
    const char *mine = sz_record_text (review, "mine");
    g_autoptr (SzRecord) before = NULL;
    g_autoptr (SzRecord) after = NULL;

    if (kind == NULL || id == NULL)
        return true;
    before = sz_records_get (db, kind, id, NULL, NULL);
    if (values == NULL && mine == NULL) {
        /* A deletion has no values. */
        if (before != NULL)
            sz_operation_delete (op, before);
        return true;
    }
    after = before != NULL ? sz_record_copy (before) : sz_record_new (kind, id);
    if (values != NULL)
        set_values (after, values);
    else if ((base != NULL && !sz_record_fields_from_json (after, base, error)) ||
             !sz_record_fields_from_json (after, mine, error))
        return false;
    if (before != NULL)
        sz_operation_edit (op, before, after);
    else
        sz_operation_create (op, g_steal_pointer (&after));
    return true;
}

/* Adjusted values in the part they are about. */
static void
adjust (const SzOperation *op, const SzRecord *values)
{
    for (unsigned i = 0; values != NULL && i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (part->verb != SZ_VERB_DELETE && part->set->kind == values->kind &&
            sz_id_equal (&part->set->id, &values->id))
            set_values (part->set, values);
    }
}

static void
move_parts (SzOperation *from, SzOperation *to)
{
    while (from->parts->len > 0)
        g_ptr_array_add (to->parts, g_ptr_array_steal_index (from->parts, 0));
}

/* A parked operation's parts once more, in an operation of their own: should it be parked again, that is a new review,
 * and the one decided here stays decided. */
static bool
send_again (SzDb *db,
            const SzRecord *review,
            const SzRecord *values,
            SzOperation *undo,
            SzTouched *touched,
            GError **error)
{
    const char *mine = sz_record_text (review, "mine");
    g_autoptr (SzOperation) parked = mine != NULL ? sz_operation_from_json (mine, error) : NULL;
    g_autoptr (SzOperation) again = sz_operation_new (sz_env_default ());

    if (parked == NULL)
        return mine == NULL;
    adjust (parked, values);
    move_parts (parked, again);
    if (again->parts->len > 0 && !sz_cache_save (db, again, false, touched, error))
        return false;
    move_parts (again, undo);
    return true;
}

static void
set_state (SzOperation *op, const SzRecord *review, SzResolve how)
{
    static const char *const states[] = { "kept_mine", "kept_theirs", "adjusted" };
    g_autoptr (SzRecord) after = sz_record_copy (review);

    sz_record_set_text (after, "state", states[how]);
    sz_operation_edit (op, review, after);
}

bool
sz_review_decide (SzDb *db,
                  const SzId *id,
                  SzResolve how,
                  const SzRecord *values,
                  SzTouched *touched,
                  GError **error)
{
    g_autoptr (SzRecord) review = sz_records_get (db, sz_kind_by_name ("review"), id, NULL, error);
    g_autoptr (SzOperation) op = sz_operation_new (sz_env_default ());
    g_autoptr (SzOperation) undo = sz_operation_new (sz_env_default ());
    bool wanted = how != SZ_RESOLVE_THEIRS;
    bool parked;

    if (review == NULL)
        return false;
    if (g_strcmp0 (sz_record_text (review, "state"), "open") != 0) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND,
                             "this review was decided already");
        return false;
    }
    parked = g_strcmp0 (sz_record_text (review, "reason"), "parked") == 0;
    if (wanted && parked && !send_again (db, review, values, undo, touched, error))
        return false;
    if (wanted && !parked && !add_wanted (db, op, review, values, error))
        return false;
    set_state (op, review, how);
    if (!sz_cache_save (db, op, false, touched, error))
        return false;
    move_parts (op, undo);
    return sz_cache_remember (db, undo, error);
}

static bool
decide (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Deciding *deciding = data;

    return sz_review_decide (db, &deciding->review, deciding->how, deciding->values, touched,
                             error);
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

/* Takes `values`. */
static void
decide_async (SzStore *self,
              const SzId *review,
              SzResolve how,
              SzRecord *values,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              void *data)
{
    GTask *task = g_task_new (self, cancellable, callback, data);
    Deciding *deciding = g_new (Deciding, 1);

    *deciding = (Deciding){ *review, how, values };
    g_task_set_name (task, "sz-store-resolve");
    g_task_set_task_data (task, deciding, deciding_free);
    sz_store_work_async (self, SZ_PRIORITY_URGENT, decide_work, deciding, cancellable, decided_cb,
                         task);
}

void
sz_store_resolve_async (SzStore *self,
                        const SzId *review,
                        SzResolve how,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        void *data)
{
    g_return_if_fail (how != SZ_RESOLVE_ADJUSTED);
    decide_async (self, review, how, NULL, cancellable, callback, data);
}

gboolean
sz_store_resolve_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
sz_store_adjust_async (SzStore *self,
                       const SzId *review,
                       const SzRecord *values,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       void *data)
{
    decide_async (self, review, SZ_RESOLVE_ADJUSTED, sz_record_copy (values), cancellable, callback,
                  data);
}

gboolean
sz_store_adjust_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    return sz_store_resolve_finish (self, result, error);
}
