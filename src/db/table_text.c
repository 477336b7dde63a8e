/* SPDX-License-Identifier: EUPL-1.2 */
/* A report's table as CSV, JSON or text for a terminal; works with report.c. */
#define G_LOG_DOMAIN "sz-table-text"
#include "config.h"

#include "db/report.h"

#include "record/line.h"

#include <string.h>

bool
sz_table_format_parse (const char *name, SzTableFormat *format)
{
    static const char *const names[] = { "csv", "json", "text" };

    for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
        if (g_str_equal (name, names[i])) {
            *format = i;
            return true;
        }
    return false;
}

static const SzReportField *
get_column (const SzTable *table, size_t i)
{
    return table->report->columns->pdata[i];
}

static const SzValue *
get_row (const SzTable *table, unsigned i)
{
    return table->rows->pdata[i];
}

/* Ten digits: more than any figure of ours has, less than the noise of binary fractions. */
static char *
value_text (const SzValue *value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    if (value->type != SZ_VALUE_REAL)
        return sz_value_to_text (value);
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.10g", value->real));
}

static void
append_csv (GString *out, const char *text)
{
    if (strpbrk (text, "\",\r\n") == NULL) {
        g_string_append (out, text);
        return;
    }
    g_string_append_c (out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"')
            g_string_append_c (out, '"');
        g_string_append_c (out, *c);
    }
    g_string_append_c (out, '"');
}

static void
write_csv (GString *out, const SzTable *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        g_string_append (out, i > 0 ? "," : "");
        append_csv (out, get_column (table, i)->name);
    }
    g_string_append (out, "\r\n");
    for (unsigned row = 0; row < table->rows->len; row++) {
        for (size_t i = 0; i < table->n_columns; i++) {
            g_autofree char *text = value_text (&get_row (table, row)[i]);

            g_string_append (out, i > 0 ? "," : "");
            append_csv (out, text);
        }
        g_string_append (out, "\r\n");
    }
}

static void
append_json (GString *out, const SzValue *value)
{
    g_autofree char *text = value_text (value);

    if (value->type == SZ_VALUE_NULL)
        g_string_append (out, "null");
    else if (value->type == SZ_VALUE_TEXT || value->type == SZ_VALUE_ID)
        sz_line_append_text (out, text);
    else
        g_string_append (out, text);
}

static SzValue
get_total (const SzTable *table, const SzReportField *column)
{
    return (SzValue){ .type = SZ_VALUE_REAL, .real = sz_table_total (table, column->name) };
}

static void
write_json (GString *out, const SzTable *table)
{
    bool first = true;

    g_string_append_printf (out, "{\"report\":\"%s\",\"rows\":[", table->report->name);
    for (unsigned row = 0; row < table->rows->len; row++) {
        g_string_append (out, row > 0 ? ",\n{" : "\n{");
        for (size_t i = 0; i < table->n_columns; i++) {
            g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "",
                                    get_column (table, i)->name);
            append_json (out, &get_row (table, row)[i]);
        }
        g_string_append_c (out, '}');
    }
    g_string_append (out, "\n],\"totals\":{");
    for (size_t i = 0; i < table->n_columns; i++) {
        const SzReportField *column = get_column (table, i);
        SzValue total;

        if (!column->total)
            continue;
        total = get_total (table, column);
        g_string_append_printf (out, "%s\"%s\":", first ? "" : ",", column->name);
        append_json (out, &total);
        first = false;
    }
    g_string_append (out, "}}\n");
}

static bool
is_number (const SzReportField *column)
{
    return !g_str_equal (column->type, "text") && !g_str_equal (column->type, "date") &&
           !g_str_equal (column->type, "id");
}

/* Two decimals: a person reads this. */
static char *
cell_text (const SzValue *value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    if (value->type != SZ_VALUE_REAL)
        return sz_value_to_text (value);
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.2f", value->real));
}

/* (element-type GStrv): names, rows, and the totals where a column has one. */
static GPtrArray *
make_cells (const SzTable *table)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    char **names = g_new0 (char *, table->n_columns + 1);
    char **totals = g_new0 (char *, table->n_columns + 1);
    bool any = false;

    g_ptr_array_add (lines, names);
    for (unsigned row = 0; row < table->rows->len; row++) {
        char **line = g_new0 (char *, table->n_columns + 1);

        for (size_t i = 0; i < table->n_columns; i++)
            line[i] = cell_text (&get_row (table, row)[i]);
        g_ptr_array_add (lines, line);
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        const SzReportField *column = get_column (table, i);
        SzValue total = column->total ? get_total (table, column) : (SzValue){ 0 };

        if (g_str_equal (column->type, "integer") && column->total)
            total = (SzValue){ .type = SZ_VALUE_INTEGER, .integer = (int64_t) total.real };
        names[i] = g_strdup (column->name);
        totals[i] = cell_text (&total);
        any = any || column->total;
    }
    if (any)
        g_ptr_array_add (lines, totals);
    else
        g_strfreev (totals);
    return lines;
}

static void
write_text (GString *out, const SzTable *table)
{
    g_autoptr (GPtrArray) lines = make_cells (table);
    g_autofree long *widths = g_new0 (long, table->n_columns);

    for (unsigned line = 0; line < lines->len; line++)
        for (size_t i = 0; i < table->n_columns; i++)
            widths[i] = MAX (widths[i], g_utf8_strlen (((char **) lines->pdata[line])[i], -1));
    for (unsigned line = 0; line < lines->len; line++) {
        for (size_t i = 0; i < table->n_columns; i++) {
            const char *cell = ((char **) lines->pdata[line])[i];
            int blanks = (int) (widths[i] - g_utf8_strlen (cell, -1));
            bool right = is_number (get_column (table, i));

            g_string_append_printf (out, "%s%*s%s%*s", i > 0 ? "  " : "", right ? blanks : 0, "",
                                    cell, right ? 0 : blanks, "");
        }
        g_string_append_c (out, '\n');
    }
}

char *
sz_table_to_string (const SzTable *table, SzTableFormat format)
{
    GString *out = g_string_new (NULL);

    switch (format) {
    case SZ_TABLE_CSV:
        write_csv (out, table);
        break;
    case SZ_TABLE_JSON:
        write_json (out, table);
        break;
    case SZ_TABLE_TEXT:
        write_text (out, table);
        break;
    default:
        g_assert_not_reached ();
    }
    return g_string_free (out, FALSE);
}
