/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds, describes and runs the reports of data/reports/: reads the header of each file once, binds the
 * parameters it names, keeps the rows. */
#define G_LOG_DOMAIN "sz-report"
#include "config.h"

#include "db/report.h"

#include "base/date.h"
#include "base/errors.h"
#include "db/engine.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER SZ_RESOURCES "/sql/reports/"

typedef struct {
    char **names;        /* (owned) */
    GHashTable *reports; /* (owned) (element-type utf8 SzReport) */
} Library;

/* `_("First day")` -> "First day": marked so that the texts reach the translators. */
static char *
read_label (const char *text)
{
    const char *open = strstr (text, "_(\"");
    const char *close = open != NULL ? strstr (open, "\")") : NULL;

    if (close == NULL)
        g_error ("a line of a report's header has no text: %s", text);
    return g_strndup (open + strlen ("_(\""), close - open - strlen ("_(\""));
}

/* `name type flags; _("label")`. */
static SzReportField *
read_field (const char *line)
{
    const char *end = strchr (line, ';');
    g_autofree char *head = g_strndup (line, end != NULL ? (size_t) (end - line) : strlen (line));
    g_auto (GStrv) words = g_strsplit (g_strstrip (head), " ", -1);
    SzReportField *field = g_new0 (SzReportField, 1);

    if (g_strv_length (words) < 2)
        g_error ("a line of a report's header is not name, type; text: %s", line);
    field->name = g_strdup (words[0]);
    field->type = g_strdup (words[1]);
    field->required = g_strv_contains ((const char *const *) words + 2, "required");
    field->total = g_strv_contains ((const char *const *) words + 2, "total");
    field->label = read_label (line);
    return field;
}

static void
read_line (SzReport *report, const char *line)
{
    if (g_str_has_prefix (line, "-- title: "))
        report->title = read_label (line);
    else if (g_str_has_prefix (line, "-- param: "))
        g_ptr_array_add (report->params, read_field (line + strlen ("-- param: ")));
    else if (g_str_has_prefix (line, "-- column: "))
        g_ptr_array_add (report->columns, read_field (line + strlen ("-- column: ")));
}

static SzReport *
read_report (const char *name)
{
    g_autofree char *resource = g_strconcat ("reports/", name, NULL);
    g_autofree char *text = sz_db_resource_text (resource);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    SzReport *report = g_new0 (SzReport, 1);

    report->name = g_strdup (name);
    report->params = g_ptr_array_new ();
    report->columns = g_ptr_array_new ();
    for (char **line = lines; *line != NULL && g_str_has_prefix (*line, "--"); line++)
        read_line (report, *line);
    if (report->title == NULL || report->columns->len == 0)
        g_error ("report %s has no title or no columns", name);
    return report;
}

static int
compare_names (const void *a, const void *b, void *data)
{
    return strcmp (*(char *const *) a, *(char *const *) b);
}

static Library *
read_library (void)
{
    Library *library = g_new0 (Library, 1);

    library->names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    library->reports = g_hash_table_new (g_str_hash, g_str_equal);
    if (library->names == NULL)
        library->names = g_new0 (char *, 1);
    for (char **name = library->names; *name != NULL; name++) {
        char *dot = strstr (*name, ".sql");

        g_assert (dot != NULL);
        *dot = '\0';
        g_hash_table_insert (library->reports, *name, read_report (*name));
    }
    g_qsort_with_data (library->names, (int) g_strv_length (library->names), sizeof *library->names,
                       compare_names, NULL);
    return library;
}

/* Read once for the whole process: the files are compiled in. */
static const Library *
get_library (void)
{
    static size_t once;

    if (g_once_init_enter (&once))
        g_once_init_leave (&once, (size_t) read_library ());
    return (const Library *) once;
}

const char *const *
sz_report_names (void)
{
    return (const char *const *) get_library ()->names;
}

const SzReport *
sz_report_find (const char *name)
{
    return g_hash_table_lookup (get_library ()->reports, name);
}

static bool
bind_date (SzStatement *statement, const char *name, const char *text)
{
    SzDate date;
    char iso[SZ_DATE_TEXT];

    if (!sz_date_parse_loose (text, &date))
        return false;
    sz_date_format (date, iso);
    sz_bind_text (statement, name, iso);
    return true;
}

static bool
bind_integer (SzStatement *statement, const char *name, const char *text)
{
    int64_t value;

    if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
        return false;
    sz_bind_integer (statement, name, value);
    return true;
}

static bool
bind_real (SzStatement *statement, const char *name, const char *text)
{
    g_autofree char *point = g_strdelimit (g_strdup (text), ",", '.');
    char *end;
    double value = g_ascii_strtod (point, &end);

    if (end == point || *end != '\0')
        return false;
    sz_bind_real (statement, name, value);
    return true;
}

static bool
bind_id (SzStatement *statement, const char *name, const char *text)
{
    SzId id;

    if (!sz_id_parse (text, &id))
        return false;
    sz_bind_id (statement, name, &id);
    return true;
}

static bool
bind_text (SzStatement *statement, const SzReportField *param, const char *text)
{
    if (g_str_equal (param->type, "date"))
        return bind_date (statement, param->name, text);
    if (g_str_equal (param->type, "integer"))
        return bind_integer (statement, param->name, text);
    if (g_str_equal (param->type, "id"))
        return bind_id (statement, param->name, text);
    if (g_str_equal (param->type, "text")) {
        sz_bind_text (statement, param->name, text);
        return true;
    }
    return bind_real (statement, param->name, text);
}

static const SzReportField *
find_field (const GPtrArray *fields, const char *name)
{
    for (unsigned i = 0; i < fields->len; i++) {
        const SzReportField *field = fields->pdata[i];

        if (g_str_equal (field->name, name))
            return field;
    }
    return NULL;
}

static bool
check_names (const SzReport *report, GHashTable *params, GError **error)
{
    GHashTableIter iter;
    void *name;

    g_hash_table_iter_init (&iter, params);
    while (g_hash_table_iter_next (&iter, &name, NULL))
        if (find_field (report->params, name) == NULL) {
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                         _ ("The report %s has no parameter %s."), report->name,
                         (const char *) name);
            return false;
        }
    return true;
}

/* What a parameter takes. */
static const char *
what_it_takes (const SzReportField *param)
{
    if (g_str_equal (param->type, "date"))
        return _ ("a day, such as 2020-11-03");
    if (g_str_equal (param->type, "integer"))
        return _ ("a whole number, such as 2020");
    if (g_str_equal (param->type, "id"))
        return _ ("the id of a record");
    return _ ("a number");
}

static bool
bind_params (SzStatement *statement, const SzReport *report, GHashTable *params, GError **error)
{
    for (unsigned i = 0; i < report->params->len; i++) {
        const SzReportField *param = report->params->pdata[i];
        const char *text = params != NULL ? g_hash_table_lookup (params, param->name) : NULL;
        bool given = text != NULL && *text != '\0';

        if (given ? bind_text (statement, param, text) : !param->required)
            continue;
        if (given)
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                         _ ("The parameter %s takes %s."), param->name, what_it_takes (param));
        else
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                         _ ("The report %s needs the parameter %s: --set %s=…."), report->name,
                         param->name, param->name);
        return false;
    }
    return params == NULL || check_names (report, params, error);
}

/* The header says what the SQL gives, in the same order. */
static void
check_columns (SzStatement *statement, const SzReport *report)
{
    if ((int) report->columns->len != sz_column_count (statement))
        g_error ("report %s has other columns than its header says", report->name);
    for (unsigned i = 0; i < report->columns->len; i++) {
        const SzReportField *column = report->columns->pdata[i];

        if (!g_str_equal (column->name, sz_column_name (statement, (int) i)))
            g_error ("report %s: column %s is called otherwise in its header", report->name,
                     column->name);
    }
}

static SzValue *
read_row (SzStatement *statement, size_t n)
{
    SzValue *row = g_new (SzValue, n);

    for (size_t i = 0; i < n; i++)
        sz_column_value (statement, (int) i, &row[i]);
    return row;
}

SzTable *
sz_report_run (SzDb *db, const SzReport *report, GHashTable *params, GError **error)
{
    g_autofree char *resource = g_strconcat ("reports/", report->name, NULL);
    SzStatement *statement = sz_db_statement (db, resource, error);
    g_autoptr (SzTable) table = NULL;
    SzStep step;

    if (statement == NULL || !bind_params (statement, report, params, error))
        return NULL;
    check_columns (statement, report);
    table = g_new0 (SzTable, 1);
    table->report = report;
    table->n_columns = report->columns->len;
    table->rows = g_ptr_array_new ();
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW)
        g_ptr_array_add (table->rows, read_row (statement, table->n_columns));
    return step == SZ_STEP_DONE ? g_steal_pointer (&table) : NULL;
}

static size_t
column_index (const SzTable *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const SzReportField *column = table->report->columns->pdata[i];

        if (g_str_equal (column->name, name))
            return i;
    }
    g_error ("report %s has no column %s", table->report->name, name);
}

const SzValue *
sz_table_value (const SzTable *table, size_t row, const char *column)
{
    const SzValue *values = g_ptr_array_index (table->rows, row);

    return &values[column_index (table, column)];
}

double
sz_table_total (const SzTable *table, const char *column)
{
    size_t index = column_index (table, column);
    double total = 0;

    for (unsigned i = 0; i < table->rows->len; i++) {
        const SzValue *value = &((const SzValue *) table->rows->pdata[i])[index];

        if (value->type == SZ_VALUE_INTEGER)
            total += (double) value->integer;
        else if (value->type == SZ_VALUE_REAL)
            total += value->real;
    }
    return total;
}

void
sz_table_free (SzTable *table)
{
    if (table == NULL)
        return;
    for (unsigned i = 0; i < table->rows->len; i++) {
        SzValue *row = table->rows->pdata[i];

        for (size_t j = 0; j < table->n_columns; j++)
            sz_value_clear (&row[j]);
        g_free (row);
    }
    g_ptr_array_free (table->rows, TRUE);
    g_free (table);
}
