/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies without personal data that stand in one scope for a record of another (transfer.h). Private to transfer.c. */
#pragma once

#include "server/changes.h"

G_BEGIN_DECLS

/* One file on its way. */
typedef struct {
    SzCore *core;       /* (borrowed) */
    SzChanges *changes; /* (owned): everything that is not of the file itself */
    GPtrArray *file;    /* (owned) (element-type SzEntry): of `changes`; the pupil first */
    int64_t from;
    int64_t to;
    SzId from_centre; /* records of kind centre */
    SzId to_centre;
} SzTransfer;

/* `member` leaves a stand-in behind, and what stays points to that. */
bool sz_stand_in_leave (SzTransfer *transfer,
                        const SzEntry *member,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The references of `record`, which is to be in the new scope, to what stays in the old one: they get stand-ins. */
bool sz_stand_in_bring (SzTransfer *transfer,
                        SzRecord *record,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* `member` comes to where something stood in for it: that goes. */
bool sz_stand_in_relieve (SzTransfer *transfer,
                          const SzEntry *member,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
