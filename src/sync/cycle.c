/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of one exchange, one after the other (cycle.h). */
#define G_LOG_DOMAIN "sz-cycle"

#include "config.h"

#include "sync/cycle.h"

#include "base/env.h"
#include "base/errors.h"
#include "store/writer.h"
#include "sync/lease.h"
#include "sync/push.h"
#include "sync/resync.h"
#include "sync/session.h"

typedef struct {
    SzHttp *http;       /* (owned) */
    SzStore *store;     /* (owned) */
    SzProfile *profile; /* (borrowed) */
    SzCycleWish wish;
    SzCycleFunc func;
    void *func_data;
    SzSession *session; /* (owned) (nullable) */
    GPtrArray *scopes;  /* (owned) (element-type utf8): still to pull */
    bool more;          /* was saved while the last was being sent */
} Cycle;

static void push (GTask *task);
static void pull_next (GTask *task);

static void
cycle_free (void *data)
{
    Cycle *cycle = data;

    g_clear_pointer (&cycle->wish.scopes, g_hash_table_unref);
    g_clear_pointer (&cycle->session, sz_session_free);
    g_ptr_array_unref (cycle->scopes);
    g_clear_object (&cycle->http);
    g_clear_object (&cycle->store);
    g_free (cycle);
}

static void
tell (Cycle *cycle, SzCycleStep step, int64_t done, int64_t rows)
{
    if (cycle->func != NULL)
        cycle->func (step, done, rows, cycle->func_data);
}

/*
 * On the store's thread
 */

/* The centre's own record, once the reference data is there. */
static bool
keep_centre (SzDb *db, GError **error)
{
    g_autofree char *number = sz_cache_fact (db, "centre-number");
    g_autoptr (SzRecord) key = sz_record_new (sz_kind_by_name ("centre"), NULL);
    g_autofree char *text = NULL;
    int64_t scope = sz_scope_id (db, "reference", error);
    SzId id;

    if (scope < 0)
        return false;
    if (number == NULL || *number == '\0')
        return true;
    sz_record_set_text (key, "number", number);
    if (!sz_records_find (db, key, scope, &id, NULL))
        return true;
    text = sz_id_to_string (&id);
    return sz_cache_set_fact (db, "centre-id", text, error);
}

static bool
facts_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Cycle *cycle = data;
    const SzSession *session = cycle->session;
    g_autofree char *device = sz_id_to_string (&cycle->profile->device);
    int64_t server_ms = sz_env_now_ms (sz_env_default ()) + session->offset_ms;

    return sz_cache_set_fact (db, "device", device, error) &&
           sz_resync_epoch (db, session->epoch, touched, error) &&
           sz_cache_set_server_ms (db, server_ms, error) &&
           sz_cache_trim_journal (db, server_ms, error) &&
           sz_cache_set_fact (db, "user-name", session->user_name, error) &&
           sz_cache_set_fact (db, "display-name", session->display_name, error) &&
           sz_cache_set_fact (db, "role", session->role, error) &&
           sz_cache_set_fact (db, "centre-number", session->centre, error) &&
           sz_cache_set_fact (db, "seal", session->seal, error) &&
           sz_cache_set_fact (db, "lease", cycle->profile->has_lease_key ? "1" : NULL, error) &&
           sz_cache_set_fact (db, "allow-test-numbers", session->allow_test_numbers ? "1" : "0",
                              error) &&
           keep_centre (db, error);
}

static bool
facts_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, facts_change, data, error);
}

/* Everything made here has been sent, and the server has been told of all that it answered: what this person may not see any
 * more goes. */
static bool
keep_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Cycle *cycle = data;
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) scopes = NULL;

    if (cycle->session == NULL)
        return true;
    for (unsigned i = 0; i < cycle->session->scopes->len; i++) {
        const SzSessionScope *scope = g_ptr_array_index (cycle->session->scopes, i);

        g_strv_builder_add (builder, scope->name);
    }
    scopes = g_strv_builder_end (builder);
    /* Everybody has the reference data: without it this is no list of rights to throw anything away by. */
    if (!g_strv_contains ((const char *const *) scopes, "reference"))
        return true;
    return sz_cache_keep_scopes (db, (const char *const *) scopes, touched, error);
}

static bool
verified_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    g_autoptr (GDateTime) now =
        g_date_time_new_from_unix_utc (sz_env_now_ms (sz_env_default ()) / 1000);
    g_autofree char *text = g_date_time_format_iso8601 (now);

    return keep_change (db, touched, data, error) && keep_centre (db, error) &&
           sz_cache_set_fact (db, "last-verified", text, error);
}

static bool
verified_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, verified_change, data, error);
}

/*
 * On the main thread
 */

static void
verified_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static void
pulled_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_pull_finish (SZ_HTTP (source), result, &error))
        pull_next (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

static void
progress_cb (int64_t done, int64_t rows, void *data)
{
    tell (data, SZ_CYCLE_PULL, done, rows);
}

/* Takes the task. */
static void
pull_next (GTask *task)
{
    Cycle *cycle = g_task_get_task_data (task);
    g_autofree char *scope = NULL;

    if (cycle->scopes->len == 0) {
        sz_store_work_async (cycle->store, SZ_PRIORITY_NORMAL, verified_work, cycle, NULL,
                             verified_cb, task);
        return;
    }
    scope = g_ptr_array_steal_index (cycle->scopes, 0);
    tell (cycle, SZ_CYCLE_PULL, 0, 0);
    sz_pull_async (cycle->http, cycle->store, scope, progress_cb, cycle,
                   g_task_get_cancellable (task), pulled_cb, task);
}

/* On the store's thread: what is saved from here on is refused, unless something came in meanwhile. */
static bool
last_work (SzWriter *writer, void *data, GError **error)
{
    Cycle *cycle = data;
    g_autoptr (GPtrArray) unsent = sz_cache_unsent (sz_writer_db (writer), 1, 1, error);

    if (unsent == NULL)
        return false;
    cycle->more = unsent->len > 0;
    writer->ended = !cycle->more;
    return true;
}

static void
last_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Cycle *cycle = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_error (task, error);
    else if (cycle->more)
        push (g_steal_pointer (&task));
    else
        g_task_return_new_error (task, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED,
                                 "everything is sent, and the device must wipe itself");
}

static void
pushed_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Cycle *cycle = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_push_finish (SZ_HTTP (source), result, &error))
        g_task_return_error (task, error);
    else if (cycle->session != NULL && cycle->session->wipe)
        sz_store_work_async (cycle->store, SZ_PRIORITY_NORMAL, last_work, cycle, NULL, last_cb,
                             g_steal_pointer (&task));
    else
        pull_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
push (GTask *task)
{
    Cycle *cycle = g_task_get_task_data (task);

    tell (cycle, SZ_CYCLE_PUSH, 0, 0);
    sz_push_async (cycle->http, cycle->store, cycle->profile, g_task_get_cancellable (task),
                   pushed_cb, task);
}

static void
facts_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        push (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

static void
session_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Cycle *cycle = g_task_get_task_data (task);
    GError *error = NULL;

    cycle->session = sz_session_finish (SZ_HTTP (source), result, &error);
    if (cycle->session == NULL) {
        g_task_return_error (task, error);
        return;
    }
    sz_lease_renew (cycle->profile, sz_env_now_ms (sz_env_default ()) + cycle->session->offset_ms,
                    cycle->session->lease_seconds);
    /* The reference data first: names for everything else. */
    for (unsigned i = 0; i < cycle->session->scopes->len; i++) {
        const SzSessionScope *scope = g_ptr_array_index (cycle->session->scopes, i);

        g_ptr_array_insert (cycle->scopes, g_str_equal (scope->name, "reference") ? 0 : -1,
                            g_strdup (scope->name));
    }
    sz_store_work_async (cycle->store, SZ_PRIORITY_NORMAL, facts_work, cycle, NULL, facts_cb,
                         g_steal_pointer (&task));
}

static void
take_scopes (Cycle *cycle)
{
    GHashTableIter iter;
    void *name;

    if (cycle->wish.scopes == NULL)
        return;
    g_hash_table_iter_init (&iter, cycle->wish.scopes);
    while (g_hash_table_iter_next (&iter, &name, NULL))
        g_ptr_array_add (cycle->scopes, g_strdup (name));
}

void
sz_cycle_async (SzHttp *http,
                SzStore *store,
                SzProfile *profile,
                SzCycleWish wish,
                SzCycleFunc func,
                void *func_data,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                void *data)
{
    GTask *task = g_task_new (http, cancellable, callback, data);
    Cycle *cycle = g_new0 (Cycle, 1);

    cycle->http = g_object_ref (http);
    cycle->store = g_object_ref (store);
    cycle->profile = profile;
    cycle->wish = wish;
    cycle->func = func;
    cycle->func_data = func_data;
    cycle->scopes = g_ptr_array_new_with_free_func (g_free);
    g_task_set_name (task, "sz-cycle");
    g_task_set_task_data (task, cycle, cycle_free);
    if (!wish.session) {
        take_scopes (cycle);
        push (task);
        return;
    }
    tell (cycle, SZ_CYCLE_SESSION, 0, 0);
    sz_session_async (http, &profile->device, cancellable, session_cb, task);
}

gboolean
sz_cycle_finish (SzHttp *http, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
