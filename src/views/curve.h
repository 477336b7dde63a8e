/* SPDX-License-Identifier: EUPL-1.2 */
/* The report infections_curve over all classes: a row for every day of a short period, for every week of a long one,
 * also where there was no case. */
#pragma once

#include "views/sheet.h"
#include "widgets/column_chart.h"

G_BEGIN_DECLS

/* Columns: day (a week's Monday), reported, onset. Transfer full. */
SzSheet *sz_curve_new (const SzTable *table, SzDate from, SzDate until);

/* Draws the reported cases. */
void sz_curve_draw (const SzSheet *curve, SzColumnChart *chart);

G_END_DECLS
