/* SPDX-License-Identifier: EUPL-1.2 */
/* Server-sent events (PROTOCOL.md section 10): the clocks are looked at four times a second while anybody
 * listens, so that the imports of another process are seen too, and at once after a push. What an event says is
 * http_live.c's. */
#define G_LOG_DOMAIN "sz-http-events"

#include "base/errors.h"
#include "server/http_live.h"

#include <string.h>

#define TICK_MS 250
#define HEARTBEAT_MS 20000
#define WELCOME_MS 10000

typedef struct {
    SzEvents *events;
    SzRequest *request; /* (borrowed) */
    char **scopes;      /* (owned) */
    int64_t *sent;      /* (owned): the last seq sent of each; 0: none yet */
    int64_t sent_ms;    /* when anything was last sent */
    int64_t told_ms;    /* when a clock was last sent */
    int64_t checked_ms; /* when the session was last found good */
    int64_t waiting;    /* bytes not yet gone: who does not read gets no more */
} Listener;

struct SzEvents {
    SzHttpServer *http;   /* (borrowed) */
    GPtrArray *listeners; /* (borrowed) (element-type Listener) */
    GHashTable *channels; /* (owned) utf8 -> Channel: every scope that is followed */
    SzLive *live;         /* (owned) */
    unsigned tick;        /* source; 0 while nobody listens */
    bool looking;
    bool again; /* a commit came while we looked */
};

/* A scope and who follows it. */
typedef struct {
    int64_t seq;
    GPtrArray *listeners; /* (borrowed) (element-type Listener) */
} Channel;

static void look (SzEvents *events);

static int64_t
now_ms (void)
{
    return g_get_monotonic_time () / 1000;
}

static void
channel_free (void *data)
{
    Channel *channel = data;
    g_ptr_array_unref (channel->listeners);
    g_free (channel);
}

static void
follow (Listener *listener, const char *scope)
{
    Channel *channel = g_hash_table_lookup (listener->events->channels, scope);
    if (channel == NULL) {
        channel = g_new0 (Channel, 1);
        channel->listeners = g_ptr_array_new ();
        g_hash_table_insert (listener->events->channels, g_strdup (scope), channel);
    }
    g_ptr_array_add (channel->listeners, listener);
}

static void
unfollow (Listener *listener, const char *scope)
{
    Channel *channel = g_hash_table_lookup (listener->events->channels, scope);
    g_ptr_array_remove_fast (channel->listeners, listener);
    if (channel->listeners->len == 0)
        g_hash_table_remove (listener->events->channels, scope);
}

static void
listener_free (void *data)
{
    Listener *listener = data;
    SzEvents *events = listener->events;
    g_ptr_array_remove_fast (events->listeners, listener);
    for (char **scope = listener->scopes; *scope != NULL; scope++)
        unfollow (listener, *scope);
    if (events->listeners->len == 0)
        g_clear_handle_id (&events->tick, g_source_remove);
    g_strfreev (listener->scopes);
    g_free (listener->sent);
    g_free (listener);
}

static void
send_bytes (Listener *listener, GBytes *bytes)
{
    listener->waiting += (int64_t) g_bytes_get_size (bytes);
    listener->sent_ms = now_ms ();
    sz_request_append (listener->request, g_bytes_ref (bytes));
}

static void
send_text (Listener *listener, const char *text)
{
    g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
    send_bytes (listener, bytes);
}

static bool
tell_scope (Listener *listener, size_t i)
{
    SzEvents *events = listener->events;
    const Channel *channel = g_hash_table_lookup (events->channels, listener->scopes[i]);
    if (channel->seq == listener->sent[i])
        return false;
    const SzLiveEvent *event = sz_live_event (events->live, listener->request, listener->scopes[i],
                                              listener->sent[i], channel->seq);
    if (event == NULL)
        return false;
    listener->sent[i] = event->to;
    send_bytes (listener, event->text);
    return true;
}

static void
tell (Listener *listener)
{
    /* What comes sooner waits for the next tick, and is then one event. */
    if (listener->waiting > 0 || now_ms () - listener->told_ms < TICK_MS ||
        listener->request->finished)
        return;
    for (size_t i = 0; listener->scopes[i] != NULL; i++)
        if (tell_scope (listener, i))
            listener->told_ms = now_ms ();
}

static void
tell_all (void *data)
{
    SzEvents *events = data;
    for (unsigned i = 0; i < events->listeners->len; i++)
        tell (events->listeners->pdata[i]);
}

static void
beat (Listener *listener)
{
    if (listener->waiting == 0 && now_ms () - listener->sent_ms >= HEARTBEAT_MS &&
        !listener->request->finished)
        send_text (listener, ": here\n\n");
}

/* Whom a token no longer lets in hears no more. */
static void
check_welcome (SzJob *job, SzCore *core)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (job->message);
    const char *authorization = soup_message_headers_get_one (headers, "Authorization");
    g_autoptr (SzSession) session =
        sz_session_find (core, authorization + strlen ("Bearer "), &job->error);
    if (session != NULL && !sz_session_has_rights_of (session, job->request->session))
        g_set_error_literal (&job->error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_UNAUTHORIZED,
                             "other rights than when it began");
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
        tell (listener);
        beat (listener);
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
take_clock (SzEvents *events, const SzClock *clock)
{
    Channel *channel = g_hash_table_lookup (events->channels, clock->scope);
    if (channel == NULL || channel->seq == clock->seq)
        return;
    channel->seq = clock->seq;
    for (unsigned i = 0; i < channel->listeners->len; i++)
        tell (channel->listeners->pdata[i]);
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
    for (unsigned i = 0; clocks != NULL && i < clocks->len; i++)
        take_clock (events, clocks->pdata[i]);
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("clocks: %s", error->message);
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
    listener->events = events;
    listener->request = request;
    listener->scopes = sz_session_scopes (request->session);
    listener->sent = g_new0 (int64_t, g_strv_length (listener->scopes));
    listener->checked_ms = now_ms ();
    g_ptr_array_add (events->listeners, listener);
    for (char **scope = listener->scopes; *scope != NULL; scope++)
        follow (listener, *scope);
    g_object_set_data_full (G_OBJECT (request->message), "sz-listener", listener, listener_free);
    g_signal_connect (request->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb),
                      listener);
    sz_request_begin_stream (request, "text/event-stream");
    send_text (listener, ": hello\n\n");
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
    events->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, channel_free);
    events->live = sz_live_new (http, tell_all, events);
    return events;
}

void
sz_events_free (SzEvents *events)
{
    if (events == NULL)
        return;
    g_assert (events->listeners->len == 0 && events->tick == 0);
    g_ptr_array_unref (events->listeners);
    g_hash_table_unref (events->channels);
    sz_live_free (events->live);
    g_free (events);
}

void
sz_events_kick (SzEvents *events)
{
    look (events);
}
