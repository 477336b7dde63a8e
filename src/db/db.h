/* SPDX-License-Identifier: EUPL-1.2 */
/* One interface to a SQL database, whatever the engine. Statements are .sql resources under
 * SZ_RESOURCES "/sql/", prepared once per connection and bound by name (:school). A connection is
 * used by one thread at a time. Error messages carry engine codes and resource names, no values. */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

typedef struct SzDb SzDb;
typedef struct SzStatement SzStatement;

typedef enum {
    SZ_DB_CREATE = 1 << 0,      /* make the file when it is not there */
    SZ_DB_READ_ONLY = 1 << 1,   /* a reader beside a writer */
    SZ_DB_DURABLE = 1 << 2,     /* a commit is on the disk when it returns (synchronous FULL) */
    SZ_DB_SMALL_CACHE = 1 << 3, /* 8 MiB of pages in memory instead of 64 */
} SzDbFlags;

/* Opens a SQLite file, encrypted with the raw 32-byte key (borrowed; NULL for a clear database in
 * tests only). Checks at once that the cipher is really there, that the key opens the file, and
 * that the file is no newer than this program. SZ_DB_ERROR_KEY: another key, or a clear file;
 * SZ_DB_ERROR_CORRUPT: the right key, but a damaged file; G_IO_ERROR_NOT_FOUND: no file, and no SZ_DB_CREATE. */
SzDb *sz_db_open_sqlite (const char *path, const uint8_t *key, SzDbFlags flags, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* "4.6.1 community"; NULL when it is not to be had. Free with g_free. */
char *sz_db_cipher_version (SzDb *db);

/* Closes statements and connection. Any open transaction is rolled back. */
void sz_db_close (SzDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzDb, sz_db_close)

/* Writers take the write lock at begin. Waits up to 10 s for another process: SZ_DB_ERROR_BUSY. */
bool sz_db_begin (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_db_begin_read (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes beside others that begin so, where the engine can (one writer at a time on SQLite), and never beside sz_db_begin.
 * What it reads to decide on and what it changes has to be held first: a hold is of one number, lasts until the end of the
 * transaction, and is waited for like the write lock. */
bool sz_db_begin_beside (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_db_hold (SzDb *db, int64_t number, GError **error) G_GNUC_WARN_UNUSED_RESULT;

bool sz_db_commit (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_db_rollback (SzDb *db);
bool sz_db_in_transaction (SzDb *db);

/* From any thread: makes the statement that runs on `db` fail with G_IO_ERROR_CANCELLED. */
void sz_db_interrupt (SzDb *db);

/* Whether anything asked of this connection has met damage. */
bool sz_db_is_damaged (SzDb *db);

/* Whether the connection is gone, which no statement brings back: open anew. Looks at the connection, but asks nothing. */
bool sz_db_is_lost (SzDb *db);

/* What the data stand on, as a text to compare: another one means that a database server was started anew, put back from a copy or
 * succeeded by another, and may have lost what it had committed. Free with g_free. */
char *sz_db_ground (SzDb *db, GError **error);

/* The full integrity check of the engine; SZ_DB_ERROR_CORRUPT with the first finding. */
bool sz_db_check (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A statement from a resource, "store/outbox_next" for SZ_RESOURCES "/sql/store/outbox_next.sql". Kept by
 * the connection, reset and unbound at each call: ask again instead of keeping it over other calls.
 * A missing resource or SQL that does not prepare is a programmer's mistake: it aborts with the
 * resource's name, unless the file itself is damaged (SZ_DB_ERROR_CORRUPT). */
SzStatement *
sz_db_statement (SzDb *db, const char *resource, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same from a template: @table@, @columns@ (a, b), @binds@ (:a, :b), @updates@ (a = excluded.a, ...),
 * @aliased@ (t.a, t.b) are made from the kind's fields in catalogue order. */
SzStatement *sz_db_statement_for_kind (SzDb *db,
                                       const char *resource,
                                       const SzKind *kind,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for one field of the kind: @field@, and @target@ for the table that a reference points to. */
SzStatement *sz_db_statement_for_field (SzDb *db,
                                        const char *resource,
                                        const SzKind *kind,
                                        const SzField *field,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a resource of several statements without parameters, such as a step of the schema. */
bool sz_db_script (SzDb *db, const char *resource, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bind by name without the colon. Text and blobs are copied unless _static, which must live until reset. */
void sz_bind_null (SzStatement *statement, const char *name);
void sz_bind_integer (SzStatement *statement, const char *name, int64_t value);
void sz_bind_real (SzStatement *statement, const char *name, double value);
void sz_bind_text (SzStatement *statement, const char *name, const char *value);
void sz_bind_id (SzStatement *statement, const char *name, const SzId *id);
void sz_bind_blob (SzStatement *statement, const char *name, const void *data, size_t n);
void sz_bind_value (SzStatement *statement, const char *name, const SzValue *value);

/* For bulk work: the position of a name once, then by position. -1 when there is no such name. */
int sz_bind_position (SzStatement *statement, const char *name);
void sz_bind_value_at (SzStatement *statement, int position, const SzValue *value);
void sz_bind_integer_at (SzStatement *statement, int position, int64_t value);
void
sz_bind_text_static_at (SzStatement *statement, int position, const char *value, size_t length);
void sz_bind_id_at (SzStatement *statement, int position, const SzId *id);
void sz_bind_null_at (SzStatement *statement, int position);

typedef enum {
    SZ_STEP_FAILED,
    SZ_STEP_ROW,
    SZ_STEP_DONE, /* the statement is reset */
} SzStep;

SzStep sz_step (SzStatement *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs to the end and resets; rows are passed over. */
bool sz_run (SzStatement *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a statement before its last row. */
void sz_reset (SzStatement *statement);

/* Rows changed by the last statement that ran. */
int64_t sz_db_changes (SzDb *db);

/* The columns of the present row. Text is valid until the next step. */
int sz_column_count (SzStatement *statement);
const char *sz_column_name (SzStatement *statement, int column);
bool sz_column_is_null (SzStatement *statement, int column);
int64_t sz_column_integer (SzStatement *statement, int column);
double sz_column_real (SzStatement *statement, int column);
const char *sz_column_text (SzStatement *statement, int column);
bool sz_column_id (SzStatement *statement, int column, SzId *id); /* false when NULL */
const void *sz_column_blob (SzStatement *statement,
                            int column,
                            size_t *n); /* NULL when NULL; until the next step */

/* The value as the engine has it; a 16-byte blob is an id. Clear with sz_value_clear. */
void sz_column_value (SzStatement *statement, int column, SzValue *value);

G_END_DECLS
