/* SPDX-License-Identifier: EUPL-1.2 */
/* Code lists: holidays of OpenHolidays and vaccines of the Belgian FHIR value set. */
#define G_LOG_DOMAIN "sz-import-reference"

#include "config.h"

#include "exchange/import_row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- Holidays -------------------------------------------------------------------------------- */

enum {
    H_ID,
    H_START,
    H_TYPE,
    H_NAME,
    H_END
};

static const char *const holiday_columns[] = { "Id", "StartDate", "Type", "Name", "EndDate", NULL };

/* The Dutch part of "FR Noël,NL Kerstmis,DE Weihnachten,EN Christmas Day"; all of it when no part is marked. */
static char *
dutch_part (const char *names)
{
    g_auto (GStrv) parts = g_regex_split_simple (",(?=[A-Z]{2} )", names, 0, 0);

    for (char **part = parts; *part != NULL; part++) {
        if (g_str_has_prefix (*part, "NL "))
            return g_strdup (*part + 3);
    }
    return g_strdup (names);
}

static bool
import_holiday (SzImport *import)
{
    g_autoptr (SzRecord) holiday = sz_record_new (sz_kind_by_name ("holiday"), NULL);
    g_autofree char *name = dutch_part (sz_cell (import, H_NAME));
    const char *type = sz_cell (import, H_TYPE);
    SzDate first, last;

    if (!sz_cell_needed (import, H_ID) || !sz_cell_needed (import, H_NAME) ||
        !sz_cell_needed (import, H_START))
        return false;
    if (!sz_cell_date (import, H_START, &first) || !sz_cell_date (import, H_END, &last))
        return false;
    if (last != SZ_DATE_NONE && last < first)
        return sz_import_reject (import, H_END,
                                 g_strdup (_ ("The last day comes before the first.")));
    if (g_ascii_strcasecmp (type, "school") != 0 && g_ascii_strcasecmp (type, "public") != 0)
        return sz_import_reject (import, H_TYPE,
                                 g_strdup (_ ("A holiday is of type School or Public.")));
    sz_cell_to_text (import, H_ID, holiday, "code");
    sz_record_set_text (holiday, "name", name);
    sz_record_set_date (holiday, "first_day", first);
    sz_record_set_date (holiday, "last_day", last != SZ_DATE_NONE ? last : first);
    sz_record_set_text (holiday, "holiday_type",
                        g_ascii_strcasecmp (type, "school") == 0 ? "school" : "public");
    return sz_import_save (import, SZ_REFERENCE_SCOPE, holiday, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_holidays = {
    .kind = "holidays",
    .columns = holiday_columns,
    .n_required = 4,
    .row = import_holiday,
};

/* --- Vaccines -------------------------------------------------------------------------------- */

enum {
    V_CODE,
    V_DISPLAY,
    V_DUTCH,
    V_FRENCH,
    V_ENGLISH
};

static const char *const vaccine_columns[] = { "sct", "display", "nl-BE", "fr-BE", "en", NULL };

static bool
import_vaccine (SzImport *import)
{
    g_autoptr (SzRecord) vaccine = sz_record_new (sz_kind_by_name ("vaccine"), NULL);
    const char *code = sz_cell (import, V_CODE);
    int english = *sz_cell (import, V_ENGLISH) != '\0' ? V_ENGLISH : V_DISPLAY;
    int name = *sz_cell (import, V_DUTCH) != '\0' ? V_DUTCH : english;

    if (!sz_cell_needed (import, V_CODE) || !sz_cell_needed (import, name))
        return false;
    if (code[strspn (code, "0123456789")] != '\0')
        return sz_import_reject (import, V_CODE, g_strdup (_ ("A SNOMED code has only digits.")));
    sz_cell_to_text (import, V_CODE, vaccine, "code");
    sz_cell_to_text (import, name, vaccine, "name");
    sz_cell_to_text (import, english, vaccine, "name_en");
    sz_cell_to_text (import, V_FRENCH, vaccine, "name_fr");
    return sz_import_save (import, SZ_REFERENCE_SCOPE, vaccine, SZ_SAVE_UPDATE);
}

const SzImportLayout sz_layout_vaccines = {
    .kind = "vaccines",
    .columns = vaccine_columns,
    .n_required = 2,
    .row = import_vaccine,
};
