/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns that become rows in a narrow window (two_columns.h). */
#define G_LOG_DOMAIN "sz-two-columns"

#include "config.h"

#include "widgets/two_columns.h"

#define SPACING 24

struct _SzTwoColumns {
    GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SzTwoColumns, sz_two_columns, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
sz_two_columns_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
count_children (GtkWidget *widget)
{
    int n = 0;

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
        n++;
    return n;
}

static void
measure_widths (GtkWidget *widget, int *minimum, int *natural)
{
    int n = count_children (widget), widest = 0;

    *minimum = 0;
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
        int least, wanted;

        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
        *minimum = MAX (*minimum, least);
        widest = MAX (widest, wanted);
    }
    *natural = n * widest + MAX (n - 1, 0) * SPACING;
}

/* The width of a column; all of the width when they stand under one another. */
static int
column_width (GtkWidget *widget, int width, gboolean *side_by_side)
{
    int n = count_children (widget), minimum, natural;

    measure_widths (widget, &minimum, &natural);
    *side_by_side = n > 1 && width >= n * minimum + (n - 1) * SPACING;
    return *side_by_side ? (width - (n - 1) * SPACING) / n : width;
}

static int
measure_height (GtkWidget *widget, int width)
{
    gboolean side_by_side;
    int column = column_width (widget, width, &side_by_side);
    int height = 0;

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
        int least;

        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &least, NULL, NULL, NULL);
        if (side_by_side)
            height = MAX (height, least);
        else
            height += least + (height > 0 ? SPACING : 0);
    }
    return height;
}

static void
sz_two_columns_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
    int least, wanted;

    measure_widths (widget, &least, &wanted);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = least;
        *natural = wanted;
    } else {
        *minimum = *natural = measure_height (widget, for_size >= 0 ? for_size : wanted);
    }
}

static void
sz_two_columns_allocate (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
    gboolean side_by_side;
    int column = column_width (widget, width, &side_by_side);
    int x = 0, y = 0;

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
        int wanted;

        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &wanted, NULL, NULL, NULL);
        gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, column, wanted }, -1);
        if (side_by_side)
            x += column + SPACING;
        else
            y += wanted + SPACING;
    }
}

static void
sz_two_columns_class_init (SzTwoColumnsClass *klass)
{
    GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

    manager_class->get_request_mode = sz_two_columns_get_request_mode;
    manager_class->measure = sz_two_columns_measure;
    manager_class->allocate = sz_two_columns_allocate;
}

static void
sz_two_columns_init (SzTwoColumns *self)
{
}

GtkLayoutManager *
sz_two_columns_new (void)
{
    return g_object_new (SZ_TYPE_TWO_COLUMNS, NULL);
}
