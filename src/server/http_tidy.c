/* SPDX-License-Identifier: EUPL-1.2 */
/* Tidies the database (tidy.h) soon after a start and then once a day. Several servers on one database may all do it. */
#define G_LOG_DOMAIN "sz-http-tidy"

#include "server/http_private.h"
#include "server/tidy.h"

#define FIRST_S 60
#define DAY_S (24 * 3600)

static void
tidy_on_worker (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzReader *reader = task_data;
    GError *error = NULL;
    int64_t removed;

    if (!sz_tidy (reader->core, SZ_TIDY_KEEP_MS, &removed, &error))
        g_task_return_error (task, error);
    else
        g_task_return_int (task, removed);
}

static void
tidied_cb (GObject *source, GAsyncResult *result, void *data)
{
    SzHttpServer *http = data;
    g_autoptr (GError) error = NULL;
    gssize removed = g_task_propagate_int (G_TASK (result), &error);

    sz_readers_give (http->writers, g_task_get_task_data (G_TASK (result)));
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("not tidied: %s", error->message);
    else if (removed > 0)
        g_message ("%" G_GSSIZE_FORMAT " old deletions and departures were let go", removed);
}

static void
writer_ready_cb (SzReader *writer, void *data)
{
    SzHttpServer *http = data;
    g_autoptr (GTask) task = g_task_new (NULL, http->closing, tidied_cb, http);

    g_task_set_name (task, "tidy");
    g_task_set_task_data (task, writer, NULL);
    sz_worker_queue (writer->worker, SZ_PRIORITY_IDLE, task, tidy_on_worker);
}

static gboolean
time_to_tidy_cb (void *data)
{
    SzHttpServer *http = data;

    http->tidying = g_timeout_add_seconds (DAY_S, time_to_tidy_cb, http);
    if (!sz_readers_take (http->writers, writer_ready_cb, http))
        g_info ("not tidied: too much else to do");
    return G_SOURCE_REMOVE;
}

void
sz_tidying_begin (SzHttpServer *http)
{
    http->tidying = g_timeout_add_seconds (FIRST_S, time_to_tidy_cb, http);
}
