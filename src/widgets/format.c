/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and dates as people read them; see format.h. */
#define G_LOG_DOMAIN "sz-format"

#include "config.h"

#include "widgets/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const short_months[] = {
    N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), NC_ ("short", "May"), N_ ("Jun"),
    N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"),           N_ ("Dec"),
};

static const char *const long_months[] = {
    N_ ("January"),   N_ ("February"), N_ ("March"),    N_ ("April"),
    N_ ("May"),       N_ ("June"),     N_ ("July"),     N_ ("August"),
    N_ ("September"), N_ ("October"),  N_ ("November"), N_ ("December"),
};

/* Puts the reader's separator between every three digits of the whole part. */
static void
append_grouped (GString *text, const char *digits, size_t n)
{
    /* Translators: the sign between thousands */
    const char *separator = C_ ("thousands separator", ",");

    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            g_string_append (text, separator);
        g_string_append_c (text, digits[i]);
    }
}

char *
sz_format_real (double value, int decimals)
{
    char format[16];
    char plain[64];

    g_return_val_if_fail (decimals >= 0 && decimals <= 6, NULL);
    if (!isfinite (value))
        return g_strdup ("–");
    g_snprintf (format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd (plain, sizeof plain, format, fabs (value));

    const char *point = strchr (plain, '.');
    size_t whole = point ? (size_t) (point - plain) : strlen (plain);
    bool zero = strspn (plain, "0.") == strlen (plain);
    GString *text = g_string_new (value < 0 && !zero ? "−" : "");
    append_grouped (text, plain, whole);
    if (point) {
        /* Translators: the sign between the whole part and the decimals */
        g_string_append (text, C_ ("decimal point", "."));
        g_string_append (text, point + 1);
    }
    return g_string_free (text, FALSE);
}

char *
sz_format_count (int64_t value)
{
    return sz_format_real ((double) value, 0);
}

char *
sz_format_percent (double fraction)
{
    g_autofree char *number = sz_format_real (fraction * 100, 1);

    /* Translators: a percentage; %s is the number */
    return g_strdup_printf (_ ("%s%%"), number);
}

char *
sz_format_date (SzDate date)
{
    int year, month, day;

    if (date == SZ_DATE_NONE)
        return g_strdup ("");
    sz_date_split (date, &year, &month, &day);
    return g_strdup_printf ("%d/%d/%d", day, month, year);
}

char *
sz_format_day (SzDate date)
{
    int year, month, day;

    sz_date_split (date, &year, &month, &day);
    const char *name = month == 5 ? C_ ("short", "May") : _ (short_months[month - 1]);
    return g_strdup_printf ("%d %s", day, name);
}

char *
sz_format_long_date (SzDate date)
{
    int year, month, day;

    if (date == SZ_DATE_NONE)
        return g_strdup ("");
    sz_date_split (date, &year, &month, &day);
    return g_strdup_printf ("%d %s %d", day, _ (long_months[month - 1]), year);
}

char *
sz_format_week (SzDate monday)
{
    int year, week;

    sz_date_week (monday, &year, &week);
    /* Translators: "wk" is the short form of week; %d its number */
    return g_strdup_printf (_ ("wk %d"), week);
}

char *
sz_format_time (int64_t ms)
{
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
    g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

    return local ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

char *
sz_format_capital (const char *text)
{
    g_autofree char *first = NULL;

    if (*text == '\0')
        return g_strdup ("");
    first = g_utf8_strup (text, (gssize) (g_utf8_next_char (text) - text));
    return g_strconcat (first, g_utf8_next_char (text), NULL);
}
