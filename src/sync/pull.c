/* SPDX-License-Identifier: EUPL-1.2 */
/* One pull over HTTPS (pull.h): bytes from the socket to SzReceiver on the store's thread, one piece at a
 * time, so that memory stays flat. */
#define G_LOG_DOMAIN "sz-pull"

#include "config.h"

#include "sync/pull.h"

#include "base/errors.h"
#include "sync/receiver.h"
#include "sync/resync.h"

#define PIECE (256 << 10)

typedef struct {
    SzHttp *http;         /* (owned) */
    SzStore *store;       /* (owned) */
    char *scope;          /* (owned) */
    char *cursor;         /* (owned) (nullable) */
    char *seen;           /* (owned) */
    SoupMessage *message; /* (owned) */
    GInputStream *stream; /* (owned) */
    SzReceiver *receiver; /* (owned) */
    GBytes *piece;        /* (owned) */
    SzProgressFunc progress;
    void *progress_data;
    bool resync; /* from the start, once */
} Pull;

static void ask (GTask *task);
static void read_piece (GTask *task);

static void
pull_free (void *data)
{
    Pull *pull = data;

    g_clear_object (&pull->message);
    g_clear_object (&pull->stream);
    g_clear_pointer (&pull->receiver, sz_receiver_free);
    g_clear_pointer (&pull->piece, g_bytes_unref);
    g_clear_object (&pull->http);
    g_clear_object (&pull->store);
    g_free (pull->scope);
    g_free (pull->cursor);
    g_free (pull->seen);
    g_free (pull);
}

/*
 * On the store's thread
 */

static bool
cursor_work (SzWriter *writer, void *data, GError **error)
{
    Pull *pull = data;
    g_autoptr (GError) local = NULL;

    pull->cursor = sz_resync_cursor (writer, pull->scope, &local);
    if (local == NULL)
        pull->seen = sz_cache_witnesses (sz_writer_db (writer), pull->scope, &local);
    if (local == NULL)
        return true;
    g_propagate_error (error, g_steal_pointer (&local));
    return false;
}

static bool
mark_work (SzWriter *writer, void *data, GError **error)
{
    Pull *pull = data;

    return sz_resync_mark (writer, pull->scope, error);
}

static bool
feed_work (SzWriter *writer, void *data, GError **error)
{
    Pull *pull = data;

    if (g_bytes_get_size (pull->piece) > 0)
        return sz_receiver_feed (pull->receiver, writer, pull->piece, error);
    return sz_receiver_finish (pull->receiver, writer, error) &&
           (!sz_resync_is_due (writer, pull->scope) ||
            sz_resync_sweep (writer, pull->scope, error));
}

/*
 * On the main thread
 */

static void
fed_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Pull *pull = g_task_get_task_data (task);
    GError *error = NULL;
    bool last = g_bytes_get_size (pull->piece) == 0;

    g_clear_pointer (&pull->piece, g_bytes_unref);
    if (pull->progress != NULL)
        pull->progress (sz_receiver_done (pull->receiver), sz_receiver_rows (pull->receiver),
                        pull->progress_data);
    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_error (task, sz_http_translate (pull->http, error));
    else if (last)
        g_task_return_boolean (task, TRUE);
    else
        read_piece (g_steal_pointer (&task));
}

static void
piece_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Pull *pull = g_task_get_task_data (task);
    GError *error = NULL;

    pull->piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
    if (pull->piece == NULL)
        g_task_return_error (task, sz_http_translate (pull->http, error));
    else
        sz_store_work_async (pull->store, SZ_PRIORITY_IDLE, feed_work, pull, NULL, fed_cb,
                             g_steal_pointer (&task));
}

static void
read_piece (GTask *task)
{
    Pull *pull = g_task_get_task_data (task);

    g_input_stream_read_bytes_async (pull->stream, PIECE, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), piece_cb, task);
}

static void
marked_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Pull *pull = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }
    g_clear_pointer (&pull->cursor, g_free);
    ask (g_steal_pointer (&task));
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Pull *pull = g_task_get_task_data (task);
    GError *error = NULL;
    const char *coding;

    pull->stream = sz_http_stream_finish (SZ_HTTP (source), result, &error);
    if (pull->stream == NULL && g_strcmp0 (sz_http_problem (pull->message), "resync") == 0 &&
        !pull->resync) {
        g_clear_error (&error);
        pull->resync = true;
        sz_store_work_async (pull->store, SZ_PRIORITY_IDLE, mark_work, pull, NULL, marked_cb,
                             g_steal_pointer (&task));
        return;
    }
    if (pull->stream != NULL) {
        coding = soup_message_headers_get_one (soup_message_get_response_headers (pull->message),
                                               "Schoolzicht-Coding");
        pull->receiver = sz_receiver_new (pull->scope, coding, &error);
    }
    if (error != NULL)
        g_task_return_error (task, sz_http_translate (pull->http, error));
    else
        read_piece (g_steal_pointer (&task));
}

/* Takes the task. */
static void
ask (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Pull *pull = g_task_get_task_data (task);
    g_autofree char *scope = g_uri_escape_string (pull->scope, NULL, FALSE);
    g_autofree char *cursor =
        g_uri_escape_string (pull->cursor != NULL ? pull->cursor : "", NULL, FALSE);
    g_autofree char *path =
        g_strdup_printf ("/v1/pull?scope=%s&cursor=%s&seen=%s", scope, cursor, pull->seen);
    GError *error = NULL;

    g_clear_object (&pull->message);
    pull->message = sz_http_message (pull->http, "GET", path, &error);
    if (pull->message == NULL) {
        g_task_return_error (task, error);
        return;
    }
    soup_message_headers_replace (soup_message_get_request_headers (pull->message),
                                  "Schoolzicht-Accept", "zstd, gzip");
    sz_http_stream_async (pull->http, pull->message, g_task_get_cancellable (task), answered_cb,
                          g_steal_pointer (&owned));
}

static void
cursor_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (sz_store_work_finish (SZ_STORE (source), result, &error))
        ask (g_steal_pointer (&task));
    else
        g_task_return_error (task, error);
}

void
sz_pull_async (SzHttp *http,
               SzStore *store,
               const char *scope,
               SzProgressFunc progress,
               void *progress_data,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               void *data)
{
    GTask *task = g_task_new (http, cancellable, callback, data);
    Pull *pull = g_new0 (Pull, 1);

    pull->http = g_object_ref (http);
    pull->store = g_object_ref (store);
    pull->scope = g_strdup (scope);
    pull->progress = progress;
    pull->progress_data = progress_data;
    g_task_set_name (task, "sz-pull");
    g_task_set_task_data (task, pull, pull_free);
    sz_store_work_async (store, SZ_PRIORITY_NORMAL, cursor_work, pull, NULL, cursor_cb, task);
}

gboolean
sz_pull_finish (SzHttp *http, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
