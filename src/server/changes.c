/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads and writes the records of one transaction, with clock and change index; see changes.h. */
#define G_LOG_DOMAIN "sz-changes"

#include "server/changes.h"

#include "base/errors.h"
#include "db/records.h"

#define NUMBERS_AT_ONCE 1000

struct SzChanges {
    SzCore *core;       /* (borrowed) */
    GPtrArray *entries; /* (owned) (element-type SzEntry) */
    GHashTable *by_id;  /* (owned) SzEntry -> itself */
};

static unsigned
entry_hash (const void *data)
{
    const SzEntry *entry = data;
    return sz_id_hash (&entry->id) ^ (unsigned) entry->kind->number;
}

static gboolean
entry_equal (const void *a, const void *b)
{
    const SzEntry *x = a;
    const SzEntry *y = b;
    return x->kind == y->kind && sz_id_equal (&x->id, &y->id);
}

static void
entry_free (void *data)
{
    SzEntry *entry = data;
    sz_record_free (entry->record);
    g_free (entry);
}

static int
compare_scopes (const void *a, const void *b)
{
    const SzEntry *x = *(const SzEntry *const *) a;
    const SzEntry *y = *(const SzEntry *const *) b;
    return (x->scope > y->scope) - (x->scope < y->scope);
}

SzChanges *
sz_changes_new (SzCore *core)
{
    SzChanges *self = g_new0 (SzChanges, 1);
    self->core = core;
    self->entries = g_ptr_array_new_with_free_func (entry_free);
    self->by_id = g_hash_table_new (entry_hash, entry_equal);
    return self;
}

void
sz_changes_free (SzChanges *self)
{
    if (self == NULL)
        return;
    g_hash_table_destroy (self->by_id);
    g_ptr_array_unref (self->entries);
    g_free (self);
}

static bool
load_tombstone (SzCore *core, SzEntry *entry, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/tombstone_get", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", entry->kind->number);
    sz_bind_id (statement, "id", &entry->id);
    SzStep step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    entry->scope = sz_column_integer (statement, 0);
    entry->seq = sz_column_integer (statement, 1);
    entry->rev = sz_column_integer (statement, 2);
    entry->buried = true;
    sz_reset (statement);
    return true;
}

static bool
load_entry (SzCore *core, SzEntry *entry, GError **error)
{
    g_autoptr (GError) problem = NULL;
    SzPlace place;
    entry->scope = -1;
    entry->record = sz_records_get (core->db, entry->kind, &entry->id, &place, &problem);
    if (entry->record != NULL) {
        entry->scope = place.scope;
        entry->seq = place.seq;
        entry->rev = entry->record->rev;
        return true;
    }
    if (!g_error_matches (problem, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND)) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    return load_tombstone (core, entry, error);
}

SzEntry *
sz_changes_get (SzChanges *self, const SzKind *kind, const SzId *id, GError **error)
{
    SzEntry wanted = { .kind = kind, .id = *id };
    SzEntry *entry = g_hash_table_lookup (self->by_id, &wanted);
    if (entry != NULL)
        return entry;
    if (!load_entry (self->core, &wanted, error))
        return NULL;
    entry = g_memdup2 (&wanted, sizeof wanted);
    g_ptr_array_add (self->entries, entry);
    g_hash_table_add (self->by_id, entry);
    return entry;
}

void
sz_changes_set (SzChanges *self, SzEntry *entry, SzRecord *record, int64_t scope)
{
    g_assert (g_hash_table_contains (self->by_id, entry));
    if (entry->scope < 0)
        entry->scope = scope;
    if (entry->record != record)
        sz_record_free (entry->record);
    entry->record = record;
    entry->changed = true;
}

bool
sz_changes_is_empty (SzChanges *self)
{
    for (unsigned i = 0; i < self->entries->len; i++)
        if (((SzEntry *) self->entries->pdata[i])->changed)
            return false;
    return true;
}

GPtrArray *
sz_changes_entries (SzChanges *self)
{
    return self->entries;
}

bool
sz_clock_advance (SzCore *core, int64_t scope, int64_t count, int64_t *first, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/clock_advance", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    sz_bind_integer (statement, "count", count);
    if (sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    *first = sz_column_integer (statement, 0) - count + 1;
    return sz_run (statement, error);
}

bool
sz_numbers_take (SzCore *core, SzNumbers *numbers, int64_t *seq, GError **error)
{
    if (numbers->next == 0 || numbers->next > numbers->last) {
        if (!sz_clock_advance (core, numbers->scope, NUMBERS_AT_ONCE, &numbers->next, error))
            return false;
        numbers->last = numbers->next + NUMBERS_AT_ONCE - 1;
    }
    *seq = numbers->next++;
    return true;
}

bool
sz_numbers_give_back (SzCore *core, SzNumbers *numbers, GError **error)
{
    int64_t first;
    int64_t left = numbers->next == 0 ? 0 : numbers->last - numbers->next + 1;
    if (left > 0 && !sz_clock_advance (core, numbers->scope, -left, &first, error))
        return false;
    numbers->next = 0;
    return true;
}

bool
sz_change_remove (SzCore *core, int64_t scope, int64_t seq, const SzId *id, GError **error)
{
    SzStatement *statement = sz_db_statement (core->db, "server/change_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    sz_bind_integer (statement, "seq", seq);
    sz_bind_id (statement, "id", id);
    return sz_run (statement, error);
}

static bool
move_change (SzCore *core, const SzEntry *entry, int64_t seq, GError **error)
{
    if (entry->seq > 0 && !sz_change_remove (core, entry->scope, entry->seq, &entry->id, error))
        return false;
    SzStatement *statement = sz_db_statement (core->db, "server/change_add", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", entry->scope);
    sz_bind_integer (statement, "seq", seq);
    sz_bind_integer (statement, "kind", entry->kind->number);
    sz_bind_integer (statement, "change", entry->record != NULL ? SZ_CHANGE_PUT : SZ_CHANGE_DELETE);
    sz_bind_id (statement, "id", &entry->id);
    return sz_run (statement, error);
}

static bool
write_put (SzCore *core, SzEntry *entry, int64_t seq, GError **error)
{
    SzPlace place = { .scope = entry->scope, .seq = seq };
    entry->record->rev = entry->rev;
    /* Another scope's writer may be making the same record at this moment: one of the two fails. */
    if (!(entry->rev == 1 ? sz_records_add (core->db, entry->record, &place, error)
                          : sz_records_put (core->db, entry->record, &place, error)))
        return false;
    if (!entry->buried)
        return true;
    SzStatement *statement = sz_db_statement (core->db, "server/tombstone_remove", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", entry->kind->number);
    sz_bind_id (statement, "id", &entry->id);
    return sz_run (statement, error);
}

static bool
write_delete (SzCore *core, const SzEntry *entry, int64_t seq, GError **error)
{
    if (!sz_records_remove (core->db, entry->kind, &entry->id, error))
        return false;
    SzStatement *statement = sz_db_statement (core->db, "server/tombstone_put", error);
    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "kind", entry->kind->number);
    sz_bind_id (statement, "id", &entry->id);
    sz_bind_integer (statement, "scope", entry->scope);
    sz_bind_integer (statement, "seq", seq);
    sz_bind_integer (statement, "rev", entry->rev);
    sz_bind_integer (statement, "at", sz_env_now_ms (core->env));
    return sz_run (statement, error);
}

bool
sz_change_write (SzCore *core, SzEntry *entry, int64_t seq, GError **error)
{
    entry->rev++;
    if (!move_change (core, entry, seq, error))
        return false;
    if (!(entry->record != NULL ? write_put (core, entry, seq, error)
                                : write_delete (core, entry, seq, error)))
        return false;
    entry->seq = seq;
    entry->buried = entry->record == NULL;
    entry->changed = false;
    return true;
}

bool
sz_change_leave (SzCore *core, SzEntry *entry, int64_t scope, GError **error)
{
    if (!sz_change_remove (core, entry->scope, entry->seq, &entry->id, error))
        return false;
    entry->scope = scope;
    entry->seq = 0;
    entry->changed = true;
    return true;
}

bool
sz_change_move (SzCore *core, SzEntry *entry, int64_t scope, int64_t seq, GError **error)
{
    if (!sz_change_leave (core, entry, scope, error))
        return false;
    entry->rev++;
    entry->seq = seq;
    entry->changed = false;
    return write_put (core, entry, seq, error);
}

/* Those that changed, by scope and else in the order of the operation. */
static GPtrArray *
changed_entries (SzChanges *self)
{
    GPtrArray *changed = g_ptr_array_new ();
    for (unsigned i = 0; i < self->entries->len; i++)
        if (((SzEntry *) self->entries->pdata[i])->changed)
            g_ptr_array_add (changed, self->entries->pdata[i]);
    g_ptr_array_sort (changed, compare_scopes);
    return changed;
}

bool
sz_changes_write (SzChanges *self, GError **error)
{
    g_autoptr (GPtrArray) changed = changed_entries (self);
    for (unsigned i = 0; i < changed->len;) {
        int64_t scope = ((SzEntry *) changed->pdata[i])->scope;
        unsigned end = i;
        int64_t seq;
        while (end < changed->len && ((SzEntry *) changed->pdata[end])->scope == scope)
            end++;
        if (!sz_clock_advance (self->core, scope, end - i, &seq, error))
            return false;
        for (; i < end; i++)
            if (!sz_change_write (self->core, changed->pdata[i], seq++, error))
                return false;
    }
    return true;
}
