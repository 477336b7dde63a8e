/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the columns of a result of PostgreSQL, which come as text, for the engine in postgres.c. */
#define G_LOG_DOMAIN "sz-postgres-columns"
#include "config.h"

#include "db/postgres_private.h"

#include <string.h>

/* Types of columns (pg_type.oid), fixed for all servers. */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_NUMERIC = 1700,
};

static PGresult *
shape_of (PgHandle *handle)
{
    if (handle->result != NULL)
        return handle->result;
    if (handle->shape == NULL)
        handle->shape =
            PQdescribePrepared (((PgConnection *) handle->db->connection)->pg, handle->name);
    return handle->shape;
}

int
pg_column_count (void *data)
{
    return PQnfields (shape_of (data));
}

const char *
pg_column_name (void *data, int column)
{
    return PQfname (shape_of (data), column);
}

const char *
pg_column_text (void *data, int column)
{
    PgHandle *handle = data;

    return PQgetisnull (handle->result, handle->row, column)
               ? NULL
               : PQgetvalue (handle->result, handle->row, column);
}

/* Sums of whole numbers come as numeric. */
SzValueType
pg_column_type (void *data, int column)
{
    PgHandle *handle = data;
    const char *text = pg_column_text (data, column);

    if (text == NULL)
        return SZ_VALUE_NULL;
    switch (PQftype (handle->result, column)) {
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return SZ_VALUE_INTEGER;
    case TYPE_NUMERIC:
        return strchr (text, '.') == NULL ? SZ_VALUE_INTEGER : SZ_VALUE_REAL;
    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
        return SZ_VALUE_REAL;
    case TYPE_BYTEA:
        return SZ_VALUE_ID;
    default:
        return SZ_VALUE_TEXT;
    }
}

int64_t
pg_column_integer (void *data, int column)
{
    PgHandle *handle = data;
    const char *text = pg_column_text (data, column);

    if (text == NULL)
        return 0;
    if (PQftype (handle->result, column) == TYPE_BOOL)
        return *text == 't';
    return g_ascii_strtoll (text, NULL, 10);
}

double
pg_column_real (void *data, int column)
{
    const char *text = pg_column_text (data, column);

    return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

/* "\x" and two hex digits a byte. */
const void *
pg_column_blob (void *data, int column, size_t *n)
{
    PgHandle *handle = data;
    const char *text = pg_column_text (data, column);
    GByteArray *bytes;

    *n = 0;
    if (text == NULL)
        return NULL;
    if (handle->blobs == NULL) {
        handle->n_blobs = pg_column_count (data);
        handle->blobs = g_new0 (GByteArray *, handle->n_blobs);
    }
    if (handle->blobs[column] == NULL)
        handle->blobs[column] = g_byte_array_new ();
    bytes = handle->blobs[column];
    g_byte_array_set_size (bytes, 0);
    for (const char *at = text + 2; at[0] != '\0' && at[1] != '\0'; at += 2) {
        uint8_t byte = (uint8_t) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));

        g_byte_array_append (bytes, &byte, 1);
    }
    *n = bytes->len;
    return bytes->data;
}
