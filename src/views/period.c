/* SPDX-License-Identifier: EUPL-1.2 */
/* Periods to look at (period.h). */
#define G_LOG_DOMAIN "sz-period"

#include "config.h"

#include "views/period.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define YEAR_PREFIX "year-"

static const struct {
    const char *value;
    const char *label;
    int weeks;
} spans[] = {
    { "13-weeks", N_ ("Last 13 weeks"), 13 },
    { "4-weeks", N_ ("Last 4 weeks"), 4 },
    { "1-week", N_ ("Last week"), 1 },
};

static gboolean
is_of_kind (const SzTable *periods, guint row, const char *kind)
{
    const SzValue *value = sz_table_value (periods, row, "kind");

    return value->type == SZ_VALUE_TEXT && g_str_equal (value->text, kind);
}

/* The last day there is something of, but not after today. */
static SzDate
find_anchor (const SzTable *periods, const char *kind)
{
    SzDate anchor = SZ_DATE_NONE, today = sz_date_today ();

    for (guint i = 0; i < periods->rows->len; i++) {
        const SzValue *value = sz_table_value (periods, i, "last_day");
        SzDate last;

        if (is_of_kind (periods, i, kind) && value->type == SZ_VALUE_TEXT &&
            sz_date_parse (value->text, &last))
            anchor = MAX (anchor, last);
    }
    return anchor == SZ_DATE_NONE ? today : MIN (anchor, today);
}

GListStore *
sz_period_options (const SzTable *periods, const char *kind)
{
    GListStore *options = sz_options_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
        sz_options_add (options, spans[i].value, _ (spans[i].label));
    for (guint i = periods->rows->len; i > 0; i--) {
        g_autofree char *value = NULL, *years = NULL, *label = NULL;
        int year;

        if (!is_of_kind (periods, i - 1, kind))
            continue;
        year = (int) sz_table_value (periods, i - 1, "school_year")->integer;
        value = g_strdup_printf (YEAR_PREFIX "%d", year);
        years = sz_school_year_label (year);
        label = g_strdup_printf (_ ("School year %s"), years);
        sz_options_add (options, value, label);
    }
    return options;
}

gboolean
sz_period_find (const SzTable *periods,
                const char *kind,
                const char *value,
                SzDate *from,
                SzDate *until)
{
    int weeks = spans[0].weeks;
    gboolean known = FALSE;

    if (value != NULL && g_str_has_prefix (value, YEAR_PREFIX)) {
        int year = (int) g_ascii_strtoll (value + strlen (YEAR_PREFIX), NULL, 10);

        *from = sz_school_year_start (year);
        *until = sz_school_year_end (year);
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (spans); i++) {
        if (g_strcmp0 (spans[i].value, value) != 0)
            continue;
        weeks = spans[i].weeks;
        known = TRUE;
    }
    *until = find_anchor (periods, kind);
    *from = sz_date_week_start (*until) - 7 * (weeks - 1);
    return known;
}

SzDate
sz_period_last_known (const SzTable *periods, int school_year)
{
    SzDate known = SZ_DATE_NONE, end = MIN (sz_school_year_end (school_year), sz_date_today ());

    for (guint i = 0; i < periods->rows->len; i++) {
        const SzValue *last = sz_table_value (periods, i, "last_day");
        SzDate day;

        if (sz_table_value (periods, i, "school_year")->integer != school_year ||
            is_of_kind (periods, i, "class_group") || !sz_date_parse (last->text, &day))
            continue;
        known = MAX (known, day);
    }
    return known != SZ_DATE_NONE ? MIN (known, end) : end;
}

char *
sz_period_text (SzDate from, SzDate until)
{
    g_autofree char *first = sz_format_long_date (from);
    g_autofree char *last = sz_format_long_date (until);

    return g_strdup_printf ("%s – %s", first, last);
}
