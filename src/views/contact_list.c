/* SPDX-License-Identifier: EUPL-1.2 */
/* The class list with risks (contact_list.h). */
#define G_LOG_DOMAIN "sz-contact-list"

#include "config.h"

#include "views/contact_list.h"

#include "rules/quarantine.h"
#include "views/class_pupils.h"
#include "views/field_text.h"
#include "views/option.h"

#include <glib/gi18n-lib.h>

struct _SzContactList {
    GtkWidget parent_instance;

    AdwPreferencesGroup *group; /* (owned): the only child */
    GtkWidget *everyone_row;    /* (owned): the first of the group, where there are others */
    GtkDropDown *everyone;      /* (borrowed): in it */
    GPtrArray *rows;            /* (owned) (element-type Row) */
    SzStore *store;             /* (owned) (nullable) */
};

/* One pupil; the widgets are the group's. */
typedef struct {
    SzId pupil;
    GtkWidget *row;
    GtkDropDown *risk;
} Row;

G_DEFINE_FINAL_TYPE (SzContactList, sz_contact_list, GTK_TYPE_WIDGET)

static GListStore *
risk_options (void)
{
    GListStore *options = sz_options_new (_ ("No contact"));

    sz_options_add_choices (options, sz_kind_field (sz_kind_by_name ("contact"), "risk"));
    return options;
}

static void
everyone_changed_cb (SzContactList *self)
{
    unsigned risk = gtk_drop_down_get_selected (self->everyone);

    for (guint i = 0; i < self->rows->len; i++)
        gtk_drop_down_set_selected (((const Row *) g_ptr_array_index (self->rows, i))->risk, risk);
}

static void
sz_contact_list_dispose (GObject *object)
{
    SzContactList *self = SZ_CONTACT_LIST (object);

    g_clear_pointer (&self->rows, g_ptr_array_unref);
    if (self->group != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->group));
    self->group = NULL;
    g_clear_object (&self->everyone_row);
    g_clear_object (&self->store);
    G_OBJECT_CLASS (sz_contact_list_parent_class)->dispose (object);
}

static void
sz_contact_list_class_init (SzContactListClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_contact_list_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_contact_list_init (SzContactList *self)
{
    self->rows = g_ptr_array_new_with_free_func (g_free);
    self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
    adw_preferences_group_set_title (self->group, _ ("Contacts in the class"));
    gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
    self->everyone = GTK_DROP_DOWN (sz_option_drop_down_new (risk_options ()));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->everyone), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("The same for everyone"), -1);
    g_signal_connect_object (self->everyone, "notify::selected", G_CALLBACK (everyone_changed_cb),
                             self, G_CONNECT_SWAPPED);
    self->everyone_row = adw_action_row_new ();
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->everyone_row),
                                   _ ("The same for everyone"));
    gtk_widget_set_valign (GTK_WIDGET (self->everyone), GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (self->everyone_row), GTK_WIDGET (self->everyone));
    g_object_ref_sink (self->everyone_row);
    sz_contact_list_clear (self);
}

/* The risk chosen for each pupil until now, by id as text. */
static GHashTable *
chosen_risks (SzContactList *self)
{
    GHashTable *risks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index (self->rows, i);

        g_hash_table_insert (risks, sz_id_to_string (&row->pupil),
                             GUINT_TO_POINTER (gtk_drop_down_get_selected (row->risk)));
    }
    return risks;
}

static void
add_row (SzContactList *self, const SzRecord *pupil, GHashTable *risks)
{
    Row *row = g_new0 (Row, 1);
    g_autofree char *name = sz_record_title (self->store, pupil);
    g_autofree char *id = sz_id_to_string (&pupil->id);

    row->pupil = pupil->id;
    row->row = adw_action_row_new ();
    row->risk = GTK_DROP_DOWN (sz_option_drop_down_new (risk_options ()));
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), name);
    gtk_drop_down_set_selected (row->risk, GPOINTER_TO_UINT (g_hash_table_lookup (risks, id)));
    gtk_widget_set_valign (GTK_WIDGET (row->risk), GTK_ALIGN_CENTER);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row->risk), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), GTK_WIDGET (row->risk));
    adw_preferences_group_add (self->group, row->row);
    g_ptr_array_add (self->rows, row);
}

static void
remove_rows (SzContactList *self)
{
    if (self->rows->len > 0)
        adw_preferences_group_remove (self->group, self->everyone_row);
    for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->group,
                                      ((const Row *) g_ptr_array_index (self->rows, i))->row);
    g_ptr_array_set_size (self->rows, 0);
}

void
sz_contact_list_clear (SzContactList *self)
{
    g_return_if_fail (SZ_IS_CONTACT_LIST (self));
    remove_rows (self);
    adw_preferences_group_set_description (
        self->group, _ ("Choose a school and a class to see who sits in it."));
}

void
sz_contact_list_show (SzContactList *self,
                      SzStore *store,
                      const SzId *class_group,
                      const SzId *pupil,
                      SzDate day)
{
    g_autoptr (GHashTable) risks = NULL;
    g_autoptr (GPtrArray) pupils = sz_class_pupils (store, class_group, day);

    g_return_if_fail (SZ_IS_CONTACT_LIST (self));
    g_set_object (&self->store, store);
    risks = chosen_risks (self);
    remove_rows (self);
    for (guint i = 0; i < pupils->len; i++) {
        const SzRecord *mate = g_ptr_array_index (pupils, i);

        if (pupil != NULL && sz_id_equal (&mate->id, pupil))
            continue;
        if (self->rows->len == 0)
            adw_preferences_group_add (self->group, self->everyone_row);
        add_row (self, mate, risks);
    }
    adw_preferences_group_set_description (
        self->group,
        self->rows->len > 0 ? NULL : _ ("Nobody is enrolled in this class on that day."));
}

/* "" when the record is not here: no rule is about that. */
static char *
disease_code (SzStore *store, const SzId *id)
{
    g_autoptr (SzRecord) disease = sz_store_get (store, sz_kind_by_name ("disease"), id, NULL);

    return g_strdup (disease != NULL ? sz_record_text (disease, "code") : "");
}

static SzRecord *
new_contact (const Row *row,
             const SzId *infection,
             const char *disease,
             SzDate last_contact,
             const SzRuleTable *rules)
{
    SzId id = sz_id_new (sz_env_default ());
    SzRecord *contact = sz_record_new (sz_kind_by_name ("contact"), &id);
    const char *risk = sz_option_drop_down_get_value (row->risk);
    SzQuarantine quarantine;

    sz_record_set_id (contact, "infection", infection);
    sz_record_set_id (contact, "pupil", &row->pupil);
    sz_record_set_text (contact, "person", "pupil");
    sz_record_set_text (contact, "risk", risk);
    sz_record_set_text (contact, "relation", "class");
    sz_record_set_date (contact, "last_contact", last_contact);
    if (sz_quarantine_find (rules, disease, risk, last_contact, &quarantine)) {
        sz_record_set_date (contact, "quarantine_from", quarantine.from);
        sz_record_set_date (contact, "quarantine_until", quarantine.until);
        sz_quarantine_clear (&quarantine);
    }
    return contact;
}

void
sz_contact_list_add_to (SzContactList *self,
                        SzOperation *op,
                        const SzId *infection,
                        const SzId *disease,
                        SzDate last_contact)
{
    const SzValue set = { .type = SZ_VALUE_TEXT, .text = (char *) "quarantine" };
    g_autoptr (GPtrArray) records = NULL;
    g_autoptr (SzRuleTable) rules = NULL;
    g_autofree char *code = NULL;

    g_return_if_fail (SZ_IS_CONTACT_LIST (self));
    if (self->rows->len == 0)
        return;
    records = sz_store_list (self->store, sz_kind_by_name ("rule"), "rule_table", &set, NULL);
    if (records == NULL)
        records = g_ptr_array_new ();
    rules = sz_rule_table_new (records);
    code = disease_code (self->store, disease);
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = g_ptr_array_index (self->rows, i);

        if (sz_option_drop_down_get_value (row->risk) != NULL)
            sz_operation_create (op, new_contact (row, infection, code, last_contact, rules));
    }
}
