/* SPDX-License-Identifier: EUPL-1.2 */
/* What the http_*.c files share: the server, one request, and work on a worker for a request. All of it
 * belongs to the main thread except the `work` of a job. */
#pragma once

#include "base/worker.h"
#include "server/http_server.h"
#include "server/readers.h"
#include "server/session.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct SzRequest SzRequest;
typedef struct SzEvents SzEvents;

#define SZ_HASHERS 2

struct SzHttpServer {
    SoupServer *soup;              /* (owned) */
    SzReaders *writers;            /* (owned): one on SQLite */
    SzReaders *readers;            /* (owned): for pulls from the start, as slow as their reader */
    SzReaders *updates;            /* (owned): for pulls from a cursor, which are soon done */
    SzReaders *front;              /* (owned): one, for what takes no time */
    SzWorker *hashers[SZ_HASHERS]; /* (owned): passwords */
    unsigned hashing;              /* passwords on their way */
    SzEvents *events;              /* (owned) */
    GCancellable *closing;         /* (owned) */
    unsigned tidying;              /* source */
    char *unix_path;               /* (owned) (nullable): its socket goes at the end */
};

/* A handler gets the request when its body is there, and answers now or later. */
typedef void (*SzHandler) (SzRequest *request);

typedef struct {
    const char *method;
    const char *path;
    size_t body_max;
    bool open; /* without a session */
    SzHandler handle;
} SzRoute;

/* Lives as long as its message. */
struct SzRequest {
    SzHttpServer *http;         /* (borrowed) */
    SoupServerMessage *message; /* (borrowed) */
    const SzRoute *route;       /* (borrowed): static */
    SzSession *session;         /* (owned) (nullable) */
    char *address;              /* (owned): of the client */
    int64_t started_us;
    int64_t bytes_in;
    int64_t bytes_out;
    bool answered;
    bool paused;
    bool finished; /* the client has it all, or went away */
};

/* http_request.c */
SzRequest *sz_request_new (SzHttpServer *http, SoupServerMessage *message);
SzRequest *sz_request_of (SoupServerMessage *message);
void sz_request_pause (SzRequest *request);
void sz_request_resume (SzRequest *request);

/* Each ends the request; `type` is a static content type, `json` and `bytes` are taken. */
void sz_request_answer_json (SzRequest *request, int status, char *json);
void sz_request_answer_bytes (SzRequest *request, const char *type, GBytes *bytes);
void sz_request_answer_problem (SzRequest *request, const char *name);
void sz_request_answer_error (SzRequest *request, const GError *error);

/* An answer in pieces: begin, then append as it comes, then end. Bytes are taken. */
void sz_request_begin_stream (SzRequest *request, const char *type);
void sz_request_append (SzRequest *request, GBytes *bytes);
void sz_request_end_stream (SzRequest *request);

/* A member of the query; NULL when it is not there. Free with g_free. */
char *sz_request_query (SzRequest *request, const char *name);

/* The body; never NULL. */
GBytes *sz_request_body (SzRequest *request);

/* Work for a request. The message is kept; `done` comes on the main thread unless the client went away. */
typedef struct SzJob SzJob;
typedef void (*SzJobWork) (SzJob *job, SzCore *core);
typedef void (*SzJobDone) (SzJob *job);

struct SzJob {
    SzRequest *request;         /* (borrowed): kept by message */
    SoupServerMessage *message; /* (owned) */
    SzJobWork work;
    SzJobDone done;
    void *data; /* (owned) (nullable): freed with data_free */
    GDestroyNotify data_free;
    char *text;    /* (owned) (nullable): what the work gives */
    GError *error; /* (owned) (nullable) */
};

/* http_job.c; data is taken by the job. */
void sz_job_read (SzRequest *request,
                  SzJobWork work,
                  SzJobDone done,
                  void *data,
                  GDestroyNotify data_free);
void sz_job_write (SzRequest *request,
                   SzJobWork work,
                   SzJobDone done,
                   void *data,
                   GDestroyNotify data_free);
void sz_job_hash (SzRequest *request,
                  SzJobWork work,
                  SzJobDone done,
                  void *data,
                  GDestroyNotify data_free);

/* The next step of a chain: the same data, which leaves the old job. */
void *sz_job_steal_data (SzJob *job);

/* Handlers. */
void sz_handle_health (SzRequest *request); /* http_session.c */
void sz_handle_sign_in (SzRequest *request);
void sz_handle_session (SzRequest *request);
void sz_handle_sign_out (SzRequest *request);
void sz_handle_wiped (SzRequest *request);
void sz_handle_pull (SzRequest *request); /* http_pull.c */
void sz_handle_sums (SzRequest *request);
void sz_handle_bucket (SzRequest *request);
void sz_handle_push (SzRequest *request);   /* http_push.c */
void sz_handle_events (SzRequest *request); /* http_events.c */

/* http_tidy.c */
void sz_tidying_begin (SzHttpServer *http);

/* http_events.c */
SzEvents *sz_events_new (SzHttpServer *http);

/* Ends every stream; then, when nothing is under way any more, free. */
void sz_events_stop (SzEvents *events);
void sz_events_free (SzEvents *events);

/* Something was committed: look at the clocks now. */
void sz_events_kick (SzEvents *events);

G_END_DECLS
