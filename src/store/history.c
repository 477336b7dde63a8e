/* SPDX-License-Identifier: EUPL-1.2 */
/* A new device id, or a new history of the server: what the outbox and the journal then become (cache.h). */
#define G_LOG_DOMAIN "sz-history"

#include "config.h"

#include "store/cache.h"

#include "base/env.h"
#include "base/mutant.h"
#include "record/json.h"

/* How long the server may have to be given back what it had accepted (the age of the oldest copy it is put back from). */
#define JOURNAL_MS (INT64_C (90) * 24 * 60 * 60 * 1000)

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
        if (!sz_cache_take_n (db, &each->op->n, error) || !rewrite (db, each->op, each->n, error))
            return false;
    }
    return true;
}

/*
 * A new history
 */

typedef struct {
    SzOperation *op;
    char *proof;
} Accepted;

static void
accepted_clear (void *data)
{
    Accepted *accepted = data;

    sz_operation_free (accepted->op);
    g_free (accepted->proof);
}

/* (element-type Accepted): oldest first. */
static GArray *
load_journal (SzDb *db, GError **error)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Accepted));
    SzStatement *statement = sz_db_statement (db, "store/journal_list", error);
    SzStep step;

    g_array_set_clear_func (all, accepted_clear);
    if (statement == NULL)
        return NULL;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Accepted accepted = { sz_operation_from_json (sz_column_text (statement, 0), NULL),
                              g_strdup (sz_column_text (statement, 1)) };

        if (accepted.op != NULL)
            g_array_append_val (all, accepted);
        else
            g_free (accepted.proof);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

static bool
run (SzDb *db, const char *resource, GError **error)
{
    SzStatement *statement = sz_db_statement (db, resource, error);

    return statement != NULL && sz_run (statement, error);
}

static bool
put_proof (SzDb *db, const SzId *op, const char *proof, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/outbox_proof", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", op);
    sz_bind_text (statement, "proof", proof);
    return sz_run (statement, error);
}

static bool
requeue (SzDb *db, const Accepted *accepted, GError **error)
{
    for (unsigned i = 0; i < accepted->op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (accepted->op->parts, i);

        if (!sz_overlay_keep_base (db, part->set->kind, &part->set->id, error))
            return false;
    }
    return sz_cache_queue (db, accepted->op, error) &&
           put_proof (db, &accepted->op->op_id, accepted->proof, error);
}

/* What the server had accepted goes out again, before what waits: it answers what it still knows and takes the rest anew. */
static bool
return_journal (SzDb *db, GError **error)
{
    g_autoptr (GArray) journal = load_journal (db, error);

    if (journal == NULL || !run (db, "store/outbox_forget_receipts", error) ||
        !run (db, "store/witness_clear", error))
        return false;
    if (SZ_MUTANT ("no-journal"))
        return true;
    for (unsigned i = 0; i < journal->len; i++) {
        if (!requeue (db, &g_array_index (journal, Accepted, i), error))
            return false;
    }
    return run (db, "store/journal_clear", error);
}

static bool
rewrite_epoch (SzDb *db, const char *epoch, SzTouched *touched, GError **error)
{
    g_autoptr (GArray) unsent = load_unsent (db, error);

    for (unsigned i = 0; unsent != NULL && i < unsent->len; i++) {
        Unsent *each = &g_array_index (unsent, Unsent, i);

        g_free (each->op->epoch);
        each->op->epoch = g_strdup (epoch);
        if (!rewrite (db, each->op, each->n, error))
            return false;
    }
    for (unsigned i = 0; unsent != NULL && i < unsent->len; i++) {
        const SzOperation *op = g_array_index (unsent, Unsent, i).op;

        for (unsigned k = 0; k < op->parts->len; k++) {
            const SzPart *part = g_ptr_array_index (op->parts, k);

            if (!sz_overlay_replay (db, part->set->kind, &part->set->id, touched, error))
                return false;
        }
    }
    return unsent != NULL;
}

bool
sz_cache_set_epoch (SzDb *db, const char *epoch, SzTouched *touched, bool *is_new, GError **error)
{
    g_autofree char *known = sz_cache_fact (db, "epoch");

    *is_new = known != NULL && *known != '\0' && !g_str_equal (known, epoch);
    if (g_strcmp0 (known, epoch) == 0)
        return true;
    return (!*is_new || return_journal (db, error)) &&
           sz_cache_set_fact (db, "epoch", epoch, error) &&
           rewrite_epoch (db, epoch, touched, error);
}

int64_t
sz_cache_server_ms (SzDb *db)
{
    g_autofree char *ms = sz_cache_fact (db, "server-ms");

    return ms != NULL && !SZ_MUTANT ("own-clock") ? g_ascii_strtoll (ms, NULL, 10)
                                                  : sz_env_now_ms (sz_env_default ());
}

bool
sz_cache_set_server_ms (SzDb *db, int64_t ms, GError **error)
{
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ms);

    return sz_cache_set_fact (db, "server-ms", text, error);
}

bool
sz_cache_trim_journal (SzDb *db, int64_t now_ms, GError **error)
{
    SzStatement *statement = sz_db_statement (db, "store/journal_trim", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "before", now_ms - JOURNAL_MS);
    return sz_run (statement, error);
}
