/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in and out of their tables, through the templates sql/record_*.sql. */
#define G_LOG_DOMAIN "sz-records"
#include "config.h"

#include "db/records.h"

#include "base/errors.h"
#include "db/engine.h"

static bool
write_whole (SzDb *db,
             const char *resource,
             const SzRecord *record,
             const SzPlace *place,
             GError **error)
{
    const SzKind *kind = record->kind;
    SzStatement *statement = sz_db_statement_for_kind (db, resource, kind, error);
    const int *positions;

    if (statement == NULL)
        return false;
    positions = sz_statement_record_positions (statement);
    sz_bind_id_at (statement, positions[SZ_HEAD_ID], &record->id);
    sz_bind_integer_at (statement, positions[SZ_HEAD_SCOPE], place->scope);
    sz_bind_integer_at (statement, positions[SZ_HEAD_SEQ], place->seq);
    sz_bind_integer_at (statement, positions[SZ_HEAD_REV], record->rev);
    for (size_t i = 0; i < kind->n_fields; i++)
        if (record->present & (UINT64_C (1) << i))
            sz_bind_value_static_at (statement, positions[SZ_HEAD_N + i], &record->values[i]);
    return sz_run (statement, error);
}

bool
sz_records_add (SzDb *db, const SzRecord *record, const SzPlace *place, GError **error)
{
    return write_whole (db, "db/record_add", record, place, error);
}

bool
sz_records_put (SzDb *db, const SzRecord *record, const SzPlace *place, GError **error)
{
    return write_whole (db, "db/record_put", record, place, error);
}

SzRecord *
sz_records_from_row (SzStatement *statement, const SzKind *kind, SzPlace *place)
{
    SzId id;
    SzRecord *record;

    if (!sz_column_id (statement, SZ_HEAD_ID, &id))
        g_assert_not_reached ();
    record = sz_record_new (kind, &id);
    record->rev = sz_column_integer (statement, SZ_HEAD_REV);
    for (size_t i = 0; i < kind->n_fields; i++)
        sz_column_value (statement, SZ_HEAD_N + (int) i, &record->values[i]);
    record->present =
        kind->n_fields == SZ_FIELDS_MAX ? UINT64_MAX : (UINT64_C (1) << kind->n_fields) - 1;
    if (place != NULL) {
        place->scope = sz_column_integer (statement, SZ_HEAD_SCOPE);
        place->seq = sz_column_integer (statement, SZ_HEAD_SEQ);
    }
    return record;
}

SzRecord *
sz_records_get (SzDb *db, const SzKind *kind, const SzId *id, SzPlace *place, GError **error)
{
    SzStatement *statement = sz_db_statement_for_kind (db, "db/record_get", kind, error);
    SzRecord *record = NULL;
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_id (statement, "id", id);
    step = sz_step (statement, error);
    if (step == SZ_STEP_ROW) {
        record = sz_records_from_row (statement, kind, place);
        sz_reset (statement);
    } else if (step == SZ_STEP_DONE) {
        char text[SZ_ID_TEXT];

        sz_id_format (id, text);
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND, "no %s %s", kind->name, text);
    }
    return record;
}

bool
sz_records_remove (SzDb *db, const SzKind *kind, const SzId *id, GError **error)
{
    SzStatement *statement = sz_db_statement_for_kind (db, "db/record_remove", kind, error);

    if (statement == NULL)
        return false;
    sz_bind_id (statement, "id", id);
    return sz_run (statement, error);
}

bool
sz_records_find (SzDb *db, const SzRecord *key, int64_t scope, SzId *id, GError **error)
{
    const SzKind *kind = key->kind;
    SzStatement *statement = sz_db_statement_for_kind (db, "db/record_find", kind, error);
    bool found;

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "scope", scope);
    for (size_t i = 0; i < kind->n_fields; i++)
        if (kind->fields[i].flags & SZ_FIELD_KEY && key->present & (UINT64_C (1) << i))
            sz_bind_value (statement, kind->fields[i].name, &key->values[i]);
    found = sz_step (statement, error) == SZ_STEP_ROW && sz_column_id (statement, 0, id);
    sz_reset (statement);
    return found;
}

GPtrArray *
sz_records_list (SzDb *db,
                 const SzKind *kind,
                 const char *field,
                 const SzValue *value,
                 GError **error)
{
    g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    SzStatement *statement;
    SzStep step;

    if (field == NULL)
        statement = sz_db_statement_for_kind (db, "db/record_list", kind, error);
    else
        statement = sz_db_statement_for_field (db, "db/record_list_by", kind,
                                               sz_kind_field (kind, field), error);
    if (statement == NULL)
        return NULL;
    if (field != NULL)
        sz_bind_value (statement, "value", value);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_ptr_array_add (records, sz_records_from_row (statement, kind, NULL));
    return step == SZ_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

/* The number in the first column of the first row; -1 on error, or when there is no row. */
static int64_t
read_number (SzStatement *statement, GError **error)
{
    int64_t number = -1;

    if (sz_step (statement, error) == SZ_STEP_ROW)
        number = sz_column_integer (statement, 0);
    sz_reset (statement);
    return number;
}

int64_t
sz_records_count (SzDb *db, const SzKind *kind, GError **error)
{
    SzStatement *statement = sz_db_statement_for_kind (db, "db/record_count", kind, error);

    return statement != NULL ? read_number (statement, error) : -1;
}

int64_t
sz_scope_id (SzDb *db, const char *name, GError **error)
{
    g_autoptr (GError) local = NULL;
    SzStatement *find = sz_db_statement (db, "db/scope_find", error);
    SzStatement *add;
    int64_t id;

    if (find == NULL)
        return -1;
    sz_bind_text (find, "name", name);
    id = read_number (find, &local);
    if (id >= 0)
        return id;
    if (local != NULL) {
        g_propagate_error (error, g_steal_pointer (&local));
        return -1;
    }
    add = sz_db_statement (db, "db/scope_add", error);
    if (add == NULL)
        return -1;
    sz_bind_text (add, "name", name);
    if (!sz_run (add, error))
        return -1;
    return read_number (find, error);
}
