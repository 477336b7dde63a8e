/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs one intake: header, rows, rejects, counts. What a row means stands in the layouts (import_*.c). */
#define G_LOG_DOMAIN "sz-import"

#include "config.h"

#include "exchange/import.h"

#include "exchange/import_row.h"

#include "base/errors.h"
#include "base/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PROGRESS_ROWS 65536
#define CELL_MAX 1000

static const char *const KINDS[] = {
    "schools",      "municipalities", "holidays",  "vaccines", "pupils",
    "vaccinations", "activities",     "incidence", NULL,
};

static const SzImportLayout *const LAYOUTS[] = {
    &sz_layout_agodi,
    &sz_layout_magda_schools,
    &sz_layout_refnis,
    &sz_layout_mergers,
    &sz_layout_holidays,
    &sz_layout_vaccines,
    &sz_layout_pupils,
    &sz_layout_magda_persons,
    &sz_layout_magda_enrolments,
    &sz_layout_vaccinations,
    &sz_layout_activities,
    &sz_layout_incidence_daily,
    &sz_layout_incidence_cumulative,
};

const char *const *
sz_import_kinds (void)
{
    return KINDS;
}

/* --- Header --------------------------------------------------------------------------------- */

static int
find_column (char **folded, size_t n, const char *name)
{
    g_autofree char *wanted = sz_text_fold (name);

    for (size_t i = 0; i < n; i++) {
        if (g_str_equal (folded[i], wanted))
            return (int) i;
    }
    return -1;
}

/* How many required columns the header lacks; their names are added to `missing`. */
static size_t
bind (SzImport *import, const SzImportLayout *layout, char **folded, size_t n, GString *missing)
{
    size_t n_missing = 0;

    import->layout = layout;
    g_array_set_size (import->positions, 0);
    for (size_t i = 0; layout->columns[i] != NULL; i++) {
        int position = find_column (folded, n, layout->columns[i]);

        g_array_append_val (import->positions, position);
        if (position < 0 && i < layout->n_required) {
            g_string_append_printf (missing, "%s%s", n_missing > 0 ? ", " : "", layout->columns[i]);
            n_missing++;
        }
    }
    return n_missing;
}

static bool
choose_layout (SzImport *import, const char *kind, const SzCsvRow *header, GError **error)
{
    g_auto (GStrv) folded = g_new0 (char *, header->n_fields + 1);
    g_autofree char *nearest = NULL;
    size_t fewest = SIZE_MAX;

    for (size_t i = 0; i < header->n_fields; i++)
        folded[i] = sz_text_fold (header->fields[i]);
    for (size_t i = 0; i < G_N_ELEMENTS (LAYOUTS); i++) {
        g_autoptr (GString) missing = g_string_new (NULL);

        if (!g_str_equal (LAYOUTS[i]->kind, kind))
            continue;
        size_t n = bind (import, LAYOUTS[i], folded, header->n_fields, missing);
        if (n == 0)
            return true;
        if (n < fewest) {
            fewest = n;
            g_free (nearest);
            nearest = g_strdup (missing->str);
        }
    }
    if (nearest == NULL)
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_UNKNOWN,
                     _ ("There is no intake of this kind."));
    else
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX,
                     _ ("The file is no list of this kind: it lacks the columns %s."), nearest);
    return false;
}

static bool
read_header (SzImport *import,
             SzCsvReader *reader,
             const char *kind,
             GCancellable *cancellable,
             GError **error)
{
    SzCsvRow header = { 0 };

    switch (sz_csv_reader_next (reader, &header, cancellable, error)) {
    case SZ_CSV_FAILED:
        return false;
    case SZ_CSV_ROW:
        break;
    case SZ_CSV_FAULT:
    case SZ_CSV_END:
    default:
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX,
                     _ ("The file does not begin with the names of its columns."));
        return false;
    }
    if (!choose_layout (import, kind, &header, error))
        return false;
    if (import->layout->needs_centre && import->options->centre == NULL) {
        g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
                     _ ("Say which centre these records are for: the file does not."));
        return false;
    }
    import->n_header = header.n_fields;
    import->row = header;
    return true;
}

/* --- Rejects -------------------------------------------------------------------------------- */

static bool
write_reject_header (SzImport *import, SzCsvWriter *writer, GError **error)
{
    sz_csv_writer_cell (writer, _ ("line"));
    sz_csv_writer_cell (writer, _ ("column"));
    sz_csv_writer_cell (writer, _ ("reason"));
    for (size_t i = 0; i < import->row.n_fields; i++)
        sz_csv_writer_cell (writer, import->row.fields[i]);
    return sz_csv_writer_end_row (writer, error);
}

bool
sz_import_is_rejects (const char *text)
{
    const char *head[] = { _ ("line"), _ ("column"), _ ("reason") };

    if (g_str_has_prefix (text, "\xef\xbb\xbf"))
        text += 3;
    for (size_t i = 0; i < G_N_ELEMENTS (head); i++) {
        if (!g_str_has_prefix (text, head[i]) || strchr (";,\t|", text[strlen (head[i])]) == NULL)
            return false;
        text += strlen (head[i]) + 1;
    }
    return true;
}

static bool
write_reject (SzImport *import, SzCsvWriter *writer, GError **error)
{
    g_autofree char *line = g_strdup_printf ("%zu", import->row.line);
    g_autofree char *column = import->column > 0 ? g_strdup_printf ("%zu", import->column) : NULL;

    import->counts->rejected++;
    if (import->options->reject != NULL)
        import->options->reject (import->row.line, import->reason, import->options->reject_data);
    if (writer == NULL)
        return true;
    sz_csv_writer_cell (writer, line);
    sz_csv_writer_cell (writer, column);
    sz_csv_writer_cell (writer, import->reason);
    for (size_t i = 0; i < import->row.n_fields; i++)
        sz_csv_writer_cell (writer, import->row.fields[i]);
    return sz_csv_writer_end_row (writer, error);
}

static char *
fault_reason (const SzCsvRow *row)
{
    switch (row->fault) {
    case SZ_CSV_FAULT_QUOTE:
        return g_strdup (
            row->cut_off ? _ ("The file ends in the middle of this row.")
                         : _ ("A quotation mark in this row is not closed where it should be."));
    case SZ_CSV_FAULT_TOO_BIG:
        return g_strdup (_ ("This row is too long to be one."));
    case SZ_CSV_FAULT_ENCODING:
        return g_strdup (
            _ ("This row is written in other characters (not UTF-8) than the rest of the file."));
    case SZ_CSV_FAULT_NUL:
        return g_strdup (_ ("This row holds bytes that are no text."));
    case SZ_CSV_FAULT_NONE:
    default:
        g_assert_not_reached ();
    }
}

/* --- Rows ----------------------------------------------------------------------------------- */

/* Appends `text` without blanks at its ends and with one where there are several. */
static void
append_squeezed (GString *cells, const char *text)
{
    bool blank = false;
    size_t start = cells->len;

    for (const char *p = text; *p != '\0'; p++) {
        if (g_ascii_isspace (*p)) {
            blank = cells->len > start;
            continue;
        }
        if (blank)
            g_string_append_c (cells, ' ');
        blank = false;
        g_string_append_c (cells, *p);
    }
    g_string_append_c (cells, '\0');
}

static bool
read_cells (SzImport *import)
{
    g_string_truncate (import->cells, 0);
    g_array_set_size (import->offsets, 0);
    for (unsigned i = 0; i < import->positions->len; i++) {
        int position = g_array_index (import->positions, int, i);
        const char *text = position >= 0 ? import->row.fields[position] : "";
        size_t offset = import->cells->len;

        g_array_append_val (import->offsets, offset);
        append_squeezed (import->cells, text);
        const char *cell = import->cells->str + offset;
        if (import->cells->len - offset > CELL_MAX)
            return sz_import_reject (import, (int) i, g_strdup (_ ("This text is too long.")));
        if (!sz_text_is_clean (cell))
            return sz_import_reject (
                import, (int) i,
                g_strdup (_ ("This text holds characters that are no letters, digits or signs.")));
    }
    return true;
}

static bool
is_empty (const SzCsvRow *row)
{
    for (size_t i = 0; i < row->n_fields; i++) {
        if (row->fields[i][strspn (row->fields[i], " \t\r\n")] != '\0')
            return false;
    }
    return true;
}

static bool
check_length (SzImport *import)
{
    const SzCsvRow *row = &import->row;
    size_t n = row->n_fields;

    /* Spreadsheets add empty cells at the end, and leave them out there. */
    while (n > import->n_header && row->fields[n - 1][0] == '\0')
        n--;
    if (n == import->n_header)
        return true;
    if (n < import->n_header && row->cut_off)
        return sz_import_reject (import, SZ_WHOLE_ROW,
                                 g_strdup (_ ("The file ends in the middle of this row.")));
    return sz_import_reject (import, SZ_WHOLE_ROW,
                             g_strdup_printf (_ ("This row has %zu cells; the header has %zu."), n,
                                              import->n_header));
}

static void
count_outcome (SzImport *import)
{
    switch (import->outcome) {
    case SZ_OUTCOME_CREATED:
        import->counts->created++;
        break;
    case SZ_OUTCOME_CHANGED:
        import->counts->changed++;
        break;
    case SZ_OUTCOME_UNCHANGED:
    default:
        import->counts->unchanged++;
        break;
    }
}

static bool
take_row (SzImport *import, SzCsvStep step, SzCsvWriter *rejects, GError **error)
{
    bool good = false;

    g_clear_pointer (&import->reason, g_free);
    import->outcome = SZ_OUTCOME_UNCHANGED;
    import->counts->rows++;
    if (step == SZ_CSV_FAULT) {
        import->reason = fault_reason (&import->row);
        import->column = import->row.fault_field;
    } else {
        good = check_length (import) && read_cells (import) && import->layout->row (import);
    }
    if (import->error != NULL) {
        g_propagate_error (error, g_steal_pointer (&import->error));
        return false;
    }
    if (!good)
        return write_reject (import, rejects, error);
    count_outcome (import);
    return true;
}

static void
report_progress (const SzImport *import, const SzCsvReader *reader)
{
    if (import->options->progress != NULL)
        import->options->progress (sz_csv_reader_bytes (reader), import->counts,
                                   import->options->progress_data);
}

static bool
run (SzImport *import,
     const char *kind,
     SzCsvReader *reader,
     GCancellable *cancellable,
     GError **error)
{
    g_autoptr (SzCsvWriter) rejects = NULL;
    SzCsvStep step = SZ_CSV_END;

    if (!read_header (import, reader, kind, cancellable, error))
        return false;
    if (import->options->rejects != NULL) {
        rejects = sz_csv_writer_new (import->options->rejects, sz_csv_reader_delimiter (reader),
                                     SZ_CSV_BOM);
        if (!write_reject_header (import, rejects, error))
            return false;
    }
    while ((step = sz_csv_reader_next (reader, &import->row, cancellable, error)) != SZ_CSV_END) {
        if (step == SZ_CSV_FAILED || g_cancellable_set_error_if_cancelled (cancellable, error))
            return false;
        if (step == SZ_CSV_ROW && is_empty (&import->row))
            continue;
        if (!take_row (import, step, rejects, error))
            return false;
        if (import->counts->rows % PROGRESS_ROWS == 0)
            report_progress (import, reader);
    }
    report_progress (import, reader);
    return rejects == NULL || sz_csv_writer_finish (rejects, error);
}

bool
sz_import (const char *kind,
           GInputStream *stream,
           const SzImportOptions *options,
           const SzImportSink *sink,
           SzImportCounts *counts,
           GCancellable *cancellable,
           GError **error)
{
    g_autoptr (SzCsvReader) reader = sz_csv_reader_new (stream);
    SzImport import = {
        .options = options,
        .sink = sink,
        .counts = counts,
        .today = options->today != SZ_DATE_NONE ? options->today : sz_date_today (),
        .lookup = sz_import_lookup_new (),
        .positions = g_array_new (FALSE, FALSE, sizeof (int)),
        .offsets = g_array_new (FALSE, FALSE, sizeof (size_t)),
        .cells = g_string_new (NULL),
    };

    *counts = (SzImportCounts){ 0 };
    bool done = run (&import, kind, reader, cancellable, error);
    g_free (import.reason);
    g_clear_error (&import.error);
    g_string_free (import.cells, TRUE);
    g_array_unref (import.offsets);
    g_array_unref (import.positions);
    sz_import_lookup_free (import.lookup);
    return done;
}
