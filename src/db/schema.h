/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes and upgrades the tables: one per kind, from the catalogue, plus the fixed tables of a server
 * or of a desk's cache, from numbered .sql resources (sql/server/schema-NNN.sql, sql/store/schema-NNN.sql).
 *
 * Each kind's table: id BLOB PRIMARY KEY, scope INTEGER (scope.id), seq INTEGER (its place in the scope's
 * changes; 0 for what the server has not seen), rev INTEGER, then one column per field, in catalogue
 * order; STRICT, WITHOUT ROWID. Upgrades only add: tables, columns, indexes. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* `room` is "server" or "store". One transaction; a file made by a newer program is refused with
 * SZ_DB_ERROR_NEWER and left alone. */
bool sz_schema_upgrade (SzDb *db, const char *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same within the caller's transaction. */
bool sz_schema_make (SzDb *db, const char *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* False with SZ_DB_ERROR_NEWER when the file was made by a newer program, or for a room that this program does
 * not have. Opening a database asks this. */
bool sz_schema_is_readable (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Drops the secondary indexes of all kinds before a first bulk load, and makes them again after it.
 * Both are safe to repeat; sz_schema_upgrade makes what is missing. */
bool sz_schema_drop_indexes (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_schema_make_indexes (SzDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
