/* SPDX-License-Identifier: EUPL-1.2 */
/* The window (window.h, ui/window.ui); its actions are in window_actions.c. */
#define G_LOG_DOMAIN "sz-window"

#include "config.h"

#include "views/window.h"

#include "views/main_window.h"
#include "views/pupils_view.h"
#include "views/switcher.h"
#include "views/window_actions.h"
#include "widgets/fold.h"
#include "widgets/state_page.h"

#include <glib/gi18n-lib.h>

struct _SzWindow {
    AdwApplicationWindow parent_instance;

    /* template children */
    AdwToastOverlay *toasts;
    GtkStack *faces;
    SzStatePage *state;
    SzSignInPage *sign_in;
    AdwWindowTitle *desk_title;
    GtkListBox *sidebar;
    SzStatusLine *status_line;
    SzFold *fold;
    AdwHeaderBar *header;
    GtkMenuButton *views_button;
    SzStatusLine *narrow_status_line;
    GtkSearchEntry *search;
    GtkStack *views;

    SzSwitcher *switcher; /* (owned) */
    GSettings *settings;  /* (owned) */
    char *searched;       /* (owned) (nullable): what was looked for last */
};

G_DEFINE_FINAL_TYPE (SzWindow, sz_window, ADW_TYPE_APPLICATION_WINDOW)

static SzPupilsView *
show_pupils (SzWindow *self)
{
    sz_switcher_show (self->switcher, "pupils");
    return SZ_PUPILS_VIEW (sz_switcher_get_view (self->switcher));
}

/* What is typed is looked for in the list of pupils, whatever is on screen. */
static void
search_changed_cb (SzWindow *self)
{
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

    if (sz_window_get_store (self) == NULL || g_strcmp0 (text, self->searched) == 0 ||
        (*text == '\0' && self->searched == NULL))
        return;
    g_free (self->searched);
    self->searched = g_strdup (text);
    sz_pupils_view_search (show_pupils (self), text);
}

static void
search_activated_cb (SzWindow *self)
{
    if (sz_window_get_store (self) != NULL)
        sz_pupils_view_open_first (show_pupils (self));
}

static void
search_stopped_cb (SzWindow *self)
{
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    sz_switcher_focus (self->switcher);
}

static void
view_changed_cb (SzWindow *self)
{
    const char *title = sz_switcher_get_title (self->switcher);
    g_autofree char *text = title != NULL ? g_strdup_printf ("%s – Schoolzicht", title) : NULL;

    gtk_window_set_title (GTK_WINDOW (self), text != NULL ? text : "Schoolzicht");
}

/* Without the sidebar the content offers what stands in it. */
static void
folded_cb (SzWindow *self)
{
    gboolean folded = sz_fold_is_folded (self->fold);

    gtk_widget_set_visible (GTK_WIDGET (self->views_button), folded);
    gtk_widget_set_visible (GTK_WIDGET (self->narrow_status_line), folded);
    adw_header_bar_set_show_start_title_buttons (self->header, folded);
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

    g_clear_object (&self->switcher);
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
    g_type_ensure (SZ_TYPE_FOLD);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzWindow, toasts);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, faces);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, state);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, sign_in);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, desk_title);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, sidebar);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, status_line);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, fold);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, header);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, views_button);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, narrow_status_line);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, search);
    gtk_widget_class_bind_template_child (widget_class, SzWindow, views);
    gtk_widget_class_bind_template_callback (widget_class, folded_cb);
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
    gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (
                                        GTK_WIDGET (self->narrow_status_line))),
                                    GTK_ORIENTATION_HORIZONTAL);
    gtk_search_entry_set_key_capture_widget (self->search, NULL);
    sz_main_window_set_toasts (GTK_WINDOW (self), self->toasts);
    self->switcher = sz_switcher_new (self->sidebar, self->views);
    g_signal_connect_object (self->switcher, "changed", G_CALLBACK (view_changed_cb), self,
                             G_CONNECT_SWAPPED);
    sz_window_actions_add (GTK_APPLICATION_WINDOW (self), self->switcher,
                           GTK_WIDGET (self->search));
}

SzWindow *
sz_window_new (GtkApplication *application)
{
    return g_object_new (SZ_TYPE_WINDOW, "application", application, NULL);
}

void
sz_window_set_store (SzWindow *self, SzStore *store)
{
    const char *person;

    g_return_if_fail (SZ_IS_WINDOW (self));
    if (sz_window_get_store (self) == store)
        return;
    sz_switcher_set_store (self->switcher, store);
    if (store == NULL)
        return;
    person = sz_store_fact (store, "display-name");
    adw_window_title_set_subtitle (self->desk_title, person != NULL ? person : "");
    gtk_stack_set_visible_child_name (self->faces, "views");
    sz_switcher_focus (self->switcher);
}

SzStore *
sz_window_get_store (SzWindow *self)
{
    return sz_switcher_get_store (self->switcher);
}

gboolean
sz_window_show_view (SzWindow *self, const char *name)
{
    g_return_val_if_fail (SZ_IS_WINDOW (self), FALSE);
    return sz_switcher_show (self->switcher, name);
}

void
sz_window_set_status (SzWindow *self, const SzStatus *status)
{
    g_return_if_fail (SZ_IS_WINDOW (self));
    sz_status_line_set (self->status_line, status);
    sz_status_line_set (self->narrow_status_line, status);
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
    if (sz_window_get_store (self) != NULL)
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
sz_window_is_filled (SzWindow *self)
{
    SzView *view = sz_switcher_get_view (self->switcher);

    return view != NULL && sz_view_is_filled (view);
}
