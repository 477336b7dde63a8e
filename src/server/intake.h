/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in bulk, in one transaction: what importers and the demonstration centre write. The same record
 * twice changes nothing. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

typedef struct SzIntake SzIntake;

typedef enum {
    SZ_INTAKE_ADDED,
    SZ_INTAKE_CHANGED,
    SZ_INTAKE_SAME,
} SzIntakeResult;

/* Begins the transaction. */
SzIntake *sz_intake_new (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rolls back what was not committed. */
void sz_intake_free (SzIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzIntake, sz_intake_free)

/* The id of the record of the scope whose key fields equal those of `key`; false without error when there is none. */
bool
sz_intake_find (SzIntake *self, const SzRecord *key, const char *scope, SzId *id, GError **error);

/* A record (borrowed) of a scope. One that is there already gets the fields that are present here; absent ones
 * stay. SZ_WIRE_ERROR_VALUE: not a record of its kind, or its id is another scope's. */
bool sz_intake_put (SzIntake *self,
                    const SzRecord *record,
                    const char *scope,
                    SzIntakeResult *result,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for an id that was made just now and nobody has. */
bool sz_intake_add (SzIntake *self, const SzRecord *record, const char *scope, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A pupil's file comes to `scope` (transfer.h). */
bool sz_intake_transfer (SzIntake *self, const SzId *pupil, const char *scope, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* `kind` and `rejected` are for the log of intakes. */
bool sz_intake_commit (SzIntake *self, const char *kind, int64_t rejected, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
