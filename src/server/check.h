/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether a server's database is whole: for an administrator after an accident, and for every test. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

typedef struct {
    int64_t records;
    int64_t changes; /* of single records */
    int64_t entered; /* records that came with a file and were not changed since */
    int64_t deleted;
    int64_t references; /* fields that refer to a record, looked at one by one */
    GPtrArray *faults;  /* (owned) (element-type utf8): untranslated, record ids only */
} SzCheck;

/* The engine's own check, then: each clock stands at its last change and no change lies beyond it; each
 * record and tombstone is at the place of the change index that it names, and nothing else is; each
 * reference leads to a record of the same scope or of the reference data. NULL when it cannot be done. */
SzCheck *sz_check_run (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_check_free (SzCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzCheck, sz_check_free)

G_END_DECLS
