/* SPDX-License-Identifier: EUPL-1.2 */
/* A pupil's file leaves the desk, or a whole scope does (cache.h): what is kept for undo and for a server that loses its history goes, too. */
#define G_LOG_DOMAIN "sz-forget"

#include "config.h"

#include "store/cache.h"

#include "record/json.h"

static bool
names (const SzRecord *record, GHashTable *gone)
{
    if (record == NULL)
        return false;
    for (size_t i = 0; i < record->kind->n_fields; i++)
        if (record->values[i].type == SZ_VALUE_ID &&
            g_hash_table_contains (gone, &record->values[i].id))
            return true;
    return g_hash_table_contains (gone, &record->id);
}

static bool
touches (const char *body, GHashTable *gone)
{
    g_autoptr (SzOperation) op = sz_operation_from_json (body, NULL);

    for (unsigned i = 0; op != NULL && i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (names (part->set, gone) || names (part->base, gone))
            return true;
    }
    return false;
}

/* `bodies` gives numbers and operations, `remove` takes one by its number. */
static bool
forget (SzDb *db, const char *bodies, const char *remove, GHashTable *gone, GError **error)
{
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, bodies, error);
    SzStep step;

    if (statement == NULL)
        return false;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t number = sz_column_integer (statement, 0);

        if (touches (sz_column_text (statement, 1), gone))
            g_array_append_val (found, number);
    }
    if (step != SZ_STEP_DONE)
        return false;
    for (unsigned i = 0; i < found->len; i++) {
        statement = sz_db_statement (db, remove, error);
        if (statement == NULL)
            return false;
        sz_bind_integer (statement, "at", g_array_index (found, int64_t, i));
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

bool
sz_cache_forget (SzDb *db, GHashTable *gone, SzTouched *touched, GError **error)
{
    touched->forget = true;
    return forget (db, "store/journal_bodies", "store/journal_remove", gone, error) &&
           forget (db, "store/undo_bodies", "store/undo_remove", gone, error);
}

/*
 * A whole scope
 */

static bool
run_in (SzStatement *statement, int64_t scope, GError **error)
{
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    return sz_run (statement, error);
}

static bool
run_named (SzDb *db, const char *resource, const char *scope, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", scope);
    return sz_run (statement, error);
}

/* What the server has answered, and what nobody here will see come back. */
static bool
finish_answered (SzDb *db, const char *scope, SzTouched *touched, GError **error)
{
    g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, "store/outbox_elsewhere", error);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", scope);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t n = sz_column_integer (statement, 0);

        g_array_append_val (done, n);
    }
    for (unsigned i = 0; step == SZ_STEP_DONE && i < done->len; i++)
        if (!sz_cache_finish (db, g_array_index (done, int64_t, i), 0, touched, error))
            return false;
    return step == SZ_STEP_DONE;
}

static bool
forget_scope (SzDb *db, const char *scope, SzTouched *touched, GError **error)
{
    int64_t id = sz_scope_id (db, scope, error);
    SzStatement *undo;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    if (id < 0 || !finish_answered (db, scope, touched, error) ||
        !run_in (sz_db_statement (db, "store/forget_bases", error), id, error))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!run_in (sz_db_statement_for_kind (db, "store/forget_records", kinds[i], error), id,
                     error))
            return false;
    undo = sz_db_statement (db, "store/undo_clear", error);
    touched->everybody = true;
    touched->forget = true;
    touched->kinds = UINT64_MAX;
    return undo != NULL && sz_run (undo, error) &&
           run_named (db, "store/forget_journal", scope, error) &&
           run_named (db, "store/cursor_remove", scope, error);
}

bool
sz_cache_keep_scopes (SzDb *db,
                      const char *const *scopes,
                      SzTouched *touched,
                      bool *waits,
                      GError **error)
{
    g_autoptr (GPtrArray) fetched = sz_cache_scopes (db, error);
    int64_t unsent = fetched != NULL ? sz_cache_count (db, "store/outbox_unsent", error) : -1;

    *waits = false;
    for (unsigned i = 0; unsent >= 0 && i < fetched->len; i++) {
        if (g_strv_contains (scopes, fetched->pdata[i]))
            continue;
        *waits = unsent > 0;
        if (!*waits && !forget_scope (db, fetched->pdata[i], touched, error))
            return false;
    }
    return unsent >= 0;
}
