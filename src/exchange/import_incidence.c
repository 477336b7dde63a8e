/* SPDX-License-Identifier: EUPL-1.2 */
/* Sciensano's cases per municipality: new ones of each day, and all of them up to the day in the file's name. */
#define G_LOG_DOMAIN "sz-import-incidence"

#include "config.h"

#include "exchange/import_row.h"

#include "base/errors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum {
    I_NIS,
    I_CASES,
    I_DAY
};

static const char *const cumulative_columns[] = { "NIS5", "CASES", NULL };
static const char *const daily_columns[] = { "NIS5", "CASES", "DATE", NULL };

#define CASES_MAX 100000000

static bool
is_missing (SzImport *import, int column)
{
    const char *text = sz_cell (import, column);

    return *text == '\0' || g_str_equal (text, "NA");
}

/* ..._2020-10-30.csv */
static bool
day_of_file (SzImport *import, SzDate *day)
{
    g_autoptr (GRegex) pattern = g_regex_new ("([0-9]{4}-[0-9]{2}-[0-9]{2})", 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    *day = import->options->day;
    if (*day != SZ_DATE_NONE)
        return true;
    if (import->options->file_name != NULL &&
        g_regex_match (pattern, import->options->file_name, 0, &match)) {
        g_autofree char *text = g_match_info_fetch (match, 1);
        if (sz_date_parse (text, day))
            return true;
    }
    g_set_error (
        &import->error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_VALUE,
        _ ("Neither the name of the file nor a given date says what day these figures are of."));
    return false;
}

static bool
read_municipality (SzImport *import, SzDate day, SzId *id)
{
    const SzMunicipality *found = NULL;

    if (is_missing (import, I_NIS))
        return sz_import_reject (import, I_NIS,
                                 g_strdup (_ ("These cases are of no known municipality.")));
    if (!sz_lookup_municipality (import, sz_cell (import, I_NIS), &found))
        return false;
    if (found == NULL)
        return sz_import_reject (import, I_NIS,
                                 g_strdup (_ ("There is no municipality with this NIS code.")));
    if ((found->valid_until != SZ_DATE_NONE && found->valid_until < day) ||
        (found->valid_from != SZ_DATE_NONE && found->valid_from > day))
        return sz_import_reject (import, I_NIS,
                                 g_strdup (_ ("This NIS code was not in use on that day.")));
    *id = found->id;
    return true;
}

static bool
save_incidence (SzImport *import, SzDate day, const char *measure)
{
    g_autoptr (SzRecord) record = sz_record_new (sz_kind_by_name ("incidence"), NULL);
    bool masked = g_str_equal (sz_cell (import, I_CASES), "<5");
    int64_t cases = 0;
    SzId municipality;

    if (!read_municipality (import, day, &municipality))
        return false;
    if (is_missing (import, I_CASES))
        return sz_import_reject (import, I_CASES, g_strdup (_ ("The number of cases is missing.")));
    if (!masked && !sz_cell_integer (import, I_CASES, 0, CASES_MAX, &cases))
        return false;
    sz_record_set_id (record, "municipality", &municipality);
    sz_record_set_date (record, "day", day);
    sz_record_set_text (record, "measure", measure);
    sz_record_set_integer (record, "masked", masked);
    if (masked)
        sz_record_set_null (record, "cases");
    else
        sz_record_set_integer (record, "cases", cases);
    sz_record_set_text (record, "source", "Sciensano, epistat");
    return sz_import_save (import, SZ_REFERENCE_SCOPE, record, SZ_SAVE_UPDATE);
}

static bool
import_cumulative (SzImport *import)
{
    SzDate day;

    return day_of_file (import, &day) && save_incidence (import, day, "cumulative");
}

static bool
import_daily (SzImport *import)
{
    SzDate day;

    if (is_missing (import, I_DAY))
        return sz_import_reject (import, I_DAY, g_strdup (_ ("These cases are of no known day.")));
    return sz_cell_date (import, I_DAY, &day) && save_incidence (import, day, "daily");
}

const SzImportLayout sz_layout_incidence_daily = {
    .kind = "incidence",
    .columns = daily_columns,
    .n_required = 3,
    .row = import_daily,
};

const SzImportLayout sz_layout_incidence_cumulative = {
    .kind = "incidence",
    .columns = cumulative_columns,
    .n_required = 2,
    .row = import_cumulative,
};
