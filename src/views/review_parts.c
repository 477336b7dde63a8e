/* SPDX-License-Identifier: EUPL-1.2 */
/* The values of reviews (review_parts.h). */
#define G_LOG_DOMAIN "sz-review-parts"

#include "config.h"

#include "views/review_parts.h"

#include "base/national_number.h"
#include "record/json.h"
#include "views/field_text.h"
#include "views/review_text.h"
#include "widgets/wrap_label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Everything can be read here, however long it is. */
static void
add_text (GtkGrid *grid, int column, int row, const char *text, const char *css_class)
{
    GtkWidget *label = sz_wrap_label_new (text);

    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_lines (GTK_LABEL (label), -1);
    gtk_widget_set_hexpand (label, column > 0);
    if (css_class != NULL)
        gtk_widget_add_css_class (label, css_class);
    gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
add_value (SzStore *store,
           GtkGrid *grid,
           int column,
           int row,
           const SzRecord *record,
           const SzField *field)
{
    const char *number = record != NULL && g_str_equal (field->name, "national_number")
                             ? sz_record_text (record, field->name)
                             : NULL;
    g_autofree char *text = NULL;

    /* Elsewhere it is masked; who has to choose has to see what there is to choose. */
    if (number != NULL && strlen (number) == 11)
        text = sz_national_number_pretty (number);
    else if (record != NULL && sz_record_has (record, field->name))
        text = sz_field_text (store, record, field);
    else
        text = g_strdup ("");

    add_text (grid, column, row, *text != '\0' ? text : "–", NULL);
}

static GtkGrid *
make_grid (void)
{
    GtkGrid *grid = GTK_GRID (gtk_grid_new ());

    gtk_grid_set_column_spacing (grid, 18);
    gtk_grid_set_row_spacing (grid, 6);
    return grid;
}

/*
 * Two versions
 */

/* The values of a version, as they are kept in the review, over those of `record`. */
static gboolean
read_version (const SzRecord *review, const char *which, SzRecord *record)
{
    const char *json = sz_record_text (review, which);
    g_autoptr (GError) error = NULL;

    return json != NULL && sz_record_fields_from_json (record, json, &error);
}

typedef struct {
    SzRecord *base;
    SzRecord *theirs;
    SzRecord *mine; /* of the whole unit: what the author left as it was, too */
} Versions;

static void
versions_clear (Versions *versions)
{
    g_clear_pointer (&versions->base, sz_record_free);
    g_clear_pointer (&versions->theirs, sz_record_free);
    g_clear_pointer (&versions->mine, sz_record_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Versions, versions_clear)

static gboolean
read_versions (const SzRecord *review, Versions *versions)
{
    const SzKind *kind = sz_review_kind (review);
    const SzId *id = sz_record_reference (review, "about_id");

    if (kind == NULL || id == NULL)
        return FALSE;
    versions->base = sz_record_new (kind, id);
    versions->theirs = sz_record_new (kind, id);
    versions->mine = sz_record_new (kind, id);
    read_version (review, "base", versions->base);
    read_version (review, "base", versions->mine);
    return read_version (review, "theirs", versions->theirs) &&
           (sz_review_is_deletion (review) || read_version (review, "mine", versions->mine));
}

/* Nothing to choose where all three are the same. */
static gboolean
differs (const Versions *versions, size_t i)
{
    const SzField *field = &versions->base->kind->fields[i];

    return (field->flags & SZ_FIELD_HIDDEN) == 0 &&
           (!sz_value_equal (&versions->base->values[i], &versions->theirs->values[i]) ||
            !sz_value_equal (&versions->base->values[i], &versions->mine->values[i]));
}

GtkWidget *
sz_review_versions_new (SzStore *store, const SzRecord *review)
{
    g_auto (Versions) versions = { NULL };
    gboolean deletion = sz_review_is_deletion (review);
    g_autofree char *theirs = sz_review_theirs (review);
    g_autofree char *mine = sz_review_mine (store, review);
    GtkGrid *grid;
    int row = 1;

    if (!read_versions (review, &versions))
        return NULL;
    grid = make_grid ();
    add_text (grid, 1, 0, _ ("Was"), "heading");
    add_text (grid, 2, 0, theirs, "heading");
    if (!deletion)
        add_text (grid, 3, 0, mine, "heading");
    for (size_t i = 0; i < versions.base->kind->n_fields; i++) {
        const SzField *field = &versions.base->kind->fields[i];

        if (!differs (&versions, i))
            continue;
        add_text (grid, 0, row, sz_field_label (field), "dim-label");
        add_value (store, grid, 1, row, versions.base, field);
        add_value (store, grid, 2, row, versions.theirs, field);
        if (!deletion)
            add_value (store, grid, 3, row, versions.mine, field);
        row++;
    }
    return GTK_WIDGET (grid);
}

/*
 * A save
 */

static const char *
part_title (const SzPart *part)
{
    switch (part->verb) {
    case SZ_VERB_CREATE:
        return _ ("New");
    case SZ_VERB_EDIT:
        return _ ("Changed");
    case SZ_VERB_DELETE:
        return _ ("Would be deleted");
    }
    g_return_val_if_reached ("");
}

/* Under the title of the part, so that a save of several records can be told apart. */
static int
add_part (SzStore *store, GtkGrid *grid, const SzPart *part, int row)
{
    const SzRecord *shown = part->verb == SZ_VERB_DELETE ? part->base : part->set;
    const SzKind *kind = part->set->kind;
    g_autofree char *title = g_strdup_printf ("%s · %s", sz_kind_label (kind), part_title (part));

    add_text (grid, 0, row, title, "heading");
    if (part->verb == SZ_VERB_EDIT) {
        add_text (grid, 1, row, _ ("Was"), "heading");
        add_text (grid, 2, row, _ ("Saved"), "heading");
    }
    row++;
    for (size_t i = 0; shown != NULL && i < kind->n_fields; i++) {
        const SzField *field = &kind->fields[i];
        gboolean empty = shown->values[i].type == SZ_VALUE_NULL;

        /* A new record has everything: what was left empty says nothing. */
        if ((field->flags & SZ_FIELD_HIDDEN) != 0 || !sz_record_has (shown, field->name) ||
            (empty && part->verb != SZ_VERB_EDIT))
            continue;
        add_text (grid, 0, row, sz_field_label (field), "dim-label");
        if (part->verb == SZ_VERB_EDIT)
            add_value (store, grid, 1, row, part->base, field);
        add_value (store, grid, part->verb == SZ_VERB_EDIT ? 2 : 1, row, shown, field);
        row++;
    }
    return row;
}

GtkWidget *
sz_review_parts_new (SzStore *store, const SzRecord *review)
{
    g_autoptr (SzOperation) op = sz_review_operation (review);
    GtkGrid *grid;
    int row = 0;

    if (op == NULL)
        return NULL;
    grid = make_grid ();
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        /* That it decided another review is nothing to read. */
        if (!g_str_equal (part->set->kind->name, "review"))
            row = add_part (store, grid, part, row);
    }
    return GTK_WIDGET (grid);
}

/*
 * Adjusting
 */

/* Which pupil it is about is not adjusted: that would be another thing. */
static void
add_field (GHashTable *fields, const SzField *field)
{
    if ((field->flags & SZ_FIELD_HIDDEN) == 0 && g_strcmp0 (field->refers_to, "pupil") != 0)
        g_hash_table_add (fields, (void *) field->name);
}

static void
lay_over (SzRecord *record, const SzRecord *values)
{
    for (size_t i = 0; i < values->kind->n_fields; i++) {
        if ((values->present & (UINT64_C (1) << i)) != 0)
            sz_record_set_value (record, i, &values->values[i]);
    }
}

static SzRecord *
adjust_versions (SzStore *store, const SzRecord *review, GHashTable *fields)
{
    g_auto (Versions) versions = { NULL };
    SzRecord *record;

    if (sz_review_is_deletion (review) || !read_versions (review, &versions))
        return NULL;
    record = sz_store_get (store, versions.mine->kind, &versions.mine->id, NULL);
    if (record == NULL)
        return NULL;
    lay_over (record, versions.mine);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if ((versions.mine->present & (UINT64_C (1) << i)) != 0)
            add_field (fields, &record->kind->fields[i]);
    }
    return record;
}

static SzRecord *
adjust_save (SzStore *store, const SzRecord *review, GHashTable *fields)
{
    g_autoptr (SzOperation) op = sz_review_operation (review);
    const SzPart *part = op != NULL && op->parts->len > 0 ? g_ptr_array_index (op->parts, 0) : NULL;
    SzRecord *record;

    if (part == NULL || part->verb == SZ_VERB_DELETE)
        return NULL;
    record = part->verb == SZ_VERB_CREATE
                 ? sz_record_copy (part->set)
                 : sz_store_get (store, part->set->kind, &part->set->id, NULL);
    if (record == NULL)
        return NULL;
    lay_over (record, part->set);
    for (size_t i = 0; i < record->kind->n_fields; i++) {
        if (sz_record_has (part->set, record->kind->fields[i].name))
            add_field (fields, &record->kind->fields[i]);
    }
    return record;
}

SzRecord *
sz_review_adjustable (SzStore *store, const SzRecord *review, GHashTable **fields)
{
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
    SzRecord *record = sz_review_is_parked (review) ? adjust_save (store, review, names)
                                                    : adjust_versions (store, review, names);

    if (record != NULL && g_hash_table_size (names) == 0)
        g_clear_pointer (&record, sz_record_free);
    if (record != NULL)
        *fields = g_steal_pointer (&names);
    return record;
}
