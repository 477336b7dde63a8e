/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of whole tables in PostgreSQL's binary form, in and out: ten times as fast as a statement a row, and the bytes of a row
 * are the same both ways, so that their hashes can be compared. For copy.c. */
#define G_LOG_DOMAIN "sz-postgres-copy"
#include "config.h"

#include "base/errors.h"
#include "db/postgres_private.h"

#include <sodium.h>
#include <string.h>

#define BATCH (64 * 1024)
#define SIGNATURE "PGCOPY\n\377\r\n" /* and its closing NUL */
#define HEAD (sizeof SIGNATURE + 8)
#define END "\377\377"

static PGconn *
connection_of (SzDb *db)
{
    return ((PgConnection *) db->connection)->pg;
}

static void
append_16 (GByteArray *out, uint16_t value)
{
    value = GUINT16_TO_BE (value);
    g_byte_array_append (out, (const uint8_t *) &value, sizeof value);
}

static void
append_32 (GByteArray *out, uint32_t value)
{
    value = GUINT32_TO_BE (value);
    g_byte_array_append (out, (const uint8_t *) &value, sizeof value);
}

static void
append_64 (GByteArray *out, uint64_t value)
{
    append_32 (out, sizeof value);
    value = GUINT64_TO_BE (value);
    g_byte_array_append (out, (const uint8_t *) &value, sizeof value);
}

static void
append_real (GByteArray *out, double value)
{
    uint64_t bits;

    memcpy (&bits, &value, sizeof bits);
    append_64 (out, bits);
}

static void
append_column (GByteArray *out, SzStatement *rows, int column)
{
    const void *data;
    size_t n;

    switch (rows->db->engine->column_type (rows->handle, column)) {
    case SZ_VALUE_NULL:
        append_32 (out, UINT32_MAX);
        break;
    case SZ_VALUE_INTEGER:
        append_64 (out, (uint64_t) sz_column_integer (rows, column));
        break;
    case SZ_VALUE_REAL:
        append_real (out, sz_column_real (rows, column));
        break;
    case SZ_VALUE_TEXT:
    case SZ_VALUE_ID:
        data = sz_column_blob (rows, column, &n);
        append_32 (out, (uint32_t) n);
        g_byte_array_append (out, data, n);
        break;
    default:
        g_assert_not_reached ();
    }
}

static void
count (SzCopiedTable *table, const uint8_t *row, size_t n)
{
    uint64_t hash[2];

    crypto_generichash ((uint8_t *) hash, sizeof hash, row, n, NULL, 0);
    table->rows++;
    table->sum[0] += GUINT64_FROM_LE (hash[0]);
    table->sum[1] += GUINT64_FROM_LE (hash[1]);
}

/* What the command ended with; false with an error when that is not what was hoped for. */
static bool
finish (SzDb *db, const char *name, GError **error)
{
    PGresult *result;
    bool ok = true;

    while ((result = PQgetResult (connection_of (db))) != NULL) {
        if (ok && PQresultStatus (result) != PGRES_COMMAND_OK) {
            pg_set_error (error, db, name, result);
            ok = false;
        }
        PQclear (result);
    }
    return ok;
}

static bool
begin (SzDb *db, const char *name, const SzTemplate *words, ExecStatusType expected, GError **error)
{
    g_autofree char *text = sz_db_resource_text (name);
    g_autofree char *sql = sz_template_expand (text, words);
    PGresult *result = PQexec (connection_of (db), sql);
    bool ok = PQresultStatus (result) == expected;

    if (!ok)
        pg_set_error (error, db, name, result);
    PQclear (result);
    return ok;
}

static bool
put (SzDb *db, GByteArray *batch, GError **error)
{
    bool ok = PQputCopyData (connection_of (db), (const char *) batch->data, (int) batch->len) == 1;

    g_byte_array_set_size (batch, 0);
    if (!ok)
        pg_set_error (error, db, "copy", NULL);
    return ok;
}

static bool
put_end (SzDb *db, GByteArray *batch, GError **error)
{
    g_byte_array_append (batch, (const uint8_t *) END, strlen (END));
    return put (db, batch, error);
}

static bool
put_rows (SzDb *db,
          SzStatement *rows,
          int n_columns,
          GByteArray *batch,
          SzCopiedTable *table,
          GError **error)
{
    SzStep step;

    while ((step = sz_step (rows, error)) == SZ_STEP_ROW) {
        unsigned start = batch->len;

        append_16 (batch, (uint16_t) n_columns);
        for (int i = 0; i < n_columns; i++)
            append_column (batch, rows, i);
        count (table, batch->data + start, batch->len - start);
        if (batch->len >= BATCH && !put (db, batch, error))
            return false;
    }
    return step == SZ_STEP_DONE;
}

bool
pg_copy_in (SzDb *db,
            const SzTemplate *words,
            SzStatement *rows,
            int n_columns,
            SzCopiedTable *table,
            GError **error)
{
    const char *name = "db/postgresql/copy_in";
    g_autoptr (GByteArray) batch = g_byte_array_sized_new (2 * BATCH);

    if (!begin (db, name, words, PGRES_COPY_IN, error))
        return false;
    g_byte_array_append (batch, (const uint8_t *) SIGNATURE, sizeof SIGNATURE);
    append_32 (batch, 0);
    append_32 (batch, 0);
    if (!put_rows (db, rows, n_columns, batch, table, error) || !put_end (db, batch, error)) {
        PQputCopyEnd (connection_of (db), "given up");
        finish (db, name, NULL);
        return false;
    }
    if (PQputCopyEnd (connection_of (db), NULL) == 1)
        return finish (db, name, error);
    pg_set_error (error, db, name, NULL);
    return false;
}

/* A message is a row, but the first also has the head, and the last is the end. */
bool
pg_copy_out (SzDb *db, const SzTemplate *words, SzCopiedTable *table, GError **error)
{
    const char *name = "db/postgresql/copy_out";
    size_t skip = HEAD;
    char *data;
    int n;

    if (!begin (db, name, words, PGRES_COPY_OUT, error))
        return false;
    while ((n = PQgetCopyData (connection_of (db), &data, 0)) > 0) {
        if ((size_t) n > skip && !((size_t) n == skip + 2 && memcmp (data + skip, END, 2) == 0))
            count (table, (const uint8_t *) data + skip, (size_t) n - skip);
        skip = 0;
        PQfreemem (data);
    }
    return finish (db, name, error);
}
