/* SPDX-License-Identifier: EUPL-1.2 */
/* Horizontal bars under one another: a label, a bar on its track with a line at the target, and the value in
 * words. Each bar is a row that takes the focus; Enter, Space or a click asks for what is behind it.
 * Signal "activated" (guint index). Accessible: each row is called "label: text". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_BAR_CHART (sz_bar_chart_get_type ())
G_DECLARE_FINAL_TYPE (SzBarChart, sz_bar_chart, SZ, BAR_CHART, GtkWidget)

typedef struct {
    const char *label;
    const char *text; /* beside the bar: "87.3% (131 of 150)" */
    double fraction;  /* 0..1 of the whole width */
    double target;    /* 0..1; below 0: no line */
} SzBar;

GtkWidget *sz_bar_chart_new (void);

/* Replaces the bars; the texts are copied. Keeps the rows that stay, so that 400 bars do not flicker. */
void sz_bar_chart_set (SzBarChart *self, const SzBar *bars, guint count);

G_END_DECLS
