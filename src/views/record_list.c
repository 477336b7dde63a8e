/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of the records that belong to another (record_list.h). */
#define G_LOG_DOMAIN "sz-record-list"

#include "config.h"

#include "views/record_list.h"

#include "views/field_text.h"
#include "views/record_window.h"
#include "widgets/format.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TITLE_LINES 2
#define SUBTITLE_LINES 4

struct _SzRecordList {
    GtkWidget parent_instance;

    AdwPreferencesGroup *group; /* (owned): the only child */
    GPtrArray *rows;            /* (owned) (element-type GtkWidget): borrowed from the group */
    GPtrArray *records;         /* (owned) (element-type SzRecord): as shown */
    SzStore *store;             /* (owned) (nullable) */
    SzRecord *defaults;         /* (owned) (nullable) */

    const SzKind *kind;
    const char *owner_field;
    const char *title_field;
    const char *date_field;
    const char *add_title;
    SzId owner;
};

G_DEFINE_FINAL_TYPE (SzRecordList, sz_record_list, GTK_TYPE_WIDGET)

static gboolean
is_filled (const SzRecord *record, const SzField *field)
{
    const SzValue *value = sz_record_value (record, field->name);

    return value != NULL && value->type != SZ_VALUE_NULL;
}

static char *
title_of (SzRecordList *self, const SzRecord *record)
{
    g_autofree char *text =
        sz_field_text (self->store, record, sz_kind_field (record->kind, self->title_field));

    return sz_format_capital (text);
}

/* Which dose of its vaccine it is: several on one day are one. */
static int
find_dose (SzRecordList *self, const SzRecord *record)
{
    const SzId *vaccine = sz_record_reference (record, self->title_field);
    const char *day = sz_record_text (record, self->date_field);
    g_autoptr (GHashTable) days = g_hash_table_new (g_str_hash, g_str_equal);

    for (unsigned i = 0; vaccine != NULL && i < self->records->len; i++) {
        const SzRecord *other = g_ptr_array_index (self->records, i);
        const SzId *same = sz_record_reference (other, self->title_field);
        const char *before = sz_record_text (other, self->date_field);

        if (same != NULL && sz_id_equal (same, vaccine) && before != NULL &&
            g_strcmp0 (before, day) < 0)
            g_hash_table_add (days, (char *) before);
    }
    return (int) g_hash_table_size (days) + 1;
}

static char *
subtitle_of (SzRecordList *self, const SzRecord *record)
{
    g_autoptr (GString) line = g_string_new (NULL);

    if (g_str_equal (self->kind->name, "vaccination"))
        g_string_append_printf (line, _ ("dose %d"), find_dose (self, record));

    for (size_t i = 0; i < record->kind->n_fields; i++) {
        const SzField *field = &record->kind->fields[i];
        g_autofree char *text = NULL;

        if ((field->flags & (SZ_FIELD_HIDDEN | SZ_FIELD_LONG)) != 0 || !is_filled (record, field) ||
            g_str_equal (field->name, self->owner_field) ||
            g_str_equal (field->name, self->title_field))
            continue;
        text = sz_field_text (self->store, record, field);
        if (*text != '\0')
            g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
    }
    return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
row_activated_cb (SzRecordList *self, GtkWidget *row)
{
    const SzRecord *record = g_object_get_data (G_OBJECT (row), "record");
    const char *const hidden[] = { self->owner_field, NULL };

    sz_record_window_edit (GTK_WIDGET (self), self->store, self->kind, &record->id,
                           sz_kind_label (self->kind), hidden);
}

static void
add_row (SzRecordList *self, SzRecord *record)
{
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *title = title_of (self, record);
    g_autofree char *subtitle = subtitle_of (self, record);

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    adw_action_row_set_title_lines (ADW_ACTION_ROW (row), TITLE_LINES);
    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), SUBTITLE_LINES);
    if (self->add_title != NULL) {
        gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
        adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                   gtk_image_new_from_icon_name ("go-next-symbolic"));
        g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                                 G_CONNECT_SWAPPED);
    }
    g_object_set_data (G_OBJECT (row), "record", record);
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
}

static void
remove_rows (SzRecordList *self)
{
    for (unsigned i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
    g_ptr_array_set_size (self->rows, 0);
}

static int
compare_dates (const void *a, const void *b, void *data)
{
    SzRecordList *self = data;
    const SzRecord *const *x = a;
    const SzRecord *const *y = b;

    return -g_strcmp0 (sz_record_text (*x, self->date_field),
                       sz_record_text (*y, self->date_field));
}

/* A record that a later one corrects is not shown. */
static void
drop_corrected (GPtrArray *records)
{
    g_autoptr (GHashTable) corrected = g_hash_table_new (sz_id_hash, sz_id_hash_equal);

    for (unsigned i = 0; i < records->len; i++) {
        const SzId *id = sz_record_reference (g_ptr_array_index (records, i), "supersedes");

        if (id != NULL)
            g_hash_table_add (corrected, (SzId *) id);
    }
    if (g_hash_table_size (corrected) == 0)
        return;
    for (unsigned i = records->len; i > 0; i--) {
        SzRecord *record = g_ptr_array_index (records, i - 1);

        if (g_hash_table_contains (corrected, &record->id))
            record->rev = -1;
    }
    for (unsigned i = records->len; i > 0; i--) {
        if (((SzRecord *) g_ptr_array_index (records, i - 1))->rev == -1)
            g_ptr_array_remove_index (records, i - 1);
    }
}

static void
sz_record_list_dispose (GObject *object)
{
    SzRecordList *self = SZ_RECORD_LIST (object);

    g_clear_pointer (&self->rows, g_ptr_array_unref);
    if (self->group != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->group));
    self->group = NULL;
    g_clear_pointer (&self->records, g_ptr_array_unref);
    g_clear_pointer (&self->defaults, sz_record_free);
    g_clear_object (&self->store);
    G_OBJECT_CLASS (sz_record_list_parent_class)->dispose (object);
}

static void
sz_record_list_class_init (SzRecordListClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_record_list_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_record_list_init (SzRecordList *self)
{
    self->rows = g_ptr_array_new ();
    self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
    gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
}

static void
add_button (SzRecordList *self)
{
    GtkWidget *button = gtk_button_new_with_label (_ ("Add"));

    gtk_widget_add_css_class (button, "flat");
    gtk_button_set_child (GTK_BUTTON (button),
                          g_object_new (ADW_TYPE_BUTTON_CONTENT, "icon-name", "list-add-symbolic",
                                        "label", _ ("Add"), NULL));
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (self->add_title), -1);
    g_signal_connect_object (button, "clicked", G_CALLBACK (sz_record_list_add), self,
                             G_CONNECT_SWAPPED);
    adw_preferences_group_set_header_suffix (self->group, button);
}

SzRecordList *
sz_record_list_new (const SzKind *kind,
                    const char *owner,
                    const char *title,
                    const char *date,
                    const char *add_title)
{
    SzRecordList *self = g_object_new (SZ_TYPE_RECORD_LIST, NULL);

    self->kind = kind;
    self->owner_field = owner;
    self->title_field = title;
    self->date_field = date;
    self->add_title = add_title;
    adw_preferences_group_set_title (self->group, sz_kind_plural (kind));
    if (add_title != NULL)
        add_button (self);
    return self;
}

void
sz_record_list_set_defaults (SzRecordList *self, const SzRecord *defaults)
{
    g_return_if_fail (SZ_IS_RECORD_LIST (self));
    g_clear_pointer (&self->defaults, sz_record_free);
    self->defaults = defaults != NULL ? sz_record_copy (defaults) : NULL;
}

void
sz_record_list_show (SzRecordList *self, SzStore *store, const SzId *owner)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *owner };
    g_autoptr (GError) error = NULL;

    g_return_if_fail (SZ_IS_RECORD_LIST (self));
    g_set_object (&self->store, store);
    self->owner = *owner;
    remove_rows (self);
    g_clear_pointer (&self->records, g_ptr_array_unref);
    self->records = sz_store_list (store, self->kind, self->owner_field, &value, &error);
    if (self->records == NULL) {
        g_warning ("%s: %s", self->kind->name, error->message);
        return;
    }
    if (self->kind->append_only)
        drop_corrected (self->records);
    g_ptr_array_sort_with_data (self->records, compare_dates, self);
    for (unsigned i = 0; i < self->records->len; i++)
        add_row (self, g_ptr_array_index (self->records, i));
    adw_preferences_group_set_description (self->group,
                                           self->records->len == 0 ? _ ("None yet") : NULL);
}

void
sz_record_list_add (SzRecordList *self)
{
    const char *const hidden[] = { self->owner_field, NULL };
    SzId id;
    SzRecord *record;

    g_return_if_fail (SZ_IS_RECORD_LIST (self));
    if (self->store == NULL || self->add_title == NULL)
        return;
    id = sz_id_new (sz_env_default ());
    record =
        self->defaults != NULL ? sz_record_copy (self->defaults) : sz_record_new (self->kind, &id);
    record->id = id;
    sz_record_set_id (record, self->owner_field, &self->owner);
    sz_record_set_date (record, self->date_field, sz_date_today ());
    sz_record_window_add (GTK_WIDGET (self), self->store, record, _ (self->add_title), hidden);
}

GPtrArray *
sz_record_list_dup_rows (SzRecordList *self)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

    for (unsigned i = 0; self->records != NULL && i < self->records->len; i++) {
        const SzRecord *record = g_ptr_array_index (self->records, i);
        g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
        g_autofree char *date = sz_format_date (sz_record_date (record, self->date_field));
        g_autofree char *title = title_of (self, record);
        g_autofree char *subtitle = subtitle_of (self, record);

        g_strv_builder_add_many (cells, sz_kind_label (self->kind), date, title, subtitle, NULL);
        g_ptr_array_add (rows, g_strv_builder_end (cells));
    }
    return rows;
}
