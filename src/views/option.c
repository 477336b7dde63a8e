/* SPDX-License-Identifier: EUPL-1.2 */
/* Options of drop-downs (option.h). */
#define G_LOG_DOMAIN "sz-option"

#include "config.h"

#include "views/option.h"

#include "base/text.h"
#include "views/field_text.h"

#include <string.h>

/* From so many on a drop-down has a search. */
#define SEARCH_FROM 12
#define LABEL_WIDTH_MAX 44
#define LABEL_WIDTH_LIST 16

struct _SzOption {
    GObject parent_instance;

    char *value; /* (owned) (nullable) */
    char *label; /* (owned) */
};

typedef enum {
    PROP_LABEL = 1,
    N_PROPS
} SzOptionProperty;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SzOption, sz_option, G_TYPE_OBJECT)

static void
sz_option_get_property (GObject *object, unsigned prop_id, GValue *value, GParamSpec *pspec)
{
    if (prop_id == PROP_LABEL)
        g_value_set_string (value, SZ_OPTION (object)->label);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sz_option_finalize (GObject *object)
{
    SzOption *self = SZ_OPTION (object);

    g_free (self->value);
    g_free (self->label);
    G_OBJECT_CLASS (sz_option_parent_class)->finalize (object);
}

static void
sz_option_class_init (SzOptionClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->get_property = sz_option_get_property;
    object_class->finalize = sz_option_finalize;
    properties[PROP_LABEL] =
        g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sz_option_init (SzOption *self)
{
}

const char *
sz_option_get_label (SzOption *self)
{
    return self->label;
}

const char *
sz_option_get_value (SzOption *self)
{
    return self->value;
}

gboolean
sz_option_get_id (SzOption *self, SzId *id)
{
    return self != NULL && self->value != NULL && sz_id_parse (self->value, id);
}

GListStore *
sz_options_new (const char *none)
{
    GListStore *options = g_list_store_new (SZ_TYPE_OPTION);

    if (none != NULL)
        sz_options_add (options, NULL, none);
    return options;
}

void
sz_options_add (GListStore *options, const char *value, const char *label)
{
    g_autoptr (SzOption) option = g_object_new (SZ_TYPE_OPTION, NULL);

    option->value = g_strdup (value);
    option->label = g_strdup (label);
    g_list_store_append (options, option);
}

void
sz_options_add_choices (GListStore *options, const SzField *field)
{
    for (const SzChoice *choice = field->choices; choice->code != NULL; choice++)
        sz_options_add (options, choice->code, sz_choice_label (field, choice->code));
}

typedef struct {
    char *key;   /* (owned) */
    char *label; /* (owned) */
    char *value; /* (owned) */
} Named;

static void
named_free (void *data)
{
    Named *named = data;

    g_free (named->key);
    g_free (named->label);
    g_free (named->value);
    g_free (named);
}

static int
compare_named (const void *a, const void *b)
{
    const Named *const *x = a;
    const Named *const *y = b;

    return strcmp ((*x)->key, (*y)->key);
}

void
sz_options_add_records (GListStore *options,
                        SzStore *store,
                        const SzKind *kind,
                        const char *by,
                        const SzValue *value)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) records = sz_store_list (store, kind, by, value, &error);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (named_free);

    if (records == NULL) {
        g_warning ("options of %s: %s", kind->name, error->message);
        return;
    }
    for (unsigned i = 0; i < records->len; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);
        Named *named = g_new0 (Named, 1);

        named->label = sz_record_title (store, record);
        named->key = sz_text_sort_key (named->label);
        named->value = sz_id_to_string (&record->id);
        g_ptr_array_add (names, named);
    }
    g_ptr_array_sort (names, compare_named);
    for (unsigned i = 0; i < names->len; i++) {
        const Named *named = g_ptr_array_index (names, i);

        sz_options_add (options, named->value, named->label);
    }
}

GListStore *
sz_options_new_schools (SzStore *store, const char *none)
{
    GListStore *options = sz_options_new (none);
    const char *centre = sz_store_fact (store, "centre-id");
    SzValue value = { .type = SZ_VALUE_ID };

    if (centre != NULL && sz_id_parse (centre, &value.id))
        sz_options_add_records (options, store, sz_kind_by_name ("school"), "centre", &value);
    return options;
}

GtkWidget *
sz_option_drop_down_new (GListStore *options)
{
    GtkWidget *drop_down =
        gtk_drop_down_new (NULL, gtk_property_expression_new (SZ_TYPE_OPTION, NULL, "label"));

    sz_option_drop_down_set_options (GTK_DROP_DOWN (drop_down), options);
    return drop_down;
}

static void
label_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *data)
{
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (data));
    gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_WIDTH_MAX);
    gtk_list_item_set_child (item, label);
}

static void
label_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, void *data)
{
    const SzOption *option = gtk_list_item_get_item (item);

    gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), option->label);
}

static GtkListItemFactory *
label_factory (int width)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

    g_signal_connect (factory, "setup", G_CALLBACK (label_setup_cb), GINT_TO_POINTER (width));
    g_signal_connect (factory, "bind", G_CALLBACK (label_bind_cb), NULL);
    return factory;
}

static GtkWidget *
find_search (GtkWidget *widget)
{
    GtkWidget *found = GTK_IS_SEARCH_ENTRY (widget) ? widget : NULL;

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
         child = gtk_widget_get_next_sibling (child))
        found = find_search (child);
    return found;
}

/* Labels that are cut rather than make the list as wide as the screen; and typing finds, wherever the keyboard is. */
static void
dress (GtkDropDown *drop_down)
{
    g_autoptr (GtkListItemFactory) button = label_factory (-1);
    g_autoptr (GtkListItemFactory) list = label_factory (LABEL_WIDTH_LIST);
    GtkWidget *search = find_search (GTK_WIDGET (drop_down));

    gtk_drop_down_set_factory (drop_down, button);
    gtk_drop_down_set_list_factory (drop_down, list);
    if (search != NULL)
        gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (search),
                                                 gtk_widget_get_ancestor (search,
                                                                          GTK_TYPE_POPOVER));
    g_object_set_data (G_OBJECT (drop_down), "dressed", drop_down);
}

void
sz_option_drop_down_set_options (GtkDropDown *drop_down, GListStore *options)
{
    if (g_object_get_data (G_OBJECT (drop_down), "dressed") == NULL)
        dress (drop_down);
    gtk_drop_down_set_model (drop_down, G_LIST_MODEL (options));
    gtk_drop_down_set_enable_search (drop_down, g_list_model_get_n_items (G_LIST_MODEL (options)) >=
                                                    SEARCH_FROM);
    g_object_unref (options);
}

SzOption *
sz_option_drop_down_get (GtkDropDown *drop_down)
{
    return gtk_drop_down_get_selected_item (drop_down);
}

void
sz_option_drop_down_choose (GtkDropDown *drop_down, const char *value)
{
    GListModel *options = gtk_drop_down_get_model (drop_down);
    unsigned n = options != NULL ? g_list_model_get_n_items (options) : 0;

    for (unsigned i = 0; i < n; i++) {
        g_autoptr (SzOption) option = g_list_model_get_item (options, i);

        if (g_strcmp0 (option->value, value) == 0) {
            gtk_drop_down_set_selected (drop_down, i);
            return;
        }
    }
    gtk_drop_down_set_selected (drop_down, 0);
}

const char *
sz_option_drop_down_get_value (GtkDropDown *drop_down)
{
    SzOption *option = sz_option_drop_down_get (drop_down);

    return option != NULL ? sz_option_get_value (option) : NULL;
}

void
sz_option_drop_down_refill (GtkDropDown *drop_down, GListStore *options)
{
    g_autofree char *before = g_strdup (sz_option_drop_down_get_value (drop_down));

    sz_option_drop_down_set_options (drop_down, options);
    sz_option_drop_down_choose (drop_down, before);
}
