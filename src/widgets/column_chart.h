/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns over time, stacked when there is more than one series, with a value axis, an optional step line (a
 * capacity or a target) and a legend: the epidemic curve and the load of a centre. Colours are the CSS nodes
 * "series-1".. "series-6" and "plotline"; every column has a tooltip with its figures. Signal "activated" (guint
 * column). Keyboard: one stop, Left/Right/Home/End move a highlighted column, Enter activates it.
 * Accessible: role IMG, label = title, description = all figures in words. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_COLUMN_CHART (sz_column_chart_get_type ())
G_DECLARE_FINAL_TYPE (SzColumnChart, sz_column_chart, SZ, COLUMN_CHART, GtkWidget)

#define SZ_COLUMN_CHART_SERIES_MAX 6

GtkWidget *sz_column_chart_new (void);

/* `labels` and `series` are NULL-terminated and copied. `values` holds columns × series, column by column; `line`
 * holds one value per column or is NULL (NAN: the line is broken there). `title` and `unit` ("cases", "hours")
 * are texts for people; `line_label` names the line in the legend. Labels that do not fit are left out evenly. */
void sz_column_chart_set (SzColumnChart *self,
                          const char *title,
                          const char *unit,
                          const char *const *labels,
                          const char *const *series,
                          const double *values,
                          const char *line_label,
                          const double *line);

G_END_DECLS
