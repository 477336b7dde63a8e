/* SPDX-License-Identifier: EUPL-1.2 */
/* One horizontal bar on its track; see bar_track.h. */
#define G_LOG_DOMAIN "sz-bar-track"

#include "widgets/bar_track.h"

#include "widgets/node.h"

#include <math.h>

#define TRACK_HEIGHT 14
#define TARGET_WIDTH 2
#define TARGET_OVERHANG 4

struct _SzBarTrack {
    GtkWidget parent;

    /* children */
    GtkWidget *fill;
    GtkWidget *target;

    /* plain */
    double fraction;
    double target_fraction;
};

G_DEFINE_FINAL_TYPE (SzBarTrack, sz_bar_track, GTK_TYPE_WIDGET)

static void
sz_bar_track_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = 60;
        *natural = 240;
    } else {
        *minimum = *natural = TRACK_HEIGHT + 2 * TARGET_OVERHANG;
    }
}

static void
sz_bar_track_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
    SzBarTrack *self = SZ_BAR_TRACK (widget);
    bool right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
    int top = (height - TRACK_HEIGHT) / 2;
    int filled = (int) lround (self->fraction * width);
    int line = (int) lround (self->target_fraction * width) - TARGET_WIDTH / 2;

    line = CLAMP (line, 0, MAX (width - TARGET_WIDTH, 0));
    /* A value that is there is seen, however small. */
    if (self->fraction > 0)
        filled = MAX (filled, 2);
    sz_node_place (self->fill, right_to_left ? width - filled : 0, top, filled, TRACK_HEIGHT);
    if (gtk_widget_get_visible (self->target))
        sz_node_place (self->target, right_to_left ? width - line - TARGET_WIDTH : line,
                       top - TARGET_OVERHANG, TARGET_WIDTH, TRACK_HEIGHT + 2 * TARGET_OVERHANG);
}

static void
sz_bar_track_dispose (GObject *object)
{
    SzBarTrack *self = SZ_BAR_TRACK (object);

    g_clear_pointer (&self->fill, gtk_widget_unparent);
    g_clear_pointer (&self->target, gtk_widget_unparent);
    G_OBJECT_CLASS (sz_bar_track_parent_class)->dispose (object);
}

static void
sz_bar_track_class_init (SzBarTrackClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = sz_bar_track_dispose;
    widget_class->measure = sz_bar_track_measure;
    widget_class->size_allocate = sz_bar_track_size_allocate;
    gtk_widget_class_set_css_name (widget_class, "track");
    gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sz_bar_track_init (SzBarTrack *self)
{
    self->fill = sz_node_new ("fill", GTK_WIDGET (self));
    self->target = sz_node_new ("target", GTK_WIDGET (self));
    gtk_widget_set_visible (self->target, FALSE);
}

GtkWidget *
sz_bar_track_new (void)
{
    return g_object_new (SZ_TYPE_BAR_TRACK, NULL);
}

void
sz_bar_track_set (SzBarTrack *self, double fraction, double target)
{
    g_return_if_fail (SZ_IS_BAR_TRACK (self));

    self->fraction = CLAMP (fraction, 0.0, 1.0);
    self->target_fraction = CLAMP (target, 0.0, 1.0);
    gtk_widget_set_visible (self->target, target >= 0);
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}
