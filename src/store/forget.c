/* SPDX-License-Identifier: EUPL-1.2 */
/* A pupil's file leaves the desk (cache.h): what is kept for undo and for a server that loses its history goes, too. */
#define G_LOG_DOMAIN "sz-forget"

#include "config.h"

#include "store/cache.h"

#include "record/json.h"

static bool
names (const SzRecord *record, GHashTable *gone)
{
    if (record == NULL)
        return false;
    for (size_t i = 0; i < record->kind->n_fields; i++)
        if (record->values[i].type == SZ_VALUE_ID &&
            g_hash_table_contains (gone, &record->values[i].id))
            return true;
    return g_hash_table_contains (gone, &record->id);
}

static bool
touches (const char *body, GHashTable *gone)
{
    g_autoptr (SzOperation) op = sz_operation_from_json (body, NULL);

    for (unsigned i = 0; op != NULL && i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        if (names (part->set, gone) || names (part->base, gone))
            return true;
    }
    return false;
}

/* `bodies` gives numbers and operations, `remove` takes one by its number. */
static bool
forget (SzDb *db, const char *bodies, const char *remove, GHashTable *gone, GError **error)
{
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, bodies, error);
    SzStep step;

    if (statement == NULL)
        return false;
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t number = sz_column_integer (statement, 0);

        if (touches (sz_column_text (statement, 1), gone))
            g_array_append_val (found, number);
    }
    if (step != SZ_STEP_DONE)
        return false;
    for (unsigned i = 0; i < found->len; i++) {
        statement = sz_db_statement (db, remove, error);
        if (statement == NULL)
            return false;
        sz_bind_integer (statement, "at", g_array_index (found, int64_t, i));
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

bool
sz_cache_forget (SzDb *db, GHashTable *gone, SzTouched *touched, GError **error)
{
    touched->forget = true;
    return forget (db, "store/journal_bodies", "store/journal_remove", gone, error) &&
           forget (db, "store/undo_bodies", "store/undo_remove", gone, error);
}
