/* SPDX-License-Identifier: EUPL-1.2 */
/* Operations that come after their pupil has gone to another centre: they wait there, and are never dropped. */
#define G_LOG_DOMAIN "sz-push-moved"

#include "config.h"

#include "base/mutant.h"
#include "record/json.h"
#include "server/push_private.h"
#include "server/transfer.h"

#include <string.h>

/* The pupil that a part is about: of the record as it stands, or of the one to be made. */
static const SzId *
pupil_of (const SzEntry *entry, const SzRecord *set)
{
    const SzRecord *record = entry->record != NULL ? entry->record : set;
    const char *root = record->kind->root;

    if (strcmp (record->kind->name, "pupil") == 0)
        return &record->id;
    return root != NULL ? sz_record_reference (record, root) : NULL;
}

static bool
is_elsewhere (SzPush *push, const SzPart *part, bool *elsewhere, GError **error)
{
    const SzRecord *set = part->set;
    const SzEntry *entry = sz_changes_get (push->changes, set->kind, &set->id, error);
    const SzId *id = entry != NULL ? pupil_of (entry, set) : NULL;
    const SzEntry *pupil =
        id != NULL ? sz_changes_get (push->changes, sz_kind_by_name ("pupil"), id, error) : NULL;

    *elsewhere = pupil != NULL && pupil->scope == push->elsewhere;
    return entry != NULL && (id == NULL || pupil != NULL);
}

bool
sz_moved_find (SzPush *push, const char *line, bool *moved, GError **error)
{
    g_autoptr (SzOperation) op = sz_operation_from_json (line, error);

    *moved = op != NULL;
    for (unsigned i = 0; *moved && i < op->parts->len; i++)
        if (!is_elsewhere (push, op->parts->pdata[i], moved, error))
            return false;
    return op != NULL;
}

bool
sz_moved_raise (SzPush *push,
                SzControl *control,
                const char *line,
                SzReceipt *receipt,
                GError **error)
{
    g_autoptr (SzRecord) whole = sz_push_new_parked (push, "former-centre", control, line);
    g_autoptr (SzRecord) notice = sz_push_new_review (push, "parked", "moved");
    g_autofree char *centre = sz_transfer_centre_name (push->core, push->elsewhere, error);

    receipt->outcome = "moved";
    sz_record_set_text (notice, "about_kind", "pupil");
    sz_record_set_text (notice, "colleague", centre);
    sz_push_name_review (whole, &receipt->op);
    sz_push_name_review (notice, &receipt->op);
    g_array_append_val (receipt->reviews, notice->id);
    if (SZ_MUTANT ("moved-dropped"))
        return true;
    return centre != NULL &&
           sz_push_add_review (push, g_steal_pointer (&whole), push->elsewhere, &receipt->op,
                               error) &&
           sz_push_add_review (push, g_steal_pointer (&notice), push->home, &receipt->op, error);
}
