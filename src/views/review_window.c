/* SPDX-License-Identifier: EUPL-1.2 */
/* The window of what waits for a person (review_window.h, ui/review_window.ui). */
#define G_LOG_DOMAIN "sz-review-window"

#include "config.h"

#include "views/review_window.h"

#include "base/error_text.h"
#include "record/json.h"
#include "store/review.h"
#include "views/field_text.h"
#include "views/main_window.h"
#include "views/review_parts.h"
#include "views/view.h"
#include "widgets/format.h"
#include "widgets/state_page.h"
#include "widgets/wrap_label.h"

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

    SzStore *store; /* (owned) */
};

G_DEFINE_FINAL_TYPE (SzReviewWindow, sz_review_window, ADW_TYPE_WINDOW)

static void
resolved_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (SzReviewWindow) self = data;
    g_autoptr (GError) error = NULL;

    if (!sz_store_resolve_finish (SZ_STORE (source), result, &error))
        adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sz_error_text (error)));
}

static void
decide (GtkWidget *button, SzResolve how)
{
    SzReviewWindow *self = SZ_REVIEW_WINDOW (gtk_widget_get_root (button));
    const SzId *review = g_object_get_data (G_OBJECT (button), "id");

    gtk_widget_set_sensitive (gtk_widget_get_parent (button), FALSE);
    sz_store_resolve_async (self->store, review, how, NULL, resolved_cb, g_object_ref (self));
}

static void
mine_clicked_cb (GtkWidget *button)
{
    decide (button, SZ_RESOLVE_MINE);
}

static void
theirs_clicked_cb (GtkWidget *button)
{
    decide (button, SZ_RESOLVE_THEIRS);
}

static void
pupil_clicked_cb (GtkWidget *button)
{
    SzReviewWindow *self = SZ_REVIEW_WINDOW (gtk_widget_get_root (button));
    GtkWindow *window = sz_main_window_of (GTK_WIDGET (self));
    g_autofree char *id = sz_id_to_string (g_object_get_data (G_OBJECT (button), "id"));

    if (window != NULL)
        gtk_widget_activate_action (GTK_WIDGET (window), "win.open-pupil", "s", id);
    gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
    GtkWidget *label = sz_wrap_label_new (text);

    if (css_class != NULL)
        gtk_widget_add_css_class (label, css_class);
    return label;
}

/* The values of a version, as they are kept in the review. */
static SzRecord *
read_version (const SzRecord *review, const SzKind *kind, const char *which)
{
    const char *json = sz_record_text (review, which);
    const SzId *id = sz_record_reference (review, "about_id");
    const SzId none = { { 0 } };
    g_autoptr (SzRecord) record = sz_record_new (kind, id != NULL ? id : &none);
    g_autoptr (GError) error = NULL;

    if (json == NULL || !sz_record_fields_from_json (record, json, &error))
        return NULL;
    return g_steal_pointer (&record);
}

static void
add_column (GtkGrid *grid, int column, const char *title)
{
    gtk_grid_attach (grid, make_label (title, "heading"), column, 0, 1, 1);
}

static void
add_value (SzReviewWindow *self,
           GtkGrid *grid,
           int column,
           int row,
           const SzRecord *version,
           const SzField *field)
{
    g_autofree char *text =
        version != NULL ? sz_field_text (self->store, version, field) : g_strdup ("");

    gtk_grid_attach (grid, make_label (*text != '\0' ? text : "–", NULL), column, row, 1, 1);
}

/* Each field of the unit: as it was, the colleague's, the author's. */
static GtkWidget *
make_versions (SzReviewWindow *self, const SzRecord *review, const SzKind *kind)
{
    g_autoptr (SzRecord) base = read_version (review, kind, "base");
    g_autoptr (SzRecord) theirs = read_version (review, kind, "theirs");
    g_autoptr (SzRecord) mine = read_version (review, kind, "mine");
    GtkGrid *grid = GTK_GRID (gtk_grid_new ());
    int row = 1;

    gtk_grid_set_column_spacing (grid, 18);
    gtk_grid_set_row_spacing (grid, 6);
    add_column (grid, 1, _ ("Was"));
    add_column (grid, 2, _ ("Stands now"));
    add_column (grid, 3, _ ("Waits"));
    for (size_t i = 0; i < kind->n_fields; i++) {
        const SzField *field = &kind->fields[i];

        if ((mine == NULL || !sz_record_has (mine, field->name)) &&
            (theirs == NULL || !sz_record_has (theirs, field->name)))
            continue;
        gtk_grid_attach (grid, make_label (sz_field_label (field), "dim-label"), 0, row, 1, 1);
        add_value (self, grid, 1, row, base, field);
        add_value (self, grid, 2, row, theirs, field);
        add_value (self, grid, 3, row, mine, field);
        row++;
    }
    return GTK_WIDGET (grid);
}

static char *
review_title (SzReviewWindow *self, const SzRecord *review, const SzKind *kind)
{
    const SzId *id = sz_record_reference (review, "about_id");
    g_autofree char *title = kind != NULL && id != NULL
                                 ? sz_reference_title (self->store, kind->name, id)
                                 : g_strdup ("");

    return kind != NULL ? g_strdup_printf ("%s: %s", sz_kind_label (kind), title)
                        : g_strdup (_ ("A change"));
}

static char *
review_subtitle (const SzRecord *review)
{
    const char *author = sz_record_text (review, "author");
    int64_t at = sz_record_integer (review, "raised_at");
    g_autofree char *time = sz_format_time (at);

    if (g_strcmp0 (sz_record_text (review, "reason"), "parked") == 0)
        return g_strdup_printf (_ ("A change by %s could not be taken over (%s). It is kept here."),
                                author != NULL ? author : "?", time);
    return g_strdup_printf (_ ("Changed by two people; the change by %s waits (%s)."),
                            author != NULL ? author : "?", time);
}

static GtkWidget *
make_button (const char *label, const SzId *id, GCallback clicked)
{
    GtkWidget *button = gtk_button_new_with_mnemonic (label);

    g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (id, sizeof *id), g_free);
    g_signal_connect (button, "clicked", clicked, NULL);
    return button;
}

/* What one can do about it; the last that can help stands out. */
static GtkWidget *
make_buttons (SzReviewWindow *self, const SzRecord *review, gboolean parked)
{
    GtkBox *buttons = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
    gboolean again = !parked || sz_review_may_succeed (sz_record_text (review, "detail"));
    GtkWidget *mine = make_button (parked ? _ ("_Send again") : _ ("Take what _waits"), &review->id,
                                   G_CALLBACK (mine_clicked_cb));
    GtkWidget *open = NULL;
    SzId pupil;

    gtk_widget_set_halign (GTK_WIDGET (buttons), GTK_ALIGN_END);
    gtk_box_append (buttons,
                    make_button (parked ? _ ("_Discard the change") : _ ("Keep what _stands"),
                                 &review->id, G_CALLBACK (theirs_clicked_cb)));
    gtk_box_append (buttons, mine);
    if (sz_review_pupil (self->store, review, &pupil)) {
        open = make_button (_ ("_Open pupil"), &pupil, G_CALLBACK (pupil_clicked_cb));
        gtk_box_prepend (buttons, open);
    }
    if (again || open != NULL)
        gtk_widget_add_css_class (again ? mine : open, "suggested-action");
    return GTK_WIDGET (buttons);
}

static void
add_review (SzReviewWindow *self, const SzRecord *review)
{
    const char *about = sz_record_text (review, "about_kind");
    const SzKind *kind = about != NULL ? sz_kind_by_name (about) : NULL;
    gboolean parked = g_strcmp0 (sz_record_text (review, "reason"), "parked") == 0;
    const char *reason = parked ? sz_review_reason (sz_record_text (review, "detail")) : NULL;
    GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *values = NULL;
    g_autofree char *title = review_title (self, review, kind);
    g_autofree char *subtitle = review_subtitle (review);

    gtk_widget_add_css_class (card, "card");
    gtk_widget_add_css_class (card, "review");
    gtk_box_append (GTK_BOX (card), make_label (title, "heading"));
    gtk_box_append (GTK_BOX (card), make_label (subtitle, "dim-label"));
    if (reason != NULL)
        gtk_box_append (GTK_BOX (card), make_label (reason, NULL));
    if (parked)
        values = sz_review_parts_new (self->store, review);
    else if (kind != NULL)
        values = make_versions (self, review, kind);
    if (values != NULL)
        gtk_box_append (GTK_BOX (card), values);
    gtk_box_append (GTK_BOX (card), make_buttons (self, review, parked));
    gtk_box_append (self->list, card);
}

static void
show_reviews (SzReviewWindow *self)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) reviews = sz_store_open_reviews (self->store, &error);
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
        gtk_box_remove (self->list, child);
    if (reviews == NULL) {
        sz_state_page_show_failed (self->state, _ ("This could not be read"), sz_error_text (error),
                                   NULL, NULL);
        return;
    }
    for (unsigned i = 0; i < reviews->len; i++)
        add_review (self, g_ptr_array_index (reviews, i));
    if (reviews->len > 0)
        sz_state_page_show_content (self->state);
    else
        sz_state_page_show_empty (
            self->state, "emblem-ok-symbolic", _ ("Nothing to review"),
            _ ("When two people change the same thing, you decide here which of the two stays."),
            NULL, NULL);
}

static void
store_changed_cb (SzReviewWindow *self, uint64_t kinds)
{
    if ((kinds & sz_view_kind_bit ("review")) != 0)
        show_reviews (self);
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
    g_type_ensure (SZ_TYPE_STATE_PAGE);
    gtk_widget_class_set_template_from_resource (widget_class, SZ_RESOURCES "/ui/review_window.ui");
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, toasts);
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, state);
    gtk_widget_class_bind_template_child (widget_class, SzReviewWindow, list);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sz_review_window_init (SzReviewWindow *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
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
