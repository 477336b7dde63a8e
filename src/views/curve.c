/* SPDX-License-Identifier: EUPL-1.2 */
/* The epidemic curve (curve.h). */
#define G_LOG_DOMAIN "sz-curve"

#include "config.h"

#include "views/curve.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>

/* Longer periods are shown by week. */
#define DAYS_MAX 42

static const SzSheetColumn columns[] = {
    { "day", TRUE, NULL },
    { "reported", FALSE, NULL },
    { "onset", FALSE, NULL },
};

typedef struct {
    int64_t reported, onset;
} Count;

static void
count_rows (const SzTable *table, SzDate from, int step, Count *counts, guint n)
{
    for (guint i = 0; i < table->rows->len; i++) {
        SzDate day;
        int at;

        if (!sz_date_parse (sz_table_value (table, i, "day")->text, &day) || day < from)
            continue;
        at = (day - from) / step;
        if (at >= (int) n)
            continue;
        counts[at].reported += sz_table_value (table, i, "reported")->integer;
        counts[at].onset += sz_table_value (table, i, "onset")->integer;
    }
}

SzSheet *
sz_curve_new (const SzTable *table, SzDate from, SzDate until)
{
    SzSheet *sheet = sz_sheet_new (table->report, columns, G_N_ELEMENTS (columns));
    int step = until - from < DAYS_MAX ? 1 : 7;
    SzDate first = step == 1 ? from : sz_date_week_start (from);
    guint n = (guint) ((until - first) / step + 1);
    g_autofree Count *counts = g_new0 (Count, n);

    count_rows (table, first, step, counts, n);
    for (guint i = 0; i < n; i++) {
        g_autofree char *day = sz_date_to_string (first + step * (int) i);
        const SzValue date = { .type = SZ_VALUE_TEXT, .text = day };
        const SzValue reported = { .type = SZ_VALUE_INTEGER, .integer = counts[i].reported };
        const SzValue onset = { .type = SZ_VALUE_INTEGER, .integer = counts[i].onset };
        const SzValue *const row[] = { &date, &reported, &onset };

        sz_sheet_add (sheet, row);
    }
    return sheet;
}

void
sz_curve_draw (const SzSheet *curve, SzColumnChart *chart)
{
    const char *const series[] = { _ ("Reported cases"), NULL };
    guint n = sz_sheet_n_rows (curve);
    g_auto (GStrv) labels = g_new0 (char *, n + 1);
    g_autofree double *values = g_new0 (double, n + 1);

    for (guint i = 0; i < n; i++) {
        SzDate day = SZ_DATE_NONE;

        if (sz_date_parse (sz_sheet_value (curve, i, 0)->text, &day))
            labels[i] = sz_format_day (day);
        values[i] = sz_value_number (sz_sheet_value (curve, i, 1));
    }
    sz_column_chart_set (chart, _ ("Epidemic curve"), _ ("cases"), (const char *const *) labels,
                         series, values, NULL, NULL);
}
