/* SPDX-License-Identifier: EUPL-1.2 */
/* The three-way merge of one edit with the record as it is now, by unit, on values (PROTOCOL.md
 * section 8). Pure. */
#define G_LOG_DOMAIN "sz-merge"

#include "config.h"

#include "record/operation.h"

#include "base/mutant.h"

#include <string.h>

typedef enum {
    TAKE_MINE,
    NOTHING_TO_DO,
    CONFLICT,
} Decision;

/* What the op wants field i to be: its new value, or the one it saw. */
static const SzValue *
wanted (const SzPart *edit, size_t i)
{
    return (edit->set->present >> i) & 1 ? &edit->set->values[i] : &edit->base->values[i];
}

static Decision
decide (const SzPart *edit, const SzRecord *current, const char *unit)
{
    bool as_base = true, as_mine = true;

    for (size_t i = 0; i < current->kind->n_fields; i++) {
        if (strcmp (sz_field_unit (&current->kind->fields[i]), unit) != 0)
            continue;
        as_base = as_base && sz_value_equal (&current->values[i], &edit->base->values[i]);
        as_mine = as_mine && sz_value_equal (&current->values[i], wanted (edit, i));
    }
    if (as_mine)
        return NOTHING_TO_DO;
    if (SZ_MUTANT ("revision-only"))
        return edit->base->rev == current->rev ? TAKE_MINE : CONFLICT;
    return as_base || SZ_MUTANT ("newest-wins") ? TAKE_MINE : CONFLICT;
}

static void
take_unit (SzRecord *apply, const SzPart *edit, const char *unit)
{
    for (size_t i = 0; i < apply->kind->n_fields; i++) {
        if (((edit->set->present >> i) & 1) &&
            strcmp (sz_field_unit (&apply->kind->fields[i]), unit) == 0)
            sz_record_set_value (apply, i, &edit->set->values[i]);
    }
}

/* Whether an earlier field of the op belongs to the same unit, which was decided there. */
static bool
seen_before (const SzPart *edit, size_t index)
{
    const SzField *fields = edit->set->kind->fields;

    for (size_t i = 0; i < index; i++) {
        if (((edit->set->present >> i) & 1) &&
            strcmp (sz_field_unit (&fields[i]), sz_field_unit (&fields[index])) == 0)
            return true;
    }
    return false;
}

SzMerge *
sz_merge (const SzPart *edit, const SzRecord *current)
{
    SzMerge *merge = g_new0 (SzMerge, 1);
    const SzKind *kind = current->kind;

    g_assert (edit->verb == SZ_VERB_EDIT && edit->base != NULL && edit->set->kind == kind);
    merge->apply = sz_record_new (kind, &current->id);
    merge->conflicts = g_ptr_array_new ();
    for (size_t i = 0; i < kind->n_fields; i++) {
        const char *unit = sz_field_unit (&kind->fields[i]);

        if (!((edit->set->present >> i) & 1) || seen_before (edit, i))
            continue;
        switch (decide (edit, current, unit)) {
        case TAKE_MINE:
            take_unit (merge->apply, edit, unit);
            break;
        case CONFLICT:
            g_ptr_array_add (merge->conflicts, (gpointer) unit);
            break;
        case NOTHING_TO_DO:
            break;
        default:
            g_assert_not_reached ();
        }
    }
    return merge;
}

void
sz_merge_free (SzMerge *merge)
{
    if (merge == NULL)
        return;
    sz_record_free (merge->apply);
    g_ptr_array_unref (merge->conflicts);
    g_free (merge);
}
