/* SPDX-License-Identifier: EUPL-1.2 */
/* Preferences (preferences.h, ui/preferences.ui). */
#define G_LOG_DOMAIN "sz-preferences"

#include "config.h"

#include "app/preferences.h"

#include <adwaita.h>

static void
apply (GSettings *settings)
{
    static const AdwColorScheme schemes[] = {
        ADW_COLOR_SCHEME_DEFAULT,
        ADW_COLOR_SCHEME_FORCE_LIGHT,
        ADW_COLOR_SCHEME_FORCE_DARK,
    };
    int chosen = g_settings_get_enum (settings, "colors");

    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[chosen]);
}

void
sz_preferences_apply (void)
{
    GSettings *settings = g_settings_new (SZ_APP_ID);

    g_signal_connect (settings, "changed::colors", G_CALLBACK (apply), NULL);
    apply (settings);
    g_object_set_data_full (G_OBJECT (adw_style_manager_get_default ()), "settings", settings,
                            g_object_unref);
}

static void
colors_selected_cb (GSettings *settings, GParamSpec *pspec, AdwComboRow *row)
{
    g_settings_set_enum (settings, "colors", (int) adw_combo_row_get_selected (row));
}

void
sz_preferences_present (GtkWindow *parent)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource (SZ_RESOURCES "/ui/preferences.ui");
    GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
    AdwComboRow *colors = ADW_COMBO_ROW (gtk_builder_get_object (builder, "colors"));
    g_autoptr (GSettings) settings = g_settings_new (SZ_APP_ID);

    adw_combo_row_set_selected (colors, (unsigned) g_settings_get_enum (settings, "colors"));
    g_signal_connect_object (colors, "notify::selected", G_CALLBACK (colors_selected_cb), settings,
                             G_CONNECT_SWAPPED);
    g_object_set_data_full (G_OBJECT (window), "settings", g_steal_pointer (&settings),
                            g_object_unref);
    gtk_window_set_transient_for (window, parent);
    gtk_window_present (window);
}
