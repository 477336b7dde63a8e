/* SPDX-License-Identifier: EUPL-1.2 */
/* One part of an operation: may this person do it, can it be, and what is left of it beside what others
 * did meanwhile. Works on the changes in memory; push.c writes them. */
#define G_LOG_DOMAIN "sz-push-part"

#include "server/push_private.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/records.h"
#include "record/json.h"
#include "server/transfer.h"

#include <string.h>

static bool
park (SzPush *push, const char *reason)
{
    push->parked = reason;
    return false;
}

/* It waits until that record is there: its maker may come later. */
static bool
park_unknown (SzPush *push, const SzEntry *entry)
{
    push->missing = entry->id;
    return park (push, "unknown-record");
}

static void
trace (SzPush *push, SzEntry *entry, const char *verb, char *old, char *new)
{
    SzTrace *line = g_new0 (SzTrace, 1);
    line->entry = entry;
    line->verb = verb;
    line->old = old;
    line->new = new;
    g_ptr_array_add (push->traces, line);
}

/* The present fields of `record` that are also in the unit (NULL: any), as JSON. */
static char *
unit_to_json (const SzRecord *record, const char *unit)
{
    g_autoptr (SzRecord) part = sz_record_new (record->kind, &record->id);
    for (size_t i = 0; i < record->kind->n_fields; i++)
        if (record->present & (UINT64_C (1) << i) &&
            (unit == NULL || strcmp (sz_field_unit (&record->kind->fields[i]), unit) == 0))
            sz_record_set_value (part, i, &record->values[i]);
    return sz_record_fields_to_json (part);
}

/* Of the fields that `like` has, the values in `record`. */
static char *
same_fields_to_json (const SzRecord *record, const SzRecord *like)
{
    g_autoptr (SzRecord) part = sz_record_new (record->kind, &record->id);
    for (size_t i = 0; i < record->kind->n_fields; i++)
        if (like->present & (UINT64_C (1) << i))
            sz_record_set_value (part, i, &record->values[i]);
    return sz_record_fields_to_json (part);
}

static void
add_conflict (SzPush *push, const SzPart *part, const SzRecord *current, const char *unit)
{
    SzConflict *conflict = g_new0 (SzConflict, 1);
    conflict->kind = current->kind;
    conflict->id = current->id;
    conflict->unit = unit;
    conflict->base = unit_to_json (part->base, unit);
    conflict->theirs = unit_to_json (current, unit);
    conflict->mine = unit != NULL ? unit_to_json (part->set, unit) : NULL;
    conflict->detail = unit != NULL ? NULL : "deleted";
    g_ptr_array_add (push->conflicts, conflict);
}

/* It is of another scope. Where its pupil's file has left this one the operation goes after it; one that was accepted before
 * this server lost that the file came here waits until it comes again. */
static bool
park_elsewhere (SzPush *push, const SzEntry *entry, GError **error)
{
    const char *root = entry->kind->root;
    const SzId *pupil = NULL;
    bool left = false;
    if (strcmp (entry->kind->name, "pupil") == 0)
        pupil = &entry->id;
    else if (root != NULL && entry->record != NULL)
        pupil = sz_record_reference (entry->record, root);
    if (pupil != NULL && !sz_transfer_has_left (push->core, push->home, pupil, &left, error))
        return false;
    push->elsewhere = entry->scope;
    if (push->proven && !left)
        return park_unknown (push, entry);
    return park (push, left ? "moved" : "not-allowed");
}

/* The record that a part is about, when this person may change it. */
static SzEntry *
find_own (SzPush *push, const SzPart *part, GError **error)
{
    const SzKind *kind = part->set->kind;
    int64_t scope = kind->scope == SZ_SCOPE_REFERENCE ? push->reference : push->home;
    if (!push->proven && !sz_kind_writable (kind, push->session->role)) {
        park (push, "not-allowed");
        return NULL;
    }
    SzEntry *entry = sz_changes_get (push->changes, kind, &part->set->id, error);
    if (entry != NULL && entry->scope >= 0 && entry->scope != scope) {
        (void) !park_elsewhere (push, entry, error);
        return NULL;
    }
    return entry;
}

static bool
check_reference (SzPush *push, const SzField *field, const SzId *id, GError **error)
{
    const SzEntry *entry =
        sz_changes_get (push->changes, sz_kind_by_name (field->refers_to), id, error);
    if (entry == NULL)
        return false;
    if (entry->record == NULL)
        return park_unknown (push, entry);
    if (entry->scope != push->home && entry->scope != push->reference)
        return park_elsewhere (push, entry, error);
    return true;
}

static bool
check_references (SzPush *push, const SzRecord *set, GError **error)
{
    for (size_t i = 0; i < set->kind->n_fields; i++) {
        const SzField *field = &set->kind->fields[i];
        if (field->type != SZ_TYPE_REFERENCE || (set->present & (UINT64_C (1) << i)) == 0)
            continue;
        if (set->values[i].type == SZ_VALUE_ID &&
            !check_reference (push, field, &set->values[i].id, error))
            return false;
    }
    return true;
}

static bool
touches_key (const SzRecord *set)
{
    for (size_t i = 0; i < set->kind->n_fields; i++)
        if ((set->present & (UINT64_C (1) << i)) && (set->kind->fields[i].flags & SZ_FIELD_KEY) &&
            set->values[i].type != SZ_VALUE_NULL)
            return true;
    return false;
}

/* Whether another record of the scope has the key of `record`. A correction has the key of what it corrects. */
static bool
check_key (SzPush *push, const SzRecord *record, int64_t scope, GError **error)
{
    g_autoptr (GError) problem = NULL;
    SzId other;
    if (sz_kind_field (record->kind, "supersedes") != NULL &&
        sz_record_reference (record, "supersedes") != NULL)
        return true;
    bool found = sz_records_find (push->core->db, record, scope, &other, &problem);
    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    if (!found || sz_id_equal (&other, &record->id))
        return true;
    SzEntry *entry = sz_changes_get (push->changes, record->kind, &other, error);
    if (entry == NULL)
        return false;
    return entry->record == NULL || entry->changed || park (push, "duplicate-key");
}

static bool
clears_required (const SzRecord *set)
{
    for (size_t i = 0; i < set->kind->n_fields; i++)
        if ((set->present & (UINT64_C (1) << i)) &&
            (set->kind->fields[i].flags & SZ_FIELD_REQUIRED) &&
            set->values[i].type == SZ_VALUE_NULL)
            return true;
    return false;
}

static bool
apply_create (SzPush *push, const SzPart *part, GError **error)
{
    const SzRecord *set = part->set;
    SzEntry *entry = find_own (push, part, error);
    if (entry == NULL)
        return false;
    if (!sz_record_check (set, true, push->core->allow_test_numbers, NULL))
        return park (push, "invalid");
    /* In a history that is lost this was the beginning; who made it again from what came later was quicker. */
    if (entry->record != NULL && push->proven) {
        trace (push, entry, "create", NULL, sz_record_fields_to_json (set));
        return true;
    }
    if (entry->record != NULL)
        return park (push, "duplicate-key");
    if (!check_references (push, set, error) ||
        (touches_key (set) && !check_key (push, set, push->home, error)))
        return false;
    trace (push, entry, "create", NULL, sz_record_fields_to_json (set));
    sz_changes_set (push->changes, entry, sz_record_copy (set), push->home);
    return true;
}

/* The record as it was when it was deleted: an edit by someone who did not know brings it back. */
static SzRecord *
unbury (SzPush *push, const SzEntry *entry, GError **error)
{
    SzStatement *statement = sz_db_statement (push->core->db, "server/history_deleted", error);
    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "id", &entry->id);
    sz_bind_integer (statement, "kind", entry->kind->number);
    SzStep step = sz_step (statement, error);
    if (step == SZ_STEP_FAILED)
        return NULL;
    g_autofree char *old = step == SZ_STEP_ROW ? g_strdup (sz_column_text (statement, 0)) : NULL;
    sz_reset (statement);
    g_autoptr (SzRecord) record = sz_record_new (entry->kind, &entry->id);
    record->rev = entry->rev;
    if (old == NULL || !sz_record_fields_from_json (record, old, NULL)) {
        park_unknown (push, entry);
        return NULL;
    }
    for (size_t i = 0; i < entry->kind->n_fields; i++)
        if ((record->present & (UINT64_C (1) << i)) == 0)
            sz_record_set_null (record, entry->kind->fields[i].name);
    return g_steal_pointer (&record);
}

static bool
apply_edit (SzPush *push, const SzPart *part, GError **error)
{
    const SzRecord *set = part->set;
    SzEntry *entry = find_own (push, part, error);
    if (entry == NULL)
        return false;
    if (set->kind->append_only)
        return park (push, "append-only");
    /* After a server was put back a decision may come without its review: when that comes up again it is asked again. */
    if (entry->record == NULL && !entry->buried)
        return strcmp (set->kind->name, "review") == 0 || park_unknown (push, entry);
    if (part->base == NULL || clears_required (set) ||
        !sz_record_check (set, false, push->core->allow_test_numbers, NULL))
        return park (push, "invalid");
    if (!check_references (push, set, error))
        return false;
    bool back = entry->record == NULL;
    g_autoptr (SzRecord) current =
        back ? unbury (push, entry, error) : sz_record_copy (entry->record);
    if (current == NULL)
        return false;
    g_autoptr (SzMerge) merge = sz_merge (part, current);
    for (unsigned i = 0; i < merge->conflicts->len; i++)
        add_conflict (push, part, current, merge->conflicts->pdata[i]);
    push->merged = push->merged || back || part->base->rev != entry->rev;
    if (merge->apply->present == 0 && !back)
        return true;
    g_autofree char *old = back ? NULL : same_fields_to_json (current, merge->apply);
    for (size_t i = 0; i < set->kind->n_fields; i++)
        if (merge->apply->present & (UINT64_C (1) << i))
            sz_record_set_value (current, i, &merge->apply->values[i]);
    if (touches_key (merge->apply) && !check_key (push, current, entry->scope, error))
        return false;
    trace (push, entry, back ? "create" : "edit", g_steal_pointer (&old),
           sz_record_fields_to_json (back ? current : merge->apply));
    sz_changes_set (push->changes, entry, g_steal_pointer (&current), push->home);
    return true;
}

static bool
is_as_seen (const SzRecord *base, const SzRecord *current)
{
    for (size_t i = 0; i < current->kind->n_fields; i++)
        if ((base->present & (UINT64_C (1) << i)) &&
            !sz_value_equal (&base->values[i], &current->values[i]))
            return false;
    return true;
}

static bool
apply_delete (SzPush *push, const SzPart *part, GError **error)
{
    SzEntry *entry = find_own (push, part, error);
    if (entry == NULL)
        return false;
    if (entry->record == NULL)
        return entry->buried || park_unknown (push, entry);
    if (part->base == NULL)
        return park (push, "invalid");
    if (!is_as_seen (part->base, entry->record) && !SZ_MUTANT ("delete-unseen")) {
        add_conflict (push, part, entry->record, NULL);
        return true;
    }
    trace (push, entry, "delete", sz_record_fields_to_json (entry->record), NULL);
    sz_changes_set (push->changes, entry, NULL, push->home);
    return true;
}

bool
sz_push_part (SzPush *push, const SzPart *part, GError **error)
{
    switch (part->verb) {
    case SZ_VERB_CREATE:
        return apply_create (push, part, error);
    case SZ_VERB_EDIT:
        return apply_edit (push, part, error);
    case SZ_VERB_DELETE:
        return apply_delete (push, part, error);
    default:
        g_assert_not_reached ();
    }
}

static bool
still_refers (SzPush *push,
              const SzKind *kind,
              const SzField *field,
              const SzId *id,
              bool *refers,
              GError **error)
{
    SzValue value = { .type = SZ_VALUE_ID, .id = *id };
    g_autoptr (GPtrArray) records =
        sz_records_list (push->core->db, kind, field->name, &value, error);
    if (records == NULL)
        return false;
    for (unsigned i = 0; i < records->len && !*refers; i++) {
        const SzRecord *stored = records->pdata[i];
        const SzEntry *entry = sz_changes_get (push->changes, kind, &stored->id, error);
        if (entry == NULL)
            return false;
        const SzId *now =
            entry->record != NULL ? sz_record_reference (entry->record, field->name) : NULL;
        *refers = now != NULL && sz_id_equal (now, id);
    }
    return true;
}

static bool
check_unreferenced (SzPush *push, const SzEntry *deleted, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < kinds[k]->n_fields; i++) {
            const SzField *field = &kinds[k]->fields[i];
            bool refers = false;
            if (field->type != SZ_TYPE_REFERENCE ||
                strcmp (field->refers_to, deleted->kind->name) != 0)
                continue;
            if (!still_refers (push, kinds[k], field, &deleted->id, &refers, error))
                return false;
            if (refers)
                return park (push, "referenced");
        }
    }
    return true;
}

bool
sz_push_check_deleted (SzPush *push, GError **error)
{
    GPtrArray *entries = sz_changes_entries (push->changes);
    /* More entries may come while we look: those are never deleted ones. */
    unsigned n = entries->len;
    for (unsigned i = 0; i < n; i++) {
        const SzEntry *entry = entries->pdata[i];
        if (entry->changed && entry->record == NULL && !check_unreferenced (push, entry, error))
            return false;
    }
    return true;
}
