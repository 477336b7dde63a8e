/* SPDX-License-Identifier: EUPL-1.2 */
/* The question before what was filled in is thrown away (discard.h). */
#define G_LOG_DOMAIN "sz-discard"

#include "config.h"

#include "views/discard.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MARGIN 24

static void
keep_clicked_cb (GtkWidget *button)
{
    gtk_window_close (GTK_WINDOW (gtk_widget_get_root (button)));
}

/* The question first: it stands over the window. */
static void
discard_clicked_cb (GtkWidget *button)
{
    GtkWindow *question = GTK_WINDOW (gtk_widget_get_root (button));
    g_autoptr (GtkWindow) window = g_object_ref (gtk_window_get_transient_for (question));

    gtk_window_destroy (question);
    gtk_window_destroy (window);
}

static GtkWidget *
make_buttons (void)
{
    GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *keep = gtk_button_new_with_mnemonic (_ ("_Keep editing"));
    GtkWidget *discard = gtk_button_new_with_mnemonic (_ ("_Discard"));

    gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
    gtk_widget_add_css_class (discard, "destructive-action");
    g_signal_connect (keep, "clicked", G_CALLBACK (keep_clicked_cb), NULL);
    g_signal_connect (discard, "clicked", G_CALLBACK (discard_clicked_cb), NULL);
    gtk_box_append (GTK_BOX (buttons), keep);
    gtk_box_append (GTK_BOX (buttons), discard);
    return buttons;
}

static GtkWidget *
make_content (void)
{
    GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *title = gtk_label_new (_ ("Discard the changes?"));
    GtkWidget *text = gtk_label_new (_ ("What you filled in here is not saved yet."));

    gtk_widget_set_margin_top (content, MARGIN);
    gtk_widget_set_margin_bottom (content, MARGIN);
    gtk_widget_set_margin_start (content, MARGIN);
    gtk_widget_set_margin_end (content, MARGIN);
    gtk_widget_add_css_class (title, "title-2");
    gtk_label_set_wrap (GTK_LABEL (text), TRUE);
    gtk_box_append (GTK_BOX (content), title);
    gtk_box_append (GTK_BOX (content), text);
    gtk_box_append (GTK_BOX (content), make_buttons ());
    return content;
}

void
sz_ask_discard (GtkWindow *window)
{
    AdwWindow *question =
        g_object_new (ADW_TYPE_WINDOW, "transient-for", window, "modal", TRUE, "resizable", FALSE,
                      "title", _ ("Discard the changes?"), NULL);
    GtkEventController *keys = gtk_shortcut_controller_new ();

    adw_window_set_content (question, make_content ());
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape,
                                                                                    0),
                                                            gtk_named_action_new ("window.close")));
    gtk_widget_add_controller (GTK_WIDGET (question), keys);
    gtk_window_present (GTK_WINDOW (question));
}
