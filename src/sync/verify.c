/* SPDX-License-Identifier: EUPL-1.2 */
/* One scope after the other: the server's sums, ours, the buckets that differ, and both sums once more (verify.h). The engine goes on
 * beside it: a comparison counts only when both sides stood at the same number, and a bucket is put only where the cache still does. */
#define G_LOG_DOMAIN "sz-verify"

#include "config.h"

#include "sync/verify.h"

#include "base/env.h"
#include "base/errors.h"
#include "store/diagnosis.h"
#include "store/stored.h"
#include "sync/http.h"
#include "sync/mend.h"
#include "sync/resync.h"
#include "sync/sums.h"

#define TRIES 6 /* while the scope moves on */
#define BUCKETS_MAX                                                                                \
    16 /* the server reads the whole scope for each of them: more come quicker all together */
#define WEEK_S (7 * 24 * 3600)

typedef struct {
    const SzKind *kind;
    int bucket;
} Place;

typedef struct {
    SzStore *store; /* (owned) */
    SzHttp *http;   /* (owned) */
    GPtrArray
        *names; /* (owned) (element-type utf8): scopes still to compare, the present one first */
    SzTheirSums *theirs; /* (owned) (nullable) */
    GArray *places;      /* (owned) (element-type Place): still to fetch */
    SzMending mending;
    char *answer; /* (owned) (nullable): of the bucket that is being put */
    unsigned tries;
    bool repaired; /* the present scope, once */
    SzVerified verified;
} Verify;

static void exchange (GTask *task, GAsyncReadyCallback callback);
static void ask_sums (GTask *task);
static void ask_bucket (GTask *task);
static void try_again (GTask *task);

static void
verify_free (void *data)
{
    Verify *self = data;

    g_clear_object (&self->store);
    g_clear_object (&self->http);
    g_ptr_array_unref (self->names);
    g_clear_pointer (&self->theirs, sz_their_sums_free);
    g_array_unref (self->places);
    g_free (self->answer);
    g_free (self);
}

static const char *
scope_of (const Verify *self)
{
    return g_ptr_array_index (self->names, 0);
}

/*
 * The end
 */

static bool
facts_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const SzVerified *verified = data;
    g_autoptr (GDateTime) now =
        g_date_time_new_from_unix_utc (sz_env_now_ms (sz_env_default ()) / 1000);
    g_autofree char *time = g_date_time_format_iso8601 (now);
    g_autofree char *mended =
        verified->anew ? g_strdup ("all") : g_strdup_printf ("%u", verified->mended);

    if (!sz_cache_set_fact (db, "last-checked", time, error))
        return false;
    return (verified->buckets == 0 && !verified->anew) ||
           (sz_cache_set_fact (db, "last-mended", time, error) &&
            sz_cache_set_fact (db, "mended", mended, error));
}

static bool
facts_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, facts_change, data, error);
}

static void
noted_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    GError *error = NULL;

    sz_store_read_facts (self->store);
    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_pointer (task, g_memdup2 (&self->verified, sizeof self->verified), g_free);
    else
        g_task_return_error (task, error);
}

/* Takes the task, as all that follow do. */
static void
finish (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Verify *self = g_task_get_task_data (task);

    if (g_task_return_error_if_cancelled (task))
        return;
    if (self->verified.buckets > 0 || self->verified.anew)
        g_message ("%u records of %u buckets were not as the server has them%s",
                   self->verified.mended, self->verified.buckets,
                   self->verified.anew ? "; all were fetched anew" : "");
    sz_store_work_async (self->store, SZ_PRIORITY_NORMAL, facts_work, &self->verified, NULL,
                         noted_cb, g_steal_pointer (&owned));
}

/*
 * Everything anew
 */

static bool
mark_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    g_autoptr (GPtrArray) scopes = sz_cache_scopes (db, error);

    for (unsigned i = 0; scopes != NULL && i < scopes->len; i++)
        if (!sz_resync_mark_within (db, scopes->pdata[i], error))
            return false;
    return scopes != NULL;
}

static bool
mark_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, mark_change, NULL, error);
}

static void
fetched_anew_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_engine_sync_finish (SZ_ENGINE (source), result, &error))
        finish (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

static void
marked_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        exchange (g_steal_pointer (&task), fetched_anew_cb);
    else
        g_task_return_error (task, error);
}

static void
fetch_anew (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Verify *self = g_task_get_task_data (task);

    if (g_task_return_error_if_cancelled (task))
        return;
    self->verified.anew = true;
    sz_store_work_async (self->store, SZ_PRIORITY_NORMAL, mark_work, NULL, NULL, marked_cb,
                         g_steal_pointer (&owned));
}

/*
 * Buckets
 */

static bool
mend_work (SzWriter *writer, void *data, GError **error)
{
    return sz_mend (writer, data, error);
}

static void
mended_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error)) {
        g_task_return_error (task, sz_http_translate (self->http, error));
        return;
    }
    if (self->mending.moved) {
        try_again (g_steal_pointer (&task));
        return;
    }
    self->verified.buckets++;
    self->verified.mended += self->mending.mended;
    g_array_remove_index (self->places, 0);
    ask_bucket (g_steal_pointer (&task));
}

static void
bucket_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    const Place *place = &g_array_index (self->places, Place, 0);
    GError *error = NULL;

    g_free (self->answer);
    self->answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    if (self->answer == NULL) {
        g_task_return_error (task, sz_http_translate (self->http, error));
        return;
    }
    if (g_task_return_error_if_cancelled (task))
        return;
    self->mending =
        (SzMending){ scope_of (self), place->kind, place->bucket, .answer = self->answer };
    sz_store_work_async (self->store, SZ_PRIORITY_IDLE, mend_work, &self->mending, NULL, mended_cb,
                         g_steal_pointer (&task));
}

static void
get (GTask *task, const char *path, GAsyncReadyCallback callback)
{
    g_autoptr (GTask) owned = task;
    Verify *self = g_task_get_task_data (task);
    GError *error = NULL;
    g_autoptr (SoupMessage) message = sz_http_message (self->http, "GET", path, &error);

    if (message == NULL)
        g_task_return_error (task, error);
    else
        sz_http_send_async (self->http, message, g_task_get_cancellable (task), callback,
                            g_steal_pointer (&owned));
}

static void
ask_bucket (GTask *task)
{
    Verify *self = g_task_get_task_data (task);
    g_autofree char *scope = g_uri_escape_string (scope_of (self), NULL, FALSE);
    g_autofree char *path = NULL;
    const Place *place;

    if (self->places->len == 0) {
        self->repaired = true;
        ask_sums (task);
        return;
    }
    place = &g_array_index (self->places, Place, 0);
    path = g_strdup_printf ("/v1/bucket?scope=%s&kind=%s&b=%d", scope, place->kind->name,
                            place->bucket);
    get (task, path, bucket_cb);
}

/*
 * Sums
 */

static void
next_scope (GTask *task)
{
    Verify *self = g_task_get_task_data (task);

    self->repaired = false;
    self->tries = 0;
    if (self->names->len > 0)
        ask_sums (task);
    else
        finish (task);
}

static void
compare (Verify *self, const SzSums *ours)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    g_array_set_size (self->places, 0);
    for (size_t i = 0; i < n; i++) {
        for (int bucket = 0; bucket < SZ_BUCKETS; bucket++) {
            Place place = { kinds[i], bucket };

            if (!sz_sums_bucket_equal (self->theirs->sums, ours, kinds[i]->number, bucket))
                g_array_append_val (self->places, place);
        }
    }
}

static void
summed_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    GError *error = NULL;
    g_autoptr (SzStored) ours = sz_store_sums_finish (SZ_STORE (source), result, &error);

    if (ours == NULL) {
        g_task_return_error (task, error);
        return;
    }
    if (ours->seq != self->theirs->seq || g_strcmp0 (ours->epoch, self->theirs->epoch) != 0) {
        try_again (g_steal_pointer (&task));
        return;
    }
    compare (self, ours->sums);
    if (self->places->len == 0) {
        self->verified.rows += sz_sums_rows (ours->sums);
        g_ptr_array_remove_index (self->names, 0);
        next_scope (g_steal_pointer (&task));
    } else if (self->repaired || self->places->len > BUCKETS_MAX) {
        fetch_anew (g_steal_pointer (&task));
    } else {
        ask_bucket (g_steal_pointer (&task));
    }
}

static void
sums_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    GError *error = NULL;
    g_autofree char *answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    GCancellable *cancellable = g_task_get_cancellable (task);

    g_clear_pointer (&self->theirs, sz_their_sums_free);
    if (answer != NULL)
        self->theirs = sz_their_sums_read (answer, &error);
    if (self->theirs == NULL) {
        g_task_return_error (task, sz_http_translate (self->http, error));
    } else if (self->theirs->unlike) {
        self->verified.unlike = true;
        g_task_return_pointer (task, g_memdup2 (&self->verified, sizeof self->verified), g_free);
    } else if (!g_task_return_error_if_cancelled (task)) {
        sz_store_sums_async (self->store, scope_of (self), cancellable, summed_cb,
                             g_steal_pointer (&task));
    }
}

static void
ask_sums (GTask *task)
{
    Verify *self = g_task_get_task_data (task);
    g_autofree char *scope = g_uri_escape_string (scope_of (self), NULL, FALSE);
    g_autofree char *path = g_strdup_printf ("/v1/sums?scope=%s", scope);

    get (task, path, sums_cb);
}

/*
 * Exchanges
 */

/* One that is cancelled must not make a stopped engine run again. */
static void
exchange (GTask *task, GAsyncReadyCallback callback)
{
    g_autoptr (GTask) owned = task;

    if (!g_task_return_error_if_cancelled (task))
        sz_engine_sync_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                              callback, g_steal_pointer (&owned));
}

static void
caught_up_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_engine_sync_finish (SZ_ENGINE (source), result, &error))
        ask_sums (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

/* Somebody saved meanwhile. */
static void
try_again (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Verify *self = g_task_get_task_data (task);

    if (++self->tries < TRIES)
        exchange (g_steal_pointer (&owned), caught_up_cb);
    else
        g_task_return_new_error (task, SZ_SYNC_ERROR, SZ_SYNC_ERROR_TOO_MANY,
                                 "the scope moves on too quickly to be compared");
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Verify *self = g_task_get_task_data (task);
    g_autoptr (GPtrArray) scopes = NULL;
    GError *error = NULL;

    if (sz_engine_sync_finish (SZ_ENGINE (source), result, &error) &&
        !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
        scopes = sz_store_scopes (self->store, &error);
    if (scopes == NULL) {
        g_task_return_error (task, error);
        return;
    }
    for (unsigned i = 0; i < scopes->len; i++)
        g_ptr_array_add (self->names,
                         g_strdup (((SzScopeState *) g_ptr_array_index (scopes, i))->name));
    next_scope (g_steal_pointer (&task));
}

void
sz_verify_async (SzEngine *engine,
                 SzProfile *profile,
                 SzStore *store,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 void *data)
{
    GTask *task = g_task_new (engine, cancellable, callback, data);
    Verify *self = g_new0 (Verify, 1);

    self->store = g_object_ref (store);
    self->http = sz_http_new (profile);
    self->names = g_ptr_array_new_with_free_func (g_free);
    self->places = g_array_new (FALSE, FALSE, sizeof (Place));
    g_task_set_name (task, "sz-verify");
    g_task_set_task_data (task, self, verify_free);
    exchange (task, exchanged_cb);
}

bool
sz_verify_finish (SzEngine *engine, GAsyncResult *result, SzVerified *verified, GError **error)
{
    g_autofree SzVerified *found = g_task_propagate_pointer (G_TASK (result), error);

    if (found != NULL)
        *verified = *found;
    return found != NULL;
}

bool
sz_verify_is_due (SzStore *store)
{
    const char *text = sz_store_fact (store, "last-checked");
    g_autoptr (GDateTime) last = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
    int64_t age;

    if (last == NULL)
        return true;
    age = sz_env_now_ms (sz_env_default ()) / 1000 - g_date_time_to_unix (last);
    return age > WEEK_S || age < 0;
}
