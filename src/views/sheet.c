/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows as a screen shows them (sheet.h). */
#define G_LOG_DOMAIN "sz-sheet"

#include "config.h"

#include "views/sheet.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct SzSheet {
    const SzReport *report;       /* (borrowed): static */
    const SzSheetColumn *columns; /* (borrowed): static */
    const SzReportField **fields; /* (owned): of the report, one per column */
    guint n_columns;
    GPtrArray *rows; /* (owned) (element-type SzValue*): n_columns values each */
};

static const SzReportField *
find_field (const SzReport *report, const char *name)
{
    for (guint i = 0; i < report->columns->len; i++) {
        const SzReportField *field = g_ptr_array_index (report->columns, i);

        if (g_str_equal (field->name, name))
            return field;
    }
    g_error ("report %s has no column %s", report->name, name);
}

SzSheet *
sz_sheet_new (const SzReport *report, const SzSheetColumn *columns, guint n_columns)
{
    SzSheet *sheet = g_new0 (SzSheet, 1);

    sheet->report = report;
    sheet->columns = columns;
    sheet->fields = g_new0 (const SzReportField *, n_columns);
    sheet->n_columns = n_columns;
    for (guint i = 0; i < n_columns; i++)
        sheet->fields[i] = find_field (report, columns[i].name);
    sheet->rows = g_ptr_array_new ();
    return sheet;
}

void
sz_sheet_free (SzSheet *sheet)
{
    for (guint i = 0; i < sheet->rows->len; i++) {
        SzValue *values = g_ptr_array_index (sheet->rows, i);

        for (guint j = 0; j < sheet->n_columns; j++)
            sz_value_clear (&values[j]);
        g_free (values);
    }
    g_ptr_array_unref (sheet->rows);
    g_free (sheet->fields);
    g_free (sheet);
}

void
sz_sheet_add (SzSheet *sheet, const SzValue *const *values)
{
    SzValue *row = g_new0 (SzValue, sheet->n_columns);

    for (guint i = 0; i < sheet->n_columns; i++)
        sz_value_copy (values[i], &row[i]);
    g_ptr_array_add (sheet->rows, row);
}

SzSheet *
sz_sheet_of_table (const SzTable *table, const SzSheetColumn *columns, guint n_columns)
{
    SzSheet *sheet = sz_sheet_new (table->report, columns, n_columns);
    g_autofree const SzValue **row = g_new0 (const SzValue *, n_columns);

    for (guint i = 0; i < table->rows->len; i++) {
        for (guint j = 0; j < n_columns; j++)
            row[j] = sz_table_value (table, i, columns[j].name);
        sz_sheet_add (sheet, row);
    }
    return sheet;
}

guint
sz_sheet_n_rows (const SzSheet *sheet)
{
    return sheet->rows->len;
}

const SzValue *
sz_sheet_value (const SzSheet *sheet, guint row, guint column)
{
    return &((const SzValue *) g_ptr_array_index (sheet->rows, row))[column];
}

double
sz_value_number (const SzValue *value)
{
    if (value->type == SZ_VALUE_INTEGER)
        return (double) value->integer;
    return value->type == SZ_VALUE_REAL ? value->real : 0;
}

static gboolean
is_number (const SzReportField *field)
{
    static const char *const types[] = { "integer", "real", "percent", "hours", NULL };

    return g_strv_contains (types, field->type);
}

static char *
number_text (const SzReportField *field, double number)
{
    if (g_str_equal (field->type, "percent"))
        return sz_format_percent (number / 100);
    if (g_str_equal (field->type, "hours"))
        return sz_format_real (number, 1);
    if (g_str_equal (field->type, "real") && number != floor (number))
        return sz_format_real (number, 2);
    return sz_format_count ((int64_t) number);
}

char *
sz_sheet_text (const SzSheet *sheet, guint row, guint column)
{
    const SzReportField *field = sheet->fields[column];
    const SzValue *value = sz_sheet_value (sheet, row, column);
    SzDate date;

    if (value->type == SZ_VALUE_NULL)
        return g_strdup ("");
    if (is_number (field))
        return number_text (field, sz_value_number (value));
    if (value->type != SZ_VALUE_TEXT)
        return sz_value_to_text (value);
    if (sheet->columns[column].word != NULL)
        return g_strdup (sheet->columns[column].word (value->text));
    if (g_str_equal (field->type, "date") && sz_date_parse (value->text, &date))
        return sz_format_date (date);
    return g_strdup (value->text);
}

/* By what a column of numbers or dates is sorted. */
static double
sort_value (const SzSheet *sheet, guint row, guint column)
{
    const SzValue *value = sz_sheet_value (sheet, row, column);
    SzDate date;

    if (value->type == SZ_VALUE_TEXT && sz_date_parse (value->text, &date))
        return date;
    return value->type == SZ_VALUE_NULL ? -1 : sz_value_number (value);
}

void
sz_sheet_show (const SzSheet *sheet, SzDataTable *table)
{
    gsize n = (gsize) sheet->rows->len * sheet->n_columns;
    g_autofree SzDataColumn *columns = g_new0 (SzDataColumn, sheet->n_columns);
    g_auto (GStrv) cells = g_new0 (char *, n + 1);
    g_autofree double *order = g_new0 (double, n + 1);

    for (guint i = 0; i < sheet->n_columns; i++) {
        gboolean date = g_str_equal (sheet->fields[i]->type, "date");

        columns[i] =
            (SzDataColumn){ _ (sheet->fields[i]->label), date || is_number (sheet->fields[i]),
                            sheet->columns[i].expand, date };
    }
    for (guint row = 0; row < sheet->rows->len; row++) {
        for (guint i = 0; i < sheet->n_columns; i++) {
            cells[row * sheet->n_columns + i] = sz_sheet_text (sheet, row, i);
            order[row * sheet->n_columns + i] = sort_value (sheet, row, i);
        }
    }
    sz_data_table_set (table, columns, sheet->n_columns, (const char *const *) cells, order,
                       sheet->rows->len);
}

double
sz_sheet_sum (const SzSheet *sheet, guint column)
{
    double total = 0;

    for (guint i = 0; i < sheet->rows->len; i++)
        total += sz_value_number (sz_sheet_value (sheet, i, column));
    return total;
}

char *
sz_sheet_totals (const SzSheet *sheet)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < sheet->n_columns; i++) {
        g_autofree char *number = NULL;

        if (!sheet->fields[i]->total)
            continue;
        number = number_text (sheet->fields[i], sz_sheet_sum (sheet, i));
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "",
                                _ (sheet->fields[i]->label), number);
    }
    if (text->len == 0)
        return g_strdup ("");
    /* Translators: %s is a list of sums, "Cases 12 · Contacts 34" */
    return g_strdup_printf (_ ("Total: %s"), text->str);
}

void
sz_sheet_add_csv (const SzSheet *sheet, SzCsv *csv)
{
    g_autofree const char **titles = g_new0 (const char *, sheet->n_columns + 1);

    for (guint i = 0; i < sheet->n_columns; i++)
        titles[i] = _ (sheet->fields[i]->label);
    sz_csv_add (csv, titles);
    for (guint row = 0; row < sheet->rows->len; row++) {
        g_auto (GStrv) cells = g_new0 (char *, sheet->n_columns + 1);

        for (guint i = 0; i < sheet->n_columns; i++)
            cells[i] = sz_sheet_text (sheet, row, i);
        sz_csv_add (csv, (const char *const *) cells);
    }
}
