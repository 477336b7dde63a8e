/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in and out of their kind's table, the same on a desk and on the server. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* Where a stored record stands. */
typedef struct {
    int64_t scope; /* scope.id */
    int64_t seq;
} SzPlace;

/* Writes a whole new record (absent fields as NULL). SZ_DB_ERROR_CONSTRAINT: it is there, of whatever scope. */
bool sz_records_add (SzDb *db, const SzRecord *record, const SzPlace *place, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The same, replacing what is there. */
bool sz_records_put (SzDb *db, const SzRecord *record, const SzPlace *place, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* All fields present. `place` may be NULL. SZ_DB_ERROR_NOT_FOUND. */
SzRecord *sz_records_get (SzDb *db,
                          const SzKind *kind,
                          const SzId *id,
                          SzPlace *place,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No error when it is not there. */
bool sz_records_remove (SzDb *db, const SzKind *kind, const SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The id of the record whose key fields equal those of `key`; false without error when there is none. */
bool sz_records_find (SzDb *db, const SzRecord *key, int64_t scope, SzId *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Records whose `field` equals `value` (NULL field: all of the kind; a NULL value equals nothing), ordered by id. (element-type SzRecord) */
GPtrArray *sz_records_list (SzDb *db,
                            const SzKind *kind,
                            const char *field,
                            const SzValue *value,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One record from the present row of a statement whose columns are id, scope, seq, rev and then the
 * kind's fields in catalogue order. */
SzRecord *sz_records_from_row (SzStatement *statement, const SzKind *kind, SzPlace *place);

int64_t sz_records_count (SzDb *db, const SzKind *kind, GError **error);

/* scope.id of "reference" or "centre:114", made when it is not there; -1 on error. */
int64_t sz_scope_id (SzDb *db, const char *name, GError **error);

G_END_DECLS
