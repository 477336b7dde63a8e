/* SPDX-License-Identifier: EUPL-1.2 */
/* The store object: hands work to its thread (writer.c) and reads small things where it is asked. */
#define G_LOG_DOMAIN "sz-store"

#include "config.h"

#include "store/store_private.h"

#include "base/errors.h"

#include <string.h>

#define TELL_INTERVAL_MS 100

enum {
    CHANGED,
    OUTBOX_CHANGED,
    N_SIGNALS,
};

static unsigned signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SzStore, sz_store, G_TYPE_OBJECT)

/*
 * Telling
 */

void
sz_store_read_facts (SzStore *self)
{
    SzStatement *statement =
        self->reader != NULL ? sz_db_statement (self->reader, "store/fact_list", NULL) : NULL;

    g_hash_table_remove_all (self->facts);
    while (statement != NULL && sz_step (statement, NULL) == SZ_STEP_ROW)
        g_hash_table_insert (self->facts, g_strdup (sz_column_text (statement, 0)),
                             g_strdup (sz_column_text (statement, 1)));
}

static void
count_outbox (SzStore *self)
{
    int64_t waiting = sz_cache_count (self->reader, "store/outbox_count", NULL);
    int64_t reviews = sz_cache_count (self->reader, "store/review_count", NULL);

    self->waiting = (unsigned) MAX (0, waiting);
    self->reviews = (unsigned) MAX (0, reviews);
}

static gboolean
tell_screens (void *data)
{
    SzStore *self = data;
    unsigned waiting = self->waiting, reviews = self->reviews;
    uint64_t kinds;

    __atomic_store_n (&self->told, 0, __ATOMIC_SEQ_CST);
    if (self->reader == NULL)
        return G_SOURCE_REMOVE;
    kinds = __atomic_exchange_n (&self->writer->changed, 0, __ATOMIC_SEQ_CST);
    sz_store_read_facts (self);
    count_outbox (self);
    if (kinds != 0)
        g_signal_emit (self, signals[CHANGED], 0, kinds);
    if (waiting != self->waiting || reviews != self->reviews)
        g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
    return G_SOURCE_REMOVE;
}

/* From any thread; at most once per interval. */
static void
tell_later (void *data)
{
    SzStore *self = data;
    g_autoptr (GSource) source = NULL;

    if (__atomic_exchange_n (&self->told, 1, __ATOMIC_SEQ_CST) != 0)
        return;
    source = g_timeout_source_new (TELL_INTERVAL_MS);
    g_source_set_callback (source, tell_screens, g_object_ref (self), g_object_unref);
    g_source_attach (source, self->context);
}

/*
 * Work on the store's thread
 */

typedef struct {
    SzWorkFunc work;
    void *data;
} Work;

static void
work_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzStore *self = source;
    Work *work = task_data;
    GError *error = NULL;

    if (work->work (self->writer, work->data, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

void
sz_store_work_async (SzStore *self,
                     SzPriority priority,
                     SzWorkFunc work,
                     void *data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *user_data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
    Work *job = g_new (Work, 1);

    g_return_if_fail (self->worker != NULL);
    *job = (Work){ work, data };
    g_task_set_name (task, "sz-store-work");
    g_task_set_task_data (task, job, g_free);
    sz_worker_queue (self->worker, priority, task, work_cb);
}

gboolean
sz_store_work_finish (SzStore *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
    return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Opening and closing
 */

typedef struct {
    SzStore *store; /* (owned) */
    bool recovered;
} Opening;

static void
opening_free (void *data)
{
    Opening *opening = data;

    g_clear_object (&opening->store);
    g_free (opening);
}

static void
open_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Opening *opening = task_data;
    SzStore *store = opening->store;
    GError *error = NULL;

    store->writer = sz_writer_open (store->path, store->key, &error);
    if (store->writer == NULL) {
        g_task_return_error (task, error);
        return;
    }
    opening->recovered = store->writer->recovered;
    store->writer->tell = tell_later;
    store->writer->told_data = store;
    g_task_return_boolean (task, TRUE);
}

void
sz_store_open_async (const char *path,
                     const uint8_t *key,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     void *data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
    Opening *opening = g_new0 (Opening, 1);

    opening->store = g_object_new (SZ_TYPE_STORE, NULL);
    opening->store->path = g_strdup (path);
    memcpy (opening->store->key, key, 32);
    g_task_set_name (task, "sz-store-open");
    g_task_set_task_data (task, opening, opening_free);
    sz_worker_queue (opening->store->worker, SZ_PRIORITY_URGENT, task, open_cb);
}

SzStore *
sz_store_open_finish (GAsyncResult *result, bool *recovered, GError **error)
{
    GTask *task = G_TASK (result);
    Opening *opening = g_task_get_task_data (task);
    /* Not left to the task: its last reference may go on the store's own thread, which cannot wait for itself. */
    g_autoptr (SzStore) store = g_steal_pointer (&opening->store);

    if (!g_task_propagate_boolean (task, error))
        return NULL;
    store->reader =
        sz_db_open_sqlite (store->path, store->key, SZ_DB_READ_ONLY | SZ_DB_SMALL_CACHE, error);
    if (store->reader == NULL)
        return NULL;
    sz_store_read_facts (store);
    count_outbox (store);
    if (recovered != NULL)
        *recovered = opening->recovered;
    return g_steal_pointer (&store);
}

static void
close_writer_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzStore *self = task_data;

    g_clear_pointer (&self->writer, sz_writer_close);
    g_task_return_boolean (task, TRUE);
}

static void
close_reports_cb (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzStore *self = task_data;

    if (self->report_db != NULL && sz_db_is_damaged (self->report_db))
        self->writer->damaged = true;
    g_clear_pointer (&self->report_db, sz_db_close);
    g_task_return_boolean (task, TRUE);
}

/* The task borrows the store: a reference would bring back what is being disposed of. */
static void
stop_worker (SzStore *self, SzWorker **worker, SzWorkerFunc last)
{
    if (*worker != NULL) {
        g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

        g_task_set_task_data (task, self, NULL);
        sz_worker_queue (*worker, SZ_PRIORITY_IDLE, task, last);
        sz_worker_stop (*worker);
        g_clear_object (worker);
    }
}

void
sz_store_close (SzStore *self)
{
    g_return_if_fail (SZ_IS_STORE (self));
    if (self->reader != NULL && self->writer != NULL && sz_db_is_damaged (self->reader))
        self->writer->damaged = true;
    g_clear_pointer (&self->reader, sz_db_close);
    if (self->report_db != NULL)
        sz_db_interrupt (self->report_db);
    stop_worker (self, &self->reports, close_reports_cb);
    stop_worker (self, &self->worker, close_writer_cb);
}

static void
sz_store_dispose (GObject *object)
{
    sz_store_close (SZ_STORE (object));
    G_OBJECT_CLASS (sz_store_parent_class)->dispose (object);
}

static void
sz_store_finalize (GObject *object)
{
    SzStore *self = SZ_STORE (object);

    explicit_bzero (self->key, sizeof self->key);
    g_free (self->path);
    g_hash_table_unref (self->facts);
    g_main_context_unref (self->context);
    G_OBJECT_CLASS (sz_store_parent_class)->finalize (object);
}

static void
sz_store_class_init (SzStoreClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = sz_store_dispose;
    object_class->finalize = sz_store_finalize;
    signals[CHANGED] = g_signal_new ("changed", SZ_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
    signals[OUTBOX_CHANGED] = g_signal_new ("outbox-changed", SZ_TYPE_STORE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sz_store_init (SzStore *self)
{
    self->context = g_main_context_ref_thread_default ();
    self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->worker = sz_worker_new ("sz-store");
    self->reports = sz_worker_new ("sz-reports");
}

/*
 * Reading
 */

SzDb *
sz_store_reader (SzStore *self)
{
    return self->reader;
}

SzRecord *
sz_store_get (SzStore *self, const SzKind *kind, const SzId *id, GError **error)
{
    g_return_val_if_fail (SZ_IS_STORE (self), NULL);
    return sz_records_get (self->reader, kind, id, NULL, error);
}

GPtrArray *
sz_store_list (SzStore *self,
               const SzKind *kind,
               const char *field,
               const SzValue *value,
               GError **error)
{
    g_return_val_if_fail (SZ_IS_STORE (self), NULL);
    return sz_records_list (self->reader, kind, field, value, error);
}

unsigned
sz_store_waiting (SzStore *self)
{
    return self->waiting;
}

unsigned
sz_store_reviews (SzStore *self)
{
    return self->reviews;
}

const char *
sz_store_fact (SzStore *self, const char *name)
{
    const char *value = g_hash_table_lookup (self->facts, name);

    return value != NULL && *value != '\0' ? value : NULL;
}
