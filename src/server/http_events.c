/* SPDX-License-Identifier: EUPL-1.2 */
/* Server-sent events (PROTOCOL.md section 10): the clocks are looked at four times a second while anybody
 * listens, so that the imports of another process are seen too, and at once after a push. What an event says is
 * http_live.c's. */
#define G_LOG_DOMAIN "sz-http-events"

#include "base/errors.h"
#include "server/http_listener.h"
#include "server/http_live.h"

#include <string.h>

#define TICK_MS 250
#define HEARTBEAT_MS 20000
#define WELCOME_MS 10000
#define ROUND 200 /* sessions looked up at once */

struct SzEvents {
    SzHttpServer *http;   /* (borrowed) */
    GPtrArray *listeners; /* (borrowed) (element-type SzListener) */
    GHashTable *channels; /* (owned) utf8 -> Channel: every scope that is followed */
    SzLive *live;         /* (owned) */
    unsigned tick;        /* source; 0 while nobody listens */
    bool looking;
    bool checking;
    bool again;  /* a commit came while we looked */
    int64_t run; /* of the database when it was looked at last */
};

/* A scope and who follows it. */
typedef struct {
    int64_t seq;
    GPtrArray *listeners; /* (borrowed) (element-type SzListener) */
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
follow (SzEvents *events, SzListener *listener, const char *scope)
{
    Channel *channel = g_hash_table_lookup (events->channels, scope);
    if (channel == NULL) {
        channel = g_new0 (Channel, 1);
        channel->listeners = g_ptr_array_new ();
        g_hash_table_insert (events->channels, g_strdup (scope), channel);
    }
    g_ptr_array_add (channel->listeners, listener);
}

static void
unfollow (SzEvents *events, SzListener *listener, const char *scope)
{
    Channel *channel = g_hash_table_lookup (events->channels, scope);
    g_ptr_array_remove_fast (channel->listeners, listener);
    if (channel->listeners->len == 0)
        g_hash_table_remove (events->channels, scope);
}

static void
ended_cb (SzListener *listener, void *data)
{
    SzEvents *events = data;
    g_ptr_array_remove_fast (events->listeners, listener);
    for (char **scope = listener->scopes; *scope != NULL; scope++)
        unfollow (events, listener, *scope);
    if (events->listeners->len == 0)
        g_clear_handle_id (&events->tick, g_source_remove);
}

static bool
tell_scope (SzEvents *events, SzListener *listener, size_t i)
{
    const Channel *channel = g_hash_table_lookup (events->channels, listener->scopes[i]);
    if (channel->seq == listener->sent[i])
        return false;
    const SzLiveEvent *event = sz_live_event (events->live, listener->request, listener->scopes[i],
                                              listener->sent[i], channel->seq);
    if (event == NULL)
        return false;
    listener->sent[i] = event->to;
    listener->told_ms = now_ms ();
    sz_listener_send (listener, event->text);
    return true;
}

/* One scope at a time: the other waits for the next tick. What comes sooner does so, too, and is then one event. */
static void
tell (SzEvents *events, SzListener *listener)
{
    if (!sz_listener_is_idle (listener) || now_ms () - listener->told_ms < TICK_MS)
        return;
    for (size_t i = 0; listener->scopes[i] != NULL; i++)
        if (tell_scope (events, listener, i))
            break;
}

static void
tell_followers (const char *scope, void *data)
{
    SzEvents *events = data;
    const Channel *channel = g_hash_table_lookup (events->channels, scope);
    for (unsigned i = 0; channel != NULL && i < channel->listeners->len; i++)
        tell (events, channel->listeners->pdata[i]);
}

static void
beat (SzListener *listener)
{
    static const char text[] = ": here\n\n";
    if (!sz_listener_is_idle (listener) || now_ms () - listener->sent_ms < HEARTBEAT_MS)
        return;
    g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
    sz_listener_send (listener, bytes);
}

/* Whom a token no longer lets in, or lets in with other rights, hears no more. */
typedef struct {
    SzEvents *events;
    SzReader *reader;     /* (borrowed) */
    GPtrArray *listeners; /* (owned) (element-type SzListener) */
    bool *unwelcome;      /* (owned): of each */
} Round;

static void
round_free (Round *round)
{
    g_ptr_array_unref (round->listeners);
    g_free (round->unwelcome);
    g_free (round);
}

static void
check_welcome (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Round *round = task_data;
    for (unsigned i = 0; i < round->listeners->len; i++) {
        const SzListener *listener = round->listeners->pdata[i];
        SoupMessageHeaders *headers = soup_server_message_get_request_headers (listener->message);
        const char *authorization = soup_message_headers_get_one (headers, "Authorization");
        g_autoptr (GError) error = NULL;
        g_autoptr (SzSession) session =
            sz_session_find (round->reader->core, authorization + strlen ("Bearer "), &error);
        round->unwelcome[i] = session != NULL
                                  ? !sz_session_has_rights_of (session, listener->request->session)
                                  : error->domain == SZ_SERVER_ERROR;
    }
    g_task_return_boolean (task, TRUE);
}

static void
welcome_checked_cb (GObject *source, GAsyncResult *result, void *data)
{
    Round *round = data;
    sz_readers_give (round->events->http->front, round->reader);
    round->events->checking = false;
    for (unsigned i = 0; i < round->listeners->len; i++)
        if (round->unwelcome[i])
            sz_listener_end (round->listeners->pdata[i]);
    round_free (round);
}

static void
round_ready_cb (SzReader *reader, void *data)
{
    Round *round = data;
    g_autoptr (GTask) task =
        g_task_new (NULL, round->events->http->closing, welcome_checked_cb, round);
    round->reader = reader;
    g_task_set_name (task, "welcome");
    g_task_set_task_data (task, round, NULL);
    sz_worker_queue (reader->worker, SZ_PRIORITY_NORMAL, task, check_welcome);
}

/* Those whose turn it is, a few at a time. */
static void
check_round (SzEvents *events)
{
    int64_t now = now_ms ();
    if (events->checking)
        return;
    Round *round = g_new0 (Round, 1);
    round->events = events;
    round->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_listener_unref);
    round->unwelcome = g_new0 (bool, ROUND);
    for (unsigned i = 0; i < events->listeners->len && round->listeners->len < ROUND; i++) {
        SzListener *listener = events->listeners->pdata[i];
        if (now - listener->checked_ms < WELCOME_MS)
            continue;
        listener->checked_ms = now;
        g_ptr_array_add (round->listeners, sz_listener_ref (listener));
    }
    events->checking =
        round->listeners->len > 0 && sz_readers_take (events->http->front, round_ready_cb, round);
    if (!events->checking)
        round_free (round);
}

static gboolean
tick_cb (void *data)
{
    SzEvents *events = data;
    for (unsigned i = 0; i < events->listeners->len; i++) {
        SzListener *listener = events->listeners->pdata[i];
        tell (events, listener);
        beat (listener);
    }
    check_round (events);
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
        tell (events, channel->listeners->pdata[i]);
}

/* The database may have lost what was told of it: who follows asks anew. */
static void
notice_run (SzEvents *events, int64_t run)
{
    if (events->run != run && events->run != 0) {
        sz_live_forget (events->live);
        sz_events_stop (events);
    }
    events->run = run;
}

static void
clocks_read_cb (GObject *source, GAsyncResult *result, void *data)
{
    SzEvents *events = data;
    g_autoptr (GError) error = NULL;
    SzReader *reader = g_task_get_task_data (G_TASK (result));
    g_autoptr (GPtrArray) clocks = g_task_propagate_pointer (G_TASK (result), &error);
    notice_run (events, reader->core->run);
    sz_readers_give (events->http->front, reader);
    events->looking = false;
    for (unsigned i = 0; clocks != NULL && i < clocks->len; i++)
        take_clock (events, clocks->pdata[i]);
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
        !g_error_matches (error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY))
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

void
sz_handle_events (SzRequest *request)
{
    SzEvents *events = request->http->events;
    SzListener *listener = sz_listener_new (request, ended_cb, events);
    g_ptr_array_add (events->listeners, listener);
    for (char **scope = listener->scopes; *scope != NULL; scope++)
        follow (events, listener, *scope);
    if (events->tick == 0)
        events->tick = g_timeout_add (TICK_MS, tick_cb, events);
    look (events);
}

void
sz_events_stop (SzEvents *events)
{
    while (events->listeners->len > 0)
        sz_listener_end (events->listeners->pdata[0]);
}

SzEvents *
sz_events_new (SzHttpServer *http)
{
    SzEvents *events = g_new0 (SzEvents, 1);
    events->http = http;
    events->listeners = g_ptr_array_new ();
    events->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, channel_free);
    events->live = sz_live_new (http, tell_followers, events);
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
