/* SPDX-License-Identifier: EUPL-1.2 */
/* Forms from the catalogue (record_form.h). */
#define G_LOG_DOMAIN "sz-record-form"

#include "config.h"

#include "views/record_form.h"

#include "views/field_check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _SzRecordForm {
    GtkWidget parent_instance;

    AdwPreferencesGroup *group; /* (owned): the only child */
    GPtrArray *rows;            /* (owned) (element-type SzFieldRow) */
    GPtrArray *remembered;      /* (owned) (element-type utf8): what stood in the rows */
};

static unsigned changed_signal;

G_DEFINE_FINAL_TYPE (SzRecordForm, sz_record_form, GTK_TYPE_WIDGET)

static void
row_changed_cb (SzRecordForm *self)
{
    g_signal_emit (self, changed_signal, 0);
}

static void
add_row (SzRecordForm *self, SzStore *store, const SzRecord *record, size_t i)
{
    SzFieldRow *row = sz_field_row_new (store, record->kind, &record->kind->fields[i]);
    g_autofree char *text = sz_value_to_text (&record->values[i]);

    sz_field_row_set_text (row, text);
    adw_preferences_group_add (self->group, sz_field_row_get_widget (row));
    g_ptr_array_add (self->rows, row);
    g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
sz_record_form_dispose (GObject *object)
{
    SzRecordForm *self = SZ_RECORD_FORM (object);

    g_clear_pointer (&self->rows, g_ptr_array_unref);
    g_clear_pointer (&self->remembered, g_ptr_array_unref);
    if (self->group != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->group));
    self->group = NULL;
    G_OBJECT_CLASS (sz_record_form_parent_class)->dispose (object);
}

static void
sz_record_form_class_init (SzRecordFormClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_record_form_dispose;
    changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_record_form_init (SzRecordForm *self)
{
    self->rows = g_ptr_array_new_with_free_func (g_object_unref);
    self->remembered = g_ptr_array_new_with_free_func (g_free);
    self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
    gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
}

static gboolean
has_required (SzRecordForm *self)
{
    for (unsigned i = 0; i < self->rows->len; i++) {
        const SzField *field = sz_field_row_get_field (g_ptr_array_index (self->rows, i));

        if ((field->flags & SZ_FIELD_REQUIRED) != 0)
            return TRUE;
    }
    return FALSE;
}

SzRecordForm *
sz_record_form_new (SzStore *store, const SzRecord *record, const char *const *hidden)
{
    SzRecordForm *self = g_object_new (SZ_TYPE_RECORD_FORM, NULL);

    for (size_t i = 0; i < record->kind->n_fields; i++) {
        const SzField *field = &record->kind->fields[i];

        if ((field->flags & SZ_FIELD_HIDDEN) == 0 &&
            (hidden == NULL || !g_strv_contains (hidden, field->name)))
            add_row (self, store, record, i);
    }
    adw_preferences_group_set_description (self->group,
                                           has_required (self) ? _ ("* must be filled in") : NULL);
    sz_record_form_remember (self);
    return self;
}

SzFieldRow *
sz_record_form_find (SzRecordForm *self, const char *field)
{
    for (unsigned i = 0; i < self->rows->len; i++) {
        SzFieldRow *row = g_ptr_array_index (self->rows, i);

        if (g_str_equal (sz_field_row_get_field (row)->name, field))
            return row;
    }
    return NULL;
}

/* NULL when the row's value could be taken over. Free with g_free. What stood there `before` is not the fault of who edits
 * something else. */
static char *
read_row (SzFieldRow *row, const char *before, SzRecord *record)
{
    const SzField *field = sz_field_row_get_field (row);
    g_autofree char *text = sz_field_row_dup_text (row);
    char *fault = sz_field_row_dup_fault (row);
    g_autoptr (GError) error = NULL;

    if (fault != NULL)
        return fault;
    if (*text == '\0' && (field->flags & SZ_FIELD_REQUIRED) != 0)
        return g_strdup (_ ("Must be filled in"));
    if (!g_str_equal (text, before) && sz_field_check (field, text) != NULL)
        return g_strdup (sz_field_check (field, text));
    if (!sz_record_set_from_text (record, field->name, text, &error))
        return g_strdup (_ ("This is not understood here"));
    return NULL;
}

/* What sz_record_check has against a field, for the person who filled it in. */
static char *
sentence_of (const SzField *field)
{
    if (g_str_equal (field->name, "national_number"))
        return g_strdup (_ (
            "This is no valid national number: eleven digits, the last two are a check on the others."));
    if (g_str_equal (field->name, "birth_date"))
        return g_strdup (
            _ ("This must be a day that has come, and the one in the national number."));
    if (field->flags & SZ_FIELD_PAST)
        return g_strdup (_ ("This day has yet to come, or lies before 1900."));
    if (field->max != 0)
        return g_strdup_printf (_ ("This must lie between %g and %g."), field->min, field->max);
    if (field->type == SZ_TYPE_TEXT)
        return g_strdup_printf (_ ("This can be %zu characters long at most."),
                                sz_field_longest (field));
    return g_strdup (_ ("This is not understood here"));
}

/* The record as a whole: what one row cannot see. The fault is told at its row, if that is on the form. */
static char *
check_whole (SzRecordForm *self, const SzRecord *record, gboolean allow_test_numbers)
{
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) words = NULL;
    g_autofree char *sentence = NULL;
    SzFieldRow *row;

    if (sz_record_check (record, TRUE, allow_test_numbers, &error))
        return NULL;
    words = g_strsplit (error->message, ": ", 2);
    row = sz_record_form_find (self, words[0]);
    if (row == NULL)
        return g_strdup (_ ("This cannot be saved like this. Check what is filled in."));
    sentence = sentence_of (sz_field_row_get_field (row));
    sz_field_row_set_fault (row, sentence);
    sz_field_row_focus (row);
    return g_strdup_printf ("%s: %s", sz_field_label (sz_field_row_get_field (row)), sentence);
}

char *
sz_record_form_read (SzRecordForm *self, SzRecord *record, gboolean allow_test_numbers)
{
    g_autoptr (GString) faulty = g_string_new (NULL);

    g_return_val_if_fail (SZ_IS_RECORD_FORM (self), NULL);
    for (unsigned i = 0; i < self->rows->len; i++) {
        SzFieldRow *row = g_ptr_array_index (self->rows, i);
        g_autofree char *fault = read_row (row, g_ptr_array_index (self->remembered, i), record);

        sz_field_row_set_fault (row, fault);
        if (fault == NULL)
            continue;
        if (faulty->len == 0)
            sz_field_row_focus (row);
        else
            g_string_append (faulty, ", ");
        g_string_append (faulty, sz_field_label (sz_field_row_get_field (row)));
    }
    if (faulty->len > 0)
        return g_strdup_printf (_ ("Look again at: %s"), faulty->str);
    return check_whole (self, record, allow_test_numbers);
}

void
sz_record_form_focus (SzRecordForm *self)
{
    g_return_if_fail (SZ_IS_RECORD_FORM (self));
    if (self->rows->len > 0)
        sz_field_row_focus (g_ptr_array_index (self->rows, 0));
}

void
sz_record_form_remember (SzRecordForm *self)
{
    g_return_if_fail (SZ_IS_RECORD_FORM (self));
    g_ptr_array_set_size (self->remembered, 0);
    for (unsigned i = 0; i < self->rows->len; i++)
        g_ptr_array_add (self->remembered,
                         sz_field_row_dup_input (g_ptr_array_index (self->rows, i)));
}

gboolean
sz_record_form_is_changed (SzRecordForm *self)
{
    g_return_val_if_fail (SZ_IS_RECORD_FORM (self), FALSE);
    for (unsigned i = 0; i < self->remembered->len; i++) {
        g_autofree char *now = sz_field_row_dup_input (g_ptr_array_index (self->rows, i));

        if (!g_str_equal (now, g_ptr_array_index (self->remembered, i)))
            return TRUE;
    }
    return FALSE;
}
