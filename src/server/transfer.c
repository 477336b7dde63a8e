/* SPDX-License-Identifier: EUPL-1.2 */
/* Takes a pupil's file from one scope to another (transfer.h); stand_in.c says what remains. */
#define G_LOG_DOMAIN "sz-transfer"

#include "config.h"

#include "server/transfer.h"

#include "base/errors.h"
#include "db/records.h"
#include "server/push_private.h"
#include "server/stand_in.h"

#include <string.h>

static void
sz_transfer_clear (SzTransfer *transfer)
{
    g_clear_pointer (&transfer->changes, sz_changes_free);
    g_clear_pointer (&transfer->file, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SzTransfer, sz_transfer_clear)

/*
 * What goes along
 */

/* The number in "centre:115"; NULL for another kind of scope. */
static const char *
centre_number (const char *scope)
{
    return g_str_has_prefix (scope, "centre:") ? scope + strlen ("centre:") : NULL;
}

static bool
find_centre (SzCore *core, const char *scope, SzId *id, GError **error)
{
    const char *number = centre_number (scope);
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("centre"), NULL);
    g_autoptr (GError) problem = NULL;
    int64_t reference = sz_scope_id (core->db, "reference", error);

    if (reference < 0)
        return false;
    sz_record_set_text (key, "number", number);
    if (number != NULL && sz_records_find (core->db, key, reference, id, &problem))
        return true;
    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    else
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no centre for %s", scope);
    return false;
}

static char *
scope_name (SzCore *core, int64_t scope, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/scope_name", error);
    char *name = NULL;

    if (statement == NULL)
        return NULL;
    sz_bind_integer (statement, "id", scope);
    if (sz_step (statement, error) == SZ_STEP_ROW)
        name = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return name;
}

char *
sz_transfer_centre_name (SzCore *core, int64_t scope, GError **error)
{
    g_autofree char *name = scope_name (core, scope, error);
    g_autoptr (SzRecord) centre = NULL;
    SzId id;

    if (name == NULL || !find_centre (core, name, &id, error))
        return NULL;
    centre = sz_records_get (core->db, sz_kind_by_name ("centre"), &id, NULL, error);
    return centre != NULL ? g_strdup (sz_record_text (centre, "name")) : NULL;
}

/* Records of the old scope whose `field` is `id`, onto `entries`. */
static bool
collect_by (SzTransfer *transfer,
            const SzKind *kind,
            const char *field,
            const SzId *id,
            GPtrArray *entries,
            GError **error)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *id };
    g_autoptr (GPtrArray) records =
        sz_records_list (transfer->core->db, kind, field, &value, error);

    for (unsigned i = 0; records != NULL && i < records->len; i++) {
        const SzRecord *record = records->pdata[i];
        SzEntry *entry = sz_changes_get (transfer->changes, kind, &record->id, error);

        if (entry == NULL)
            return false;
        if (entry->scope == transfer->from)
            g_ptr_array_add (entries, entry);
    }
    return records != NULL;
}

static bool
collect_file (SzTransfer *transfer, SzEntry *pupil, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    g_ptr_array_add (transfer->file, pupil);
    for (size_t i = 0; i < n; i++) {
        if (kinds[i]->root != NULL &&
            !collect_by (transfer, kinds[i], kinds[i]->root, &pupil->id, transfer->file, error))
            return false;
    }
    return true;
}

/* What waits for a person about these records waits for a person of the new centre; it has a place of its own there. */
static bool
take_reviews (SzTransfer *transfer, GError **error)
{
    const SzKind *kind = sz_kind_by_name ("review");
    g_autoptr (GPtrArray) reviews = g_ptr_array_new ();

    for (unsigned i = 0; i < transfer->file->len; i++) {
        const SzEntry *member = transfer->file->pdata[i];

        if (!collect_by (transfer, kind, "about_id", &member->id, reviews, error))
            return false;
    }
    for (unsigned i = 0; i < reviews->len; i++)
        if (!sz_change_leave (transfer->core, reviews->pdata[i], transfer->to, error))
            return false;
    return true;
}

/* One of the file as it will be in the new scope. */
static bool
prepare_member (SzTransfer *transfer, SzEntry *member, GError **error)
{
    bool counted = sz_kind_field (member->kind, "origin") != NULL;
    const SzId *origin = counted ? sz_record_reference (member->record, "origin") : NULL;
    bool own = counted && origin == NULL;
    bool home = origin != NULL && sz_id_equal (origin, &transfer->to_centre);
    SzRecord *record;

    if ((own && !sz_stand_in_leave (transfer, member, error)) ||
        !sz_stand_in_relieve (transfer, member, error))
        return false;
    record = sz_record_copy (member->record);
    if (own)
        sz_record_set_id (record, "origin", &transfer->from_centre);
    if (home)
        sz_record_set_null (record, "origin");
    sz_record_free (member->record);
    member->record = record;
    return sz_stand_in_bring (transfer, record, error);
}

/*
 * The lines of the change index
 */

static bool
add_line (SzCore *core,
          int64_t scope,
          int64_t seq,
          SzChangeType change,
          const SzId *pupil,
          GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/change_add", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    sz_bind_integer (statement, "seq", seq);
    sz_bind_integer (statement, "kind", sz_kind_by_name ("pupil")->number);
    sz_bind_integer (statement, "change", change);
    sz_bind_id (statement, "id", pupil);
    return sz_run (statement, error);
}

static SzStatement *
departure (SzCore *core, const char *resource, int64_t scope, const SzId *pupil, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, resource, error);

    if (statement != NULL) {
        sz_bind_integer (statement, "scope", scope);
        sz_bind_id (statement, "pupil", pupil);
    }
    return statement;
}

/* *seq is 0 when it has not left. */
static bool
departed_at (SzCore *core, int64_t scope, const SzId *pupil, int64_t *seq, GError **error)
{
    SzStatement *statement = departure (core, "server/departure_get", scope, pupil, error);
    SzStep step = statement != NULL ? sz_step (statement, error) : SZ_STEP_FAILED;

    *seq = step == SZ_STEP_ROW ? sz_column_integer (statement, 0) : 0;
    if (step == SZ_STEP_ROW)
        sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

bool
sz_transfer_has_left (SzCore *core, int64_t scope, const SzId *pupil, bool *left, GError **error)
{
    int64_t seq;
    bool known = departed_at (core, scope, pupil, &seq, error);

    *left = seq > 0;
    return known;
}

/* The scope had said that the pupil left: that is no longer so. */
static bool
forget_departure (SzCore *core, int64_t scope, const SzId *pupil, GError **error)
{
    SzStatement *statement;
    int64_t seq;

    if (!departed_at (core, scope, pupil, &seq, error))
        return false;
    if (seq == 0)
        return true;
    if (!sz_change_remove (core, scope, seq, pupil, error))
        return false;
    statement = departure (core, "server/departure_remove", scope, pupil, error);
    return statement != NULL && sz_run (statement, error);
}

char *
sz_transfer_others (SzCore *core, int64_t scope, const SzId *pupil, GError **error)
{
    SzStatement *statement = departure (core, "server/departure_get", scope, pupil, error);
    SzStep step = statement != NULL ? sz_step (statement, error) : SZ_STEP_FAILED;
    char *others = NULL;

    if (step == SZ_STEP_ROW)
        others = g_strdup (sz_column_text (statement, 1));
    if (step == SZ_STEP_ROW)
        sz_reset (statement);
    return step == SZ_STEP_FAILED || others != NULL ? others : g_strdup ("");
}

static bool
was_rerooted (SzCore *core, const SzEntry *member, bool *rerooted, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/history_rerooted", error);
    g_autofree char *field = g_strdup_printf ("%%\"%s\":%%", member->kind->root);
    SzStep step;

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", &member->id);
    sz_bind_integer (statement, "kind", member->kind->number);
    sz_bind_text (statement, "field", field);
    step = sz_step (statement, error);
    *rerooted = step == SZ_STEP_ROW;
    if (step == SZ_STEP_ROW)
        sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

/* NULL without error when there are none. */
static char *
list_others (SzTransfer *transfer, GError **error)
{
    g_autoptr (GString) others = g_string_new (NULL);

    for (unsigned i = 1; i < transfer->file->len; i++) {
        const SzEntry *member = transfer->file->pdata[i];
        char id[SZ_ID_TEXT];
        bool rerooted;

        if (!was_rerooted (transfer->core, member, &rerooted, error))
            return NULL;
        if (!rerooted)
            continue;
        sz_id_format (&member->id, id);
        g_string_append_printf (others, "%s%d,\"%s\"", others->len > 0 ? "," : "",
                                member->kind->number, id);
    }
    return others->len > 0 ? g_string_free (g_steal_pointer (&others), FALSE) : NULL;
}

static bool
note_departure (SzTransfer *transfer, int64_t seq, const SzId *pupil, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *others = list_others (transfer, &problem);
    SzCore *core = transfer->core;
    SzStatement *statement;

    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    statement = departure (core, "server/departure_put", transfer->from, pupil, error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "seq", seq);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    sz_bind_text (statement, "others", others);
    return sz_run (statement, error);
}

static bool
note_history (SzTransfer *transfer, const SzEntry *pupil, const char *to, GError **error)
{
    SzStatement *statement;
    g_autofree char *from = scope_name (transfer->core, transfer->from, error);
    g_autofree char *old = NULL;
    g_autofree char *new = NULL;

    if (from == NULL)
        return false;
    statement = sz_db_statement (transfer->core->db, "server/history_add", error);
    if (statement == NULL)
        return false;
    old = g_strdup_printf ("{\"centre\":\"%s\"}", centre_number (from));
    new = g_strdup_printf ("{\"centre\":\"%s\"}", centre_number (to));
    sz_bind_integer (statement, "kind", pupil->kind->number);
    sz_bind_id (statement, "id", &pupil->id);
    sz_bind_integer (statement, "rev", pupil->rev);
    sz_bind_integer (statement, "at", sz_env_now_ms (transfer->core->env));
    sz_bind_text (statement, "verb", "transfer");
    sz_bind_text (statement, "old", old);
    sz_bind_text (statement, "new", new);
    return sz_run (statement, error);
}

/* Clocks in the order of the scopes, as everywhere. */
static bool
take_numbers (SzTransfer *transfer, int64_t *leave, int64_t *enter, GError **error)
{
    bool ascending = transfer->from < transfer->to;

    return sz_clock_advance (transfer->core, ascending ? transfer->from : transfer->to, 1,
                             ascending ? leave : enter, error) &&
           sz_clock_advance (transfer->core, ascending ? transfer->to : transfer->from, 1,
                             ascending ? enter : leave, error);
}

static bool
forget_arrival (SzCore *core, int64_t scope, const SzId *pupil, GError **error)
{
    SzStatement *statement = departure (core, "server/change_entered_remove", scope, pupil, error);

    return statement != NULL && sz_run (statement, error);
}

static bool
write_file (SzTransfer *transfer, GError **error)
{
    const SzEntry *pupil = transfer->file->pdata[0];
    SzCore *core = transfer->core;
    int64_t leave, enter;

    if (!take_numbers (transfer, &leave, &enter, error))
        return false;
    for (unsigned i = 0; i < transfer->file->len; i++)
        if (!sz_change_move (core, transfer->file->pdata[i], transfer->to, enter, error))
            return false;
    return forget_arrival (core, transfer->from, &pupil->id, error) &&
           forget_departure (core, transfer->to, &pupil->id, error) &&
           add_line (core, transfer->from, leave, SZ_CHANGE_LEAVE, &pupil->id, error) &&
           note_departure (transfer, leave, &pupil->id, error) &&
           add_line (core, transfer->to, enter, SZ_CHANGE_ENTER, &pupil->id, error);
}

/* Operations that came back to a server which had lost the transfer wait for it. */
static bool
replay_waiting (SzTransfer *transfer, GError **error)
{
    const SzSession nobody = { .role = SZ_ROLE_SERVER, .display_name = (char *) "" };
    SzPush push = { .core = transfer->core,
                    .session = &nobody,
                    .changes = transfer->changes,
                    .home = transfer->to,
                    .reference = sz_scope_id (transfer->core->db, "reference", error) };

    return push.reference >= 0 && sz_waiting_replay (&push, error);
}

static bool
check_number (SzTransfer *transfer, const SzEntry *pupil, GError **error)
{
    g_autoptr (GError) problem = NULL;
    SzId other;

    if (sz_record_text (pupil->record, "national_number") == NULL)
        return true;
    if (sz_records_find (transfer->core->db, pupil->record, transfer->to, &other, &problem)) {
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                             "the centre has a pupil with this national number");
        return false;
    }
    if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
    return *error == NULL;
}

static bool
move (SzTransfer *transfer, SzEntry *pupil, const char *to, GError **error)
{
    if (!check_number (transfer, pupil, error) || !collect_file (transfer, pupil, error))
        return false;
    for (unsigned i = 1; i < transfer->file->len; i++)
        if (!prepare_member (transfer, transfer->file->pdata[i], error))
            return false;
    return note_history (transfer, pupil, to, error) && take_reviews (transfer, error) &&
           write_file (transfer, error) && sz_changes_write (transfer->changes, error) &&
           replay_waiting (transfer, error);
}

bool
sz_transfer (SzCore *core, const SzId *pupil, const char *to, GError **error)
{
    g_auto (SzTransfer)
        transfer = { .core = core, .changes = sz_changes_new (core), .file = g_ptr_array_new () };
    SzEntry *entry = sz_changes_get (transfer.changes, sz_kind_by_name ("pupil"), pupil, error);
    g_autofree char *from = NULL;

    transfer.to = sz_scope_id (core->db, to, error);
    if (entry == NULL || transfer.to < 0)
        return false;
    if (entry->record == NULL) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no such pupil");
        return false;
    }
    transfer.from = entry->scope;
    if (transfer.from == transfer.to)
        return true;
    from = scope_name (core, transfer.from, error);
    return from != NULL && find_centre (core, from, &transfer.from_centre, error) &&
           find_centre (core, to, &transfer.to_centre, error) && move (&transfer, entry, to, error);
}
