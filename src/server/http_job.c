/* SPDX-License-Identifier: EUPL-1.2 */
/* Work for a request on a worker: reading, writing, or hashing a password; see http_private.h. */
#define G_LOG_DOMAIN "sz-http-job"

#include "base/errors.h"
#include "server/http_private.h"

typedef struct {
    SzJob job;
    SzReaders *readers; /* (borrowed) (nullable): where the reader goes back to */
    SzReader *reader;   /* (borrowed) (nullable) */
    SzCore *core;       /* (borrowed) (nullable): for the worker */
} Run;

static void
run_free (Run *run)
{
    if (run->job.data_free != NULL && run->job.data != NULL)
        run->job.data_free (run->job.data);
    g_free (run->job.text);
    g_clear_error (&run->job.error);
    g_object_unref (run->job.message);
    g_free (run);
}

static Run *
run_new (SzRequest *request, SzJobWork work, SzJobDone done, void *data, GDestroyNotify data_free)
{
    Run *run = g_new0 (Run, 1);
    run->job.request = request;
    run->job.message = g_object_ref (request->message);
    run->job.work = work;
    run->job.done = done;
    run->job.data = data;
    run->job.data_free = data_free;
    return run;
}

static void
work_on_worker (GTask *task, void *source, void *task_data, GCancellable *cancellable)
{
    Run *run = task_data;
    run->job.work (&run->job, run->core);
    g_task_return_boolean (task, TRUE);
}

static void
worked_cb (GObject *source, GAsyncResult *result, void *data)
{
    Run *run = data;
    bool done = g_task_propagate_boolean (G_TASK (result), NULL);
    if (run->reader != NULL)
        sz_readers_give (run->readers, run->reader);
    if (done && !run->job.request->finished)
        run->job.done (&run->job);
    run_free (run);
}

static void
run_on (Run *run, SzWorker *worker)
{
    g_autoptr (GTask) task = g_task_new (NULL, run->job.request->http->closing, worked_cb, run);
    g_task_set_name (task, "job");
    g_task_set_task_data (task, run, NULL);
    sz_worker_queue (worker, SZ_PRIORITY_NORMAL, task, work_on_worker);
}

static void
reader_ready_cb (SzReader *reader, void *data)
{
    Run *run = data;
    run->reader = reader;
    run->core = reader->core;
    run_on (run, reader->worker);
}

static void
run_with (Run *run, SzReaders *readers)
{
    run->readers = readers;
    if (sz_readers_take (readers, reader_ready_cb, run))
        return;
    sz_request_answer_problem (run->job.request, "unavailable");
    run_free (run);
}

void
sz_job_read (SzRequest *request,
             SzJobWork work,
             SzJobDone done,
             void *data,
             GDestroyNotify data_free)
{
    Run *run = run_new (request, work, done, data, data_free);
    run_with (run, request->http->front);
}

void
sz_job_write (SzRequest *request,
              SzJobWork work,
              SzJobDone done,
              void *data,
              GDestroyNotify data_free)
{
    Run *run = run_new (request, work, done, data, data_free);
    run_with (run, request->http->writers);
}

void
sz_job_hash (SzRequest *request,
             SzJobWork work,
             SzJobDone done,
             void *data,
             GDestroyNotify data_free)
{
    Run *run = run_new (request, work, done, data, data_free);
    run_on (run, request->http->hashers[request->http->hashing % SZ_HASHERS]);
}

void *
sz_job_steal_data (SzJob *job)
{
    return g_steal_pointer (&job->data);
}
