/* SPDX-License-Identifier: EUPL-1.2 */
/* The SQLite engine, on SQLCipher: opening a file, its key and its settings, and the functions of engine.h.
 * The only file that sees sqlite3.h.
 *
 * libsoup brings a second, plain SQLite into the process. Ours is linked statically with hidden symbols; should
 * a build ever mix the two up, sqlite3_key does not link, and the checks at opening refuse a clear file. */
#define G_LOG_DOMAIN "sz-sqlite"
#include "config.h"

#include "base/errors.h"
#include "base/mutant.h"
#include "db/engine.h"
#include "db/key.h"
#include "db/schema.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define BUSY_WAIT_MS 10000
#define PAGE_BYTES 4096

static SzDbError
error_code (int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return SZ_DB_ERROR_BUSY;
    case SQLITE_FULL:
        return SZ_DB_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return SZ_DB_ERROR_CORRUPT;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return SZ_DB_ERROR_CONSTRAINT;
    default:
        return SZ_DB_ERROR_FAILED;
    }
}

/* sqlite3_errmsg may quote what a user typed, sqlite3_errstr never does. */
static void
set_error (GError **error, SzDb *db, const char *name)
{
    int code = sqlite3_extended_errcode (db->connection);
    SzDbError kind = error_code (code);

    db->damaged = db->damaged || kind == SZ_DB_ERROR_CORRUPT;
    /* No room for a file beside the database (its log, its index of the log) reads as a fault of the disk. */
    if (kind == SZ_DB_ERROR_FAILED && sqlite3_system_errno (db->connection) == ENOSPC)
        kind = SZ_DB_ERROR_FULL;
    if ((code & 0xff) == SQLITE_INTERRUPT)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: interrupted", name);
    else
        g_set_error (error, SZ_DB_ERROR, kind, "%s: %s (%d)", name, sqlite3_errstr (code), code);
}

static void
close_connection (SzDb *db)
{
    int code = sqlite3_close (db->connection);

    g_assert (code == SQLITE_OK);
}

static void
interrupt (SzDb *db)
{
    sqlite3_interrupt (db->connection);
}

static bool
in_transaction (SzDb *db)
{
    return !sqlite3_get_autocommit (db->connection);
}

static int64_t
changes (SzDb *db)
{
    return sqlite3_changes64 (db->connection);
}

/* Wrong SQL is ours and shows in the first test; a full, busy or damaged file is the world's. */
static bool
is_mistake (sqlite3 *connection)
{
    return sqlite3_errcode (connection) == SQLITE_ERROR ||
           sqlite3_errcode (connection) == SQLITE_AUTH;
}

static bool
script (SzDb *db, const char *name, const char *sql, GError **error)
{
    if (sqlite3_exec (db->connection, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    if (is_mistake (db->connection))
        g_error ("%s: %s", name, sqlite3_errmsg (db->connection));
    set_error (error, db, name);
    return false;
}

static void *
prepare (SzDb *db, const char *name, const char *sql, GError **error)
{
    sqlite3_stmt *handle = NULL;
    sqlite3_stmt *second = NULL;
    const char *tail;

    if (sqlite3_prepare_v3 (db->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &tail) !=
        SQLITE_OK) {
        if (is_mistake (db->connection))
            g_error ("%s: %s", name, sqlite3_errmsg (db->connection));
        set_error (error, db, name);
        return NULL;
    }
    sqlite3_prepare_v2 (db->connection, tail, -1, &second, NULL);
    if (handle == NULL || second != NULL)
        g_error ("%s holds no or more than one statement", name);
    return handle;
}

static void
finalize (void *handle)
{
    sqlite3_finalize (handle);
}

static SzStep
step (SzStatement *statement, GError **error)
{
    int code = sqlite3_step (statement->handle);

    if (code == SQLITE_ROW)
        return SZ_STEP_ROW;
    if (code == SQLITE_DONE)
        return SZ_STEP_DONE;
    set_error (error, statement->db, statement->name);
    return SZ_STEP_FAILED;
}

static void
reset (void *handle)
{
    sqlite3_reset (handle);
}

static void
unbind (void *handle)
{
    sqlite3_clear_bindings (handle);
}

static int
position (void *handle, const char *name)
{
    char text[80];
    int found;

    g_assert (strlen (name) + 2 <= sizeof text);
    g_snprintf (text, sizeof text, ":%s", name);
    found = sqlite3_bind_parameter_index (handle, text);
    return found > 0 ? found : -1;
}

static void
bind_null (void *handle, int at)
{
    int code = sqlite3_bind_null (handle, at);

    g_assert (code == SQLITE_OK);
}

static void
bind_integer (void *handle, int at, int64_t value)
{
    int code = sqlite3_bind_int64 (handle, at, value);

    g_assert (code == SQLITE_OK);
}

static void
bind_real (void *handle, int at, double value)
{
    int code = sqlite3_bind_double (handle, at, value);

    g_assert (code == SQLITE_OK);
}

static void
bind_text (void *handle, int at, const char *text, size_t length, bool copy)
{
    int code = sqlite3_bind_text64 (handle, at, text, length,
                                    copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);

    g_assert (code == SQLITE_OK);
}

static void
bind_blob (void *handle, int at, const void *data, size_t n, bool copy)
{
    int code = sqlite3_bind_blob64 (handle, at, data, n, copy ? SQLITE_TRANSIENT : SQLITE_STATIC);

    g_assert (code == SQLITE_OK);
}

static int
column_count (void *handle)
{
    return sqlite3_column_count (handle);
}

static const char *
column_name (void *handle, int column)
{
    return sqlite3_column_name (handle, column);
}

static SzValueType
column_type (void *handle, int column)
{
    switch (sqlite3_column_type (handle, column)) {
    case SQLITE_INTEGER:
        return SZ_VALUE_INTEGER;
    case SQLITE_FLOAT:
        return SZ_VALUE_REAL;
    case SQLITE_TEXT:
        return SZ_VALUE_TEXT;
    case SQLITE_BLOB:
        return SZ_VALUE_ID;
    default:
        return SZ_VALUE_NULL;
    }
}

static int64_t
column_integer (void *handle, int column)
{
    return sqlite3_column_int64 (handle, column);
}

static double
column_real (void *handle, int column)
{
    return sqlite3_column_double (handle, column);
}

static const char *
column_text (void *handle, int column)
{
    return (const char *) sqlite3_column_text (handle, column);
}

static const void *
column_blob (void *handle, int column, size_t *n)
{
    const void *data = sqlite3_column_blob (handle, column);

    *n = sqlite3_column_bytes (handle, column);
    return data;
}

static const SzEngine sqlite_engine = {
    .name = "sqlite",
    .close = close_connection,
    .interrupt = interrupt,
    .in_transaction = in_transaction,
    .changes = changes,
    .script = script,
    .prepare = prepare,
    .finalize = finalize,
    .step = step,
    .reset = reset,
    .unbind = unbind,
    .position = position,
    .bind_null = bind_null,
    .bind_integer = bind_integer,
    .bind_real = bind_real,
    .bind_text = bind_text,
    .bind_blob = bind_blob,
    .column_count = column_count,
    .column_name = column_name,
    .column_type = column_type,
    .column_integer = column_integer,
    .column_real = column_real,
    .column_text = column_text,
    .column_blob = column_blob,
};

static bool
set_key (sqlite3 *connection, const uint8_t *key, GError **error)
{
    char text[SZ_KEY_TEXT];
    int code;

    sz_key_format (key, text);
    code = sqlite3_key (connection, text, (int) strlen (text));
    explicit_bzero (text, sizeof text);
    if (code == SQLITE_OK)
        return true;
    g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED, "the cipher refuses the key (%d)", code);
    return false;
}

/* Of the pages of a file whose first one cannot be read. */
typedef struct {
    bool whole; /* the file is made of whole pages, as every database is */
    bool some;  /* at least one of them verifies with the key */
} Pages;

/* The check gives one row per page that does not verify. */
static Pages
look_at_pages (SzDb *db, const char *path)
{
    SzStatement *statement = sz_db_own_statement (db, "check_pages", NULL);
    GStatBuf info;
    int64_t bad = 0;

    if (statement == NULL || g_stat (path, &info) != 0)
        return (Pages){ false, false };
    while (sz_step (statement, NULL) == SZ_STEP_ROW)
        bad++;
    return (Pages){ info.st_size % PAGE_BYTES == 0, bad < info.st_size / PAGE_BYTES };
}

/* Through the connection's own descriptor: closing another one of the same file would drop the locks of every
 * connection in the process (POSIX), and the next program to leave would take the log away under our feet. */
static SzFileHeader
read_header (SzDb *db, const uint8_t *key)
{
    uint8_t header[SZ_KEY_SALT_BYTES];
    sqlite3_file *file = NULL;

    sqlite3_file_control (db->connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (file == NULL || file->pMethods == NULL ||
        file->pMethods->xRead (file, header, sizeof header, 0) != SQLITE_OK)
        return SZ_HEADER_OTHER;
    return sz_key_judge_header (header, key);
}

static void
explain_unreadable (SzDb *db, const char *path, const uint8_t *key, GError **error)
{
    SzFileHeader header = read_header (db, key);
    Pages pages;

    if (key == NULL) {
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT, "no database, or an encrypted one");
        return;
    }
    pages = look_at_pages (db, path);
    if (header == SZ_HEADER_CLEAR)
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY, "the file is not encrypted");
    else if (header == SZ_HEADER_OF_KEY || pages.some || !pages.whole)
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT, "the file is damaged");
    else
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_KEY, "the key does not open the file");
}

/* No second file can be opened from SQL, so no clear copy made (sqlcipher_export needs ATTACH). */
static int
authorize (void *data,
           int action,
           const char *a,
           const char *b,
           const char *database,
           const char *trigger)
{
    return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

static void
harden (sqlite3 *connection)
{
    sqlite3_extended_result_codes (connection, 1);
    sqlite3_busy_timeout (connection, BUSY_WAIT_MS);
    sqlite3_limit (connection, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config (connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config (connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config (connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config (connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_set_authorizer (connection, authorize, NULL);
}

char *
sz_db_cipher_version (SzDb *db)
{
    SzStatement *statement = sz_db_own_statement (db, "cipher_version", NULL);
    char *version = NULL;

    if (statement != NULL && sz_step (statement, NULL) == SZ_STEP_ROW)
        version = g_strdup (sz_column_text (statement, 0));
    if (statement != NULL)
        sz_reset (statement);
    return version;
}

static bool
check_cipher (SzDb *db, const uint8_t *key, GError **error)
{
    g_autofree char *version = sz_db_cipher_version (db);

    if (version != NULL && read_header (db, key) != SZ_HEADER_CLEAR)
        return true;
    g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED, "no cipher: nothing may be stored");
    return false;
}

/* The first read of the file, with the key just set. */
static bool
try_key (SzDb *db, const char *path, const uint8_t *key, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (sz_db_script (db, "db/sqlite/try_key", &local))
        return true;
    if (g_error_matches (local, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT))
        explain_unreadable (db, path, key, error);
    else
        g_propagate_error (error, g_steal_pointer (&local));
    return false;
}

static bool
set_up (SzDb *db, const char *path, const uint8_t *key, SzDbFlags flags, GError **error)
{
    if (key != NULL && !set_key (db->connection, key, error))
        return false;
    /* Not sooner: the first key of a process sets the level again. */
    if (!sz_db_script (db, "db/sqlite/open_cipher", error) || !try_key (db, path, key, error) ||
        !sz_db_script (db, "db/sqlite/open", error))
        return false;
    if (!(flags & SZ_DB_READ_ONLY) && !sz_db_script (db, "db/sqlite/open_writer", error))
        return false;
    if (flags & SZ_DB_DURABLE && !SZ_MUTANT ("not-durable") &&
        !sz_db_script (db, "db/sqlite/durable", error))
        return false;
    if (flags & SZ_DB_SMALL_CACHE && !sz_db_script (db, "db/sqlite/small_cache", error))
        return false;
    if (key != NULL && !check_cipher (db, key, error))
        return false;
    return sz_schema_is_readable (db, error);
}

SzDb *
sz_db_open_sqlite (const char *path, const uint8_t *key, SzDbFlags flags, GError **error)
{
    g_autoptr (SzDb) db = NULL;
    sqlite3 *connection = NULL;
    int mode = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    int code;

    if (!(flags & SZ_DB_CREATE) && !g_file_test (path, G_FILE_TEST_EXISTS)) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no database");
        return NULL;
    }
    mode |= flags & SZ_DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (flags & SZ_DB_CREATE)
        mode |= SQLITE_OPEN_CREATE;
    code = sqlite3_open_v2 (path, &connection, mode, NULL);
    db = sz_db_new (&sqlite_engine, connection);
    if (code != SQLITE_OK) {
        set_error (error, db, "open");
        return NULL;
    }
    harden (connection);
    if (!set_up (db, path, key, flags, error))
        return NULL;
    return g_steal_pointer (&db);
}
