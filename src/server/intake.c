/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes records in bulk with their changes, numbers taken a thousand at a time; see intake.h. Creations
 * leave no history of their own (the log of intakes says where they came from), edits do. */
#define G_LOG_DOMAIN "sz-intake"

#include "server/intake.h"

#include "base/errors.h"
#include "db/records.h"
#include "record/json.h"
#include "server/changes.h"
#include "server/transfer.h"

struct SzIntake {
    SzCore *core;        /* (borrowed) */
    GHashTable *numbers; /* (owned) utf8 -> SzNumbers: of each scope that was named */
    int64_t counts[SZ_INTAKE_SAME + 1];
    bool open;
};

SzIntake *
sz_intake_new (SzCore *core, GError **error)
{
    if (!sz_db_begin (core->db, error))
        return NULL;
    SzIntake *self = g_new0 (SzIntake, 1);
    self->core = core;
    self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->open = true;
    return self;
}

void
sz_intake_free (SzIntake *self)
{
    if (self == NULL)
        return;
    if (self->open)
        sz_db_rollback (self->core->db);
    g_hash_table_unref (self->numbers);
    g_free (self);
}

static SzNumbers *
find_scope (SzIntake *self, const char *name, GError **error)
{
    SzNumbers *numbers = g_hash_table_lookup (self->numbers, name);
    if (numbers != NULL)
        return numbers;
    int64_t id = sz_scope_id (self->core->db, name, error);
    if (id < 0)
        return NULL;
    numbers = g_new0 (SzNumbers, 1);
    numbers->scope = id;
    g_hash_table_insert (self->numbers, g_strdup (name), numbers);
    return numbers;
}

bool
sz_intake_find (SzIntake *self, const SzRecord *key, const char *scope, SzId *id, GError **error)
{
    const SzNumbers *numbers = find_scope (self, scope, error);
    return numbers != NULL && sz_records_find (self->core->db, key, numbers->scope, id, error);
}

static bool
add_history (SzIntake *self, const SzRecord *before, const SzRecord *after, GError **error)
{
    g_autoptr (SzRecord) old = sz_record_new (before->kind, &before->id);
    g_autoptr (SzRecord) new = sz_record_new (before->kind, &before->id);
    for (size_t i = 0; i < before->kind->n_fields; i++) {
        if (sz_value_equal (&before->values[i], &after->values[i]))
            continue;
        sz_record_set_value (old, i, &before->values[i]);
        sz_record_set_value (new, i, &after->values[i]);
    }
    g_autofree char *old_text = sz_record_fields_to_json (old);
    g_autofree char *new_text = sz_record_fields_to_json (new);
    SzStatement *statement = sz_db_statement (self->core->db, "server/history_add", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", before->kind->number);
    sz_bind_id (statement, "id", &before->id);
    sz_bind_integer (statement, "rev", before->rev + 1);
    sz_bind_integer (statement, "at", sz_env_now_ms (self->core->env));
    sz_bind_text (statement, "verb", "edit");
    sz_bind_text (statement, "old", old_text);
    sz_bind_text (statement, "new", new_text);
    return sz_run (statement, error);
}

static bool
write_entry (SzIntake *self,
             SzNumbers *numbers,
             SzEntry *entry,
             SzIntakeResult result,
             GError **error)
{
    int64_t seq;
    if (!sz_numbers_take (self->core, numbers, &seq, error) ||
        !sz_change_write (self->core, entry, seq, error))
        return false;
    self->counts[result]++;
    return true;
}

/* The record as it will be: what is there, with the fields that are present here. NULL: it is so already. */
static SzRecord *
merge (const SzRecord *there, const SzRecord *record)
{
    g_autoptr (SzRecord) merged = NULL;
    for (size_t i = 0; i < there->kind->n_fields; i++) {
        if ((record->present & (UINT64_C (1) << i)) == 0 ||
            sz_value_equal (&there->values[i], &record->values[i]))
            continue;
        if (merged == NULL)
            merged = sz_record_copy (there);
        sz_record_set_value (merged, i, &record->values[i]);
    }
    return g_steal_pointer (&merged);
}

static bool
put_known (SzIntake *self,
           SzChanges *changes,
           SzEntry *entry,
           SzNumbers *numbers,
           const SzRecord *record,
           SzIntakeResult *result,
           GError **error)
{
    g_autoptr (SzRecord) merged = merge (entry->record, record);
    if (merged == NULL) {
        *result = SZ_INTAKE_SAME;
        self->counts[*result]++;
        return true;
    }
    *result = SZ_INTAKE_CHANGED;
    if (!sz_record_check (merged, true, self->core->allow_test_numbers, error) ||
        !add_history (self, entry->record, merged, error))
        return false;
    sz_changes_set (changes, entry, g_steal_pointer (&merged), numbers->scope);
    return write_entry (self, numbers, entry, *result, error);
}

bool
sz_intake_put (SzIntake *self,
               const SzRecord *record,
               const char *scope,
               SzIntakeResult *result,
               GError **error)
{
    SzNumbers *numbers = find_scope (self, scope, error);
    if (numbers == NULL)
        return false;
    g_autoptr (SzChanges) changes = sz_changes_new (self->core);
    SzEntry *entry = sz_changes_get (changes, record->kind, &record->id, error);
    if (entry == NULL)
        return false;
    if (entry->scope >= 0 && entry->scope != numbers->scope) {
        char id[SZ_ID_TEXT];
        sz_id_format (&record->id, id);
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE, "%s %s is of another scope",
                     record->kind->name, id);
        return false;
    }
    if (entry->record != NULL)
        return put_known (self, changes, entry, numbers, record, result, error);
    if (!sz_record_check (record, true, self->core->allow_test_numbers, error))
        return false;
    *result = SZ_INTAKE_ADDED;
    sz_changes_set (changes, entry, sz_record_copy (record), numbers->scope);
    return write_entry (self, numbers, entry, *result, error);
}

bool
sz_intake_add (SzIntake *self, const SzRecord *record, const char *scope, GError **error)
{
    SzNumbers *numbers = find_scope (self, scope, error);
    if (numbers == NULL || !sz_record_check (record, true, self->core->allow_test_numbers, error))
        return false;
    g_autoptr (SzRecord) copy = sz_record_copy (record);
    SzEntry entry = { .kind = record->kind,
                      .id = record->id,
                      .record = copy,
                      .scope = numbers->scope };
    return write_entry (self, numbers, &entry, SZ_INTAKE_ADDED, error);
}

static bool
note_intake (SzIntake *self, const char *kind, int64_t rejected, GError **error)
{
    SzStatement *statement = sz_db_statement (self->core->db, "server/intake_add", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "at", sz_env_now_ms (self->core->env));
    sz_bind_text (statement, "kind", kind);
    sz_bind_integer (statement, "added", self->counts[SZ_INTAKE_ADDED]);
    sz_bind_integer (statement, "changed", self->counts[SZ_INTAKE_CHANGED]);
    sz_bind_integer (statement, "rejected", rejected);
    return sz_run (statement, error);
}

static bool
give_numbers_back (SzIntake *self, GError **error)
{
    GHashTableIter iter;
    void *numbers;
    g_hash_table_iter_init (&iter, self->numbers);
    while (g_hash_table_iter_next (&iter, NULL, &numbers))
        if (!sz_numbers_give_back (self->core, numbers, error))
            return false;
    return true;
}

bool
sz_intake_transfer (SzIntake *self, const SzId *pupil, const char *scope, GError **error)
{
    if (!give_numbers_back (self, error) || !sz_transfer (self->core, pupil, scope, error))
        return false;
    self->counts[SZ_INTAKE_CHANGED]++;
    return true;
}

bool
sz_intake_commit (SzIntake *self, const char *kind, int64_t rejected, GError **error)
{
    if (!give_numbers_back (self, error))
        return false;
    if (self->counts[SZ_INTAKE_ADDED] + self->counts[SZ_INTAKE_CHANGED] > 0 &&
        !note_intake (self, kind, rejected, error))
        return false;
    if (!sz_db_commit (self->core->db, error))
        return false;
    self->open = false;
    return true;
}
