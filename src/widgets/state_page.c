/* SPDX-License-Identifier: EUPL-1.2 */
/* The faces of a screen (state_page.h). */
#define G_LOG_DOMAIN "sz-state-page"

#include "config.h"

#include "widgets/state_page.h"

#include <adwaita.h>

/* Answers that come sooner are not announced. */
#define PATIENCE_MS 250

struct _SzStatePage {
    GtkWidget parent_instance;

    /* children */
    GtkStack *stack;
    GtkWidget *child; /* (nullable) */
    GtkSpinner *spinner;
    GtkLabel *waiting;
    AdwStatusPage *message;
    GtkButton *button;

    unsigned patience; /* source, 0: none */
};

typedef enum {
    PROP_CHILD = 1,
    N_PROPS
} SzStatePageProperty;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SzStatePage, sz_state_page, GTK_TYPE_WIDGET)

static void
show_page (SzStatePage *self, const char *name)
{
    g_clear_handle_id (&self->patience, g_source_remove);
    gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
    gtk_stack_set_visible_child_name (self->stack, name);
}

static gboolean
patience_cb (void *data)
{
    SzStatePage *self = data;

    self->patience = 0;
    show_page (self, "loading");
    return G_SOURCE_REMOVE;
}

static void
show_message (SzStatePage *self,
              const char *icon_name,
              const char *title,
              const char *description,
              const char *button,
              const char *action_name)
{
    g_autofree char *plain = g_markup_escape_text (title, -1);
    g_autofree char *words = description != NULL ? g_markup_escape_text (description, -1) : NULL;

    adw_status_page_set_icon_name (self->message, icon_name);
    adw_status_page_set_title (self->message, plain);
    adw_status_page_set_description (self->message, words);
    gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
    gtk_button_set_label (self->button, button != NULL ? button : "");
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), action_name);
    show_page (self, "message");
}

static void
sz_state_page_get_property (GObject *object, unsigned prop_id, GValue *value, GParamSpec *pspec)
{
    if (prop_id == PROP_CHILD)
        g_value_set_object (value, SZ_STATE_PAGE (object)->child);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sz_state_page_set_property (GObject *object,
                            unsigned prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
    if (prop_id == PROP_CHILD)
        sz_state_page_set_child (SZ_STATE_PAGE (object), g_value_get_object (value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sz_state_page_dispose (GObject *object)
{
    SzStatePage *self = SZ_STATE_PAGE (object);

    g_clear_handle_id (&self->patience, g_source_remove);
    if (self->stack != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->stack));
    self->stack = NULL;
    self->child = NULL;
    G_OBJECT_CLASS (sz_state_page_parent_class)->dispose (object);
}

static void
sz_state_page_class_init (SzStatePageClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->get_property = sz_state_page_get_property;
    object_class->set_property = sz_state_page_set_property;
    object_class->dispose = sz_state_page_dispose;
    properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, properties);
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_loading (SzStatePage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

    self->spinner = GTK_SPINNER (gtk_spinner_new ());
    self->waiting = GTK_LABEL (gtk_label_new (NULL));
    gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
    gtk_label_set_wrap (self->waiting, TRUE);
    gtk_label_set_justify (self->waiting, GTK_JUSTIFY_CENTER);
    gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->waiting));
    gtk_stack_add_named (self->stack, box, "loading");
}

static void
add_message (SzStatePage *self)
{
    self->message = ADW_STATUS_PAGE (adw_status_page_new ());
    self->button = GTK_BUTTON (gtk_button_new ());
    gtk_button_set_use_underline (self->button, TRUE);
    gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "pill");
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
    adw_status_page_set_child (self->message, GTK_WIDGET (self->button));
    gtk_stack_add_named (self->stack, GTK_WIDGET (self->message), "message");
}

static void
sz_state_page_init (SzStatePage *self)
{
    self->stack = GTK_STACK (gtk_stack_new ());
    gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
    /* Until it is told what to show, nothing: an empty form is no answer. */
    gtk_stack_add_named (self->stack, adw_bin_new (), "blank");
    gtk_stack_add_named (self->stack, adw_bin_new (), "content");
    add_loading (self);
    add_message (self);
}

GtkWidget *
sz_state_page_new (void)
{
    return g_object_new (SZ_TYPE_STATE_PAGE, NULL);
}

void
sz_state_page_set_child (SzStatePage *self, GtkWidget *child)
{
    GtkWidget *place;

    g_return_if_fail (SZ_IS_STATE_PAGE (self));
    place = gtk_stack_get_child_by_name (self->stack, "content");
    adw_bin_set_child (ADW_BIN (place), child);
    self->child = child;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

void
sz_state_page_show_content (SzStatePage *self)
{
    g_return_if_fail (SZ_IS_STATE_PAGE (self));
    show_page (self, "content");
}

void
sz_state_page_show_loading (SzStatePage *self, const char *title)
{
    g_return_if_fail (SZ_IS_STATE_PAGE (self));
    gtk_label_set_label (self->waiting, title);
    if (self->patience == 0)
        self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
}

void
sz_state_page_show_empty (SzStatePage *self,
                          const char *icon_name,
                          const char *title,
                          const char *description,
                          const char *button,
                          const char *action_name)
{
    g_return_if_fail (SZ_IS_STATE_PAGE (self));
    show_message (self, icon_name, title, description, button, action_name);
}

void
sz_state_page_show_failed (SzStatePage *self,
                           const char *title,
                           const char *description,
                           const char *button,
                           const char *action_name)
{
    g_return_if_fail (SZ_IS_STATE_PAGE (self));
    show_message (self, "dialog-error-symbolic", title, description, button, action_name);
}
