/* SPDX-License-Identifier: EUPL-1.2 */
/* Server-sent events, as far as the protocol needs them: data lines, the first a small JSON object, the others the lines of a
 * pull. An event ends with an empty line. */
#define G_LOG_DOMAIN "sz-listener"

#include "config.h"

#include "sync/listener.h"

#include "record/control.h"

#include <string.h>

#define PIECE 4096
#define LONGEST_EVENT (256 << 10) /* of a longer one only the first line counts */

typedef struct {
    SzHttp *http;              /* (owned) */
    GCancellable *cancellable; /* (owned) */
    SzListenFunc func;
    void *data;
    GInputStream *stream; /* (owned) (nullable) */
    GString *line;        /* (owned) */
    GString *head;        /* (owned): the first data line of the event */
    GString *rows;        /* (owned): the others, with their newlines */
    bool cut;             /* the event is longer than we take */
} Listener;

static void read_more (Listener *listener);

/* The caller has gone when it has cancelled: it is not called then. */
static void
end (Listener *listener)
{
    if (!g_cancellable_is_cancelled (listener->cancellable))
        listener->func (NULL, listener->data);
    g_clear_object (&listener->stream);
    g_object_unref (listener->http);
    g_object_unref (listener->cancellable);
    g_string_free (listener->line, TRUE);
    g_string_free (listener->head, TRUE);
    g_string_free (listener->rows, TRUE);
    g_free (listener);
}

static void
take_event (Listener *listener)
{
    g_autoptr (SzControl) control =
        listener->head->len > 0 ? sz_control_parse (listener->head->str, -1, NULL) : NULL;
    SzNews news = { 0 };

    if (control != NULL) {
        news.scope = sz_control_text (control, "scope");
        news.seq = sz_control_integer (control, "seq", 0);
        news.after = listener->cut ? NULL : sz_control_text (control, "after");
        news.rows = news.after != NULL ? listener->rows->str : NULL;
    }
    if (news.scope != NULL)
        listener->func (&news, listener->data);
    g_string_truncate (listener->head, 0);
    g_string_truncate (listener->rows, 0);
    listener->cut = false;
}

static void
take_data (Listener *listener, const char *text)
{
    if (*text == ' ')
        text++;
    if (listener->head->len == 0)
        g_string_assign (listener->head, text);
    else if (listener->rows->len + strlen (text) < LONGEST_EVENT)
        g_string_append_printf (listener->rows, "%s\n", text);
    else
        listener->cut = true;
}

static void
take_line (Listener *listener)
{
    if (listener->line->len == 0)
        take_event (listener);
    else if (g_str_has_prefix (listener->line->str, "data:"))
        take_data (listener, listener->line->str + strlen ("data:"));
    g_string_truncate (listener->line, 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, void *data)
{
    Listener *listener = data;
    g_autoptr (GBytes) bytes =
        g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
    size_t n = 0;
    const char *text = bytes != NULL ? g_bytes_get_data (bytes, &n) : NULL;

    if (n == 0 || g_cancellable_is_cancelled (listener->cancellable)) {
        end (listener);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n')
            take_line (listener);
        else if (text[i] != '\r' && listener->line->len < LONGEST_EVENT)
            g_string_append_c (listener->line, text[i]);
        if (g_cancellable_is_cancelled (listener->cancellable))
            break;
    }
    read_more (listener);
}

static void
read_more (Listener *listener)
{
    g_input_stream_read_bytes_async (listener->stream, PIECE, G_PRIORITY_DEFAULT,
                                     listener->cancellable, read_cb, listener);
}

static void
opened_cb (GObject *source, GAsyncResult *result, void *data)
{
    Listener *listener = data;

    listener->stream = sz_http_stream_finish (SZ_HTTP (source), result, NULL);
    if (listener->stream == NULL)
        end (listener);
    else
        read_more (listener);
}

void
sz_listen (SzHttp *http, GCancellable *cancellable, SzListenFunc func, void *data)
{
    Listener *listener = g_new0 (Listener, 1);
    g_autoptr (SoupMessage) message = sz_http_message (http, "GET", "/v1/events", NULL);

    listener->http = g_object_ref (http);
    listener->cancellable = g_object_ref (cancellable);
    listener->func = func;
    listener->data = data;
    listener->line = g_string_new (NULL);
    listener->head = g_string_new (NULL);
    listener->rows = g_string_new (NULL);
    if (message == NULL)
        end (listener);
    else
        sz_http_stream_async (http, message, cancellable, opened_cb, listener);
}
