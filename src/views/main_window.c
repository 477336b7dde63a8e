/* SPDX-License-Identifier: EUPL-1.2 */
/* Messages in the main window (main_window.h). */
#define G_LOG_DOMAIN "sz-main-window"

#include "config.h"

#include "views/main_window.h"

#include "base/error_text.h"

#include <gio/gio.h>

#define TOASTS "sz-toasts"

void
sz_main_window_set_toasts (GtkWindow *window, AdwToastOverlay *toasts)
{
    g_object_set_data (G_OBJECT (window), TOASTS, toasts);
}

GtkWindow *
sz_main_window_of (GtkWidget *widget)
{
    GtkRoot *root = gtk_widget_get_root (widget);

    while (root != NULL && g_object_get_data (G_OBJECT (root), TOASTS) == NULL &&
           GTK_IS_WINDOW (root))
        root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
    return root != NULL && GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

void
sz_toast (GtkWidget *widget, const char *text, const char *button, const char *action_name)
{
    GtkWindow *window = sz_main_window_of (widget);
    AdwToast *toast;

    if (window == NULL)
        return;
    toast = adw_toast_new (text);
    if (button != NULL) {
        adw_toast_set_button_label (toast, button);
        adw_toast_set_action_name (toast, action_name);
    }
    adw_toast_overlay_add_toast (g_object_get_data (G_OBJECT (window), TOASTS), toast);
}

void
sz_toast_error (GtkWidget *widget, const GError *error)
{
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        sz_toast (widget, sz_error_text (error), NULL, NULL);
}
