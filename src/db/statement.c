/* SPDX-License-Identifier: EUPL-1.2 */
/* Binding, stepping and reading statements; db.c makes them, the engine runs them. */
#define G_LOG_DOMAIN "sz-statement"
#include "config.h"

#include "base/errors.h"
#include "db/engine.h"

#include <string.h>

#define ENGINE(statement) ((statement)->db->engine)

void
sz_statement_free (SzStatement *statement)
{
    ENGINE (statement)->finalize (statement->handle);
    g_free (statement->positions);
    g_free (statement->name);
    g_free (statement);
}

const int *
sz_statement_record_positions (SzStatement *statement)
{
    static const char *const head[SZ_HEAD_N] = { "id", "scope", "seq", "rev" };
    const SzKind *kind = statement->kind;

    g_assert (kind != NULL);
    if (statement->positions == NULL) {
        statement->positions = g_new (int, SZ_HEAD_N + kind->n_fields);
        for (size_t i = 0; i < SZ_HEAD_N; i++)
            statement->positions[i] = sz_bind_position (statement, head[i]);
        for (size_t i = 0; i < kind->n_fields; i++)
            statement->positions[SZ_HEAD_N + i] =
                sz_bind_position (statement, kind->fields[i].name);
    }
    return statement->positions;
}

int
sz_bind_position (SzStatement *statement, const char *name)
{
    return ENGINE (statement)->position (statement->handle, name);
}

static int
require_position (SzStatement *statement, const char *name)
{
    int position = sz_bind_position (statement, name);

    if (position < 0)
        g_error ("statement %s has no parameter %s", statement->name, name);
    return position;
}

void
sz_bind_null (SzStatement *statement, const char *name)
{
    sz_bind_null_at (statement, require_position (statement, name));
}

void
sz_bind_integer (SzStatement *statement, const char *name, int64_t value)
{
    sz_bind_integer_at (statement, require_position (statement, name), value);
}

void
sz_bind_real (SzStatement *statement, const char *name, double value)
{
    ENGINE (statement)->bind_real (statement->handle, require_position (statement, name), value);
}

void
sz_bind_text (SzStatement *statement, const char *name, const char *value)
{
    int position = require_position (statement, name);

    if (value == NULL)
        sz_bind_null_at (statement, position);
    else
        ENGINE (statement)->bind_text (statement->handle, position, value, strlen (value), true);
}

void
sz_bind_id (SzStatement *statement, const char *name, const SzId *id)
{
    sz_bind_id_at (statement, require_position (statement, name), id);
}

void
sz_bind_blob (SzStatement *statement, const char *name, const void *data, size_t n)
{
    ENGINE (statement)->bind_blob (statement->handle, require_position (statement, name), data, n,
                                   true);
}

void
sz_bind_value (SzStatement *statement, const char *name, const SzValue *value)
{
    sz_bind_value_at (statement, require_position (statement, name), value);
}

static void
bind_value (SzStatement *statement, int position, const SzValue *value, bool copy)
{
    const SzEngine *engine = ENGINE (statement);

    switch (value->type) {
    case SZ_VALUE_NULL:
        engine->bind_null (statement->handle, position);
        break;
    case SZ_VALUE_INTEGER:
        engine->bind_integer (statement->handle, position, value->integer);
        break;
    case SZ_VALUE_REAL:
        engine->bind_real (statement->handle, position, value->real);
        break;
    case SZ_VALUE_TEXT:
        engine->bind_text (statement->handle, position, value->text, strlen (value->text), copy);
        break;
    case SZ_VALUE_ID:
        engine->bind_blob (statement->handle, position, value->id.bytes, sizeof value->id.bytes,
                           copy);
        break;
    default:
        g_assert_not_reached ();
    }
}

void
sz_bind_value_at (SzStatement *statement, int position, const SzValue *value)
{
    bind_value (statement, position, value, true);
}

void
sz_bind_value_static_at (SzStatement *statement, int position, const SzValue *value)
{
    bind_value (statement, position, value, false);
}

void
sz_bind_integer_at (SzStatement *statement, int position, int64_t value)
{
    ENGINE (statement)->bind_integer (statement->handle, position, value);
}

void
sz_bind_text_static_at (SzStatement *statement, int position, const char *value, size_t length)
{
    ENGINE (statement)->bind_text (statement->handle, position, value, length, false);
}

void
sz_bind_id_at (SzStatement *statement, int position, const SzId *id)
{
    if (id == NULL)
        sz_bind_null_at (statement, position);
    else
        ENGINE (statement)->bind_blob (statement->handle, position, id->bytes, sizeof id->bytes,
                                       true);
}

void
sz_bind_null_at (SzStatement *statement, int position)
{
    ENGINE (statement)->bind_null (statement->handle, position);
}

/* On a full disk the engine may end a transaction by itself, in the middle; what comes after must not be done on its own. */
static bool
is_lost (const SzDb *db, GError **error)
{
    if (!db->begun || db->engine->in_transaction ((SzDb *) db))
        return false;
    g_set_error_literal (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED,
                         "the transaction has ended already");
    return true;
}

SzStep
sz_step (SzStatement *statement, GError **error)
{
    SzStep step = is_lost (statement->db, error) ? SZ_STEP_FAILED
                                                 : ENGINE (statement)->step (statement, error);

    if (step != SZ_STEP_ROW)
        sz_reset (statement);
    return step;
}

bool
sz_run (SzStatement *statement, GError **error)
{
    SzStep step;

    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        ;
    return step == SZ_STEP_DONE;
}

void
sz_reset (SzStatement *statement)
{
    ENGINE (statement)->reset (statement->handle);
}

int
sz_column_count (SzStatement *statement)
{
    return ENGINE (statement)->column_count (statement->handle);
}

const char *
sz_column_name (SzStatement *statement, int column)
{
    return ENGINE (statement)->column_name (statement->handle, column);
}

bool
sz_column_is_null (SzStatement *statement, int column)
{
    return ENGINE (statement)->column_type (statement->handle, column) == SZ_VALUE_NULL;
}

int64_t
sz_column_integer (SzStatement *statement, int column)
{
    return ENGINE (statement)->column_integer (statement->handle, column);
}

double
sz_column_real (SzStatement *statement, int column)
{
    return ENGINE (statement)->column_real (statement->handle, column);
}

const char *
sz_column_text (SzStatement *statement, int column)
{
    return ENGINE (statement)->column_text (statement->handle, column);
}

const void *
sz_column_blob (SzStatement *statement, int column, size_t *n)
{
    return ENGINE (statement)->column_blob (statement->handle, column, n);
}

bool
sz_column_id (SzStatement *statement, int column, SzId *id)
{
    size_t n;
    const void *data = sz_column_blob (statement, column, &n);

    if (data == NULL || n != sizeof id->bytes)
        return false;
    memcpy (id->bytes, data, sizeof id->bytes);
    return true;
}

void
sz_column_value (SzStatement *statement, int column, SzValue *value)
{
    value->type = ENGINE (statement)->column_type (statement->handle, column);
    switch (value->type) {
    case SZ_VALUE_NULL:
        break;
    case SZ_VALUE_INTEGER:
        value->integer = sz_column_integer (statement, column);
        break;
    case SZ_VALUE_REAL:
        value->real = sz_column_real (statement, column);
        break;
    case SZ_VALUE_TEXT:
        value->text = g_strdup (sz_column_text (statement, column));
        break;
    case SZ_VALUE_ID:
        if (!sz_column_id (statement, column, &value->id))
            value->type = SZ_VALUE_NULL;
        break;
    default:
        g_assert_not_reached ();
    }
}
