/* SPDX-License-Identifier: EUPL-1.2 */
/* One request: what is known of it, its answer, and its line in the log. The log names methods, paths
 * without their query, and record ids; never a person. */
#define G_LOG_DOMAIN "sz-http"

#include "server/http_private.h"
#include "server/problem.h"

#define JSON_TYPE "application/json"
#define PROBLEM_TYPE "application/problem+json"

static GQuark
request_quark (void)
{
    return g_quark_from_static_string ("sz-request");
}

static void
request_free (void *data)
{
    SzRequest *request = data;
    sz_session_free (request->session);
    g_free (request->address);
    g_free (request);
}

static void
log_request (const SzRequest *request)
{
    char account[SZ_ID_TEXT] = "-";
    GUri *uri = soup_server_message_get_uri (request->message);
    int64_t ms = (g_get_monotonic_time () - request->started_us) / 1000;
    if (request->session != NULL)
        sz_id_format (&request->session->account, account);
    /* A path that is no route may hold anything. */
    g_message ("%s %s %u %" G_GINT64_FORMAT " ms %" G_GINT64_FORMAT " bytes %s",
               soup_server_message_get_method (request->message),
               request->route != NULL && uri != NULL ? request->route->path : "-",
               soup_server_message_get_status (request->message), ms, request->bytes_out, account);
}

static void
wrote_body_data_cb (SoupServerMessage *message, unsigned n, void *data)
{
    SzRequest *request = data;
    request->bytes_out += n;
}

static void
finished_cb (SoupServerMessage *message, void *data)
{
    SzRequest *request = data;
    request->finished = true;
    log_request (request);
}

SzRequest *
sz_request_new (SzHttpServer *http, SoupServerMessage *message)
{
    SzRequest *request = g_new0 (SzRequest, 1);
    request->http = http;
    request->message = message;
    request->started_us = g_get_monotonic_time ();
    request->address = g_strdup (soup_server_message_get_remote_host (message));
    g_object_set_qdata_full (G_OBJECT (message), request_quark (), request, request_free);
    g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), request);
    g_signal_connect (message, "finished", G_CALLBACK (finished_cb), request);
    return request;
}

SzRequest *
sz_request_of (SoupServerMessage *message)
{
    return g_object_get_qdata (G_OBJECT (message), request_quark ());
}

void
sz_request_pause (SzRequest *request)
{
    g_assert (!request->paused);
    request->paused = true;
    soup_server_message_pause (request->message);
}

void
sz_request_resume (SzRequest *request)
{
    if (request->paused && !request->finished)
        soup_server_message_unpause (request->message);
    request->paused = false;
}

static SoupMessageHeaders *
start_answer (SzRequest *request, int status, const char *type)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
    request->answered = true;
    soup_server_message_set_status (request->message, (unsigned) status, NULL);
    /* libsoup 3.2.3 leaks a descriptor for each kept connection that a client closes. */
    soup_message_headers_replace (headers, "Connection", "close");
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
    soup_message_headers_set_content_type (headers, type, NULL);
    return headers;
}

void
sz_request_answer_bytes (SzRequest *request, const char *type, GBytes *bytes)
{
    SoupMessageHeaders *headers = start_answer (request, 200, type);
    soup_message_headers_set_content_length (headers, (goffset) g_bytes_get_size (bytes));
    soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                    bytes);
    g_bytes_unref (bytes);
    sz_request_resume (request);
}

static void
answer_text (SzRequest *request, int status, const char *type, char *text)
{
    size_t n = strlen (text);
    start_answer (request, status, type);
    soup_server_message_set_response (request->message, type, SOUP_MEMORY_TAKE, text, n);
    sz_request_resume (request);
}

void
sz_request_answer_json (SzRequest *request, int status, char *json)
{
    answer_text (request, status, JSON_TYPE, json);
}

static void
answer_problem (SzRequest *request, const SzProblem *problem)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
    if (problem->status == 429)
        soup_message_headers_replace (headers, "Retry-After", "900");
    else if (problem->status == 503)
        soup_message_headers_replace (headers, "Retry-After", "5");
    answer_text (request, problem->status, PROBLEM_TYPE, sz_problem_to_json (problem));
}

void
sz_request_answer_problem (SzRequest *request, const char *name)
{
    answer_problem (request, sz_problem_named (name));
}

void
sz_request_answer_error (SzRequest *request, const GError *error)
{
    const SzProblem *problem = sz_problem_of (error);
    if (problem->status == 500)
        g_warning ("%s %s: %s", request->route->method, request->route->path, error->message);
    answer_problem (request, problem);
}

void
sz_request_begin_stream (SzRequest *request, const char *type)
{
    SoupMessageHeaders *headers = start_answer (request, 200, type);
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
    soup_message_body_set_accumulate (soup_server_message_get_response_body (request->message),
                                      FALSE);
}

void
sz_request_append (SzRequest *request, GBytes *bytes)
{
    if (!request->finished && g_bytes_get_size (bytes) > 0) {
        soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                        bytes);
        soup_server_message_unpause (request->message);
        request->paused = false;
    }
    g_bytes_unref (bytes);
}

void
sz_request_end_stream (SzRequest *request)
{
    if (request->finished)
        return;
    soup_message_body_complete (soup_server_message_get_response_body (request->message));
    soup_server_message_unpause (request->message);
    request->paused = false;
}

char *
sz_request_query (SzRequest *request, const char *name)
{
    const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
    g_autoptr (GHashTable) members = query != NULL ? soup_form_decode (query) : NULL;
    return members != NULL ? g_strdup (g_hash_table_lookup (members, name)) : NULL;
}

GBytes *
sz_request_body (SzRequest *request)
{
    return soup_message_body_flatten (soup_server_message_get_request_body (request->message));
}
