/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the store object share; of nobody else's business. */
#pragma once

#include "store/store.h"
#include "store/writer.h"

G_BEGIN_DECLS

struct _SzStore {
    GObject parent_instance;

    /* owned */
    SzWorker *worker;
    SzWriter *writer; /* (worker thread only) */
    SzWorker *reports;
    SzDb *report_db;   /* (reports thread only) (nullable) */
    SzDb *reader;      /* main thread */
    GHashTable *facts; /* (element-type utf8 utf8): as last read */

    /* plain */
    char *path;
    uint8_t key[32];
    unsigned waiting;
    unsigned reviews;
    int told;              /* (atomic): a telling is on its way */
    GMainContext *context; /* (owned) */
};

/* On the reports thread: its connection, made when it is first wanted. */
SzDb *sz_store_report_db (SzStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
