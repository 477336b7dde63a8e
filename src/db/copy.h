/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies all tables of one database into another, which is PostgreSQL's, and compares both. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* `sum` adds up a hash of each row, in whatever order they come. */
typedef struct {
    char *name;
    int64_t rows;
    uint64_t sum[2];
} SzCopiedTable;

/* Whether there is no table at all; -1 with an error. */
int sz_db_is_empty (SzDb *db, GError **error);

/* Both in a transaction of the caller. `to` has the tables of the same schema, with what making them put there. Every row of
 * `to` is read back: SZ_DB_ERROR_CORRUPT names the table that is not the same, and the caller rolls back.
 * (element-type SzCopiedTable), by name. */
GPtrArray *sz_db_copy (SzDb *from, SzDb *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
