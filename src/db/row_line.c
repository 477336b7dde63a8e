/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes stored records as lines; see row_line.h. */
#define G_LOG_DOMAIN "sz-row-line"
#include "config.h"

#include "db/row_line.h"

#include "record/line.h"

static void
append_head (GString *line, const SzKind *kind, const SzId *id, int64_t rev)
{
    sz_line_append_integer (line, kind->number);
    g_string_append_c (line, ',');
    sz_line_append_id (line, id);
    g_string_append_c (line, ',');
    sz_line_append_integer (line, rev);
    g_string_append_len (line, ",[", 2);
}

static void
append_column (GString *line, SzStatement *row, int column, SzFieldType type)
{
    SzId id;

    if (sz_column_is_null (row, column)) {
        g_string_append_len (line, "null", 4);
        return;
    }
    switch (type) {
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_BOOLEAN:
    case SZ_TYPE_TIME:
        sz_line_append_integer (line, sz_column_integer (row, column));
        break;
    case SZ_TYPE_REAL:
        sz_line_append_real (line, sz_column_real (row, column));
        break;
    case SZ_TYPE_REFERENCE:
    case SZ_TYPE_ANY_ID:
        if (sz_column_id (row, column, &id))
            sz_line_append_id (line, &id);
        else
            g_string_append_len (line, "null", 4);
        break;
    case SZ_TYPE_TEXT:
    case SZ_TYPE_DATE:
    case SZ_TYPE_CHOICE:
        sz_line_append_text (line, sz_column_text (row, column));
        break;
    default:
        g_assert_not_reached ();
    }
}

void
sz_row_line_append (GString *line, const SzKind *kind, const SzId *id, SzStatement *row)
{
    append_head (line, kind, id, sz_column_integer (row, 1));
    for (size_t i = 0; i < kind->n_fields; i++) {
        if (i > 0)
            g_string_append_c (line, ',');
        append_column (line, row, 2 + (int) i, kind->fields[i].type);
    }
    g_string_append_c (line, ']');
}

static void
append_value (GString *line, const SzValue *value)
{
    switch (value->type) {
    case SZ_VALUE_NULL:
        g_string_append_len (line, "null", 4);
        break;
    case SZ_VALUE_INTEGER:
        sz_line_append_integer (line, value->integer);
        break;
    case SZ_VALUE_REAL:
        sz_line_append_real (line, value->real);
        break;
    case SZ_VALUE_TEXT:
        sz_line_append_text (line, value->text);
        break;
    case SZ_VALUE_ID:
        sz_line_append_id (line, &value->id);
        break;
    default:
        g_assert_not_reached ();
    }
}

void
sz_row_line_append_record (GString *line, const SzRecord *record)
{
    append_head (line, record->kind, &record->id, record->rev);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if (i > 0)
            g_string_append_c (line, ',');
        append_value (line, &record->values[i]);
    }
    g_string_append_c (line, ']');
}
