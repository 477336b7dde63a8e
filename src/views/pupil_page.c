/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of one pupil (pupil_page.h, ui/pupil_page.ui). */
#define G_LOG_DOMAIN "sz-pupil-page"

#include "config.h"

#include "views/pupil_page.h"

#include "base/national_number.h"
#include "views/field_text.h"
#include "views/record_list.h"
#include "views/record_window.h"
#include "widgets/format.h"
#include "widgets/two_columns.h"
#include "widgets/wrap_label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _SzPupilPage {
    GtkWidget parent_instance;

    /* template children */
    GtkWidget *content;
    GtkLabel *name;
    GtkLabel *summary;
    GtkLabel *place;
    GtkGrid *identity;
    GtkBox *left;
    GtkBox *right;
    GtkScrolledWindow *scroller;

    /* in the template's boxes */
    SzRecordList *enrolments;
    SzRecordList *vaccinations;
    SzRecordList *activities;

    SzStore *store;   /* (owned) (nullable) */
    SzRecord *record; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SzPupilPage, sz_pupil_page, GTK_TYPE_WIDGET)

/* The whole number, here only. */
static char *
identity_text (SzPupilPage *self, const SzField *field)
{
    const char *text = sz_record_text (self->record, field->name);

    if (g_str_equal (field->name, "national_number") && text != NULL)
        return sz_national_number_pretty (text);
    return sz_field_text (self->store, self->record, field);
}

static void
clear_grid (GtkGrid *grid)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
        gtk_grid_remove (grid, child);
}

static void
add_identity_row (SzPupilPage *self, const SzField *field, int row)
{
    GtkWidget *label = gtk_label_new (sz_field_label (field));
    g_autofree char *text = identity_text (self, field);
    GtkWidget *value = sz_wrap_label_new (*text != '\0' ? text : "–");

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_yalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "dim-label");
    gtk_label_set_selectable (GTK_LABEL (value), TRUE);
    gtk_widget_set_hexpand (value, TRUE);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                    label, NULL, -1);
    gtk_grid_attach (self->identity, label, 0, row, 1, 1);
    gtk_grid_attach (self->identity, value, 1, row, 1, 1);
}

static void
show_identity (SzPupilPage *self)
{
    const SzKind *kind = self->record->kind;
    int row = 0;

    clear_grid (self->identity);
    for (size_t i = 0; i < kind->n_fields; i++) {
        if ((kind->fields[i].flags & SZ_FIELD_HIDDEN) == 0)
            add_identity_row (self, &kind->fields[i], row++);
    }
}

/* The enrolment of today, else the last one. */
static SzRecord *
find_enrolment (SzPupilPage *self)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = self->record->id };
    g_autoptr (GPtrArray) enrolments =
        sz_store_list (self->store, sz_kind_by_name ("enrolment"), "pupil", &value, NULL);
    const SzRecord *best = NULL;

    for (unsigned i = 0; enrolments != NULL && i < enrolments->len; i++) {
        const SzRecord *record = g_ptr_array_index (enrolments, i);

        if (best == NULL || g_strcmp0 (sz_record_text (record, "valid_from"),
                                       sz_record_text (best, "valid_from")) > 0)
            best = record;
    }
    return best != NULL ? sz_record_copy (best) : NULL;
}

/* "Born 3 May 2014 (6 years) · 1A · Basisschool De Linde" */
static void
show_summary (SzPupilPage *self)
{
    g_autofree char *title = sz_record_title (self->store, self->record);
    g_autoptr (SzRecord) enrolment = find_enrolment (self);
    g_autoptr (GString) line = g_string_new (NULL);
    SzDate birth = sz_record_date (self->record, "birth_date");

    gtk_label_set_label (self->name, title);
    if (birth != SZ_DATE_NONE) {
        g_autofree char *date = sz_format_long_date (birth);
        int age = sz_date_age (birth, sz_date_today ());

        g_string_append_printf (line,
                                g_dngettext (GETTEXT_PACKAGE, "Born %s (%d year)",
                                             "Born %s (%d years)", (unsigned long) MAX (age, 0)),
                                date, age);
    }
    if (enrolment != NULL) {
        g_autofree char *class_name =
            sz_reference_title (self->store, "class_group",
                                sz_record_reference (enrolment, "class_group"));
        g_autofree char *school =
            sz_reference_title (self->store, "school", sz_record_reference (enrolment, "school"));

        g_string_append_printf (line, " · %s · %s", class_name, school);
    }
    gtk_label_set_label (self->summary, line->str);
}

/* The staff member who sits here, and what such a one does. */
static void
set_activity_defaults (SzPupilPage *self)
{
    const SzKind *kind = sz_kind_by_name ("activity");
    const SzValue name = { .type = SZ_VALUE_TEXT,
                           .text = (char *) sz_store_fact (self->store, "user-name") };
    g_autoptr (GPtrArray) found = NULL;
    g_autoptr (SzRecord) defaults = NULL;
    SzId id = { 0 };

    if (name.text == NULL)
        return;
    found = sz_store_list (self->store, sz_kind_by_name ("staff_member"), "user_name", &name, NULL);
    defaults = sz_record_new (kind, &id);
    sz_record_set_text (defaults, "client_type", "pupil");
    if (found != NULL && found->len > 0) {
        const SzRecord *member = g_ptr_array_index (found, 0);

        sz_record_set_id (defaults, "staff_member", &member->id);
        sz_record_set_text (defaults, "function", sz_record_text (member, "function"));
    }
    sz_record_list_set_defaults (self->activities, defaults);
}

static void
edit_clicked_cb (SzPupilPage *self)
{
    if (self->record != NULL)
        sz_record_window_edit (GTK_WIDGET (self), self->store, self->record->kind,
                               &self->record->id, _ ("Edit identity"), NULL);
}

static void
edit_activated_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
    edit_clicked_cb (SZ_PUPIL_PAGE (widget));
}

static void
vaccinate_activated_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
    sz_record_list_add (SZ_PUPIL_PAGE (widget)->vaccinations);
}

static void
act_activated_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
    sz_record_list_add (SZ_PUPIL_PAGE (widget)->activities);
}

static void
sz_pupil_page_dispose (GObject *object)
{
    SzPupilPage *self = SZ_PUPIL_PAGE (object);

    g_clear_object (&self->store);
    g_clear_pointer (&self->record, sz_record_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_PUPIL_PAGE);
    G_OBJECT_CLASS (sz_pupil_page_parent_class)->dispose (object);
}

static void
sz_pupil_page_class_init (SzPupilPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_pupil_page_dispose;
    gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
    g_type_ensure (SZ_TYPE_TWO_COLUMNS);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/pupil_page.ui");
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, content);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, name);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, summary);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, place);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, identity);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, left);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, right);
    gtk_widget_class_bind_template_child (widget_class, SzPupilPage, scroller);
    gtk_widget_class_install_action (widget_class, "page.edit", NULL, edit_activated_cb);
    gtk_widget_class_install_action (widget_class, "page.add-vaccination", NULL,
                                     vaccinate_activated_cb);
    gtk_widget_class_install_action (widget_class, "page.add-activity", NULL, act_activated_cb);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "page.edit",
                                         NULL);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK,
                                         "page.add-vaccination", NULL);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK,
                                         "page.add-activity", NULL);
}

static void
sz_pupil_page_init (SzPupilPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    self->enrolments =
        sz_record_list_new (sz_kind_by_name ("enrolment"), "pupil", "school", "valid_from", NULL);
    self->vaccinations = sz_record_list_new (sz_kind_by_name ("vaccination"), "pupil", "vaccine",
                                             "given_on", N_ ("Add vaccination"));
    self->activities = sz_record_list_new (sz_kind_by_name ("activity"), "pupil", "subject",
                                           "performed_on", N_ ("Add activity"));
    gtk_box_append (self->left, GTK_WIDGET (self->enrolments));
    gtk_box_append (self->right, GTK_WIDGET (self->vaccinations));
    gtk_box_append (self->right, GTK_WIDGET (self->activities));
}

static gboolean
load (SzPupilPage *self, SzStore *store, const SzId *id)
{
    SzRecord *record = sz_store_get (store, sz_kind_by_name ("pupil"), id, NULL);

    if (record == NULL)
        return FALSE;
    g_set_object (&self->store, store);
    g_clear_pointer (&self->record, sz_record_free);
    self->record = record;
    show_summary (self);
    show_identity (self);
    sz_record_list_show (self->enrolments, store, &record->id);
    sz_record_list_show (self->vaccinations, store, &record->id);
    sz_record_list_show (self->activities, store, &record->id);
    return TRUE;
}

gboolean
sz_pupil_page_show (SzPupilPage *self, SzStore *store, const SzId *id)
{
    g_return_val_if_fail (SZ_IS_PUPIL_PAGE (self), FALSE);
    if (!load (self, store, id))
        return FALSE;
    set_activity_defaults (self);
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    return TRUE;
}

void
sz_pupil_page_refresh (SzPupilPage *self)
{
    SzId id;

    g_return_if_fail (SZ_IS_PUPIL_PAGE (self));
    if (self->record == NULL)
        return;
    id = self->record->id;
    load (self, self->store, &id);
}

const SzId *
sz_pupil_page_get_id (SzPupilPage *self)
{
    return self->record != NULL ? &self->record->id : NULL;
}

void
sz_pupil_page_set_place (SzPupilPage *self, unsigned position, unsigned count)
{
    g_autofree char *at = sz_format_count (position + 1);
    g_autofree char *of = sz_format_count (count);
    g_autofree char *text = g_strdup_printf (_ ("%s of %s"), at, of);

    gtk_label_set_label (self->place, position < count ? text : "");
}

static void
add_pair (GPtrArray *rows, const char *label, const char *text)
{
    g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

    g_strv_builder_add_many (cells, label, "", text, "", NULL);
    g_ptr_array_add (rows, g_strv_builder_end (cells));
}

GPtrArray *
sz_pupil_page_dup_rows (SzPupilPage *self)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
    SzRecordList *const lists[] = { self->enrolments, self->vaccinations, self->activities };

    for (size_t i = 0; self->record != NULL && i < self->record->kind->n_fields; i++) {
        const SzField *field = &self->record->kind->fields[i];
        g_autofree char *text = identity_text (self, field);

        add_pair (rows, sz_field_label (field), text);
    }
    for (size_t i = 0; i < G_N_ELEMENTS (lists); i++) {
        GPtrArray *more = sz_record_list_dup_rows (lists[i]);

        g_ptr_array_extend_and_steal (rows, more);
    }
    return rows;
}
