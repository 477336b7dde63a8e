/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving, the outbox and its receipts (cache.h). What the user sees of a record is overlay.c's, a new history of the
 * server history.c's. */
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

GPtrArray *
sz_cache_list_texts (SzDb *db, const char *resource, GError **error)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    SzStatement *statement = sz_db_statement (db, resource, error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_ptr_array_add (texts, g_strdup (sz_column_text (statement, 0)));
    return step == SZ_STEP_DONE ? g_steal_pointer (&texts) : NULL;
}

GPtrArray *
sz_cache_scopes (SzDb *db, GError **error)
{
    return sz_cache_list_texts (db, "store/cursor_scopes", error);
}

/*
 * Saving
 */

/* The next n of this device, counted on. */
bool
sz_cache_take_n (SzDb *db, int64_t *n, GError **error)
{
    g_autofree char *last = sz_cache_fact (db, "last-n");
    g_autofree char *now = NULL;

    *n = (last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0) + 1;
    now = g_strdup_printf ("%" G_GINT64_FORMAT, *n);
    return sz_cache_set_fact (db, "last-n", now, error);
}

bool
sz_cache_queue (SzDb *db, const SzOperation *op, GError **error)
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

/* Where the first record stands that the server has; else where this person works. NULL: unknown. */
static bool
find_scope (SzDb *db, const SzOperation *op, char **scope, GError **error)
{
    g_autofree char *centre = sz_cache_fact (db, "centre-number");

    *scope = NULL;
    for (unsigned i = 0; *scope == NULL && i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);
        SzStatement *statement = sz_db_statement (db, "store/base_scope", error);
        SzStep step;

        if (statement == NULL)
            return false;
        sz_bind_id (statement, "id", &part->set->id);
        step = sz_step (statement, error);
        if (step == SZ_STEP_FAILED)
            return false;
        if (step == SZ_STEP_ROW)
            *scope = g_strdup (sz_column_text (statement, 0));
        sz_reset (statement);
    }
    if (*scope == NULL && centre != NULL && *centre != '\0')
        *scope = g_strconcat ("centre:", centre, NULL);
    return true;
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
    if (!sz_cache_take_n (db, &op->n, error))
        return false;
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (!sz_overlay_keep_base (db, part->set->kind, &part->set->id, error))
            return false;
    }
    g_clear_pointer (&op->scope, g_free);
    if (!find_scope (db, op, &op->scope, error) || !sz_cache_queue (db, op, error) ||
        (undoable && !sz_cache_remember (db, op, error)))
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

char *
sz_cache_with_proof (const char *body, const char *proof)
{
    size_t n = strlen (body);

    if (proof == NULL || n == 0)
        return g_strdup (body);
    return g_strdup_printf ("%.*s,\"proof\":%s}", (int) (n - 1), body, proof);
}

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
        char *line =
            sz_cache_with_proof (sz_column_text (statement, 1), sz_column_text (statement, 2));

        total += strlen (line) + 1;
        if (total > bytes && lines->len > 0) {
            g_free (line);
            sz_reset (statement);
            return g_steal_pointer (&lines);
        }
        g_ptr_array_add (lines, line);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&lines) : NULL;
}

bool
sz_cache_receipt (SzDb *db, const SzKept *kept, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/outbox_receipt", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", &kept->op);
    sz_bind_text (statement, "outcome", kept->outcome);
    sz_bind_text (statement, "scope", kept->scope);
    sz_bind_integer (statement, "seq", kept->seq);
    sz_bind_text (statement, "proof", kept->proof);
    sz_bind_text (statement, "witness", kept->witness);
    return sz_run (statement, error);
}

char *
sz_cache_witnesses (SzDb *db, const char *scope, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/outbox_witnesses", error);
    g_autoptr (GString) text = g_string_new (NULL);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "scope", scope);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                                sz_column_text (statement, 0));
    return step == SZ_STEP_DONE ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
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

/* Whether it waits at another centre: what it says is no longer for here. */
static bool
has_moved (SzDb *db, int64_t n, bool *moved, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/outbox_moved", error);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "n", n);
    step = sz_step (statement, error);
    *moved = step == SZ_STEP_ROW;
    if (step == SZ_STEP_ROW)
        sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

bool
sz_cache_finish (SzDb *db, int64_t n, int64_t now_ms, SzTouched *touched, GError **error)
{
    g_autoptr (GArray) named = records_of (db, n, error);
    SzStatement *journal =
        named != NULL ? sz_db_statement (db, "store/outbox_to_journal", error) : NULL;
    bool moved;

    if (journal == NULL || !has_moved (db, n, &moved, error))
        return false;
    touched->forget = touched->forget || moved;
    sz_bind_integer (journal, "n", n);
    sz_bind_integer (journal, "at", now_ms);
    if (!sz_run (journal, error) || !run_with_n (db, "store/witness_keep", n, error) ||
        (moved && !sz_cache_seal_accepted (db, n, error)) ||
        !run_with_n (db, "store/outbox_remove", n, error) ||
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
        if (!sz_cache_finish (db, g_array_index (done, int64_t, i), now_ms, touched, error))
            return false;
    }
    return true;
}
