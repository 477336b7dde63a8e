/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the PostgreSQL engine share: a connection and a prepared statement. */
#pragma once

#include "db/copy.h"
#include "db/engine.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

typedef struct {
    PGconn *pg;
    GMutex lock;      /* of cancel */
    PGcancel *cancel; /* (owned) (nullable) */
    int64_t changes;
    unsigned prepared;
    bool stale; /* the server behind it is no longer the one that writes */
} PgConnection;

typedef struct {
    SzDb *db;
    char name[16];
    GPtrArray *names; /* (owned) (element-type utf8): parameters, from $1 on */
    char **values;    /* (owned): by parameter; NULL is NULL */
    int *lengths;
    int *formats;
    int *asked;         /* by parameter: where it is only asked whether it is NULL; 0 nowhere */
    PGresult *result;   /* (owned) (nullable) */
    PGresult *shape;    /* (owned) (nullable): of a result, for who asks before there is one */
    int row;            /* the present one; -1 before the first */
    GByteArray **blobs; /* (owned): of the present row, by column; made when first asked for */
    int n_blobs;
} PgHandle;

/* The functions of engine.h that read the present row. */
int pg_column_count (void *data);
SzValueType pg_column_type (void *data, int column);
int64_t pg_column_integer (void *data, int column);
double pg_column_real (void *data, int column);
const char *pg_column_name (void *data, int column);
const char *pg_column_text (void *data, int column);
const void *pg_column_blob (void *data, int column, size_t *n);

/* From what PostgreSQL answered, or from the state of the connection when that is NULL. */
void pg_set_error (GError **error, SzDb *db, const char *name, const PGresult *result);

/* postgres_copy.c: rows of any engine into a table, and a table out to nobody; each is counted. */
bool pg_copy_in (SzDb *db,
                 const SzTemplate *words,
                 SzStatement *rows,
                 int n_columns,
                 SzCopiedTable *table,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool pg_copy_out (SzDb *db, const SzTemplate *words, SzCopiedTable *table, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
