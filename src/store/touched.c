/* SPDX-License-Identifier: EUPL-1.2 */
/* Collects what a transaction changed (cache.h), for the lists and the screens. */
#define G_LOG_DOMAIN "sz-touched"

#include "config.h"

#include "store/cache.h"

#include <string.h>

void
sz_touched_init (SzTouched *touched)
{
    *touched = (SzTouched){ 0 };
    touched->pupils = g_hash_table_new_full (sz_id_hash, sz_id_hash_equal, g_free, NULL);
}

void
sz_touched_clear (SzTouched *touched)
{
    g_clear_pointer (&touched->pupils, g_hash_table_unref);
}

static uint64_t
kind_bit (const SzKind *kind)
{
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);

    for (size_t i = 0; i < n; i++) {
        if (kinds[i] == kind)
            return UINT64_C (1) << i;
    }
    return 0;
}

static void
add_pupil (SzTouched *touched, const SzId *id)
{
    if (id != NULL)
        g_hash_table_add (touched->pupils, g_memdup2 (id, sizeof *id));
}

/* Lists show the names of these beside every pupil that refers to them. */
static bool
is_shown_by_many (const SzKind *kind)
{
    return strcmp (kind->name, "school") == 0 || strcmp (kind->name, "class_group") == 0 ||
           strcmp (kind->name, "municipality") == 0;
}

void
sz_touched_add (SzTouched *touched, const SzRecord *before, const SzRecord *after)
{
    const SzRecord *any = after != NULL ? after : before;

    if (any == NULL)
        return;
    touched->kinds |= kind_bit (any->kind);
    if (touched->bulk)
        return;
    if (strcmp (any->kind->name, "pupil") == 0) {
        add_pupil (touched, &any->id);
    } else if (strcmp (any->kind->name, "enrolment") == 0) {
        add_pupil (touched, before != NULL ? sz_record_reference (before, "pupil") : NULL);
        add_pupil (touched, after != NULL ? sz_record_reference (after, "pupil") : NULL);
    } else if (before != NULL && is_shown_by_many (any->kind)) {
        touched->everybody =
            touched->everybody || after == NULL ||
            g_strcmp0 (sz_record_text (before, "name"), sz_record_text (after, "name")) != 0;
    }
}
