/* SPDX-License-Identifier: EUPL-1.2 */
/* Listens, refuses what no honest desk sends before its body is read, finds the session, and hands the
 * request to its handler. SoupServer is not made for the open internet: what it lets pass is refused here
 * (security.md section 4), and a proxy in front remains the better grade. */
#define G_LOG_DOMAIN "sz-http-server"

#include "config.h"

#include "base/errors.h"
#include "server/http_private.h"
#include "server/problem.h"
#include "server/reference.h"
#include "server/unix_socket.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

#define BODY_SMALL (16 * 1024)
#define BODY_PUSH (1024 * 1024)
#define BODY_THROWN_AWAY (4 * BODY_PUSH)
#define HEADERS_MAX 64
#define HEADER_BYTES_MAX (16 * 1024)
#define HEADERS_TIMEOUT_S 10
#define STALL_TIMEOUT_S 60
#define PULL_READERS 4
#define PULL_WORKERS 2
#define UPDATE_READERS 2
#define WRITERS 8 /* on PostgreSQL: each waits for the disk at its commit */

static const SzRoute routes[] = {
    { "GET", "/v1/health", 0, true, sz_handle_health },
    { "POST", "/v1/sign-in", BODY_SMALL, true, sz_handle_sign_in },
    { "POST", "/v1/session", BODY_SMALL, false, sz_handle_session },
    { "POST", "/v1/sign-out", BODY_SMALL, false, sz_handle_sign_out },
    { "POST", "/v1/wiped", BODY_SMALL, true, sz_handle_wiped },
    { "GET", "/v1/pull", 0, false, sz_handle_pull },
    { "GET", "/v1/sums", 0, false, sz_handle_sums },
    { "GET", "/v1/bucket", 0, false, sz_handle_bucket },
    { "POST", "/v1/push", BODY_PUSH, false, sz_handle_push },
    { "GET", "/v1/events", 0, false, sz_handle_events },
};

typedef struct {
    unsigned hosts;
    unsigned lengths;
    unsigned encodings;
    unsigned all;
    size_t bytes;
    bool strange;
} HeaderCount;

static bool
is_token (const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
            return false;
    return *text != '\0';
}

static void
count_header (const char *name, const char *value, void *data)
{
    HeaderCount *count = data;
    count->all++;
    count->bytes += strlen (name) + strlen (value);
    /* "Content-Length : 5" is another header to us than to a proxy. */
    count->strange |= !is_token (name);
    if (g_ascii_strcasecmp (name, "Host") == 0) {
        count->hosts++;
    } else if (g_ascii_strcasecmp (name, "Content-Length") == 0) {
        count->lengths++;
        count->strange |= *value == '\0' || strspn (value, "0123456789") != strlen (value);
    } else if (g_ascii_strcasecmp (name, "Transfer-Encoding") == 0) {
        count->encodings++;
        count->strange |= g_ascii_strcasecmp (value, "chunked") != 0;
    }
}

/* What a desk never sends, and two programs in a row might read in two ways. */
static bool
is_sound (SoupServerMessage *message)
{
    HeaderCount count = { 0 };
    soup_message_headers_foreach (soup_server_message_get_request_headers (message), count_header,
                                  &count);
    return !count.strange && count.hosts == 1 && count.lengths + count.encodings <= 1 &&
           count.all <= HEADERS_MAX && count.bytes <= HEADER_BYTES_MAX;
}

static const SzRoute *
find_route (SoupServerMessage *message, bool *is_path)
{
    const char *method = soup_server_message_get_method (message);
    const char *path = g_uri_get_path (soup_server_message_get_uri (message));
    *is_path = false;
    for (size_t i = 0; i < G_N_ELEMENTS (routes); i++) {
        if (strcmp (routes[i].path, path) != 0)
            continue;
        *is_path = true;
        if (strcmp (routes[i].method, method) == 0)
            return &routes[i];
    }
    return NULL;
}

static void
set_timeout (SoupServerMessage *message, unsigned seconds)
{
    GSocket *socket = soup_server_message_get_socket (message);
    if (socket != NULL)
        g_socket_set_timeout (socket, seconds);
}

/* Nothing more is read from this client. */
static void
cut (SzRequest *request)
{
    g_autoptr (GIOStream) stream = soup_server_message_steal_connection (request->message);
    request->finished = true;
    if (stream != NULL)
        g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
told_cb (GObject *output, GAsyncResult *result, void *data)
{
    g_autoptr (GIOStream) stream = data;
    g_output_stream_write_all_finish (G_OUTPUT_STREAM (output), result, NULL, NULL);
    g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/* Where a request ends cannot be told: one answer, and whatever follows is not looked at. */
static void
refuse_unsound (SzRequest *request)
{
    static const char answer[] =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    GIOStream *stream = soup_server_message_steal_connection (request->message);
    request->finished = true;
    g_message ("a request that is not sound was refused");
    if (stream != NULL)
        g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), answer,
                                         sizeof answer - 1, G_PRIORITY_DEFAULT, NULL, told_cb,
                                         stream);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, void *data)
{
    SzRequest *request = data;
    /* Of a body that was refused some more may come, so that the client gets to reading why. */
    size_t most = request->answered ? BODY_THROWN_AWAY : request->route->body_max;
    request->bytes_in += (int64_t) g_bytes_get_size (chunk);
    if (request->bytes_in > (int64_t) most)
        cut (request);
}

static void
refuse (SzRequest *request, const char *name, int status)
{
    soup_message_body_set_accumulate (soup_server_message_get_request_body (request->message),
                                      FALSE);
    sz_request_answer_problem (request, name);
    if (status != 0)
        soup_server_message_set_status (request->message, (unsigned) status, NULL);
}

static void
find_session (SzJob *job, SzCore *core)
{
    job->request->session = sz_session_find (core, job->data, &job->error);
}

static void
session_found (SzJob *job)
{
    SzRequest *request = job->request;
    if (request->session == NULL && job->error->domain == SZ_SERVER_ERROR)
        refuse (request, sz_problem_of (job->error)->name, 0);
    else if (request->session == NULL)
        refuse (request, "unavailable", 0);
    else
        sz_request_resume (request);
}

static void
ask_session (SzRequest *request)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
    const char *authorization = soup_message_headers_get_one (headers, "Authorization");
    if (authorization == NULL || !g_str_has_prefix (authorization, "Bearer ")) {
        refuse (request, "unauthorized", 0);
        return;
    }
    sz_request_pause (request);
    sz_job_read (request, find_session, session_found,
                 g_strdup (authorization + strlen ("Bearer ")), g_free);
}

/* Behind a proxy every client comes from the same socket: it says who is meant. */
static void
find_address (SzRequest *request)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
    GSocketAddress *remote = soup_server_message_get_remote_address (request->message);
    const char *forwarded = soup_message_headers_get_one (headers, "X-Forwarded-For");
    if (remote == NULL || g_socket_address_get_family (remote) != G_SOCKET_FAMILY_UNIX ||
        forwarded == NULL)
        return;
    const char *last = strrchr (forwarded, ',');
    g_free (request->address);
    request->address = g_strstrip (g_strdup (last != NULL ? last + 1 : forwarded));
}

/* The headers are there, the body is not. */
static void
early_cb (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          void *data)
{
    SzRequest *request = sz_request_of (message);
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
    bool is_path;
    set_timeout (message, STALL_TIMEOUT_S);
    soup_message_headers_remove (headers, "Range");
    soup_message_headers_remove (headers, "If-Range");
    find_address (request);
    request->route = find_route (message, &is_path);
    if (!is_sound (message))
        refuse_unsound (request);
    else if (request->route == NULL)
        refuse (request, is_path ? "bad-request" : "not-found", is_path ? 405 : 0);
    else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
             soup_message_headers_get_content_length (headers) > (goffset) request->route->body_max)
        refuse (request, "too-big", 0);
    else if (!request->route->open)
        ask_session (request);
}

static void
handler_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            void *data)
{
    SzRequest *request = sz_request_of (message);
    if (!request->answered && !request->finished)
        request->route->handle (request);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, void *data)
{
    SzRequest *request = sz_request_new (data, message);
    set_timeout (message, HEADERS_TIMEOUT_S);
    g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), request);
}

static bool
open_database (SzHttpServer *self,
               const char *database,
               const uint8_t *key,
               bool allow_test_numbers,
               GError **error)
{
    unsigned n_writers = sz_core_is_url (database) ? WRITERS : 1;
    g_autoptr (SzCore) first = sz_core_open (database, key, sz_env_default (), error);
    if (first == NULL || !sz_reference_ensure (first, error))
        return false;
    self->writers =
        sz_readers_new (database, key, sz_core_open_writer, n_writers, n_writers, error);
    if (self->writers == NULL)
        return false;
    self->readers =
        sz_readers_new (database, key, sz_core_open_reader, PULL_READERS, PULL_WORKERS, error);
    if (self->readers == NULL)
        return false;
    self->updates = sz_readers_new (database, key, sz_core_open_reader, UPDATE_READERS, 1, error);
    if (self->updates == NULL)
        return false;
    self->front = sz_readers_new (database, key, sz_core_open_reader, 1, 1, error);
    if (self->front == NULL)
        return false;
    sz_readers_allow_test_numbers (self->writers, allow_test_numbers);
    sz_readers_allow_test_numbers (self->front, allow_test_numbers);
    return true;
}

SzHttpServer *
sz_http_server_new (const char *database,
                    const uint8_t *key,
                    bool allow_test_numbers,
                    GTlsCertificate *certificate,
                    GError **error)
{
    g_autoptr (SzHttpServer) self = g_new0 (SzHttpServer, 1);
    self->closing = g_cancellable_new ();
    if (!open_database (self, database, key, allow_test_numbers, error))
        return NULL;
    for (size_t i = 0; i < SZ_HASHERS; i++)
        self->hashers[i] = sz_worker_new ("hasher");
    self->events = sz_events_new (self);
    sz_tidying_begin (self);
    self->soup = soup_server_new ("tls-certificate", certificate, NULL);
    g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
    soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
    soup_server_add_handler (self->soup, NULL, handler_cb, self, NULL);
    return g_steal_pointer (&self);
}

/* The kernel deals the connections out among all servers of this user that ask the same; those that one of them had when it died
 * come back to the others. */
static bool
listen_shared (SoupServer *soup, GSocketAddress *address, GError **error)
{
    g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                               G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
    struct sockaddr_storage native;
    if (socket == NULL || !g_socket_set_option (socket, SOL_SOCKET, SO_REUSEADDR, 1, error) ||
        !g_socket_set_option (socket, SOL_SOCKET, SO_REUSEPORT, 1, error) ||
        !g_socket_address_to_native (address, &native, sizeof native, error))
        return false;
    /* g_socket_bind takes the option away again. */
    if (bind (g_socket_get_fd (socket), (struct sockaddr *) &native,
              (socklen_t) g_socket_address_get_native_size (address)) != 0) {
        g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
        return false;
    }
    return g_socket_listen (socket, error) &&
           soup_server_listen_socket (soup, socket, SOUP_SERVER_LISTEN_HTTPS, error);
}

bool
sz_http_server_listen (SzHttpServer *self,
                       const char *address,
                       bool shared,
                       unsigned *port,
                       GError **error)
{
    g_autoptr (GSocketConnectable) connectable = g_network_address_parse (address, 8443, NULL);
    g_autoptr (GSocketAddress) socket = NULL;
    g_autoptr (GError) local = NULL;
    unsigned wanted = 0;
    if (connectable != NULL) {
        GNetworkAddress *network = G_NETWORK_ADDRESS (connectable);
        wanted = g_network_address_get_port (network);
        socket = g_inet_socket_address_new_from_string (g_network_address_get_hostname (network),
                                                        wanted);
    }
    if (socket == NULL) {
        g_set_error_literal (
            error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
            _ ("--listen takes an address in numbers and a port: --listen 127.0.0.1:8443."));
        return false;
    }
    bool listens = shared
                       ? listen_shared (self->soup, socket, &local)
                       : soup_server_listen (self->soup, socket, SOUP_SERVER_LISTEN_HTTPS, &local);
    if (!listens) {
        g_set_error (
            error, G_IO_ERROR, G_IO_ERROR_FAILED,
            g_error_matches (local, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE)
                ? _ ("Another program listens on %s. Stop it, or give another port with --listen.")
                : _ ("This machine cannot listen on %s. Look at --listen."),
            address);
        return false;
    }
    g_autoslist (GUri) uris = soup_server_get_uris (self->soup);
    *port = uris != NULL ? (unsigned) g_uri_get_port (uris->data) : wanted;
    return true;
}

bool
sz_http_server_listen_unix (SzHttpServer *self, const char *path, GError **error)
{
    g_autoptr (GSocket) socket = sz_unix_socket_listen (path, error);
    if (socket == NULL)
        return false;
    self->unix_path = g_strdup (path);
    return soup_server_listen_socket (self->soup, socket, 0, error);
}

static void
clear_worker (SzWorker **worker)
{
    if (*worker != NULL)
        sz_worker_stop (*worker);
    g_clear_object (worker);
}

void
sz_http_server_free (SzHttpServer *self)
{
    if (self == NULL)
        return;
    g_cancellable_cancel (self->closing);
    g_clear_handle_id (&self->tidying, g_source_remove);
    if (self->soup != NULL)
        soup_server_disconnect (self->soup);
    if (self->events != NULL)
        sz_events_stop (self->events);
    g_clear_object (&self->soup);
    if (self->unix_path != NULL)
        g_unlink (self->unix_path);
    g_free (self->unix_path);
    for (size_t i = 0; i < SZ_HASHERS; i++)
        clear_worker (&self->hashers[i]);
    /* What the workers gave back comes in through the main context. */
    while ((self->writers != NULL && !sz_readers_are_back (self->writers)) ||
           (self->front != NULL && !sz_readers_are_back (self->front)))
        g_main_context_iteration (NULL, TRUE);
    while (g_main_context_iteration (NULL, FALSE))
        ;
    g_clear_pointer (&self->events, sz_events_free);
    g_clear_pointer (&self->writers, sz_readers_free);
    g_clear_pointer (&self->readers, sz_readers_free);
    g_clear_pointer (&self->updates, sz_readers_free);
    g_clear_pointer (&self->front, sz_readers_free);
    g_clear_object (&self->closing);
    g_free (self);
}
