/* SPDX-License-Identifier: EUPL-1.2 */
/* A pupil's file leaves the desk, or a whole scope does (cache.h). What is kept for undo goes, too; what is kept for a server
 * that loses its history is sealed. */
#define G_LOG_DOMAIN "sz-forget"

#include "config.h"

#include "store/cache.h"

#include "base/mutant.h"
#include "record/json.h"
#include "store/seal.h"

/*
 * What was accepted
 */

typedef struct {
    int64_t n;
    const char *body;
    const char *scope;
} Accepted;

typedef bool (*AcceptedFunc) (const Accepted *accepted, const void *data);

typedef struct {
    int64_t n;
    char *sealed; /* (owned) (nullable) */
} Sealed;

static void
sealed_clear (void *data)
{
    Sealed *sealed = data;

    g_free (sealed->sealed);
}

/* (element-type Sealed): of the journal, those that `wanted` says. */
static GArray *
seal_wanted (SzDb *db, AcceptedFunc wanted, const void *data, GError **error)
{
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Sealed));
    g_autoptr (GError) problem = NULL;
    SzStatement *statement = sz_db_statement (db, "store/journal_bodies", error);
    SzStep step = SZ_STEP_FAILED;

    g_array_set_clear_func (found, sealed_clear);
    if (statement == NULL)
        return NULL;
    while (problem == NULL && (step = sz_step (statement, error)) == SZ_STEP_ROW) {
        const Accepted accepted = { sz_column_integer (statement, 0), sz_column_text (statement, 1),
                                    sz_column_text (statement, 3) };
        Sealed sealed = { .n = accepted.n };

        if (!wanted (&accepted, data))
            continue;
        sealed.sealed =
            sz_seal_operation (db, accepted.body, sz_column_text (statement, 2), &problem);
        g_array_append_val (found, sealed);
    }
    if (problem == NULL)
        return step == SZ_STEP_DONE ? g_steal_pointer (&found) : NULL;
    sz_reset (statement);
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
}

/* The server gave no key to seal with: then nothing is kept. */
static bool
write_sealed (SzDb *db, const Sealed *sealed, GError **error)
{
    bool keep = sealed->sealed != NULL && !SZ_MUTANT ("no-seal");
    SzStatement *statement =
        sz_db_statement (db, keep ? "store/journal_seal" : "store/journal_remove", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "n", sealed->n);
    if (keep)
        sz_bind_text (statement, "body", sealed->sealed);
    return sz_run (statement, error);
}

static bool
seal_journal (SzDb *db, AcceptedFunc wanted, const void *data, GError **error)
{
    g_autoptr (GArray) found = seal_wanted (db, wanted, data, error);

    for (unsigned i = 0; found != NULL && i < found->len; i++)
        if (!write_sealed (db, &g_array_index (found, Sealed, i), error))
            return false;
    return found != NULL;
}

static bool
has_number (const Accepted *accepted, const void *data)
{
    return accepted->n == *(const int64_t *) data;
}

static bool
has_scope (const Accepted *accepted, const void *data)
{
    return g_strcmp0 (accepted->scope, data) == 0;
}

bool
sz_cache_seal_accepted (SzDb *db, int64_t n, GError **error)
{
    return seal_journal (db, has_number, &n, error);
}

/*
 * A file
 */

static bool
names (const SzRecord *record, const GHashTable *gone)
{
    if (record == NULL)
        return false;
    for (size_t i = 0; i < record->kind->n_fields; i++)
        if (record->values[i].type == SZ_VALUE_ID &&
            g_hash_table_contains ((GHashTable *) gone, &record->values[i].id))
            return true;
    return g_hash_table_contains ((GHashTable *) gone, &record->id);
}

static bool
touches (const char *body, const GHashTable *gone)
{
    g_autoptr (SzOperation) op = sz_operation_from_json (body, NULL);

    for (unsigned i = 0; op != NULL && i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (names (part->set, gone) || names (part->base, gone))
            return true;
    }
    return false;
}

static bool
is_touched (const Accepted *accepted, const void *data)
{
    return touches (accepted->body, data);
}

static bool
forget_undo (SzDb *db, GHashTable *gone, GError **error)
{
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, "store/undo_bodies", error);
    SzStep step;

    if (statement == NULL)
        return false;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t at = sz_column_integer (statement, 0);

        if (touches (sz_column_text (statement, 1), gone))
            g_array_append_val (found, at);
    }
    if (step != SZ_STEP_DONE)
        return false;
    for (unsigned i = 0; i < found->len; i++) {
        statement = sz_db_statement (db, "store/undo_remove", error);
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
    return seal_journal (db, is_touched, gone, error) && forget_undo (db, gone, error);
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
        if (!sz_cache_finish (db, g_array_index (done, int64_t, i), sz_cache_server_ms (db),
                              touched, error))
            return false;
    return step == SZ_STEP_DONE;
}

/* What was given for an operation of somewhere else is of no use here: nothing of it will come back. */
static bool
finish_elsewhere (SzDb *db, const char *const *scopes, SzTouched *touched, GError **error)
{
    g_autoptr (GPtrArray) answered = sz_cache_list_texts (db, "store/outbox_scopes", error);

    for (unsigned i = 0; answered != NULL && i < answered->len; i++) {
        const char *scope = answered->pdata[i];

        if (!g_strv_contains (scopes, scope) && (!finish_answered (db, scope, touched, error) ||
                                                 !seal_journal (db, has_scope, scope, error)))
            return false;
    }
    return answered != NULL;
}

static bool
forget_scope (SzDb *db, const char *scope, SzTouched *touched, GError **error)
{
    g_autofree char *due = g_strconcat ("resync:", scope, NULL);
    int64_t id = sz_scope_id (db, scope, error);
    SzStatement *statement;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    if (id < 0 || !run_in (sz_db_statement (db, "store/forget_bases", error), id, error))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!run_in (sz_db_statement_for_kind (db, "store/forget_records", kinds[i], error), id,
                     error))
            return false;
    statement = sz_db_statement (db, "store/undo_clear", error);
    if (statement == NULL || !sz_run (statement, error))
        return false;
    statement = sz_db_statement (db, "store/cursor_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_text (statement, "scope", scope);
    touched->everybody = true;
    touched->forget = true;
    touched->kinds = UINT64_MAX;
    return sz_run (statement, error) && seal_journal (db, has_scope, scope, error) &&
           sz_cache_set_fact (db, due, "", error) &&
           run_in (sz_db_statement (db, "store/scope_remove", error), id, error);
}

bool
sz_cache_keep_scopes (SzDb *db, const char *const *scopes, SzTouched *touched, GError **error)
{
    g_autoptr (GPtrArray) here = sz_cache_list_texts (db, "store/scope_names", error);
    int64_t unsent = here != NULL ? sz_cache_count (db, "store/outbox_unsent", error) : -1;

    if (unsent != 0 || SZ_MUTANT ("scopes-kept"))
        return unsent >= 0;
    if (!finish_elsewhere (db, scopes, touched, error))
        return false;
    for (unsigned i = 0; i < here->len; i++)
        if (!g_strv_contains (scopes, here->pdata[i]) &&
            !forget_scope (db, here->pdata[i], touched, error))
            return false;
    return true;
}
