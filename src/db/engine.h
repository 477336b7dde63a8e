/* SPDX-License-Identifier: EUPL-1.2 */
/* What an engine (sqlite.c) gives to db.c and statement.c. Private to src/db: callers see db.h only. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

typedef struct {
    const char *name; /* the folder of its own statements: sql/db/<name>/ */

    void (*close) (SzDb *db);
    void (*interrupt) (SzDb *db);
    bool (*in_transaction) (SzDb *db);
    int64_t (*changes) (SzDb *db);
    bool (*is_lost) (SzDb *db); /* (nullable): it cannot be */

    /* Several statements without parameters or results. `name` is for messages. */
    bool (*script) (SzDb *db, const char *name, const char *sql, GError **error);

    /* A handle for one statement; NULL with an error when the database, not the SQL, is at fault. */
    void *(*prepare) (SzDb *db, const char *name, const char *sql, GError **error);
    void (*finalize) (void *handle);

    SzStep (*step) (SzStatement *statement, GError **error);
    void (*reset) (void *handle);
    void (*unbind) (void *handle);

    int (*position) (void *handle, const char *name); /* -1 when there is none */
    void (*bind_null) (void *handle, int position);
    void (*bind_integer) (void *handle, int position, int64_t value);
    void (*bind_real) (void *handle, int position, double value);
    void (*bind_text) (void *handle, int position, const char *text, size_t length, bool copy);
    void (*bind_blob) (void *handle, int position, const void *data, size_t n, bool copy);

    int (*column_count) (void *handle);
    const char *(*column_name) (void *handle, int column);
    SzValueType (*column_type) (void *handle, int column); /* a blob is SZ_VALUE_ID */
    int64_t (*column_integer) (void *handle, int column);
    double (*column_real) (void *handle, int column);
    const char *(*column_text) (void *handle, int column);
    const void *(*column_blob) (void *handle, int column, size_t *n);
} SzEngine;

struct SzDb {
    const SzEngine *engine; /* (borrowed): static */
    void *connection;       /* (owned): the engine's */
    GHashTable *statements; /* (owned) (element-type StatementKey SzStatement) */
    bool damaged;           /* the engine has said so */
    bool begun;             /* a transaction was begun, and not ended by us */
};

struct SzStatement {
    SzDb *db;           /* (borrowed) */
    char *name;         /* (owned): resource, for messages */
    const SzKind *kind; /* (borrowed) (nullable): for templates */
    void *handle;       /* (owned): the engine's */
    int *positions;     /* (owned) (nullable): see sz_statement_record_positions */
};

/* What a template's @names@ stand for. */
typedef struct {
    const SzKind *kind;        /* (borrowed) */
    const SzField *field;      /* (borrowed) (nullable) */
    const char *index_name;    /* (borrowed) (nullable) */
    const char *index_columns; /* (borrowed) (nullable) */
    const char *table;         /* (borrowed) (nullable): in place of the kind's */
    const char *columns;       /* (borrowed) (nullable): the same, with commas */
} SzTemplate;

/* Takes an open connection. */
SzDb *sz_db_new (const SzEngine *engine, void *connection);

void sz_statement_free (SzStatement *statement);

/* The columns before the fields in every statement on whole records. */
enum {
    SZ_HEAD_ID,
    SZ_HEAD_SCOPE,
    SZ_HEAD_SEQ,
    SZ_HEAD_REV,
    SZ_HEAD_N,
};

/* The positions of id, scope, seq, rev and then the kind's fields in a statement_for_kind, looked up once. */
const int *sz_statement_record_positions (SzStatement *statement);

/* Like sz_bind_value_at, but text and ids must live until the statement is reset. */
void sz_bind_value_static_at (SzStatement *statement, int position, const SzValue *value);

/* "table_columns" of the engine in use: sql/db/sqlite/table_columns.sql. */
SzStatement *
sz_db_own_statement (SzDb *db, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a script made from one of the engine's own templates. */
bool sz_db_define_words (SzDb *db, const char *name, const SzTemplate *words, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same for a kind. `field` and `index` may be NULL. */
bool sz_db_define (SzDb *db,
                   const char *name,
                   const SzKind *kind,
                   const SzField *field,
                   const char *index_name,
                   const char *index_columns,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A statement on any table, which is not kept: to be freed with sz_statement_free. */
SzStatement *sz_db_template_statement (SzDb *db,
                                       const char *resource,
                                       const SzTemplate *values,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The text of a resource "store/outbox_next"; NULL when there is none. */
char *sz_db_resource_text (const char *resource);

/* Makes the indexes that are missing, within the caller's transaction. */
bool sz_indexes_make (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Drops the same ones but for the partial, within the caller's transaction. */
bool sz_indexes_drop (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An unknown @name@ is a programmer's mistake. Free with g_free. */
char *sz_template_expand (const char *text, const SzTemplate *values);

G_END_DECLS
