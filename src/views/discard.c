/* SPDX-License-Identifier: EUPL-1.2 */
/* The question before what was filled in is thrown away (discard.h). */
#define G_LOG_DOMAIN "sz-discard"

#include "config.h"

#include "views/discard.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static void
discard_cb (void *data)
{
    g_autoptr (GtkWindow) window = data;

    gtk_window_destroy (window);
}

/* Not at once: the question stands over the window, and still closes itself. */
static void
answered_cb (GtkWindow *window, const char *answer)
{
    if (g_str_equal (answer, "discard"))
        g_idle_add_once (discard_cb, g_object_ref (window));
}

void
sz_ask_discard (GtkWindow *window)
{
    GtkWidget *dialog = adw_message_dialog_new (window, _ ("Discard the changes?"),
                                                _ ("What you filled in here is not saved yet."));

    adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep editing"),
                                      "discard", _ ("_Discard"), NULL);
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                                ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
    adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
    g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), window,
                             G_CONNECT_SWAPPED);
    gtk_window_present (GTK_WINDOW (dialog));
}
