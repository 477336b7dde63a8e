/* SPDX-License-Identifier: EUPL-1.2 */
/* Lays what a row says of a record over what is stored, through the sink. */
#define G_LOG_DOMAIN "sz-import-save"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>

/* The id of a new record. A reference record's follows from its key, so that two servers agree; `record` may have
 * an id of its own already. */
static SzId
new_id (SzImport *import, const SzRecord *record)
{
    if (!sz_id_is_null (&record->id))
        return record->id;
    if (record->kind->scope != SZ_SCOPE_REFERENCE)
        return sz_id_new (import->sink->env);

    g_autoptr (GString) name = g_string_new (NULL);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if ((record->kind->fields[i].flags & SZ_FIELD_KEY) == 0)
            continue;
        g_autofree char *value = sz_value_to_text (&record->values[i]);
        g_string_append_printf (name, "%s%s", name->len > 0 ? "/" : "", value);
    }
    return sz_id_from_name (record->kind->name, name->str);
}

/* Lays the present fields of `said` over `stored`; true when that changes it. */
static bool
lay_over (SzRecord *stored, const SzRecord *said)
{
    bool changed = false;

    for (size_t i = 0; i < said->kind->n_fields; i++) {
        if (((said->present >> i) & 1) == 0 ||
            sz_value_equal (&stored->values[i], &said->values[i]))
            continue;
        sz_record_set_value (stored, i, &said->values[i]);
        changed = true;
    }
    return changed;
}

/* The last net under the layouts' own checks. */
static bool
check (SzImport *import, const SzRecord *record)
{
    g_autoptr (GError) error = NULL;

    if (sz_record_check (record, true, import->options->allow_test_numbers, &error))
        return true;
    return sz_import_reject (import, SZ_WHOLE_ROW,
                             g_strdup_printf (_ ("This row makes no good record (%s)."),
                                              error->message));
}

static bool
put (SzImport *import, const char *scope, const SzRecord *before, const SzRecord *after)
{
    if (!check (import, after) ||
        !import->sink->put (import->sink->data, scope, before, after, &import->error))
        return false;
    import->outcome = MAX (import->outcome, before ? SZ_OUTCOME_CHANGED : SZ_OUTCOME_CREATED);
    return true;
}

static bool
create (SzImport *import, const char *scope, SzRecord *record)
{
    g_autoptr (SzRecord) whole = NULL;

    record->id = new_id (import, record);
    whole = sz_record_copy (record);
    for (size_t i = 0; i < whole->kind->n_fields; i++)
        whole->present |= UINT64_C (1) << i;
    return put (import, scope, NULL, whole);
}

bool
sz_import_find (SzImport *import, const char *scope, const SzRecord *key, SzRecord **found)
{
    *found = NULL;
    return import->sink->find (import->sink->data, scope, key, found, &import->error);
}

bool
sz_import_save (SzImport *import, const char *scope, SzRecord *record, SzSavePolicy policy)
{
    g_autoptr (SzRecord) before = NULL;
    size_t line = import->row.line;
    size_t first = line;

    if (!sz_import_find (import, scope, record, &before))
        return false;
    if (before == NULL && !create (import, scope, record))
        return false;
    if (before != NULL)
        record->id = before->id;
    if (policy == SZ_SAVE_NEW)
        return true;
    if (!import->sink->mark (import->sink->data, &record->id, line, &first, &import->error))
        return false;
    if (before == NULL)
        return true;

    g_autoptr (SzRecord) after = sz_record_copy (before);
    if (!lay_over (after, record))
        return true;
    if (first != line)
        return sz_import_reject (
            import, SZ_WHOLE_ROW,
            g_strdup_printf (_ ("Line %zu says something else of the same %s."), first,
                             sz_kind_label (record->kind)));
    return put (import, scope, before, after);
}

bool
sz_import_create_once (SzImport *import, const char *scope, SzRecord *record)
{
    g_autoptr (SzRecord) stored = NULL;

    if (!import->sink->get (import->sink->data, record->kind, &record->id, &stored, &import->error))
        return false;
    return stored != NULL || create (import, scope, record);
}
