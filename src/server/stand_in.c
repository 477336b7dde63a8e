/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes stand-ins, and lets references lead to them (stand_in.h). The id of a stand-in follows from what it stands for, so
 * that a second file meets the same one. */
#define G_LOG_DOMAIN "sz-stand-in"

#include "config.h"

#include "server/stand_in.h"

#include "db/records.h"

static bool
is_member (const SzTransfer *transfer, const SzKind *kind, const SzId *id)
{
    for (unsigned i = 0; i < transfer->file->len; i++) {
        const SzEntry *entry = transfer->file->pdata[i];

        if (entry->kind == kind && sz_id_equal (&entry->id, id))
            return true;
    }
    return false;
}

static SzId
stand_in_id (const SzKind *kind, const SzId *original, int64_t scope)
{
    g_autofree char *id = sz_id_to_string (original);
    g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT "|%s", scope, id);

    return sz_id_from_name (kind->name, name);
}

static bool
note (SzCore *core, const SzId *id, const SzId *original, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/stand_in_put", error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    sz_bind_id (statement, "original", original);
    return sz_run (statement, error);
}

/* What `id` stands for; `id` itself when it stands for nothing. */
static bool
find_original (SzCore *core, const SzId *id, SzId *original, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/stand_in_get", error);
    SzStep step;

    *original = *id;
    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    step = sz_step (statement, error);
    if (step == SZ_STEP_ROW && !sz_column_id (statement, 0, original))
        *original = *id;
    sz_reset (statement);
    return step != SZ_STEP_FAILED;
}

/* All but what says who somebody is; a colleague keeps a name, as the file says who did what. */
static SzRecord *
copy_without_person (const SzRecord *record, const SzId *id)
{
    SzRecord *copy = sz_record_new (record->kind, id);

    for (size_t i = 0; i < record->kind->n_fields; i++) {
        const SzField *field = &record->kind->fields[i];

        if ((field->flags & SZ_FIELD_PERSONAL) && !(field->flags & SZ_FIELD_REQUIRED))
            sz_record_set_null (copy, field->name);
        else
            sz_record_set_value (copy, i, &record->values[i]);
    }
    if (sz_kind_field (record->kind, "active") != NULL)
        sz_record_set_integer (copy, "active", 0);
    return copy;
}

static bool
leads_to_centre (const SzField *field)
{
    return field->type == SZ_TYPE_REFERENCE &&
           sz_kind_by_name (field->refers_to)->scope == SZ_SCOPE_CENTRE;
}

/* In the old scope: a reference to one of the file leads to its stand-in, or nowhere. */
static void
lead_to_left (const SzTransfer *transfer, SzRecord *copy)
{
    for (size_t i = 0; i < copy->kind->n_fields; i++) {
        const SzField *field = &copy->kind->fields[i];
        const SzId *id = leads_to_centre (field) ? sz_record_reference (copy, field->name) : NULL;
        const SzKind *kind = id != NULL ? sz_kind_by_name (field->refers_to) : NULL;

        if (id == NULL || !is_member (transfer, kind, id))
            continue;
        if (sz_kind_field (kind, "origin") != NULL) {
            SzId left = stand_in_id (kind, id, transfer->from);
            sz_record_set_id (copy, field->name, &left);
        } else if (!(field->flags & SZ_FIELD_REQUIRED)) {
            sz_record_set_null (copy, field->name);
        }
    }
}

/* A stand-in for `original` in `scope`, made if it is not there. */
static bool
make (SzTransfer *transfer, const SzEntry *original, int64_t scope, SzId *id, GError **error)
{
    SzEntry *entry;
    SzRecord *copy;

    *id = stand_in_id (original->kind, &original->id, scope);
    entry = sz_changes_get (transfer->changes, original->kind, id, error);
    if (entry == NULL)
        return false;
    if (entry->record != NULL)
        return true;
    copy = copy_without_person (original->record, id);
    sz_changes_set (transfer->changes, entry, copy, scope);
    if (scope == transfer->from) {
        lead_to_left (transfer, copy);
    } else {
        if (sz_kind_field (copy->kind, "origin") != NULL)
            sz_record_set_id (copy, "origin", &transfer->from_centre);
        if (!sz_stand_in_bring (transfer, copy, error))
            return false;
    }
    return note (transfer->core, id, &original->id, error);
}

/* What the new scope shall see in place of `target`, which is in the old one. */
static bool
find_place (SzTransfer *transfer, const SzEntry *target, SzId *id, GError **error)
{
    const SzEntry *known;

    if (!find_original (transfer->core, &target->id, id, error))
        return false;
    known = sz_changes_get (transfer->changes, target->kind, id, error);
    if (known == NULL)
        return false;
    if (known->record != NULL && known->scope == transfer->to)
        return true;
    return make (transfer, target, transfer->to, id, error);
}

bool
sz_stand_in_bring (SzTransfer *transfer, SzRecord *record, GError **error)
{
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        const SzField *field = &record->kind->fields[i];
        const SzId *id = leads_to_centre (field) ? sz_record_reference (record, field->name) : NULL;
        const SzEntry *target;
        SzId place;

        if (id == NULL || is_member (transfer, sz_kind_by_name (field->refers_to), id))
            continue;
        target = sz_changes_get (transfer->changes, sz_kind_by_name (field->refers_to), id, error);
        if (target == NULL)
            return false;
        if (target->record == NULL || target->scope != transfer->from)
            continue;
        if (!find_place (transfer, target, &place, error))
            return false;
        sz_record_set_id (record, field->name, &place);
    }
    return true;
}

/* In one field of the records of `scope` that are not of the file: `now` in place of `before`. */
static bool
repoint_field (SzTransfer *transfer,
               const SzKind *kind,
               const SzField *field,
               const SzId *before,
               const SzId *now,
               int64_t scope,
               GError **error)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *before };
    g_autoptr (GPtrArray) records =
        sz_records_list (transfer->core->db, kind, field->name, &value, error);

    for (unsigned i = 0; records != NULL && i < records->len; i++) {
        const SzRecord *stored = records->pdata[i];
        SzEntry *entry = sz_changes_get (transfer->changes, kind, &stored->id, error);
        SzRecord *record;

        if (entry == NULL)
            return false;
        if (entry->record == NULL || entry->scope != scope ||
            is_member (transfer, kind, &entry->id))
            continue;
        record = sz_record_copy (entry->record);
        sz_record_set_id (record, field->name, now);
        sz_changes_set (transfer->changes, entry, record, scope);
    }
    return records != NULL;
}

static bool
repoint (SzTransfer *transfer,
         const SzKind *to,
         const SzId *before,
         const SzId *now,
         int64_t scope,
         GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < kinds[k]->n_fields; i++) {
            const SzField *field = &kinds[k]->fields[i];

            if (field->type == SZ_TYPE_REFERENCE && sz_kind_by_name (field->refers_to) == to &&
                !repoint_field (transfer, kinds[k], field, before, now, scope, error))
                return false;
        }
    }
    return true;
}

bool
sz_stand_in_leave (SzTransfer *transfer, const SzEntry *member, GError **error)
{
    SzId id;

    return make (transfer, member, transfer->from, &id, error) &&
           repoint (transfer, member->kind, &member->id, &id, transfer->from, error);
}

bool
sz_stand_in_relieve (SzTransfer *transfer, const SzEntry *member, GError **error)
{
    SzId id = stand_in_id (member->kind, &member->id, transfer->to);
    SzEntry *entry = sz_changes_get (transfer->changes, member->kind, &id, error);

    if (entry == NULL)
        return false;
    if (entry->record == NULL)
        return true;
    if (!repoint (transfer, member->kind, &id, &member->id, transfer->to, error))
        return false;
    sz_changes_set (transfer->changes, entry, NULL, transfer->to);
    return true;
}
