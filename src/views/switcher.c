/* SPDX-License-Identifier: EUPL-1.2 */
/* The views of the window (switcher.h). */
#define G_LOG_DOMAIN "sz-switcher"

#include "config.h"

#include "views/switcher.h"

#include "views/infections_view.h"
#include "views/pupils_view.h"
#include "views/vaccination_view.h"
#include "views/workload_view.h"

#include <glib/gi18n-lib.h>

struct _SzSwitcher {
    GObject parent_instance;

    GtkListBox *sidebar;       /* (borrowed) */
    GtkStack *stack;           /* (borrowed) */
    SzStore *store;            /* (owned) (nullable) */
    GSettings *settings;       /* (owned) */
    int wanted;                /* the view to show */
    GtkListBoxRow *active_row; /* (borrowed) (nullable): the last one clicked */
};

/* In the order of the sidebar. */
static const struct {
    const char *name;
    const char *title;
    const char *icon;
    GType (*type) (void);
} views[] = {
    { "pupils", N_ ("Pupils"), "system-users-symbolic", sz_pupils_view_get_type },
    { "infections", N_ ("Infections"), "dialog-warning-symbolic", sz_infections_view_get_type },
    { "vaccination", N_ ("Vaccination"), "security-high-symbolic", sz_vaccination_view_get_type },
    { "workload", N_ ("Workload"), "document-open-recent-symbolic", sz_workload_view_get_type },
};

static unsigned changed_signal;

G_DEFINE_FINAL_TYPE (SzSwitcher, sz_switcher, G_TYPE_OBJECT)

static void
tell (SzSwitcher *self)
{
    g_signal_emit (self, changed_signal, 0);
}

static void
add_row (SzSwitcher *self, unsigned i)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *row = gtk_list_box_row_new ();

    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (views[i].icon));
    gtk_box_append (GTK_BOX (box), gtk_label_new (_ (views[i].title)));
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (views[i].title), -1);
    gtk_list_box_append (self->sidebar, row);
}

static SzView *
ensure_view (SzSwitcher *self, unsigned i)
{
    GtkWidget *view = gtk_stack_get_child_by_name (self->stack, views[i].name);

    if (view == NULL) {
        view = g_object_new (views[i].type (), NULL);
        gtk_stack_add_named (self->stack, view, views[i].name);
        sz_view_set_store (SZ_VIEW (view), self->store);
        g_signal_connect_object (view, "navigated", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
    }
    return SZ_VIEW (view);
}

static void
show_view (SzSwitcher *self, int i)
{
    SzView *view = ensure_view (self, (unsigned) i);

    self->wanted = i;
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (view));
    sz_view_load (view);
    g_settings_set_string (self->settings, "last-view", views[i].name);
    tell (self);
}

static void
row_selected_cb (SzSwitcher *self, GtkListBoxRow *row)
{
    if (row != NULL && self->store != NULL)
        show_view (self, gtk_list_box_row_get_index (row));
}

/* A click on the view one is in leads back to its beginning. */
static void
row_activated_cb (SzSwitcher *self, GtkListBoxRow *row)
{
    SzView *view = sz_switcher_get_view (self);

    if (row == self->active_row && view != NULL)
        sz_view_go_back (view);
    self->active_row = row;
}

static void
store_changed_cb (SzSwitcher *self, uint64_t kinds)
{
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++) {
        GtkWidget *view = gtk_stack_get_child_by_name (self->stack, views[i].name);

        if (view != NULL)
            sz_view_records_changed (SZ_VIEW (view), kinds);
    }
    tell (self);
}

static void
sz_switcher_dispose (GObject *object)
{
    SzSwitcher *self = SZ_SWITCHER (object);

    if (self->store != NULL)
        sz_switcher_set_store (self, NULL);
    g_clear_object (&self->settings);
    G_OBJECT_CLASS (sz_switcher_parent_class)->dispose (object);
}

static void
sz_switcher_class_init (SzSwitcherClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_switcher_dispose;
    changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sz_switcher_init (SzSwitcher *self)
{
    self->settings = g_settings_new (SZ_APP_ID);
}

SzSwitcher *
sz_switcher_new (GtkListBox *sidebar, GtkStack *stack)
{
    SzSwitcher *self = g_object_new (SZ_TYPE_SWITCHER, NULL);

    self->sidebar = sidebar;
    self->stack = stack;
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
        add_row (self, i);
    g_signal_connect_object (sidebar, "row-selected", G_CALLBACK (row_selected_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (sidebar, "row-activated", G_CALLBACK (row_activated_cb), self,
                             G_CONNECT_SWAPPED);
    return self;
}

static void
forget_store (SzSwitcher *self)
{
    GtkWidget *child;

    g_signal_handlers_disconnect_by_data (self->store, self);
    while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL) {
        sz_view_set_store (SZ_VIEW (child), NULL);
        gtk_stack_remove (self->stack, child);
    }
    gtk_list_box_unselect_all (self->sidebar);
    g_clear_object (&self->store);
}

void
sz_switcher_set_store (SzSwitcher *self, SzStore *store)
{
    g_return_if_fail (SZ_IS_SWITCHER (self));
    if (self->store != NULL)
        forget_store (self);
    if (store == NULL)
        return;
    self->store = g_object_ref (store);
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                             G_CONNECT_SWAPPED);
    sz_switcher_show (self, views[self->wanted].name);
}

SzStore *
sz_switcher_get_store (SzSwitcher *self)
{
    return self->store;
}

gboolean
sz_switcher_show (SzSwitcher *self, const char *name)
{
    g_return_val_if_fail (SZ_IS_SWITCHER (self), FALSE);
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++) {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, (int) i);

        if (!g_str_equal (views[i].name, name))
            continue;
        self->wanted = (int) i;
        self->active_row = row;
        if (self->store == NULL)
            return TRUE;
        if (gtk_list_box_get_selected_row (self->sidebar) == row)
            show_view (self, (int) i);
        else
            gtk_list_box_select_row (self->sidebar, row);
        return TRUE;
    }
    return FALSE;
}

SzView *
sz_switcher_get_view (SzSwitcher *self)
{
    GtkWidget *child = self->store != NULL ? gtk_stack_get_visible_child (self->stack) : NULL;

    return child != NULL ? SZ_VIEW (child) : NULL;
}

const char *
sz_switcher_get_title (SzSwitcher *self)
{
    return self->store != NULL ? _ (views[self->wanted].title) : NULL;
}

void
sz_switcher_focus (SzSwitcher *self)
{
    SzView *view = sz_switcher_get_view (self);

    if (view != NULL)
        sz_view_focus (view);
}

char *
sz_switcher_dup_names (void)
{
    g_autoptr (GString) names = g_string_new (NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", views[i].name);
    return g_string_free (g_steal_pointer (&names), FALSE);
}

gboolean
sz_switcher_has (const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++) {
        if (g_str_equal (views[i].name, name))
            return TRUE;
    }
    return FALSE;
}
