/* SPDX-License-Identifier: EUPL-1.2 */
/* What the user sees of a record with operations on their way: the server's last values, kept aside,
 * with the operations over them (PROTOCOL.md section 12). */
#define G_LOG_DOMAIN "sz-overlay"

#include "config.h"

#include "store/cache.h"

#include "base/errors.h"
#include "record/json.h"

typedef struct {
    SzPlace place;
    SzRecord *record; /* (owned) (nullable): NULL when the server does not have it */
} Base;

/* True with *found false when nothing is kept. */
static bool
load_base (SzDb *db, const SzKind *kind, const SzId *id, bool *found, Base *base, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/base_get", error);
    g_autofree char *body = NULL;
    int64_t rev;
    SzStep step;

    *found = false;
    *base = (Base){ 0 };
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    *found = true;
    base->place = (SzPlace){ sz_column_integer (statement, 0), sz_column_integer (statement, 1) };
    rev = sz_column_integer (statement, 2);
    body = g_strdup (sz_column_text (statement, 3));
    sz_reset (statement);
    if (body == NULL)
        return true;
    base->record = sz_record_new (kind, id);
    base->record->rev = rev;
    if (sz_record_fields_from_json (base->record, body, error))
        return true;
    g_clear_pointer (&base->record, sz_record_free);
    return false;
}

bool
sz_overlay_new_base (SzDb *db,
                     const SzKind *kind,
                     const SzId *id,
                     const SzRecord *record,
                     const SzPlace *place,
                     GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/base_put", error);
    g_autofree char *body = record != NULL ? sz_record_fields_to_json (record) : NULL;

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    sz_bind_integer (statement, "kind", kind->number);
    sz_bind_integer (statement, "scope", place->scope);
    sz_bind_integer (statement, "seq", place->seq);
    sz_bind_integer (statement, "rev", record != NULL ? record->rev : 0);
    sz_bind_text (statement, "body", body);
    return sz_run (statement, error);
}

/* The record as stored; NULL without error when it is not there. */
static SzRecord *
load_shown (SzDb *db, const SzKind *kind, const SzId *id, SzPlace *place, GError **error)
{
    g_autoptr (GError) local = NULL;
    SzRecord *record = sz_records_get (db, kind, id, place, &local);

    if (record == NULL && !g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local));
    return record;
}

bool
sz_overlay_keep_base (SzDb *db, const SzKind *kind, const SzId *id, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_autoptr (SzRecord) shown = NULL;
    SzPlace place = { 0 };
    Base base;
    bool found;

    if (!load_base (db, kind, id, &found, &base, error))
        return false;
    g_clear_pointer (&base.record, sz_record_free);
    if (found)
        return true;
    shown = load_shown (db, kind, id, &place, &local);
    if (local != NULL) {
        g_propagate_error (error, g_steal_pointer (&local));
        return false;
    }
    return sz_overlay_new_base (db, kind, id, shown, &place, error);
}

/* (element-type SzOperation): those on their way that touch the record, oldest first. */
static GPtrArray *
load_operations (SzDb *db, const SzId *id, GError **error)
{
    g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_operation_free);
    SzStatement *statement = sz_db_statement (db, "store/outbox_of_record", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "id", id);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        SzOperation *op = sz_operation_from_json (sz_column_text (statement, 0), error);

        if (op == NULL) {
            sz_reset (statement);
            return NULL;
        }
        g_ptr_array_add (ops, op);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&ops) : NULL;
}

static void
mark_whole (SzRecord *record)
{
    for (size_t i = 0; i < record->kind->n_fields; i++)
        record->present |= UINT64_C (1) << i;
}

SzRecord *
sz_overlay_after (const SzPart *part, const SzRecord *current)
{
    SzRecord *after;

    if (part->verb == SZ_VERB_DELETE)
        return NULL;
    if (part->verb == SZ_VERB_CREATE)
        after = sz_record_copy (part->set);
    else
        after = current != NULL ? sz_record_copy (current) : sz_record_copy (part->base);
    after->rev = current != NULL ? current->rev : 0;
    for (size_t i = 0; part->verb == SZ_VERB_EDIT && i < after->kind->n_fields; i++) {
        if ((part->set->present >> i) & 1)
            sz_record_set_value (after, i, &part->set->values[i]);
    }
    mark_whole (after);
    return after;
}

/* Takes `base`. */
static SzRecord *
play (GPtrArray *ops, const SzId *id, SzRecord *base)
{
    SzRecord *shown = base;

    for (unsigned i = 0; i < ops->len; i++) {
        const SzOperation *op = g_ptr_array_index (ops, i);

        for (unsigned k = 0; k < op->parts->len; k++) {
            const SzPart *part = g_ptr_array_index (op->parts, k);
            SzRecord *after;

            if (!sz_id_equal (&part->set->id, id))
                continue;
            after = sz_overlay_after (part, shown);
            sz_record_free (shown);
            shown = after;
        }
    }
    return shown;
}

static bool
forget_base (SzDb *db, const SzId *id, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/base_remove", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    return sz_run (statement, error);
}

bool
sz_overlay_replay (SzDb *db, const SzKind *kind, const SzId *id, SzTouched *touched, GError **error)
{
    g_autoptr (GPtrArray) ops = load_operations (db, id, error);
    g_autoptr (SzRecord) before = NULL;
    g_autoptr (SzRecord) after = NULL;
    g_autoptr (GError) local = NULL;
    SzPlace place;
    Base base;
    bool found;

    if (ops == NULL || !load_base (db, kind, id, &found, &base, error))
        return false;
    if (!found)
        return true;
    before = load_shown (db, kind, id, &place, &local);
    if (local != NULL) {
        sz_record_free (base.record);
        g_propagate_error (error, g_steal_pointer (&local));
        return false;
    }
    after = play (ops, id, base.record);
    sz_touched_add (touched, before, after);
    if (after != NULL ? !sz_records_put (db, after, &base.place, error)
                      : !sz_records_remove (db, kind, id, error))
        return false;
    return ops->len > 0 || forget_base (db, id, error);
}
