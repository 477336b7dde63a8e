/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving, the outbox and its receipts (cache.h). What the user sees of a record is overlay.c's. */
#define G_LOG_DOMAIN "sz-cache"

#include "config.h"

#include "store/cache.h"

#include "base/errors.h"
#include "record/json.h"

#include <string.h>

/*
 * Facts
 */

char *
sz_cache_fact (SzDb *db, const char *name)
{
    SzStatement *statement = sz_db_statement (db, "store/fact_get", NULL);
    char *value = NULL;

    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "name", name);
    if (sz_step (statement, NULL) == SZ_STEP_ROW)
        value = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return value;
}

bool
sz_cache_set_fact (SzDb *db, const char *name, const char *value, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/fact_put", error);

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "name", name);
    sz_bind_text (statement, "value", value != NULL ? value : "");
    return sz_run (statement, error);
}

int64_t
sz_cache_count (SzDb *db, const char *resource, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);
    int64_t count = -1;

    if (statement == NULL)
        return -1;
    if (sz_step (statement, error) == SZ_STEP_ROW)
        count = sz_column_integer (statement, 0);
    sz_reset (statement);
    return count;
}

/*
 * Saving
 */

/* The next n of this device, counted on. */
static bool
take_n (SzDb *db, int64_t *n, GError **error)
{
    g_autofree char *last = sz_cache_fact (db, "last-n");
    g_autofree char *now = NULL;

    *n = (last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0) + 1;
    now = g_strdup_printf ("%" G_GINT64_FORMAT, *n);
    return sz_cache_set_fact (db, "last-n", now, error);
}

static bool
add_to_outbox (SzDb *db, const SzOperation *op, GError **error)
{
    g_autofree char *body = sz_operation_to_json (op);
    SzStatement *statement = sz_db_statement (db, "store/outbox_add", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "n", op->n);
    sz_bind_id (statement, "op", &op->op_id);
    sz_bind_text (statement, "body", body);
    if (!sz_run (statement, error))
        return false;
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        statement = sz_db_statement (db, "store/outbox_record_add", error);
        if (statement == NULL)
            return false;
        sz_bind_id (statement, "id", &part->set->id);
        sz_bind_integer (statement, "n", op->n);
        sz_bind_integer (statement, "kind", part->set->kind->number);
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

bool
sz_cache_remember (SzDb *db, const SzOperation *op, GError **error)
{
    g_autofree char *body = sz_operation_to_json (op);
    SzStatement *statement = sz_db_statement (db, "store/undo_add", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", &op->op_id);
    sz_bind_text (statement, "body", body);
    if (!sz_run (statement, error))
        return false;
    statement = sz_db_statement (db, "store/undo_trim", error);
    return statement != NULL && sz_run (statement, error);
}

bool
sz_cache_save (SzDb *db, SzOperation *op, bool undoable, SzTouched *touched, GError **error)
{
    g_autofree char *device = sz_cache_fact (db, "device");
    g_autofree char *epoch = sz_cache_fact (db, "epoch");

    if (device == NULL || !sz_id_parse (device, &op->device)) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED, "the cache has no device id");
        return false;
    }
    g_free (op->epoch);
    op->epoch = g_steal_pointer (&epoch);
    if (!take_n (db, &op->n, error))
        return false;
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (!sz_overlay_keep_base (db, part->set->kind, &part->set->id, error))
            return false;
    }
    if (!add_to_outbox (db, op, error) || (undoable && !sz_cache_remember (db, op, error)))
        return false;
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (!sz_overlay_replay (db, part->set->kind, &part->set->id, touched, error))
            return false;
    }
    return true;
}

/*
 * Sending
 */

GPtrArray *
sz_cache_unsent (SzDb *db, int limit, size_t bytes, GError **error)
{
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
    SzStatement *statement = sz_db_statement (db, "store/outbox_next", error);
    size_t total = 0;
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_integer (statement, "limit", limit);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        const char *body = sz_column_text (statement, 1);

        total += strlen (body) + 1;
        if (total > bytes && lines->len > 0) {
            sz_reset (statement);
            return g_steal_pointer (&lines);
        }
        g_ptr_array_add (lines, g_strdup (body));
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&lines) : NULL;
}

bool
sz_cache_receipt (SzDb *db,
                  const SzId *op,
                  const char *outcome,
                  const char *scope,
                  int64_t seq,
                  GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/outbox_receipt", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", op);
    sz_bind_text (statement, "outcome", outcome);
    sz_bind_text (statement, "scope", scope);
    sz_bind_integer (statement, "seq", seq);
    return sz_run (statement, error);
}

typedef struct {
    SzId id;
    const SzKind *kind;
} Named;

/* (element-type Named): what an operation touches. */
static GArray *
records_of (SzDb *db, int64_t n, GError **error)
{
    g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (Named));
    SzStatement *statement = sz_db_statement (db, "store/outbox_records", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_integer (statement, "n", n);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Named record = { .kind = sz_kind_by_number ((int) sz_column_integer (statement, 1)) };

        if (record.kind != NULL && sz_column_id (statement, 0, &record.id))
            g_array_append_val (named, record);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&named) : NULL;
}

static bool
run_with_n (SzDb *db, const char *resource, int64_t n, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "n", n);
    return sz_run (statement, error);
}

static bool
finish (SzDb *db, int64_t n, int64_t now_ms, SzTouched *touched, GError **error)
{
    g_autoptr (GArray) named = records_of (db, n, error);
    SzStatement *journal =
        named != NULL ? sz_db_statement (db, "store/outbox_to_journal", error) : NULL;

    if (journal == NULL)
        return false;
    sz_bind_integer (journal, "n", n);
    sz_bind_integer (journal, "at", now_ms);
    if (!sz_run (journal, error) || !run_with_n (db, "store/outbox_remove", n, error) ||
        !run_with_n (db, "store/outbox_record_remove", n, error))
        return false;
    for (unsigned i = 0; i < named->len; i++) {
        const Named *record = &g_array_index (named, Named, i);

        if (!sz_overlay_replay (db, record->kind, &record->id, touched, error))
            return false;
    }
    return true;
}

bool
sz_cache_prune (SzDb *db,
                const char *scope,
                int64_t seq,
                int64_t now_ms,
                SzTouched *touched,
                GError **error)
{
    g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, "store/outbox_done", error);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", scope);
    sz_bind_integer (statement, "seq", seq);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t n = sz_column_integer (statement, 0);

        g_array_append_val (done, n);
    }
    if (step != SZ_STEP_DONE)
        return false;
    for (unsigned i = 0; i < done->len; i++) {
        if (!finish (db, g_array_index (done, int64_t, i), now_ms, touched, error))
            return false;
    }
    return true;
}

/*
 * A new device or a new server history
 */

typedef struct {
    int64_t n;
    SzOperation *op;
} Unsent;

static void
unsent_clear (void *data)
{
    Unsent *unsent = data;

    sz_operation_free (unsent->op);
}

static GArray *
load_unsent (SzDb *db, GError **error)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Unsent));
    SzStatement *statement = sz_db_statement (db, "store/outbox_bodies", error);
    SzStep step;

    g_array_set_clear_func (all, unsent_clear);
    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Unsent unsent = { sz_column_integer (statement, 0),
                          sz_operation_from_json (sz_column_text (statement, 2), error) };

        if (unsent.op == NULL) {
            sz_reset (statement);
            return NULL;
        }
        g_array_append_val (all, unsent);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

static bool
rewrite (SzDb *db, const SzOperation *op, int64_t from, GError **error)
{
    g_autofree char *body = sz_operation_to_json (op);
    SzStatement *statement = sz_db_statement (db, "store/outbox_renumber", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "from", from);
    sz_bind_integer (statement, "to", op->n);
    sz_bind_text (statement, "body", body);
    if (!sz_run (statement, error))
        return false;
    statement = sz_db_statement (db, "store/outbox_record_renumber", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "from", from);
    sz_bind_integer (statement, "to", op->n);
    return sz_run (statement, error);
}

/* n goes on counting on this machine, so that no two operations of this cache ever share one; a new
 * device simply begins at a higher number. */
bool
sz_cache_renumber (SzDb *db, const SzId *device, GError **error)
{
    g_autoptr (GArray) unsent = load_unsent (db, error);
    g_autofree char *text = sz_id_to_string (device);

    if (unsent == NULL || !sz_cache_set_fact (db, "device", text, error))
        return false;
    for (unsigned i = 0; i < unsent->len; i++) {
        Unsent *each = &g_array_index (unsent, Unsent, i);

        each->op->device = *device;
        if (!take_n (db, &each->op->n, error) || !rewrite (db, each->op, each->n, error))
            return false;
    }
    return true;
}

bool
sz_cache_set_epoch (SzDb *db, const char *epoch, GError **error)
{
    g_autofree char *known = sz_cache_fact (db, "epoch");
    g_autoptr (GArray) unsent = NULL;

    if (g_strcmp0 (known, epoch) == 0)
        return true;
    unsent = load_unsent (db, error);
    if (unsent == NULL || !sz_cache_set_fact (db, "epoch", epoch, error))
        return false;
    for (unsigned i = 0; i < unsent->len; i++) {
        Unsent *each = &g_array_index (unsent, Unsent, i);

        g_free (each->op->epoch);
        each->op->epoch = g_strdup (epoch);
        if (!rewrite (db, each->op, each->n, error))
            return false;
    }
    return true;
}
