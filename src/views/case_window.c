/* SPDX-License-Identifier: EUPL-1.2 */
/* One case (case_window.h, ui/case_window.ui). */
#define G_LOG_DOMAIN "sz-case-window"

#include "config.h"

#include "views/case_window.h"

#include "views/field_text.h"
#include "views/main_window.h"
#include "views/record_list.h"
#include "views/record_window.h"
#include "views/view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define SZ_TYPE_CASE_WINDOW (sz_case_window_get_type ())
G_DECLARE_FINAL_TYPE (SzCaseWindow, sz_case_window, SZ, CASE_WINDOW, AdwWindow)

struct _SzCaseWindow {
    AdwWindow parent_instance;

    /* template children */
    AdwPreferencesGroup *facts;
    GtkWidget *pupil_button;
    GtkBox *content;

    SzRecordList *contacts; /* (borrowed): in the template */
    GPtrArray *rows;        /* (owned) (element-type GtkWidget): borrowed from the group */
    SzStore *store;         /* (owned) */
    SzRecord *record;       /* (owned) (nullable): gone when a colleague deleted it */
    SzId id;
};

G_DEFINE_FINAL_TYPE (SzCaseWindow, sz_case_window, ADW_TYPE_WINDOW)

static void
add_fact (SzCaseWindow *self, const SzField *field)
{
    g_autofree char *text = sz_field_text (self->store, self->record, field);
    GtkWidget *row;

    if ((field->flags & SZ_FIELD_HIDDEN) != 0 || *text == '\0')
        return;
    row = adw_action_row_new ();
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sz_field_label (field));
    adw_preferences_group_add (self->facts, row);
    g_ptr_array_add (self->rows, row);
}

static void
refresh (SzCaseWindow *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
    g_ptr_array_set_size (self->rows, 0);
    g_clear_pointer (&self->record, sz_record_free);
    self->record = sz_store_get (self->store, sz_kind_by_name ("infection"), &self->id, NULL);
    if (self->record == NULL) {
        gtk_window_close (GTK_WINDOW (self));
        return;
    }
    for (size_t i = 0; i < self->record->kind->n_fields; i++)
        add_fact (self, &self->record->kind->fields[i]);
    gtk_widget_set_visible (self->pupil_button,
                            sz_record_reference (self->record, "pupil") != NULL);
    sz_record_list_show (self->contacts, self->store, &self->id);
}

static void
store_changed_cb (SzCaseWindow *self, uint64_t kinds)
{
    if ((kinds & (sz_view_kind_bit ("infection") | sz_view_kind_bit ("contact"))) != 0)
        refresh (self);
}

static void
change_clicked_cb (SzCaseWindow *self)
{
    static const char *const hidden[] = { "pupil", "school", "class_group", NULL };

    sz_record_window_edit (GTK_WIDGET (self), self->store, self->record->kind, &self->id,
                           _ ("Change the case"), hidden);
}

static void
pupil_clicked_cb (SzCaseWindow *self)
{
    g_autofree char *id = sz_id_to_string (sz_record_reference (self->record, "pupil"));
    GtkWindow *window = sz_main_window_of (GTK_WIDGET (self));

    if (window != NULL)
        gtk_widget_activate_action (GTK_WIDGET (window), "win.open-pupil", "s", id);
    gtk_window_close (GTK_WINDOW (self));
}

static void
sz_case_window_dispose (GObject *object)
{
    SzCaseWindow *self = SZ_CASE_WINDOW (object);

    if (self->store != NULL)
        g_signal_handlers_disconnect_by_data (self->store, self);
    g_clear_object (&self->store);
    g_clear_pointer (&self->record, sz_record_free);
    g_clear_pointer (&self->rows, g_ptr_array_unref);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_CASE_WINDOW);
    G_OBJECT_CLASS (sz_case_window_parent_class)->dispose (object);
}

static void
sz_case_window_class_init (SzCaseWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_case_window_dispose;
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/case_window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzCaseWindow, facts);
    gtk_widget_class_bind_template_child (widget_class, SzCaseWindow, pupil_button);
    gtk_widget_class_bind_template_child (widget_class, SzCaseWindow, content);
    gtk_widget_class_bind_template_callback (widget_class, change_clicked_cb);
    gtk_widget_class_bind_template_callback (widget_class, pupil_clicked_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sz_case_window_init (SzCaseWindow *self)
{
    self->rows = g_ptr_array_new ();
    gtk_widget_init_template (GTK_WIDGET (self));
    self->contacts = sz_record_list_new (sz_kind_by_name ("contact"), "infection", "pupil",
                                         "last_contact", N_ ("Add a contact"));
    gtk_box_append (self->content, GTK_WIDGET (self->contacts));
}

void
sz_case_window_present (GtkWidget *parent, SzStore *store, const SzId *id)
{
    SzCaseWindow *self =
        g_object_new (SZ_TYPE_CASE_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);

    self->store = g_object_ref (store);
    self->id = *id;
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_window_present (GTK_WINDOW (self));
    refresh (self);
}
