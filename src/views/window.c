/* SPDX-License-Identifier: EUPL-1.2 */
/* The window (window.h, ui/window.ui); its actions are in window_actions.c. */
#define G_LOG_DOMAIN "sz-window"

#include "config.h"

#include "views/window_private.h"

#include "base/error_text.h"
#include "views/infections_view.h"
#include "views/pupils_view.h"
#include "views/vaccination_view.h"
#include "views/workload_view.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (SzWindow, sz_window, ADW_TYPE_APPLICATION_WINDOW)

/* The views in the order of the sidebar. */
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

static void
add_sidebar_row (SzWindow *self, unsigned i)
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

SzView *
sz_window_current_view (SzWindow *self)
{
    GtkWidget *child = gtk_stack_get_visible_child (self->views);

    return child != NULL ? SZ_VIEW (child) : NULL;
}

void
sz_window_focus_view (SzWindow *self)
{
    SzView *view = sz_window_current_view (self);

    if (view != NULL)
        sz_view_focus (view);
}

/* A view is made when it is first shown: the window opens sooner. */
static SzView *
ensure_view (SzWindow *self, unsigned i)
{
    GtkWidget *view = gtk_stack_get_child_by_name (self->views, views[i].name);

    if (view == NULL) {
        view = g_object_new (views[i].type (), NULL);
        gtk_stack_add_named (self->views, view, views[i].name);
        sz_view_set_store (SZ_VIEW (view), self->store);
        g_signal_connect_object (view, "navigated", G_CALLBACK (sz_window_update_actions), self,
                                 G_CONNECT_SWAPPED);
    }
    return SZ_VIEW (view);
}

static void
show_view (SzWindow *self, unsigned i)
{
    SzView *view = ensure_view (self, i);
    g_autofree char *title = g_strdup_printf ("%s – Schoolzicht", _ (views[i].title));

    gtk_stack_set_visible_child (self->views, GTK_WIDGET (view));
    gtk_window_set_title (GTK_WINDOW (self), title);
    sz_view_load (view);
    g_settings_set_string (self->settings, "last-view", views[i].name);
    sz_window_update_actions (self);
}

static void
row_selected_cb (SzWindow *self, GtkListBoxRow *row)
{
    if (row != NULL && self->store != NULL)
        show_view (self, (unsigned) gtk_list_box_row_get_index (row));
}

/* A click on the view one is in leads back to its beginning. */
static void
row_activated_cb (SzWindow *self, GtkListBoxRow *row)
{
    SzView *view = sz_window_current_view (self);

    if (row == self->active_row && view != NULL)
        sz_view_go_back (view);
    self->active_row = row;
}

static SzPupilsView *
show_pupils (SzWindow *self)
{
    sz_window_show_view (self, "pupils");
    return SZ_PUPILS_VIEW (gtk_stack_get_child_by_name (self->views, "pupils"));
}

/* What is typed is looked for in the list of pupils, whatever is on screen. */
static void
search_changed_cb (SzWindow *self)
{
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

    if (self->store == NULL || g_strcmp0 (text, self->searched) == 0 ||
        (*text == '\0' && self->searched == NULL))
        return;
    g_free (self->searched);
    self->searched = g_strdup (text);
    sz_pupils_view_search (show_pupils (self), text);
}

static void
search_activated_cb (SzWindow *self)
{
    if (self->store != NULL)
        sz_pupils_view_open_first (show_pupils (self));
}

static void
search_stopped_cb (SzWindow *self)
{
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    sz_window_focus_view (self);
}

static void
store_changed_cb (SzWindow *self, uint64_t kinds)
{
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++) {
        GtkWidget *view = gtk_stack_get_child_by_name (self->views, views[i].name);

        if (view != NULL)
            sz_view_records_changed (SZ_VIEW (view), kinds);
    }
    sz_window_update_actions (self);
}

static void
remember_size (SzWindow *self)
{
    int width, height;

    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
    g_settings_set_int (self->settings, "window-width", MAX (width, 360));
    g_settings_set_int (self->settings, "window-height", MAX (height, 290));
    g_settings_set_boolean (self->settings, "window-maximized",
                            gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
sz_window_close_request (GtkWindow *window)
{
    remember_size (SZ_WINDOW (window));
    return GTK_WINDOW_CLASS (sz_window_parent_class)->close_request (window);
}

static void
sz_window_dispose (GObject *object)
{
    SzWindow *self = SZ_WINDOW (object);

    if (self->views != NULL)
        sz_window_set_store (self, NULL);
    g_clear_object (&self->settings);
    g_clear_pointer (&self->searched, g_free);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_WINDOW);
    G_OBJECT_CLASS (sz_window_parent_class)->dispose (object);
}

static void
sz_window_class_init (SzWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_window_dispose;
    GTK_WINDOW_CLASS (klass)->close_request = sz_window_close_request;
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    g_type_ensure (SZ_TYPE_SIGN_IN_PAGE);
    g_type_ensure (SZ_TYPE_STATUS_LINE);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzWindow, toasts);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, faces);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, state);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, sign_in);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, desk_title);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, sidebar);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, status_line);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, search);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, views);
    gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
    gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
    gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
    gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
    gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
sz_window_init (SzWindow *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    self->settings = g_settings_new (SZ_APP_ID);
    gtk_window_set_default_size (GTK_WINDOW (self),
                                 g_settings_get_int (self->settings, "window-width"),
                                 g_settings_get_int (self->settings, "window-height"));
    if (g_settings_get_boolean (self->settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
        add_sidebar_row (self, i);
    gtk_search_entry_set_key_capture_widget (self->search, NULL);
    sz_window_add_actions (self);
}

SzWindow *
sz_window_new (GtkApplication *application)
{
    return g_object_new (SZ_TYPE_WINDOW, "application", application, NULL);
}

SzWindow *
sz_window_of (GtkWidget *widget)
{
    GtkRoot *root = gtk_widget_get_root (widget);

    while (root != NULL && !SZ_IS_WINDOW (root) && GTK_IS_WINDOW (root))
        root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
    return root != NULL && SZ_IS_WINDOW (root) ? SZ_WINDOW (root) : NULL;
}

static void
forget_store (SzWindow *self)
{
    GtkWidget *child;

    if (self->store == NULL)
        return;
    g_signal_handlers_disconnect_by_data (self->store, self);
    while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->views))) != NULL) {
        sz_view_set_store (SZ_VIEW (child), NULL);
        gtk_stack_remove (self->views, child);
    }
    g_clear_object (&self->store);
}

void
sz_window_set_store (SzWindow *self, SzStore *store)
{
    const char *person;

    g_return_if_fail (SZ_IS_WINDOW (self));
    if (self->store == store)
        return;
    forget_store (self);
    if (store == NULL)
        return;
    self->store = g_object_ref (store);
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                             G_CONNECT_SWAPPED);
    person = sz_store_fact (store, "display-name");
    adw_window_title_set_subtitle (self->desk_title, person != NULL ? person : "");
    gtk_stack_set_visible_child_name (self->faces, "views");
    if (!sz_window_show_view (self, self->wanted != NULL ? self->wanted : "pupils"))
        sz_window_show_view (self, "pupils");
    sz_window_focus_view (self);
}

SzStore *
sz_window_get_store (SzWindow *self)
{
    return self->store;
}

void
sz_window_set_status (SzWindow *self, const SzStatus *status)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    sz_status_line_set (self->status_line, status);
    sz_window_update_actions (self);
}

SzSignInPage *
sz_window_get_sign_in (SzWindow *self)
{
    return self->sign_in;
}

void
sz_window_show_sign_in (SzWindow *self)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    gtk_stack_set_visible_child_name (self->faces, "sign-in");
}

void
sz_window_show_views (SzWindow *self)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    if (self->store != NULL)
        gtk_stack_set_visible_child_name (self->faces, "views");
}

void
sz_window_show_loading (SzWindow *self, const char *title)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    sz_state_page_show_loading (self->state, title);
    gtk_stack_set_visible_child_name (self->faces, "state");
}

void
sz_window_show_failed (SzWindow *self,
                       const char *title,
                       const char *description,
                       const char *button,
                       const char *action_name)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    sz_state_page_show_failed (self->state, title, description, button, action_name);
    gtk_stack_set_visible_child_name (self->faces, "state");
}

gboolean
sz_window_show_view (SzWindow *self, const char *name)
{
    g_return_val_if_fail (SZ_IS_WINDOW (self), FALSE);
    for (unsigned i = 0; i < G_N_ELEMENTS (views); i++) {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, (int) i);

        if (!g_str_equal (views[i].name, name))
            continue;
        self->wanted = views[i].name;
        self->active_row = row;
        if (self->store == NULL)
            return TRUE;
        if (gtk_list_box_get_selected_row (self->sidebar) == row)
            show_view (self, i);
        else
            gtk_list_box_select_row (self->sidebar, row);
        return TRUE;
    }
    return FALSE;
}

gboolean
sz_window_is_filled (SzWindow *self)
{
    SzView *view = sz_window_current_view (self);

    return view != NULL && sz_view_is_filled (view);
}

void
sz_window_toast (SzWindow *self, const char *text, const char *button, const char *action_name)
{
    AdwToast *toast = adw_toast_new (text);

    g_return_if_fail (SZ_IS_WINDOW (self));
    if (button != NULL) {
        adw_toast_set_button_label (toast, button);
        adw_toast_set_action_name (toast, action_name);
    }
    adw_toast_overlay_add_toast (self->toasts, toast);
}

void
sz_window_toast_error (SzWindow *self, const GError *error)
{
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        sz_window_toast (self, sz_error_text (error), NULL, NULL);
}
