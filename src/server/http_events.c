/* SPDX-License-Identifier: EUPL-1.2 */
/* Server-sent events (PROTOCOL.md section 10): the clocks are looked at four times a second while anybody
 * listens, so that the imports of another process are seen too, and at once after a push. */
#define G_LOG_DOMAIN "sz-http-events"

#include "base/errors.h"
#include "record/line.h"
#include "server/http_private.h"

#include <string.h>

#define TICK_MS 250
#define HEARTBEAT_MS 20000
#define WELCOME_MS 10000

typedef struct {
    SzEvents *events;
    SzRequest *request; /* (borrowed) */
    char **scopes;      /* (owned) */
    int64_t *sent;      /* (owned): the last seq sent of each */
    int64_t sent_ms;    /* when anything was last sent */
    int64_t told_ms;    /* when a clock was last sent */
    int64_t checked_ms; /* when the session was last found good */
    int64_t waiting;    /* bytes not yet gone: who does not read gets no more */
} Listener;

struct SzEvents {
    SzHttpServer *http;   /* (borrowed) */
    GPtrArray *listeners; /* (borrowed) (element-type Listener) */
    GHashTable *clocks;   /* (owned) utf8 -> int64_t: what is known of each scope */
    unsigned tick;        /* source; 0 while nobody listens */
    bool looking;
    bool again; /* a commit came while we looked */
};

static void look (SzEvents *events);

static int64_t
now_ms (void)
{
    return g_get_monotonic_time () / 1000;
}

static void
listener_free (void *data)
{
    Listener *listener = data;
    SzEvents *events = listener->events;
    g_ptr_array_remove_fast (events->listeners, listener);
    if (events->listeners->len == 0)
        g_clear_handle_id (&events->tick, g_source_remove);
    g_strfreev (listener->scopes);
    g_free (listener->sent);
    g_free (listener);
}

static void
send_text (Listener *listener, GString *text)
{
    if (text->len > 0) {
        listener->waiting += (int64_t) text->len;
        listener->sent_ms = now_ms ();
        sz_request_append (listener->request, g_bytes_new (text->str, text->len));
    }
}

static void
tell (Listener *listener)
{
    g_autoptr (GString) text = g_string_new (NULL);
    /* What comes sooner waits for the next tick, and is then one event. */
    if (listener->waiting > 0 || now_ms () - listener->told_ms < TICK_MS ||
        listener->request->finished)
        return;
    for (size_t i = 0; listener->scopes[i] != NULL; i++) {
        const int64_t *seq = g_hash_table_lookup (listener->events->clocks, listener->scopes[i]);
        if (seq == NULL || *seq == listener->sent[i])
            continue;
        listener->sent[i] = *seq;
        listener->told_ms = now_ms ();
        g_string_append (text, "data: {\"scope\":");
        sz_line_append_text (text, listener->scopes[i]);
        g_string_append_printf (text, ",\"seq\":%" G_GINT64_FORMAT "}\n\n", *seq);
    }
    if (text->len == 0 && now_ms () - listener->sent_ms >= HEARTBEAT_MS)
        g_string_append (text, ": here\n\n");
    send_text (listener, text);
}

/* Whom a token no longer lets in hears no more. */
static void
check_welcome (SzJob *job, SzCore *core)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (job->message);
    const char *authorization = soup_message_headers_get_one (headers, "Authorization");
    g_autoptr (SzSession) session =
        sz_session_find (core, authorization + strlen ("Bearer "), &job->error);
}

static void
welcome_checked (SzJob *job)
{
    if (g_error_matches (job->error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_UNAUTHORIZED))
        sz_request_end_stream (job->request);
}

static gboolean
tick_cb (void *data)
{
    SzEvents *events = data;
    int64_t now = now_ms ();
    for (unsigned i = 0; i < events->listeners->len; i++) {
        Listener *listener = events->listeners->pdata[i];
        if (now - listener->checked_ms < WELCOME_MS)
            continue;
        listener->checked_ms = now;
        sz_job_read (listener->request, check_welcome, welcome_checked, NULL, NULL);
    }
    look (events);
    return G_SOURCE_CONTINUE;
}

static void
read_clocks (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    SzReader *reader = task_data;
    GError *error = NULL;
    GPtrArray *clocks = sz_core_clocks (reader->core, &error);
    if (clocks != NULL)
        g_task_return_pointer (task, clocks, (GDestroyNotify) g_ptr_array_unref);
    else
        g_task_return_error (task, error);
}

static void
clocks_read_cb (GObject *source, GAsyncResult *result, void *data)
{
    SzEvents *events = data;
    g_autoptr (GError) error = NULL;
    SzReader *reader = g_task_get_task_data (G_TASK (result));
    g_autoptr (GPtrArray) clocks = g_task_propagate_pointer (G_TASK (result), &error);
    sz_readers_give (events->http->front, reader);
    events->looking = false;
    for (unsigned i = 0; clocks != NULL && i < clocks->len; i++) {
        const SzClock *clock = clocks->pdata[i];
        g_hash_table_replace (events->clocks, g_strdup (clock->scope),
                              g_memdup2 (&clock->seq, sizeof clock->seq));
    }
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("clocks: %s", error->message);
    for (unsigned i = 0; i < events->listeners->len; i++)
        tell (events->listeners->pdata[i]);
    if (events->again)
        look (events);
}

static void
reader_ready_cb (SzReader *reader, void *data)
{
    SzEvents *events = data;
    g_autoptr (GTask) task = g_task_new (NULL, events->http->closing, clocks_read_cb, events);
    g_task_set_name (task, "clocks");
    g_task_set_task_data (task, reader, NULL);
    sz_worker_queue (reader->worker, SZ_PRIORITY_NORMAL, task, read_clocks);
}

static void
look (SzEvents *events)
{
    events->again = events->looking;
    if (events->looking || events->listeners->len == 0)
        return;
    events->looking = true;
    if (!sz_readers_take (events->http->front, reader_ready_cb, events))
        events->looking = false;
}

static void
wrote_body_data_cb (SoupServerMessage *message, unsigned n, void *data)
{
    Listener *listener = data;
    listener->waiting -= n;
}

void
sz_handle_events (SzRequest *request)
{
    SzEvents *events = request->http->events;
    Listener *listener = g_new0 (Listener, 1);
    g_autoptr (GString) hello = g_string_new (": hello\n\n");
    listener->events = events;
    listener->request = request;
    listener->scopes = sz_session_scopes (request->session);
    listener->sent = g_new0 (int64_t, g_strv_length (listener->scopes));
    listener->checked_ms = now_ms ();
    g_ptr_array_add (events->listeners, listener);
    g_object_set_data_full (G_OBJECT (request->message), "sz-listener", listener, listener_free);
    g_signal_connect (request->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb),
                      listener);
    sz_request_begin_stream (request, "text/event-stream");
    send_text (listener, hello);
    if (events->tick == 0)
        events->tick = g_timeout_add (TICK_MS, tick_cb, events);
    look (events);
}

SzEvents *
sz_events_new (SzHttpServer *http)
{
    SzEvents *events = g_new0 (SzEvents, 1);
    events->http = http;
    events->listeners = g_ptr_array_new ();
    events->clocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    return events;
}

void
sz_events_free (SzEvents *events)
{
    if (events == NULL)
        return;
    g_assert (events->listeners->len == 0 && events->tick == 0);
    g_ptr_array_unref (events->listeners);
    g_hash_table_unref (events->clocks);
    g_free (events);
}

void
sz_events_kick (SzEvents *events)
{
    look (events);
}
