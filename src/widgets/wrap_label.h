/* SPDX-License-Identifier: EUPL-1.2 */
/* Labels for what people typed: however long, and with or without spaces, they ask for no more than their place. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Starts left, breaks inside words where it must, ends with an ellipsis after eight lines. */
GtkWidget *sz_wrap_label_new (const char *text);

G_END_DECLS
