/* SPDX-License-Identifier: EUPL-1.2 */
/* Applies the rows of an event (news.h) as those of a pull. The cursor that they follow on says all that has to fit: scope,
 * history, run of the server, number, rights and catalogue. */
#define G_LOG_DOMAIN "sz-news"

#include "config.h"

#include "sync/news.h"

#include "base/errors.h"
#include "store/writer.h"
#include "sync/receiver.h"
#include "sync/resync.h"

#include <string.h>

typedef struct {
    char *scope; /* (owned) */
    char *after; /* (owned) */
    char *rows;  /* (owned) */
    bool fits;
} Work;

static void
work_free (void *data)
{
    Work *work = data;

    g_free (work->scope);
    g_free (work->after);
    g_free (work->rows);
    g_free (work);
}

/* Receipts that no pull has confirmed are shown to the server with the next one: it may have lost them. */
static bool
check_fit (SzWriter *writer, Work *work, GError **error)
{
    g_autoptr (GError) problem = NULL;
    g_autofree char *cursor = sz_resync_cursor (writer, work->scope, &problem);
    g_autofree char *seen =
        problem == NULL ? sz_cache_witnesses (sz_writer_db (writer), work->scope, &problem) : NULL;

    if (problem != NULL) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return false;
    }
    work->fits = g_strcmp0 (cursor, work->after) == 0 && *seen == '\0' &&
                 !sz_resync_is_due (writer, work->scope);
    return true;
}

static bool
apply_work (SzWriter *writer, void *data, GError **error)
{
    Work *work = data;
    g_autoptr (SzReceiver) receiver = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (!check_fit (writer, work, error))
        return false;
    if (!work->fits)
        return true;
    receiver = sz_receiver_new (work->scope, "identity", error);
    bytes = g_bytes_new_static (work->rows, strlen (work->rows));
    return receiver != NULL && sz_receiver_feed (receiver, writer, bytes, error) &&
           sz_receiver_finish (receiver, writer, error);
}

static void
applied_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Work *work = g_task_get_task_data (task);
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_boolean (task, work->fits);
    else
        g_task_return_error (task, error);
}

void
sz_news_async (SzStore *store,
               const SzNews *news,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               void *data)
{
    GTask *task = g_task_new (store, cancellable, callback, data);
    Work *work = g_new0 (Work, 1);

    work->scope = g_strdup (news->scope);
    work->after = g_strdup (news->after);
    work->rows = g_strdup (news->rows);
    g_task_set_name (task, "sz-news");
    g_task_set_task_data (task, work, work_free);
    sz_store_work_async (store, SZ_PRIORITY_NORMAL, apply_work, work, NULL, applied_cb, task);
}

gboolean
sz_news_finish (SzStore *store, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
