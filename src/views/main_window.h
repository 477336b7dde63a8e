/* SPDX-License-Identifier: EUPL-1.2 */
/* The main window as any widget below it, or in a dialogue of it, sees it: a place for short messages. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Called once by the main window. */
void sz_main_window_set_toasts (GtkWindow *window, AdwToastOverlay *toasts);

/* The main window that a widget stands in, or whose dialogue it stands in; NULL when it is in none. */
GtkWindow *sz_main_window_of (GtkWidget *widget);

/* A short message in that window; `button` and `action_name` may be NULL. Nothing without a window. */
void sz_toast (GtkWidget *widget, const char *text, const char *button, const char *action_name);

/* What a failed save says; nothing for a cancelled one. */
void sz_toast_error (GtkWidget *widget, const GError *error);

G_END_DECLS
