/* SPDX-License-Identifier: EUPL-1.2 */
/* The PostgreSQL engine, on libpq: the functions of engine.h. A result is fetched whole, so that statements may be
 * stepped through side by side on one connection; who reads many rows asks for them in portions.
 * dialect.c turns our SQL into PostgreSQL's, postgres_columns.c reads its rows. Only these files see libpq-fe.h. */
#define G_LOG_DOMAIN "sz-postgres"
#include "config.h"

#include "base/errors.h"
#include "db/dialect.h"
#include "db/postgres.h"
#include "db/postgres_private.h"
#include "db/schema.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a standby, also where the primary has become one. */
#define READ_ONLY "25006"
#define CONNECTION_GONE "08006"
#define SHUT_DOWN "57P"

static PgConnection *
connection_of (SzDb *db)
{
    return db->connection;
}

static bool
starts_with (const char *state, const char *class)
{
    return strncmp (state, class, strlen (class)) == 0;
}

/* By SQLSTATE. A connection that is gone is busy for now: the next try may find the server again. */
static SzDbError
error_code (const char *state)
{
    /* Of a row, or of one value. */
    if (starts_with (state, "23") || starts_with (state, "22"))
        return SZ_DB_ERROR_CONSTRAINT;
    if (starts_with (state, "XX00"))
        return SZ_DB_ERROR_CORRUPT;
    if (starts_with (state, "53100"))
        return SZ_DB_ERROR_FULL;
    if (starts_with (state, "40") || starts_with (state, "55P03") || starts_with (state, "08") ||
        starts_with (state, SHUT_DOWN) || starts_with (state, "53") ||
        starts_with (state, READ_ONLY))
        return SZ_DB_ERROR_BUSY;
    return SZ_DB_ERROR_FAILED;
}

/* The server's own message may quote values; the state never does. */
void
pg_set_error (GError **error, SzDb *db, const char *name, const PGresult *result)
{
    const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
    SzDbError kind;

    /* Only libpq itself gives none, when the server is gone; PQstatus may not know it yet. */
    if (state == NULL)
        state = CONNECTION_GONE;
    kind = error_code (state);
    db->damaged = db->damaged || kind == SZ_DB_ERROR_CORRUPT;
    connection_of (db)->stale |= starts_with (state, READ_ONLY) ||
                                 starts_with (state, CONNECTION_GONE) ||
                                 starts_with (state, SHUT_DOWN);
    if (starts_with (state, "57014"))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: interrupted", name);
    else
        g_set_error (error, SZ_DB_ERROR, kind, "%s: PostgreSQL says %s", name, state);
}

/* Wrong SQL is ours and shows in the first test (class 42, without missing rights). */
static void
die_of_mistake (const char *name, const PGresult *result)
{
    const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

    if (state != NULL && starts_with (state, "42") && !starts_with (state, "42501"))
        g_error ("%s: %s", name, PQresultErrorMessage (result));
}

static void
close_connection (SzDb *db)
{
    PgConnection *connection = connection_of (db);

    PQfreeCancel (connection->cancel);
    PQfinish (connection->pg);
    g_mutex_clear (&connection->lock);
    g_free (connection);
}

static void
interrupt (SzDb *db)
{
    PgConnection *connection = connection_of (db);
    char text[256];

    g_mutex_lock (&connection->lock);
    if (!PQcancel (connection->cancel, text, sizeof text))
        g_info ("a statement could not be cancelled");
    g_mutex_unlock (&connection->lock);
}

static bool
in_transaction (SzDb *db)
{
    PGTransactionStatusType status = PQtransactionStatus (connection_of (db)->pg);

    return status == PQTRANS_ACTIVE || status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static int64_t
changes (SzDb *db)
{
    return connection_of (db)->changes;
}

/* A server that goes away says so and closes, while nobody listens: its last words are to be heard out. */
static bool
is_lost (SzDb *db)
{
    PgConnection *connection = connection_of (db);
    GPollFD poll = { .fd = PQsocket (connection->pg), .events = G_IO_IN };

    while (!connection->stale && PQtransactionStatus (connection->pg) == PQTRANS_IDLE &&
           g_poll (&poll, 1, 0) > 0 && PQconsumeInput (connection->pg))
        ;
    return connection->stale || PQstatus (connection->pg) != CONNECTION_OK;
}

static bool
succeeded (const PGresult *result)
{
    ExecStatusType status = PQresultStatus (result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool
script (SzDb *db, const char *name, const char *sql, GError **error)
{
    g_autofree char *text = sz_dialect_script (sql);
    PGresult *result = PQexec (connection_of (db)->pg, text);
    bool ok = succeeded (result);

    if (!ok) {
        die_of_mistake (name, result);
        pg_set_error (error, db, name, result);
    }
    PQclear (result);
    return ok;
}

static int
find_asked (GPtrArray *names, const char *name)
{
    size_t length = strlen (name);

    for (unsigned i = 0; i < names->len; i++) {
        const char *other = names->pdata[i];

        if (g_str_has_prefix (other, name) && other[length] == SZ_DIALECT_ASKED)
            return (int) i + 1;
    }
    return 0;
}

static void *
prepare (SzDb *db, const char *name, const char *sql, GError **error)
{
    PgConnection *connection = connection_of (db);
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *text = sz_dialect_statement (sql, names);
    PgHandle *handle;
    PGresult *result;
    char own_name[16];

    g_snprintf (own_name, sizeof own_name, "s%u", connection->prepared++);
    result = PQprepare (connection->pg, own_name, text, 0, NULL);
    if (!succeeded (result)) {
        die_of_mistake (name, result);
        pg_set_error (error, db, name, result);
        PQclear (result);
        g_ptr_array_unref (names);
        return NULL;
    }
    PQclear (result);
    handle = g_new0 (PgHandle, 1);
    handle->db = db;
    memcpy (handle->name, own_name, sizeof own_name);
    handle->names = names;
    handle->values = g_new0 (char *, names->len);
    handle->lengths = g_new0 (int, names->len);
    handle->formats = g_new0 (int, names->len);
    handle->asked = g_new0 (int, names->len);
    for (unsigned i = 0; i < names->len; i++)
        handle->asked[i] = find_asked (names, names->pdata[i]);
    handle->row = -1;
    return handle;
}

static void
reset (void *data)
{
    PgHandle *handle = data;

    g_clear_pointer (&handle->result, PQclear);
    handle->row = -1;
}

static void
set_value (PgHandle *handle, int position, char *value, int length, bool binary)
{
    g_assert (position >= 1 && position <= (int) handle->names->len);
    if (handle->asked[position - 1] > 0 && handle->asked[position - 1] != position)
        set_value (handle, handle->asked[position - 1], value != NULL ? g_strdup ("") : NULL, 0,
                   false);
    g_free (handle->values[position - 1]);
    handle->values[position - 1] = value;
    handle->lengths[position - 1] = length;
    handle->formats[position - 1] = binary;
}

static void
unbind (void *data)
{
    PgHandle *handle = data;

    for (int i = 1; i <= (int) handle->names->len; i++)
        set_value (handle, i, NULL, 0, false);
}

/* The statement itself goes with its connection. */
static void
finalize (void *data)
{
    PgHandle *handle = data;

    reset (handle);
    unbind (handle);
    PQclear (handle->shape);
    for (int i = 0; i < handle->n_blobs; i++)
        g_clear_pointer (&handle->blobs[i], g_byte_array_unref);
    g_free (handle->blobs);
    g_free (handle->values);
    g_free (handle->lengths);
    g_free (handle->formats);
    g_free (handle->asked);
    g_ptr_array_unref (handle->names);
    g_free (handle);
}

static bool
execute (PgHandle *handle, const char *name, GError **error)
{
    PgConnection *connection = connection_of (handle->db);

    handle->result =
        PQexecPrepared (connection->pg, handle->name, (int) handle->names->len,
                        (const char *const *) handle->values, handle->lengths, handle->formats, 0);
    if (!succeeded (handle->result)) {
        pg_set_error (error, handle->db, name, handle->result);
        return false;
    }
    connection->changes = g_ascii_strtoll (PQcmdTuples (handle->result), NULL, 10);
    return true;
}

static SzStep
step (SzStatement *statement, GError **error)
{
    PgHandle *handle = statement->handle;

    if (handle->result == NULL && !execute (handle, statement->name, error))
        return SZ_STEP_FAILED;
    return ++handle->row < PQntuples (handle->result) ? SZ_STEP_ROW : SZ_STEP_DONE;
}

static int
position (void *data, const char *name)
{
    PgHandle *handle = data;

    int asked = find_asked (handle->names, name);

    for (unsigned i = 0; i < handle->names->len; i++)
        if (g_str_equal (handle->names->pdata[i], name))
            return (int) i + 1;
    return asked > 0 ? asked : -1;
}

static void
bind_null (void *handle, int at)
{
    set_value (handle, at, NULL, 0, false);
}

static void
bind_integer (void *handle, int at, int64_t value)
{
    set_value (handle, at, g_strdup_printf ("%" G_GINT64_FORMAT, value), 0, false);
}

static void
bind_real (void *handle, int at, double value)
{
    char *text = g_malloc (G_ASCII_DTOSTR_BUF_SIZE);

    set_value (handle, at, g_ascii_dtostr (text, G_ASCII_DTOSTR_BUF_SIZE, value), 0, false);
}

/* libpq wants an end it can see: what lives elsewhere is copied in any case. */
static void
bind_text (void *handle, int at, const char *text, size_t length, bool copy)
{
    set_value (handle, at, g_strndup (text, length), 0, false);
}

static void
bind_blob (void *handle, int at, const void *data, size_t n, bool copy)
{
    set_value (handle, at, g_memdup2 (data, n), (int) n, true);
}

static const SzEngine postgres_engine = {
    .name = "postgresql",
    .close = close_connection,
    .interrupt = interrupt,
    .in_transaction = in_transaction,
    .changes = changes,
    .is_lost = is_lost,
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
    .column_count = pg_column_count,
    .column_name = pg_column_name,
    .column_type = pg_column_type,
    .column_integer = pg_column_integer,
    .column_real = pg_column_real,
    .column_text = pg_column_text,
    .column_blob = pg_column_blob,
};

/* Its notices ("relation already exists, skipping") are for nobody. */
static void
ignore_notice (void *data, const PGresult *result)
{
}

/* Names and dates have to sort byte by byte, as on every desk. */
static bool
check_order (SzDb *db, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, "sorts_by_byte", error);
    bool good;

    if (statement == NULL || sz_step (statement, error) != SZ_STEP_ROW)
        return false;
    good = sz_column_integer (statement, 0) != 0;
    sz_reset (statement);
    if (!good)
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
                             "the database must be made with LC_COLLATE 'C' and UTF8");
    return good;
}

/* What the address says goes before these. A network that swallows everything is noticed after some ten seconds, and of several
 * hosts it is the primary that is meant. */
static PGconn *
connect_to (const char *url)
{
    const char *const names[] = { "application_name",
                                  "connect_timeout",
                                  "tcp_user_timeout",
                                  "keepalives_idle",
                                  "keepalives_interval",
                                  "keepalives_count",
                                  "target_session_attrs",
                                  "dbname",
                                  NULL };
    const char *const values[] = {
        "schoolzichtd", "3", "10000", "5", "2", "3", "primary", url, NULL
    };

    return PQconnectdbParams (names, values, 1);
}

static bool
set_up (SzDb *db, SzDbFlags flags, GError **error)
{
    SzStatement *durable;

    if (!check_order (db, error) || !sz_db_script (db, "db/postgresql/open", error))
        return false;
    if (flags & SZ_DB_READ_ONLY)
        return sz_db_script (db, "db/postgresql/open_reader", error);
    durable = flags & SZ_DB_DURABLE ? sz_db_own_statement (db, "durable", error) : NULL;
    return !(flags & SZ_DB_DURABLE) || (durable != NULL && sz_run (durable, error));
}

SzDb *
sz_db_open_postgres (const char *url, SzDbFlags flags, GError **error)
{
    PGconn *pg = connect_to (url);
    PgConnection *connection;
    g_autoptr (SzDb) db = NULL;

    if (PQstatus (pg) != CONNECTION_OK) {
        PQfinish (pg);
        g_set_error_literal (
            error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
            N_ ("PostgreSQL does not answer, has no such database, or refuses this program."));
        return NULL;
    }
    PQsetNoticeReceiver (pg, ignore_notice, NULL);
    PQsetClientEncoding (pg, "UTF8");
    connection = g_new0 (PgConnection, 1);
    connection->pg = pg;
    connection->cancel = PQgetCancel (pg);
    g_mutex_init (&connection->lock);
    db = sz_db_new (&postgres_engine, connection);
    if (!set_up (db, flags, error) || !sz_schema_is_readable (db, error))
        return NULL;
    return g_steal_pointer (&db);
}

static const char *
find_word (const PQconninfoOption *words, const char *name)
{
    for (; words->keyword != NULL; words++)
        if (g_str_equal (words->keyword, name))
            return words->val;
    return NULL;
}

char *
sz_postgres_place (const char *url, GError **error)
{
    PQconninfoOption *words = PQconninfoParse (url, NULL);
    const char *host;
    const char *port;
    const char *name;
    char *place;

    if (words == NULL) {
        g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
                             "libpq cannot read the address of the database");
        return NULL;
    }
    host = find_word (words, "host");
    port = find_word (words, "port");
    name = find_word (words, "dbname");
    place = g_strdup_printf ("%s (%s%s%s)", name != NULL ? name : "?",
                             host != NULL ? host : "localhost", port != NULL ? ":" : "",
                             port != NULL ? port : "");
    PQconninfoFree (words);
    return place;
}
