/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and dates as people read them. They follow the language of the texts around them, not the
 * machine's number settings, so that one screen never mixes two ways of writing. Free all results. */
#pragma once

#include "base/date.h"

G_BEGIN_DECLS

/* "12,345" / "12.345" */
char *sz_format_count (int64_t value);

/* With `decimals` digits: "12,345.6" / "12.345,6" */
char *sz_format_real (double value, int decimals);

/* 0.873 -> "87.3%" / "87,3 %" */
char *sz_format_percent (double fraction);

/* "5/10/2020"; "" for SZ_DATE_NONE. */
char *sz_format_date (SzDate date);

/* "5 Oct" / "5 okt", for axes and lists of one period. */
char *sz_format_day (SzDate date);

/* "5 October 2020" / "5 oktober 2020", for sentences. */
char *sz_format_long_date (SzDate date);

/* "wk 41" */
char *sz_format_week (SzDate monday);

/* The time of day of a moment on the wall clock, "12:04". */
char *sz_format_time (int64_t ms);

/* With a capital at the front. Free with g_free. */
char *sz_format_capital (const char *text);

G_END_DECLS
