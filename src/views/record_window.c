/* SPDX-License-Identifier: EUPL-1.2 */
/* The window for one record (record_window.h, ui/record_window.ui). */
#define G_LOG_DOMAIN "sz-record-window"

#include "config.h"

#include "views/record_window.h"

#include "base/error_text.h"
#include "views/discard.h"
#include "views/main_window.h"
#include "views/record_form.h"

#include <glib/gi18n-lib.h>

#define SZ_TYPE_RECORD_WINDOW (sz_record_window_get_type ())
G_DECLARE_FINAL_TYPE (SzRecordWindow, sz_record_window, SZ, RECORD_WINDOW, AdwWindow)

struct _SzRecordWindow {
    AdwWindow parent_instance;

    /* template children */
    AdwWindowTitle *title;
    GtkButton *save;
    GtkButton *remove;
    GtkLabel *error;
    AdwClamp *place;

    SzStore *store;     /* (owned) */
    SzRecord *record;   /* (owned): as it was, or as it was handed over */
    SzRecordForm *form; /* (borrowed): in the template */
    gboolean exists;
    gboolean saving;
};

G_DEFINE_FINAL_TYPE (SzRecordWindow, sz_record_window, ADW_TYPE_WINDOW)

static void
show_error (SzRecordWindow *self, const char *sentence)
{
    gtk_label_set_label (self->error, sentence != NULL ? sentence : "");
    gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
}

static void
set_saving (SzRecordWindow *self, gboolean saving)
{
    self->saving = saving;
    /* An entry that goes grey with the keyboard in it never hears that it lost it (GTK 4.8). */
    if (saving)
        gtk_window_set_focus (GTK_WINDOW (self), NULL);
    gtk_widget_set_sensitive (GTK_WIDGET (self->place), !saving);
    gtk_widget_set_sensitive (GTK_WIDGET (self->save), !saving);
    gtk_widget_set_sensitive (GTK_WIDGET (self->remove), !saving);
}

static void
saved_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzRecordWindow) self = data;
    g_autoptr (GError) error = NULL;

    set_saving (self, FALSE);
    if (!sz_store_save_finish (SZ_STORE (source), result, &error)) {
        show_error (self, sz_error_text (error));
        return;
    }
    sz_toast (GTK_WIDGET (self), _ ("Saved"), _ ("Undo"), "win.undo");
    sz_record_form_remember (self->form);
    gtk_window_close (GTK_WINDOW (self));
}

static void
save (SzRecordWindow *self, SzOperation *op)
{
    set_saving (self, TRUE);
    sz_store_save_async (self->store, op, NULL, saved_cb, g_object_ref (self));
}

/* A record that may only be added to is corrected by a new one that takes its place. */
static void
save_correction (SzRecordWindow *self, SzOperation *op, SzRecord *after)
{
    const SzEnv *env = sz_env_default ();

    sz_record_set_id (after, "supersedes", &self->record->id);
    after->id = sz_id_new (env);
    after->rev = 0;
    sz_operation_create (op, after);
    save (self, op);
}

static gboolean
allows_test_numbers (SzRecordWindow *self)
{
    return g_strcmp0 (sz_store_fact (self->store, "allow-test-numbers"), "1") == 0;
}

static void
save_clicked_cb (SzRecordWindow *self)
{
    g_autoptr (SzRecord) after = sz_record_copy (self->record);
    g_autoptr (SzOperation) op = sz_operation_new (sz_env_default ());
    g_autofree char *fault = NULL;

    if (self->saving)
        return;
    fault = sz_record_form_read (self->form, after, allows_test_numbers (self));
    show_error (self, fault);
    if (fault != NULL)
        return;
    if (!self->exists) {
        sz_operation_create (op, g_steal_pointer (&after));
        save (self, g_steal_pointer (&op));
    } else if (!sz_operation_edit (op, self->record, after)) {
        sz_record_form_remember (self->form);
        gtk_window_close (GTK_WINDOW (self));
    } else if (self->record->kind->append_only) {
        g_autoptr (SzOperation) correction = sz_operation_new (sz_env_default ());

        save_correction (self, g_steal_pointer (&correction), g_steal_pointer (&after));
    } else {
        save (self, g_steal_pointer (&op));
    }
}

static void
remove_clicked_cb (SzRecordWindow *self)
{
    SzOperation *op = sz_operation_new (sz_env_default ());

    sz_operation_delete (op, self->record);
    save (self, op);
}

static void
cancel_clicked_cb (SzRecordWindow *self)
{
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
sz_record_window_close_request (GtkWindow *window)
{
    if (sz_record_form_is_changed (SZ_RECORD_WINDOW (window)->form)) {
        sz_ask_discard (window);
        return TRUE;
    }
    return GTK_WINDOW_CLASS (sz_record_window_parent_class)->close_request (window);
}

static void
sz_record_window_dispose (GObject *object)
{
    SzRecordWindow *self = SZ_RECORD_WINDOW (object);

    g_clear_object (&self->store);
    g_clear_pointer (&self->record, sz_record_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_RECORD_WINDOW);
    G_OBJECT_CLASS (sz_record_window_parent_class)->dispose (object);
}

static void
sz_record_window_class_init (SzRecordWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_record_window_dispose;
    GTK_WINDOW_CLASS (klass)->close_request = sz_record_window_close_request;
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/record_window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzRecordWindow, title);
    gtk_widget_class_bind_template_child (widget_class, SzRecordWindow, save);
    gtk_widget_class_bind_template_child (widget_class, SzRecordWindow, remove);
    gtk_widget_class_bind_template_child (widget_class, SzRecordWindow, error);
    gtk_widget_class_bind_template_child (widget_class, SzRecordWindow, place);
    gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
    gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
    gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sz_record_window_init (SzRecordWindow *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

/* Takes `record`. */
static void
present (GtkWidget *parent,
         SzStore *store,
         SzRecord *record,
         gboolean exists,
         const char *title,
         const char *const *hidden)
{
    SzRecordWindow *self = g_object_new (SZ_TYPE_RECORD_WINDOW, "transient-for",
                                         gtk_widget_get_root (parent), "title", title, NULL);

    self->store = g_object_ref (store);
    self->record = record;
    self->exists = exists;
    self->form = sz_record_form_new (store, record, hidden);
    adw_clamp_set_child (self->place, GTK_WIDGET (self->form));
    adw_window_title_set_title (self->title, title);
    gtk_widget_set_visible (GTK_WIDGET (self->remove), exists && !record->kind->append_only);
    gtk_window_present (GTK_WINDOW (self));
    sz_record_form_focus (self->form);
}

void
sz_record_window_add (GtkWidget *parent,
                      SzStore *store,
                      SzRecord *record,
                      const char *title,
                      const char *const *hidden)
{
    present (parent, store, record, FALSE, title, hidden);
}

void
sz_record_window_edit (GtkWidget *parent,
                       SzStore *store,
                       const SzKind *kind,
                       const SzId *id,
                       const char *title,
                       const char *const *hidden)
{
    g_autoptr (GError) error = NULL;
    SzRecord *record = sz_store_get (store, kind, id, &error);

    if (record != NULL)
        present (parent, store, record, TRUE, title, hidden);
    else
        sz_toast_error (parent, error);
}
