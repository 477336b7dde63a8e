/* SPDX-License-Identifier: EUPL-1.2 */
/* The store's writing side, for whoever has work to do on its thread: the sync engine above all. */
#pragma once

#include "store/cache.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct SzWriter SzWriter;

/* On the store's thread only. */
SzDb *sz_writer_db (SzWriter *writer);

typedef bool (*SzChangeFunc) (SzDb *db, SzTouched *touched, void *data, GError **error);

/* One transaction around `change`; the lists follow, the screens are told. On failure nothing happened. */
bool sz_writer_commit (SzWriter *writer, SzChangeFunc change, void *data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same without the lists, as often as needed between begin and end of a first sync. */
bool sz_writer_commit_bulk (SzWriter *writer, SzChangeFunc change, void *data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
bool sz_writer_begin_bulk (SzWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_writer_end_bulk (SzWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs `work` on the store's thread; `data` must live until the callback. Callback on the caller's context. */
typedef bool (*SzWorkFunc) (SzWriter *writer, void *data, GError **error);
void sz_store_work_async (SzStore *self,
                          SzPriority priority,
                          SzWorkFunc work,
                          void *data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          void *user_data);
gboolean sz_store_work_finish (SzStore *self, GAsyncResult *result, GError **error);

/* The main thread's reading connection. */
SzDb *sz_store_reader (SzStore *self);

/* store_open.c: what opening a cache makes. */
struct SzWriter {
    SzDb *db;       /* (owned) (worker thread only) */
    char *path;     /* (owned) */
    uint8_t *key;   /* (owned): 32 bytes, locked in memory by nobody but this process */
    int lock;       /* file descriptor that keeps other programs out */
    bool recovered; /* a damaged cache was set aside */
    bool opened;    /* to the end: the mark is ours to take away */
    bool damaged;   /* another connection met damage: the next start looks at the whole file */
    bool ended;     /* nothing is saved any more: everything goes */
    unsigned long changed;     /* (atomic) kinds to tell the screens of; 64 bits */
    void *told_data;           /* (borrowed) */
    void (*tell) (void *data); /* from any thread: something has changed */
};

SzWriter *
sz_writer_open (const char *path, const uint8_t *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_writer_close (SzWriter *writer);

/* Gives back the room kept for a last save; false when there is none left to give. */
bool sz_writer_free_reserve (SzWriter *writer);

G_END_DECLS
