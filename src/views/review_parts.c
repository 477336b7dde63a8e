/* SPDX-License-Identifier: EUPL-1.2 */
/* A change that the server could not take over, in words (review_parts.h). */
#define G_LOG_DOMAIN "sz-review-parts"

#include "config.h"

#include "views/review_parts.h"

#include "record/json.h"
#include "views/field_text.h"
#include "widgets/wrap_label.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *code;
    const char *sentence;
    gboolean may_succeed;
} reasons[] = {
    { "duplicate-key",
      N_ ("There is already another one with the same key, such as the same national number. Change it in one of the two."),
      FALSE },
    { "invalid", N_ ("Something that was filled in is not valid on the server."), FALSE },
    { "not-allowed", N_ ("The author may not change this. Ask your coordinator."), TRUE },
    { "unknown-record", N_ ("What it is about is no longer there, or never reached the server."),
      FALSE },
    { "unknown-kind", N_ ("The server does not know this yet: it is older than this program."),
      TRUE },
    { "append-only",
      N_ ("This may only be added to: a mistake is corrected by a new line, not by a change."),
      FALSE },
    { "referenced", N_ ("It cannot be deleted while something else still points to it."), FALSE },
};

const char *
sz_review_reason (const char *reason)
{
    for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
        if (g_strcmp0 (reasons[i].code, reason) == 0)
            return _ (reasons[i].sentence);
    }
    return NULL;
}

gboolean
sz_review_may_succeed (const char *reason)
{
    for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
        if (g_strcmp0 (reasons[i].code, reason) == 0)
            return reasons[i].may_succeed;
    }
    return TRUE;
}

static SzOperation *
read_operation (const SzRecord *review)
{
    const char *json = sz_record_text (review, "mine");
    g_autoptr (GError) error = NULL;
    SzOperation *op;

    if (json == NULL || g_strcmp0 (sz_record_text (review, "reason"), "parked") != 0)
        return NULL;
    op = sz_operation_from_json (json, &error);
    if (op == NULL)
        g_info ("review: %s", error->message);
    return op;
}

static void
add_value (SzStore *store,
           GtkGrid *grid,
           int column,
           int row,
           const SzRecord *record,
           const SzField *field)
{
    gboolean there = record != NULL && sz_record_has (record, field->name);
    g_autofree char *text = there ? sz_field_text (store, record, field) : g_strdup ("");

    gtk_grid_attach (grid, sz_wrap_label_new (*text != '\0' ? text : "–"), column, row, 1, 1);
}

/* Under the title of the part, so that a save of several records can be told apart. */
static int
add_part (SzStore *store, GtkGrid *grid, const SzPart *part, int row)
{
    const SzRecord *shown = part->verb == SZ_VERB_DELETE ? part->base : part->set;
    const SzKind *kind = part->set->kind;
    GtkWidget *title = sz_wrap_label_new (part->verb == SZ_VERB_DELETE   ? _ ("Would be deleted")
                                          : part->verb == SZ_VERB_CREATE ? _ ("New")
                                                                         : sz_kind_label (kind));

    gtk_widget_add_css_class (title, "heading");
    gtk_grid_attach (grid, title, 0, row++, 1, 1);
    for (size_t i = 0; shown != NULL && i < kind->n_fields; i++) {
        const SzField *field = &kind->fields[i];
        GtkWidget *label;

        if ((field->flags & SZ_FIELD_HIDDEN) != 0 || !sz_record_has (shown, field->name))
            continue;
        label = sz_wrap_label_new (sz_field_label (field));
        gtk_widget_add_css_class (label, "dim-label");
        gtk_grid_attach (grid, label, 0, row, 1, 1);
        add_value (store, grid, 1, row, part->base, field);
        if (part->verb != SZ_VERB_DELETE)
            add_value (store, grid, 2, row, part->set, field);
        row++;
    }
    return row;
}

static void
add_heading (GtkGrid *grid, int column, const char *text)
{
    GtkWidget *label = sz_wrap_label_new (text);

    gtk_widget_add_css_class (label, "heading");
    gtk_grid_attach (grid, label, column, 0, 1, 1);
}

GtkWidget *
sz_review_parts_new (SzStore *store, const SzRecord *review)
{
    g_autoptr (SzOperation) op = read_operation (review);
    GtkGrid *grid;
    int row = 1;

    if (op == NULL)
        return NULL;
    grid = GTK_GRID (gtk_grid_new ());
    gtk_grid_set_column_spacing (grid, 18);
    gtk_grid_set_row_spacing (grid, 6);
    add_heading (grid, 1, _ ("Was"));
    add_heading (grid, 2, _ ("Waits"));
    for (unsigned i = 0; i < op->parts->len; i++)
        row = add_part (store, grid, g_ptr_array_index (op->parts, i), row);
    return GTK_WIDGET (grid);
}

/* The pupil itself, or the one a record belongs to. */
static gboolean
pupil_of (const SzRecord *record, SzId *pupil)
{
    const SzId *id = NULL;

    if (record == NULL)
        return FALSE;
    if (g_str_equal (record->kind->name, "pupil"))
        id = &record->id;
    else if (sz_kind_field (record->kind, "pupil") != NULL)
        id = sz_record_reference (record, "pupil");
    if (id != NULL)
        *pupil = *id;
    return id != NULL;
}

gboolean
sz_review_pupil (SzStore *store, const SzRecord *review, SzId *pupil)
{
    const char *about = sz_record_text (review, "about_kind");
    const SzKind *kind = about != NULL ? sz_kind_by_name (about) : NULL;
    const SzId *id = sz_record_reference (review, "about_id");
    g_autoptr (SzRecord) record =
        kind != NULL && id != NULL ? sz_store_get (store, kind, id, NULL) : NULL;
    g_autoptr (SzRecord) found = NULL;
    g_autoptr (SzOperation) op = NULL;

    if (!pupil_of (record, pupil)) {
        op = read_operation (review);
        if (op == NULL || op->parts->len == 0 ||
            !pupil_of (((const SzPart *) g_ptr_array_index (op->parts, 0))->set, pupil))
            return FALSE;
    }
    found = sz_store_get (store, sz_kind_by_name ("pupil"), pupil, NULL);
    return found != NULL;
}
