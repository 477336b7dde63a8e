/* SPDX-License-Identifier: EUPL-1.2 */
/* Mark and sweep of a scope (resync.h). A fact remembers that the sweep is due: a pull from the start may take several
 * attempts, and the program may end between them. */
#define G_LOG_DOMAIN "sz-resync"

#include "config.h"

#include "sync/resync.h"

#include "base/mutant.h"

char *
sz_resync_cursor (SzWriter *writer, const char *scope, GError **error)
{
    SzStatement *statement = sz_db_statement (sz_writer_db (writer), "store/cursor_get", error);
    char *cursor = NULL;

    if (statement == NULL)
        return NULL;
    sz_bind_text (statement, "scope", scope);
    if (sz_step (statement, error) == SZ_STEP_ROW)
        cursor = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return cursor;
}

static bool
for_each_kind (SzDb *db, const char *resource, int64_t scope, GError **error)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        SzStatement *statement = sz_db_statement_for_kind (db, resource, kinds[i], error);

        if (statement == NULL)
            return false;
        sz_bind_integer (statement, "scope", scope);
        if (!sz_run (statement, error))
            return false;
    }
    return true;
}

static bool
set_due (SzDb *db, const char *scope, bool due, GError **error)
{
    g_autofree char *name = g_strconcat ("resync:", scope, NULL);

    return sz_cache_set_fact (db, name, due ? "1" : "", error);
}

bool
sz_resync_is_due (SzWriter *writer, const char *scope)
{
    g_autofree char *name = g_strconcat ("resync:", scope, NULL);
    g_autofree char *due = sz_cache_fact (sz_writer_db (writer), name);

    return g_strcmp0 (due, "1") == 0 && !SZ_MUTANT ("no-sweep");
}

bool
sz_resync_mark_within (SzDb *db, const char *scope, GError **error)
{
    int64_t id = sz_scope_id (db, scope, error);
    SzStatement *cursor = id >= 0 ? sz_db_statement (db, "store/cursor_remove", error) : NULL;
    SzStatement *base;

    if (cursor == NULL)
        return false;
    sz_bind_text (cursor, "scope", scope);
    if (!sz_run (cursor, error) || !set_due (db, scope, true, error))
        return false;
    base = sz_db_statement (db, "store/base_mark", error);
    if (base == NULL)
        return false;
    sz_bind_integer (base, "scope", id);
    return sz_run (base, error) && for_each_kind (db, "store/resync_mark", id, error);
}

static bool
mark_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    return sz_resync_mark_within (db, data, error);
}

bool
sz_resync_mark (SzWriter *writer, const char *scope, GError **error)
{
    return sz_writer_commit (writer, mark_change, (void *) scope, error);
}

bool
sz_resync_epoch (SzDb *db, const char *epoch, SzTouched *touched, GError **error)
{
    g_autoptr (GPtrArray) scopes = sz_cache_scopes (db, error);
    bool is_new = false;

    if (scopes == NULL || !sz_cache_set_epoch (db, epoch, touched, &is_new, error))
        return false;
    for (unsigned i = 0; is_new && i < scopes->len; i++) {
        if (!sz_resync_mark_within (db, scopes->pdata[i], error))
            return false;
    }
    return true;
}

typedef struct {
    SzId id;
    const SzKind *kind;
} Named;

/* (element-type Named): records with operations on their way that the server no longer named. */
static GArray *
stale_bases (SzDb *db, int64_t scope, GError **error)
{
    g_autoptr (GArray) stale = g_array_new (FALSE, FALSE, sizeof (Named));
    SzStatement *statement = sz_db_statement (db, "store/base_stale", error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    sz_bind_integer (statement, "scope", scope);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        Named named = { .kind = sz_kind_by_number ((int) sz_column_integer (statement, 1)) };

        if (named.kind != NULL && sz_column_id (statement, 0, &named.id))
            g_array_append_val (stale, named);
    }
    return step == SZ_STEP_DONE ? g_steal_pointer (&stale) : NULL;
}

static bool
sweep_bases (SzDb *db, int64_t scope, SzTouched *touched, GError **error)
{
    g_autoptr (GArray) stale = stale_bases (db, scope, error);
    const SzPlace place = { scope, 0 };

    for (unsigned i = 0; stale != NULL && i < stale->len; i++) {
        const Named *named = &g_array_index (stale, Named, i);

        if (!sz_overlay_new_base (db, named->kind, &named->id, NULL, &place, error) ||
            !sz_overlay_replay (db, named->kind, &named->id, touched, error))
            return false;
    }
    return stale != NULL;
}

static bool
sweep_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const char *scope = data;
    int64_t id = sz_scope_id (db, scope, error);

    touched->everybody = true;
    touched->kinds = UINT64_MAX;
    return id >= 0 && for_each_kind (db, "store/resync_sweep", id, error) &&
           sweep_bases (db, id, touched, error) && set_due (db, scope, false, error);
}

bool
sz_resync_sweep (SzWriter *writer, const char *scope, GError **error)
{
    return sz_writer_commit (writer, sweep_change, (void *) scope, error);
}
