/* SPDX-License-Identifier: EUPL-1.2 */
/* The actions of the window (window.h), each reachable by key, by menu and over D-Bus. */
#define G_LOG_DOMAIN "sz-window-actions"

#include "config.h"

#include "views/csv_file.h"
#include "views/pupils_view.h"
#include "views/review_window.h"
#include "views/window_private.h"

#include "store/undo.h"

#include <glib/gi18n-lib.h>

static void
view_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    sz_window_show_view (data, g_variant_get_string (parameter, NULL));
    sz_window_focus_view (data);
}

static void
back_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzView *view = sz_window_current_view (data);

    if (view != NULL)
        sz_view_go_back (view);
}

static void
find_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzWindow *self = data;

    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
undone_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzWindow) self = data;
    g_autoptr (GError) error = NULL;

    if (sz_store_undo_finish (SZ_STORE (source), result, &error))
        sz_window_toast (self, _ ("The last change is taken back"), NULL, NULL);
    else
        sz_window_toast_error (self, error);
}

static void
undo_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzWindow *self = data;

    if (self->store != NULL)
        sz_store_undo_async (self->store, NULL, undone_cb, g_object_ref (self));
}

static void
csv_made_cb (const char *name, GBytes *csv, const GError *error, void *data)
{
    if (error != NULL)
        sz_window_toast_error (data, error);
    else
        sz_csv_file_save (data, name, csv);
}

static void
export_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzView *view = sz_window_current_view (data);

    if (view != NULL)
        sz_view_export_csv (view, csv_made_cb, data);
}

static void
reviews_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzWindow *self = data;

    if (self->store != NULL)
        sz_review_window_present (GTK_WINDOW (self), self->store);
}

static void
open_pupil_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    SzWindow *self = data;
    SzId id;

    if (self->store == NULL || !sz_id_parse (g_variant_get_string (parameter, NULL), &id))
        return;
    sz_window_show_view (self, "pupils");
    sz_pupils_view_open (SZ_PUPILS_VIEW (gtk_stack_get_visible_child (self->views)), &id);
}

static void
enable (SzWindow *self, const char *name, gboolean enabled)
{
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
sz_window_update_actions (SzWindow *self)
{
    SzView *view = sz_window_current_view (self);
    g_autoptr (SzOperation) last =
        self->store != NULL ? sz_store_last_undoable (self->store) : NULL;

    enable (self, "back", view != NULL && sz_view_can_go_back (view));
    enable (self, "undo", last != NULL);
    enable (self, "export", view != NULL);
    enable (self, "reviews", self->store != NULL);
}

void
sz_window_add_actions (SzWindow *self)
{
    static const GActionEntry entries[] = {
        { "view", view_activated_cb, "s", NULL, NULL, { 0 } },
        { "back", back_activated_cb, NULL, NULL, NULL, { 0 } },
        { "find", find_activated_cb, NULL, NULL, NULL, { 0 } },
        { "undo", undo_activated_cb, NULL, NULL, NULL, { 0 } },
        { "export", export_activated_cb, NULL, NULL, NULL, { 0 } },
        { "reviews", reviews_activated_cb, NULL, NULL, NULL, { 0 } },
        { "open-pupil", open_pupil_activated_cb, "s", NULL, NULL, { 0 } },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
    sz_window_update_actions (self);
}
