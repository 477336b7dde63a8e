/* SPDX-License-Identifier: EUPL-1.2 */
/* A pull over the network: a worker produces and compresses pieces, at most a few ahead of what the desk
 * has taken; one reading connection is held from the first line to the last. */
#define G_LOG_DOMAIN "sz-http-pull"

#include "base/errors.h"
#include "server/coding.h"
#include "server/digest.h"
#include "server/http_private.h"
#include "server/pull.h"

#define TYPE "application/x-ndjson"
#define PIECE (256 * 1024)
#define AHEAD (512 * 1024)

typedef struct {
    int references;             /* main thread only: the message, and a piece on its way */
    SzRequest *request;         /* (borrowed): kept by message while a piece is on its way */
    SoupServerMessage *message; /* (borrowed) */
    SzReaders *readers;         /* (borrowed): where the reader comes from */
    SzReader *reader;           /* (borrowed) (nullable): lent */
    SzPull *pull;               /* (owned) (nullable): worker only, freed there or when it rests */
    SzCoder *coder;             /* (owned) */
    SzDigest *digest;           /* (owned) (nullable): worker only */
    char *scope;                /* (owned) */
    char *cursor;               /* (owned) (nullable) */
    char *seen;                 /* (owned) (nullable) */
    GString *lines;             /* (owned): worker only */
    GByteArray *coded;          /* (owned): of the piece on its way */
    GError *error;              /* (owned) (nullable): of the piece on its way */
    int64_t waiting;            /* bytes given to the network and not yet gone */
    bool working;
    bool begun;
    bool done;
} Stream;

static void produce (Stream *stream);

static void
give_reader_back (Stream *stream)
{
    SzReader *reader = g_steal_pointer (&stream->reader);
    g_clear_pointer (&stream->pull, sz_pull_free);
    if (reader != NULL)
        sz_readers_give (stream->readers, reader);
}

static void
stream_unref (Stream *stream)
{
    if (--stream->references > 0)
        return;
    g_assert (stream->reader == NULL);
    sz_coder_free (stream->coder);
    sz_digest_free (stream->digest);
    g_string_free (stream->lines, TRUE);
    g_clear_pointer (&stream->coded, g_byte_array_unref);
    g_clear_error (&stream->error);
    g_free (stream->scope);
    g_free (stream->cursor);
    g_free (stream->seen);
    g_free (stream);
}

/* On the worker. */
static void
produce_piece (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Stream *stream = task_data;
    g_string_truncate (stream->lines, 0);
    stream->coded = g_byte_array_new ();
    if (stream->pull == NULL)
        stream->pull = sz_pull_new (stream->reader->core, stream->request->session, stream->scope,
                                    stream->cursor, stream->seen, &stream->error);
    if (stream->pull != NULL && sz_pull_next (stream->pull, stream->lines, PIECE, &stream->error)) {
        stream->done = sz_pull_is_done (stream->pull);
        if (stream->digest != NULL)
            sz_digest_take (stream->digest, stream->lines);
        sz_coder_code (stream->coder, stream->lines->str, stream->lines->len, stream->done,
                       stream->coded);
    }
    g_task_return_boolean (task, TRUE);
}

static void
send_first (Stream *stream, GBytes *bytes)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers (stream->message);
    soup_message_headers_replace (headers, "Schoolzicht-Coding", sz_coder_name (stream->coder));
    stream->begun = true;
    if (stream->done) {
        sz_request_answer_bytes (stream->request, TYPE, bytes);
        return;
    }
    sz_request_begin_stream (stream->request, TYPE);
    sz_request_append (stream->request, bytes);
}

static void
send_piece (Stream *stream)
{
    GBytes *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&stream->coded));
    /* An empty piece would end the answer. */
    if (g_bytes_get_size (bytes) == 0 && !stream->done) {
        g_bytes_unref (bytes);
        return;
    }
    stream->waiting += (int64_t) g_bytes_get_size (bytes);
    if (!stream->begun) {
        send_first (stream, bytes);
        return;
    }
    sz_request_append (stream->request, bytes);
    if (stream->done)
        sz_request_end_stream (stream->request);
}

static void
leave_epoch (SzJob *job, SzCore *core)
{
    if (sz_core_leave_epoch (core, job->data, &job->error))
        g_message ("a desk has seen what this database has lost: a new history begins");
}

static void
epoch_left (SzJob *job)
{
    if (job->error != NULL)
        sz_request_answer_error (job->request, job->error);
    else
        sz_request_answer_problem (job->request, "epoch");
}

/* The answer has begun: without an end line the desk knows that it is not whole. */
static void
send_error (Stream *stream)
{
    stream->done = true;
    if (!stream->begun && stream->error->domain == SZ_SERVER_ERROR &&
        stream->error->code == SZ_SERVER_ERROR_EPOCH) {
        sz_job_write (stream->request, leave_epoch, epoch_left,
                      g_strdup (stream->reader->core->epoch), g_free);
        return;
    }
    if (!stream->begun) {
        sz_request_answer_error (stream->request, stream->error);
        return;
    }
    if (g_error_matches (stream->error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY))
        g_message ("a pull broke off: %s", stream->error->message);
    else
        g_warning ("a pull broke off: %s", stream->error->message);
    sz_request_end_stream (stream->request);
}

static void
produced_cb (GObject *source, GAsyncResult *result, void *data)
{
    Stream *stream = data;
    SoupServerMessage *message = stream->message;
    bool produced = g_task_propagate_boolean (G_TASK (result), NULL);
    stream->working = false;
    if (!produced || stream->request->finished) {
        stream->done = true;
    } else if (stream->error != NULL) {
        send_error (stream);
    } else {
        send_piece (stream);
    }
    if (stream->done)
        give_reader_back (stream);
    else
        produce (stream);
    stream_unref (stream);
    g_object_unref (message);
}

/* The next piece, when there is room for it and none is on its way. */
static void
produce (Stream *stream)
{
    if (stream->working || stream->done || stream->reader == NULL || stream->waiting > AHEAD)
        return;
    stream->working = true;
    stream->references++;
    g_object_ref (stream->message);
    g_autoptr (GTask) task = g_task_new (NULL, stream->request->http->closing, produced_cb, stream);
    g_task_set_name (task, "pull");
    g_task_set_task_data (task, stream, NULL);
    sz_worker_queue (stream->reader->worker, SZ_PRIORITY_NORMAL, task, produce_piece);
}

static void
wrote_body_data_cb (SoupServerMessage *message, unsigned n, void *data)
{
    Stream *stream = data;
    stream->waiting -= n;
    produce (stream);
}

static void
finished_cb (SoupServerMessage *message, void *data)
{
    Stream *stream = data;
    /* A piece on its way gives the reader back itself. */
    stream->done = true;
    if (!stream->working)
        give_reader_back (stream);
}

static void
reader_ready_cb (SzReader *reader, void *data)
{
    Stream *stream = data;
    SoupServerMessage *message = stream->message;
    stream->reader = reader;
    if (stream->done)
        give_reader_back (stream);
    else
        produce (stream);
    stream_unref (stream);
    g_object_unref (message);
}

/* Takes the digest. */
static void
begin (SzRequest *request, SzDigest *digest, const char *cursor, const char *seen)
{
    SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
    Stream *stream = g_new0 (Stream, 1);
    stream->references = 2; /* the message, and the wait for a reader */
    stream->request = request;
    stream->message = request->message;
    stream->coder = sz_coder_new (soup_message_headers_get_list (headers, "Schoolzicht-Accept"));
    stream->digest = digest;
    stream->scope = sz_request_query (request, "scope");
    stream->cursor = cursor != NULL && *cursor != '\0' ? g_strdup (cursor) : NULL;
    stream->seen = g_strdup (seen);
    stream->lines = g_string_sized_new (PIECE + 4096);
    stream->readers = stream->cursor != NULL ? request->http->updates : request->http->readers;
    g_object_set_data_full (G_OBJECT (request->message), "sz-stream", stream,
                            (GDestroyNotify) stream_unref);
    g_signal_connect (request->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), stream);
    g_signal_connect (request->message, "finished", G_CALLBACK (finished_cb), stream);
    sz_request_pause (request);
    g_object_ref (request->message);
    if (sz_readers_take (stream->readers, reader_ready_cb, stream))
        return;
    stream->references--;
    g_object_unref (request->message);
    sz_request_answer_problem (request, "unavailable");
}

static bool
names_scope (SzRequest *request)
{
    g_autofree char *scope = sz_request_query (request, "scope");
    if (scope == NULL)
        sz_request_answer_problem (request, "bad-request");
    return scope != NULL;
}

void
sz_handle_pull (SzRequest *request)
{
    g_autofree char *cursor = sz_request_query (request, "cursor");
    g_autofree char *seen = sz_request_query (request, "seen");
    if (names_scope (request))
        begin (request, NULL, cursor, seen);
}

void
sz_handle_sums (SzRequest *request)
{
    if (names_scope (request))
        begin (request, sz_digest_new_sums (), NULL, NULL);
}

void
sz_handle_bucket (SzRequest *request)
{
    g_autofree char *kind = sz_request_query (request, "kind");
    g_autofree char *bucket = sz_request_query (request, "b");
    SzDigest *digest = sz_digest_new_bucket (kind, bucket);
    if (digest == NULL)
        sz_request_answer_problem (request, "bad-request");
    else if (names_scope (request))
        begin (request, digest, NULL, NULL);
    else
        sz_digest_free (digest);
}
