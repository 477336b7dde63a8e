/* SPDX-License-Identifier: EUPL-1.2 */
/* A sidebar that goes in a narrow window (fold.h). */
#define G_LOG_DOMAIN "sz-fold"

#include "config.h"

#include "widgets/fold.h"

/* Below this the content needs all there is. */
#define NARROW 720

struct _SzFold {
    GtkLayoutManager parent_instance;

    gboolean folded;
    guint telling; /* source that tells of it */
};

enum {
    PROP_0,
    PROP_FOLDED,
    N_PROPS
};

static GParamSpec *folded_property;

G_DEFINE_FINAL_TYPE (SzFold, sz_fold, GTK_TYPE_LAYOUT_MANAGER)

static gboolean
tell_cb (void *data)
{
    SzFold *self = data;

    self->telling = 0;
    g_object_notify_by_pspec (G_OBJECT (self), folded_property);
    return G_SOURCE_REMOVE;
}

/* Whoever listens changes sizes: that has to wait until these are given out. */
static void
set_folded (SzFold *self, gboolean folded)
{
    if (self->folded == folded)
        return;
    self->folded = folded;
    if (self->telling == 0)
        self->telling = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_cb, self, NULL);
}

static GtkSizeRequestMode
sz_fold_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure_child (GtkWidget *child, GtkOrientation orientation, int *minimum, int *natural)
{
    gtk_widget_measure (child, orientation, -1, minimum, natural, NULL, NULL);
}

static void
sz_fold_measure (GtkLayoutManager *manager,
                 GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
    int side_least, side_wanted, least, wanted;

    measure_child (gtk_widget_get_first_child (widget), orientation, &side_least, &side_wanted);
    measure_child (gtk_widget_get_last_child (widget), orientation, &least, &wanted);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = least;
        *natural = side_wanted + wanted;
    } else {
        *minimum = MAX (side_least, least);
        *natural = MAX (side_wanted, wanted);
    }
}

static void
sz_fold_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
    GtkWidget *side = gtk_widget_get_first_child (widget);
    GtkWidget *content = gtk_widget_get_last_child (widget);
    gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
    int side_least, least;
    gboolean folded;

    measure_child (side, GTK_ORIENTATION_HORIZONTAL, &side_least, NULL);
    measure_child (content, GTK_ORIENTATION_HORIZONTAL, &least, NULL);
    folded = width < NARROW || width < side_least + least;
    gtk_widget_set_child_visible (side, !folded);
    if (folded) {
        gtk_widget_size_allocate (content, &(GtkAllocation){ 0, 0, width, height }, baseline);
    } else {
        int rest = width - side_least;

        gtk_widget_size_allocate (side,
                                  &(GtkAllocation){ right_to_left ? rest : 0, 0, side_least,
                                                    height },
                                  baseline);
        gtk_widget_size_allocate (content,
                                  &(GtkAllocation){ right_to_left ? 0 : side_least, 0, rest,
                                                    height },
                                  baseline);
    }
    set_folded (SZ_FOLD (manager), folded);
}

static void
sz_fold_get_property (GObject *object, unsigned id, GValue *value, GParamSpec *pspec)
{
    if (id == PROP_FOLDED)
        g_value_set_boolean (value, SZ_FOLD (object)->folded);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sz_fold_dispose (GObject *object)
{
    g_clear_handle_id (&SZ_FOLD (object)->telling, g_source_remove);
    G_OBJECT_CLASS (sz_fold_parent_class)->dispose (object);
}

static void
sz_fold_class_init (SzFoldClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

    object_class->get_property = sz_fold_get_property;
    object_class->dispose = sz_fold_dispose;
    manager_class->get_request_mode = sz_fold_get_request_mode;
    manager_class->measure = sz_fold_measure;
    manager_class->allocate = sz_fold_allocate;
    folded_property = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_property (object_class, PROP_FOLDED, folded_property);
}

static void
sz_fold_init (SzFold *self)
{
}

gboolean
sz_fold_is_folded (SzFold *self)
{
    return self->folded;
}
