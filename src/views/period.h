/* SPDX-License-Identifier: EUPL-1.2 */
/* The periods one can look at: the last weeks there is something to see of, and the school years. "The last four
 * weeks" end today, or on the last day with data when that is longer ago: a screen is not empty because it is summer. */
#pragma once

#include "views/option.h"

G_BEGIN_DECLS

/* `periods` is the answer of the report of that name; `kind` "infection" or "activity". Transfer full. */
GListStore *sz_period_options (const SzTable *periods, const char *kind);

/* The last day of the school year of which anything is known: its own last day, today, or the last day something was
 * registered in it. */
SzDate sz_period_last_known (const SzTable *periods, int school_year);

/* The days of an option's value. FALSE for an unknown value: the last 13 weeks then. */
gboolean sz_period_find (const SzTable *periods,
                         const char *kind,
                         const char *value,
                         SzDate *from,
                         SzDate *until);

/* "5 October – 6 November 2020". Free with g_free. */
char *sz_period_text (SzDate from, SzDate until);

G_END_DECLS
