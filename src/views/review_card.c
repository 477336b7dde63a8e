/* SPDX-License-Identifier: EUPL-1.2 */
/* Cards of the review window (review_card.h). */
#define G_LOG_DOMAIN "sz-review-card"

#include "config.h"

#include "views/review_card.h"

#include "base/error_text.h"
#include "views/record_form.h"
#include "views/review_parts.h"
#include "views/review_text.h"
#include "widgets/wrap_label.h"

#include <glib/gi18n-lib.h>

struct _SzReviewCard {
    GtkBox parent_instance;

    /* owned */
    SzStore *store;
    SzRecord *review;
    SzRecord *adjustable; /* (nullable): the record with the author's values */
    GHashTable *fields;   /* (nullable) (element-type utf8): those to adjust */

    /* borrowed, in the card */
    GtkWidget *choices; /* the buttons */
    GtkWidget *editor;  /* (nullable): the form and its buttons */
    SzRecordForm *form; /* (nullable) */
    GtkLabel *fault;    /* (nullable): below the form */
};

static unsigned decided_signal, failed_signal, open_pupil_signal;

G_DEFINE_FINAL_TYPE (SzReviewCard, sz_review_card, GTK_TYPE_BOX)

static GtkWidget *
make_label (const char *text, const char *css_class)
{
    GtkWidget *label = sz_wrap_label_new (text);

    if (css_class != NULL)
        gtk_widget_add_css_class (label, css_class);
    return label;
}

static GtkWidget *
make_button (SzReviewCard *self, const char *text, GCallback clicked)
{
    GtkWidget *button = gtk_button_new_with_label (text);
    g_autofree char *title = sz_review_title (self->store, self->review);
    GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

    /* A long name makes the button no wider than the window. */
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    title, -1);
    g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
    return button;
}

static GtkWidget *
make_button_box (void)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    gtk_widget_set_halign (box, GTK_ALIGN_END);
    return box;
}

/*
 * Deciding
 */

static const char *
told (SzReviewCard *self, SzResolve how)
{
    gboolean parked = sz_review_is_parked (self->review);

    switch (how) {
    case SZ_RESOLVE_MINE:
        if (sz_review_is_deletion (self->review))
            return _ ("Deleted");
        return parked ? _ ("Will be sent again") : _ ("Taken over");
    case SZ_RESOLVE_THEIRS:
        if (sz_review_is_notice (self->review))
            return _ ("Read");
        return parked ? _ ("Left out") : _ ("Everything stays as it stands now");
    case SZ_RESOLVE_ADJUSTED:
        return parked ? _ ("Adjusted; will be sent again") : _ ("Adjusted and saved");
    }
    g_return_val_if_reached ("");
}

typedef struct {
    SzReviewCard *card; /* (owned) */
    SzResolve how;
} Decision;

static Decision *
begin (SzReviewCard *self, SzResolve how)
{
    Decision *decision = g_new (Decision, 1);

    /* An entry that goes grey with the keyboard in it never hears that it lost it (GTK 4.8). */
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
    gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
    *decision = (Decision){ g_object_ref (self), how };
    return decision;
}

static void
decided_cb (GObject *source, GAsyncResult *result, void *data)
{
    Decision *decision = data;
    g_autoptr (SzReviewCard) self = g_steal_pointer (&decision->card);
    SzResolve how = decision->how;
    g_autoptr (GError) error = NULL;

    g_free (decision);
    if (sz_store_resolve_finish (SZ_STORE (source), result, &error)) {
        self->form = NULL;
        g_signal_emit (self, decided_signal, 0, told (self, how));
        return;
    }
    gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
    g_signal_emit (self, failed_signal, 0, sz_error_text (error));
}

static void
take_clicked_cb (SzReviewCard *self)
{
    sz_store_resolve_async (self->store, &self->review->id, SZ_RESOLVE_MINE, NULL, decided_cb,
                            begin (self, SZ_RESOLVE_MINE));
}

static void
keep_clicked_cb (SzReviewCard *self)
{
    sz_store_resolve_async (self->store, &self->review->id, SZ_RESOLVE_THEIRS, NULL, decided_cb,
                            begin (self, SZ_RESOLVE_THEIRS));
}

static void
pupil_clicked_cb (SzReviewCard *self)
{
    g_autofree char *text = NULL;
    SzId pupil;

    if (!sz_review_pupil (self->store, self->review, &pupil))
        return;
    text = sz_id_to_string (&pupil);
    g_signal_emit (self, open_pupil_signal, 0, text);
}

/*
 * Adjusting
 */

static void
leave_editor (SzReviewCard *self)
{
    self->form = NULL;
    gtk_box_remove (GTK_BOX (self), self->editor);
    self->editor = NULL;
    gtk_widget_set_visible (self->choices, TRUE);
    gtk_widget_child_focus (self->choices, GTK_DIR_TAB_FORWARD);
}

static void
save_clicked_cb (SzReviewCard *self)
{
    g_autoptr (SzRecord) whole = sz_record_copy (self->adjustable);
    g_autoptr (SzRecord) values = sz_record_new (whole->kind, &whole->id);
    gboolean test_numbers = g_strcmp0 (sz_store_fact (self->store, "allow-test-numbers"), "1") == 0;
    g_autofree char *fault = sz_record_form_read (self->form, whole, test_numbers);

    gtk_label_set_label (self->fault, fault != NULL ? fault : "");
    gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
    if (fault != NULL)
        return;
    for (size_t i = 0; i < whole->kind->n_fields; i++) {
        if (g_hash_table_contains (self->fields, whole->kind->fields[i].name))
            sz_record_set_value (values, i, &whole->values[i]);
    }
    sz_store_adjust_async (self->store, &self->review->id, values, NULL, decided_cb,
                           begin (self, SZ_RESOLVE_ADJUSTED));
}

static SzRecordForm *
make_form (SzReviewCard *self)
{
    g_autoptr (GPtrArray) hidden = g_ptr_array_new ();

    for (size_t i = 0; i < self->adjustable->kind->n_fields; i++) {
        const char *name = self->adjustable->kind->fields[i].name;

        if (!g_hash_table_contains (self->fields, name))
            g_ptr_array_add (hidden, (void *) name);
    }
    g_ptr_array_add (hidden, NULL);
    return sz_record_form_new (self->store, self->adjustable, (const char *const *) hidden->pdata);
}

static void
adjust_clicked_cb (SzReviewCard *self)
{
    gboolean parked = sz_review_is_parked (self->review);
    GtkWidget *buttons = make_button_box ();
    GtkWidget *save = make_button (self, parked ? _ ("Save and try again") : _ ("Save"),
                                   G_CALLBACK (save_clicked_cb));

    self->form = make_form (self);
    self->fault = GTK_LABEL (make_label ("", "error"));
    self->editor = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
    gtk_widget_add_css_class (save, "suggested-action");
    gtk_box_append (GTK_BOX (buttons), make_button (self, _ ("Cancel"), G_CALLBACK (leave_editor)));
    gtk_box_append (GTK_BOX (buttons), save);
    gtk_box_append (GTK_BOX (self->editor), GTK_WIDGET (self->form));
    gtk_box_append (GTK_BOX (self->editor), GTK_WIDGET (self->fault));
    gtk_box_append (GTK_BOX (self->editor), buttons);
    gtk_box_append (GTK_BOX (self), self->editor);
    gtk_widget_set_visible (self->choices, FALSE);
    sz_record_form_focus (self->form);
}

/*
 * The card
 */

/* What one can do about it beside leaving it; what is most likely to help stands out. */
static void
add_taking (SzReviewCard *self, GtkWidget *box)
{
    g_autofree char *text = sz_review_take_label (self->store, self->review);
    GtkWidget *take = make_button (self, text, G_CALLBACK (take_clicked_cb));
    GtkWidget *adjust = NULL;
    gboolean again = !sz_review_is_parked (self->review) || sz_review_may_succeed (self->review);

    if (self->adjustable != NULL) {
        adjust = make_button (self, _ ("Adjust…"), G_CALLBACK (adjust_clicked_cb));
        gtk_box_append (GTK_BOX (box), adjust);
    }
    gtk_box_append (GTK_BOX (box), take);
    /* Deleting is never what stands out. */
    if (sz_review_is_deletion (self->review))
        gtk_widget_add_css_class (take, "destructive-action");
    else if (again || adjust != NULL)
        gtk_widget_add_css_class (again ? take : adjust, "suggested-action");
}

static GtkWidget *
make_choices (SzReviewCard *self)
{
    GtkWidget *box = make_button_box ();
    g_autofree char *keep_text = sz_review_keep_label (self->review);
    SzId pupil;

    if (sz_review_pupil (self->store, self->review, &pupil))
        gtk_box_append (GTK_BOX (box),
                        make_button (self, _ ("Open pupil"), G_CALLBACK (pupil_clicked_cb)));
    gtk_box_append (GTK_BOX (box), make_button (self, keep_text, G_CALLBACK (keep_clicked_cb)));
    if (!sz_review_is_notice (self->review))
        add_taking (self, box);
    return box;
}

static void
fill (SzReviewCard *self)
{
    g_autofree char *title = sz_review_title (self->store, self->review);
    g_autofree char *sentence = sz_review_sentence (self->store, self->review);
    const char *reason = sz_review_reason (self->review);
    GtkWidget *values = sz_review_is_parked (self->review)
                            ? sz_review_parts_new (self->store, self->review)
                            : sz_review_versions_new (self->store, self->review);

    gtk_box_append (GTK_BOX (self), make_label (title, "heading"));
    gtk_box_append (GTK_BOX (self), make_label (sentence, NULL));
    if (reason != NULL)
        gtk_box_append (GTK_BOX (self), make_label (reason, NULL));
    if (values == NULL && !sz_review_is_notice (self->review))
        values = make_label (
            _ ("It was written with a newer version of this program: update this one to read it here. Nothing of it is lost."),
            "dim-label");
    if (values != NULL)
        gtk_box_append (GTK_BOX (self), values);
    self->choices = make_choices (self);
    gtk_box_append (GTK_BOX (self), self->choices);
}

static void
sz_review_card_dispose (GObject *object)
{
    SzReviewCard *self = SZ_REVIEW_CARD (object);

    self->form = NULL;
    g_clear_object (&self->store);
    g_clear_pointer (&self->review, sz_record_free);
    g_clear_pointer (&self->adjustable, sz_record_free);
    g_clear_pointer (&self->fields, g_hash_table_unref);
    G_OBJECT_CLASS (sz_review_card_parent_class)->dispose (object);
}

static unsigned
new_signal (const char *name)
{
    return g_signal_new (name, SZ_TYPE_REVIEW_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sz_review_card_class_init (SzReviewCardClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_review_card_dispose;
    decided_signal = new_signal ("decided");
    failed_signal = new_signal ("failed");
    open_pupil_signal = new_signal ("open-pupil");
}

static void
sz_review_card_init (SzReviewCard *self)
{
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
    gtk_box_set_spacing (GTK_BOX (self), 12);
    gtk_widget_add_css_class (GTK_WIDGET (self), "card");
    gtk_widget_add_css_class (GTK_WIDGET (self), "review");
}

GtkWidget *
sz_review_card_new (SzStore *store, const SzRecord *review)
{
    SzReviewCard *self = g_object_new (SZ_TYPE_REVIEW_CARD, NULL);

    self->store = g_object_ref (store);
    self->review = sz_record_copy (review);
    self->adjustable = sz_review_adjustable (store, review, &self->fields);
    fill (self);
    return GTK_WIDGET (self);
}

const SzId *
sz_review_card_get_id (SzReviewCard *self)
{
    return &self->review->id;
}

gboolean
sz_review_card_is_changed (SzReviewCard *self)
{
    return self->form != NULL && sz_record_form_is_changed (self->form);
}
