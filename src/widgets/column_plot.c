/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns over time (column_plot.h), drawn in snapshot: one rectangle each. */
#define G_LOG_DOMAIN "sz-column-plot"

#include "config.h"

#include "widgets/column_plot.h"

#include "widgets/column_chart.h"
#include "widgets/format.h"
#include "widgets/node.h"

#include <math.h>

#define GRID_LINES 4
#define LINE_WIDTH 2
#define GAP 6 /* between texts and what they stand at */
#define LEAST_HEIGHT 120
#define NATURAL_HEIGHT 220

struct _SzColumnPlot {
    GtkWidget parent_instance;

    /* children that only lend their colours */
    GtkWidget *series[SZ_COLUMN_CHART_SERIES_MAX];
    GtkWidget *line;
    GtkWidget *grid;

    SzColumnData *data; /* (owned) (nullable) */
    double top;         /* the value at the upper edge */
    double step;        /* between grid lines */
    int active;         /* the highlighted column, -1: none */
};

/* Where the columns stand, in pixels. */
typedef struct {
    float left, top, width, height;
} Area;

static unsigned activated_signal;

G_DEFINE_FINAL_TYPE (SzColumnPlot, sz_column_plot, GTK_TYPE_WIDGET)

SzColumnData *
sz_column_data_new (guint n_columns, guint n_series, gboolean line)
{
    SzColumnData *data = g_new0 (SzColumnData, 1);

    data->labels = g_new0 (char *, n_columns + 1);
    data->details = g_new0 (char *, n_columns + 1);
    data->values = g_new0 (double, MAX ((gsize) n_columns * n_series, 1));
    data->line = line ? g_new0 (double, MAX (n_columns, 1)) : NULL;
    data->n_columns = n_columns;
    data->n_series = n_series;
    return data;
}

void
sz_column_data_free (SzColumnData *data)
{
    g_strfreev (data->labels);
    g_strfreev (data->details);
    g_free (data->values);
    g_free (data->line);
    g_free (data);
}

static double
column_sum (const SzColumnData *data, guint column)
{
    double sum = 0;

    for (guint i = 0; i < data->n_series; i++)
        sum += data->values[column * data->n_series + i];
    return sum;
}

double
sz_column_plot_step (double top, guint lines)
{
    double rough = top / lines;
    double decade = rough > 0 ? pow (10, floor (log10 (rough))) : 1;
    double part = rough / decade;
    double step = decade * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);

    return MAX (step, 1);
}

static void
find_scale (SzColumnPlot *self)
{
    double most = 1;

    for (guint i = 0; i < self->data->n_columns; i++) {
        most = MAX (most, column_sum (self->data, i));
        if (self->data->line != NULL && isfinite (self->data->line[i]))
            most = MAX (most, self->data->line[i]);
    }
    self->step = sz_column_plot_step (most, GRID_LINES);
    self->top = ceil (most / self->step) * self->step;
}

static void
size_of (SzColumnPlot *self, const char *text, int *width, int *height)
{
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

    pango_layout_get_pixel_size (layout, width, height);
}

static Area
find_area (SzColumnPlot *self)
{
    g_autofree char *most = sz_format_count ((int64_t) self->top);
    int width, height;

    size_of (self, most, &width, &height);
    return (Area){ .left = (float) (width + GAP),
                   .top = (float) height / 2,
                   .width = (float) (gtk_widget_get_width (GTK_WIDGET (self)) - width - GAP),
                   .height = (float) gtk_widget_get_height (GTK_WIDGET (self)) -
                             1.5F * (float) height - GAP };
}

static GdkRGBA
color_of (GtkWidget *node)
{
    GdkRGBA color;

    gtk_style_context_get_color (gtk_widget_get_style_context (node), &color);
    return color;
}

static void
draw_text (SzColumnPlot *self, GtkSnapshot *snapshot, const char *text, float x, float y)
{
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
    GdkRGBA color = color_of (GTK_WIDGET (self));

    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
    gtk_snapshot_append_layout (snapshot, layout, &color);
    gtk_snapshot_restore (snapshot);
}

static void
draw_grid (SzColumnPlot *self, GtkSnapshot *snapshot, const Area *area)
{
    GdkRGBA color = color_of (self->grid);

    for (double at = 0; at <= self->top + self->step / 2; at += self->step) {
        g_autofree char *text = sz_format_count ((int64_t) at);
        float y = area->top + area->height * (float) (1 - at / self->top);
        int width, height;

        size_of (self, text, &width, &height);
        draw_text (self, snapshot, text, area->left - GAP - (float) width, y - (float) height / 2);
        gtk_snapshot_append_color (snapshot, &color,
                                   &GRAPHENE_RECT_INIT (area->left, y, area->width, 1));
    }
}

static void
draw_column (SzColumnPlot *self, GtkSnapshot *snapshot, const Area *area, guint column)
{
    float slot = area->width / (float) self->data->n_columns;
    float x = area->left + slot * (float) column;
    float y = area->top + area->height;

    if ((int) column == self->active && gtk_widget_has_visible_focus (GTK_WIDGET (self))) {
        GdkRGBA color = color_of (self->grid);

        gtk_snapshot_append_color (snapshot, &color,
                                   &GRAPHENE_RECT_INIT (x, area->top, slot, area->height));
    }
    for (guint i = 0; i < self->data->n_series; i++) {
        double value = self->data->values[column * self->data->n_series + i];
        float height = area->height * (float) (value / self->top);
        GdkRGBA color = color_of (self->series[i]);

        y -= height;
        if (height > 0)
            gtk_snapshot_append_color (snapshot, &color,
                                       &GRAPHENE_RECT_INIT (x + slot * 0.1F, y,
                                                            MAX (slot * 0.8F, 1), height));
    }
}

static void
draw_line (SzColumnPlot *self, GtkSnapshot *snapshot, const Area *area)
{
    float slot = area->width / (float) self->data->n_columns;
    GdkRGBA color = color_of (self->line);
    float before = NAN;

    for (guint i = 0; self->data->line != NULL && i < self->data->n_columns; i++) {
        float x = area->left + slot * (float) i;
        float y = area->top + area->height * (float) (1 - self->data->line[i] / self->top);

        if (isfinite (y))
            gtk_snapshot_append_color (snapshot, &color,
                                       &GRAPHENE_RECT_INIT (x, y - 1, slot + 1, LINE_WIDTH));
        if (isfinite (y) && isfinite (before) && fabsf (y - before) > 1)
            gtk_snapshot_append_color (snapshot, &color,
                                       &GRAPHENE_RECT_INIT (x - 1, MIN (y, before) - 1, LINE_WIDTH,
                                                            fabsf (y - before) + LINE_WIDTH));
        before = y;
    }
}

/* As many labels as have room, at even distances. */
static void
draw_labels (SzColumnPlot *self, GtkSnapshot *snapshot, const Area *area)
{
    float slot = area->width / (float) self->data->n_columns;
    int widest = 1, width, height;
    guint every;

    for (guint i = 0; i < self->data->n_columns; i++) {
        size_of (self, self->data->labels[i], &width, &height);
        widest = MAX (widest, width);
    }
    every = (guint) MAX (1, ceilf ((float) (widest + 2 * GAP) / slot));
    for (guint i = 0; i < self->data->n_columns; i += every) {
        float x = area->left + slot * ((float) i + 0.5F);

        size_of (self, self->data->labels[i], &width, &height);
        x = CLAMP (x - (float) width / 2, area->left, area->left + area->width - (float) width);
        draw_text (self, snapshot, self->data->labels[i], x, area->top + area->height + GAP / 2.0F);
    }
}

static void
sz_column_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
    SzColumnPlot *self = SZ_COLUMN_PLOT (widget);
    Area area;

    if (self->data == NULL || self->data->n_columns == 0)
        return;
    area = find_area (self);
    if (area.width <= 0 || area.height <= 0)
        return;
    draw_grid (self, snapshot, &area);
    for (guint i = 0; i < self->data->n_columns; i++)
        draw_column (self, snapshot, &area, i);
    draw_line (self, snapshot, &area);
    draw_labels (self, snapshot, &area);
}

static void
sz_column_plot_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : LEAST_HEIGHT;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : NATURAL_HEIGHT;
}

/*
 * Pointer and keys
 */

static int
column_at (SzColumnPlot *self, double x)
{
    Area area;
    int column;

    if (self->data == NULL || self->data->n_columns == 0)
        return -1;
    area = find_area (self);
    column = (int) floor ((x - area.left) / (area.width / self->data->n_columns));
    return column >= 0 && column < (int) self->data->n_columns ? column : -1;
}

static gboolean
query_tooltip_cb (SzColumnPlot *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
    int column = keyboard ? self->active : column_at (self, x);

    if (column < 0 || self->data == NULL)
        return FALSE;
    gtk_tooltip_set_text (tooltip, self->data->details[column]);
    return TRUE;
}

static void
clicked_cb (SzColumnPlot *self, int n_press, double x, double y)
{
    int column = column_at (self, x);

    if (column >= 0)
        g_signal_emit (self, activated_signal, 0, (guint) column);
}

static void
move_to (SzColumnPlot *self, int column)
{
    if (self->data == NULL || self->data->n_columns == 0)
        return;
    self->active = CLAMP (column, 0, (int) self->data->n_columns - 1);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                    self->data->details[self->active], -1);
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (SzColumnPlot *self, guint key, guint code, GdkModifierType modifiers)
{
    if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
        return FALSE;
    if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
        move_to (self, self->active - 1);
    else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
        move_to (self, self->active + 1);
    else if (key == GDK_KEY_Home)
        move_to (self, 0);
    else if (key == GDK_KEY_End)
        move_to (self, G_MAXINT);
    else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space) &&
             self->active >= 0)
        g_signal_emit (self, activated_signal, 0, (guint) self->active);
    else
        return FALSE;
    return TRUE;
}

static void
sz_column_plot_dispose (GObject *object)
{
    SzColumnPlot *self = SZ_COLUMN_PLOT (object);

    for (guint i = 0; i < SZ_COLUMN_CHART_SERIES_MAX; i++)
        g_clear_pointer (&self->series[i], gtk_widget_unparent);
    g_clear_pointer (&self->line, gtk_widget_unparent);
    g_clear_pointer (&self->grid, gtk_widget_unparent);
    g_clear_pointer (&self->data, sz_column_data_free);
    G_OBJECT_CLASS (sz_column_plot_parent_class)->dispose (object);
}

static void
sz_column_plot_class_init (SzColumnPlotClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_column_plot_dispose;
    widget_class->snapshot = sz_column_plot_snapshot;
    widget_class->measure = sz_column_plot_measure;
    gtk_widget_class_set_css_name (widget_class, "plot");
    gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
sz_column_plot_init (SzColumnPlot *self)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkGesture *click = gtk_gesture_click_new ();

    self->active = -1;
    for (guint i = 0; i < SZ_COLUMN_CHART_SERIES_MAX; i++) {
        g_autofree char *name = g_strdup_printf ("series-%u", i + 1);

        self->series[i] = sz_node_new (name, GTK_WIDGET (self));
    }
    self->line = sz_node_new ("plotline", GTK_WIDGET (self));
    self->grid = sz_node_new ("gridline", GTK_WIDGET (self));
    gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
    g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
    g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
    g_signal_connect_swapped (click, "released", G_CALLBACK (clicked_cb), self);
    gtk_widget_add_controller (GTK_WIDGET (self), keys);
    gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
sz_column_plot_new (void)
{
    return g_object_new (SZ_TYPE_COLUMN_PLOT, NULL);
}

void
sz_column_plot_set (SzColumnPlot *self, SzColumnData *data)
{
    g_return_if_fail (SZ_IS_COLUMN_PLOT (self));
    g_clear_pointer (&self->data, sz_column_data_free);
    self->data = data;
    self->active = -1;
    find_scale (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
