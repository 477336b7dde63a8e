/* SPDX-License-Identifier: EUPL-1.2 */
/* The drawing part of SzColumnChart: columns, axes and line. Its colours are those of the CSS nodes "series-1".."series-6",
 * "plotline" and "gridline". Signal "activated" (guint column); keys as column_chart.h says. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_COLUMN_PLOT (sz_column_plot_get_type ())
G_DECLARE_FINAL_TYPE (SzColumnPlot, sz_column_plot, SZ, COLUMN_PLOT, GtkWidget)

typedef struct {
    char **labels;  /* one per column */
    char **details; /* one per column: its tooltip */
    double *values; /* columns x series, column by column */
    double *line;   /* (nullable): one per column, NAN breaks it */
    guint n_columns;
    guint n_series;
} SzColumnData;

SzColumnData *sz_column_data_new (guint n_columns, guint n_series, gboolean line);
void sz_column_data_free (SzColumnData *data);

GtkWidget *sz_column_plot_new (void);

/* Takes `data`. */
void sz_column_plot_set (SzColumnPlot *self, SzColumnData *data);

/* A round distance between grid lines, so that about `lines` of them reach `top`. */
double sz_column_plot_step (double top, guint lines);

G_END_DECLS
