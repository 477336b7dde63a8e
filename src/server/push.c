/* SPDX-License-Identifier: EUPL-1.2 */
/* An operation from its text to its receipt: known already, applied, or put aside whole as a review.
 * push_part.c decides on the parts. */
#define G_LOG_DOMAIN "sz-push"

#include "server/push.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/records.h"
#include "record/control.h"
#include "record/json.h"
#include "server/lineage.h"
#include "server/proof.h"
#include "server/push_private.h"
#include "server/receipt.h"
#include "server/seal.h"

#include <string.h>

static void
conflict_free (void *data)
{
    SzConflict *conflict = data;
    g_free (conflict->base);
    g_free (conflict->theirs);
    g_free (conflict->mine);
    g_free (conflict);
}

static void
trace_free (void *data)
{
    SzTrace *line = data;
    g_free (line->old);
    g_free (line->new);
    g_free (line);
}

void
sz_push_clear (SzPush *push)
{
    g_clear_pointer (&push->changes, sz_changes_free);
    g_clear_pointer (&push->conflicts, g_ptr_array_unref);
    g_clear_pointer (&push->traces, g_ptr_array_unref);
}

/* As at the start: nothing of this operation is done. */
static void
push_restart (SzPush *push)
{
    sz_push_clear (push);
    push->changes = sz_changes_new (push->core);
    push->conflicts = g_ptr_array_new_with_free_func (conflict_free);
    push->traces = g_ptr_array_new_with_free_func (trace_free);
}

/* The names that the operation goes by, which even one that cannot be understood has. */
static SzReceipt *
read_envelope (SzControl *control, const char *epoch, GError **error)
{
    g_autoptr (SzReceipt) receipt = sz_receipt_new ();
    const char *op = sz_control_text (control, "op");
    const char *device = sz_control_text (control, "device");
    const char *of = sz_control_text (control, "epoch");
    receipt->n = sz_control_integer (control, "n", 0);
    if (op == NULL || device == NULL || !sz_id_parse (op, &receipt->op) ||
        !sz_id_parse (device, &receipt->device) || receipt->n < 1) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_BAD_REQUEST,
                             "a line that is no operation");
        return NULL;
    }
    if (of == NULL || (strcmp (of, epoch) != 0 && !SZ_MUTANT ("epoch-ignored"))) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_EPOCH,
                             "an operation on another history");
        return NULL;
    }
    return g_steal_pointer (&receipt);
}

/* False: push->parked, or `error`. */
static bool
apply_parts (SzPush *push, const char *line, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autoptr (SzOperation) op = sz_operation_from_json (line, &problem);
    if (op == NULL) {
        bool unknown = g_error_matches (problem, SZ_WIRE_ERROR, SZ_WIRE_ERROR_UNKNOWN);
        push->parked = unknown ? "unknown-kind" : "invalid";
        return false;
    }
    if (op->parts->len == 0)
        push->parked = "invalid";
    if (push->left) {
        push->parked = "left-centre";
        return false;
    }
    for (unsigned i = 0; i < op->parts->len; i++)
        if (!sz_push_part (push, op->parts->pdata[i], error) && !SZ_MUTANT ("save-split"))
            return false;
    if (SZ_MUTANT ("save-split"))
        push->parked = NULL;
    return push->parked == NULL && sz_push_check_deleted (push, error);
}

void
sz_push_name_review (SzRecord *review, const SzId *op)
{
    const SzId *about = sz_record_reference (review, "about_id");
    const char *unit = sz_record_text (review, "unit");
    g_autofree char *op_text = sz_id_to_string (op);
    g_autofree char *record = about != NULL ? sz_id_to_string (about) : NULL;
    g_autofree char *name =
        g_strjoin ("/", op_text, sz_record_text (review, "reason"), record != NULL ? record : "-",
                   unit != NULL ? unit : "-", NULL);
    review->id = sz_id_from_name ("review", name);
}

bool
sz_push_add_review (SzPush *push, SzRecord *review, int64_t scope, const SzId *op, GError **error)
{
    sz_record_set_text (review, "author", push->session->display_name);
    sz_record_set_integer (review, "raised_at", sz_env_now_ms (push->core->env));
    sz_record_set_id (review, "op", op);
    sz_record_set_text (review, "state", "open");
    SzEntry *entry = sz_changes_get (push->changes, review->kind, &review->id, error);
    if (entry == NULL) {
        sz_record_free (review);
        return false;
    }
    sz_changes_set (push->changes, entry, review, scope);
    return true;
}

/* A review that the receipt names. */
static bool
add_review (SzPush *push, SzRecord *review, SzReceipt *receipt, GError **error)
{
    sz_push_name_review (review, &receipt->op);
    g_array_append_val (receipt->reviews, review->id);
    return sz_push_add_review (push, review, push->home, &receipt->op, error);
}

SzRecord *
sz_push_new_review (SzPush *push, const char *reason, const char *detail)
{
    SzRecord *review = sz_record_new (sz_kind_by_name ("review"), NULL);
    sz_record_set_text (review, "reason", reason);
    sz_record_set_text (review, "detail", detail);
    return review;
}

/* Whether the fields in `json` are of the unit; any will do for a whole record. */
static bool
names_unit (const char *json, const SzConflict *conflict)
{
    for (size_t i = 0; i < conflict->kind->n_fields; i++) {
        const SzField *field = &conflict->kind->fields[i];
        g_autofree char *name = g_strdup_printf ("\"%s\":", field->name);
        if ((conflict->unit == NULL || strcmp (sz_field_unit (field), conflict->unit) == 0) &&
            strstr (json, name) != NULL)
            return true;
    }
    return false;
}

/* The one whose values stay, by name: who decides can ask. */
static bool
name_colleague (SzPush *push, const SzConflict *conflict, SzRecord *review, GError **error)
{
    SzStatement *statement = sz_db_statement (push->core->db, "server/history_authors", error);
    SzStep step;
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", &conflict->id);
    sz_bind_integer (statement, "kind", conflict->kind->number);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        if (names_unit (sz_column_text (statement, 1), conflict)) {
            sz_record_set_text (review, "colleague", sz_column_text (statement, 0));
            break;
        }
    }
    sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

static bool
raise_conflicts (SzPush *push, SzReceipt *receipt, GError **error)
{
    for (unsigned i = 0; i < push->conflicts->len && !SZ_MUTANT ("conflicts-dropped"); i++) {
        const SzConflict *conflict = push->conflicts->pdata[i];
        SzRecord *review = sz_push_new_review (push, "conflict", conflict->detail);
        sz_record_set_text (review, "about_kind", conflict->kind->name);
        sz_record_set_id (review, "about_id", &conflict->id);
        sz_record_set_text (review, "unit", conflict->unit);
        sz_record_set_text (review, "base", conflict->base);
        sz_record_set_text (review, "theirs", conflict->theirs);
        sz_record_set_text (review, "mine", conflict->mine);
        if (!name_colleague (push, conflict, review, error)) {
            sz_record_free (review);
            return false;
        }
        if (!add_review (push, review, receipt, error))
            return false;
    }
    return true;
}

SzRecord *
sz_push_new_parked (SzPush *push, const char *reason, SzControl *control, const char *line)
{
    SzControl *part = sz_control_item (control, "parts", 0);
    SzRecord *review = sz_push_new_review (push, "parked", reason);
    SzId id;
    if (part != NULL) {
        const char *text = sz_control_text (part, "id");
        sz_record_set_text (review, "about_kind", sz_control_text (part, "kind"));
        if (text != NULL && sz_id_parse (text, &id))
            sz_record_set_id (review, "about_id", &id);
    }
    sz_record_set_text (review, "mine", line);
    return review;
}

static bool
write_history (SzPush *push, const SzReceipt *receipt, GError **error)
{
    for (unsigned i = 0; i < push->traces->len; i++) {
        const SzTrace *line = push->traces->pdata[i];
        SzStatement *statement = sz_db_statement (push->core->db, "server/history_add", error);
        if (statement == NULL)
            return false;
        sz_bind_integer (statement, "kind", line->entry->kind->number);
        sz_bind_id (statement, "id", &line->entry->id);
        sz_bind_integer (statement, "rev", line->entry->rev + 1);
        sz_bind_id (statement, "op", &receipt->op);
        sz_bind_id (statement, "account", &push->session->account);
        sz_bind_integer (statement, "at", sz_env_now_ms (push->core->env));
        sz_bind_text (statement, "verb", line->verb);
        sz_bind_text (statement, "old", line->old);
        sz_bind_text (statement, "new", line->new);
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

bool
sz_push_take (SzPush *push, const char *line, SzReceipt *receipt, GError **error)
{
    push_restart (push);
    if (!apply_parts (push, line, error))
        return false;
    receipt->outcome = push->conflicts->len > 0 ? "conflict" : push->merged ? "merged" : "applied";
    return raise_conflicts (push, receipt, error) && write_history (push, receipt, error) &&
           sz_changes_write (push->changes, error) && sz_waiting_replay (push, error);
}

/* Nothing of it is done. */
static bool
put_aside (SzPush *push, SzControl *control, const char *line, SzReceipt *receipt, GError **error)
{
    bool unknown = strcmp (push->parked, "unknown-record") == 0;
    bool moved = false;
    push_restart (push);
    if (strcmp (push->parked, "moved") == 0 && !sz_moved_find (push, line, &moved, error))
        return false;
    if (moved)
        return sz_moved_raise (push, control, line, receipt, error) &&
               sz_changes_write (push->changes, error);
    receipt->outcome = "parked";
    receipt->reason = push->parked;
    if (SZ_MUTANT ("parked-dropped"))
        return true;
    return add_review (push, sz_push_new_parked (push, push->parked, control, line), receipt,
                       error) &&
           sz_changes_write (push->changes, error) &&
           (!unknown || sz_waiting_add (push, line, receipt, error));
}

/* Everything between begin and commit; the receipt is filled in. */
static bool
process (SzPush *push, SzControl *control, const char *line, SzReceipt *receipt, GError **error)
{
    g_autoptr (GError) problem = NULL;
    int64_t min_seq;
    bool taken = sz_push_take (push, line, receipt, &problem);
    if (!taken && push->parked == NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    return (taken || put_aside (push, control, line, receipt, error))
           /* Where nothing was left to do, whoever has followed up to now has it. */
           && sz_core_clock (push->core, push->home, &receipt->seq, &min_seq, error) &&
           sz_receipt_keep (push->core, receipt, &push->session->account, error);
}

/* The home is held from here on: nobody else reads it in order to change it. */
static bool
find_scopes (SzPush *push, const char *home, GError **error)
{
    push->home = sz_scope_id (push->core->db, home, error);
    if (push->home < 0 || !sz_db_hold (push->core->db, push->home, error))
        return false;
    push->reference = sz_scope_id (push->core->db, "reference", error);
    return push->reference >= 0;
}

/* Whether the author has worked there before. */
static bool
has_worked (SzPush *push, const char *scope, bool *worked, GError **error)
{
    SzStatement *statement = sz_db_statement (push->core->db, "server/former_get", error);
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "account", &push->session->account);
    sz_bind_text (statement, "scope", scope);
    SzStep step = sz_step (statement, error);
    *worked = step == SZ_STEP_ROW;
    sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

/* Where the operation goes: to where it went before, to where its author worked, or to where the author works now. */
static char *
find_home (SzPush *push, SzControl *control, const SzReceipt *receipt, GError **error)
{
    const char *scope = sz_control_text (control, "scope");
    g_autofree char *now = sz_session_home (push->session);
    char *home = sz_proof_scope (push->core, control, &receipt->op, receipt->digest);
    push->proven = home != NULL && !SZ_MUTANT ("proof-ignored");
    if (home == NULL && scope != NULL && g_strcmp0 (scope, now) != 0 &&
        !has_worked (push, scope, &push->left, error))
        return NULL;
    if (home == NULL)
        home = push->left ? g_strdup (scope) : g_steal_pointer (&now);
    if (home == NULL)
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FORBIDDEN,
                             "this person writes no records");
    return home;
}

/* What the operation says: itself, or what is sealed in it, when that is the same operation. */
static bool
unseal (SzCore *core, SzControl **control, char **text)
{
    const char *sealed = sz_control_text (*control, "sealed");
    g_autofree char *inner = sealed != NULL ? sz_seal_open (core, sealed) : NULL;
    g_autoptr (SzControl) opened = inner != NULL ? sz_control_parse (inner, -1, NULL) : NULL;
    if (opened == NULL ||
        g_strcmp0 (sz_control_text (opened, "op"), sz_control_text (*control, "op")) != 0)
        return false;
    g_free (*text);
    *text = g_steal_pointer (&inner);
    *control = g_steal_pointer (&opened);
    return true;
}

/* In the transaction; a new receipt is kept, an old one found. `envelope`: what the operation goes by now. */
static SzReceipt *
answer (SzCore *core,
        const SzSession *session,
        SzControl *envelope,
        SzControl *control,
        const char *line,
        GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autoptr (GError) homeless = NULL;
    g_autoptr (SzReceipt) receipt = read_envelope (envelope, core->epoch, error);
    if (receipt == NULL)
        return NULL;
    g_auto (SzPush) push = { .core = core, .session = session };
    sz_proof_digest (line, receipt->digest);
    receipt->scope = find_home (&push, control, receipt, &homeless);
    if (receipt->scope != NULL && !find_scopes (&push, receipt->scope, error))
        return NULL;
    /* Not before: the same operation may be under way at another node. */
    SzReceipt *known =
        SZ_MUTANT ("no-receipts")
            ? NULL
            : sz_receipt_find (core, &receipt->op, &receipt->device, receipt->n, &problem);
    if (known != NULL || problem != NULL) {
        if (problem != NULL)
            g_propagate_error (error, g_steal_pointer (&problem));
        else
            known->n = receipt->n; /* a forked device counts anew */
        return known;
    }
    if (homeless != NULL)
        g_propagate_error (error, g_steal_pointer (&homeless));
    if (receipt->scope == NULL || !process (&push, control, line, receipt, error))
        return NULL;
    return g_steal_pointer (&receipt);
}

/* The receipt's words, and the server's own for the day that it may have lost them. */
static char *
describe (SzCore *core, const SzReceipt *receipt, const char *line, GError **error)
{
    g_autofree char *witness = sz_witness_new (core, receipt->scope, receipt->seq, error);
    g_autofree char *proof = NULL;
    uint8_t digest[SZ_DIGEST];
    if (witness == NULL)
        return NULL;
    /* The same operation with other words gets no word of ours for them, and what was never taken no word at all: in another
     * history that would open every door. */
    bool taken =
        strcmp (receipt->outcome, "parked") != 0 && strcmp (receipt->outcome, "moved") != 0;
    sz_proof_digest (line, digest);
    if (taken && memcmp (digest, receipt->digest, SZ_DIGEST) == 0)
        proof = sz_proof_new (core, &receipt->op, receipt->scope, digest);
    return sz_receipt_to_json (receipt, proof, witness);
}

char *
sz_push (SzCore *core, const SzSession *session, const char *line, size_t length, GError **error)
{
    g_autofree char *text = g_strndup (line, length);
    g_autoptr (SzControl) control = sz_control_parse (text, (gssize) length, NULL);
    if (control == NULL) {
        g_set_error_literal (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_BAD_REQUEST,
                             "a line that is no JSON object");
        return NULL;
    }
    SzControl *said = control;
    g_autoptr (SzControl) opened = unseal (core, &said, &text) ? said : NULL;
    if (!sz_db_begin_beside (core->db, error))
        return NULL;
    g_autoptr (SzReceipt) receipt =
        sz_core_refresh (core, error) ? answer (core, session, control, said, text, error) : NULL;
    g_autofree char *words = receipt != NULL ? describe (core, receipt, text, error) : NULL;
    if (words == NULL || !sz_db_commit (core->db, error)) {
        sz_db_rollback (core->db);
        return NULL;
    }
    return g_steal_pointer (&words);
}
