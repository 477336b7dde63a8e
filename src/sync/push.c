/* SPDX-License-Identifier: EUPL-1.2 */
/* The outbox to the server (push.h). A cut answer is harmless: what has no receipt is sent again. */
#define G_LOG_DOMAIN "sz-push"

#include "config.h"

#include "sync/push.h"

#include "base/errors.h"
#include "sync/outbox.h"

#define OPS_MAX 200

typedef struct {
    SzHttp *http;         /* (owned) */
    SzStore *store;       /* (owned) */
    SzProfile *profile;   /* (borrowed) */
    SoupMessage *message; /* (owned) (nullable) */
    GBytes *body;         /* (owned): being sent */
    char *answer;         /* (owned) (nullable) */
    int limit;            /* operations per push; halved on 413 */
    unsigned receipts;    /* kept of the last answer */
    bool forked;          /* a new device id was taken already */
} Push;

static void take_batch (GTask *task);

static void
push_free (void *data)
{
    Push *push = data;

    g_clear_object (&push->message);
    g_clear_pointer (&push->body, g_bytes_unref);
    g_clear_object (&push->http);
    g_clear_object (&push->store);
    g_free (push->answer);
    g_free (push);
}

/*
 * On the store's thread
 */

static bool
batch_work (SzWriter *writer, void *data, GError **error)
{
    Push *push = data;

    g_clear_pointer (&push->body, g_bytes_unref);
    push->body = sz_outbox_body (writer, push->limit, error);
    return push->body != NULL;
}

static bool
receipts_work (SzWriter *writer, void *data, GError **error)
{
    Push *push = data;

    return sz_outbox_answer (writer, push->answer, &push->receipts, error);
}

static bool
fork_work (SzWriter *writer, void *data, GError **error)
{
    Push *push = data;

    return sz_outbox_fork (writer, &push->profile->device, error);
}

/*
 * On the main thread
 */

static void
kept_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Push *push = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_error (task, sz_http_translate (push->http, error));
    else if (push->receipts == 0)
        g_task_return_new_error (task, SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE,
                                 "an answer without receipts");
    else
        take_batch (g_steal_pointer (&task));
}

static void
forked_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_error (task, error);
    else
        take_batch (g_steal_pointer (&task));
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Push *push = g_task_get_task_data (task);
    GError *error = NULL;
    const char *problem;

    g_free (push->answer);
    push->answer = sz_http_send_finish (SZ_HTTP (source), result, &error);
    if (push->answer != NULL) {
        sz_store_work_async (push->store, SZ_PRIORITY_URGENT, receipts_work, push, NULL, kept_cb,
                             g_steal_pointer (&task));
        return;
    }
    problem = sz_http_problem (push->message);
    if (g_strcmp0 (problem, "device-fork") == 0 && !push->forked) {
        g_clear_error (&error);
        push->forked = true;
        push->profile->device = sz_id_new (sz_env_default ());
        sz_store_work_async (push->store, SZ_PRIORITY_URGENT, fork_work, push, NULL, forked_cb,
                             g_steal_pointer (&task));
    } else if (g_strcmp0 (problem, "too-big") == 0 && push->limit > 1) {
        g_clear_error (&error);
        push->limit = MAX (1, push->limit / 2);
        take_batch (g_steal_pointer (&task));
    } else {
        g_task_return_error (task, error);
    }
}

static void
send_batch (GTask *task)
{
    g_autoptr (GTask) owned = task;
    Push *push = g_task_get_task_data (task);
    g_autofree char *hash = sz_outbox_hash (push->body);
    GError *error = NULL;

    g_clear_object (&push->message);
    push->message = sz_http_message (push->http, "POST", "/v1/push", &error);
    if (push->message == NULL) {
        g_task_return_error (task, error);
        return;
    }
    soup_message_headers_replace (soup_message_get_request_headers (push->message),
                                  "Schoolzicht-Hash", hash);
    soup_message_set_request_body_from_bytes (push->message, "application/x-ndjson", push->body);
    sz_http_send_async (push->http, push->message, g_task_get_cancellable (task), answered_cb,
                        g_steal_pointer (&owned));
}

static void
batch_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Push *push = g_task_get_task_data (task);
    GError *error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_task_return_error (task, error);
    else if (g_bytes_get_size (push->body) == 0)
        g_task_return_boolean (task, TRUE);
    else
        send_batch (g_steal_pointer (&task));
}

/* Takes the task. */
static void
take_batch (GTask *task)
{
    Push *push = g_task_get_task_data (task);

    sz_store_work_async (push->store, SZ_PRIORITY_NORMAL, batch_work, push, NULL, batch_cb, task);
}

void
sz_push_async (SzHttp *http,
               SzStore *store,
               SzProfile *profile,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               void *data)
{
    GTask *task = g_task_new (http, cancellable, callback, data);
    Push *push = g_new0 (Push, 1);

    push->http = g_object_ref (http);
    push->store = g_object_ref (store);
    push->profile = profile;
    push->limit = OPS_MAX;
    g_task_set_name (task, "sz-push");
    g_task_set_task_data (task, push, push_free);
    take_batch (task);
}

gboolean
sz_push_finish (SzHttp *http, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
