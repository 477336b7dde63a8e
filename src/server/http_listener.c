/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes to one follower's connection (http_listener.h). That it has gone is seen at the next heartbeat. */
#define G_LOG_DOMAIN "sz-http-listener"

#include "server/http_listener.h"

#include <string.h>

static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                           "Cache-Control: no-store\r\nConnection: close\r\n\r\n: hello\n\n";

SzListener *
sz_listener_ref (SzListener *listener)
{
    listener->references++;
    return listener;
}

void
sz_listener_unref (SzListener *listener)
{
    if (--listener->references > 0)
        return;
    g_assert (listener->stream == NULL && listener->writing == NULL);
    g_strfreev (listener->scopes);
    g_free (listener->sent);
    g_object_unref (listener->message);
    g_free (listener);
}

bool
sz_listener_is_idle (const SzListener *listener)
{
    return listener->stream != NULL && listener->writing == NULL;
}

void
sz_listener_end (SzListener *listener)
{
    g_autoptr (GIOStream) stream = g_steal_pointer (&listener->stream);
    if (stream == NULL)
        return;
    g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    listener->ended (listener, listener->data);
    sz_listener_unref (listener);
}

static void
written_cb (GObject *source, GAsyncResult *result, void *data)
{
    SzListener *listener = data;
    bool written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
    g_clear_pointer (&listener->writing, g_bytes_unref);
    if (!written)
        sz_listener_end (listener);
    sz_listener_unref (listener);
}

void
sz_listener_send (SzListener *listener, GBytes *bytes)
{
    size_t n;
    const void *data = g_bytes_get_data (bytes, &n);
    g_return_if_fail (sz_listener_is_idle (listener));
    listener->writing = g_bytes_ref (bytes);
    listener->sent_ms = g_get_monotonic_time () / 1000;
    g_output_stream_write_all_async (g_io_stream_get_output_stream (listener->stream), data, n,
                                     G_PRIORITY_DEFAULT, listener->request->http->closing,
                                     written_cb, sz_listener_ref (listener));
}

SzListener *
sz_listener_new (SzRequest *request, SzListenerEnded ended, void *data)
{
    SzListener *listener = g_new0 (SzListener, 1);
    g_autoptr (GBytes) bytes = g_bytes_new_static (head, strlen (head));
    listener->references = 1;
    listener->request = request;
    listener->message = g_object_ref (request->message);
    listener->ended = ended;
    listener->data = data;
    listener->scopes = sz_session_scopes (request->session);
    listener->sent = g_new0 (int64_t, g_strv_length (listener->scopes));
    listener->checked_ms = g_get_monotonic_time () / 1000;
    listener->stream = soup_server_message_steal_connection (request->message);
    request->answered = true;
    sz_listener_send (listener, bytes);
    return listener;
}
