/* SPDX-License-Identifier: EUPL-1.2 */
/* A bare CSS node: a widget without content whose background is all there is to see. Charts are put together
 * from them, so that their colours come from the style sheet in light, dark and high contrast alike. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_NODE (sz_node_get_type ())
G_DECLARE_FINAL_TYPE (SzNode, sz_node, SZ, NODE, GtkWidget)

/* A child of `parent` with the CSS name, which the parent unparents in dispose. */
GtkWidget *sz_node_new (const char *css_name, GtkWidget *parent);

/* Allocates a child at a place in its parent; sizes below its minimum hide what does not fit. */
void sz_node_place (GtkWidget *child, int x, int y, int width, int height);

G_END_DECLS
