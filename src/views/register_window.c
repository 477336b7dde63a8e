/* SPDX-License-Identifier: EUPL-1.2 */
/* Registering a case (register_window.h, ui/register_window.ui). */
#define G_LOG_DOMAIN "sz-register-window"

#include "config.h"

#include "views/register_window.h"

#include "base/error_text.h"
#include "views/class_pupils.h"
#include "views/contact_list.h"
#include "views/discard.h"
#include "views/field_text.h"
#include "views/main_window.h"
#include "views/option.h"
#include "views/record_form.h"

#include <glib/gi18n-lib.h>

#define SZ_TYPE_REGISTER_WINDOW (sz_register_window_get_type ())
G_DECLARE_FINAL_TYPE (SzRegisterWindow, sz_register_window, SZ, REGISTER_WINDOW, AdwWindow)

struct _SzRegisterWindow {
    AdwWindow parent_instance;

    /* template children */
    GtkButton *save;
    GtkLabel *error;
    GtkWidget *content;
    AdwClamp *place;
    SzContactList *contacts;

    SzStore *store;     /* (owned) */
    SzRecord *record;   /* (owned): the case as the form began */
    SzRecordForm *form; /* (borrowed): in the template */
    char *school;       /* (owned): whose classes are offered */
    char *class_group;  /* (owned): whose pupils are offered */
    gboolean filling;
};

G_DEFINE_FINAL_TYPE (SzRegisterWindow, sz_register_window, ADW_TYPE_WINDOW)

static char *
form_text (SzRegisterWindow *self, const char *field)
{
    return sz_field_row_dup_text (sz_record_form_find (self->form, field));
}

static SzDate
form_date (SzRegisterWindow *self, const char *field)
{
    g_autofree char *text = form_text (self, field);
    SzDate date;

    return sz_date_parse (text, &date) ? date : SZ_DATE_NONE;
}

/* The day by which the class list and the contacts count. */
static SzDate
case_day (SzRegisterWindow *self)
{
    SzDate reported = form_date (self, "reported_on");

    return reported != SZ_DATE_NONE ? reported : sz_date_today ();
}

/* The last school year with classes that is not after the case's; G_MININT when there is none. */
static int
class_year (SzRegisterWindow *self, const GPtrArray *classes)
{
    int wanted = sz_school_year_of (case_day (self)), year = G_MININT;

    for (guint i = 0; i < classes->len; i++) {
        int own = (int) sz_record_integer (g_ptr_array_index (classes, i), "school_year");

        if (own <= wanted)
            year = MAX (year, own);
    }
    return year;
}

/* The classes of the school in the school year of the case. */
static GListStore *
class_options (SzRegisterWindow *self)
{
    GListStore *options = sz_options_new (_ ("Choose…"));
    SzValue school = { .type = SZ_VALUE_ID };
    g_autoptr (GPtrArray) classes = NULL;
    int year;

    if (!sz_id_parse (self->school, &school.id))
        return options;
    classes = sz_store_list (self->store, sz_kind_by_name ("class_group"), "school", &school, NULL);
    if (classes == NULL)
        return options;
    year = class_year (self, classes);
    for (guint i = 0; i < classes->len; i++) {
        const SzRecord *class_group = g_ptr_array_index (classes, i);
        g_autofree char *value = sz_id_to_string (&class_group->id);

        if (sz_record_integer (class_group, "school_year") == year)
            sz_options_add (options, value, sz_record_text (class_group, "name"));
    }
    return options;
}

static GListStore *
pupil_options (SzRegisterWindow *self)
{
    GListStore *options = sz_options_new (_ ("Choose…"));
    g_autoptr (GPtrArray) pupils = NULL;
    SzId class_group;

    if (!sz_id_parse (self->class_group, &class_group))
        return options;
    pupils = sz_class_pupils (self->store, &class_group, case_day (self));
    for (guint i = 0; i < pupils->len; i++) {
        const SzRecord *pupil = g_ptr_array_index (pupils, i);
        g_autofree char *value = sz_id_to_string (&pupil->id);
        g_autofree char *name = sz_record_title (self->store, pupil);

        sz_options_add (options, value, name);
    }
    return options;
}

static void
show_contacts (SzRegisterWindow *self)
{
    g_autofree char *chosen = form_text (self, "pupil");
    SzId class_group, pupil;
    gboolean known = sz_id_parse (chosen, &pupil);

    if (sz_id_parse (self->class_group, &class_group))
        sz_contact_list_show (self->contacts, self->store, &class_group, known ? &pupil : NULL,
                              case_day (self));
    else
        sz_contact_list_clear (self->contacts);
}

/* The school decides which classes there are, the class which pupils. */
static void
form_changed_cb (SzRegisterWindow *self)
{
    g_autofree char *school = NULL, *class_group = NULL;

    if (self->filling)
        return;
    self->filling = TRUE;
    school = form_text (self, "school");
    if (g_strcmp0 (school, self->school) != 0) {
        g_free (self->school);
        self->school = g_steal_pointer (&school);
        sz_field_row_set_options (sz_record_form_find (self->form, "class_group"),
                                  class_options (self));
    }
    class_group = form_text (self, "class_group");
    if (g_strcmp0 (class_group, self->class_group) != 0) {
        g_free (self->class_group);
        self->class_group = g_steal_pointer (&class_group);
        sz_field_row_set_options (sz_record_form_find (self->form, "pupil"), pupil_options (self));
    }
    show_contacts (self);
    self->filling = FALSE;
}

static void
show_error (SzRegisterWindow *self, const char *sentence)
{
    gtk_label_set_label (self->error, sentence != NULL ? sentence : "");
    gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
}

static void
set_saving (SzRegisterWindow *self, gboolean saving)
{
    /* An entry that goes grey with the keyboard in it never hears that it lost it (GTK 4.8). */
    if (saving)
        gtk_window_set_focus (GTK_WINDOW (self), NULL);
    gtk_widget_set_sensitive (self->content, !saving);
    gtk_widget_set_sensitive (GTK_WIDGET (self->save), !saving);
}

static void
saved_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzRegisterWindow) self = data;
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

static SzDate
last_contact_day (const SzRecord *record)
{
    SzDate onset = sz_record_date (record, "onset"), test = sz_record_date (record, "test_date");

    if (onset != SZ_DATE_NONE)
        return onset;
    return test != SZ_DATE_NONE ? test : sz_record_date (record, "reported_on");
}

static void
save_clicked_cb (SzRegisterWindow *self)
{
    gboolean test_numbers = g_strcmp0 (sz_store_fact (self->store, "allow-test-numbers"), "1") == 0;
    g_autoptr (SzRecord) record = sz_record_copy (self->record);
    g_autofree char *fault = sz_record_form_read (self->form, record, test_numbers);
    SzOperation *op;
    SzId id = record->id, disease;
    SzDate day;

    if (fault == NULL && sz_record_reference (record, "pupil") == NULL &&
        g_strcmp0 (sz_record_text (record, "person"), "pupil") == 0)
        fault = g_strdup (_ ("Choose the pupil, or say under “Who” that it is someone else."));
    show_error (self, fault);
    if (fault != NULL)
        return;
    day = last_contact_day (record);
    disease = *sz_record_reference (record, "disease");
    op = sz_operation_new (sz_env_default ());
    sz_operation_create (op, g_steal_pointer (&record));
    sz_contact_list_add_to (self->contacts, op, &id, &disease, day);
    set_saving (self, TRUE);
    sz_store_save_async (self->store, op, NULL, saved_cb, g_object_ref (self));
}

static void
cancel_clicked_cb (SzRegisterWindow *self)
{
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
sz_register_window_close_request (GtkWindow *window)
{
    if (sz_record_form_is_changed (SZ_REGISTER_WINDOW (window)->form)) {
        sz_ask_discard (window);
        return TRUE;
    }
    return GTK_WINDOW_CLASS (sz_register_window_parent_class)->close_request (window);
}

static void
sz_register_window_dispose (GObject *object)
{
    SzRegisterWindow *self = SZ_REGISTER_WINDOW (object);

    g_clear_object (&self->store);
    g_clear_pointer (&self->record, sz_record_free);
    g_clear_pointer (&self->school, g_free);
    g_clear_pointer (&self->class_group, g_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_REGISTER_WINDOW);
    G_OBJECT_CLASS (sz_register_window_parent_class)->dispose (object);
}

static void
sz_register_window_class_init (SzRegisterWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_register_window_dispose;
    GTK_WINDOW_CLASS (klass)->close_request = sz_register_window_close_request;
    g_type_ensure (SZ_TYPE_CONTACT_LIST);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 SZ_RESOURCES "/ui/register_window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzRegisterWindow, save);
    gtk_widget_class_bind_template_child (widget_class, SzRegisterWindow, error);
    gtk_widget_class_bind_template_child (widget_class, SzRegisterWindow, content);
    gtk_widget_class_bind_template_child (widget_class, SzRegisterWindow, place);
    gtk_widget_class_bind_template_child (widget_class, SzRegisterWindow, contacts);
    gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
    gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sz_register_window_init (SzRegisterWindow *self)
{
    self->school = g_strdup ("");
    self->class_group = g_strdup ("");
    gtk_widget_init_template (GTK_WIDGET (self));
}

static SzRecord *
new_case (SzStore *store)
{
    SzId id = sz_id_new (sz_env_default ());
    SzRecord *record = sz_record_new (sz_kind_by_name ("infection"), &id);
    g_autoptr (GPtrArray) diseases =
        sz_store_list (store, sz_kind_by_name ("disease"), NULL, NULL, NULL);

    sz_record_set_text (record, "person", "pupil");
    sz_record_set_text (record, "status", "confirmed");
    sz_record_set_date (record, "reported_on", sz_date_today ());
    if (diseases != NULL && diseases->len == 1)
        sz_record_set_id (record, "disease",
                          &((const SzRecord *) g_ptr_array_index (diseases, 0))->id);
    return record;
}

void
sz_register_window_present (GtkWidget *parent, SzStore *store, const char *school)
{
    static const char *const hidden[] = { "test_kind", "traced_by", NULL };
    SzRegisterWindow *self =
        g_object_new (SZ_TYPE_REGISTER_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);
    SzFieldRow *schools;

    self->store = g_object_ref (store);
    self->record = new_case (store);
    self->form = sz_record_form_new (store, self->record, hidden);
    adw_clamp_set_child (self->place, GTK_WIDGET (self->form));
    schools = sz_record_form_find (self->form, "school");
    sz_field_row_set_options (schools, sz_options_new_schools (store, _ ("Choose…")));
    g_signal_connect_object (self->form, "changed", G_CALLBACK (form_changed_cb), self,
                             G_CONNECT_SWAPPED);
    if (school != NULL)
        sz_field_row_set_text (schools, school);
    sz_record_form_remember (self->form);
    gtk_window_present (GTK_WINDOW (self));
    sz_record_form_focus (self->form);
}
