/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections (of readers, or of writers) and the workers they run on, lent out one at a time; who comes too late waits in
 * line. One whose connection was lost is lent with a new one, if that can be had. Main thread only. */
#pragma once

#include "base/worker.h"
#include "server/core.h"

G_BEGIN_DECLS

typedef struct {
    SzCore *core;         /* (owned): on `worker` only */
    SzWorker *worker;     /* (borrowed) */
    int64_t try_again_us; /* not before, as its lost connection could not be made anew; 0 */
} SzReader;

typedef struct SzReaders SzReaders;

/* sz_core_open_reader or sz_core_open_writer. */
typedef SzCore *(*SzCoreOpen) (const char *path,
                               const uint8_t *key,
                               const SzEnv *env,
                               GError **error);

/* `n_cores` connections on `n_workers` threads. */
SzReaders *sz_readers_new (const char *database,
                           const uint8_t *key,
                           SzCoreOpen open,
                           unsigned n_cores,
                           unsigned n_workers,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Everything must have been given back. */
void sz_readers_free (SzReaders *self);

typedef void (*SzReaderFunc) (SzReader *reader, void *data);

/* Calls back now or when one is free. False: the line is too long, `func` is not called. */
bool sz_readers_take (SzReaders *self, SzReaderFunc func, void *data) G_GNUC_WARN_UNUSED_RESULT;
void sz_readers_give (SzReaders *self, SzReader *reader);

/* Whether none is lent and nobody waits. */
bool sz_readers_are_back (const SzReaders *self);

void sz_readers_allow_test_numbers (SzReaders *self, bool allow);

G_END_DECLS
