/* SPDX-License-Identifier: EUPL-1.2 */
/* One named thread that runs GTasks in the order they came, urgent ones first. Databases live on
 * such a thread; the main thread never waits for it. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SZ_TYPE_WORKER (sz_worker_get_type ())
G_DECLARE_FINAL_TYPE (SzWorker, sz_worker, SZ, WORKER, GObject)

/* Called on the worker's thread; must return the task exactly once (at once or later). A task
 * whose cancellable is already cancelled is returned cancelled without being run. */
typedef void (*SzWorkerFunc) (GTask *task,
                              void *source,
                              void *task_data,
                              GCancellable *cancellable);

typedef enum {
    SZ_PRIORITY_URGENT, /* someone waits at the screen */
    SZ_PRIORITY_NORMAL,
    SZ_PRIORITY_IDLE, /* a long piece of sync or indexing: cut it in slices */
} SzPriority;

SzWorker *sz_worker_new (const char *name);

/* From any thread. The task is kept until run; its callback comes in the main context it was made in. */
void sz_worker_queue (SzWorker *self, SzPriority priority, GTask *task, SzWorkerFunc func);

/* True when called on the worker's own thread. */
gboolean sz_worker_is_current (SzWorker *self);

/* Runs what is queued, then ends the thread and waits for it. Called by dispose as well. */
void sz_worker_stop (SzWorker *self);

G_END_DECLS
