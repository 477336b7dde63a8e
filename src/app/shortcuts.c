/* SPDX-License-Identifier: EUPL-1.2 */
/* Keyboard shortcuts (shortcuts.h, ui/shortcuts.ui). */
#define G_LOG_DOMAIN "sz-shortcuts"

#include "config.h"

#include "app/shortcuts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* A shortcut without an action belongs to one page: the page installs it, here it is only told. */
static const struct {
    const char *keys;
    const char *action;
    const char *title;
} shortcuts[] = {
    { "<Control>f", "win.find", N_ ("Find a pupil") },
    { "<Control>1", "win.view::pupils", N_ ("Pupils") },
    { "<Control>2", "win.view::infections", N_ ("Infections") },
    { "<Control>3", "win.view::vaccination", N_ ("Vaccination") },
    { "<Control>4", "win.view::workload", N_ ("Workload") },
    { "<Alt>Left", "win.back", N_ ("Back") },
    { "<Alt>Up", NULL, N_ ("Previous pupil") },
    { "<Alt>Down", NULL, N_ ("Next pupil") },
    { "<Control>e", NULL, N_ ("Edit the pupil's identity") },
    { "<Control>i", NULL, N_ ("Add a vaccination") },
    { "<Control>n", NULL, N_ ("Add an activity, or register a case") },
    { "<Control>z", "win.undo", N_ ("Take back the last change") },
    { "<Control>s", "win.export", N_ ("Save what is shown as CSV") },
    { "<Control>r", "win.reviews", N_ ("To review") },
    { "F5", "app.sync-now", N_ ("Exchange with the server now") },
    { "F10", NULL, N_ ("Menu") },
    { "<Control>comma", "app.preferences", N_ ("Preferences") },
    { "<Control>d", "app.diagnostics", N_ ("Diagnostics") },
    { "<Control>question", "app.shortcuts", N_ ("Keyboard shortcuts") },
    { "<Control>q", "app.quit", N_ ("Quit") },
};

void
sz_shortcuts_install (GtkApplication *application)
{
    for (size_t i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
        const char *const keys[] = { shortcuts[i].keys, NULL };

        if (shortcuts[i].action != NULL)
            gtk_application_set_accels_for_action (application, shortcuts[i].action, keys);
    }
}

static void
add_row (AdwPreferencesGroup *group, const char *keys, const char *title)
{
    GtkWidget *row = adw_action_row_new ();
    GtkWidget *label = gtk_shortcut_label_new (keys);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    adw_preferences_group_add (group, row);
}

void
sz_shortcuts_present (GtkWindow *parent)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource (SZ_RESOURCES "/ui/shortcuts.ui");
    GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
    AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (gtk_builder_get_object (builder, "group"));

    for (size_t i = 0; i < G_N_ELEMENTS (shortcuts); i++)
        add_row (group, shortcuts[i].keys, _ (shortcuts[i].title));
    gtk_window_set_transient_for (window, parent);
    gtk_window_present (window);
}
