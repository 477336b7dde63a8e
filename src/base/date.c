/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendar days as day numbers: arithmetic, text forms, weeks and school years of base/date.h. */
#define G_LOG_DOMAIN "sz-date"

#include "base/date.h"

/* The years for which a day number makes sense to us; four digits always suffice. */
#define FIRST_YEAR 1
#define LAST_YEAR 9999

/* What a parsed text may name: older or later is a typing mistake. */
#define FIRST_PARSED_YEAR 1800
#define LAST_PARSED_YEAR 2199

#define SCHOOL_YEAR_MONTH 9

static int
days_in_month (int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Days of the years before `year`, counted from 1 January of the year 1. */
static int
days_before_year (int year)
{
    int y = year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400;
}

/* Day of the year of the first of a month in a year that starts in March: 31, 61, 92 ... */
static int
days_before_month (int months_since_march)
{
    return (153 * months_since_march + 2) / 5;
}

SzDate
sz_date_new (int year, int month, int day)
{
    int before_month;

    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month (year, month))
        return SZ_DATE_NONE;

    if (month > 2)
        before_month = days_before_month (month - 3) + 31 + days_in_month (year, 2);
    else
        before_month = month == 2 ? 31 : 0;

    return days_before_year (year) - days_before_year (1970) + before_month + day - 1;
}

void
sz_date_split (SzDate date, int *year, int *month, int *day)
{
    int days, era, day_of_era, year_of_era, day_of_year, months_since_march;

    g_return_if_fail (date >= sz_date_new (FIRST_YEAR, 1, 1));
    g_return_if_fail (date <= sz_date_new (LAST_YEAR, 12, 31));

    /* Eras of 400 years that start on 1 March, so that the leap day is the last of its year.
     * Day 0 is 1 March of the year 0; all days above are positive. */
    days = date + days_before_year (1970) + 306;
    era = days / 146097;
    day_of_era = days % 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    months_since_march = (5 * day_of_year + 2) / 153;

    *day = day_of_year - days_before_month (months_since_march) + 1;
    *month = months_since_march < 10 ? months_since_march + 3 : months_since_march - 9;
    *year = era * 400 + year_of_era + (*month <= 2 ? 1 : 0);
}

/* Exactly n digits. */
static bool
read_digits (const char *text, int n, int *value)
{
    int result = 0;

    for (int i = 0; i < n; i++) {
        if (!g_ascii_isdigit (text[i]))
            return false;
        result = result * 10 + (text[i] - '0');
    }
    *value = result;
    return true;
}

static bool
set_parsed (int year, int month, int day, SzDate *date)
{
    SzDate result = sz_date_new (year, month, day);

    if (result == SZ_DATE_NONE || year < FIRST_PARSED_YEAR || year > LAST_PARSED_YEAR)
        return false;
    *date = result;
    return true;
}

bool
sz_date_parse (const char *text, SzDate *date)
{
    int year, month, day;

    if (text == NULL || !read_digits (text, 4, &year) || text[4] != '-' ||
        !read_digits (text + 5, 2, &month) || text[7] != '-' || !read_digits (text + 8, 2, &day) ||
        text[10] != '\0')
        return false;
    return set_parsed (year, month, day, date);
}

/* One or two digits; moves the text past them. */
static bool
read_short_number (const char **text, int *value)
{
    int n = g_ascii_isdigit ((*text)[0]) && g_ascii_isdigit ((*text)[1]) ? 2 : 1;

    if (!read_digits (*text, n, value))
        return false;
    *text += n;
    return true;
}

/* d/m/yyyy with one kind of separator. */
static bool
parse_day_first (const char *text, SzDate *date)
{
    int year, month, day;
    char separator;

    if (!read_short_number (&text, &day))
        return false;
    separator = *text;
    if (separator != '/' && separator != '-' && separator != '.')
        return false;
    text++;
    if (!read_short_number (&text, &month) || *text != separator)
        return false;
    text++;
    if (!read_digits (text, 4, &year) || text[4] != '\0')
        return false;
    return set_parsed (year, month, day, date);
}

bool
sz_date_parse_loose (const char *text, SzDate *date)
{
    g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
    int year, month, day;

    if (sz_date_parse (trimmed, date))
        return true;
    if (read_digits (trimmed, 4, &year) && read_digits (trimmed + 4, 2, &month) &&
        read_digits (trimmed + 6, 2, &day) && trimmed[8] == '\0')
        return set_parsed (year, month, day, date);
    return parse_day_first (trimmed, date);
}

static void
write_digits (char *text, int n, int value)
{
    for (int i = n - 1; i >= 0; i--) {
        text[i] = (char) ('0' + value % 10);
        value /= 10;
    }
}

void
sz_date_format (SzDate date, char text[static SZ_DATE_TEXT])
{
    int year, month, day;

    text[0] = '\0';
    if (date == SZ_DATE_NONE)
        return;

    sz_date_split (date, &year, &month, &day);
    write_digits (text, 4, year);
    text[4] = '-';
    write_digits (text + 5, 2, month);
    text[7] = '-';
    write_digits (text + 8, 2, day);
    text[10] = '\0';
}

char *
sz_date_to_string (SzDate date)
{
    char text[SZ_DATE_TEXT];

    sz_date_format (date, text);
    return g_strdup (text);
}

SzDate
sz_date_today (void)
{
    /* Each day of each record of a file is compared with it. */
    static _Thread_local gint64 second;
    static _Thread_local SzDate today;
    gint64 now = g_get_real_time () / G_USEC_PER_SEC;
    g_autoptr (GDateTime) local = NULL;
    int year, month, day;

    if (now == second)
        return today;
    local = g_date_time_new_from_unix_local (now);
    g_date_time_get_ymd (local, &year, &month, &day);
    today = sz_date_new (year, month, day);
    second = now;
    return today;
}

int
sz_date_weekday (SzDate date)
{
    /* 1970-01-01 was a Thursday. */
    int since_monday = (date + 3) % 7;

    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

void
sz_date_week (SzDate date, int *year, int *week)
{
    /* A week belongs to the year that holds its Thursday. */
    SzDate thursday = sz_date_week_start (date) + 3;
    int month, day;

    sz_date_split (thursday, year, &month, &day);
    *week = (thursday - sz_date_new (*year, 1, 1)) / 7 + 1;
}

SzDate
sz_date_week_start (SzDate date)
{
    return date - sz_date_weekday (date) + 1;
}

int
sz_date_age (SzDate birth, SzDate on)
{
    int birth_year, birth_month, birth_day, year, month, day;
    bool had_birthday;

    sz_date_split (birth, &birth_year, &birth_month, &birth_day);
    sz_date_split (on, &year, &month, &day);
    had_birthday = month > birth_month || (month == birth_month && day >= birth_day);
    return year - birth_year - (had_birthday ? 0 : 1);
}

SzDate
sz_date_add_years (SzDate date, int years)
{
    int year, month, day;

    sz_date_split (date, &year, &month, &day);
    year += years;
    g_return_val_if_fail (year >= FIRST_YEAR && year <= LAST_YEAR, SZ_DATE_NONE);
    return sz_date_new (year, month, MIN (day, days_in_month (year, month)));
}

int
sz_school_year_of (SzDate date)
{
    int year, month, day;

    sz_date_split (date, &year, &month, &day);
    return month >= SCHOOL_YEAR_MONTH ? year : year - 1;
}

SzDate
sz_school_year_start (int school_year)
{
    return sz_date_new (school_year, SCHOOL_YEAR_MONTH, 1);
}

SzDate
sz_school_year_end (int school_year)
{
    return sz_school_year_start (school_year + 1) - 1;
}

char *
sz_school_year_label (int school_year)
{
    return g_strdup_printf ("%d-%d", school_year, school_year + 1);
}
