/* SPDX-License-Identifier: EUPL-1.2 */
/* The actions of the window (window_actions.h). */
#define G_LOG_DOMAIN "sz-window-actions"

#include "config.h"

#include "views/window_actions.h"

#include "store/undo.h"
#include "views/csv_file.h"
#include "views/main_window.h"
#include "views/pupils_view.h"
#include "views/review_window.h"

#include <glib/gi18n-lib.h>

/* What they act on; all borrowed. */
typedef struct {
    GtkApplicationWindow *window;
    SzSwitcher *switcher;
    GtkWidget *search;
} Actions;

static void
view_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;

    sz_switcher_show (self->switcher, g_variant_get_string (parameter, NULL));
    sz_switcher_focus (self->switcher);
}

static void
back_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;
    SzView *view = sz_switcher_get_view (self->switcher);

    if (view != NULL)
        sz_view_go_back (view);
}

static void
find_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;

    gtk_widget_grab_focus (self->search);
}

static void
undone_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (GtkWidget) window = data;
    g_autoptr (GError) error = NULL;

    if (sz_store_undo_finish (SZ_STORE (source), result, &error))
        sz_toast (window, _ ("The last change is taken back"), NULL, NULL);
    else
        sz_toast_error (window, error);
}

static void
undo_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;
    SzStore *store = sz_switcher_get_store (self->switcher);

    if (store != NULL)
        sz_store_undo_async (store, NULL, undone_cb, g_object_ref (self->window));
}

static void
csv_made_cb (const char *name, GBytes *csv, const GError *error, void *data)
{
    if (error != NULL)
        sz_toast_error (data, error);
    else
        sz_csv_file_save (data, name, csv);
}

static void
export_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;
    SzView *view = sz_switcher_get_view (self->switcher);

    if (view != NULL)
        sz_view_export_csv (view, csv_made_cb, self->window);
}

static void
reviews_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;
    SzStore *store = sz_switcher_get_store (self->switcher);

    if (store != NULL)
        sz_review_window_present (GTK_WINDOW (self->window), store);
}

static void
open_pupil_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    Actions *self = data;
    SzId id;

    if (sz_switcher_get_store (self->switcher) == NULL ||
        !sz_id_parse (g_variant_get_string (parameter, NULL), &id))
        return;
    sz_switcher_show (self->switcher, "pupils");
    sz_pupils_view_open (SZ_PUPILS_VIEW (sz_switcher_get_view (self->switcher)), &id);
}

static void
enable (Actions *self, const char *name, gboolean enabled)
{
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), name);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Which of them make sense now. */
static void
update (Actions *self)
{
    SzView *view = sz_switcher_get_view (self->switcher);
    SzStore *store = sz_switcher_get_store (self->switcher);
    g_autoptr (SzOperation) last = store != NULL ? sz_store_last_undoable (store) : NULL;

    enable (self, "back", view != NULL && sz_view_can_go_back (view));
    enable (self, "undo", last != NULL);
    enable (self, "export", view != NULL);
    enable (self, "reviews", store != NULL);
}

void
sz_window_actions_add (GtkApplicationWindow *window, SzSwitcher *switcher, GtkWidget *search)
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
    Actions *self = g_new (Actions, 1);

    *self = (Actions){ window, switcher, search };
    g_object_set_data_full (G_OBJECT (switcher), "actions", self, g_free);
    g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
    g_signal_connect_swapped (switcher, "changed", G_CALLBACK (update), self);
    update (self);
}
