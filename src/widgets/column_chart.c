/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns over time with a legend (column_chart.h). The drawing is in column_plot.c. */
#define G_LOG_DOMAIN "sz-column-chart"

#include "config.h"

#include "widgets/column_chart.h"

#include "widgets/column_plot.h"
#include "widgets/format.h"
#include "widgets/node.h"

#include <adwaita.h>
#include <math.h>

struct _SzColumnChart {
    GtkWidget parent_instance;

    /* children */
    GtkWidget *legend;
    SzColumnPlot *plot;
};

static unsigned activated_signal;

G_DEFINE_FINAL_TYPE (SzColumnChart, sz_column_chart, GTK_TYPE_WIDGET)

static void
plot_activated_cb (SzColumnChart *self, guint column)
{
    g_signal_emit (self, activated_signal, 0, column);
}

static void
sz_column_chart_dispose (GObject *object)
{
    SzColumnChart *self = SZ_COLUMN_CHART (object);

    g_clear_pointer (&self->legend, gtk_widget_unparent);
    if (self->plot != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->plot));
    self->plot = NULL;
    G_OBJECT_CLASS (sz_column_chart_parent_class)->dispose (object);
}

static void
sz_column_chart_class_init (SzColumnChartClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_column_chart_dispose;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_css_name (widget_class, "columnchart");
    activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
sz_column_chart_init (SzColumnChart *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

    gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
    self->legend = gtk_flow_box_new ();
    gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->legend), GTK_SELECTION_NONE);
    gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->legend),
                                            SZ_COLUMN_CHART_SERIES_MAX + 1);
    gtk_widget_add_css_class (self->legend, "legend");
    gtk_widget_set_can_focus (self->legend, FALSE);
    gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
    self->plot = SZ_COLUMN_PLOT (sz_column_plot_new ());
    gtk_widget_set_vexpand (GTK_WIDGET (self->plot), TRUE);
    gtk_widget_set_parent (GTK_WIDGET (self->plot), GTK_WIDGET (self));
    g_signal_connect_object (self->plot, "activated", G_CALLBACK (plot_activated_cb), self,
                             G_CONNECT_SWAPPED);
}

GtkWidget *
sz_column_chart_new (void)
{
    return g_object_new (SZ_TYPE_COLUMN_CHART, NULL);
}

/* A swatch is a node in a bin: the node has the colour, the bin the size. */
static void
add_legend (SzColumnChart *self, const char *node, const char *text)
{
    GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *swatch = g_object_new (SZ_TYPE_NODE, "css-name", node, NULL);

    gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (entry), swatch);
    gtk_box_append (GTK_BOX (entry), gtk_label_new (text));
    gtk_flow_box_append (GTK_FLOW_BOX (self->legend), entry);
}

static void
fill_legend (SzColumnChart *self, const char *const *series, const char *line_label)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->legend)) != NULL)
        gtk_flow_box_remove (GTK_FLOW_BOX (self->legend), child);
    for (guint i = 0; series[i] != NULL; i++) {
        g_autofree char *node = g_strdup_printf ("series-%u", i + 1);

        add_legend (self, node, series[i]);
    }
    if (line_label != NULL)
        add_legend (self, "plotline", line_label);
}

static char *
number_text (double value)
{
    return value == floor (value) ? sz_format_count ((int64_t) value) : sz_format_real (value, 1);
}

/* "wk 41: Doctor 12, Nurse 60.5 hours, Capacity 76" */
static char *
detail_text (const SzColumnData *data,
             guint column,
             const char *unit,
             const char *const *series,
             const char *line_label)
{
    g_autoptr (GString) text = g_string_new (data->labels[column]);

    for (guint i = 0; i < data->n_series; i++) {
        g_autofree char *number = number_text (data->values[column * data->n_series + i]);

        g_string_append (text, i == 0 ? ": " : ", ");
        g_string_append_printf (text, "%s %s", series[i], number);
    }
    g_string_append_printf (text, " %s", unit);
    if (data->line != NULL && isfinite (data->line[column])) {
        g_autofree char *number = number_text (data->line[column]);

        g_string_append_printf (text, ", %s %s", line_label, number);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
tell_figures (SzColumnChart *self, const char *title, const SzColumnData *data)
{
    g_autofree char *words = g_strjoinv ("; ", data->details);

    gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
sz_column_chart_set (SzColumnChart *self,
                     const char *title,
                     const char *unit,
                     const char *const *labels,
                     const char *const *series,
                     const double *values,
                     const char *line_label,
                     const double *line)
{
    guint n_columns = g_strv_length ((char **) labels);
    guint n_series = g_strv_length ((char **) series);
    SzColumnData *data;

    g_return_if_fail (SZ_IS_COLUMN_CHART (self) && n_series <= SZ_COLUMN_CHART_SERIES_MAX);
    data = sz_column_data_new (n_columns, n_series, line != NULL);
    for (guint i = 0; i < n_columns; i++) {
        data->labels[i] = g_strdup (labels[i]);
        for (guint j = 0; j < n_series; j++)
            data->values[i * n_series + j] = values[i * n_series + j];
        if (line != NULL)
            data->line[i] = line[i];
        data->details[i] = detail_text (data, i, unit, series, line_label);
    }
    fill_legend (self, series, line_label);
    tell_figures (self, title, data);
    sz_column_plot_set (self->plot, data);
}
