/* SPDX-License-Identifier: EUPL-1.2 */
/* One SoupSession to one server (http.h): the pin is checked before a request is written, and every
 * failure becomes one of SZ_SYNC_ERROR. */
#define G_LOG_DOMAIN "sz-http"

#include "config.h"

#include "sync/http.h"

#include "base/env.h"
#include "base/errors.h"
#include "record/control.h"

#include <string.h>

#define ANSWER_MAX (4 << 20)
#define PIECE (64 << 10)
/* The longest wait that an answer may ask for. */
#define ASKED_SECONDS 900
#define TIMEOUT_SECONDS 60

struct _SzHttp {
    GObject parent_instance;

    SzProfile *profile;   /* (borrowed) */
    SoupSession *session; /* (owned) */
    char *accepted;       /* (owned) (nullable) */
    char *presented;      /* (owned) (nullable) */
    unsigned asked_ms;    /* to wait, by the last answer that was none */
    bool refused;         /* the last certificate was not the pinned one */
};

G_DEFINE_FINAL_TYPE (SzHttp, sz_http, G_TYPE_OBJECT)

/*
 * Certificates
 */

static char *
fingerprint_of (GTlsCertificate *certificate)
{
    g_autoptr (GByteArray) der = NULL;

    g_object_get (certificate, "certificate", &der, NULL);
    return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/* The pin decides where there is one; before, the system's trust or a person's. */
static bool
is_welcome (SzHttp *self, GTlsCertificate *certificate, GTlsCertificateFlags faults)
{
    bool welcome;

    g_free (self->presented);
    self->presented = fingerprint_of (certificate);
    if (self->profile->certificate != NULL)
        welcome = strcmp (self->presented, self->profile->certificate) == 0;
    else
        welcome = faults == 0 || g_strcmp0 (self->presented, self->accepted) == 0;
    self->refused = !welcome;
    return welcome;
}

static gboolean
certificate_offered_cb (SoupMessage *message,
                        GTlsCertificate *certificate,
                        GTlsCertificateFlags faults,
                        SzHttp *self)
{
    return is_welcome (self, certificate, faults);
}

/* Also for a certificate the system trusts, which asks nobody: the request has not been written yet. */
static void
certificate_seen_cb (SoupMessage *message, GParamSpec *pspec, SzHttp *self)
{
    GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
    GCancellable *cancellable = g_object_get_data (G_OBJECT (message), "sz-cancel");

    if (certificate != NULL &&
        !is_welcome (self, certificate, soup_message_get_tls_peer_certificate_errors (message)) &&
        cancellable != NULL)
        g_cancellable_cancel (cancellable);
}

void
sz_http_accept (SzHttp *self, const char *fingerprint)
{
    g_free (self->accepted);
    self->accepted = g_strdup (fingerprint);
}

const char *
sz_http_presented (SzHttp *self)
{
    return self->presented;
}

/*
 * Requests
 */

SoupMessage *
sz_http_message (SzHttp *self, const char *method, const char *path, GError **error)
{
    g_autofree char *address =
        g_strconcat (self->profile->server != NULL ? self->profile->server : "", path, NULL);
    SoupMessage *message =
        g_str_has_prefix (address, "https://") ? soup_message_new (method, address) : NULL;
    SoupMessageHeaders *headers;

    if (message == NULL) {
        g_set_error_literal (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_NOT_A_SERVER,
                             "not an https address");
        return NULL;
    }
    headers = soup_message_get_request_headers (message);
    if (self->profile->token != NULL) {
        g_autofree char *bearer = g_strconcat ("Bearer ", self->profile->token, NULL);

        soup_message_headers_replace (headers, "Authorization", bearer);
    }
    soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
    g_signal_connect_object (message, "accept-certificate", G_CALLBACK (certificate_offered_cb),
                             self, 0);
    g_signal_connect_object (message, "notify::tls-peer-certificate",
                             G_CALLBACK (certificate_seen_cb), self, 0);
    return message;
}

void
sz_http_set_json (SoupMessage *message, const char *json)
{
    g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

/*
 * Errors
 */

static GError *
sync_error (SzSyncError code, const char *text)
{
    return g_error_new_literal (SZ_SYNC_ERROR, (int) code, text);
}

GError *
sz_http_translate (SzHttp *self, GError *error)
{
    g_autoptr (GError) owned = error;

    if (owned->domain == SZ_SYNC_ERROR || owned->domain == SZ_DB_ERROR)
        return g_steal_pointer (&owned);
    if (g_error_matches (owned, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TRUNCATED))
        return sync_error (SZ_SYNC_ERROR_OFFLINE, owned->message);
    if (owned->domain == SZ_WIRE_ERROR)
        return sync_error (SZ_SYNC_ERROR_PROTOCOL, owned->message);
    if (self->refused)
        return self->profile->certificate != NULL
                   ? sync_error (SZ_SYNC_ERROR_CERTIFICATE,
                                 "the server shows another certificate than before")
                   : sync_error (SZ_SYNC_ERROR_UNTRUSTED,
                                 "the server's certificate is not known yet");
    if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return g_steal_pointer (&owned);
    /* A connection that ends within the handshake looks so too: where there was a server, it is away. */
    if (self->profile->certificate == NULL &&
        g_error_matches (owned, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS))
        return sync_error (SZ_SYNC_ERROR_NOT_A_SERVER, "no TLS at that address");
    return g_error_new (SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE, "%s", owned->message);
}

static const struct {
    const char *problem;
    SzSyncError code;
} problems[] = {
    { "unauthorized", SZ_SYNC_ERROR_SIGN_IN }, { "password", SZ_SYNC_ERROR_PASSWORD },
    { "epoch", SZ_SYNC_ERROR_HISTORY },        { "forbidden", SZ_SYNC_ERROR_REVOKED },
    { "version", SZ_SYNC_ERROR_VERSION },      { "too-many", SZ_SYNC_ERROR_TOO_MANY },
    { "unavailable", SZ_SYNC_ERROR_OFFLINE },  { "failed", SZ_SYNC_ERROR_OFFLINE },
    { "garbled", SZ_SYNC_ERROR_OFFLINE },      { "wiped", SZ_SYNC_ERROR_WIPED },
};

const char *
sz_http_problem (SoupMessage *message)
{
    return g_object_get_data (G_OBJECT (message), "sz-problem");
}

/* The last part of urn:schoolzicht:problem:<name>. */
static void
keep_problem (SoupMessage *message, const char *type)
{
    const char *name = type != NULL ? strrchr (type, ':') : NULL;

    if (name != NULL && g_str_has_prefix (type, "urn:schoolzicht:problem:"))
        g_object_set_data_full (G_OBJECT (message), "sz-problem", g_strdup (name + 1), g_free);
}

/* What a busy server, or a proxy before it, asks for: in seconds or as a day and time. */
static void
keep_asked (SzHttp *self, SoupMessage *message)
{
    const char *text =
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
    g_autoptr (GDateTime) at = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
    int64_t seconds = 0;

    if (at != NULL)
        seconds = g_date_time_to_unix (at) - sz_env_now_ms (sz_env_default ()) / 1000;
    else if (text != NULL)
        seconds = g_ascii_strtoll (text, NULL, 10);
    self->asked_ms = (unsigned) CLAMP (seconds, 0, ASKED_SECONDS) * 1000;
}

unsigned
sz_http_asked (SzHttp *self)
{
    return self->asked_ms;
}

static GError *
error_of_answer (SzHttp *self, SoupMessage *message, const char *body)
{
    g_autoptr (SzControl) control = body != NULL ? sz_control_parse (body, -1, NULL) : NULL;
    unsigned status = soup_message_get_status (message);

    keep_asked (self, message);
    if (control != NULL)
        keep_problem (message, sz_control_text (control, "type"));
    for (size_t i = 0; i < G_N_ELEMENTS (problems); i++) {
        if (g_strcmp0 (sz_http_problem (message), problems[i].problem) == 0)
            return sync_error (problems[i].code, problems[i].problem);
    }
    if (sz_http_problem (message) != NULL)
        return sync_error (SZ_SYNC_ERROR_PROTOCOL, sz_http_problem (message));
    if (status >= 500 || status == 408 || status == 429)
        return g_error_new (SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE, "status %u", status);
    return g_error_new (SZ_SYNC_ERROR, SZ_SYNC_ERROR_NOT_A_SERVER, "status %u", status);
}

/* A captive portal answers 200 too, but not in our types. */
static bool
is_ours (SoupMessage *message)
{
    const char *type =
        soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

    return type != NULL && (g_str_has_prefix (type, "application/json") ||
                            g_str_has_prefix (type, "application/x-ndjson") ||
                            g_str_has_prefix (type, "application/problem+json") ||
                            g_str_has_prefix (type, "text/event-stream"));
}

/*
 * Sending
 */

static void
cancelled_cb (GCancellable *outer, GCancellable *inner)
{
    g_cancellable_cancel (inner);
}

/* What the last request left behind is no word about this one. */
static void
begin (SzHttp *self)
{
    self->refused = false;
    self->asked_ms = 0;
}

/* Our own cancellable, so that a wrong certificate can stop the request too. */
static GCancellable *
tie (SoupMessage *message, GCancellable *outer)
{
    GCancellable *inner = g_cancellable_new ();

    g_object_set_data_full (G_OBJECT (message), "sz-cancel", inner, g_object_unref);
    if (outer != NULL)
        g_cancellable_connect (outer, G_CALLBACK (cancelled_cb), g_object_ref (inner),
                               g_object_unref);
    return inner;
}

/* A whole answer, as far as it has come. */
typedef struct {
    SoupMessage *message; /* (owned) */
    GInputStream *stream; /* (owned) (nullable) */
    GByteArray *body;     /* (owned) */
} Whole;

static void
whole_free (void *data)
{
    Whole *whole = data;

    g_clear_object (&whole->stream);
    g_object_unref (whole->message);
    g_byte_array_unref (whole->body);
    g_free (whole);
}

static void read_more (GTask *task);

static void
take_whole (GTask *task, Whole *whole)
{
    SzHttp *self = g_task_get_source_object (task);
    /* An empty array has no bytes at all. */
    g_autofree char *body =
        g_strndup (whole->body->len > 0 ? (const char *) whole->body->data : "", whole->body->len);

    if (soup_message_get_status (whole->message) != SOUP_STATUS_OK)
        g_task_return_error (task, error_of_answer (self, whole->message, body));
    else if (!is_ours (whole->message))
        g_task_return_error (task,
                             sync_error (SZ_SYNC_ERROR_NOT_A_SERVER, "an answer of another kind"));
    else
        g_task_return_pointer (task, g_steal_pointer (&body), g_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Whole *whole = g_task_get_task_data (task);
    GError *error = NULL;
    g_autoptr (GBytes) bytes =
        g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
    size_t n = 0;
    const void *piece = bytes != NULL ? g_bytes_get_data (bytes, &n) : NULL;

    if (bytes == NULL) {
        g_task_return_error (task, sz_http_translate (g_task_get_source_object (task), error));
        return;
    }
    if (n == 0) {
        take_whole (task, whole);
        return;
    }
    g_byte_array_append (whole->body, piece, (unsigned) n);
    if (whole->body->len <= ANSWER_MAX) {
        read_more (g_steal_pointer (&task));
        return;
    }
    /* Closing the stream would read the rest, which may have no end. */
    g_cancellable_cancel (g_object_get_data (G_OBJECT (whole->message), "sz-cancel"));
    g_task_return_error (task, sync_error (SZ_SYNC_ERROR_PROTOCOL, "an answer too large"));
}

/* Takes the task. */
static void
read_more (GTask *task)
{
    Whole *whole = g_task_get_task_data (task);

    g_input_stream_read_bytes_async (whole->stream, PIECE, G_PRIORITY_DEFAULT,
                                     g_object_get_data (G_OBJECT (whole->message), "sz-cancel"),
                                     read_cb, task);
}

static void
begun_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    Whole *whole = g_task_get_task_data (task);
    GError *error = NULL;

    whole->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
    if (whole->stream == NULL)
        g_task_return_error (task, sz_http_translate (g_task_get_source_object (task), error));
    else
        read_more (g_steal_pointer (&task));
}

void
sz_http_send_async (SzHttp *self,
                    SoupMessage *message,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    void *data)
{
    GTask *task = g_task_new (self, cancellable, callback, data);
    Whole *whole = g_new0 (Whole, 1);

    whole->message = g_object_ref (message);
    whole->body = g_byte_array_new ();
    g_task_set_name (task, "sz-http-send");
    g_task_set_task_data (task, whole, whole_free);
    begin (self);
    soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, tie (message, cancellable),
                             begun_cb, task);
}

char *
sz_http_send_finish (SzHttp *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static void
problem_read_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    g_autoptr (GBytes) bytes =
        g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
    g_autofree char *body =
        bytes != NULL && g_bytes_get_size (bytes) > 0
            ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
            : NULL;

    g_task_return_error (task, error_of_answer (g_task_get_source_object (task),
                                                g_task_get_task_data (task), body));
}

static void
stream_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GTask) task = data;
    SzHttp *self = g_task_get_source_object (task);
    SoupMessage *message = g_task_get_task_data (task);
    GError *error = NULL;
    g_autoptr (GInputStream) stream =
        soup_session_send_finish (SOUP_SESSION (source), result, &error);

    if (stream == NULL)
        g_task_return_error (task, sz_http_translate (self, error));
    else if (soup_message_get_status (message) != SOUP_STATUS_OK)
        g_input_stream_read_bytes_async (stream, 4096, G_PRIORITY_DEFAULT, NULL, problem_read_cb,
                                         g_steal_pointer (&task));
    else if (!is_ours (message))
        g_task_return_error (task,
                             sync_error (SZ_SYNC_ERROR_NOT_A_SERVER, "an answer of another kind"));
    else
        g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
}

void
sz_http_stream_async (SzHttp *self,
                      SoupMessage *message,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      void *data)
{
    GTask *task = g_task_new (self, cancellable, callback, data);

    g_task_set_name (task, "sz-http-stream");
    g_task_set_task_data (task, g_object_ref (message), g_object_unref);
    begin (self);
    soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, tie (message, cancellable),
                             stream_cb, task);
}

GInputStream *
sz_http_stream_finish (SzHttp *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sz_http_finalize (GObject *object)
{
    SzHttp *self = SZ_HTTP (object);

    soup_session_abort (self->session);
    g_clear_object (&self->session);
    g_free (self->accepted);
    g_free (self->presented);
    G_OBJECT_CLASS (sz_http_parent_class)->finalize (object);
}

static void
sz_http_class_init (SzHttpClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = sz_http_finalize;
}

static void
sz_http_init (SzHttp *self)
{
    /* No proxy resolver and no content decoder: the stream's own coding is ours to undo. */
    self->session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, "user-agent",
                                                   "Schoolzicht/" SZ_VERSION, NULL);
    soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

SzHttp *
sz_http_new (SzProfile *profile)
{
    SzHttp *self = g_object_new (SZ_TYPE_HTTP, NULL);

    self->profile = profile;
    return self;
}
