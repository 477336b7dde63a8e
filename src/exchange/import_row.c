/* SPDX-License-Identifier: EUPL-1.2 */
/* Cells of a row as dates, numbers and texts, each with the sentence that says what is wrong with it. */
#define G_LOG_DOMAIN "sz-import-row"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

bool
sz_import_reject (SzImport *import, int column, char *reason)
{
    int position = column >= 0 ? g_array_index (import->positions, int, column) : -1;

    g_free (import->reason);
    import->reason = reason;
    import->column = (size_t) (position + 1);
    return false;
}

const char *
sz_cell (SzImport *import, int column)
{
    if (column < 0)
        return "";
    return import->cells->str + g_array_index (import->offsets, size_t, column);
}

bool
sz_cell_needed (SzImport *import, int column)
{
    if (*sz_cell (import, column) != '\0')
        return true;
    return sz_import_reject (import, column,
                             g_strdup_printf (_ ("The cell \"%s\" is empty but is needed."),
                                              import->layout->columns[column]));
}

bool
sz_cell_date (SzImport *import, int column, SzDate *date)
{
    const char *text = sz_cell (import, column);

    *date = SZ_DATE_NONE;
    if (*text == '\0' || sz_date_parse_loose (text, date))
        return true;
    return sz_import_reject (import, column, g_strdup (_ ("This is not a day of the calendar.")));
}

bool
sz_cell_integer (SzImport *import, int column, int64_t low, int64_t high, int64_t *value)
{
    if (g_ascii_string_to_signed (sz_cell (import, column), 10, low, high, value, NULL))
        return true;
    return sz_import_reject (import, column,
                             g_strdup_printf (_ ("This is not a whole number from %ld to %ld."),
                                              (long) low, (long) high));
}

bool
sz_cell_national_number (SzImport *import,
                         int column,
                         char digits[static 12],
                         SzNationalNumber *number)
{
    const char *reason = NULL;

    if (!sz_cell_needed (import, column))
        return false;
    switch (sz_national_number_parse (sz_cell (import, column), import->options->allow_test_numbers,
                                      digits, number)) {
    case SZ_NUMBER_OK:
        return true;
    case SZ_NUMBER_LENGTH:
        reason = _ ("A national number has eleven digits.");
        break;
    case SZ_NUMBER_CHECK:
        reason = _ ("The check digits of this national number are wrong.");
        break;
    case SZ_NUMBER_DATE:
        reason = _ ("This national number holds a month or day that does not exist.");
        break;
    case SZ_NUMBER_SEQUENCE:
        reason = _ ("This national number holds a sequence that is not given out.");
        break;
    case SZ_NUMBER_TEST:
        reason = _ ("This is a test number: --allow-test-numbers takes those, too.");
        break;
    default:
        g_assert_not_reached ();
    }
    return sz_import_reject (import, column, g_strdup (reason));
}

bool
sz_cell_school_number (SzImport *import, int column, char **number)
{
    const char *text = sz_cell (import, column);

    if (!sz_cell_needed (import, column))
        return false;
    if (text[strspn (text, "0123456789")] != '\0' || strlen (text) > 12)
        return sz_import_reject (import, column,
                                 g_strdup (_ ("An institution number has only digits.")));
    while (text[0] == '0' && text[1] != '\0')
        text++;
    *number = g_strdup (text);
    return true;
}

void
sz_cell_to_text (SzImport *import, int column, SzRecord *record, const char *field)
{
    const char *text = sz_cell (import, column);

    if (*text != '\0')
        sz_record_set_text (record, field, text);
}
