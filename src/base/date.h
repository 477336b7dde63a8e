/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendar days without a time zone, as day numbers; ISO text (2020-09-01) in databases, files and
 * on the wire; the reader's own form only in views. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Days since 1970-01-01, proleptic Gregorian. */
typedef int32_t SzDate;

#define SZ_DATE_NONE INT32_MIN
#define SZ_DATE_TEXT 11 /* with the closing NUL */

/* SZ_DATE_NONE when there is no such day. */
SzDate sz_date_new (int year, int month, int day);

void sz_date_split (SzDate date, int *year, int *month, int *day);

/* Exactly yyyy-mm-dd of a real day between 1800 and 2199; a longer or other text is false. */
bool sz_date_parse (const char *text, SzDate *date);

/* What people and official files write: yyyy-mm-dd, dd/mm/yyyy, d-m-yyyy, d.m.yyyy, yyyymmdd. */
bool sz_date_parse_loose (const char *text, SzDate *date);

void sz_date_format (SzDate date, char text[static SZ_DATE_TEXT]);
char *sz_date_to_string (SzDate date);

/* Today in the machine's own time zone. */
SzDate sz_date_today (void);

/* 1 Monday .. 7 Sunday. */
int sz_date_weekday (SzDate date);

/* ISO week: year and week number 1..53. */
void sz_date_week (SzDate date, int *year, int *week);

/* Monday of the date's week. */
SzDate sz_date_week_start (SzDate date);

/* Whole years from birth to on; a birthday on 29 February is reached on 1 March. */
int sz_date_age (SzDate birth, SzDate on);

/* Same day `years` later; 29 February becomes 28 February in a common year. */
SzDate sz_date_add_years (SzDate date, int years);

/* A school year runs from 1 September to 31 August and is named by the year it starts in. */
int sz_school_year_of (SzDate date);
SzDate sz_school_year_start (int school_year);
SzDate sz_school_year_end (int school_year);

/* "2020-2021"; free with g_free. */
char *sz_school_year_label (int school_year);

G_END_DECLS
