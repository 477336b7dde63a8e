/* SPDX-License-Identifier: EUPL-1.2 */
/* Labels for what people typed (wrap_label.h). */
#define G_LOG_DOMAIN "sz-wrap-label"

#include "config.h"

#include "widgets/wrap_label.h"

#define LINES 8
/* In characters: more lets one long text push everything beside it away. */
#define WIDTH 50

GtkWidget *
sz_wrap_label_new (const char *text)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_yalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_lines (GTK_LABEL (label), LINES);
    gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH);
    return label;
}
