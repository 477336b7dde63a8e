/* SPDX-License-Identifier: EUPL-1.2 */
/* The window of what waits for a person (review_window.h, ui/review_window.ui); one card each (review_card.h). */
#define G_LOG_DOMAIN "sz-review-window"

#include "config.h"

#include "views/review_window.h"

#include "base/error_text.h"
#include "store/review.h"
#include "store/undo.h"
#include "views/discard.h"
#include "views/main_window.h"
#include "views/review_card.h"
#include "views/view.h"
#include "widgets/state_page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define SZ_TYPE_REVIEW_WINDOW (sz_review_window_get_type ())
G_DECLARE_FINAL_TYPE (SzReviewWindow, sz_review_window, SZ, REVIEW_WINDOW, AdwWindow)

struct _SzReviewWindow {
    AdwWindow parent_instance;

    /* template children */
    AdwToastOverlay *toasts;
    SzStatePage *state;
    GtkBox *list;

    SzStore *store;   /* (owned) */
    unsigned decided; /* in this window, and not taken back: the last saves of this desk */
};

G_DEFINE_FINAL_TYPE (SzReviewWindow, sz_review_window, ADW_TYPE_WINDOW)

static void
update_undo (SzReviewWindow *self)
{
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.undo", self->decided > 0);
}

static void
undone_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzReviewWindow) self = data;
    g_autoptr (GError) error = NULL;
    gboolean done = sz_store_undo_finish (SZ_STORE (source), result, &error);

    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (done ? _ ("The choice is taken back")
                                                                   : sz_error_text (error)));
}

static void
undo_activated_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
    SzReviewWindow *self = SZ_REVIEW_WINDOW (widget);

    if (self->decided == 0)
        return;
    self->decided--;
    update_undo (self);
    sz_store_undo_async (self->store, NULL, undone_cb, g_object_ref (self));
}

static void
card_decided_cb (SzReviewWindow *self, const char *sentence)
{
    AdwToast *toast = adw_toast_new (sentence);

    self->decided++;
    update_undo (self);
    adw_toast_set_button_label (toast, _ ("Undo"));
    adw_toast_set_action_name (toast, "review.undo");
    adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
card_failed_cb (SzReviewWindow *self, const char *sentence)
{
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sentence));
}

static void
card_open_pupil_cb (SzReviewWindow *self, const char *pupil)
{
    GtkWindow *window = sz_main_window_of (GTK_WIDGET (self));

    if (window != NULL)
        gtk_widget_activate_action (GTK_WIDGET (window), "win.open-pupil", "s", pupil);
    gtk_window_close (GTK_WINDOW (self));
}

/*
 * The list
 */

static gboolean
is_open (GPtrArray *reviews, const SzId *id)
{
    for (unsigned i = 0; i < reviews->len; i++) {
        if (sz_id_equal (&((const SzRecord *) g_ptr_array_index (reviews, i))->id, id))
            return TRUE;
    }
    return FALSE;
}

static SzReviewCard *
find_card (SzReviewWindow *self, const SzId *id)
{
    GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

    while (child != NULL && !sz_id_equal (sz_review_card_get_id (SZ_REVIEW_CARD (child)), id))
        child = gtk_widget_get_next_sibling (child);
    return child != NULL ? SZ_REVIEW_CARD (child) : NULL;
}

static void
add_card (SzReviewWindow *self, const SzRecord *review)
{
    GtkWidget *card = sz_review_card_new (self->store, review);

    gtk_box_append (self->list, card);
    g_signal_connect_object (card, "decided", G_CALLBACK (card_decided_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (card, "failed", G_CALLBACK (card_failed_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (card, "open-pupil", G_CALLBACK (card_open_pupil_cb), self,
                             G_CONNECT_SWAPPED);
}

/* Cards that stay are left as they are: somebody may be filling one in. */
static void
update_cards (SzReviewWindow *self, GPtrArray *reviews)
{
    GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

    while (child != NULL) {
        GtkWidget *next = gtk_widget_get_next_sibling (child);
        SzReviewCard *card = SZ_REVIEW_CARD (child);

        if (!is_open (reviews, sz_review_card_get_id (card)) && !sz_review_card_is_changed (card))
            gtk_box_remove (self->list, child);
        child = next;
    }
    for (unsigned i = 0; i < reviews->len; i++) {
        const SzRecord *review = g_ptr_array_index (reviews, i);

        if (find_card (self, &review->id) == NULL)
            add_card (self, review);
    }
}

static void
show_reviews (SzReviewWindow *self)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) reviews = sz_store_open_reviews (self->store, &error);

    if (reviews == NULL) {
        sz_state_page_show_failed (self->state, _ ("This could not be read"), sz_error_text (error),
                                   NULL, NULL);
        return;
    }
    update_cards (self, reviews);
    if (gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL)
        sz_state_page_show_content (self->state);
    else
        sz_state_page_show_empty (
            self->state, "emblem-ok-symbolic", _ ("Nothing to review"),
            _ ("When two people change the same thing, or something cannot be saved on the server, you decide here what becomes of it."),
            NULL, NULL);
    /* Who works through the list with the keyboard goes on with the next. */
    if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
        gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
store_changed_cb (SzReviewWindow *self, uint64_t kinds)
{
    if ((kinds & sz_view_kind_bit ("review")) != 0)
        show_reviews (self);
}

static gboolean
sz_review_window_close_request (GtkWindow *window)
{
    SzReviewWindow *self = SZ_REVIEW_WINDOW (window);
    GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

    while (child != NULL && !sz_review_card_is_changed (SZ_REVIEW_CARD (child)))
        child = gtk_widget_get_next_sibling (child);
    if (child != NULL) {
        sz_ask_discard (window);
        return TRUE;
    }
    return GTK_WINDOW_CLASS (sz_review_window_parent_class)->close_request (window);
}

static void
sz_review_window_dispose (GObject *object)
{
    SzReviewWindow *self = SZ_REVIEW_WINDOW (object);

    g_clear_object (&self->store);
    gtk_widget_dispose_template (GTK_WIDGET (self), SZ_TYPE_REVIEW_WINDOW);
    G_OBJECT_CLASS (sz_review_window_parent_class)->dispose (object);
}

static void
sz_review_window_class_init (SzReviewWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = sz_review_window_dispose;
    GTK_WINDOW_CLASS (klass)->close_request = sz_review_window_close_request;
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    gtk_widget_class_install_action (widget_class, "review.undo", NULL, undo_activated_cb);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/review_window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, toasts);
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, state);
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, list);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "review.undo",
                                         NULL);
}

static void
sz_review_window_init (SzReviewWindow *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    update_undo (self);
}

void
sz_review_window_present (GtkWindow *parent, SzStore *store)
{
    SzReviewWindow *self = g_object_new (SZ_TYPE_REVIEW_WINDOW, "transient-for", parent, NULL);

    self->store = g_object_ref (store);
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                             G_CONNECT_SWAPPED);
    show_reviews (self);
    gtk_window_present (GTK_WINDOW (self));
}
