/* SPDX-License-Identifier: EUPL-1.2 */
/* Our SQL in PostgreSQL's words. Private to src/db. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At the end of a name: a parameter of its own, a text, which is NULL exactly when the one of that name is. */
#define SZ_DIALECT_ASKED '?'

/* One statement: names (:school) become $1, $2 ... in the order of their first use, which `names` (element-type utf8)
 * takes. Free with g_free. */
char *sz_dialect_statement (const char *sql, GPtrArray *names) G_GNUC_WARN_UNUSED_RESULT;

/* A script without parameters: types and what only SQLite asks of a table. Free with g_free. */
char *sz_dialect_script (const char *sql) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
