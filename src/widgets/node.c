/* SPDX-License-Identifier: EUPL-1.2 */
/* A bare CSS node; see node.h. */
#define G_LOG_DOMAIN "sz-node"

#include "widgets/node.h"

struct _SzNode {
    GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (SzNode, sz_node, GTK_TYPE_WIDGET)

static void
sz_node_class_init (SzNodeClass *class)
{
    gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                          GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sz_node_init (SzNode *self)
{
    gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sz_node_new (const char *css_name, GtkWidget *parent)
{
    GtkWidget *node = g_object_new (SZ_TYPE_NODE, "css-name", css_name, NULL);

    gtk_widget_set_parent (node, parent);
    return node;
}

void
sz_node_place (GtkWidget *child, int x, int y, int width, int height)
{
    GskTransform *move =
        gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));

    /* GTK warns when a widget gets less than its minimum. */
    if (width > 0 && height > 0) {
        int least;
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
        width = MAX (width, least);
        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
        height = MAX (height, least);
    }
    gtk_widget_set_child_visible (child, width > 0 && height > 0);
    if (width > 0 && height > 0)
        gtk_widget_allocate (child, width, height, -1, move);
    else
        gsk_transform_unref (move);
}
