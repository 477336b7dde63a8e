/* SPDX-License-Identifier: EUPL-1.2 */
/* One thread with a queue of GTasks by priority, first come first served within one. Not GTask's own
 * pool: that one shares its threads and keeps no order. */
#define G_LOG_DOMAIN "sz-worker"

#include "base/worker.h"

typedef struct {
    SzPriority priority;
    uint64_t number; /* order of arrival */
    GTask *task;     /* (owned); NULL is the wish to stop */
    SzWorkerFunc func;
} Job;

struct _SzWorker {
    GObject parent_instance;

    GThread *thread;    /* (owned) (nullable): NULL once stopped */
    GAsyncQueue *queue; /* (owned) (element-type Job) */
    char *name;         /* (owned) */
    uint64_t next;      /* (atomic) */
};

G_DEFINE_FINAL_TYPE (SzWorker, sz_worker, G_TYPE_OBJECT)

static int
compare_jobs (const void *a, const void *b, void *data)
{
    const Job *left = a, *right = b;

    if (left->priority != right->priority)
        return left->priority < right->priority ? -1 : 1;
    return left->number < right->number ? -1 : 1;
}

static void
push (SzWorker *self, SzPriority priority, GTask *task, SzWorkerFunc func)
{
    Job *job = g_new0 (Job, 1);

    job->priority = priority;
    job->number = __atomic_fetch_add (&self->next, 1, __ATOMIC_RELAXED);
    job->task = task;
    job->func = func;
    g_async_queue_push_sorted (self->queue, job, compare_jobs, NULL);
}

static void
run (Job *job)
{
    g_autoptr (GTask) task = job->task;

    if (g_task_return_error_if_cancelled (task))
        return;
    job->func (task, g_task_get_source_object (task), g_task_get_task_data (task),
               g_task_get_cancellable (task));
}

static void *
thread_main (void *data)
{
    g_autoptr (GAsyncQueue) queue = data;
    bool go_on = true;

    while (go_on) {
        g_autofree Job *job = g_async_queue_pop (queue);

        go_on = job->task != NULL;
        if (go_on)
            run (job);
    }
    return NULL;
}

static void
sz_worker_dispose (GObject *object)
{
    sz_worker_stop (SZ_WORKER (object));
    G_OBJECT_CLASS (sz_worker_parent_class)->dispose (object);
}

static void
sz_worker_finalize (GObject *object)
{
    SzWorker *self = SZ_WORKER (object);

    g_async_queue_unref (self->queue);
    g_free (self->name);
    G_OBJECT_CLASS (sz_worker_parent_class)->finalize (object);
}

static void
sz_worker_class_init (SzWorkerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = sz_worker_dispose;
    object_class->finalize = sz_worker_finalize;
}

static void
sz_worker_init (SzWorker *self)
{
    self->queue = g_async_queue_new ();
}

SzWorker *
sz_worker_new (const char *name)
{
    SzWorker *self = g_object_new (SZ_TYPE_WORKER, NULL);

    self->name = g_strdup (name);
    self->thread = g_thread_new (name, thread_main, g_async_queue_ref (self->queue));
    return self;
}

void
sz_worker_queue (SzWorker *self, SzPriority priority, GTask *task, SzWorkerFunc func)
{
    g_return_if_fail (SZ_IS_WORKER (self));
    g_return_if_fail (self->thread != NULL);
    push (self, priority, g_object_ref (task), func);
}

gboolean
sz_worker_is_current (SzWorker *self)
{
    g_return_val_if_fail (SZ_IS_WORKER (self), FALSE);
    return self->thread == g_thread_self ();
}

void
sz_worker_stop (SzWorker *self)
{
    GThread *thread = g_steal_pointer (&self->thread);

    if (thread == NULL)
        return;
    g_assert (thread != g_thread_self ());
    /* Behind everything: idle is the last priority, and this is the last of them. */
    push (self, SZ_PRIORITY_IDLE, NULL, NULL);
    g_thread_join (thread);
}
