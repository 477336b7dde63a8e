/* SPDX-License-Identifier: EUPL-1.2 */
/* Operations on a record that is not here yet: after a server was put back, an editor may return before the maker. They lie
 * in a review like everything parked, and are done by themselves when the record comes, unless a person was quicker. */
#define G_LOG_DOMAIN "sz-push-waiting"

#include "server/push_private.h"

#include "base/mutant.h"
#include "db/records.h"

#include <string.h>

typedef struct {
    SzId op;
    SzId review;
    SzId account;
    char *body;
} Waiting;

static void
waiting_clear (void *data)
{
    Waiting *waiting = data;
    g_free (waiting->body);
}

bool
sz_waiting_add (SzPush *push, const char *line, const SzReceipt *receipt, GError **error)
{
    SzStatement *statement = sz_db_statement (push->core->db, "server/waiting_add", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", &push->missing);
    sz_bind_id (statement, "op", &receipt->op);
    sz_bind_id (statement, "review", &g_array_index (receipt->reviews, SzId, 0));
    sz_bind_id (statement, "account", &push->session->account);
    sz_bind_text (statement, "body", line);
    return sz_run (statement, error);
}

/* (element-type Waiting) */
static GArray *
load (SzCore *core, const SzId *id, GError **error)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Waiting));
    SzStatement *statement = sz_db_statement (core->db, "server/waiting_list", error);
    SzStep step;
    g_array_set_clear_func (all, waiting_clear);
    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "id", id);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Waiting waiting = { .body = g_strdup (sz_column_text (statement, 3)) };
        if (sz_column_id (statement, 0, &waiting.op) &&
            sz_column_id (statement, 1, &waiting.review) &&
            sz_column_id (statement, 2, &waiting.account))
            g_array_append_val (all, waiting);
        else
            g_free (waiting.body);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

static bool
run_with_op (SzCore *core, const char *resource, const SzId *op, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, resource, error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", op);
    return sz_run (statement, error);
}

/* The review is decided: nobody needs to look at it any more. False when somebody has. */
static bool
close_review (SzPush *push, SzEntry *entry)
{
    if (entry->record == NULL || g_strcmp0 (sz_record_text (entry->record, "state"), "open") != 0)
        return false;
    SzRecord *record = sz_record_copy (entry->record);
    sz_record_set_text (record, "state", "kept_mine");
    sz_changes_set (push->changes, entry, record, entry->scope);
    return true;
}

static bool
answer_anew (SzCore *core, const SzReceipt *receipt, int64_t home, GError **error)
{
    SzStatement *statement;
    int64_t seq, min_seq;
    if (!sz_core_clock (core, home, &seq, &min_seq, error))
        return false;
    statement = sz_db_statement (core->db, "server/receipt_again", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "op", &receipt->op);
    sz_bind_text (statement, "outcome", receipt->outcome);
    sz_bind_integer (statement, "seq", seq);
    return sz_run (statement, error);
}

/* As if it came now, from its author. */
static bool
replay (const SzPush *parent, const Waiting *waiting, GError **error)
{
    SzSession author = *parent->session;
    g_autoptr (SzReceipt) receipt = sz_receipt_new ();
    g_autoptr (GError) problem = NULL;
    g_auto (SzPush) closing = { .core = parent->core, .changes = sz_changes_new (parent->core) };
    g_auto (SzPush) push = { .core = parent->core,
                             .session = &author,
                             .home = parent->home,
                             .reference = parent->reference,
                             .proven = true };
    SzEntry *review =
        sz_changes_get (closing.changes, sz_kind_by_name ("review"), &waiting->review, error);
    author.account = waiting->account;
    receipt->op = waiting->op;
    if (review == NULL)
        return false;
    /* What waits in another centre may not touch this one's, and is not ours to change. */
    if (review->scope != parent->home)
        return true;
    if (!run_with_op (parent->core, "server/waiting_remove", &waiting->op, error))
        return false;
    if (!close_review (&closing, review))
        return true;
    if (sz_push_take (&push, waiting->body, receipt, &problem))
        return sz_changes_write (closing.changes, error) &&
               answer_anew (parent->core, receipt, parent->home, error);
    if (push.parked == NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    /* Something else is missing, or forbids it: it stays where people can see it. */
    if (strcmp (push.parked, "unknown-record") != 0)
        return true;
    g_array_append_val (receipt->reviews, waiting->review);
    return sz_waiting_add (&push, waiting->body, receipt, error);
}

bool
sz_waiting_replay (SzPush *push, GError **error)
{
    GPtrArray *entries = sz_changes_entries (push->changes);
    for (unsigned i = 0; i < entries->len && !SZ_MUTANT ("no-replay"); i++) {
        const SzEntry *entry = entries->pdata[i];
        g_autoptr (GArray) waiting =
            entry->record != NULL ? load (push->core, &entry->id, error) : NULL;
        if (entry->record != NULL && waiting == NULL)
            return false;
        for (unsigned k = 0; waiting != NULL && k < waiting->len; k++)
            if (!replay (push, &g_array_index (waiting, Waiting, k), error))
                return false;
    }
    return true;
}
