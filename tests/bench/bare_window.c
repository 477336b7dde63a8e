/* SPDX-License-Identifier: EUPL-1.2 */
/* The peer of a cold start: an application with an empty window that ends when its picture has stood still for as long as
 * schoolzicht --screenshot waits (src/app/photograph.c). */
#include <adwaita.h>

#define LOOK_MS 50
#define SETTLE_LOOKS 6

static int looks;

static gboolean
look_cb (void *application)
{
    if (++looks < SETTLE_LOOKS)
        return G_SOURCE_CONTINUE;
    g_application_quit (application);
    return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application)
{
    GtkWidget *window = adw_application_window_new (application);

    gtk_window_set_default_size (GTK_WINDOW (window), 1200, 760);
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
    gtk_window_present (GTK_WINDOW (window));
    g_timeout_add (LOOK_MS, look_cb, application);
}

int
main (int argc, char **argv)
{
    g_autoptr (AdwApplication) application =
        adw_application_new ("be.schoolzicht.Bare", G_APPLICATION_NON_UNIQUE);

    g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
    return g_application_run (G_APPLICATION (application), argc, argv);
}
