/* SPDX-License-Identifier: EUPL-1.2 */
/* The diagnosis window (diagnosis.h, ui/diagnosis.ui); what it tells is made in facts.c. */
#define G_LOG_DOMAIN "sz-diagnosis-window"

#include "config.h"

#include "app/diagnosis.h"

#include "app/facts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* In characters: what stands beside its label; more goes below it. */
#define SHORT 32

static void
add_row (AdwPreferencesGroup *group, const SzFact *fact)
{
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->label);
    if (g_utf8_strlen (fact->text, -1) > SHORT) {
        adw_action_row_set_subtitle (ADW_ACTION_ROW (row), fact->text);
    } else {
        GtkWidget *text = gtk_label_new (fact->text);

        gtk_widget_add_css_class (text, "dim-label");
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), text);
    }
    adw_preferences_group_add (group, row);
}

static void
show_facts (GtkBox *list, GPtrArray *facts)
{
    AdwPreferencesGroup *group = NULL;
    const char *title = NULL;

    for (unsigned i = 0; i < facts->len; i++) {
        const SzFact *fact = g_ptr_array_index (facts, i);

        if (g_strcmp0 (title, fact->group) != 0) {
            title = fact->group;
            group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
            adw_preferences_group_set_title (group, title);
            gtk_box_append (list, GTK_WIDGET (group));
        }
        add_row (group, fact);
    }
}

static void
copy_clicked_cb (GtkWidget *button)
{
    AdwToastOverlay *toasts =
        ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (button, ADW_TYPE_TOAST_OVERLAY));

    gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                            g_object_get_data (G_OBJECT (button), "text"));
    adw_toast_overlay_add_toast (toasts, adw_toast_new (_ ("Copied")));
}

/* The facts below are those of when the window opened: what has just been found is told in the row itself. */
static void
show_check (GtkWidget *row, SzDesk *desk)
{
    SzChecker *checker = sz_desk_get_checker (desk);
    GtkWidget *button = g_object_get_data (G_OBJECT (row), "button");
    g_autofree char *text = checker != NULL ? sz_checker_to_text (checker) : NULL;
    g_autofree char *mended =
        checker != NULL ? sz_checker_dup_mended (sz_desk_get_store (desk)) : NULL;
    g_autofree char *both =
        mended != NULL ? g_strdup_printf (_ ("%s · put right: %s"), text, mended) : NULL;

    if (checker == NULL)
        return;
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), both != NULL ? both : text);
    gtk_widget_set_sensitive (button, !sz_checker_is_running (checker));
}

static void
check_changed_cb (GtkWidget *row)
{
    show_check (row, g_object_get_data (G_OBJECT (row), "desk"));
}

static void
check_clicked_cb (GtkWidget *row)
{
    SzChecker *checker = sz_desk_get_checker (g_object_get_data (G_OBJECT (row), "desk"));

    if (checker != NULL)
        sz_checker_run (checker);
}

static void
follow_check (GtkBuilder *builder, SzDesk *desk)
{
    GtkWidget *row = GTK_WIDGET (gtk_builder_get_object (builder, "check-row"));
    GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "check"));

    if (desk == NULL || sz_desk_get_checker (desk) == NULL) {
        gtk_widget_set_visible (GTK_WIDGET (gtk_builder_get_object (builder, "check-group")),
                                FALSE);
        return;
    }
    g_object_set_data_full (G_OBJECT (row), "desk", g_object_ref (desk), g_object_unref);
    g_object_set_data (G_OBJECT (row), "button", button);
    g_signal_connect_object (button, "clicked", G_CALLBACK (check_clicked_cb), row,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (sz_desk_get_checker (desk), "changed", G_CALLBACK (check_changed_cb),
                             row, G_CONNECT_SWAPPED);
    show_check (row, desk);
}

void
sz_diagnosis_present (GtkWindow *parent, SzDesk *desk)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource (SZ_RESOURCES "/ui/diagnosis.ui");
    GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
    GtkWidget *copy = GTK_WIDGET (gtk_builder_get_object (builder, "copy"));
    g_autoptr (GPtrArray) facts = sz_facts_new (desk);

    show_facts (GTK_BOX (gtk_builder_get_object (builder, "list")), facts);
    g_object_set_data_full (G_OBJECT (copy), "text", sz_facts_to_text (facts), g_free);
    g_signal_connect (copy, "clicked", G_CALLBACK (copy_clicked_cb), NULL);
    follow_check (builder, desk);
    gtk_window_set_transient_for (window, parent);
    gtk_window_present (window);
}
