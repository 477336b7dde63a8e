/* SPDX-License-Identifier: EUPL-1.2 */
/* The outbox to the server (push.h). A cut answer is harmless: what has no receipt is sent again. */
#define G_LOG_DOMAIN "sz-push"

#include "config.h"

#include "sync/push.h"

#include "base/errors.h"
#include "record/control.h"
#include "store/writer.h"

#include <string.h>

#define OPS_MAX 200
#define BYTES_MAX (512 << 10)

typedef struct {
    SzHttp *http;         /* (owned) */
    SzStore *store;       /* (owned) */
    SzProfile *profile;   /* (borrowed) */
    SoupMessage *message; /* (owned) (nullable) */
    GPtrArray *lines;     /* (owned) (element-type utf8): being sent */
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
    g_clear_pointer (&push->lines, g_ptr_array_unref);
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

    g_clear_pointer (&push->lines, g_ptr_array_unref);
    push->lines = sz_cache_unsent (sz_writer_db (writer), push->limit, BYTES_MAX, error);
    return push->lines != NULL;
}

static bool
keep_receipt (SzDb *db, const char *line, GError **error)
{
    g_autoptr (SzControl) receipt = sz_control_parse (line, -1, error);
    const char *op = receipt != NULL ? sz_control_text (receipt, "op") : NULL;
    SzId id;

    if (receipt == NULL)
        return false;
    if (op == NULL || !sz_id_parse (op, &id) || sz_control_text (receipt, "outcome") == NULL) {
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_PROTOCOL,
                             "a receipt without its operation");
        return false;
    }
    return sz_cache_receipt (db, &id, sz_control_text (receipt, "outcome"),
                             sz_control_text (receipt, "scope"),
                             sz_control_integer (receipt, "seq", 0), error);
}

static bool
receipts_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Push *push = data;
    g_auto (GStrv) lines = g_strsplit (push->answer, "\n", -1);

    push->receipts = 0;
    for (size_t i = 0; lines[i] != NULL && g_str_has_prefix (lines[i], "{\"op\""); i++) {
        /* The last line may have been cut; its operation is sent again. */
        if (lines[i + 1] == NULL)
            break;
        if (!keep_receipt (db, lines[i], error))
            return false;
        push->receipts++;
    }
    return true;
}

static bool
receipts_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, receipts_change, data, error);
}

static bool
fork_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Push *push = data;

    return sz_cache_renumber (db, &push->profile->device, error);
}

static bool
fork_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, fork_change, data, error);
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
    GString *body = g_string_new (NULL);
    g_autoptr (GBytes) bytes = NULL;
    GError *error = NULL;

    for (unsigned i = 0; i < push->lines->len; i++) {
        g_string_append (body, g_ptr_array_index (push->lines, i));
        g_string_append_c (body, '\n');
    }
    bytes = g_string_free_to_bytes (body);
    g_clear_object (&push->message);
    push->message = sz_http_message (push->http, "POST", "/v1/push", &error);
    if (push->message == NULL) {
        g_task_return_error (task, error);
        return;
    }
    soup_message_set_request_body_from_bytes (push->message, "application/x-ndjson", bytes);
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
    else if (push->lines->len == 0)
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
