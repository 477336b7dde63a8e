/* SPDX-License-Identifier: EUPL-1.2 */
/* Horizontal bars (bar_chart.h): rows of a list box, their columns kept in line by size groups. */
#define G_LOG_DOMAIN "sz-bar-chart"

#include "config.h"

#include "widgets/bar_chart.h"

#include "widgets/bar_track.h"

struct _SzBarChart {
    GtkWidget parent_instance;

    GtkListBox *list;     /* the only child */
    GPtrArray *rows;      /* (owned) (element-type Row) */
    GtkSizeGroup *labels; /* (owned) */
    GtkSizeGroup *texts;  /* (owned) */
};

/* All borrowed from the list box. */
typedef struct {
    GtkWidget *row;
    GtkLabel *label;
    SzBarTrack *track;
    GtkLabel *text;
} Row;

static unsigned activated_signal;

G_DEFINE_FINAL_TYPE (SzBarChart, sz_bar_chart, GTK_TYPE_WIDGET)

static void
row_activated_cb (SzBarChart *self, GtkListBoxRow *row)
{
    g_signal_emit (self, activated_signal, 0, (guint) gtk_list_box_row_get_index (row));
}

static void
sz_bar_chart_dispose (GObject *object)
{
    SzBarChart *self = SZ_BAR_CHART (object);

    if (self->list != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->list));
    self->list = NULL;
    g_clear_pointer (&self->rows, g_ptr_array_unref);
    g_clear_object (&self->labels);
    g_clear_object (&self->texts);
    G_OBJECT_CLASS (sz_bar_chart_parent_class)->dispose (object);
}

static void
sz_bar_chart_class_init (SzBarChartClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_bar_chart_dispose;
    activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "barchart");
}

static void
sz_bar_chart_init (SzBarChart *self)
{
    self->rows = g_ptr_array_new_with_free_func (g_free);
    self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
    self->texts = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
    self->list = GTK_LIST_BOX (gtk_list_box_new ());
    gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
    gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
    g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                             G_CONNECT_SWAPPED);
}

GtkWidget *
sz_bar_chart_new (void)
{
    return g_object_new (SZ_TYPE_BAR_CHART, NULL);
}

static void
add_row (SzBarChart *self)
{
    Row *row = g_new0 (Row, 1);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    row->row = gtk_list_box_row_new ();
    row->label = GTK_LABEL (gtk_label_new (NULL));
    row->track = SZ_BAR_TRACK (sz_bar_track_new ());
    row->text = GTK_LABEL (gtk_label_new (NULL));
    gtk_label_set_xalign (row->label, 0);
    gtk_label_set_ellipsize (row->label, PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (row->label, 12);
    gtk_label_set_max_width_chars (row->label, 36);
    gtk_widget_set_hexpand (GTK_WIDGET (row->track), TRUE);
    gtk_label_set_xalign (row->text, 1);
    gtk_widget_add_css_class (GTK_WIDGET (row->text), "numeric");
    gtk_size_group_add_widget (self->labels, GTK_WIDGET (row->label));
    gtk_size_group_add_widget (self->texts, GTK_WIDGET (row->text));
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->label));
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->track));
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->text));
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), box);
    gtk_list_box_append (self->list, row->row);
    g_ptr_array_add (self->rows, row);
}

static void
fill_row (const Row *row, const SzBar *bar)
{
    g_autofree char *name = g_strdup_printf ("%s: %s", bar->label, bar->text);

    gtk_label_set_label (row->label, bar->label);
    gtk_label_set_label (row->text, bar->text);
    gtk_widget_set_tooltip_text (row->row, bar->label);
    sz_bar_track_set (row->track, bar->fraction, bar->target);
    if (bar->target >= 0 && bar->fraction < bar->target)
        gtk_widget_add_css_class (GTK_WIDGET (row->track), "below");
    else
        gtk_widget_remove_css_class (GTK_WIDGET (row->track), "below");
    gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

void
sz_bar_chart_set (SzBarChart *self, const SzBar *bars, guint count)
{
    g_return_if_fail (SZ_IS_BAR_CHART (self));
    while (self->rows->len > count) {
        const Row *row = g_ptr_array_index (self->rows, self->rows->len - 1);

        gtk_list_box_remove (self->list, row->row);
        g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
    }
    while (self->rows->len < count)
        add_row (self);
    for (guint i = 0; i < count; i++)
        fill_row (g_ptr_array_index (self->rows, i), &bars[i]);
}
