/* SPDX-License-Identifier: EUPL-1.2 */
/* The way into a desk (entrance.h). */
#define G_LOG_DOMAIN "sz-entrance"

#include "config.h"

#include "app/entrance.h"

#include "base/error_text.h"
#include "base/errors.h"
#include "views/main_window.h"

#include <glib/gi18n-lib.h>

struct _SzEntrance {
    GObject parent_instance;

    SzDesk *desk;              /* (owned) */
    SzWindow *window;          /* (borrowed) */
    SzSignInPage *page;        /* (borrowed): in the window */
    GCancellable *cancellable; /* (owned) */
    char *accepted;            /* (owned) (nullable): the fingerprint that was agreed to ... */
    char *accepted_server;     /* (owned) (nullable): ... for this server */
    gboolean signed_in;        /* the server said yes; what it gave is not kept yet */
};

G_DEFINE_FINAL_TYPE (SzEntrance, sz_entrance, G_TYPE_OBJECT)

static void open_desk (SzEntrance *self);
static void opening_failed (SzEntrance *self, const GError *error);
static void keep (SzEntrance *self);
static void wipe (SzEntrance *self);
static void close_desk (SzEntrance *self);

static SzStatusKind
status_kind (SzStateKind kind)
{
    switch (kind) {
    case SZ_STATE_SIGNED_OUT:
        return SZ_STATUS_SIGNED_OUT;
    case SZ_STATE_CONNECTING:
        return SZ_STATUS_CONNECTING;
    case SZ_STATE_PULLING:
        return SZ_STATUS_RECEIVING;
    case SZ_STATE_PUSHING:
        return SZ_STATUS_SENDING;
    case SZ_STATE_SAVED:
        return SZ_STATUS_SAVED;
    case SZ_STATE_OFFLINE:
        return SZ_STATUS_OFFLINE;
    case SZ_STATE_ACTION:
        return SZ_STATUS_ACTION;
    }
    g_return_val_if_reached (SZ_STATUS_ACTION);
}

/* Before the first complete exchange of this session, that of an earlier one. */
static int64_t
verified (SzEntrance *self, const SzState *state)
{
    const char *text = sz_store_fact (sz_desk_get_store (self->desk), "last-verified");
    g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

    if (state->verified_ms > 0 || time == NULL)
        return state->verified_ms;
    return g_date_time_to_unix (time) * 1000;
}

/* Not within the engine's own signal: it goes. Whoever comes second finds it gone. */
static gboolean
must_wipe_cb (void *data)
{
    SzEntrance *self = data;

    if (sz_desk_get_engine (self->desk) != NULL)
        wipe (self);
    return G_SOURCE_REMOVE;
}

static gboolean
lease_over_cb (void *data)
{
    SzEntrance *self = data;
    g_autoptr (GError) error =
        g_error_new_literal (SZ_SYNC_ERROR, SZ_SYNC_ERROR_LEASE, "the lease is over");

    if (self->window == NULL || sz_desk_get_engine (self->desk) == NULL)
        return G_SOURCE_REMOVE;
    close_desk (self);
    opening_failed (self, error);
    return G_SOURCE_REMOVE;
}

static void
look_at_action (SzEntrance *self, const GError *error)
{
    GSourceFunc what = NULL;

    if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED))
        what = must_wipe_cb;
    else if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_LEASE))
        what = lease_over_cb;
    if (what != NULL)
        g_idle_add_full (G_PRIORITY_DEFAULT, what, g_object_ref (self), g_object_unref);
}

static void
show_state (SzEntrance *self)
{
    const SzState state = sz_engine_get_state (sz_desk_get_engine (self->desk));
    const SzStatus status = {
        .kind = status_kind (state.kind),
        .waiting = state.waiting,
        .reviews = state.reviews,
        .rows_done = state.rows_done,
        .rows_total = state.rows_total,
        .verified = verified (self, &state),
        .detail = state.error != NULL ? sz_error_text (state.error) : NULL,
    };

    sz_window_set_status (self->window, &status);
    if (state.kind == SZ_STATE_ACTION)
        look_at_action (self, state.error);
}

static void
show_desk (SzEntrance *self)
{
    SzEngine *engine = sz_desk_get_engine (self->desk);

    sz_sign_in_page_clear (self->page);
    sz_window_set_store (self->window, sz_desk_get_store (self->desk));
    g_signal_connect_object (engine, "state-changed", G_CALLBACK (show_state), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (sz_desk_get_store (self->desk), "outbox-changed",
                             G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
    sz_engine_start (engine);
    show_state (self);
}

/* Who signs in has changed nothing that could be lost. */
static const char *
sign_in_text (const GError *error)
{
    if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_OFFLINE))
        return _ (
            "No server answers at that address. Check the address and the network, and try again.");
    return sz_error_text (error);
}

static void
ask (SzEntrance *self, SzSignInStep step, const GError *error)
{
    sz_window_show_sign_in (self->window);
    sz_sign_in_page_set_busy (self->page, FALSE);
    sz_sign_in_page_ask (self->page, step);
    if (error != NULL)
        sz_sign_in_page_set_error (self->page, sign_in_text (error));
}

/* A key that is not to be had is asked for; anything else is said. */
static void
opening_failed (SzEntrance *self, const GError *error)
{
    if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_KEY_LOCKED))
        ask (self,
             sz_desk_has_passphrase (self->desk) ? SZ_SIGN_IN_PASSPHRASE
                                                 : SZ_SIGN_IN_NEW_PASSPHRASE,
             NULL);
    else if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WRONG_PASSPHRASE))
        ask (self, SZ_SIGN_IN_PASSPHRASE, error);
    else if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED))
        wipe (self);
    else if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_SIGN_IN))
        sz_entrance_ask_sign_in (self);
    else
        sz_window_show_failed (self->window, _ ("Your data cannot be opened"),
                               sz_error_text (error), _ ("_Try again"), "app.open-desk");
}

static void
desk_opened_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzEntrance) self = data;
    g_autoptr (GError) error = NULL;
    gboolean recovered = FALSE;

    if (!sz_desk_open_finish (SZ_DESK (source), result, &recovered, &error)) {
        if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            opening_failed (self, error);
        return;
    }
    if (self->window == NULL)
        return;
    show_desk (self);
    if (recovered)
        sz_toast (
            GTK_WIDGET (self->window),
            _ ("The data on this machine were damaged and are fetched again; what had not been sent was kept."),
            NULL, NULL);
}

static void
open_desk (SzEntrance *self)
{
    sz_window_show_loading (self->window, _ ("Opening…"));
    sz_desk_open_async (self->desk, self->cancellable, desk_opened_cb, g_object_ref (self));
}

static void
enter (SzEntrance *self)
{
    if (sz_desk_is_new (self->desk))
        ask (self, SZ_SIGN_IN_PASSWORD, NULL);
    else if (sz_desk_get_store (self->desk) == NULL)
        open_desk (self);
}

/*
 * Wiping
 */

static void
wiped_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzEntrance) self = data;
    g_autoptr (GError) told =
        g_error_new_literal (SZ_SYNC_ERROR, SZ_SYNC_ERROR_WIPED, "this device was wiped");
    g_autoptr (GError) error = NULL;
    gboolean wiped = FALSE;

    if (!sz_desk_wipe_finish (SZ_DESK (source), result, &wiped, &error)) {
        if (self->window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            sz_window_show_failed (self->window, _ ("This device must be wiped"),
                                   sz_error_text (error), _ ("_Try again"), "app.open-desk");
        return;
    }
    if (self->window == NULL)
        return;
    if (!wiped) {
        enter (self);
        return;
    }
    sz_sign_in_page_set_known (self->page, NULL, NULL, FALSE);
    ask (self, SZ_SIGN_IN_PASSWORD, told);
}

/* What is open over the window shows the same data. */
static void
close_others (SzEntrance *self)
{
    GListModel *toplevels = gtk_window_get_toplevels ();
    g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

    for (unsigned i = 0; i < g_list_model_get_n_items (toplevels); i++) {
        g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

        if (window != GTK_WINDOW (self->window))
            g_ptr_array_add (others, g_steal_pointer (&window));
    }
    for (unsigned i = 0; i < others->len; i++)
        gtk_window_destroy (g_ptr_array_index (others, i));
}

static void
close_desk (SzEntrance *self)
{
    close_others (self);
    sz_window_set_store (self->window, NULL);
    sz_desk_close (self->desk);
}

static void
wipe (SzEntrance *self)
{
    if (self->window == NULL)
        return;
    close_desk (self);
    sz_window_show_loading (self->window, _ ("Wiping this device…"));
    sz_desk_wipe_async (self->desk, self->cancellable, wiped_cb, g_object_ref (self));
}

/*
 * Signing in
 */

static void
kept_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzEntrance) self = data;
    g_autoptr (GError) error = NULL;

    if (!sz_desk_keep_finish (SZ_DESK (source), result, &error)) {
        if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            opening_failed (self, error);
        return;
    }
    self->signed_in = FALSE;
    if (self->window == NULL)
        return;
    if (sz_desk_get_store (self->desk) == NULL) {
        open_desk (self);
        return;
    }
    sz_sign_in_page_clear (self->page);
    sz_window_show_views (self->window);
    sz_engine_kick (sz_desk_get_engine (self->desk));
}

static void
keep (SzEntrance *self)
{
    sz_sign_in_page_set_busy (self->page, TRUE);
    sz_desk_keep_async (self->desk, self->cancellable, kept_cb, g_object_ref (self));
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzEntrance) self = data;
    g_autofree char *fingerprint = NULL;
    g_autoptr (GError) error = NULL;

    if (sz_desk_sign_in_finish (SZ_DESK (source), result, &fingerprint, &error)) {
        self->signed_in = TRUE;
        keep (self);
    } else if (g_error_matches (error, SZ_SYNC_ERROR, SZ_SYNC_ERROR_UNTRUSTED) &&
               fingerprint != NULL) {
        ask (self, SZ_SIGN_IN_CERTIFICATE, NULL);
        sz_sign_in_page_set_fingerprint (self->page, fingerprint);
    } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        ask (self, SZ_SIGN_IN_PASSWORD, error);
    }
}

static void
sign_in (SzEntrance *self, const char *accept)
{
    g_autofree char *server = sz_sign_in_page_dup_server (self->page);

    sz_sign_in_page_set_busy (self->page, TRUE);
    sz_desk_sign_in_async (self->desk, server, sz_sign_in_page_get_user (self->page),
                           sz_sign_in_page_get_password (self->page), accept, self->cancellable,
                           signed_in_cb, g_object_ref (self));
}

/* Who mistyped a password need not compare the fingerprint again. */
static const char *
accepted_before (SzEntrance *self)
{
    g_autofree char *server = sz_sign_in_page_dup_server (self->page);

    return g_strcmp0 (server, self->accepted_server) == 0 ? self->accepted : NULL;
}

static void
page_submitted_cb (SzEntrance *self)
{
    switch (sz_sign_in_page_get_step (self->page)) {
    case SZ_SIGN_IN_PASSWORD:
        sign_in (self, accepted_before (self));
        break;
    case SZ_SIGN_IN_CERTIFICATE:
        g_free (self->accepted);
        g_free (self->accepted_server);
        self->accepted = g_strdup (sz_sign_in_page_get_fingerprint (self->page));
        self->accepted_server = sz_sign_in_page_dup_server (self->page);
        sign_in (self, self->accepted);
        break;
    case SZ_SIGN_IN_PASSPHRASE:
    case SZ_SIGN_IN_NEW_PASSPHRASE:
        sz_desk_set_passphrase (self->desk, sz_sign_in_page_get_passphrase (self->page));
        if (self->signed_in)
            keep (self);
        else
            open_desk (self);
        break;
    }
}

static void
sz_entrance_dispose (GObject *object)
{
    SzEntrance *self = SZ_ENTRANCE (object);

    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
    g_clear_weak_pointer (&self->window);
    g_clear_pointer (&self->accepted, g_free);
    g_clear_pointer (&self->accepted_server, g_free);
    g_clear_object (&self->desk);
    G_OBJECT_CLASS (sz_entrance_parent_class)->dispose (object);
}

static void
sz_entrance_class_init (SzEntranceClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_entrance_dispose;
}

static void
sz_entrance_init (SzEntrance *self)
{
    self->cancellable = g_cancellable_new ();
}

SzEntrance *
sz_entrance_new (SzDesk *desk, SzWindow *window)
{
    SzEntrance *self = g_object_new (SZ_TYPE_ENTRANCE, NULL);

    self->desk = g_object_ref (desk);
    g_set_weak_pointer (&self->window, window);
    self->page = sz_window_get_sign_in (window);
    g_signal_connect_object (self->page, "submitted", G_CALLBACK (page_submitted_cb), self,
                             G_CONNECT_SWAPPED);
    return self;
}

SzDesk *
sz_entrance_get_desk (SzEntrance *self)
{
    return self->desk;
}

void
sz_entrance_begin (SzEntrance *self)
{
    g_return_if_fail (SZ_IS_ENTRANCE (self));
    if (sz_desk_must_wipe (self->desk))
        wipe (self);
    else
        enter (self);
}

void
sz_entrance_ask_sign_in (SzEntrance *self)
{
    g_return_if_fail (SZ_IS_ENTRANCE (self));
    sz_sign_in_page_set_known (self->page, sz_desk_get_server (self->desk),
                               sz_desk_get_user (self->desk), !sz_desk_is_new (self->desk));
    ask (self, SZ_SIGN_IN_PASSWORD, NULL);
}

void
sz_entrance_sync_now (SzEntrance *self)
{
    g_return_if_fail (SZ_IS_ENTRANCE (self));
    if (sz_desk_get_engine (self->desk) != NULL)
        sz_engine_kick (sz_desk_get_engine (self->desk));
}

void
sz_entrance_leave (SzEntrance *self)
{
    g_return_if_fail (SZ_IS_ENTRANCE (self));
    g_cancellable_cancel (self->cancellable);
    sz_desk_close (self->desk);
}
