/* SPDX-License-Identifier: EUPL-1.2 */
/* A push over the network: the operations one by one on the writer, each receipt sent as it is on disk. */
#define G_LOG_DOMAIN "sz-http-push"

#include "base/errors.h"
#include "server/hex.h"
#include "server/http_private.h"
#include "server/push.h"

#include <sodium.h>
#include <string.h>

#define TYPE "application/x-ndjson"
#define OPERATIONS_MAX 200
#define HASH_BYTES 16

typedef struct {
    GBytes *body;     /* (owned) */
    const char *rest; /* (borrowed): of the body, from the next operation on */
    const char *end;
    unsigned done;
} Batch;

static void
batch_free (void *data)
{
    Batch *batch = data;
    g_bytes_unref (batch->body);
    g_free (batch);
}

static const char *
line_end (const Batch *batch)
{
    const char *end = memchr (batch->rest, '\n', (size_t) (batch->end - batch->rest));
    return end != NULL ? end : batch->end;
}

static void
skip_empty_lines (Batch *batch)
{
    while (batch->rest < batch->end && (*batch->rest == '\n' || *batch->rest == '\r'))
        batch->rest++;
}

static unsigned
count_lines (const Batch *batch)
{
    unsigned n = 0;
    for (const char *at = batch->rest; at < batch->end; at++)
        n += *at == '\n';
    return n + (batch->rest < batch->end && batch->end[-1] != '\n');
}

/* On the writer. */
static void
push_one (SzJob *job, SzCore *core)
{
    Batch *batch = job->data;
    job->text = sz_push (core, job->request->session, batch->rest,
                         (size_t) (line_end (batch) - batch->rest), &job->error);
}

static void
send_line (SzRequest *request, char *line)
{
    g_autofree char *whole = g_strconcat (line, "\n", NULL);
    size_t n = strlen (whole);
    g_free (line);
    sz_request_append (request, g_bytes_new_take (g_steal_pointer (&whole), n));
}

/* After the first receipt no other status can be sent: the answer ends without its end line, the desk
 * asks again, and the operation that could not be is then the first. */
static void
push_failed (SzJob *job, const Batch *batch)
{
    if (batch->done == 0)
        sz_request_answer_error (job->request, job->error);
    else
        sz_request_end_stream (job->request);
}

static void
pushed_one (SzJob *job)
{
    Batch *batch = job->data;
    SzRequest *request = job->request;
    if (job->error != NULL) {
        push_failed (job, batch);
        return;
    }
    if (batch->done++ == 0)
        sz_request_begin_stream (request, TYPE);
    send_line (request, g_steal_pointer (&job->text));
    sz_events_kick (request->http->events);
    batch->rest = line_end (batch);
    skip_empty_lines (batch);
    if (batch->rest < batch->end) {
        sz_job_write (request, push_one, pushed_one, sz_job_steal_data (job), batch_free);
        return;
    }
    send_line (request, g_strdup_printf ("{\"end\":%u}", batch->done));
    sz_request_end_stream (request);
}

/* Behind a proxy there is no TLS between it and us. An older desk says nothing of its body. */
static bool
came_whole (SzRequest *request, GBytes *body)
{
    const char *said =
        soup_message_headers_get_one (soup_server_message_get_request_headers (request->message),
                                      "Schoolzicht-Hash");
    uint8_t hash[HASH_BYTES];
    char text[2 * HASH_BYTES + 1];
    size_t n;
    const uint8_t *bytes = g_bytes_get_data (body, &n);
    crypto_generichash (hash, sizeof hash, bytes, n, NULL, 0);
    sz_hex_encode (hash, sizeof hash, text);
    return said == NULL || strcmp (said, text) == 0;
}

void
sz_handle_push (SzRequest *request)
{
    Batch *batch = g_new0 (Batch, 1);
    size_t n;
    batch->body = sz_request_body (request);
    batch->rest = g_bytes_get_data (batch->body, &n);
    batch->end = batch->rest + n;
    skip_empty_lines (batch);
    if (batch->rest == batch->end || count_lines (batch) > OPERATIONS_MAX) {
        sz_request_answer_problem (request, batch->rest == batch->end ? "bad-request" : "too-big");
        batch_free (batch);
        return;
    }
    if (!came_whole (request, batch->body)) {
        sz_request_answer_problem (request, "garbled");
        batch_free (batch);
        return;
    }
    sz_request_pause (request);
    sz_job_write (request, push_one, pushed_one, batch, batch_free);
}
