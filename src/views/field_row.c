/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of forms, by type of field (field_row.h). */
#define G_LOG_DOMAIN "sz-field-row"

#include "config.h"

#include "views/field_row.h"

#include "views/option.h"
#include "widgets/date_row.h"

#include <glib/gi18n-lib.h>

struct _SzFieldRow {
    GObject parent_instance;

    GtkWidget *row;     /* (owned) */
    GtkWidget *control; /* (borrowed): what holds the value, inside the row or the row itself */

    GtkLabel *title_label; /* (borrowed) (nullable): of a row that shows its title itself */
    char *title;           /* (owned): what is required is marked */

    const SzField *field; /* (borrowed): static */
};

static unsigned changed_signal;

G_DEFINE_FINAL_TYPE (SzFieldRow, sz_field_row, G_TYPE_OBJECT)

static void
control_changed_cb (SzFieldRow *self)
{
    sz_field_row_set_fault (self, NULL);
    g_signal_emit (self, changed_signal, 0);
}

static void
make_entry (SzFieldRow *self)
{
    size_t longest = sz_field_longest (self->field);

    self->row = adw_entry_row_new ();
    self->control = self->row;
    if (self->field->type == SZ_TYPE_INTEGER || self->field->type == SZ_TYPE_REAL)
        adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), GTK_INPUT_PURPOSE_NUMBER);
    if (longest <= GTK_ENTRY_BUFFER_MAX_SIZE)
        gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->row))),
                                 (int) longest);
    g_signal_connect_object (self->row, "changed", G_CALLBACK (control_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

/* Several lines: a text view below its title. */
static void
make_text (SzFieldRow *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *title = gtk_label_new (self->title);

    self->row = adw_preferences_row_new ();
    self->title_label = GTK_LABEL (title);
    self->control = gtk_text_view_new ();
    gtk_label_set_xalign (GTK_LABEL (title), 0);
    gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (title, "caption");
    gtk_widget_add_css_class (title, "dim-label");
    gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->control), GTK_WRAP_WORD_CHAR);
    gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->control), FALSE);
    gtk_widget_set_size_request (self->control, -1, 54);
    gtk_widget_add_css_class (box, "text-row");
    gtk_box_append (GTK_BOX (box), title);
    gtk_box_append (GTK_BOX (box), self->control);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->row), box);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), FALSE);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->control),
                                    GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
    g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), "changed",
                             G_CALLBACK (control_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
make_date (SzFieldRow *self)
{
    self->row = sz_date_row_new (sz_field_label (self->field));
    self->control = self->row;
    g_signal_connect_object (self->row, "changed", G_CALLBACK (control_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
put_control (SzFieldRow *self, GtkWidget *control)
{
    self->row = adw_action_row_new ();
    self->control = control;
    gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), control);
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), control);
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sz_field_label (self->field), -1);
}

static void
make_switch (SzFieldRow *self)
{
    put_control (self, gtk_switch_new ());
    g_signal_connect_object (self->control, "notify::active", G_CALLBACK (control_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
make_drop_down (SzFieldRow *self, SzStore *store)
{
    GListStore *options = sz_options_new (_ ("Choose…"));

    if (self->field->type == SZ_TYPE_CHOICE)
        sz_options_add_choices (options, self->field);
    else if (store != NULL && !g_str_equal (self->field->refers_to, "pupil"))
        sz_options_add_records (options, store, sz_kind_by_name (self->field->refers_to), NULL,
                                NULL);
    put_control (self, sz_option_drop_down_new (options));
    g_signal_connect_object (self->control, "notify::selected", G_CALLBACK (control_changed_cb),
                             self, G_CONNECT_SWAPPED);
}

static void
make_row (SzFieldRow *self, SzStore *store)
{
    switch (self->field->type) {
    case SZ_TYPE_DATE:
        make_date (self);
        break;
    case SZ_TYPE_BOOLEAN:
        make_switch (self);
        break;
    case SZ_TYPE_CHOICE:
    case SZ_TYPE_REFERENCE:
        make_drop_down (self, store);
        break;
    case SZ_TYPE_TEXT:
    case SZ_TYPE_INTEGER:
    case SZ_TYPE_REAL:
    case SZ_TYPE_TIME:
    case SZ_TYPE_ANY_ID:
        if ((self->field->flags & SZ_FIELD_LONG) != 0)
            make_text (self);
        else
            make_entry (self);
        break;
    }
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), self->title);
    g_object_ref_sink (self->row);
}

static void
sz_field_row_dispose (GObject *object)
{
    g_clear_object (&SZ_FIELD_ROW (object)->row);
    G_OBJECT_CLASS (sz_field_row_parent_class)->dispose (object);
}

static void
sz_field_row_finalize (GObject *object)
{
    g_free (SZ_FIELD_ROW (object)->title);
    G_OBJECT_CLASS (sz_field_row_parent_class)->finalize (object);
}

static void
sz_field_row_class_init (SzFieldRowClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_field_row_dispose;
    G_OBJECT_CLASS (klass)->finalize = sz_field_row_finalize;
    changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sz_field_row_init (SzFieldRow *self)
{
}

SzFieldRow *
sz_field_row_new (SzStore *store, const SzKind *kind, const SzField *field)
{
    SzFieldRow *self = g_object_new (SZ_TYPE_FIELD_ROW, NULL);

    self->field = field;
    self->title = (field->flags & SZ_FIELD_REQUIRED) != 0
                      ? g_strdup_printf ("%s *", sz_field_label (field))
                      : g_strdup (sz_field_label (field));
    make_row (self, store);
    return self;
}

GtkWidget *
sz_field_row_get_widget (SzFieldRow *self)
{
    return self->row;
}

const SzField *
sz_field_row_get_field (SzFieldRow *self)
{
    return self->field;
}

/* People and files write dates otherwise than the record keeps them. */
static void
set_date (SzFieldRow *self, const char *text)
{
    SzDate date = SZ_DATE_NONE;

    sz_date_row_set_date (SZ_DATE_ROW (self->control),
                          sz_date_parse (text, &date) ? date : SZ_DATE_NONE);
}

void
sz_field_row_set_text (SzFieldRow *self, const char *text)
{
    g_return_if_fail (SZ_IS_FIELD_ROW (self));
    if (SZ_IS_DATE_ROW (self->control))
        set_date (self, text);
    else if (GTK_IS_SWITCH (self->control))
        gtk_switch_set_active (GTK_SWITCH (self->control), g_str_equal (text, "1"));
    else if (GTK_IS_DROP_DOWN (self->control))
        sz_option_drop_down_choose (GTK_DROP_DOWN (self->control), *text != '\0' ? text : NULL);
    else if (GTK_IS_TEXT_VIEW (self->control))
        gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), text,
                                  -1);
    else
        gtk_editable_set_text (GTK_EDITABLE (self->control), text);
}

static char *
dup_date (SzFieldRow *self)
{
    SzDate date = sz_date_row_get_date (SZ_DATE_ROW (self->control));

    return date != SZ_DATE_NONE ? sz_date_to_string (date) : g_strdup ("");
}

static char *
dup_option (SzFieldRow *self)
{
    SzOption *option = sz_option_drop_down_get (GTK_DROP_DOWN (self->control));
    const char *value = option != NULL ? sz_option_get_value (option) : NULL;

    return g_strdup (value != NULL ? value : "");
}

char *
sz_field_row_dup_text (SzFieldRow *self)
{
    char *text = NULL;

    g_return_val_if_fail (SZ_IS_FIELD_ROW (self), NULL);
    if (SZ_IS_DATE_ROW (self->control))
        return dup_date (self);
    if (GTK_IS_SWITCH (self->control))
        return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->control)) ? "1" : "0");
    if (GTK_IS_DROP_DOWN (self->control))
        return dup_option (self);
    if (GTK_IS_TEXT_VIEW (self->control))
        g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), "text", &text,
                      NULL);
    else
        text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
    return g_strstrip (text);
}

char *
sz_field_row_dup_input (SzFieldRow *self)
{
    g_return_val_if_fail (SZ_IS_FIELD_ROW (self), NULL);
    return SZ_IS_DATE_ROW (self->control)
               ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)))
               : sz_field_row_dup_text (self);
}

void
sz_field_row_set_options (SzFieldRow *self, GListStore *options)
{
    g_autofree char *chosen = NULL;

    g_return_if_fail (SZ_IS_FIELD_ROW (self) && GTK_IS_DROP_DOWN (self->control));
    chosen = sz_field_row_dup_text (self);
    sz_option_drop_down_set_options (GTK_DROP_DOWN (self->control), options);
    sz_option_drop_down_choose (GTK_DROP_DOWN (self->control), *chosen != '\0' ? chosen : NULL);
}

void
sz_field_row_focus (SzFieldRow *self)
{
    GtkEditable *delegate;

    g_return_if_fail (SZ_IS_FIELD_ROW (self));
    delegate = GTK_IS_EDITABLE (self->control)
                   ? gtk_editable_get_delegate (GTK_EDITABLE (self->control))
                   : NULL;
    if (!GTK_IS_TEXT (delegate)) {
        gtk_widget_grab_focus (self->control);
        return;
    }
    gtk_text_grab_focus_without_selecting (GTK_TEXT (delegate));
    gtk_editable_set_position (delegate, -1);
}

/* Rows without a subtitle say it behind their title. */
void
sz_field_row_set_fault (SzFieldRow *self, const char *sentence)
{
    g_autofree char *title = NULL;

    g_return_if_fail (SZ_IS_FIELD_ROW (self));
    if (sentence != NULL)
        gtk_widget_add_css_class (self->row, "error");
    else
        gtk_widget_remove_css_class (self->row, "error");
    if (ADW_IS_ACTION_ROW (self->row)) {
        adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), sentence != NULL ? sentence : "");
        return;
    }
    title = sentence != NULL ? g_strdup_printf ("%s – %s", self->title, sentence)
                             : g_strdup (self->title);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
    if (self->title_label != NULL)
        gtk_label_set_label (self->title_label, title);
    gtk_widget_set_tooltip_text (self->row, sentence);
}

char *
sz_field_row_dup_fault (SzFieldRow *self)
{
    return SZ_IS_DATE_ROW (self->control) ? sz_date_row_dup_fault (SZ_DATE_ROW (self->control))
                                          : NULL;
}
