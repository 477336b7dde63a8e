/* SPDX-License-Identifier: EUPL-1.2 */
/* Lends connections; see readers.h. */
#define G_LOG_DOMAIN "sz-readers"

#include "server/readers.h"

#define LINE_MAX_LENGTH 4000
#define TRY_AGAIN_US                                                                               \
    G_USEC_PER_SEC /* what asks meanwhile is told at once that the database is not there */

typedef struct {
    SzReaderFunc func;
    void *data;
} Waiter;

struct SzReaders {
    GPtrArray *workers; /* (owned) (element-type SzWorker) */
    GPtrArray *all;     /* (owned) (element-type SzReader) */
    GQueue free;        /* (element-type SzReader) */
    GQueue line;        /* (element-type Waiter) */
};

/* A reader whose connection was lost, and who waits for it. */
typedef struct {
    SzReader *reader; /* (borrowed) */
    Waiter waiter;
} Repair;

static void
reader_free (void *data)
{
    SzReader *reader = data;
    sz_core_close (reader->core);
    g_free (reader);
}

SzReaders *
sz_readers_new (const char *database,
                const uint8_t *key,
                SzCoreOpen open,
                unsigned n_cores,
                unsigned n_workers,
                GError **error)
{
    SzReaders *self = g_new0 (SzReaders, 1);
    self->workers = g_ptr_array_new_with_free_func (g_object_unref);
    self->all = g_ptr_array_new_with_free_func (reader_free);
    for (unsigned i = 0; i < n_workers; i++)
        g_ptr_array_add (self->workers, sz_worker_new ("database"));
    for (unsigned i = 0; i < n_cores; i++) {
        SzCore *core = open (database, key, sz_env_default (), error);
        if (core == NULL) {
            sz_readers_free (self);
            return NULL;
        }
        SzReader *reader = g_new0 (SzReader, 1);
        reader->core = core;
        reader->worker = self->workers->pdata[i % n_workers];
        g_ptr_array_add (self->all, reader);
        g_queue_push_tail (&self->free, reader);
    }
    return self;
}

void
sz_readers_free (SzReaders *self)
{
    if (self == NULL)
        return;
    for (unsigned i = 0; i < self->workers->len; i++)
        sz_worker_stop (self->workers->pdata[i]);
    g_queue_clear (&self->free);
    g_queue_clear_full (&self->line, g_free);
    g_ptr_array_unref (self->all);
    g_ptr_array_unref (self->workers);
    g_free (self);
}

static void
reopen (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Repair *repair = task_data;
    GError *error = NULL;
    if (sz_core_reopen (repair->reader->core, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static void
reopened_cb (GObject *source, GAsyncResult *result, void *data)
{
    Repair *repair = data;
    SzReader *reader = repair->reader;
    g_autoptr (GError) error = NULL;
    bool opened = g_task_propagate_boolean (G_TASK (result), &error);
    if (opened)
        g_message ("a connection to the database was lost and is made anew");
    else if (reader->try_again_us == 0)
        g_message ("a connection to the database was lost: %s", error->message);
    reader->try_again_us = opened ? 0 : g_get_monotonic_time () + TRY_AGAIN_US;
    repair->waiter.func (reader, repair->waiter.data);
    g_free (repair);
}

/* With a connection of which nobody knows that it was lost. */
static void
lend (SzReader *reader, SzReaderFunc func, void *data)
{
    if (!sz_db_is_lost (reader->core->db) || g_get_monotonic_time () < reader->try_again_us) {
        func (reader, data);
        return;
    }
    Repair *repair = g_new0 (Repair, 1);
    repair->reader = reader;
    repair->waiter = (Waiter){ func, data };
    g_autoptr (GTask) task = g_task_new (NULL, NULL, reopened_cb, repair);
    g_task_set_name (task, "reopen");
    g_task_set_task_data (task, repair, NULL);
    sz_worker_queue (reader->worker, SZ_PRIORITY_URGENT, task, reopen);
}

bool
sz_readers_take (SzReaders *self, SzReaderFunc func, void *data)
{
    SzReader *reader = g_queue_pop_head (&self->free);
    if (reader != NULL) {
        lend (reader, func, data);
        return true;
    }
    if (g_queue_get_length (&self->line) >= LINE_MAX_LENGTH)
        return false;
    Waiter *waiter = g_new0 (Waiter, 1);
    waiter->func = func;
    waiter->data = data;
    g_queue_push_tail (&self->line, waiter);
    return true;
}

void
sz_readers_give (SzReaders *self, SzReader *reader)
{
    g_autofree Waiter *waiter = g_queue_pop_head (&self->line);
    if (waiter != NULL)
        lend (reader, waiter->func, waiter->data);
    else
        g_queue_push_tail (&self->free, reader);
}

bool
sz_readers_are_back (const SzReaders *self)
{
    return self->free.length == self->all->len && self->line.length == 0;
}

void
sz_readers_allow_test_numbers (SzReaders *self, bool allow)
{
    for (unsigned i = 0; i < self->all->len; i++)
        ((SzReader *) self->all->pdata[i])->core->allow_test_numbers = allow;
}
